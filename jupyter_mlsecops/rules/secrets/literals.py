"""Where the strings and comments of a Python cell are: a scan that no syntax error stops, and IPython's lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from jupyter_mlsecops.sdk import Frozen, regex

_TOKEN = regex(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<escape>^[ \t]*[!%][^\r\n]*(?:\\\r?\n[^\r\n]*)*)
    |(?<![A-Za-z0-9_])(?P<prefix>[rRbBuUfFtT]{0,2})
     (?P<quote>\"\"\"|'''|"|')""",
    re.VERBOSE | re.MULTILINE,
)
_TRIPLE_END = {q: regex(rf"(?:[^\\]|\\.)*?{q}", re.DOTALL) for q in ('"""', "'''")}
_SINGLE_END = {
    '"': regex(r'(?:[^"\\\r\n]|\\(?:\r\n|.))*(?:"|(?=[\r\n])|\Z)', re.DOTALL),
    "'": regex(r"(?:[^'\\\r\n]|\\(?:\r\n|.))*(?:'|(?=[\r\n])|\Z)", re.DOTALL),
}
_PYTHON_BODY = regex(r"\s*%%(?:time|timeit|capture|prun|memit|python3?|wandb|snakeviz|heat|pyinstrument|scalene)\b")


_ALONE = regex(r"^[ \t]{0,40}([A-Za-z_]{1,20})[ \t]{0,40}\r?$", re.MULTILINE)
_HERE = regex(r"<<-?[ ]?[\"']?([A-Za-z_]{1,20})")


class Token(Frozen, frozen=True):
    """A stretch of a cell: ``kind`` is string, comment or escape (a ``!`` or ``%`` line)."""

    kind: str
    start: int
    end: int
    prefix: str = ""
    quote: str = ""

    @property
    def body(self) -> tuple[int, int]:
        """Start and end of what is inside the quotes."""
        return self.start + len(self.prefix) + len(self.quote), self.end - len(self.quote)


def is_python(language: str, source: str) -> bool:
    """Whether a code cell is Python: its kernel is, and it does not begin with a magic that takes another text."""
    return language == "python" and (not source.lstrip().startswith("%%") or _PYTHON_BODY.match(source) is not None)


@lru_cache(maxsize=4)
def tokens(source: str) -> list[Token]:
    """The strings, comments and IPython lines of a Python cell, in order."""
    out: list[Token] = []
    alone = _words_alone(source) if "<<" in source else {}
    at = 0
    while match := _TOKEN.search(source, at):
        at = match.end()
        if match["escape"] is not None:
            at = _document_end(alone, match["escape"], at)
        if match["comment"] is not None or match["escape"] is not None:
            out.append(Token("comment" if match["comment"] is not None else "escape", match.start(), at))
            continue
        quote = match["quote"]
        end = (_TRIPLE_END if len(quote) == 3 else _SINGLE_END)[quote].match(source, at)
        at = end.end() if end else len(source)
        out.append(Token("string", match.start(), at, match["prefix"], quote))
    return out


def _words_alone(source: str) -> dict[str, list[int]]:
    """Where each line that is nothing but one word ends, by the word: there a text that a command is given may end."""
    ends: dict[str, list[int]] = {}
    for line in _ALONE.finditer(source):
        ends.setdefault(line[1], []).append(line.end(1))
    return ends


def _document_end(alone: dict[str, list[int]], command: str, end: int) -> int:
    """Where the text that a command is given ends (``<<EOF``); where the command ends if it is given none."""
    word = _HERE.search(command)
    ends = alone.get(word[1], []) if word else []
    at = bisect_right(ends, end)
    return ends[at] if at < len(ends) else end


def token_at(source: str, start: int, end: int) -> Token | None:
    """The string, comment or IPython line that a stretch lies in."""
    found = tokens(source)
    at = bisect_right(found, start, key=lambda token: token.start) - 1
    return found[at] if at >= 0 and end <= found[at].end else None
