"""One slip of the keyboard: what turns a name into another one."""

from __future__ import annotations

from typing import Literal

from jupyter_mlsecops.sdk import Frozen

Kind = Literal["swapped", "doubled", "halved", "missing", "extra", "replaced"]

_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("ae", "ei", "iy", "ou", "ck", "sz", "cs", "vw", "mn", "bp", "dt", "gj", "0o", "1l", "1i", "il", "5s", "3e")


class Slip(Frozen, frozen=True):
    """What was done to the right name; ``is_likely`` where fingers or ears do it, not chance.

    ``at`` is the offset in the wrong name.
    """

    kind: Kind
    is_likely: bool
    at: int


def slip(wrong: str, right: str) -> Slip | None:
    """The one edit that turns ``right`` into ``wrong``; None if it takes none or more than one."""
    if abs(len(wrong) - len(right)) > 1 or wrong == right:
        return None
    start = 0
    for a, b in zip(wrong, right, strict=False):
        if a != b:
            break
        start += 1
    back = 0
    limit = min(len(wrong), len(right)) - start
    while back < limit and wrong[-1 - back] == right[-1 - back]:
        back += 1
    typed, meant = wrong[start : len(wrong) - back], right[start : len(right) - back]
    if not typed and len(meant) == 1:
        halved = meant in (right[start - 1 : start], right[start + 1 : start + 2])
        return Slip("halved" if halved else "missing", True, start)
    if not meant and len(typed) == 1:
        around = (wrong[start - 1 : start], wrong[start + 1 : start + 2])
        if typed in around:
            return Slip("doubled", True, start)
        return Slip("extra", any(near(typed, one) for one in around if one) or _is_ending(wrong, start), start)
    if typed.isdigit() and meant.isdigit():
        # Another version of the same thing (``cu11`` and ``cu12``), but where the number is part of a name (``boto3``).
        is_name = not back and start > 1 and right[:start].isalpha()
        return Slip("replaced", True, start) if is_name else None
    if len(typed) == len(meant) == 1:
        return Slip("replaced", near(typed, meant), start)
    if len(typed) == 2 and typed[::-1] == meant:
        return Slip("swapped", True, start)
    return None


def _is_ending(wrong: str, at: int) -> bool:
    """Whether what is too much is a plural, or a number behind the name."""
    return at == len(wrong) - 1 and (wrong[at] == "s" or wrong[at].isdigit())


def near(a: str, b: str) -> bool:
    """Whether two letters are neighbours on a keyboard, look alike or sound alike."""
    return b in _NEIGHBOURS.get(a, "")


def _neighbours() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for above, row in enumerate(_ROWS):
        for at, letter in enumerate(row):
            near_by = found.setdefault(letter, set())
            near_by.update(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
            for other in _ROWS[max(0, above - 1) : above] + _ROWS[above + 1 : above + 2]:
                shift = -1 if _ROWS.index(other) > above else 0
                near_by.update(other[max(0, at + shift) : max(0, at + shift + 2)])
    for pair in _ALIKE:
        found[pair[0]].add(pair[1])
        found[pair[1]].add(pair[0])
    return {letter: "".join(sorted(others)) for letter, others in found.items()}


_NEIGHBOURS = _neighbours()


def distance(a: str, b: str, most: int) -> int:
    """How many edits lie between two texts (optimal string alignment); ``most`` + 1 if there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row, older = row, [i], before
        before = last
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
