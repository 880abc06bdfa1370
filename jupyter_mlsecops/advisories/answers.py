"""Answers that are kept: an environment of hundreds of packages is asked about at every save."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec
from msgspec.structs import replace

from ..core.advisory import Assessment
from .claims import Claim
from .matching import matched

_MOST = 50_000  # answers and advisories in them; the names and versions come from what is scanned


class Lookup(msgspec.Struct, frozen=True):
    """The claims about one package, and why they are not all of them, if so."""

    claims: tuple[Claim, ...] = ()
    problem: str = ""


class Answers:
    """Asks ``look_up`` for the claims about many packages at once, and keeps what was found out. Safe for threads."""

    def __init__(self, look_up: Callable[[Collection[str]], Mapping[str, Lookup]]) -> None:
        self._look_up = look_up
        self._kept: dict[tuple[str, str], Assessment] = {}
        self._size = 0
        self._lock = threading.Lock()

    def about(self, pairs: Iterable[tuple[str, str]]) -> list[Assessment]:
        """What is known of each pair of a canonical name and a version, in the order of the pairs."""
        pairs = list(pairs)
        try:
            return [self._kept[pair] for pair in pairs]
        except KeyError:
            pass
        with self._lock:
            kept = self._kept
            missing = {pair for pair in pairs if pair not in kept}
            found = self._look_up(sorted({name for name, _ in missing}))
            new = {pair: _answer(found.get(pair[0], Lookup()), pair[1]) for pair in missing}
            answers = [new[pair] if pair in new else kept[pair] for pair in pairs]
            self._size += sum(1 + len(answer.advisories) for answer in new.values())
            if self._size > _MOST:
                self._kept, self._size = {}, 0
            else:
                kept.update(new)
            return answers


def _answer(found: Lookup, version: str) -> Assessment:
    answer = matched(found.claims, version)
    if not found.problem:
        return answer
    if answer.state == "vulnerable":
        return replace(answer, reason=found.problem)
    return Assessment("not-assessed", reason=found.problem)
