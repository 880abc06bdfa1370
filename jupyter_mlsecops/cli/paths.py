"""Paths of files: how a report names them, and what kind of file standard input is."""

from __future__ import annotations

import os

from ..core.engine import Kind
from ..service import kinds as service_kinds
from ..service.kinds import kind_of_name as kind_of_name

STDIN = "-"
STDIN_NAME = "<stdin>"


def shown(path: str) -> str:
    """``path`` as a report names it: relative to the working folder, with forward slashes, printable.

    What cannot be printed, bytes that are not UTF-8 included, is written as ``\\xff``.
    """
    if path == STDIN:
        return STDIN_NAME
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = os.path.abspath(path)
    if os.sep != "/":
        relative = relative.replace(os.sep, "/")
    if relative.isprintable():
        return relative
    text = os.fsencode(relative).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def kind_of(name: str, raw: bytes) -> Kind:
    """The kind of a file that was named; what comes from standard input without a name is a notebook."""
    return "notebook" if name == STDIN else service_kinds.kind_of(name, raw)
