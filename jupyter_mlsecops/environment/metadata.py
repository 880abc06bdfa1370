"""What installed packages say of themselves: the files in ``*.dist-info`` and ``*.egg-info``, and those of conda.

No other file of a package is opened, and what was read is kept as long as the folder has not changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from ..core.installed import Details, Distribution, Licensed, Origin
from ..core.regex import regex
from .conda import of_record
from .files import changed, read

_METADATA = 1_000_000  # bytes that are read of each kind of file
_RECORD = 8_000_000
_SMALL = 100_000
_CONDA = 32_000_000
_REQUIRES = 2000  # entries that are kept of one package
_MODULES = 2000
_TEXT = 2000

_HEADER = regex(
    rb"^(Requires-Dist|License-Expression|License|Classifier(?=[ \t]*:[ \t]*License))"
    rb"[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_TOP = regex(rb'^"?([A-Za-z_][A-Za-z0-9_]*)(?:/|\.py"?,|(?:\.[\w-]+)*\.(?:so|pyd)"?,)', re.MULTILINE)
_SECTION = regex(r"\[([^\]:]*)(?::([^\]]*))?\]\Z")
_NO_MODULES = frozenset(("__pycache__", "bin", "scripts", "share", "etc"))


class _VcsInfo(msgspec.Struct):
    commit_id: str = ""


class _DirInfo(msgspec.Struct):
    editable: bool = False


class _DirectUrl(msgspec.Struct):
    """``direct_url.json`` (PEP 610)."""

    url: str = ""
    vcs_info: _VcsInfo | None = None
    archive_info: dict[str, object] | None = None
    dir_info: _DirInfo | None = None


class Metadata:
    """Reads the metadata of environments, and remembers them by folder."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, int], Distribution | None]] = {}

    def details(self, python: str, found: Iterable[tuple[str, str, str]]) -> Details:
        """What packages say of themselves: each is its canonical name, its version and the path of its metadata,
        the nearest first, for that is the one that is imported."""
        packages: dict[str, Distribution] = {}
        unread: list[str] = []
        for name, version, path in found:
            if name not in packages:
                one = self._of(name, version, path)
                if one is None:
                    unread.append(name)
                packages[name] = one or Distribution(name, version)
        return Details(python, packages, tuple(sorted(unread)))

    def _of(self, name: str, version: str, path: str) -> Distribution | None:
        state = changed(path)
        known = self._known.get(path)
        if known is None or known[0] != state:
            if path.endswith(".json"):
                one = of_record(name, version, read(path, _CONDA), state[0])
            else:
                one = _of_folder(name, version, path, state[0])
            known = self._known[path] = state, one
        return known[1]


def _of_folder(name: str, version: str, path: str, when: int) -> Distribution | None:
    """One ``*.dist-info`` or ``*.egg-info``, which may be a file; None where it has no metadata that can be read."""
    present = frozenset(_names(path))
    egg = path.endswith((".egg-info", ".egg"))
    if path.endswith(".egg"):
        path = os.path.join(path, "EGG-INFO")
        present = frozenset(_names(path))
    main = "PKG-INFO" if egg else "METADATA"
    raw = read(path if egg and not present else os.path.join(path, main), _METADATA)
    if raw is None:
        return None
    headers = _headers(raw)
    requires = headers.get(b"requires-dist", [])
    if egg and "requires.txt" in present:
        requires = list(_of_requires(_text(read(os.path.join(path, "requires.txt"), _METADATA) or b"")))
    texts = headers.get(b"license", [])
    licence = Licensed(
        next(iter(headers.get(b"license-expression", [])), ""),
        tuple(headers.get(b"classifier", [])),
        texts[0][:_TEXT] if texts else "",
    )
    installer = b""
    if "INSTALLER" in present:
        installer = read(os.path.join(path, "INSTALLER"), 200) or b""
    origin = Origin()
    if "direct_url.json" in present:
        origin = _origin(read(os.path.join(path, "direct_url.json"), _SMALL) or b"")
    return Distribution(
        name,
        version,
        tuple(requires[:_REQUIRES]),
        _modules(path, present),
        licence,
        origin,
        _text(installer).strip()[:40],
        when // 1_000_000_000,
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # also for a file, as old distutils wrote
        return []


def _headers(raw: bytes) -> dict[bytes, list[str]]:
    """The headers that matter, by name in lower case. What stands below the first empty line is a description."""
    head = raw.partition(b"\n\n")[0].partition(b"\n\r\n")[0]
    found: dict[bytes, list[str]] = {}
    for header, value in _HEADER.findall(head):
        text = _text(value).strip()
        if text and text != "UNKNOWN":
            found.setdefault(header.lower(), []).append(text)
    return found


def _of_requires(text: str) -> Iterator[str]:
    """The requirements in an egg's ``requires.txt``, as they would stand in today's metadata."""
    marker = ""
    for line in text.splitlines():
        line = line.strip()
        section = _SECTION.match(line)
        if section is not None:
            extra, condition = section[1].strip(), (section[2] or "").strip()
            parts = [f"({condition})"] * bool(condition) + [f"extra == '{extra}'"] * bool(extra)
            marker = " and ".join(parts)
        elif line and not line.startswith("#"):
            yield f"{line} ; {marker}" if marker else line


def _modules(path: str, present: frozenset[str]) -> tuple[str, ...]:
    """The top-level names that a package brings, sorted."""
    if "top_level.txt" in present:
        told = _text(read(os.path.join(path, "top_level.txt"), _SMALL) or b"").split()
        return tuple(sorted({word.partition("/")[0] for word in told}))[:_MODULES]
    for name in ("RECORD", "installed-files.txt"):
        if name in present:
            raw = read(os.path.join(path, name), _RECORD) or b""
            if name != "RECORD":
                raw = raw.replace(b"../", b"").replace(b"\n", b",\n")
            words = {word.decode() for word in set(_TOP.findall(raw))}
            return tuple(sorted(words - _NO_MODULES))[:_MODULES]
    return ()


def _origin(raw: bytes) -> Origin:
    """Where a package came from, by ``direct_url.json``."""
    try:
        told = msgspec.json.decode(raw, type=_DirectUrl)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Origin("archive")  # the file alone says that it came from no index
    if told.vcs_info is not None:
        return Origin("vcs", _plain(told.url), told.vcs_info.commit_id[:64])
    if told.dir_info is not None:
        return Origin("editable" if told.dir_info.editable else "folder")
    return Origin("archive", _plain(told.url))


def _plain(url: str) -> str:
    """A URL without a login, query and fragment, which may hold tokens; empty for a path of this machine."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}{parts.path}"[:500] if host and parts.scheme != "file" else ""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
