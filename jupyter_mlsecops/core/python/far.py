"""What cells may change for others that share no name with them: the files of the notebook, who calls its functions,
and what these are handed from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from .asked import CALLS, FILES, HANDED
from .callmoves import LASTS
from .facts import Facts
from .handed import CALLERS
from .summary import Summary
from .tables import Tables


def untouched(changed: Iterable[Summary], tables: Sequence[Tables]) -> Set[str]:
    """What surely stays as it is where cells come, go or change; ``tables`` are of the states before and after."""
    stays = {FILES, CALLS, HANDED}
    for summary in changed:
        is_escaping = any(escape.kind != "help" for escape in summary.parsed.escapes)
        if is_escaping or any(_moves(summary.facts, known) for known in tables):
            stays.discard(FILES)
        if any(_hands(summary.facts, known) for known in tables):
            stays.discard(HANDED)
        if not all(known.defined.isdisjoint(summary.facts.functions) for known in tables):
            stays.discard(CALLS)
        if not stays:
            break
    return stays


def _moves(facts: Facts, known: Tables) -> bool:
    """Whether a cell calls what moves files, or a function of the notebook, which may do so."""
    if not LASTS.isdisjoint(facts.methods):
        return True
    names = facts.functions
    return not (LASTS.isdisjoint(names) and known.aliases.isdisjoint(names) and known.defined.isdisjoint(names))


def _hands(facts: Facts, known: Tables) -> bool:
    """Whether a cell has a method or a function with a decorator, or calls what may hand a function on."""
    if facts.methods_defined or facts.decorated:
        return True
    methods, names = facts.methods, facts.functions
    if not (CALLERS.isdisjoint(methods) and known.members.isdisjoint(methods)):
        return True
    return not (CALLERS.isdisjoint(names) and known.other_names.isdisjoint(names))
