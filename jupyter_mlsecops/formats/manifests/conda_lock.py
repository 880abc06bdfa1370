"""``conda-lock.yml``: one lock for conda and pip and for several systems."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from . import conda_specs
from .entries import locked
from .locks import lock, repository
from .yaml_text import Node, entries, parse

ORIGIN = "conda-lock.yml"


def read(text: str) -> Manifest:
    """The locked packages, each version once. Raises ``NotReadable`` where it is no YAML."""
    return lock(_packages(parse(text).get("package")), (), text)


def _packages(packages: Node) -> Iterator[Declared]:
    seen: set[tuple[str, str, str]] = set()
    for node in entries(packages):
        name, version, manager = node.get("name"), node.get("version").words, node.get("manager").words
        if not name.words or (key := (name.words, version, manager)) in seen:
            continue
        seen.add(key)
        known = tuple(f"{kind}:{one.words}" for kind, one in node.get("hash").members.items() if one.words)
        if manager != "pip":
            yield conda_specs.locked(name.words, version, name.span, ORIGIN, known)
            continue
        url = node.get("url").words
        if url.startswith("git+"):
            yield locked(name.words, version, name.span, ORIGIN, known, *repository(url))
        else:
            yield locked(name.words, version, name.span, ORIGIN, known)
