"""Shell lines with what IPython puts into them: ``!pip install {name}=={version}``, ``$name``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec.structs import replace

from ..python.budget import Budget
from ..python.code import Code
from ..python.filling import GAP
from ..python.magics import parse_expression
from ..python.spelled import Speller, spellings
from ..python.spot import Spot
from ..regex import regex
from ..text import OffsetMap
from .line import Shell

_HOLE = regex(r"\{(?![\s}])([^{}\r\n]{1,500})\}|\$\{?([A-Za-z_][\w.]{0,200})\}?")
_MOST_HOLES = 50
_LAST = 1 << 60  # behind every event of a cell


def has_holes(shell: Shell) -> bool:
    """Whether IPython puts something into a line."""
    return not shell.is_script and _HOLE.search(shell.text) is not None


def filled(code: Code, shell: Shell, budget: Budget) -> Iterator[tuple[Shell, OffsetMap]]:
    """A line of the cell as the shell gets it, once for each text that it may be, with the map back to what is written.

    What is not known stays as it is written.
    """
    holes = [(match.span(), match[1] or match[2]) for match in _HOLE.finditer(shell.text)][:_MOST_HOLES]
    scope = _scope(code, shell.start)
    parsed = [(span, node) for span, text in holes if (node := parse_expression(text.strip())) is not None]

    def read(speller: Speller) -> tuple[str, ...]:
        return tuple(speller.text(Spot(code.unit, node, scope, _LAST)) for _, node in parsed)

    known: set[str] = set()
    for texts in spellings(code, read, budget):
        out: list[str] = []
        origin, at = OffsetMap(), 0
        for ((start, end), _), text in zip(parsed, texts, strict=True):
            put = shell.text[start:end] if GAP in text else text
            out += (shell.text[at:start], put)
            origin.add(start - at, at, start)
            origin.add(len(put), start, end)
            at = end
        out.append(shell.text[at:])
        origin.add(len(shell.text) - at, at, len(shell.text))
        line = "".join(out)
        if line not in known:
            known.add(line)
            yield replace(shell, text=line, start=0), origin


def _scope(code: Code, offset: int) -> int:
    """The function that a place of the cell stands in."""
    line = code.summary.lines.line_of(offset)
    inside = 0
    for number, scope in enumerate(code.summary.facts.scopes):
        owner = scope.owner
        is_around = isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef)) and owner.lineno <= line
        if is_around and owner is not None and line <= (owner.end_lineno or owner.lineno):
            inside = number
    return inside
