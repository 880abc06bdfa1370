"""IPython's escapes: found in a cell's source and masked, so that the rest parses as Python at unchanged places.

The mask keeps the length and every line end. ``!ls`` becomes ``0`` and blanks, ``x = !ls`` becomes ``x = 0``, the
header of a cell magic becomes blanks, and so does a body that is not Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from ..regex import regex
from ..text import Span

_PYTHON_BODY = frozenset(
    (
        *("time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "python", "python3", "pypy", "debug", "heat"),
        *("snakeviz", "pyinstrument", "scalene", "wandb", "skip", "local", "run_pytest", "ipytest", "notify", "black"),
    )
)
_PYTHON_ARGUMENT = frozenset(("time", "timeit", "prun", "memit"))
_FILE_BODY = frozenset(("writefile", "file"))
_CELL = regex(r"[ \t\f\r\n]*(%%([^\s%(){}\[\]=,;'\"]*)([^\r\n]*))")
_BLANK = regex(r"[ \t\f]*")
_REST = regex(r"(?:[^\\\r\n]|\\(?:\r\n|[^\r\n]|\r|\n)|\\\Z)*")
_ASSIGNED = regex(r"[ \t\f]*(?:[^\W\d]|[(*\[])[^=!%#'\"\r\n]*(?<![<>!=+\-*/%@&|^:])=[ \t]*(?=!(?!=)|%[A-Za-z%])")
_HELP = regex(
    r"[ \t\f]*(%{0,2}(?:[^\W\d]|\*)[\w.*]{0,200}(?:\[[^\]\r\n]{0,80}\][\w.*]{0,200}){0,5}\?\??)"
    r"[ \t]*;?[ \t]*(?=#|\r|\n|\Z)"
)
_NAME = regex(r"%{1,2}[ \t]*([A-Za-z_*][\w.*]*)?")
_SURE_LINE = regex(r"%(?:pip|conda|mamba|matplotlib|load_ext|env|run|cd|time|timeit|autoreload|config|sx|system)\b")
# IPython runs a magic without its sigil where the line cannot be Python ("automagic"); of those only commands matter.
_AUTOMAGIC = regex(
    r"(pip3?|conda|mamba|micromamba|uv|cd|ls|cat|cp|mv|rm|mkdir)(?=[ \t]+[\w./~*\"'{$-])"
    r"(?![ \t]+(?:(?:in|is|and|or|not|if|else)\b|-[ \t]))"
)
_TOKEN = regex(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<triple>\"\"\"|''')
    |(?P<string>"(?:\\(?:\r\n|.)|[^"\\\r\n])*"?|'(?:\\(?:\r\n|.)|[^'\\\r\n])*'?)
    |(?P<open>[\[({])
    |(?P<close>[\])}])
    |(?P<joined>\\(?:\r\n|\r|\n))
    |(?P<end>\r\n|\r|\n)""",
    re.VERBOSE | re.DOTALL,
)
_NOT_LINE_END = regex(r"[^\r\n]")


class Escape(msgspec.Struct, frozen=True):
    """One IPython escape in a cell.

    ``kind`` is shell (``!``, ``!!``), line (``%pip``), cell (``%%bash``) or help (``?name``). ``name`` is the magic's
    name, empty for ``!`` and help. ``span`` is all of it with its sigil and continued lines; ``body`` is what follows
    the sigil and name, for a cell magic the lines below the header; ``header`` is a cell magic's arguments.
    """

    kind: Literal["shell", "line", "cell", "help"]
    name: str
    span: Span
    body: Span
    header: Span

    @property
    def is_python(self) -> bool:
        """Whether the body of this cell magic is Python that is analysed with the notebook."""
        return self.kind == "cell" and self.name in _PYTHON_BODY


class Masked(msgspec.Struct, frozen=True):
    """A cell's source with its escapes blanked: as long as the source, with the same line ends."""

    text: str
    escapes: tuple[Escape, ...]


def mask(source: str) -> Masked:
    """Blank the escapes of a cell. A text without any comes back as it is."""
    cell = _cell_magic(source)
    if cell is None:
        escapes, edits = _lines(source, 0)
        return Masked(_applied(source, edits), tuple(escapes))
    start = source.index("%%")
    if not _holds_python(cell, source):
        return Masked(_applied(source, [(start, len(source), "")]), (cell,))
    escapes, edits = _lines(source, cell.body.start)
    return Masked(_applied(source, [(start, cell.header.end, ""), *edits]), (cell, *escapes))


def has_cell_magic(source: str) -> bool:
    """Whether the cell begins with ``%%name``; such a cell is Python only for a few names."""
    return _cell_magic(source) is not None


def _cell_magic(source: str) -> Escape | None:
    match = _CELL.match(source)
    if match is None or not match.group(2):
        return None
    body = match.end()
    if source.startswith("\r\n", body):
        body += 2
    elif body < len(source):
        body += 1
    header = Span(match.end(2), match.end(1))
    return Escape("cell", match.group(2), Span(match.start(1), len(source)), Span(body, len(source)), header)


