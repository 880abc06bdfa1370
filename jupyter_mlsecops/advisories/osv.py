"""One OSV record: what of it counts, with every size and type checked. Source: the OSV schema, 1.7.

Records come from anybody who can edit an export, so nothing in them is taken on trust. What matching needs and cannot
be understood makes the whole record invalid, since half of it would tell somebody that a version is not affected.
What is only shown (summary, details, references) is cut to size instead.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from ..core.environment import canonical
from ..core.text import printable
from .telling import cut, links, summary, text

MOST_BYTES = 5_000_000  # of one record
_MOST_PACKAGES = 5_000
_MOST_RANGES = 2_000
_MOST_EVENTS = 2_000
_MOST_VERSIONS = 50_000
_MOST_ALIASES = 200
_LONGEST_VERSION = 200

_ID = re.compile(r"(?=[^-]{1,60}-)[A-Za-z0-9][A-Za-z0-9._:+-]{2,99}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?", re.ASCII)
_VECTOR = re.compile(
    r"(?:CVSS:(3\.1|3\.0|4\.0|2\.0)/|(?=AV:))[A-Za-z:/]{10,190}"
)  # that of CVSS 2 has no name in front
_EVENTS = ("introduced", "fixed", "last_affected", "limit")
_WORDS = ("LOW", "MODERATE", "HIGH", "CRITICAL")

Event = tuple[str, str]


class InvalidRecord(Exception):
    """A record that cannot be used; the text says why, in words for the user. It holds nothing of the record's text."""


class NoRecord(InvalidRecord):
    """An object that is something else than an advisory: it has no id."""


