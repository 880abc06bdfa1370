"""``pixi.lock``."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest
from ...core.regex import regex
from . import conda_specs
from .entries import locked
from .locks import lock
from .yaml_text import Node, entries, parse

ORIGIN = "pixi.lock"
_FILE = regex(r"([A-Za-z0-9_][\w.-]{0,200})-([\w.!+]{1,100})-[\w.]{1,100}\.(?:conda|tar\.bz2)\Z")


def read(text: str) -> Manifest:
    """The locked packages. Raises ``NotReadable`` where it is no YAML."""
    return lock(_packages(parse(text).get("packages")), (), text)


def _packages(packages: Node) -> Iterator[Declared]:
    for node in entries(packages):
        known = tuple(f"sha256:{one}" for one in [node.get("sha256").words] if one)
        if "pypi" in node.members:
            name = node.get("name")
            if name.words:
                yield locked(name.words, node.get("version").words, name.span, ORIGIN, known)
            continue
        url = node.get("conda")
        file = _FILE.match(url.words.rpartition("/")[2])
        if file is not None:
            yield conda_specs.locked(file[1], file[2], url.span, ORIGIN, known)
