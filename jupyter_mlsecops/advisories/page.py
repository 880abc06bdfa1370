"""One page of a package index: what of it counts, with every size and type checked.

Sources: the JSON of the simple index (PEP 691, 700 and 792), as mirrors keep it on the disk and as any index answers
``Accept: application/vnd.pypi.simple.v1+json``; and the older JSON of a project (``/pypi/NAME/json``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ..core.environment import canonical
from ..core.project import Project, Release, instant, status_of
from ..core.text import printable
from .osv import InvalidRecord, is_name
from .versions import point

MOST_BYTES = 25_000_000
"""Bytes that a page may have: the largest projects list ten thousand files and more."""
_MOST_FILES = 200_000
_LONGEST_FILE = 300
_REASON = 200
_SOURCES = (".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz", ".tar.Z")


class Page(NamedTuple):
    """What the page of a project says; ``name`` is canonical."""

    name: str
    project: Project


class _File(msgspec.Struct):
    filename: str
    upload_time: str | None = msgspec.field(default=None, name="upload-time")
    yanked: bool | str | None = None


class _OldFile(msgspec.Struct):
    upload_time: str | None = msgspec.field(default=None, name="upload_time_iso_8601")
    yanked: bool = False
    reason: str | None = msgspec.field(default=None, name="yanked_reason")


class _Marker(msgspec.Struct):
    status: str = "active"
    reason: str | None = None


class _Named(msgspec.Struct):
    name: str


class _Page(msgspec.Struct):
    name: str | None = None
    files: list[_File] | None = None
    marker: _Marker | None = msgspec.field(default=None, name="project-status")
    info: _Named | None = None
    releases: dict[str, list[_OldFile]] | None = None


class _Shape(msgspec.Struct):
    """What a page has that nothing else has: types are looked at later."""

    meta: Any = None
    files: Any = None
    info: Any = None
    releases: Any = None


_shape = msgspec.json.Decoder(_Shape)
_decoder = msgspec.json.Decoder(_Page)


def from_json(raw: bytes) -> Page | None:
    """What a page says; None for JSON that is no page of a project. Raises ``InvalidRecord``."""
    if len(raw) > MOST_BYTES:
        raise InvalidRecord(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        shape = _shape.decode(raw)
        is_simple = isinstance(shape.meta, dict) and "api-version" in shape.meta and isinstance(shape.files, list)
        if not is_simple and not (isinstance(shape.info, dict) and isinstance(shape.releases, dict)):
            return None
        del shape
        return _page(_decoder.decode(raw), is_simple)
    except RecursionError as error:
        raise InvalidRecord("it is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise InvalidRecord("it is not UTF-8") from error
    except msgspec.ValidationError as error:
        raise InvalidRecord("a page of an index, with a value of the wrong type") from error
    except msgspec.DecodeError as error:
        raise InvalidRecord("it is not JSON") from error


def from_rows(name: str, status: str, reason: str, releases: dict[str, tuple[str, str | None]]) -> Page:
    """What a row of a database says that somebody sent. Raises ``InvalidRecord``."""
    if not is_name(name):
        raise InvalidRecord("it has a name that no package can have")
    found: dict[str, Release] = {}
    for version, (uploaded, yanked) in releases.items():
        at = point(version)
        if at is not None:
            reason_of = printable(yanked, _REASON) if yanked is not None else None
            found[str(at.full)] = Release(instant(uploaded), reason_of)
    return Page(canonical(name), Project(status_of(status), printable(reason, _REASON), found))


def _page(read: _Page, is_simple: bool) -> Page:
    name = read.name if is_simple else (read.info.name if read.info is not None else None)
    if name is None or not is_name(name):
        raise InvalidRecord("a page of an index, about a name that no package can have")
    name = canonical(name)
    files = list(_files(read, name) if is_simple else _old_files(read))
    if len(files) > _MOST_FILES:
        raise InvalidRecord(f"it has more than {_MOST_FILES:,} files")
    marker = read.marker or _Marker()
    return Page(name, Project(status_of(marker.status), printable(marker.reason or "", _REASON), _releases(files)))


def _files(read: _Page, name: str) -> Iterator[tuple[str, Release]]:
    for file in read.files or ():
        version = _version(file.filename, name)
        if version:
            reason = file.yanked if isinstance(file.yanked, str) else ""
            is_yanked = file.yanked is not None and file.yanked is not False  # an empty reason counts (PEP 592)
            yield version, Release(instant(file.upload_time), printable(reason, _REASON) if is_yanked else None)


def _old_files(read: _Page) -> Iterator[tuple[str, Release]]:
    for version, files in (read.releases or {}).items():
        at = point(version)
        for file in files if at is not None else ():
            yield (
                str(at.full) if at is not None else "",
                Release(instant(file.upload_time), printable(file.reason or "", _REASON) if file.yanked else None),
            )


def _releases(files: list[tuple[str, Release]]) -> dict[str, Release]:
    """The files of each version together: out since the first of them, and taken back where each of them is."""
    found: dict[str, Release] = {}
    first: dict[object, str] = {}  # one version can be written in several ways
    for text, file in files:
        at = point(text)
        version = first.setdefault(at.full if at is not None else text, text)
        known = found.get(version)
        if known is not None:
            times = [time for time in (known.uploaded, file.uploaded) if time]
            yanked = None if None in (known.yanked, file.yanked) else known.yanked or file.yanked
            file = Release(min(times, default=""), yanked)
        found[version] = file
    return found


def _version(file: str, name: str) -> str:
    """The version in the name of a wheel, a source or an egg of a project, normalised; empty where it has none."""
    if len(file) > _LONGEST_FILE:
        return ""
    text = ""
    if file.endswith((".whl", ".egg")):
        parts = file.split("-")
        text = parts[1] if len(parts) > 2 else ""
    elif file.endswith(_SOURCES):
        stem = next(file.removesuffix(end) for end in _SOURCES if file.endswith(end))
        at = stem.find("-")
        while at > 0 and canonical(stem[:at]) != name:
            at = stem.find("-", at + 1)
        text = stem[at + 1 :] if at > 0 else ""
    found = point(text) if text else None
    return str(found.full) if found is not None else ""
