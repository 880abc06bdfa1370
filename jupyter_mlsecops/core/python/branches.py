"""Which of the bindings of a name counts at a place, where some stand in branches that may not have run."""

from __future__ import annotations

from bisect import bisect_left

from .facts import IMPORT, Binding

MOST = 6  # functions that one call may mean


def _order_of(binding: Binding) -> int:
    return binding.order


def last_before(bindings: list[Binding], before: int | None) -> Binding | None:
    """The last binding made before an order; one in an ``except`` branch does not replace an import."""
    behind = len(bindings) if before is None else bisect_left(bindings, before, key=_order_of)
    if behind == 0:
        return None
    at = behind - 1
    while at > 0 and bindings[at].weak:
        at -= 1
    return bindings[at] if bindings[at].kind is IMPORT else bindings[behind - 1]


def others_before(
    bindings: list[Binding], before: int | None, here: tuple[tuple[int, int], ...], first: Binding
) -> list[Binding]:
    """The other bindings that a name may have where only some of the branches before have run."""
    behind = len(bindings) if before is None else bisect_left(bindings, before, key=_order_of)
    found: list[Binding] = []
    for binding in reversed(bindings[:behind]):
        shared = dict(here)
        if any(shared.get(branch, arm) != arm for branch, arm in binding.arms):
            continue  # the other arm of a branch that the place is in
        if binding is not first:
            found.append(binding)
        if len(found) == MOST or all(branch in shared for branch, _ in binding.arms):
            break
    return found
