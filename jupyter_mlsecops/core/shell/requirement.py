"""One requirement on a command line: what is installed, from where, and how far its version is fixed."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ..regex import regex
from ..text import Span
from .words import Word

Kind = Literal["pinned", "ranged", "unpinned", "vcs", "url", "path", "file", "variable"]

_NAME = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^\]]*\])?\s*(.*)\Z", re.DOTALL)
_DIRECT = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*@\s*(\S+)\Z")
_SPECIFIER = regex(
    r"\(?\s*(?:===?|~=|!=|<=|>=|<|>|\^|=|@|~)\s*[\w*.!+^~-]+(?:\s*,\s*(?:===?|~=|!=|<=|>=|<|>)\s*[\w*.!+-]+)*\s*\)?\Z"
)
_EXACT = regex(r"===?\s*[\w.!+-]+\Z")
_CONDA = regex(r"(?:[\w./-]+(?:\[[^\]]*\])?::)?([A-Za-z0-9_][\w.-]*)\s*(.*)\Z", re.DOTALL)
_CONDA_EXACT = regex(r"(?:==?\s*\d[\w.!+]*(?:=[\w*.]+)?|\[[^\]]*\])\Z")
_VCS = regex(r"(?:git|hg|svn|bzr)\+|git@|git://")
_URL = regex(r"[A-Za-z][A-Za-z0-9+.-]+://")
_VARIABLE = regex(r"\{[^}]|\$[\w({]|%\w+%|`")
_ARCHIVE = (".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".conda", ".egg")
_EGG = regex(r"[#&](?:egg|name)=([A-Za-z0-9][A-Za-z0-9._-]*)")


class Requirement(NamedTuple):
    """One thing that is installed.

    ``name`` is as written, empty where it is unknown; ``specifier`` is the version part (``>=1,<2``). ``url`` is
    where a vcs, url, path or file comes from and ``ref`` the branch, tag or commit named there.
    """

    name: str
    specifier: str
    kind: Kind
    span: Span
    url: str = ""
    ref: str = ""

    @property
    def key(self) -> str:
        """The name as package indexes compare it: lower case, one hyphen for any run of ``-_.``."""
        return re.sub(r"[-_.]+", "-", self.name).lower()


def requirement(word: Word) -> Requirement | None:
    """What pip and its relatives read in a word; None if they would refuse it."""
    text = word.text.strip()
    direct = _DIRECT.match(text)
    url = direct.group(2) if direct and (_URL.search(direct.group(2)) or _VCS.match(direct.group(2))) else text
    name = direct.group(1) if direct and url is not text else ""
    if _VCS.match(url):
        return _vcs(name, url, word.span)
    if url.startswith(("http://", "https://", "ftp://", "s3://", "gs://")):
        egg = _EGG.search(url)
        return Requirement(name or (egg.group(1) if egg else ""), "", "url", word.span, url)
    if _VARIABLE.search(text):
        return Requirement("", "", "variable", word.span)
    if text.startswith((".", "/", "~", "file:")) or text.lower().endswith(_ARCHIVE) or "/" in text or "\\" in text:
        return Requirement("", "", "path", word.span, text)
    match = _NAME.match(text.partition(";")[0].strip())
    if match is None:
        return None
    specifier = match.group(3).strip()
    if specifier and not _SPECIFIER.match(specifier):
        return None
    kind: Kind = "unpinned" if not specifier or specifier in ("@latest", "*") else "ranged"
    if _EXACT.match(specifier) or (specifier.startswith("@") and specifier[1:2].isdigit()):
        kind = "pinned"
    return Requirement(match.group(1), specifier, kind, word.span)


def _vcs(name: str, url: str, span: Span) -> Requirement:
    bare, hash_mark, fragment = url.partition("#")
    egg = _EGG.search(hash_mark + fragment)
    scheme, slashes, rest = bare.partition("://")
    _, slash, path = rest.partition("/") if slashes else bare.rpartition(":")
    path, at, ref = path.rpartition("@") if "@" in path else (path, "", "")
    project = path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    kind: Kind = "variable" if _VARIABLE.search(ref) else "vcs"
    return Requirement(name or (egg.group(1) if egg else project), "", kind, span, url, ref)


def conda_requirement(word: Word) -> Requirement | None:
    """What conda and its relatives read in a word; None if they would refuse it."""
    text = word.text.strip()
    if _URL.match(text):
        return Requirement("", "", "url", word.span, text)
    if _VARIABLE.search(text):
        return Requirement("", "", "variable", word.span)
    if text.startswith((".", "/", "~")) or text.endswith(_ARCHIVE):
        return Requirement("", "", "path", word.span, text)
    match = _CONDA.match(text)
    if match is None:
        return None
    specifier = match.group(2).strip()
    kind: Kind = (
        "unpinned" if not specifier or specifier == "=*" else "pinned" if _CONDA_EXACT.match(specifier) else "ranged"
    )
    return Requirement(match.group(1), specifier, kind, word.span)
