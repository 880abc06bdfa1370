"""``pyproject.toml``: what a project and its build need, and what other tools add to it in their own tables.

A project says which versions it works with, and a lock of its tool which one is taken: open versions are as they should
be.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest, install
from ...core.shell.installs import Option
from . import pixi
from .entries import listed, pep508, refused, table, words
from .sources import entries, indexes, sourced
from .toml_text import TomlText, parse

ORIGIN = "pyproject.toml"


def read(text: str) -> Manifest:
    """What the file asks for. Raises ``NotReadable`` where it is no TOML."""
    doc = parse(text)
    places = TomlText(text)
    tool = table(doc.get("tool"))
    bad: list[int] = []
    standard = [one for path, group in _groups(doc, tool) for one in _requirements(path, group, places, bad)]
    own = [
        *_poetry(table(tool.get("poetry")), places),
        *_uv_sources(table(tool.get("uv")), places),
        *pixi.packages(table(tool.get("pixi")), ("tool", "pixi"), places, ORIGIN),
    ]
    replaced = {one.name for one in own if one.requirement.url}
    standard = [one for one in standard if one.name not in replaced]
    packages = sorted([*standard, *own], key=lambda one: one.span)
    installs = (
        install("pip", "declare", tuple(standard)),
        install("uv", "declare", (), tuple(_options(tool, places))),
    )
    return Manifest(tuple(packages), installs, refused(text, bad))


def _groups(doc: dict[str, object], tool: dict[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """The lists of PEP 508 requirements, each with the keys that lead to it."""
    project, uv, pdm = table(doc.get("project")), table(tool.get("uv")), table(tool.get("pdm"))
    yield ("build-system", "requires"), table(doc.get("build-system")).get("requires")
    yield ("project", "dependencies"), project.get("dependencies")
    for name, group in table(project.get("optional-dependencies")).items():
        yield ("project", "optional-dependencies", name), group
    for name, group in table(doc.get("dependency-groups")).items():
        yield ("dependency-groups", name), group
    yield ("tool", "uv", "dev-dependencies"), uv.get("dev-dependencies")
    for name, group in table(pdm.get("dev-dependencies")).items():
        yield ("tool", "pdm", "dev-dependencies", name), group
    yield ("tool", "rye", "dev-dependencies"), table(tool.get("rye")).get("dev-dependencies")
    for name, environment in table(table(tool.get("hatch")).get("envs")).items():
        for key in ("dependencies", "extra-dependencies"):
            yield ("tool", "hatch", "envs", name, key), table(environment).get(key)


def _requirements(path: tuple[str, ...], group: object, places: TomlText, bad: list[int]) -> Iterator[Declared]:
    at = places.section(*path)
    for asked in map(words, listed(group)):  # a group may name other groups, in tables
        if asked:
            span = places.text(asked, at)
            at = span.end
            found = pep508(asked.removeprefix("-e "), span, ORIGIN)
            if found is None:
                bad.append(span.start)
            else:
                yield found


def _poetry(poetry: dict[str, object], places: TomlText) -> Iterator[Declared]:
    paths: list[tuple[str, ...]] = [("dependencies",), ("dev-dependencies",)]
    paths += [("group", name, "dependencies") for name in table(poetry.get("group"))]
    for path in paths:
        value: object = poetry
        for key in path:
            value = table(value).get(key)
        yield from entries(table(value), places, places.section("tool", "poetry", *path), ORIGIN)


def _uv_sources(uv: dict[str, object], places: TomlText) -> Iterator[Declared]:
    at = places.section("tool", "uv", "sources")
    for name, value in table(uv.get("sources")).items():
        span = places.key(name, at)
        for source in listed(value) or [value]:
            found = sourced(name, table(source), span, ORIGIN) if span is not None else None
            if found is not None:
                yield found


def _options(tool: dict[str, object], places: TomlText) -> Iterator[Option]:
    for name, key in (("poetry", "source"), ("pdm", "source"), ("uv", "index")):
        yield from indexes(table(tool.get(name)).get(key), places, places.headers("tool", name, key))
    for path in (("tool", "uv"), ("tool", "uv", "pip")):
        value: object = {"tool": tool}
        for part in path:
            value = table(value).get(part)
        for key in ("index-url", "extra-index-url", "find-links", "allow-insecure-host", "index-strategy"):
            given = table(value).get(key)
            for one in filter(None, map(words, listed(given) or [given])):
                span = places.value(key, one, places.section(*path, key))
                yield Option(key, one, span, span)
