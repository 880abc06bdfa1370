"""Aliases: the names of a notebook that stand for a module or for something in one."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ..regex import regex
from .link import Names
from .spot import Spot

_BEHIND = 1 << 60  # behind every event of a cell
_WORD = regex(r"[^\W\d]\w*")


def standing_for(modules: Iterable[str], names: Names, unit: int, text: str) -> dict[str, str]:
    """The global names in ``text`` that at the end of a cell stand for one of the modules or for something in it."""
    roots = tuple(module + "." for module in modules)
    found: dict[str, str] = {}
    for name in filter(names.binds, set(_WORD.findall(text))):
        full = names.qualified(Spot(unit, ast.Name(name, ast.Load()), 0, _BEHIND))
        if (full + ".").startswith(roots) and full.replace(".", "_").isidentifier():
            found[name] = full
    return found
