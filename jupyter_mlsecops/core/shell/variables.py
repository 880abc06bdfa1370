"""What the variables of a shell stand for, as far as the script itself says: ``V=1.2``, ``for p in numpy scipy``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..regex import regex
from .commands import Command
from .installs import Install, installs, installs_of
from .line import Shell
from .words import Word

_ASSIGNMENT = regex(r"([A-Za-z_]\w{0,200})(\+?)=(.*)\Z")
_USE = regex(r"\$(?:\{([A-Za-z_]\w{0,200})(?:\[[@*]\])?(?::?-([^{}$`]{0,200}))?\}|([A-Za-z_]\w{0,200}))")
_UNKNOWN = regex(r"[$`]")
_EXPORTS = frozenset(("export", "declare", "local", "typeset", "readonly", "set", "setenv"))
_OPENS = frozenset(("if", "for", "while", "until", "case"))
_CLOSES = frozenset(("fi", "done", "esac"))
_MOST = 50  # values of one variable, and texts that one word stands for
_LONGEST = 2_000  # characters of a value


class Variables:
    """The values of the variables of one script, line by line as they are told.

    A variable that is set in a branch or a loop may have any of its values; each of them counts.
    """

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        self._depth = 0

    def installs(self, shell: Shell) -> tuple[Install, ...]:
        """The installing commands of the next line, with what is known of its variables put in.

        A word that stands for several is several, all at its place.
        """
        if not any(mark in shell.text for mark in ("=", "$", "for ")):
            return installs(shell)
        commands = shell.commands()
        known = [self._next(shell.text, command, before) for before, command in _with_last(commands)]
        if all(one is other for one, other in zip(known, commands, strict=True)):
            return installs(shell)
        return installs_of(tuple(known))

    def _next(self, text: str, command: Command, before: Command | None) -> Command:
        words = command.words
        first = text[command.span.start : command.span.start + 6].split()[:1]
        if first and first[0].rstrip(";") in _OPENS:
            self._depth += 1
        if command.name in _CLOSES:
            self._depth = max(0, self._depth - 1)
        if command.name == "for" and len(words) > 3 and words[2].text == "in":
            self._values[words[1].text] = tuple(value for word in words[3:] for value in self._texts(word.text))[:_MOST]
            return command
        array = _array(before)
        if array:
            self._values[array] = tuple(word.text for word in words)[:_MOST]
        if not words or command.name in _EXPORTS:
            for word in (*command.settings, *words[1:]):
                self._set(word)
        if not any("$" in word.text for word in words):
            return command
        return replace(command, words=tuple(word for one in words for word in self._filled(one)))

    def _set(self, word: Word) -> None:
        match = _ASSIGNMENT.match(word.text[:_LONGEST])
        if match is None:
            return
        name, adds, value = match.groups()
        values = self._texts(value)
        if adds:
            values = tuple(f"{old}{new}" for old in self._values.get(name, ("",)) for new in values)
        elif self._depth:
            values = tuple(dict.fromkeys((*self._values.get(name, ()), *values)))
        self._values[name] = tuple(one[:_LONGEST] for one in values[:_MOST])

    def _texts(self, text: str) -> tuple[str, ...]:
        """What a text may be; what is not known stays as it is written."""
        found = [""]
        at = 0
        for match in _USE.finditer(text):
            default = (match[2],) if match[2] else ()
            values = self._values.get(match[1] or match[3]) or default or (match[0],)
            found = [left + text[at : match.start()] + value for left in found for value in values][:_MOST]
            at = match.end()
            if len(found[0]) > _LONGEST:
                return (text,)
        return tuple(left + text[at:] for left in found)

    def _filled(self, word: Word) -> Iterator[Word]:
        if "$" not in word.text:
            yield word
            return
        texts = self._texts(word.text)
        if any(map(_UNKNOWN.search, texts)) or word.text.startswith("-"):
            yield word._replace(text=texts[0])
            return
        for part in dict.fromkeys(part for text in texts for part in text.split()):
            yield word._replace(text=part)


def _with_last(commands: tuple[Command, ...]) -> Iterator[tuple[Command | None, Command]]:
    yield from zip((None, *commands), commands, strict=False)


def _array(before: Command | None) -> str:
    """The variable that the words in brackets behind it are put into: ``A=(x y)``."""
    if before is None or before.operator != "(" or (before.words and before.name not in _EXPORTS):
        return ""
    name, equal, value = (*before.settings, *before.words)[-1].text.partition("=")
    return name if equal and not value else ""
