"""A cell's source to a syntax tree, whatever is in it: escapes masked, what cannot be parsed left out and named."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from ..regex import regex
from ..text import Lines
from .dialects import head, reworded
from .escapes import Escape, Masked, has_cell_magic, mask

__all__ = [
    "Escape",
    "Masked",
    "Parsed",
    "has_cell_magic",
    "mask",
    "parse",
    "parse_expression",
    "parse_quietly",
    "quiet",
]

MAX_CHARACTERS = 256 * 1024
MAX_LINES = 20_000
_MAX_ATTEMPTS = 1_000
_MAX_PATCHES = 40  # lines that are left out of one statement
_MAX_READ = 4_000_000  # characters that the parser is given, again and again, to recover what it can of one cell
_CHUNK = regex(r"[^\s)\]}#]")
_CONTINUES = regex(r"(?:else|elif|except|finally|case)\b")
_UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_NOT_UTF8 = regex("[\ud800-\udfff]")


class Parsed(msgspec.Struct, frozen=True):
    """The Python of one cell.

    Positions in ``tree`` count in ``text``, the masked source, which is as long as the source and has its line ends.
    ``lost`` are the numbers, from 1, of the lines with code that could not be parsed; ``reason`` says why.
    """

    tree: ast.Module
    text: str
    escapes: tuple[Escape, ...]
    lost: tuple[int, ...] = ()
    reason: str = ""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Python's parser from warning about what it reads (``"\\d"``). Not for several threads at once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def parse_expression(text: str) -> ast.expr | None:
    """The tree of a single expression; None if it is not one. Never raises, never warns, runs nothing."""
    with quiet():
        try:
            return ast.parse(text, mode="eval").body
        except _UNPARSABLE:
            return None


def parse(source: str) -> Parsed:
    """Parse the source of a Python cell. Never raises, never warns, runs nothing."""
    with quiet():
        return parse_quietly(source)


def parse_quietly(source: str) -> Parsed:
    """``parse`` for a caller who has entered ``quiet`` already, once for many cells."""
    empty = ast.Module([], [])
    if len(source) > MAX_CHARACTERS or source.count("\n") > MAX_LINES:
        lost = tuple(range(1, len(Lines(source).starts) + 1))
        return Parsed(empty, source, (), lost, "the cell is too large")
    text = _readable(source)
    tree = _tree(text)
    if tree is not None:
        return Parsed(tree, text, ())
    masked = mask(text)
    tree = _tree(masked.text)
    if tree is not None:
        return Parsed(tree, masked.text, masked.escapes)
    other = reworded(masked.text)
    tree = _tree(other) if other != masked.text else None
    if tree is not None:
        return Parsed(tree, other, masked.escapes)
    tree, patched, lost = _recovered(other)
    deep = "it is nested too deeply to be read" if _is_too_deep(masked.text) else "it is not valid Python"
    return Parsed(tree, patched, masked.escapes, lost, deep if lost else "")


def _readable(source: str) -> str:
    """The source without what the parser refuses to read at all, each by something as long in UTF-8."""
    if source.startswith("\ufeff"):
        source = " " + source[1:] if source[1:2] in "\r\n#" else source
    if "\0" in source:
        source = source.replace("\0", " ")
    try:
        source.encode()
    except UnicodeEncodeError:
        return _NOT_UTF8.sub("\ufffd", source)
    return source


def _tree(text: str) -> ast.Module | None:
    """The tree of ``text``, which may be indented as a whole: IPython takes that indentation away."""
    try:
        return ast.parse(text)
    except IndentationError:
        return _block(text)
    except _UNPARSABLE:
        return None


def _is_too_deep(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError as error:
        return "too many" in error.msg and "nested" in error.msg
    except (RecursionError, MemoryError):
        return True
    except ValueError:
        pass
    return False


def _block(text: str) -> ast.Module | None:
    try:
        block = ast.parse("if 1:\n" + text)
    except _UNPARSABLE:
        return None
    head = block.body[0]
    if len(block.body) != 1 or not isinstance(head, ast.If):
        return None
    return ast.Module(_moved(head.body, -1), [])


def _recovered(text: str) -> tuple[ast.Module, str, tuple[int, ...]]:
    """The statements that parse by themselves, the text they stand in, and the numbers of the lines that do not.

    The text is cut where a line begins in column 0. One to three pieces are tried together, which joins a decorator
    to its function and an ``if`` to its ``else``; a piece that fails is tried again without the lines that are blamed.
    """
    lines = Lines(text)
    starts = [number for number, start in enumerate(lines.starts, 1) if _begins(text, start)]
    starts = [*([] if starts[:1] == [1] else [1]), *starts, len(lines.starts) + 1]
    body: list[ast.stmt] = []
    lost: list[int] = []
    patched = text
    attempts, characters = _MAX_ATTEMPTS, _MAX_READ
    at = 0
    while at < len(starts) - 1:
        width, statements = 1, None
        for wider in range(1, min(4, len(starts) - at)):
            stretch = _stretch(text, lines, starts[at], starts[at + wider])
            if attempts > 0 and characters > 0:
                attempts -= 1
                characters -= len(stretch)
                tree = _tree(stretch)
                if tree is not None:
                    width, statements = wider, tree.body
                    break
        if statements is None:
            stretch = _stretch(text, lines, starts[at], starts[at + 1])
            tries = min(_MAX_PATCHES, attempts, max(0, characters // (len(stretch) + 1)))
            statements, bad = _patched(stretch, tries)
            attempts -= len(bad)
            characters -= len(bad) * len(stretch)
            for number in bad if statements else ():
                span = lines.line_span(starts[at] + number - 1)
                patched = patched[: span.start] + _blanked(text[slice(*span)]) + patched[span.end :]
            numbers = (starts[at] + number - 1 for number in bad)
            lost += [n for n in numbers if n < starts[at + 1] and _is_code(text[slice(*lines.line_span(n))])]
        body += _moved(statements, starts[at] - 1)
        at += width
    return ast.Module(body, []), patched, tuple(lost)


def _begins(text: str, start: int) -> bool:
    return _CHUNK.match(text, start) is not None and _CONTINUES.match(text, start) is None


def _is_code(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#")


def _stretch(text: str, lines: Lines, first: int, behind: int) -> str:
    end = lines.starts[behind - 1] if behind <= len(lines.starts) else len(text)
    return text[lines.starts[first - 1] : end]


def _patched(stretch: str, tries: int) -> tuple[list[ast.stmt], list[int]]:
    """What parses once the lines that the parser blames are blanked, and their numbers; all of them if nothing does."""
    lines = Lines(stretch)
    bad: list[int] = []
    patched = stretch
    for _ in range(tries):
        try:
            return ast.parse(patched).body, bad
        except SyntaxError as error:
            number = error.lineno or 0
        except _UNPARSABLE:
            break
        if not 1 <= number <= len(lines.starts) or number in bad:
            break
        span = lines.line_span(number)
        line = stretch[slice(*span)]
        if not line.strip() or (not line[0].isspace() and head(line) is None):
            break  # without its first line there is no block left
        bad.append(number)
        patched = patched[: span.start] + _blanked(line) + patched[span.end :]
    return [], list(range(1, len(lines.starts) + 1))


def _blanked(line: str) -> str:
    """A line that says nothing, as long and as far indented; it opens a block if the line did."""
    opened = head(line)
    if opened is not None:
        return opened
    indent = len(line) - len(line.lstrip())
    return line[:indent] + "0" + " " * (len(line) - indent - 1)


def _moved(statements: list[ast.stmt], by: int) -> list[ast.stmt]:
    if by:
        for statement in statements:
            ast.increment_lineno(statement, by)
    return statements
