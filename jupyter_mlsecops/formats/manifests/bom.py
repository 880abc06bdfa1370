"""Bills of materials: CycloneDX and SPDX 2 as JSON, told apart by what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...core.dependency import Declared, NotReadable
from ...core.distributions import of_conda
from ...core.manifest import Manifest
from ...core.regex import regex
from ...core.shell.requirement import Requirement
from ...core.text import Span
from . import purl
from .entries import listed, locked, table, words
from .json_text import parse

CYCLONEDX, SPDX = "CycloneDX", "SPDX"
MOST = 50_000  # components; a program has thousands
_DEEPEST = 50  # components inside components
# Kinds of components that are packages where no package URL says what they are.
_PACKAGES = frozenset(("library", "framework", "application"))
_STRING = regex(r"\"(purl|referenceLocator|name)\"\s{0,100}:\s{0,100}\"((?:[^\"\\\r\n]|\\[^\r\n]){1,4000})\"")
_ALGORITHMS = {"SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512", "SHA256": "sha256", "SHA512": "sha512"}
_NOT_TOLD = "other"  # the ecosystem of a package that has no package URL


def read(text: str) -> Manifest:
    """The packages of a bill of materials; none of JSON that is no such, for other programs have a ``bom.json`` too.

    Raises ``NotReadable`` where it is no JSON, of another edition, or has too many components.
    """
    return packages(text) or Manifest()


def packages(text: str) -> Manifest | None:
    """The packages of a bill of materials; None for JSON that is no such. Raises ``NotReadable``."""
    doc = parse(text)
    if doc.get("bomFormat") == CYCLONEDX:
        return _cyclonedx(text, doc)
    return _spdx(text, doc) if "spdxVersion" in doc else None


def _cyclonedx(text: str, doc: dict[str, Any]) -> Manifest:
    """The components of a CycloneDX document, those inside of others too, without the one that it is about."""
    edition = words(doc.get("specVersion"))
    if not edition.startswith("1."):
        raise NotReadable("The file is of an edition of CycloneDX that is not known here.")
    about = table(table(doc.get("metadata")).get("component"))
    places = _Places(text)
    found = []
    for component in _components([*listed(doc.get("components")), *listed(about.get("components"))]):
        url = words(component.get("purl"))
        name, version = words(component.get("name")), words(component.get("version"))
        if url or (name and component.get("type") in _PACKAGES):
            hashes = _hashes(component.get("hashes"), "alg", "content")
            group = words(component.get("group"))
            full = f"{group}/{name}" if group else name
            found.append(
                _package(url, full, version, places, ("purl", url) if url else ("name", name), hashes, CYCLONEDX)
            )
    return _manifest(found)


def _spdx(text: str, doc: dict[str, Any]) -> Manifest:
    """The packages of an SPDX document, without the one that it is about if no package URL names it."""
    if not words(doc.get("spdxVersion")).startswith("SPDX-2."):
        raise NotReadable("The file is of an edition of SPDX that is not known here.")
    places = _Places(text)
    about = _described(doc)
    found = []
    packages = listed(doc.get("packages"))
    if len(packages) > MOST:
        raise _too_many()
    for package in map(table, packages):
        references = [table(one) for one in listed(package.get("externalRefs"))]
        url = next((words(one.get("referenceLocator")) for one in references if one.get("referenceType") == "purl"), "")
        name, version = words(package.get("name")), words(package.get("versionInfo"))
        if not (url or name) or (not url and words(package.get("SPDXID")) in about):
            continue
        hashes = _hashes(package.get("checksums"), "algorithm", "checksumValue")
        place = ("referenceLocator", url) if url else ("name", name)
        found.append(_package(url, name, version, places, place, hashes, SPDX))
    return _manifest(found)


class _Places:
    """Where the texts of a document stand that name packages: each at the first place that no other has taken."""

    def __init__(self, text: str) -> None:
        found: dict[tuple[str, str], list[Span]] = {}
        for match in _STRING.finditer(text):
            written = match[2]
            found.setdefault((match[1], _unescaped(written) if "\\" in written else written), []).append(
                Span(match.start(2), match.end(2))
            )
        self._spans = {key: iter(spans) for key, spans in found.items()}
        self._last: dict[tuple[str, str], Span] = {}

    def next(self, key: tuple[str, str]) -> Span:
        """The place of the next package with this text; the last one where there are no more."""
        span = next(self._spans.get(key, iter(())), self._last.get(key, Span(0, 0)))
        self._last[key] = span
        return span


def _unescaped(written: str) -> str:
    try:
        found: str = msgspec.json.decode(f'"{written}"', type=str)
    except msgspec.DecodeError:
        return written
    return found


def _components(components: list[object]) -> Iterator[dict[str, object]]:
    """All components in order, each followed by those inside it."""
    number = 0
    stack = [iter(components)]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        number += 1
        if number > MOST:
            raise _too_many()
        component = table(entry)
        yield component
        if inside := listed(component.get("components")):
            if len(stack) >= _DEEPEST:
                raise NotReadable(f"The file has components inside components, more than {_DEEPEST} deep.")
            stack.append(iter(inside))


def _package(
    url: str, name: str, version: str, places: _Places, place: tuple[str, str], hashes: tuple[str, ...], origin: str
) -> Declared:
    span = places.next(place)
    told = purl.parse(url)
    if told is not None:
        name, version = told.name, told.version or version
    if told is not None and told.type == "pypi":
        address, at, commit = told.repository.rpartition("@")
        if told.repository and (not at or "/" in commit):
            address, commit = told.repository, ""
        return locked(name, version, span, origin, hashes, address, commit)
    ecosystem = told.type if told is not None else _NOT_TOLD
    found = Requirement(name, f"=={version}" if version else "", "pinned" if version else "unpinned", span)
    known = of_conda(name) if ecosystem == "conda" else ""
    return Declared(known, version, found, "", span, origin, hashes=hashes, ecosystem=ecosystem)


def _manifest(found: list[Declared]) -> Manifest:
    return Manifest(tuple(sorted(found, key=lambda one: one.span)))


def _hashes(given: object, algorithm: str, value: str) -> tuple[str, ...]:
    pairs = ((words(table(one).get(algorithm)), words(table(one).get(value))) for one in listed(given))
    return tuple(f"{_ALGORITHMS[name]}:{digest.lower()}" for name, digest in pairs if name in _ALGORITHMS and digest)


def _described(doc: dict[str, Any]) -> frozenset[str]:
    """The ids of what an SPDX document is about."""
    related = (table(one) for one in listed(doc.get("relationships")))
    told = (words(one.get("relatedSpdxElement")) for one in related if one.get("relationshipType") == "DESCRIBES")
    return frozenset((*told, *map(words, listed(doc.get("documentDescribes")))))


def _too_many() -> NotReadable:
    return NotReadable(f"The file lists more than {MOST:,} components, which is more than is read.")