def _holds_python(cell: Escape, source: str) -> bool:
    if cell.name in _FILE_BODY:
        return any(word.strip("'\"").endswith(".py") for word in source[slice(*cell.header)].split())
    return cell.name in _PYTHON_BODY


def _lines(source: str, at: int) -> tuple[list[Escape], list[tuple[int, int, str]]]:
    """The escapes from offset ``at`` on and the edits that blank them: (start, end, what to write at the start)."""
    escapes: list[Escape] = []
    edits: list[tuple[int, int, str]] = []
    for start, depth in _starts(source, at):
        found = _escape_at(source, start, depth)
        if found is not None:
            escape, edit = found
            escapes.append(escape)
            edits.append(edit)
    return escapes, edits


def _starts(source: str, at: int) -> Iterator[tuple[int, int]]:
    """Starts of the lines at which an escape may stand, each with the depth of open brackets.

    A line inside a string never is one. Inside brackets ``!`` at the start of a line cannot be Python, so the bracket
    was never closed and the depth falls back to nothing.
    """
    depth = 0
    end = len(source)
    while at < end:
        yield at, depth
        first = _BLANK.match(source, at).end()  # type: ignore[union-attr]  # it matches the empty string
        if _is_escape(source, first, depth):
            at, depth = _line_end(source, _REST.match(source, first).end()), 0  # type: ignore[union-attr]
            continue
        while at < end:
            token = _TOKEN.search(source, at)
            if token is None:
                return
            at = token.end()
            kind = token.lastgroup
            if kind == "end":
                break
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(0, depth - 1)
            elif kind == "triple":
                at = _triple_end(source, at, token.group())
            elif kind == "joined" and depth == 0:
                # the next physical line belongs to this one: no escape can begin there
                continue


def _is_escape(source: str, first: int, depth: int) -> bool:
    if first >= len(source):
        return False
    char = source[first]
    if char == "!":
        return not source.startswith("!=", first)
    if char == "%":
        return _SURE_LINE.match(source, first) is not None if depth else True
    return not depth and (char == "?" or _AUTOMAGIC.match(source, first) is not None)


def _triple_end(source: str, at: int, quote: str) -> int:
    while True:
        found = source.find(quote, at)
        if found < 0:
            return len(source)
        slashes = found
        while slashes > 0 and source[slashes - 1] == "\\":
            slashes -= 1
        if (found - slashes) % 2 == 0 or slashes < at:
            return found + 3
        at = found + 1


def _line_end(source: str, at: int) -> int:
    return at + 2 if source.startswith("\r\n", at) else at + 1


def _escape_at(source: str, start: int, depth: int) -> tuple[Escape, tuple[int, int, str]] | None:
    first = _BLANK.match(source, start).end()  # type: ignore[union-attr]
    if _is_escape(source, first, depth):
        helped = _HELP.match(source, start)
        return _help(first, helped.end(1)) if helped else _escape(source, first)
    if depth:
        return None
    assigned = _ASSIGNED.match(source, start)
    if assigned is not None:
        escape, (at, end, _) = _escape(source, assigned.end())
        return escape, (at, end, "0")
    helped = _HELP.match(source, start)
    return _help(helped.start(1), helped.end(1)) if helped else None


def _help(start: int, end: int) -> tuple[Escape, tuple[int, int, str]]:
    return Escape("help", "", Span(start, end), Span(start, end), Span(end, end)), (start, end, "0")


def _escape(source: str, first: int) -> tuple[Escape, tuple[int, int, str]]:
    end = _REST.match(source, first).end()  # type: ignore[union-attr]
    span = Span(first, end)
    nothing = Span(end, end)
    if source[first] == "!":
        body = first + (2 if source.startswith("!!", first) else 1)
        return Escape("shell", "", span, Span(body, end), nothing), (first, end, "0")
    if source[first] == "?":
        return _help(first, end)
    named = _NAME.match(source, first) or _AUTOMAGIC.match(source, first)
    name = (named.group(1) or "") if named else ""
    body = named.end() if named else first + 1
    escape = Escape("line", name, span, Span(body, end), nothing)
    argument = _BLANK.match(source, body).end()  # type: ignore[union-attr]
    if name in _PYTHON_ARGUMENT and argument < end and source[argument] not in "-!%?#\\":
        return escape, (first, argument, "0;")
    return escape, (first, end, "0")


def _applied(source: str, edits: list[tuple[int, int, str]]) -> str:
    out: list[str] = []
    at = 0
    for start, end, mark in edits:
        out.append(source[at:start])
        out.append(mark + _NOT_LINE_END.sub(" ", source[start + len(mark) : end]))
        at = end
    out.append(source[at:])
    return "".join(out)
