"""Shell text to words, each at its place. A reader, not a shell: it expands nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from ..regex import regex
from ..text import Span

_SPACE = regex(r"(?:[ \t\f\v]|\\\r\n|\\\n|\\\r)*")
_NEWLINE = regex(r"\r\n|\n|\r")
_TO_LINE_END = regex(r"[^\r\n]*")
_REDIRECT = regex(r"\d{0,3}(?:<<<|<<-?|<&|<>|>>|>&|>\||<|>)|&>>?")
_OPERATOR = regex(r"\|\||&&|\|&|;;&?|;&|[|;&()]")
_PLAIN = regex(r"[^ \t\f\v\r\n\\'\"`$#;&|<>(){]+")
_PLAIN_QUOTED = regex(r"[^\"\\`$]+")
# The beginning of a path as Windows writes it, where a backslash hides nothing.
_WINDOWS = regex(r"(?:[A-Za-z]:|\.\.?|%\w{1,40}%|[\w.-]{1,60}(?=\\(?:Scripts|bin)\\))\\(?=[\w.%-])")
_PAREN = regex(r"\\.|'[^']*'|\"[^\"\\]*(?:\\.[^\"\\]*)*\"|[()]", re.DOTALL)
# A Python expression that IPython puts in. Bounded, so that unclosed braces cost nothing.
_BRACES = regex(r"\{(?![\s}])(?:[^{}'\"\r\n]|'[^'\r\n]{0,200}'|\"[^\"\r\n]{0,200}\"|\{[^{}\r\n]{0,200}\}){1,200}\}")


class Word(msgspec.Struct, frozen=True):
    """One word: its text without quotes and escapes, where it stands, and the stretches of commands inside it.

    What the shell or IPython would put in (``$var``, ``{var}``, ``$(cmd)``) is kept as it is written.
    """

    text: str
    span: Span
    inner: tuple[Span, ...] = ()


class Token(msgspec.Struct, frozen=True):
    """A word, or what stands between words."""

    kind: Literal["word", "redirect", "operator", "newline"]
    word: Word


def words(text: str, ipython: bool) -> tuple[Word, ...]:
    """All words of ``text``. With ``ipython`` an expression in braces is part of a word, as on a ``!`` line."""
    return tuple(token.word for token in tokens(text, 0, len(text), ipython) if token.kind == "word")


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The logical lines of a script: continued ones in one piece, comments and the bodies of heredocs left out."""
    first = last = -1
    operator = ""
    for token in tokens(text, start, end, False):
        kind, word = token.kind, token.word
        if kind == "newline":
            if first >= 0 and operator not in ("|", "||", "&&", "|&"):
                yield Span(first, last)
                first = -1
            continue
        first = word.span.start if first < 0 else first
        last = word.span.end
        operator = word.text if kind == "operator" else ""
    if first >= 0:
        yield Span(first, last)


def tokens(text: str, at: int, end: int, ipython: bool) -> Iterator[Token]:
    """The words and operators of ``text[at:end]`` in order; comments and the bodies of heredocs are left out."""
    heredocs: list[tuple[str, bool]] = []
    heredoc = ""
    while True:
        at = _SPACE.match(text, at, end).end()  # type: ignore[union-attr]  # it matches the empty string
        if at >= end:
            return
        char = text[at]
        if char in "\r\n":
            newline = _NEWLINE.match(text, at, end)
            after = newline.end() if newline else at + 1
            yield Token("newline", Word("\n", Span(at, after)))
            at = after
            for delimiter, tabs in heredocs:
                at = _heredoc_end(text, at, end, delimiter, tabs)
            heredocs.clear()
        elif char == "#":
            at = _TO_LINE_END.match(text, at, end).end()  # type: ignore[union-attr]
        elif char in "<>" and text.startswith("(", at + 1):
            word, at = _word(text, at, end, ipython)
            yield Token("word", word)
        elif match := _REDIRECT.match(text, at, end):
            operator = match.group().lstrip("0123456789")
            heredoc = operator if operator in ("<<", "<<-") else ""
            yield Token("redirect", Word(match.group(), Span(at, match.end())))
            at = match.end()
        elif match := _OPERATOR.match(text, at, end):
            yield Token("operator", Word(match.group(), Span(at, match.end())))
            at = match.end()
        else:
            word, at = _word(text, at, end, ipython)
            if heredoc:
                heredocs.append((word.text, heredoc.endswith("-")))
                heredoc = ""
            yield Token("word", word)


