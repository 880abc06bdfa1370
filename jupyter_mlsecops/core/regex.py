"""Patterns that are compiled when they are first used: a process that scans one notebook needs few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class _Pattern:
    """Stands for a compiled pattern, and hands on what is asked of it."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        for known in (*_METHODS, name):  # the next time they are found without this
            self.__dict__[known] = getattr(compiled, known)
        return self.__dict__[name]


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, but an error in the pattern is raised at its first use. Not for ``re.sub(pattern, …)``."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, int(flags)))
