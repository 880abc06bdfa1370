"""``environment.yml``: packages of conda by their own names, and those that pip adds."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest, install
from ...core.shell.installs import Install
from .conda_specs import asked
from .entries import refused
from .requirements import listing
from .shift import shifted
from .yaml_text import Node, entries, parse, texts

ORIGIN = "environment.yml"


def read(text: str) -> Manifest:
    """What the file asks for. Raises ``NotReadable`` where it is no YAML."""
    dependencies = parse(text).get("dependencies")
    by_conda = tuple(_packages(dependencies))
    lines = [node for group in entries(dependencies) for node in texts(group.get("pip"))]
    by_pip = [_of_pip(node) for node in lines]
    packages = sorted([*by_conda, *(one for part in by_pip for one in part.packages)], key=lambda one: one.span)
    pip = tuple(given for part in by_pip for given in part.installs)
    bad = [node.span.start for node, part in zip(lines, by_pip, strict=True) if part.problems]
    return Manifest(tuple(packages), (install("conda", "create", by_conda), *_together(pip)), refused(text, bad))


def _packages(dependencies: Node) -> Iterator[Declared]:
    for node in texts(dependencies):
        found = asked(node.words, node.span, ORIGIN)
        if found is not None:
            yield found


def _of_pip(node: Node) -> Manifest:
    return shifted(listing(node.words, ORIGIN, "install"), node.span.start)


def _together(installs: tuple[Install, ...]) -> Iterator[Install]:
    """The lines of the pip section as the one command that conda makes of them."""
    if installs:
        first = installs[0]
        given = tuple(one for each in installs for one in each.requirements)
        options = tuple(one for each in installs for one in each.options)
        yield Install(first.tool, first.verb, given, options, first.command)
