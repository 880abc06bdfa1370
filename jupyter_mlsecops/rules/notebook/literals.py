"""Where the strings and comments of a code cell stand, also where the cell is no valid Python."""

from __future__ import annotations

from bisect import bisect_right

from ...sdk import Part, Segment, Span, regex

_TEXT = regex(
    r"(?P<triple>\"\"\"|''')(?s:(?:\\.|(?!(?P=triple))[^\\])*)(?:(?P=triple)|\Z)"
    r"|\"(?:\\(?:\r\n|[\s\S])|[^\"\\\r\n])*\"|'(?:\\(?:\r\n|[\s\S])|[^'\\\r\n])*'"
    r"|(?P<comment>\#[^\r\n]*)"
)


def is_unusual_source(segment: Segment) -> bool:
    """Whether a text is what a person wrote into a cell, and holds other characters than those of ASCII."""
    return not segment.raw.isascii() and segment.part is Part.SOURCE


def strings(segment: Segment) -> tuple[Span, ...]:
    """The string literals of a code cell with their quotes, in order."""
    return segment.remember(_read)[0]


def comments(segment: Segment) -> tuple[Span, ...]:
    """The comments of a code cell, in order."""
    return segment.remember(_read)[1]


def is_in_text(segment: Segment, offset: int) -> bool:
    """Whether an offset lies in a string or a comment."""
    return is_in(strings(segment), offset) or is_in(comments(segment), offset)


def is_in(spans: tuple[Span, ...], offset: int) -> bool:
    """Whether an offset lies in one of some spans that are in order."""
    k = bisect_right(spans, (offset, len(spans) and spans[-1].end)) - 1
    return k >= 0 and spans[k].start <= offset < spans[k].end


def _read(segment: Segment) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    found: tuple[list[Span], list[Span]] = ([], [])
    for match in _TEXT.finditer(segment.raw):
        found[match["comment"] is not None].append(Span(*match.span()))
    return tuple(found[0]), tuple(found[1])
