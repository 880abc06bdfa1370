"""What cells may change for others that share no name with them: the files of the notebook, who calls its functions,
and what these are handed from outside."""

from __future__ import annotations

from collections.abc import Iterable, Set

from .asked import CALLS, FILES, HANDED
from .callmoves import LASTS
from .facts import Facts
from .handed import CALLERS
from .summary import Summary
from .tables import Tables


def untouched(changed: Iterable[Summary], tables: tuple[Tables, Tables]) -> Set[str]:
    """What surely stays as it is where cells come, go or change; ``tables`` are of the states before and after."""
    stays = {FILES, CALLS, HANDED}
    before, after = tables
    if all(one is other for one, other in zip(_sets(before), _sets(after), strict=True)):
        several: tuple[Tables, ...] = (after,)
    else:
        several = tables
    for summary in changed:
        facts, escapes = summary.facts, summary.parsed.escapes
        is_escaping = any(escape.kind != "help" for escape in escapes) if escapes else False
        for known in several:
            if FILES in stays and (is_escaping or _moves(facts, known)):
                stays.discard(FILES)
            if HANDED in stays and _hands(facts, known):
                stays.discard(HANDED)
            if CALLS in stays and not known.defined.isdisjoint(facts.functions):
                stays.discard(CALLS)
        if not stays:
            break
    return stays


def _sets(tables: Tables) -> tuple[Set[str], ...]:
    """What the questions here are put to."""
    return tables.aliases, tables.defined, tables.members, tables.other_names


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
