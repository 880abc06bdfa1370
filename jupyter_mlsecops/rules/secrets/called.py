"""Values that a call is given first, which may be credentials: ``openai.Client("…")``."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Segment, Span, regex

from .pairs import GETS, Pair

# What chance draws has digits, or capitals beside small letters.
_CHANCE = "(?:[0-9]|[a-z][A-Z]|[A-Z][a-z])"
_DRAWN = regex(_CHANCE)
_VALUE = "[A-Za-z0-9+/=_.~:-]"
_CALLS = regex(rf"\(\s{{0,8}}[bfruBFRU]?([\"'])({_VALUE}{{16,200}})\1")
_UNDRAWN = "[A-Za-z+/=_.~:-]"
CALL_SHAPES = (
    rf"\([ \t\r\n]*[bfru]?[\"'](?-i:{_UNDRAWN}{{0,8}}{_CHANCE}{_VALUE}{{6,}}|{_UNDRAWN}{{8,}}{_CHANCE}{_VALUE}*)[\"']",
)
"""The shapes, in any case, of which one is in every text with a call that counts."""
_CALLEE_BACKWARDS = regex(r"[\w.]+")
_CALLEE = regex(r"[A-Za-z_][\w.]*")


def called(segment: Segment) -> tuple[Pair, ...]:
    """The first arguments of calls that may be credentials: the name is the callee."""
    return segment.remember(_all_called)


def _all_called(segment: Segment) -> tuple[Pair, ...]:
    text = segment.text
    out = []
    for match in _CALLS.finditer(text):
        if not _DRAWN.search(match[2]):
            continue
        # From its end: a search for one would try each place before it.
        before = _CALLEE_BACKWARDS.match(text[max(0, match.start() - 80) : match.start()][::-1])
        callee = _CALLEE.search(before[0][::-1]) if before else None
        if callee and not GETS.search(callee[0]):
            out.append(Pair(callee[0], Span(*match.span(2)), match[2], True, True))
    return tuple(out)
