"""What the variables of a shell stand for, as far as the script itself says: ``V=1.2``, ``for p in numpy scipy``.

``"$@"`` and ``$1`` are those of ``set -- numpy``, of ``%%bash -s numpy``, and of the calls of the script's functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from ..regex import regex
from .commands import Command
from .expansion import USE, braces, use
from .fed import strings
from .installs import Install, installs, installs_of
from .line import Shell
from .words import Word

_ASSIGNMENT = regex(r"([A-Za-z_]\w{0,200})(\+?)=(.*)\Z")
_DEFINED = regex(r"\s*\(\s*\)")
_MARKS = ("=", "$", "{", "for ", "()", "function ", "set ", "read ")
_ALL = ("@", "*")
_UNKNOWN = regex(r"[$`]")
_EXPORTS = frozenset(("export", "declare", "local", "typeset", "readonly", "set", "setenv"))
_OPENS = frozenset(("if", "for", "while", "until", "case"))
_CLOSES = frozenset(("fi", "done", "esac"))
_MOST = 50  # values of one variable, and texts that one word stands for
_WORK = 20_000  # words that are put into the bodies of functions
_LONGEST = 2_000  # characters of a value


class Variables:
    """The values of the variables of one script, line by line as they are told.

    A variable that is set in a branch or a loop may have any of its values; each of them counts.
    """

    def __init__(self, arguments: Iterable[str] = ()) -> None:
        """``arguments`` are what the script is called with."""
        self._values: dict[str, tuple[str, ...]] = {}
        self._depth = 0
        self._functions: dict[str, list[Command]] = {}
        self._open: list[Command] | None = None  # the body of the function that is being told
        self._work = 0
        self._set_arguments(tuple(arguments))

    def installs(self, shell: Shell) -> tuple[Install, ...]:
        """The installing commands of the next line, with what is known of its variables put in.

        A word that stands for several is several, all at its place.
        """
        if not self._functions and not any(mark in shell.text for mark in _MARKS):
            return installs(shell)
        commands = shell.commands()
        known: list[Command] = []
        called: list[Install] = []
        for before, command in _with_last(commands):
            known.append(self._next(shell.text, command, before, shell.is_script))
            if self._open is not None and len(self._open) < _MOST:
                self._open.append(known[-1])
            called += self._called(known[-1])
        if all(one is other for one, other in zip(known, commands, strict=True)):
            return (*installs(shell), *called)
        return (*installs_of(tuple(known)), *called)

    def _called(self, call: Command) -> Iterator[Install]:
        """What a call of a function of the script installs of its arguments, at their places."""
        body = self._functions.get(call.name) if self._open is None else None
        self._work += len(body) * len(call.words) if body else 0
        if not body or self._work > _WORK:
            return
        arguments = call.words[1:]
        places = {word.span for word in arguments}
        bound = (replace(one, words=tuple(w for word in one.words for w in _bound(word, arguments))) for one in body)
        for install in installs_of(tuple(bound)):
            asked = tuple(one for one in install.requirements if one.span in places)
            if asked:
                yield replace(install, requirements=asked, options=())

    def _told(self, text: str, command: Command) -> Command:
        """The command; of one that begins a function (``function f { pip install …``) what stands in its body."""
        words = command.words
        name = ""
        if command.operator == "(" and len(words) == 1 and _DEFINED.match(text, command.span.end):
            name = words[0].text
        elif command.name == "function" and len(words) > 1:
            name = words[1].text
            command = replace(command, words=words[3:])
        if name and len(self._functions) < _MOST:
            self._open = self._functions[name] = []
        elif command.name == "}":
            self._open = None
        return command

    def _set_arguments(self, values: tuple[str, ...]) -> None:
        values = tuple(one[:_LONGEST] for one in values[:_MOST])
        told = dict.fromkeys(_ALL, values) | {str(at): (one,) for at, one in enumerate(values[:9], 1)}
        self._values = {name: one for name, one in self._values.items() if not _is_argument(name)} | told

    def _next(self, text: str, command: Command, before: Command | None, is_script: bool) -> Command:
        command = self._told(text, command)
        words = command.words
        first = text[command.span.start : command.span.start + 6].split()[:1]
        if first and first[0].rstrip(";") in _OPENS:
            self._depth += 1
        if command.name in _CLOSES:
            self._depth = max(0, self._depth - 1)
        if command.name == "for" and len(words) > 3 and words[2].text == "in":
            self._values[words[1].text] = tuple(value for word in words[3:] for value in self._texts(word.text))[:_MOST]
            return command
        array, adds = _array(before)
        if array:
            old = self._values.get(array, ()) if adds else ()
            self._values[array] = (*old, *(word.text for word in words))[:_MOST]
        if command.name == "read" and len(words) > 1:
            for given in strings(command):
                self._values[words[-1].text] = (given.text[:_LONGEST],)
        if command.name == "set" and len(words) > 1 and words[1].text == "--" and self._open is None:
            self._set_arguments(tuple(value for word in words[2:] for value in self._texts(word.text)))
        elif not words or command.name in _EXPORTS:
            for word in (*command.settings, *words[1:]):
                self._set(word)
        if is_script and any("{" in word.text for word in words):
            words = tuple(word for one in words for word in _in_braces(text, one))
        elif not any("$" in word.text for word in words):
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
        for match in USE.finditer(text):
            one = use(match)
            is_own = self._open is not None and _is_argument(one.name)  # those of a function are told by its calls
            values = one.values(None if is_own else self._values.get(one.name)) or (match[0],)
            if one.sets and not is_own:
                self._values.setdefault(one.name, values)
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
            yield replace(word, text=texts[0])
            return
        for part in dict.fromkeys(part for text in texts for part in text.split()):
            yield replace(word, text=part)


def _is_argument(name: str) -> bool:
    return name in _ALL or name.isdigit()


def _bound(word: Word, arguments: Sequence[Word]) -> Iterator[Word]:
    """A word of a function's body with the arguments of a call put in."""
    uses = [match for match in USE.finditer(word.text) if _is_argument(use(match).name)] if "$" in word.text else []
    if not uses:
        yield word
        return
    first = uses[0]
    name = use(first).name
    given = arguments if name in _ALL else arguments[int(name) - 1 : int(name)]
    for one in given if len(uses) == 1 else ():
        yield Word(word.text[: first.start()] + one.text + word.text[first.end() :], one.span)


def _with_last(commands: tuple[Command, ...]) -> Iterator[tuple[Command | None, Command]]:
    yield from zip((None, *commands), commands, strict=False)


def _in_braces(text: str, word: Word) -> Iterator[Word]:
    """The words that one with ``{a,b}`` is, where no quotation mark keeps it together."""
    if "{" not in word.text or any(mark in text[slice(*word.span)] for mark in "\"'"):
        yield word
        return
    yield from (replace(word, text=part) for part in braces(word.text))


def _array(before: Command | None) -> tuple[str, bool]:
    """The variable that the words in brackets behind it are put into, and whether they are added: ``A+=(x y)``."""
    if before is None or before.operator != "(" or (before.words and before.name not in _EXPORTS):
        return "", False
    words = (*before.settings, *before.words)  # none, where it is nothing but a redirect
    name, equal, value = words[-1].text.partition("=") if words else ("", "", "")
    return (name.removesuffix("+"), name.endswith("+")) if equal and not value else ("", False)
