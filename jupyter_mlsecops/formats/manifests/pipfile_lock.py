"""``Pipfile.lock``."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from ...core.regex import regex
from .entries import listed, locked, table, words
from .json_text import parse
from .locks import Names, lock

ORIGIN = "Pipfile.lock"
_KEY = regex(r"\"([^\"\\\r\n]{1,300})\"\s{0,100}:\s{0,100}\{")


def read(text: str) -> Manifest:
    """The locked packages of all groups. Raises ``NotReadable`` where it is no JSON."""
    doc = parse(text)
    names = Names(text, _KEY, 1)
    meta = table(doc.get("_meta"))
    urls = (words(table(source).get("url")) for source in listed(meta.get("sources")))
    packages = (one for group, value in doc.items() if group != "_meta" for one in _packages(table(value), names))
    return lock(packages, urls, text)


def _packages(group: dict[str, object], names: Names) -> Iterator[Declared]:
    for name, value in group.items():
        entry = table(value)
        known = tuple(words(one) for one in listed(entry.get("hashes")) if words(one))
        git = words(entry.get("git"))
        url = f"git+{git}" if git else words(entry.get("file")) or words(entry.get("path"))
        version = words(entry.get("version")).lstrip("=").strip()
        if entry.get("editable") is True and not git:
            continue
        yield locked(name, version, names.next(name), ORIGIN, known, url, words(entry.get("ref")) if git else "")
