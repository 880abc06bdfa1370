"""Programs inside commands: ``python -c "…"``, ``bash <<EOF``, ``echo numpy > requirements.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from ..regex import regex
from ..text import Span
from . import fed
from .commands import SHELLS, Command, quoted
from .line import Shell, Word
from .words import heredoc

Language = Literal["python", "bash", "requirements"]
_PYTHON = ("python", "pypy", "py", "ipython", "ipython3")
_FILE = regex(r"(?:[\w./~$\{}-]{0,200}/)?[\w.-]{0,60}requirements[\w.-]{0,40}\.(?:txt|in)\Z")
_READS_STDIN = ("/dev/stdin", "-")
_MARKS = ("<<", "py", "|", ">")


class Nested(msgspec.Struct, frozen=True):
    """A program in a command. ``span`` is where it stands; it is the program itself if ``is_written_out``, else it is
    put together of several words or of escapes. Spans count in the text of the shell line, or behind it in its cell."""

    language: Language
    text: str
    span: Span
    is_written_out: bool


def nested(shell: Shell) -> Iterator[Nested]:
    """The programs in the commands of a shell line that may install something."""
    if not any(mark in shell.text for mark in _MARKS):
        return
    before: Command | None = None
    for command in shell.commands():
        piped = before if before is not None and before.operator == "|" else None
        yield from _of(shell, command, piped)
        before = command


def _of(shell: Shell, command: Command, piped: Command | None) -> Iterator[Nested]:
    language = _language(command)
    if language == "python":
        code = _behind_c(command)
        if code is not None:
            place = quoted(shell.text, code)
            yield Nested("python", code.text, place or code.span, place is not None)
            return
    target = _written_to(command)
    if target is not None:
        said = list(fed.texts(command))
        if said:
            yield Nested("requirements", "\n".join(word.text for word in said), said[0].span, False)
    reads = language if language is not None and _reads_its_input(command) else None
    reads = "requirements" if target is not None or _installs_its_input(command) else reads
    if reads is None:
        return
    for redirect in command.redirects:
        if redirect.target is None:
            continue
        if redirect.operator.endswith("<<<"):
            yield Nested(reads, redirect.target.text, redirect.target.span, False)
        elif redirect.operator.endswith(("<<", "<<-")):
            yield from _heredoc(shell, command, redirect.target, reads)
    if piped is not None and reads != "requirements":
        text = " ".join(word.text for word in fed.texts(piped))
        yield Nested(reads, text, piped.span, False)


def _heredoc(shell: Shell, command: Command, delimiter: Word, language: Language) -> Iterator[Nested]:
    source = shell.cell.source
    if source[shell.start : shell.start + len(shell.text)] == shell.text:
        start, end = heredoc(source, shell.start + command.span.end, delimiter.text)
        yield Nested(language, source[start:end], Span(start, end).shift(-shell.start), True)


def _language(command: Command) -> Language | None:
    if command.name in _PYTHON:
        return "python"
    return "bash" if command.name in SHELLS else None


def _behind_c(command: Command) -> Word | None:
    """The program behind ``python -c``."""
    for option, value in zip(command.words[1:], command.words[2:], strict=False):
        if not option.text.startswith("-"):
            return None
        if not option.text.startswith("--") and option.text.endswith("c"):
            return value
    return None


def _reads_its_input(command: Command) -> bool:
    """Whether an interpreter is told no file to run."""
    return all(word.text.startswith("-") for word in command.words[1:])


def _installs_its_input(command: Command) -> bool:
    """Whether it is ``pip install -r /dev/stdin``."""
    texts = [word.text for word in command.words]
    return "install" in texts and any(
        option in ("-r", "--requirement") and file in _READS_STDIN
        for option, file in zip(texts, texts[1:], strict=False)
    )


def _written_to(command: Command) -> Word | None:
    """The file of requirements that ``cat``, ``tee``, ``echo`` and ``printf`` write."""
    if command.name == "tee":
        return next((word for word in command.words[1:] if _FILE.match(word.text)), None)
    if command.name not in ("cat", "echo", "printf"):
        return None
    given = (one.target for one in command.redirects if one.operator in (">", ">>", ">|"))
    return next((word for word in given if word is not None and _FILE.match(word.text)), None)
