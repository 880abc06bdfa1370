"""``poetry.lock``."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from .entries import listed, locked, table, words
from .locks import Names, hashes, lock
from .toml_text import parse

ORIGIN = "poetry.lock"


def read(text: str) -> Manifest:
    """The locked packages. Raises ``NotReadable`` where it is no TOML."""
    doc = parse(text)
    given = [table(one) for one in listed(doc.get("package"))]
    sources = (table(one.get("source")) for one in given)
    registries = (words(source.get("url")) for source in sources if source.get("type") == "legacy")
    return lock(_packages(given, table(table(doc.get("metadata")).get("files")), Names(text)), registries, text)


def _packages(given: list[dict[str, object]], files: dict[str, object], names: Names) -> Iterator[Declared]:
    """The packages; ``files`` is where poetry 1.0 to 1.4 kept the hashes."""
    for one in given:
        name, source = words(one.get("name")), table(one.get("source"))
        if not name:
            continue
        type_ = words(source.get("type"))
        url = words(source.get("url")) if type_ not in ("", "legacy") else ""
        ref = words(source.get("resolved_reference")) if type_ == "git" else ""
        known = hashes(one.get("files")) or hashes(files.get(name))
        address = f"git+{url}" if type_ == "git" else url
        yield locked(name, words(one.get("version")), names.next(name), ORIGIN, known, address, ref)
