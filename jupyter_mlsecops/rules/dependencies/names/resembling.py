"""Names that are taken for others: a slip of the keyboard, a look-alike letter, other separators, another order.

A name that nobody has registered can be registered by anyone, with code that runs when it is installed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from jupyter_mlsecops.sdk import Frozen

from .edits import Slip, distance, slip

How = Literal["separators", "letters", "order", "slip", "slips", "affix"]

LONGEST = 80  # a longer name is not looked at
_SWAP = 3  # letters of a famous name that may be swapped or doubled
_LIKELY_SLIP = 4  # … in which fingers may slip
_ANY_SLIP = 8  # … of which any one may be wrong
_TWO_SLIPS = 12  # … of which two may be
_SWAP_ELSEWHERE, _SLIP_ELSEWHERE = 7, 10  # the same for the other names
_LOOKS_ELSEWHERE = 6
_FAMILY = 4  # names that share a first or last part, which so tells nothing
_HEADS = ("python-", "python3-", "py-", "py", "lib")
_TAILS = ("-python", "-python3", "-py", "-lib", "-pip", "-package", "2", "3", "-2", "-3")
_LOOKS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", ""))


class Likeness(Frozen, frozen=True):
    """A known name that another one resembles, and how."""

    name: str
    how: How


class Index:
    """Known names, kept so that those which one resembles are found with a few look-ups.

    ``famous`` are those that so many people type that any slip is likelier than another name; of the other ``names``
    only the longer ones are looked at, and closer ones. All are canonical. None of them resembles another, and
    ``allowed`` names resemble none.
    """

    def __init__(self, famous: Iterable[str], names: Iterable[str], allowed: frozenset[str] = frozenset()) -> None:
        self._famous = frozenset(famous)
        self._names = self._famous.union(names)
        self._allowed = allowed
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._halves: dict[int, dict[tuple[bool, str], list[str]]] = {}
        self._thirds: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
        self._looks: dict[str, str] = {}
        self._heads, self._tails = _shared(self._names)
        for name in sorted(self._names):
            is_famous = name in self._famous
            if is_famous or len(name) >= _SWAP_ELSEWHERE:
                self._by_length[len(name)].append(name)
            if len(name) >= (_LIKELY_SLIP if is_famous else _LOOKS_ELSEWHERE):
                self._looks.setdefault(_look(name), name)
        self._parts = {tuple(sorted(name.split("-"))): name for name in sorted(self._famous) if "-" in name}
        for name in sorted(self._famous):
            for number, (start, end) in enumerate(_thirds(len(name))) if len(name) >= _TWO_SLIPS else ():
                self._thirds[len(name), number, name[start:end]].append(name)

    def find(self, name: str) -> Likeness | None:
        """The known name that a canonical name resembles; None if there is none, or it is known itself.

        A famous name of 12 letters or more is also found with two wrong ones, if a third of it is as it was. What many
        names begin or end with does not count: ``azure-mgmt-dns`` is no slip of ``azure-mgmt-sql``.
        """
        if name in self._names or name in self._allowed or not _SWAP <= len(name) <= LONGEST:
            return None
        looks = self._looks.get(_look(name))
        if looks is not None:
            return Likeness(looks, "separators" if looks.replace("-", "") == name.replace("-", "") else "letters")
        ordered = self._parts.get(tuple(sorted(name.split("-")))) if "-" in name else None
        if ordered is not None:
            return Likeness(ordered, "order")
        one = min(self._one_slip(name), default=None)
        if one is not None:
            return Likeness(one[1], "slip")
        two = min(self._two_slips(name), default=None)
        if two is not None:
            return Likeness(two, "slips")
        bare = self._without_affix(name)
        return Likeness(bare, "affix") if bare is not None else None

    def _one_slip(self, name: str) -> Iterator[tuple[int, str]]:
        """Known names that are one slip away, each with how unlikely that is. One half of such a name is untouched, but
        where the letters on both sides of the middle are swapped."""
        half = len(name) // 2
        swapped = name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]
        if swapped in self._names and self._counts(name, swapped, Slip("swapped", True, half - 1)):
            yield 0, swapped
        for length in range(len(name) - 1, len(name) + 2):
            half = length // 2
            halves = self._halves.get(length) or self._halved(length)
            for key in ((True, name[:half]), (False, name[half - length :])):
                for right in halves.get(key, ()):
                    found = slip(name, right)
                    if found is not None and self._counts(name, right, found):
                        yield 0 if found.kind in ("swapped", "doubled") else 1 if found.is_likely else 2, right

    def _halved(self, length: int) -> dict[tuple[bool, str], list[str]]:
        """The names of a length by their first and by their second half; made when they are first asked for."""
        halves = self._halves.setdefault(length, {})
        for name in self._by_length.get(length, ()):
            halves.setdefault((True, name[: length // 2]), []).append(name)
            halves.setdefault((False, name[length // 2 :]), []).append(name)
        return halves

    def _counts(self, name: str, right: str, found: Slip) -> bool:
        own = self._own_length(name, right)
        is_swap = found.kind in ("swapped", "doubled")
        if right in self._famous:
            return own >= (_SWAP if is_swap else _LIKELY_SLIP if found.is_likely else _ANY_SLIP)
        return own >= (_SWAP_ELSEWHERE if is_swap else _SLIP_ELSEWHERE) and found.is_likely

    def _own_length(self, name: str, right: str) -> int:
        """The letters of ``right`` without a first and last part that it shares with many names, and with ``name``."""
        head, tail = right.partition("-")[0], right.rpartition("-")[2]
        length = len(right)
        if head in self._heads and name.startswith(f"{head}-"):
            length -= len(head) + 1
        if tail in self._tails and name.endswith(f"-{tail}") and length > len(tail):
            length -= len(tail) + 1
        return length

    def _two_slips(self, name: str) -> Iterator[str]:
        if len(name) < _TWO_SLIPS - 2:
            return
        seen: set[str] = set()
        for length in range(max(_TWO_SLIPS, len(name) - 2), len(name) + 3):
            for number, (start, end) in enumerate(_thirds(length)):
                shifts = (0,) if number == 0 else (len(name) - length,) if number == 2 else range(-1, 2)
                for shift in shifts:
                    for right in self._thirds.get((length, number, name[start + shift : end + shift]), ()):
                        if right not in seen:
                            seen.add(right)
                            if self._own_length(name, right) >= _TWO_SLIPS and distance(name, right, 2) <= 2:
                                yield right

    def _without_affix(self, name: str) -> str | None:
        """The famous name that is left without a word that says "for Python", or without a number; or that has one."""
        for head in _HEADS:
            if name.startswith(head) and self._is_meant(name[len(head) :]):
                return name[len(head) :]
        for tail in _TAILS:
            if name.endswith(tail) and self._is_meant(name[: -len(tail)]):
                return name[: -len(tail)]
        if len(name) >= _LIKELY_SLIP:
            for longer in (f"python-{name}", f"{name}-python", f"py{name}"):
                if longer in self._famous:
                    return longer
        return None

    def _is_meant(self, bare: str) -> bool:
        return len(bare) >= _LIKELY_SLIP and bare in self._famous


def _shared(names: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last parts that several names have."""
    parted = [name for name in names if "-" in name]
    heads = Counter(name.partition("-")[0] for name in parted)
    tails = Counter(name.rpartition("-")[2] for name in parted)
    return (
        frozenset(head for head, count in heads.items() if count >= _FAMILY),
        frozenset(tail for tail, count in tails.items() if count >= _FAMILY),
    )


def _look(name: str) -> str:
    """A name as it looks at a glance: without separators, and with one letter for those that look alike."""
    for looks, like in _LOOKS:
        if looks in name:
            name = name.replace(looks, like)
    return name


def _thirds(length: int) -> tuple[tuple[int, int], ...]:
    first, second = length // 3, 2 * length // 3
    return (0, first), (first, second), (second, length)
