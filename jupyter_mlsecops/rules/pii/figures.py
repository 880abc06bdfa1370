"""Whether a number is a figure: one of many, or a part of one."""

from __future__ import annotations

from jupyter_mlsecops.sdk import regex

from .reading import Reading

_BEFORE = regex(r"[0-9](?: |, ?)\Z")
_BEHIND = regex(r"(?: |, ?)[0-9]")
_REACH = 200  # so far before a number the bracket of its array may stand, and twice as far the ends of its line
_TO_PAIR, _BEHIND_PAIR = 182, 22  # to the comma behind a number in round brackets, and from that number on


_SPACES = "".join(filter(str.isspace, map(chr, range(256))))
_DIGITS = b"0123456789"
_FIGURES = _DIGITS + _SPACES.encode("latin-1") + b".,;:+-/|()[]eE%$"
# What stands in an array as signs of three kinds: digits, what parts numbers, and what else is written in a number.
_ARRAY = bytes.maketrans(
    f"0123456789{_SPACES},.+-eE".encode("latin-1"),
    ("0" * 10 + " " * (len(_SPACES) + 1) + "." * 5).encode(),
)
_IN_ARRAY = b"0 ."
# Letters and the commas between them: of a row, that is all that counts.
_FIELDS = bytes.maketrans(b",", b" ")
_NEITHER = bytes(c for c in range(256) if c != ord(",") and not chr(c).isalpha())


def is_among_numbers(reading: Reading, start: int, end: int, grouped: bool = False) -> bool:
    """Whether a number is one of many, or a part of one: an array, a table of figures, a decimal fraction.

    ``grouped``: it is written in groups that figures are not written in, so the rest of its line does not count.
    """
    text = reading.text
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before == "." or (behind == "." and text[end + 1 : end + 2].isdigit()):
        return True
    if _is_in_array(reading.alike[max(0, start - _REACH - 1) : start]):
        return True
    if (before in (" ", ",") and _BEFORE.search(text, max(0, start - 4), start)) or (
        behind in (" ", ",") and _BEHIND.match(text, end, end + 3)
    ):
        return not _is_field(reading, start, end)
    return not grouped and _is_in_figures(reading, start, end)


def _is_in_array(before: bytes) -> bool:
    """Whether nothing but numbers stands between the end and a bracket, or nothing else at all; in a round bracket
    there is another number before the last."""
    kinds = before.translate(_ARRAY)
    rest = kinds.rstrip(_IN_ARRAY)
    count = len(kinds) - len(rest)
    if count >= _REACH or rest[-1:] == b"[":
        return True
    return rest[-1:] == b"(" and b"0 " in kinds[max(len(rest), len(kinds) - _BEHIND_PAIR) : len(rest) + _TO_PAIR]


def _is_in_figures(reading: Reading, start: int, end: int) -> bool:
    """Whether most of the line is digits and what stands between them."""
    begin, stop = _line(reading.text, start, end)
    rest = reading.alike[begin:start] + reading.alike[end:stop]
    if len(rest.translate(None, _DIGITS)) == len(rest):
        return False
    return len(rest) + end - start > 2 * len(rest.translate(None, _FIGURES))


def _is_field(reading: Reading, start: int, end: int) -> bool:
    """Whether a comma that is no part of a list of numbers parts it from digits: a row of comma separated texts."""
    line = reading.alike[slice(*_line(reading.text, start, end))]
    return len(line.translate(_FIELDS, _NEITHER).split()) >= 2 and b"," in line


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that a stretch stands in, as far as it is near."""
    low = max(0, start - 2 * _REACH)
    stop = text.find("\n", end, end + 2 * _REACH)
    return text.rfind("\n", low, start) + 1 or low, stop if stop >= 0 else end + 2 * _REACH
