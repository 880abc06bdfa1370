"""``uv.lock``."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from .entries import listed, locked, table, words
from .locks import Names, hashes, lock, repository, uploaded
from .toml_text import parse

ORIGIN = "uv.lock"
_OWN = ("editable", "virtual")


def read(text: str) -> Manifest:
    """The locked packages without the projects of the workspace. Raises ``NotReadable`` where it is no TOML."""
    given = [table(one) for one in listed(parse(text).get("package"))]
    registries = (words(table(one.get("source")).get("registry")) for one in given)
    return lock(_packages(given, Names(text)), registries, text)


def _packages(given: list[dict[str, object]], names: Names) -> Iterator[Declared]:
    for one in given:
        name, version, source = words(one.get("name")), words(one.get("version")), table(one.get("source"))
        if not name:
            continue
        span = names.next(name)
        if any(key in source for key in _OWN):
            continue
        known = (*hashes(one.get("wheels")), *hashes(one.get("sdist")))
        url, ref = words(source.get("url")) or words(source.get("path")) or words(source.get("directory")), ""
        if words(source.get("git")):
            url, ref = repository(words(source["git"]))
        since = uploaded([*listed(one.get("wheels")), one.get("sdist")])
        yield locked(name, version, span, ORIGIN, known, url, ref, since)