@dataclass(frozen=True)
class Affected:
    """What a record says of one package. A version is affected if it lies in a range or is among ``versions``.

    ``package`` is canonical (PEP 503). A range is its events in the order of the record: ``("introduced", "1.2")``,
    then ``fixed``, ``last_affected`` or ``limit``; versions of events need not be PEP 440.
    """

    package: str
    ranges: tuple[tuple[Event, ...], ...] = ()
    versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One advisory. ``affected`` are its packages on the Python package index; none: it is about other ecosystems.

    ``modified`` and ``withdrawn`` are UTC in one form (``2024-05-01T12:00:00.000000Z``), so that texts sort as times.
    ``severity`` is a CVSS vector, or one of LOW, MODERATE, HIGH and CRITICAL, or None where nobody rated it.
    """

    id: str
    modified: str
    affected: tuple[Affected, ...]
    withdrawn: str | None = None
    aliases: tuple[str, ...] = ()
    severity: str | None = None
    summary: str = ""
    details: str = ""
    references: tuple[str, ...] = ()

    @property
    def is_malware(self) -> bool:
        """Whether the package itself is the attack, not a flaw in it."""
        return self.id.startswith("MAL-")


_Time = Annotated[datetime.datetime, msgspec.Meta(tz=True)]


class _Package(msgspec.Struct):
    ecosystem: str = ""
    name: str = ""


class _Range(msgspec.Struct):
    type: str
    events: list[dict[str, str]]


class _Severity(msgspec.Struct):
    type: Any = None
    score: Any = None


class _Affected(msgspec.Struct):
    package: _Package | None = None
    ranges: list[_Range] | None = None
    versions: list[str] | None = None
    severity: list[_Severity] | None = None


class _Reference(msgspec.Struct):
    url: Any = None


class _Osv(msgspec.Struct):
    id: str | msgspec.UnsetType = msgspec.UNSET
    modified: _Time | msgspec.UnsetType = msgspec.UNSET
    withdrawn: _Time | None = None
    aliases: list[str] | None = None
    affected: list[_Affected] | None = None
    severity: list[_Severity] | None = None
    summary: str | None = None
    details: str | None = None
    references: list[_Reference] | None = None
    database_specific: Any = None


_decoder = msgspec.json.Decoder(_Osv)


def from_json(raw: bytes) -> Record:
    """The record in a JSON text. Raises ``InvalidRecord``."""
    _fits(raw)
    try:
        raw.decode("utf-8")  # the decoder does not look at what it passes over
        return _record(_decoder.decode(raw))
    except RecursionError as error:
        raise InvalidRecord("it is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise InvalidRecord("it is not UTF-8") from error
    except msgspec.ValidationError as error:
        raise InvalidRecord(_what(error)) from error
    except msgspec.DecodeError as error:
        raise InvalidRecord("it is not JSON") from error


def from_value(value: object) -> Record:
    """The record in decoded JSON or YAML: dicts, lists and texts. Raises ``InvalidRecord``."""
    try:
        return _record(msgspec.convert(value, _Osv))
    except RecursionError as error:
        raise InvalidRecord("it is nested too deeply") from error
    except msgspec.ValidationError as error:
        raise InvalidRecord(_what(error)) from error


def is_name(text: str) -> bool:
    """Whether a text can be the name of a package on the Python package index."""
    return bool(_NAME.fullmatch(text))


def is_id(text: str) -> bool:
    """Whether a text can be the name of an advisory: ``PYSEC-2022-199``, ``CVE-…``, ``GHSA-…``, ``MAL-…``."""
    return bool(_ID.fullmatch(text))


def _fits(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise InvalidRecord(f"it is larger than {MOST_BYTES // 1_000_000} MB")


def _what(error: msgspec.ValidationError) -> str:
    """The place of a wrong type, without the text that stands there."""
    message, _, place = str(error).partition(" - at ")
    known = message if "required field" in message else "a value of the wrong type"
    return f"{printable(known, 80)} (at {printable(place.strip('`'), 60)})" if place else printable(known, 80)


def _record(read: _Osv) -> Record:
    if read.id is msgspec.UNSET:
        raise NoRecord("it has no id")
    if read.modified is msgspec.UNSET:
        raise InvalidRecord("it does not say when it was modified")
    if not is_id(read.id):
        raise InvalidRecord("its id is none that an advisory can have")
    affected = [one for one in read.affected or () if one.package and _is_pypi(one.package.ecosystem)]
    _at_most(affected, _MOST_PACKAGES, "packages")
    aliases = sorted({alias for alias in read.aliases or () if is_id(alias)} - {read.id})
    _at_most(aliases, _MOST_ALIASES, "aliases")
    details = text(read.details or "")
    return Record(
        id=read.id,
        modified=_time(read.modified),
        withdrawn=_time(read.withdrawn) if read.withdrawn else None,
        aliases=tuple(aliases),
        affected=tuple(_affected(one) for one in affected),
        severity=_severity(read, affected),
        summary=summary(read.summary or "", details),
        details=cut(details),
        references=links(one.url for one in read.references or ()),
    )


def _is_pypi(ecosystem: str) -> bool:
    return ecosystem == "PyPI" or ecosystem.startswith("PyPI:")


def _affected(read: _Affected) -> Affected:
    assert read.package is not None
    versions = read.versions or []
    _at_most(versions, _MOST_VERSIONS, "versions")
    _at_most(read.ranges or (), _MOST_RANGES, "ranges")
    return Affected(
        package=_package(read.package.name),
        ranges=tuple(_range(one.events) for one in read.ranges or () if not _is_git(one.type)),
        versions=tuple(dict.fromkeys(map(_version, versions))),
    )


def _package(name: str) -> str:
    if not is_name(name):
        raise InvalidRecord("a package in it has a name that no package can have")
    return canonical(name)


def _is_git(kind: str) -> bool:
    """Whether a range counts commits, which no installed version tells."""
    if kind not in ("ECOSYSTEM", "SEMVER", "GIT"):
        raise InvalidRecord("a range in it is of a type that is not known")
    return kind == "GIT"


def _range(events: list[dict[str, str]]) -> tuple[Event, ...]:
    _at_most(events, _MOST_EVENTS, "events")
    read = []
    for event in events:
        if len(event) != 1 or next(iter(event)) not in _EVENTS:
            raise InvalidRecord(f"an event of a range in it is none of {', '.join(_EVENTS)}")
        ((what, version),) = event.items()
        read.append((what, _version(version)))
    if not any(what == "introduced" for what, _ in read):
        raise InvalidRecord("a range in it does not say where it begins")
    return tuple(read)


def _version(text: str) -> str:
    if not 0 < len(text) <= _LONGEST_VERSION or not text.isprintable():
        raise InvalidRecord("a version in it is empty, too long or not printable")
    return text


def _at_most(items: object, most: int, what: str) -> None:
    if len(items) > most:  # type: ignore[arg-type]
        raise InvalidRecord(f"it has more than {most:,} {what}")


def _time(time: datetime.datetime) -> str:
    try:
        return time.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except (OverflowError, ValueError) as error:
        raise InvalidRecord("a date in it is none that a calendar has") from error


def _severity(read: _Osv, affected: list[_Affected]) -> str | None:
    """A CVSS vector, version 3 before 4 and 2, else the word of the source."""
    every = [*(read.severity or ()), *(rated for one in affected for rated in one.severity or ())]
    vectors: dict[str, str] = {}
    for rated in every:
        vector = _VECTOR.fullmatch(rated.score) if isinstance(rated.score, str) else None
        if vector:
            vectors.setdefault(vector[1] or "2.0", rated.score)
    for version in ("3.1", "3.0", "4.0"):
        if version in vectors:
            return vectors[version]
    specific = read.database_specific
    word = specific.get("severity") if isinstance(specific, dict) else None
    word = {"MEDIUM": "MODERATE"}.get(word.upper(), word.upper()) if isinstance(word, str) else None
    return word if word in _WORDS else vectors.get("2.0")
