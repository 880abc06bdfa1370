"""String literals as the newest Python reads them: the fields of an f-string may hold any quotes and line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ..regex import regex
from ..text import Span

_STRING = r"(?<!\w)(?P<prefix>[rRbBuUfFtT]{0,3})(?P<quote>\"\"\"|'''|\"|')|\#[^\r\n]*"
_NEXT = regex(_STRING)
_TOKEN = regex(_STRING + r"|(?P<sign>[(\[{)\]}:]|!(?!=)|(?<![=!<>])=(?=[ \t]*[}:!]))")
_ESCAPE = r"\\(?:N\{[^{}\"'\r\n]*\}|\r\n|[^{}])"
_ENDS = {quote: regex(rf"\\(?:\r\n|.)|{quote}" + ("" if quote[1:] else r"|[\r\n]"), re.DOTALL) for quote in
         ('"', "'", '"""', "'''")}  # fmt: skip
_TEXTS = {quote: regex(rf"{_ESCAPE}|\{{\{{|\}}\}}|[{{}}]|{quote}" + ("" if quote[1:] else r"|[\r\n]"), re.DOTALL)
          for quote in _ENDS}  # fmt: skip
_SPECS = {quote: regex(rf"[{{}}]|{quote}" + ("" if quote[1:] else r"|[\r\n]")) for quote in _ENDS}
_OPENS, _CLOSES = "([{", ")]}"
_DEEPEST = 6  # strings in fields of strings


class Field(msgspec.Struct, frozen=True):
    """A place of an f-string: ``span`` with its braces, ``expression`` without blanks, and the strings in it.

    ``is_shown``: the expression is shown as well as its value (``{name=}``).
    """

    span: Span
    expression: Span
    inner: tuple[Literal, ...]
    is_shown: bool


class Literal(msgspec.Struct, frozen=True):
    """A string literal. ``body`` stands between the quotes; only what is filled in has ``fields``."""

    span: Span
    body: Span
    prefix: str
    quote: str
    fields: tuple[Field, ...] = ()


def literals(text: str, start: int, end: int) -> Iterator[Literal]:
    """The string literals in a stretch of Python, in order, but for those in the fields of others.

    What does not end is passed over."""
    while (match := _NEXT.search(text, start, end)) is not None:
        found = _literal(text, match, end, 0) if match["quote"] else None
        if found is not None:
            yield found
        start = found.span.end if found is not None else match.end()


def _literal(text: str, opened: re.Match[str], end: int, depth: int) -> Literal | None:
    prefix, quote = opened["prefix"], opened["quote"]
    if not {"f", "t"}.isdisjoint(prefix.lower()):
        fields, at = _fields(text, opened.end(), end, quote, depth)
    else:
        fields, at = (), _closed(text, opened.end(), end, quote)
    if at < 0:
        return None
    return Literal(Span(opened.start(), at), Span(opened.end(), at - len(quote)), prefix, quote, fields)


def _closed(text: str, at: int, end: int, quote: str) -> int:
    """Behind the quote that ends a plain string; -1 if none does."""
    for match in _ENDS[quote].finditer(text, at, end):
        if match.group()[0] != "\\":
            return match.end() if match.group() == quote else -1
    return -1


def _fields(text: str, at: int, end: int, quote: str, depth: int) -> tuple[tuple[Field, ...], int]:
    """The fields of a string, and the offset behind the quote that ends it; -1 if none does."""
    fields: list[Field] = []
    while (match := _TEXTS[quote].search(text, at, end)) is not None:
        found = match.group()
        at = match.end()
        if found == quote:
            return tuple(fields), at
        if found == "{":
            field = _field(text, match.start(), end, quote, depth)
            if field is None:
                break
            fields.append(field)
            at = field.span.end
        elif found in "}\r\n":
            break
    return (), -1


def _field(text: str, brace: int, end: int, quote: str, depth: int) -> Field | None:
    """The field that begins with a brace; None if it does not end."""
    inner: list[Literal] = []
    level, at, stop, is_shown = 0, brace + 1, -1, False
    while depth < _DEEPEST and (match := _TOKEN.search(text, at, end)) is not None:
        at = match.end()
        sign = match["sign"]
        if match["quote"]:
            literal = _literal(text, match, end, depth + 1)
            if literal is None:
                return None
            inner.append(literal)
            at = literal.span.end
        elif sign is None:
            continue
        elif level and sign in _CLOSES:
            level -= 1
        elif sign in _OPENS:
            level += 1
        elif not level:
            stop = match.start() if stop < 0 else stop
            is_shown = is_shown or sign == "="
            if sign == ":":
                at = _specified(text, at, end, quote, depth, inner)
                sign = "}" if at > 0 else ")"
            if sign in _CLOSES:
                if sign != "}":
                    return None
                written = text[brace + 1 : stop]
                first = brace + 1 + len(written) - len(written.lstrip())
                return Field(
                    Span(brace, at), Span(first, max(first, brace + 1 + len(written.rstrip()))), tuple(inner), is_shown
                )
    return None


def _specified(text: str, at: int, end: int, quote: str, depth: int, inner: list[Literal]) -> int:
    """Behind the brace that ends a field with a format, whose own fields may hold strings; -1 if none does."""
    while (match := _SPECS[quote].search(text, at, end)) is not None:
        at = match.end()
        if match.group() == "}":
            return at
        field = _field(text, match.start(), end, quote, depth + 1) if match.group() == "{" else None
        if field is None:
            break
        inner += field.inner
        at = field.span.end
    return -1
