"""Constant strings that a Python cell writes in pieces: adjacent literals, ``+``, ``join``, continued lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import regex
from ..segments import Segment
from .magics import quiet
from .strings import Text, texts
from .summary import summarise

_LETTER = r"""[^\s"'\\]"""
_GAP = r"[\s\\+()]"
# A list or tuple that begins with a literal, or a comment that may hide one.
_JOINED = r"""\.join[\s\\]*\([\s\\]*(?:#|[(\[][\s\\(]*(?:\[[\s\\(]*)?(?:#|[rRbBuUfF]{0,2}["']))"""
JOINTS = (
    rf"""{_LETTER}["']{_GAP}+(?:#[^\r\n]*[\r\n]{_GAP}*)*[rRbBuUfF]{{0,2}}["']{_LETTER}""",
    rf"""{_LETTER}(?:""|''){_LETTER}""",
    r"""[fF]["'][^"'\r\n]*\{["']""",
    rf"""["']{_JOINED}""",
    rf"{_LETTER}\\\r?\n{_LETTER}",
)
"""Where two pieces of one word meet, as the shapes of a rule that looks for them: every cell with pieces has one."""
# The same as a search that can jump to a character. What it finds is what stands between two pieces, but where they are
# inserted or joined. Bounded, for it must not read the whole line each time.
_JOINT = regex(
    r"""["'fF\\](?:"""
    rf"""(?<={_LETTER}["']){_GAP}+(?:#[^\r\n]{{0,200}}[\r\n]{_GAP}*){{0,20}}[rRbBuUfF]{{0,2}}["'](?={_LETTER})"""
    rf"""|(?<={_LETTER}")"(?={_LETTER})|(?<={_LETTER}')'(?={_LETTER})"""
    rf"""|(?P<joined>(?<=["'])(?={_JOINED}).)"""
    r"""|(?P<inserted>(?<=[fF])["'][^"'\r\n]*\{["'])"""
    rf"""|(?<={_LETTER}\\)\r?\n(?={_LETTER}))"""
)
_LITERAL = regex(r""""[^"]*"|'[^']*'""")
_UNTOLD = ("\\", "{", '"""', "'''")  # of lines in which a literal may begin or end in another way
_REACH = 400
_QUOTED = regex(r"""["'](.+)["']""", re.DOTALL)
_END = regex(r"""["']|\\[nrt]""")
_LEAST = 10  # characters of a part of a string that matters


def pieces(segment: Segment) -> tuple[Text, ...]:
    """The constant strings of two and more pieces in a Python cell; none in any other text.

    None either of a cell that has no word in pieces: a string without white space, or ten characters of a longer one.
    """
    return segment.remember(_read)


def _read(segment: Segment) -> tuple[Text, ...]:
    if segment.cell is None or segment.language != "python":
        return ()
    joints = list(_joints(segment.text))
    if not joints or not _make_word(segment.text, joints):
        return ()
    with quiet():
        summary = summarise(segment.cell)
    places = [match.end() - 1 for match in joints]
    return tuple(text for text in texts(summary.parsed.tree, summary.lines, places) if len(text.parts) > 1)


def _joints(text: str) -> Iterator[re.Match[str]]:
    """Where pieces meet, without quotes that begin a literal."""
    at = 0
    while match := _JOINT.search(text, at):
        if match["inserted"] or _may_be_in_literal(text, match.start()):
            at = match.end()
            yield match
        else:
            at = match.start() + 1


def _may_be_in_literal(text: str, at: int) -> bool:
    """Whether a literal may have begun before a place: not if its line holds none but whole ones, or is a command."""
    least = max(0, at - _REACH)
    begin = max(text.rfind("\n", least, at), text.rfind("\r", least, at)) + 1
    before = text[begin:at]
    is_cut, is_continued = begin == 0 < least, text[max(0, begin - 3) : begin].rstrip()[-1:] == "\\"
    if is_cut or is_continued or any(mark in before for mark in _UNTOLD):
        return True
    line = before.lstrip()
    if line[:1] == "!" and line[1:2] != "=":
        return False
    rest = _LITERAL.sub("", line)
    return '"' in rest or "'" in rest


def _make_word(text: str, joints: list[re.Match[str]]) -> bool:
    """Whether pieces make a word, as far as the characters tell that stand around them."""
    if any(match["inserted"] or match["joined"] for match in joints):
        return True
    starts, ends = [match.start() for match in joints], [match.end() for match in joints]
    put_together = "\0".join(text[slice(*span)] for span in zip([0, *ends], [*starts, len(text)], strict=True))
    return any(_is_word(word) for word in put_together.split() if "\0" in word)


def _is_word(word: str) -> bool:
    """Whether characters without white space, ``\\0`` between pieces, may be a whole string or a part that matters."""
    whole = _QUOTED.search(word)
    if whole is not None and "\0" in whole[1]:
        return True
    return any("\0" in part and len(part) - part.count("\0") >= _LEAST for part in _END.split(word))
