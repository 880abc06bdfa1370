"""What a notebook, or a file beside it, needs: packages that it declares and modules that it imports."""

from __future__ import annotations

import msgspec

from .shell.requirement import Requirement
from .text import Span

ELSEWHERE = {
    "vcs": "it comes from a repository, not from an index",
    "url": "it comes from a web address, not from an index",
    "path": "it comes from a folder or file, not from an index",
    "variable": "its name or version is only known when the notebook runs",
}
"""Kinds of requirements that no index is asked about, and why."""


class NotReadable(Exception):
    """A file that lists packages cannot be read as what it is; the text says why, in words for the user."""


class Declared(msgspec.Struct, frozen=True):
    """A package that something asks for.

    ``name`` is the canonical name on the Python package index, empty where it is not known (a variable, a conda
    package that has no counterpart). ``ecosystem`` is where it comes from if that is another one: ``conda``, or what
    a package URL of a bill of materials says (``npm``, ``deb``). ``version`` is the one version that is asked for,
    empty where others would do. ``pointer`` and ``span`` say where: code points of the raw text at that JSON pointer
    (empty for a file that is no notebook); ``path`` is the file if it is another one than that which is scanned.
    ``origin`` is the tool or the format: ``pip``, ``conda``, ``script`` (PEP 723), ``requirements.txt``, ``uv.lock``.
    ``uploaded`` is when the release came to the index by what a lock says (ISO 8601 in UTC), empty where none says
    so.
    """

    name: str
    version: str
    requirement: Requirement
    pointer: str
    span: Span
    origin: str
    path: str = ""
    hashes: tuple[str, ...] = ()
    uploaded: str = ""
    ecosystem: str = ""


class Imported(msgspec.Struct, frozen=True):
    """A top-level module that code imports, first place only; ``name`` is the distribution, empty where not known."""

    module: str
    name: str
    pointer: str
    span: Span
