"""Constant strings that a Python cell writes in pieces: adjacent literals, ``+``, ``join``, continued lines."""

from __future__ import annotations

from ..regex import regex
from ..segments import Segment
from .magics import quiet
from .strings import Text, texts
from .summary import summarise

_LETTER = r"""[^\s"'\\]"""
_GAP = r"[\s\\+()]"
# A list or tuple that begins with a literal, or a comment that may hide one.
_JOINED = r"""\.join[\s\\]*\([\s\\(]*(?:\[[\s\\(]*)?(?:#|[rRbBuUfF]{0,2}["'])"""
JOINTS = (
    rf"""{_LETTER}["']{_GAP}+(?:#[^\r\n]*[\r\n]{_GAP}*)*[rRbBuUfF]{{0,2}}["']{_LETTER}""",
    rf"""{_LETTER}(?:""|''){_LETTER}""",
    r"""[fF]["'][^"'\r\n]*\{["']""",
    rf"""["']{_JOINED}""",
    rf"{_LETTER}\\\r?\n{_LETTER}",
)
"""Where two pieces of one word meet, as the shapes of a rule that looks for them: every cell with pieces has one."""
_EMPTY = ('""', "''")
# The same with a first character that a search can jump to; bounded, for it must not read the whole line each time.
_JOINT = regex(
    r"""["'fF\\](?:"""
    rf"""(?<={_LETTER}["']){_GAP}+(?:#[^\r\n]{{0,200}}[\r\n]{_GAP}*)*[rRbBuUfF]{{0,2}}["']{_LETTER}"""
    rf"""|(?<={_LETTER}")"{_LETTER}|(?<={_LETTER}')'{_LETTER}"""
    rf"""|(?<=["'])(?={_JOINED})."""
    r"""|(?<=[fF])["'][^"'\r\n]*\{["']"""
    rf"""|(?<={_LETTER}\\)\r?\n{_LETTER})"""
)


def pieces(segment: Segment) -> tuple[Text, ...]:
    """The constant strings of two and more pieces in a Python cell; none in any other text."""
    return segment.remember(_read)


def _read(segment: Segment) -> tuple[Text, ...]:
    if segment.cell is None or segment.language != "python":
        return ()
    text = segment.text
    joints = [match.end() - 1 for match in _JOINT.finditer(text) if not _is_empty_literal(text, match.start())]
    if not joints:
        return ()
    with quiet():
        summary = summarise(segment.cell)
    return tuple(text for text in texts(summary.parsed.tree, summary.lines, joints) if len(text.parts) > 1)


def _is_empty_literal(text: str, start: int) -> bool:
    """Whether two quotes side by side open and close one literal: no other one can begin before them in their line."""
    if text[start : start + 2] not in _EMPTY:
        return False
    begin = text.rfind("\n", 0, start) + 1
    is_continued = text[max(0, begin - 3) : begin].rstrip()[-1:] == "\\"
    return not is_continued and '"' not in text[begin:start] and "'" not in text[begin:start]
