"""Shell text to words and simple commands, each at its place. A reader, not a shell: it expands nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .text import Span

SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash"))
_DEPTH = 4  # commands inside commands that are looked into
_SPACE = re.compile(r"(?:[ \t\f\v]|\\\r\n|\\\n|\\\r)*")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_TO_LINE_END = re.compile(r"[^\r\n]*")
_REDIRECT = re.compile(r"\d{0,3}(?:<<<|<<-?|<&|<>|>>|>&|>\||<|>)|&>>?")
_OPERATOR = re.compile(r"\|\||&&|\|&|;;&?|;&|[|;&()]")
_PLAIN = re.compile(r"[^\s\\'\"`$#;&|<>(){]+")
_PLAIN_QUOTED = re.compile(r"[^\"\\`$]+")
_PAREN = re.compile(r"\\.|'[^']*'|\"[^\"\\]*(?:\\.[^\"\\]*)*\"|[()]", re.DOTALL)
# A Python expression that IPython puts in. Bounded, so that unclosed braces cost nothing.
_BRACES = re.compile(
    r"\{(?![\s}])(?:[^{}'\"\r\n]|'[^'\r\n]{0,200}'|\"[^\"\r\n]{0,200}\"|\{[^{}\r\n]{0,200}\}){1,200}\}"
)
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_EXECUTABLE = re.compile(r"\$?\{?sys\.executable\}?\Z")
_VERSIONED = re.compile(r"(python|pip|pypy)[\d.]*(?:\.exe)?\Z")

_RESERVED = frozenset("if then elif else while until do ! { time".split())
# Programs that run another one, each with its options that take a value; timeout has a duration in front as well.
_WRAPPERS: dict[str, frozenset[str]] = {
    "sudo": frozenset("-u -g -h -p -C -D -R -T -U -r -t --user --group --host".split()),
    "doas": frozenset(("-u", "-C")),
    "env": frozenset(("-u", "-C", "--unset", "--chdir")),
    "time": frozenset(("-f", "-o")),
    "timeout": frozenset(("-s", "-k", "--signal", "--kill-after")),
    "nice": frozenset(("-n",)),
    "ionice": frozenset(("-c", "-n", "-p")),
    "stdbuf": frozenset(("-i", "-o", "-e")),
    "xargs": frozenset(("-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E")),
    "xvfb-run": frozenset(("-s", "-n", "-e", "-f")),
    "exec": frozenset(("-a",)),
    "command": frozenset(),
    "builtin": frozenset(),
    "nohup": frozenset(),
    "setsid": frozenset(),
}
_RUNNERS: dict[str, frozenset[str]] = {
    "conda": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "mamba": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "micromamba": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "poetry": frozenset(("-C", "-P")),
    "pipenv": frozenset(),
    "pdm": frozenset(("-p",)),
    "pixi": frozenset(("-e", "--environment", "--manifest-path")),
}


class Word(NamedTuple):
    """One word: its text without quotes and escapes, where it stands, and the stretches of commands inside it.

    What the shell or IPython would put in (``$var``, ``{var}``, ``$(cmd)``) is kept as it is written.
    """

    text: str
    span: Span
    inner: tuple[Span, ...] = ()


class Redirect(NamedTuple):
    """A redirection: ``>``, ``2>>``, ``<`` with its target, which may be missing."""

    operator: str
    target: Word | None
    span: Span


@dataclass(frozen=True, eq=False)
class Command:
    """One simple command.

    ``words`` begin with the program: ``sudo``, ``time``, ``env`` and the like are left out and ``NAME=value`` in front
    of it is in ``settings``. ``operator`` is what follows it (``|``, ``&&``, ``;``; empty at the end). ``outer`` is the
    command in one of whose words it stands: ``$(…)``, ``<(…)`` or the text behind ``bash -c``.
    """

    words: tuple[Word, ...]
    settings: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    operator: str
    span: Span
    outer: Command | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The program without its folder and version: ``python`` for ``/usr/bin/python3.11`` and ``{sys.executable}``."""
        if not self.words:
            return ""
        text = self.words[0].text
        if _EXECUTABLE.match(text):
            return "python"
        base = text.replace("\\", "/").rpartition("/")[2]
        versioned = _VERSIONED.match(base)
        return versioned.group(1) if versioned else base.removesuffix(".exe")


class _Token(NamedTuple):
    kind: Literal["word", "redirect", "operator", "newline"]
    word: Word


