"""What commands are given to read: by the command in front of a pipe, by ``<<<``, by ``<(…)`` and by files."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from .line import Command, Word
from .requirement import Requirement, requirement

_TELLS = ("echo", "printf")
_STDIN = ("/dev/stdin", "-", "/proc/self/fd/0", "/dev/fd/0")


def texts(command: Command) -> Iterator[Word]:
    """The words that ``echo`` and ``printf`` say; nothing of any other command. ``\\n`` parts words."""
    if command.name not in _TELLS:
        return
    for word in command.words[1:]:
        if not word.text.startswith("-") and "%" not in word.text:
            for part in word.text.replace("\\n", " ").split():
                yield Word(part, word.span)


def strings(command: Command) -> Iterator[Word]:
    """What ``<<<`` gives to a command."""
    return (one.target for one in command.redirects if one.operator.endswith("<<<") and one.target is not None)


def files(command: Command, before: Command | None) -> Iterator[Word]:
    """The files that a command reads its words from: ``xargs pip install < FILE``, ``cat FILE | xargs …``."""
    yield from (one.target for one in command.redirects if one.operator == "<" and one.target is not None)
    if before is not None and before.name == "cat":
        yield from (word for word in before.words[1:] if not word.text.startswith("-"))


def fed(command: Command, before: Command | None) -> tuple[Requirement, ...]:
    """What a command installs that is told of no packages itself."""
    given = [*(texts(before) if before is not None else ()), *_parts(strings(command))]
    found = tuple(filter(None, map(requirement, given)))
    return found or tuple(Requirement("", "", "file", word.span, word.text) for word in files(command, before))


def told(
    requirements: Sequence[Requirement], command: Command, before: Command | None, inner: Iterable[Command]
) -> tuple[Requirement, ...]:
    """The requirements of a command, with what is known of the files that are no files: ``-r /dev/stdin``,
    ``-r <(echo numpy)``. ``inner`` are the commands that stand in its words, in order."""
    found: list[Requirement] = []
    inside = list(inner)
    starts = [each.span.start for each in inside]
    for one in requirements:
        if one.kind == "file" and one.url in _STDIN:
            found += fed(command, before)
        elif one.kind == "file" and one.url.startswith("<("):
            here = inside[bisect_left(starts, one.span.start) : bisect_left(starts, one.span.end)]
            said = [word for each in here for word in texts(each)]
            found += [given for given in map(requirement, said) if given is not None] or [one]
        else:
            found.append(one)
    return tuple(found)


def _parts(words: Iterable[Word]) -> Iterator[Word]:
    return (Word(part, word.span) for word in words for part in word.text.split())
