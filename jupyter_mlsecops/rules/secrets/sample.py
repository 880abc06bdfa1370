"""A made-up token for a pattern: what the documentation and the tests of a row show. No token is written anywhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jupyter_mlsecops.sdk import regex

if TYPE_CHECKING:
    import random

_PIECE = regex(r"\[(?P<set>[^\]]+)\]|\((?:\?:)?(?P<group>[^()]*)\)|\\(?P<escaped>.)|(?P<literal>[^\[\](){}\\?])")
_SPREAD = 40  # a longer example would show no more
_COUNT = regex(r"\{(\d+)(?:,(\d*))?\}|(\?)")


def sample(pattern: str, chance: random.Random) -> str:
    """A random text that ``pattern`` matches.

    Understands what the tables use: literals, escapes, sets without negation, one level of groups, counts and ``?``.
    """
    out: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("(?=", at) or pattern.startswith("(?!", at):
            at = pattern.index(")", at) + 1
            continue
        piece = _PIECE.match(pattern, at)
        if piece is None:
            raise ValueError(f"cannot make an example of {pattern!r}")
        at = piece.end()
        count = _COUNT.match(pattern, at)
        least = most = 1
        if count is not None:
            at = count.end()
            least = 0 if count[3] else int(count[1])
            most = 1 if count[3] else int(count[2]) if count[2] else least + 8 if count[2] == "" else least
        times = chance.randint(least, min(most, least + _SPREAD))
        if piece["set"]:
            out += chance.choices(_members(piece["set"]), k=times)
        else:
            out += (_one(piece, chance) for _ in range(times))
    return "".join(out)


def _one(piece: re.Match[str], chance: random.Random) -> str:
    if piece["group"] is not None:
        return sample(chance.choice(piece["group"].split("|")), chance)
    if piece["escaped"]:
        return chance.choice("0123456789") if piece["escaped"] == "d" else piece["escaped"]
    return piece["literal"]


@cache
def _members(text: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            out += (chr(code) for code in range(ord(text[at]), ord(text[at + 2]) + 1))
            at += 3
        else:
            at += 1 if text[at] != "\\" else 2
            out.append(text[at - 1])
    return "".join(out)