def words(text: str, ipython: bool) -> tuple[Word, ...]:
    """All words of ``text``. With ``ipython`` an expression in braces is part of a word, as on a ``!`` line."""
    return tuple(token.word for token in _tokens(text, 0, len(text), ipython) if token.kind == "word")


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The logical lines of a script: continued ones in one piece, comments and the bodies of heredocs left out."""
    first = last = -1
    operator = ""
    for kind, word in _tokens(text, start, end, False):
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


def commands(text: str, ipython: bool) -> tuple[Command, ...]:
    """The simple commands of ``text`` in order, each followed by those of its own inside."""
    return tuple(_commands(text, Span(0, len(text)), ipython, None, 0))


def _commands(text: str, span: Span, ipython: bool, outer: Command | None, depth: int) -> Iterator[Command]:
    level: list[Command] = []
    found: list[Word] = []
    redirects: list[Redirect] = []

    def finish(operator: str) -> None:
        if found or redirects:
            spans = [word.span for word in found] + [redirect.span for redirect in redirects]
            whole = Span(min(s.start for s in spans), max(s.end for s in spans))
            settings, program = _unwrapped(found)
            level.append(Command(tuple(program), tuple(settings), tuple(redirects), operator, whole, outer))
            found.clear()
            redirects.clear()

    open_redirect: Word | None = None
    for kind, word in _tokens(text, span.start, span.end, ipython):
        if open_redirect is not None:
            target = word if kind == "word" else None
            end = target.span.end if target else open_redirect.span.end
            redirects.append(Redirect(open_redirect.text, target, Span(open_redirect.span.start, end)))
            open_redirect = None
            if target:
                continue
        if kind == "word":
            found.append(word)
        elif kind == "redirect":
            open_redirect = word
        else:
            finish(";" if kind == "newline" else word.text)
    if open_redirect is not None:
        redirects.append(Redirect(open_redirect.text, None, open_redirect.span))
    finish("")
    yield from level
    if depth < _DEPTH:
        for command in level:
            for inner in _inside(text, command):
                yield from _commands(text, inner, ipython, command, depth + 1)


def _inside(text: str, command: Command) -> Iterator[Span]:
    """The stretches of a command that are commands themselves."""
    script = _script(text, command)
    if script is not None:
        yield script
    for word in (*command.settings, *command.words, *(r.target for r in command.redirects if r.target)):
        if script is None or not word.span.overlaps(script):
            yield from word.inner


def _script(text: str, command: Command) -> Span | None:
    """The quoted text behind ``bash -c``, if places in it can be told."""
    if command.name not in SHELLS:
        return None
    for option, value in zip(command.words[1:], command.words[2:], strict=False):
        if not option.text.startswith("-"):
            return None
        if not option.text.startswith("--") and "c" in option.text:
            inside = text[value.span.start + 1 : value.span.end - 1]
            quoted = text[value.span.start] in "'\"" and text[value.span.end - 1] == text[value.span.start]
            if quoted and "\\" not in inside and len(inside) == len(value.text):
                return Span(value.span.start + 1, value.span.end - 1)
            return None
    return None


def _unwrapped(found: list[Word]) -> tuple[list[Word], list[Word]]:
    """``NAME=value`` words in front of a program, and the program with its arguments."""
    settings: list[Word] = []
    at = 0
    while at < len(found):
        text = found[at].text
        name = text.rpartition("/")[2]
        if _SETTING.match(text):
            settings.append(found[at])
            at += 1
        elif text in _RESERVED and text != "time":
            at += 1
        elif name in _WRAPPERS:
            behind = _behind_options(found, at + 1, _WRAPPERS[name]) + (name == "timeout")
            if behind >= len(found):
                break
            at = behind
        elif name in _RUNNERS and at + 2 < len(found) and found[at + 1].text == "run":
            at = _behind_options(found, at + 2, _RUNNERS[name])
        else:
            break
    return settings, found[at:]


def _behind_options(found: list[Word], at: int, with_value: frozenset[str]) -> int:
    while at < len(found) and found[at].text.startswith("-"):
        at += 2 if found[at].text in with_value else 1
    return at


def _tokens(text: str, at: int, end: int, ipython: bool) -> Iterator[_Token]:
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
            yield _Token("newline", Word("\n", Span(at, after)))
            at = after
            for delimiter, tabs in heredocs:
                at = _heredoc_end(text, at, end, delimiter, tabs)
            heredocs.clear()
        elif char == "#":
            at = _TO_LINE_END.match(text, at, end).end()  # type: ignore[union-attr]
        elif char in "<>" and text.startswith("(", at + 1):
            word, at = _word(text, at, end, ipython)
            yield _Token("word", word)
        elif match := _REDIRECT.match(text, at, end):
            heredoc = match.group() if match.group().endswith(("<<", "<<-")) else ""
            yield _Token("redirect", Word(match.group(), Span(at, match.end())))
            at = match.end()
        elif match := _OPERATOR.match(text, at, end):
            yield _Token("operator", Word(match.group(), Span(at, match.end())))
            at = match.end()
        else:
            word, at = _word(text, at, end, ipython)
            if heredoc:
                heredocs.append((word.text, heredoc.endswith("-")))
                heredoc = ""
            yield _Token("word", word)


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
    while at < end:
        plain = _PLAIN.match(text, at, end)
        if plain:
            out.append(plain.group())
            at = plain.end()
            continue
        char = text[at]
        if char == "\\":
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
