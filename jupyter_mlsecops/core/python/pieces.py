"""Constant strings that a Python cell writes in pieces: adjacent literals, ``+``, ``join``, continued lines."""

from __future__ import annotations

from ..regex import regex
from ..segments import Segment
from .magics import quiet
from .strings import Text, texts
from .summary import summarise

_LETTER = r"""[^\s"'\\]"""
_GAP = r"[\s\\+()]"
JOINTS = (
    rf"""{_LETTER}["']{_GAP}+(?:#[^\r\n]*[\r\n]{_GAP}*)*[rRbBuUfF]{{0,2}}["']{_LETTER}""",
    rf"""{_LETTER}(?:""|''){_LETTER}""",
    r"""[fF]["'][^"'\r\n]*\{["']""",
    r"""["']\.join\b""",
    rf"{_LETTER}\\\r?\n{_LETTER}",
)
"""Where two pieces of one word meet, as the shapes of a rule that looks for them: every cell with pieces has one."""
# The same with a first character that a search can jump to; bounded, for it must not read the whole line each time.
_JOINT = regex(
    r"""["'fF\\](?:"""
    rf"""(?<={_LETTER}["']){_GAP}+(?:#[^\r\n]{{0,200}}[\r\n]{_GAP}*)*[rRbBuUfF]{{0,2}}["']{_LETTER}"""
    rf"""|(?<={_LETTER}")"{_LETTER}|(?<={_LETTER}')'{_LETTER}"""
    r"""|(?<=["'])\.join\b"""
    r"""|(?<=[fF])["'][^"'\r\n]*\{["']"""
    rf"""|(?<={_LETTER}\\)\r?\n{_LETTER})"""
)


def pieces(segment: Segment) -> tuple[Text, ...]:
    """The constant strings of two and more pieces in a Python cell; none in any other text."""
    return segment.remember(_read)


def _read(segment: Segment) -> tuple[Text, ...]:
    if segment.cell is None or segment.language != "python":
        return ()
    joints = [match.end() - 1 for match in _JOINT.finditer(segment.text)]
    if not joints:
        return ()
    with quiet():
        summary = summarise(segment.cell)
    return tuple(text for text in texts(summary.parsed.tree, summary.lines, joints) if len(text.parts) > 1)
