"""Names that run, fetch, load or delete something when a pickle calls them, by families, read from ``harmful.txt``.

The table decides how a finding is worded and how severe it is, never whether there is one: a name that is on no list
is told as well. So it need not be complete, and cannot be.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..facts import Pair

_MOST_PARTS = 20
# A family, then the modules of which every name counts (with all below them), then single names.
# All of these call what they are given or run programs, whatever their last letters: os.execv, os.spawnlp.
_PREFIXES = (
    ("os", ("exec", "spawn", "posix_spawn")),
    ("posix", ("exec", "spawn", "posix_spawn")),
    ("nt", ("exec", "spawn")),
)


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = {"all of": {}, "names": {}}
    family, table = "", tables["names"]
    for line in Path(__file__).with_name("harmful.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            family = line.strip("[]")
        elif line and not line.startswith("#"):
            label, colon, rest = line.partition(": ")
            table = tables[label] if colon else table
            table.update(dict.fromkeys((rest if colon else line).split(), family))
    return MappingProxyType(tables["all of"]), MappingProxyType(tables["names"])


def harmful(pair: Pair) -> str | None:
    """What a name does when it is called, in two or three words; None if nothing is known.

    A dotted name may lead from an innocent module to any other: each of its parts is taken for a module as well. One of
    very many parts does harm by that alone.
    """
    if pair.module.count(".") + pair.name.count(".") > _MOST_PARTS:
        return "has more parts than any honest one"
    module, name = pair.module.strip(), pair.name.strip()
    found = _one(module, name)
    parts = name.split(".")
    for number in range(1, len(parts)):
        found = found or _one(parts[number - 1], ".".join(parts[number:]))
    return found


def _one(module: str, name: str) -> str | None:
    modules, names = _tables()
    whole = f"{module}.{name}".split(".")
    for number in range(len(whole), 0, -1):
        part = ".".join(whole[:number])
        if part in names:
            return names[part]
        if number < len(whole) and part in modules:
            return modules[part]
    for root, starts in _PREFIXES:
        if module == root and name.startswith(starts):
            return "runs programs"
    return None
