"""Sets of functions that a rule asks for, by qualified name."""

from __future__ import annotations

from functools import lru_cache


class Wanted:
    """A set of qualified names, some with ``*``. ``lasts`` is empty where the last part can be anything."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.exact = frozenset(name for name in names if "*" not in name)
        lasts = ["[]" if name.endswith("[]") else name.rpartition(".")[2] for name in names]
        self.lasts = frozenset(lasts) if not any("*" in last for last in lasts) else frozenset()
        self._wild = [name.split("*") for name in names if "*" in name]
        self._ends = tuple({parts[-1] for parts in self._wild})

    def matches(self, name: str, is_reference: bool = False) -> bool:
        """Whether a name is meant; a function that is only handed on must be named in full."""
        if name in self.exact:
            return True
        return not is_reference and name.endswith(self._ends) and any(_fits(name, parts) for parts in self._wild)


def _fits(name: str, parts: list[str]) -> bool:
    """Whether a name begins with the first part and ends with the last one, with the others between them in order."""
    head, *middle, tail = parts
    at, end = len(head), len(name) - len(tail)
    if not (name.startswith(head) and name.endswith(tail)):
        return False
    for part in middle:
        at = name.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return at <= end


@lru_cache(maxsize=4096)
def wanted(names: tuple[str, ...]) -> Wanted:
    """The functions of these names."""
    return Wanted(names)
