"""``pdm.lock``."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from .entries import listed, locked, table, words
from .locks import Names, hashes, lock
from .toml_text import parse

ORIGIN = "pdm.lock"


def read(text: str) -> Manifest:
    """The locked packages, each once whatever its extras. Raises ``NotReadable`` where it is no TOML."""
    doc = parse(text)
    given = [table(one) for one in listed(doc.get("package"))]
    return lock(_packages(given, table(table(doc.get("metadata")).get("files")), Names(text)), (), text)


def _packages(given: list[dict[str, object]], files: dict[str, object], names: Names) -> Iterator[Declared]:
    """The packages; ``files`` is where PDM before 2.8 kept the hashes, by name and version."""
    seen: set[tuple[str, str]] = set()
    for one in given:
        name, version = words(one.get("name")), words(one.get("version"))
        span = names.next(name)
        if not name or (name, version) in seen:
            continue
        seen.add((name, version))
        git, known = words(one.get("git")), hashes(one.get("files")) or hashes(files.get(f"{name} {version}"))
        url = f"git+{git}" if git else words(one.get("url")) or words(one.get("path"))
        yield locked(name, version, span, ORIGIN, known, url, words(one.get("revision")) if git else "")
