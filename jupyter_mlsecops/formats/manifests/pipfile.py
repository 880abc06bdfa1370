"""``Pipfile``: what pipenv makes a lock of, so that open versions are as they should be."""

from __future__ import annotations

from ...core.manifest import Manifest, install
from .entries import table
from .sources import entries, indexes
from .toml_text import TomlText, parse

ORIGIN = "Pipfile"
_NO_PACKAGES = ("source", "requires", "scripts", "pipenv", "build-system")


def read(text: str) -> Manifest:
    """What all groups of the file ask for. Raises ``NotReadable`` where it is no TOML."""
    doc = parse(text)
    places = TomlText(text)
    groups = ((name, table(value)) for name, value in doc.items() if name not in _NO_PACKAGES)
    packages = [one for name, group in groups for one in entries(group, places, places.section(name), ORIGIN)]
    options = indexes(doc.get("source"), places, places.headers("source"))
    return Manifest(tuple(packages), (install("pipenv", "declare", (), options),))
