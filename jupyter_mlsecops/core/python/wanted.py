"""Sets of functions that a rule asks for, by qualified name."""

from __future__ import annotations

import re
from functools import lru_cache


class Wanted:
    """A set of qualified names, some with ``*``. ``lasts`` is empty where the last part can be anything."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.exact = frozenset(name for name in names if "*" not in name)
        lasts = ["[]" if name.endswith("[]") else name.rpartition(".")[2] for name in names]
        self.lasts = frozenset(lasts) if not any("*" in last for last in lasts) else frozenset()
        wild = [re.escape(name).replace(r"\*", ".*") for name in names if "*" in name]
        self._wild = re.compile("|".join(wild)).fullmatch if wild else None

    def matches(self, name: str, is_reference: bool = False) -> bool:
        """Whether a name is meant; a function that is only handed on must be named in full."""
        if name in self.exact:
            return True
        return self._wild is not None and not is_reference and self._wild(name) is not None


@lru_cache(maxsize=4096)
def wanted(names: tuple[str, ...]) -> Wanted:
    """The functions of these names."""
    return Wanted(names)
