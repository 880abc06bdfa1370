"""One requirement on a command line: what is installed, from where, and how far its version is fixed."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec.structs import replace

from ..regex import regex
from ..text import Span
from .words import Word

Kind = Literal["pinned", "ranged", "unpinned", "vcs", "url", "path", "file", "variable"]

_NAME = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^\]]*\])?\s*(.*)\Z", re.DOTALL)
_DIRECT = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*@\s*(\S+)\Z")
_MARKER = regex(r"\s;|;(?=\s*(?:python|sys|platform|os|implementation|extra)\w{0,40}\s*[<>=!~in])")
_SPECIFIER = regex(
    r"\(?\s*(?:@\s*(?=[=~!<>]))?(?:===?|~=|!=|<=|>=|<|>|\^|=|@|~)\s*[\w*.!+^~-]+"
    r"(?:\s*,\s*(?:===?|~=|!=|<=|>=|<|>)\s*[\w*.!+-]+)*\s*\)?\Z"
)
_EXACT = regex(r"===?\s*[\w.!+-]+\Z")
_CONDA = regex(r"(?:[\w./-]+(?:\[[^\]]*\])?::)?([A-Za-z0-9_][\w.-]*)\s*(.*)\Z", re.DOTALL)
_CONDA_EXACT = regex(r"(?:==?\s*\d[\w.!+]*(?:=[\w*.]+)?|\[[^\]]*\bversion='?==?\d[\w.!+]*[^\]]*\])\Z")
_CONDA_SPACED = regex(r"\d[\w.!+]*(?:\s+[\w*.]+)?\Z")
_VERSION = regex(r"\s*(?:===?|@|=(?=\s*\d[\w!+]*\.[\w!+]+\.))\s*v?(\d[\w.!+-]*)(?:=[\w*.]+)?\Z")
_NUMBER = regex(r"\d+(?:\.\d+)+\Z")
_WHEEL = regex(r"([A-Za-z0-9][\w.]*)-(\d[\w.!+]*)(?:-\d\w*)?-[\w.]+-[\w.]+-[\w.]+\.whl(?:[?#]|\Z)")
_SDIST = regex(r"([A-Za-z0-9](?:[\w.]|-(?!\d))*)-(\d[\w.!+]*?)\.(?:tar\.gz|zip)(?:[?#]|\Z)")
_SHA256 = regex(r"[#&]sha256[=:]([0-9a-fA-F]{64})(?![0-9a-fA-F])")
_VCS = regex(r"(?:git|hg|svn|bzr)\+|git@|git://")
_URL = regex(r"[A-Za-z][A-Za-z0-9+.-]+://")
_VARIABLE = regex(r"\{[^}]|\$[\w({]|%\w+%|`")
_ARCHIVE = (".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".conda", ".egg")
_EGG = regex(r"[#&](?:egg|name)=([A-Za-z0-9][A-Za-z0-9._-]*)")


class Requirement(msgspec.Struct, frozen=True):
    """One thing that is installed.

    ``name`` is as written, empty where it is unknown; ``specifier`` is the version part (``>=1,<2``). ``url`` is
    where a vcs, url, path or file comes from and ``ref`` the branch, tag or commit named there. A variable has a name
    where only its version is one (``numpy=={version}``). ``extras`` are as written (``("s3", "dev")``), ``marker`` is
    the condition behind ``;``.
    """

    name: str
    specifier: str
    kind: Kind
    span: Span
    url: str = ""
    ref: str = ""
    extras: tuple[str, ...] = ()
    marker: str = ""

    @property
    def key(self) -> str:
        """The name as package indexes compare it: lower case, one hyphen for any run of ``-_.``."""
        return re.sub(r"[-_.]+", "-", self.name).lower()

    @property
    def version(self) -> str:
        """The one version that is asked for, empty where others would do: ``1.26`` of conda is any of 1.26."""
        match = _VERSION.match(self.specifier)
        return match.group(1) if match and self.kind == "pinned" else self.file[1]

    @property
    def file(self) -> tuple[str, str]:
        """The name and version in the name of the file that this is, a wheel or a source; else both empty."""
        if self.kind not in ("url", "path"):
            return "", ""
        name = self.url.partition("#")[0].replace("\\", "/").rpartition("/")[2].replace("%2B", "+")
        match = _WHEEL.match(name) or _SDIST.match(name)
        return (match.group(1), match.group(2)) if match else ("", "")

    @property
    def hashes(self) -> tuple[str, ...]:
        """The hashes of the file that a URL names, as ``sha256:…``."""
        return tuple(f"sha256:{digest.lower()}" for digest in _SHA256.findall(self.url))


def requirement(word: Word) -> Requirement | None:
    """What pip and its relatives read in a word; None if they would refuse it."""
    text = word.text.strip()
    if text.endswith(",") and len(text) == word.span.end - word.span.start:  # as people write lists
        return requirement(Word(text.rstrip(","), Span(word.span.start, word.span.start + len(text.rstrip(",")))))
    bare, marker = _without_marker(text)
    direct = _DIRECT.match(bare)
    url = direct.group(3) if direct and _is_address(direct.group(3)) else bare
    name = direct.group(1) if direct and url is not bare else ""
    extras = _extras(direct.group(2)) if direct and name else ()
    if _VCS.match(url):
        return replace(_vcs(name, url, word.span), extras=extras, marker=marker)
    if url.startswith(("http://", "https://", "ftp://", "s3://", "gs://")):
        egg = _EGG.search(url)
        named = name or (egg.group(1) if egg else "")
        return Requirement(named, "", "url", word.span, url, "", extras, marker)
    if _VARIABLE.search(text):
        return _filled_in(text, word.span)
    if not text.strip("\\"):
        return None
    if url.startswith((".", "/", "~", "file:")) or bare.lower().endswith(_ARCHIVE) or "/" in bare or "\\" in bare:
        return Requirement(name, "", "path", word.span, url, "", extras, marker)
    match = _NAME.match(bare.partition(";")[0].strip())
    if match is None or _NUMBER.match(text):
        return None
    specifier = match.group(3).strip()
    if specifier and not _SPECIFIER.match(specifier):
        return None
    kind: Kind = "unpinned" if not specifier or specifier in ("@latest", "*") else "ranged"
    if _EXACT.match(specifier) or (specifier.startswith("@") and specifier[1:2].isdigit()):
        kind = "pinned"
    return Requirement(match.group(1), specifier, kind, word.span, "", "", _extras(match.group(2)), marker)


def _is_address(text: str) -> bool:
    return text.startswith("file:") or _VCS.match(text) is not None or _URL.search(text) is not None


def _without_marker(text: str) -> tuple[str, str]:
    """A requirement without the condition behind it, and the condition."""
    match = _MARKER.search(text) if ";" in text else None
    return (text[: match.start()].strip(), text[match.end() :].strip()) if match else (text, "")


def _extras(brackets: str | None) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, brackets[1:-1].split(",")))) if brackets else ()


def _filled_in(text: str, span: Span) -> Requirement:
    """A requirement with a variable in it, which may be all of it or its version only."""
    match = _NAME.match(text)
    known = match is not None and match.group(3).startswith(("==", "~=", ">=", "<=", "!="))
    return Requirement(match.group(1) if match and known else "", "", "variable", span)


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
        return _filled_in(text, word.span)
    if text.startswith((".", "/", "~")) or text.endswith(_ARCHIVE):
        return Requirement("", "", "path", word.span, text)
    match = _CONDA.match(text)
    if match is None:
        return None
    specifier = match.group(2).strip()
    if _CONDA_SPACED.match(specifier):  # `pandas 1.5.3 py310_0`
        specifier = f"=={specifier.split()[0]}"
    kind: Kind = "unpinned" if specifier in ("", "*", "=*") else "pinned" if _CONDA_EXACT.match(specifier) else "ranged"
    return Requirement(match.group(1), specifier, kind, word.span)