def heredoc(text: str, at: int, delimiter: str) -> Span:
    """The body of a heredoc that begins in the line which ends at or behind ``at``, without the delimiter's line."""
    stop = _TO_LINE_END.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty string
    newline = _NEWLINE.match(text, stop)
    start = newline.end() if newline else len(text)
    end = _heredoc_end(text, start, len(text), delimiter, tabs=True)
    last = text.rfind(delimiter, start, end)
    return Span(start, last if last >= 0 and text[last:end].strip() == delimiter else end)


def _heredoc_end(text: str, at: int, end: int, delimiter: str, tabs: bool) -> int:
    while at < end:
        stop = _TO_LINE_END.match(text, at, end).end()  # type: ignore[union-attr]
        line = text[at:stop]
        newline = _NEWLINE.match(text, stop, end)
        at = newline.end() if newline else end
        if (line.lstrip("\t") if tabs else line) == delimiter:
            break
    return at


def _word(text: str, start: int, end: int, ipython: bool) -> tuple[Word, int]:
    out: list[str] = []
    inner: list[Span] = []
    at = start
    is_windows = _WINDOWS.match(text, start, end) is not None
    while at < end:
        plain = _PLAIN.match(text, at, end)
        if plain:
            out.append(plain.group())
            at = plain.end()
            continue
        char = text[at]
        if char == "\\" and is_windows and text[at + 1 : at + 2] not in ("", "\r", "\n"):
            out.append(char)
            at += 1
        elif char == "\\":
            at = _escaped(text, at, end, out)
        elif char == "'":
            close = text.find("'", at + 1, end)
            out.append(text[at + 1 : close if close >= 0 else end])
            at = close + 1 if close >= 0 else end
        elif char == '"':
            at = _double_quoted(text, at + 1, end, out, inner)
        elif char in "$`" or (char in "<>" and at == start and text.startswith("(", at + 1)):
            at = _substitution(text, at, end, out, inner)
        elif char == "{" and ipython and (braces := _BRACES.match(text, at, end)):
            out.append(braces.group())
            at = braces.end()
        elif char in "#{":
            out.append(char)
            at += 1
        else:
            break
    return Word("".join(out), Span(start, at), tuple(inner)), at


def _escaped(text: str, at: int, end: int, out: list[str]) -> int:
    """Behind a backslash and what it escapes; an escaped line end is nothing."""
    newline = _NEWLINE.match(text, at + 1, end)
    if newline:
        return newline.end()
    out.append(text[at + 1 : min(at + 2, end)] or "\\")
    return min(at + 2, end)


def _double_quoted(text: str, at: int, end: int, out: list[str], inner: list[Span]) -> int:
    while at < end:
        plain = _PLAIN_QUOTED.match(text, at, end)
        if plain:
            out.append(plain.group())
            at = plain.end()
        elif text[at] == '"':
            return at + 1
        elif text[at] == "\\":
            if at + 1 < end and text[at + 1] not in '$`"\\\r\n':
                out.append("\\")
            at = _escaped(text, at, end, out)
        else:
            at = _substitution(text, at, end, out, inner)
    return end


def _substitution(text: str, at: int, end: int, out: list[str], inner: list[Span]) -> int:
    """Behind ``$(…)``, ``<(…)``, a pair of backquotes or ``${…}``; a lone ``$`` stands for itself."""
    stop = at + 1
    if text[at] == "`":
        close = text.find("`", at + 1, end)
        close = close if close >= 0 else end
        inner.append(Span(at + 1, close))
        stop = min(close + 1, end)
    elif text.startswith("(", at + 1, end):
        close = _closing(text, at + 1, end)
        if not text.startswith("((", at + 1, end):
            inner.append(Span(at + 2, close))
        stop = min(close + 1, end)
    elif text.startswith("{", at + 1, end):
        stop = text.find("}", at, min(end, at + 500)) + 1 or at + 1
    out.append(text[at:stop])
    return stop


def _closing(text: str, at: int, end: int) -> int:
    """The offset of the bracket that closes the one at ``at``; ``end`` if none does."""
    depth = 0
    for match in _PAREN.finditer(text, at, end):
        if match.group() == "(":
            depth += 1
        elif match.group() == ")":
            depth -= 1
            if depth == 0:
                return match.start()
    return end
