"""What cells may change for others that share no name with them: the files of the notebook, and what its functions are
handed from outside."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import NamedTuple

from .asked import FILES, HANDED
from .callmoves import LASTS
from .handed import CALLERS
from .summary import Summary
from .tables import Tables


class Far(NamedTuple):
    """The names of functions, called in one cell, that may matter to others: those that move files, or are the
    notebook's own and may do so; methods and plain names that may hand a function on."""

    movers: Set[str]
    methods: Set[str]
    functions: Set[str]


def far_of(tables: Tables) -> Far:
    """The names that matter in a notebook."""
    return Far(
        LASTS.union(tables.aliases, tables.defined),
        CALLERS.union(tables.members),
        CALLERS.union(tables.other_names),
    )


def untouched(changed: Iterable[Summary], fars: Iterable[Far]) -> Set[str]:
    """What stays as it is where cells come, go or change; ``fars`` are those of the notebook before and after."""
    movers, methods, functions = (frozenset[str]().union(*sets) for sets in zip(*fars, strict=True))
    stays = {FILES, HANDED}
    for summary in changed:
        facts = summary.facts
        if facts.called(LASTS, movers) or any(escape.kind != "help" for escape in summary.parsed.escapes):
            stays.discard(FILES)
        if facts.methods_defined or facts.decorated or facts.called(methods, functions):
            stays.discard(HANDED)
        if not stays:
            break
    return stays
