"""``pixi.toml``: packages of conda and of the Python package index, of all features and systems."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from .conda_specs import asked
from .entries import table, words
from .sources import entries
from .toml_text import TomlText, parse

ORIGIN = "pixi.toml"
_CONDA = ("dependencies", "host-dependencies", "build-dependencies")


def read(text: str) -> Manifest:
    """What the file asks for. Raises ``NotReadable`` where it is no TOML."""
    doc = parse(text)
    places = TomlText(text)
    return Manifest(tuple(sorted(packages(doc, (), places, ORIGIN), key=lambda one: one.span)))


def packages(doc: dict[str, object], at: tuple[str, ...], places: TomlText, origin: str) -> Iterator[Declared]:
    """The packages of the tables of pixi, which begin at the keys ``at``."""
    for path, group in _groups(doc):
        yield from _packages((*at, *path), group, places, origin)


def _groups(doc: dict[str, object]) -> Iterator[tuple[tuple[str, ...], dict[str, object]]]:
    """The tables that may hold lists of packages, each with the keys that lead to it."""
    yield (), doc
    for name, target in table(doc.get("target")).items():
        yield ("target", name), table(target)
    for name, feature in table(doc.get("feature")).items():
        yield ("feature", name), table(feature)
        for system, target in table(table(feature).get("target")).items():
            yield ("feature", name, "target", system), table(target)


def _packages(path: tuple[str, ...], group: dict[str, object], places: TomlText, origin: str) -> Iterator[Declared]:
    for kind in _CONDA:
        at = places.section(*path, kind) if kind in group else 0
        for name, value in table(group.get(kind)).items():
            version = words(value) or words(table(value).get("version"))
            span = places.pair(name, words(value), at)
            found = asked(f"{name} {version}" if version else name, span, origin)
            if found is not None:
                yield found
    if "pypi-dependencies" in group:
        at = places.section(*path, "pypi-dependencies")
        yield from entries(table(group["pypi-dependencies"]), places, at, origin)
