"""Shell text to simple commands, each at its place, with those inside ``$(…)``, ``<(…)`` and ``bash -c``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from ..once import once
from ..regex import regex
from ..text import Span
from .words import Word, tokens

SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash"))
_OF_WINDOWS = frozenset(("cmd", "powershell", "pwsh"))
_RUN = frozenset(("/c", "/k", "-c", "-command"))  # of these shells, in any case
_WITH_SHELL = frozenset(("su", "script", "runuser", "flock"))  # which give a text behind ``-c`` to a shell
_DEPTH = 4  # commands inside commands that are looked into
_SETTING = regex(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_EXECUTABLE = regex(r"\$?\{?sys\.executable\}?\Z")
_FOUND = regex(r"(?:\$\(|`)\s*(?:which|command -v)\s+(\S+?)\s*[)`]\Z")
_VERSIONED = regex(r"(python|pip|pypy)-?[\d.]*(?:\.exe)?\Z")

_WITH_WORD = ("timeout", "flock")  # wrappers with a word of their own in front of the program: a duration, a file
_TITLES = ("", "''", '""')
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
    "arch": frozenset(),  # of macOS: `arch -arm64 pip …`
    "caffeinate": frozenset(("-t", "-w")),
    "call": frozenset(),  # of Windows
    "start": frozenset(),
    "unbuffer": frozenset(),
    "retry": frozenset(("-t", "--times", "-d", "--delay")),
    "watch": frozenset(("-n", "--interval")),
    "flock": frozenset(("-w", "--timeout", "-E")),
    "proxychains": frozenset(("-f",)),
    "proxychains4": frozenset(("-f",)),
    "torsocks": frozenset(),
    "runuser": frozenset(("-u", "-g", "-G")),
    "chronic": frozenset(),
    "ts": frozenset(),
    "winpty": frozenset(),
    "wsl": frozenset(("-d", "--distribution", "-u", "--user", "--cd")),
}
_RUNNERS: dict[str, frozenset[str]] = {
    "conda": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "mamba": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "micromamba": frozenset(("-n", "-p", "--name", "--prefix", "--cwd")),
    "poetry": frozenset(("-C", "-P")),
    "pipenv": frozenset(),
    "pdm": frozenset(("-p",)),
    "hatch": frozenset(("-e", "--env")),
    "pixi": frozenset(("-e", "--environment", "--manifest-path")),
    "rye": frozenset(),
    "uv": frozenset("-p --python --extra --group --env-file --directory --project --index --package".split()),
}


class Redirect(msgspec.Struct, frozen=True):
    """A redirection: ``>``, ``2>>``, ``<`` with its target, which may be missing."""

    operator: str
    target: Word | None
    span: Span


class Command(msgspec.Struct, frozen=True, eq=False, dict=True):
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
    outer: Command | None = msgspec.field(default=None)

    @once
    def name(self) -> str:
        """The program without folder and version: ``python`` for ``/usr/bin/python3.11`` and ``{sys.executable}``."""
        if not self.words:
            return ""
        text = self.words[0].text
        if _EXECUTABLE.match(text):
            return "python"
        found = _FOUND.match(text)
        base = (found.group(1) if found else text).replace("\\", "/").rpartition("/")[2]
        versioned = _VERSIONED.match(base)
        return versioned.group(1) if versioned else base.removesuffix(".exe")


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
    for token in tokens(text, span.start, span.end, ipython):
        kind, word = token.kind, token.word
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
    """The quoted text behind ``bash -c``, ``su -c`` and ``eval``, if places in it can be told."""
    if command.name == "eval" and len(command.words) > 1 and not command.words[1].inner:
        behind = Span(command.words[1].span.start, command.words[-1].span.end)
        return quoted(text, command.words[1]) if len(command.words) == 2 else behind
    of_windows = command.name in _OF_WINDOWS
    if command.name not in SHELLS and command.name not in _WITH_SHELL and not of_windows:
        return None
    is_shell = command.name in SHELLS
    for option, value in zip(command.words[1:], command.words[2:], strict=False):
        if of_windows:
            if option.text.lower() in _RUN:
                return quoted(text, value)
        elif not option.text.startswith("-"):
            if is_shell:
                return None
        elif not option.text.startswith("--") and "c" in option.text:
            return quoted(text, value)
    return None


def quoted(text: str, word: Word) -> Span | None:
    """The inside of a quoted word, if it is written as it reads."""
    start, end = word.span
    inside = text[start + 1 : end - 1]
    is_quoted = text[start] in "'\"" and text[end - 1] == text[start]
    return Span(start + 1, end - 1) if is_quoted and "\\" not in inside and len(inside) == len(word.text) else None


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
            behind = _behind_options(found, at + 1, _WRAPPERS[name]) + (name in _WITH_WORD)
            if name == "start":
                behind = _behind_switches(found, at + 1)
            if behind >= len(found) or (name == "flock" and found[behind].text == "-c"):
                break
            at = behind
        elif name.removesuffix(".exe") in _OF_WINDOWS:
            run = next((k for k in range(at + 1, len(found) - 1) if found[k].text.lower() in _RUN), -1)
            if run < 0 or " " in found[run + 1].text:
                break
            at = run + 1
        elif name in _RUNNERS and (run := _behind_run(found, at)):
            behind = _behind_options(found, run, _RUNNERS[name])
            if name == "uv" and not _runs_python(found[run:], behind - run):
                break  # it installs by itself what it is told: `uv run --with numpy x.py`
            at = behind
            if name == "hatch" and at < len(found):  # `hatch run dev:pip …`
                found = [*found[:at], _without_environment(found[at]), *found[at + 1 :]]
        else:
            break
    return settings, found[at:]


def _behind_run(found: list[Word], at: int) -> int:
    """Behind ``run`` of ``conda run`` and ``hatch env run``; 0 where it is another sub-command."""
    at += 1 + (found[at].text == "hatch" and [word.text for word in found[at + 1 : at + 2]] == ["env"])
    return at + 1 if at + 1 < len(found) and found[at].text == "run" else 0


def _runs_python(words: list[Word], program: int) -> bool:
    """Whether the word at a place is Python or pip, and no option in front of it names a package."""
    is_python = program < len(words) and _VERSIONED.match(words[program].text) is not None
    return is_python and not any(word.text.startswith("--with") for word in words[:program])


def _without_environment(word: Word) -> Word:
    environment, colon, program = word.text.partition(":")
    if not (colon and environment and program) or len(word.text) != word.span.end - word.span.start:
        return word
    return replace(word, text=program, span=Span(word.span.start + len(environment) + 1, word.span.end))


def _behind_switches(found: list[Word], at: int) -> int:
    """Behind the switches of ``start`` and the title of its window, which stands in quotation marks."""
    while at < len(found) and (found[at].text.startswith("/") or found[at].text in _TITLES or _is_title(found[at])):
        at += 2 if found[at].text.lower() == "/d" else 1
    return at


def _is_title(word: Word) -> bool:
    return word.span.end - word.span.start == len(word.text) + 2 and " " in word.text


def _behind_options(found: list[Word], at: int, with_value: frozenset[str]) -> int:
    while at < len(found) and found[at].text.startswith("-"):
        at += 2 if found[at].text in with_value else 1
    return at
