"""What a shell line installs: the commands of pip, conda, uv and their relatives, read word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..text import Span
from .line import Command, Shell, Word
from .requirement import Requirement, conda_requirement, requirement

# Long options that take a value, of all tools: no two disagree on one of these.
_WITH_VALUE = frozenset(
    """
    requirement requirements constraint constraints build-constraint build-constraints override overrides editable
    index-url extra-index-url index default-index find-links trusted-host allow-insecure-host target prefix root src
    platform python-version python-platform implementation abi upgrade-strategy install-option global-option
    build-option config-settings config-setting only-binary no-binary progress-bar report proxy timeout retries cert
    client-cert cache-dir log exists-action python root-user-action use-feature use-deprecated dest wheel-dir group
    uploaded-prior-to keyring-provider index-strategy exclude-newer exclude-newer-package torch-backend resolution
    prerelease refresh-package reinstall-package upgrade-package link-mode with with-requirements with-editable from
    extra extras tag branch rev project directory package source spec pip-args suffix feature git subdir manifest-path
    channel name file repodata-fn solver experimental-solver optional marker bounds config-file color env-file
    """.split()
)
_PIP_SHORT = {
    "r": "requirement",
    "c": "constraint",
    "e": "editable",
    "i": "index-url",
    "f": "find-links",
    "t": "target",
    "d": "dest",
    "w": "wheel-dir",
    "b": "build",
    "C": "config-settings",
}
_UV_SHORT = _PIP_SHORT | {"p": "python", "P": "upgrade-package", "b": "build-constraint"}
_CONDA_SHORT = {"c": "channel", "n": "name", "p": "prefix"}
_POETRY_SHORT = {"G": "group", "E": "extras", "e": "", "P": "project", "C": "directory"}
_PIXI_SHORT = {"f": "feature", "p": "platform", "g": "git"}
_NO_SHORT: dict[str, str] = {}

_CONDA_VERBS = frozenset(("install", "create", "update", "upgrade"))
# tool -> its sub-commands that install, and its short options that take a value
_TOOLS: dict[str, tuple[frozenset[str], Mapping[str, str]]] = {
    "pip": (frozenset(("install", "download", "wheel")), _PIP_SHORT),
    "conda": (_CONDA_VERBS, _CONDA_SHORT),
    "mamba": (_CONDA_VERBS, _CONDA_SHORT),
    "micromamba": (_CONDA_VERBS, _CONDA_SHORT | {"f": "file"}),
    "uv pip": (frozenset(("install",)), _UV_SHORT),
    "uv tool": (frozenset(("install", "run")), _UV_SHORT | {"w": "with"}),
    "uv": (frozenset(("add", "run")), _UV_SHORT),
    "uvx": (frozenset(), _UV_SHORT | {"w": "with"}),
    "pipx": (frozenset(("install", "run")), {"i": "index-url"}),
    "pixi": (frozenset(("add",)), _PIXI_SHORT),
    "poetry": (frozenset(("add",)), _POETRY_SHORT),
    "pdm": (frozenset(("add",)), {"G": "group", "e": "editable", "p": "project"}),
    "easy_install": (frozenset(), {"i": "index-url", "f": "find-links", "d": "dest"}),
}


class Option(NamedTuple):
    """An option by its long name without hyphens (``index-url`` for ``-i``); ``span`` is all of it with its value."""

    name: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True)
class Install:
    """One installing command: ``tool`` (``pip``, ``uv pip``, ``conda``), its sub-command and what it is given."""

    tool: str
    verb: str
    requirements: tuple[Requirement, ...]
    options: tuple[Option, ...]
    command: Command

    def values(self, *names: str) -> Iterator[Option]:
        """The options of these names that have a value."""
        return (option for option in self.options if option.name in names and option.value)

    @property
    def locks(self) -> bool:
        """Whether the tool writes down the versions that it chose, or is told them by a file."""
        return self.tool in ("uv", "poetry", "pdm", "pixi") and self.verb == "add"


def installs(shell: Shell) -> tuple[Install, ...]:
    """The installing commands of a shell line, in order."""
    if not any(word in shell.text for word in ("install", "add", "create", "update", "pip", "uv", "upgrade")):
        return ()
    return _installs(shell.commands())


@lru_cache(maxsize=2048)
def _installs(commands: tuple[Command, ...]) -> tuple[Install, ...]:
    return tuple(found for command in commands if (found := _install(command)))


def _install(command: Command) -> Install | None:
    tool, rest = _tool(command)
    if tool not in _TOOLS:
        return None
    verbs, short = _TOOLS[tool]
    at = 0
    if verbs:
        at = _first_positional(rest, short)
        if at >= len(rest) or rest[at].text not in verbs:
            return None
    verb = rest[at].text if verbs else ""
    ahead = rest[:at]
    words, options = _arguments(rest[at + 1 :] if verbs else rest, short, stops=verb == "run" or tool == "uvx")
    options = [*_arguments(ahead, short, stops=False)[1], *options]
    requirements = _from_options(options)
    if verb == "run" or tool == "uvx":
        source = any(option.name == "from" for option in options)
        words = [] if source or (tool == "uv" and verb == "run") else words[:1]
    is_conda = verbs >= _CONDA_VERBS
    requirements += (conda_requirement(word) if is_conda else requirement(word) for word in _joined(words))
    known = sorted((r for r in requirements if r), key=lambda r: r.span)
    return Install(tool, verb, tuple(known), tuple(sorted(options, key=lambda o: o.span)), command)


def _tool(command: Command) -> tuple[str, Sequence[Word]]:
    """The tool that a command runs and the words behind its name."""
    name, words = command.name, command.words
    if name in ("python", "pypy", "py"):
        for at in range(1, len(words) - 1):
            if words[at].text == "-m":
                module = words[at + 1].text
                return ("pip" if module == "pip" else module if module in ("uv", "pipx") else ""), words[at + 2 :]
            if not words[at].text.startswith("-"):
                break
        return "", ()
    if name.startswith("easy_install"):
        name = "easy_install"
    if name == "uv" and len(words) > 2 and words[1].text in ("pip", "tool"):
        return f"uv {words[1].text}", words[2:]
    return name, words[1:]


def _first_positional(words: Sequence[Word], short: Mapping[str, str]) -> int:
    at = 0
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if _wants_next(words[at].text, short) else 1
    return at


def _wants_next(text: str, short: Mapping[str, str]) -> bool:
    if text.startswith("--"):
        return "=" not in text and text[2:] in _WITH_VALUE
    return bool(short.get(text[-1:])) and not any(short.get(letter) for letter in text[1:-1])


def _arguments(words: Sequence[Word], short: Mapping[str, str], stops: bool) -> tuple[list[Word], list[Option]]:
    """Positional words and options; with ``stops`` everything behind the first positional word belongs to it."""
    positional: list[Word] = []
    options: list[Option] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not word.text.startswith("-") or word.text == "-":
            positional.append(word)
            if stops:
                positional += words[at:]
                break
            continue
        if word.text == "--":
            positional += words[at:]
            break
        following = words[at] if at < len(words) else None
        option = _option(word, following, short)
        options.append(option)
        if following is not None and option.span.end == following.span.end:
            at += 1
    return positional, options


def _option(word: Word, following: Word | None, short: Mapping[str, str]) -> Option:
    text, span = word.text, word.span
    nothing = Span(span.end, span.end)
    if text.startswith("--"):
        name, equals, value = text[2:].partition("=")
        if equals:
            return Option(name, value, span, Span(max(span.start, span.end - len(value)), span.end))
    else:
        letters = text[1:]
        at = next((k for k, letter in enumerate(letters) if short.get(letter)), None)
        if at is None:
            return Option(letters, "", span, nothing)
        name, value = short[letters[at]], letters[at + 1 :]
        if value:
            return Option(name, value.removeprefix("="), span, Span(max(span.start, span.end - len(value)), span.end))
    if following is None or not (name in _WITH_VALUE or not text.startswith("--")):
        return Option(name, "", span, nothing)
    return Option(name, following.text, Span(span.start, following.span.end), following.span)


def _from_options(options: Sequence[Option]) -> list[Requirement | None]:
    found: list[Requirement | None] = []
    for option in options:
        if option.name in ("requirement", "requirements", "with-requirements", "file") and option.value:
            found.append(Requirement("", "", "file", option.value_span, option.value))
        elif option.name in ("editable", "with-editable", "from", "with", "spec") and option.value:
            found += (requirement(Word(value, option.value_span)) for value in option.value.split(",") if value)
    return found


def _joined(words: Sequence[Word]) -> Iterator[Word]:
    """The words, ``name @ url`` as one."""
    at = 0
    while at < len(words):
        if at + 2 < len(words) and words[at + 1].text == "@":
            first, last = words[at], words[at + 2]
            yield Word(f"{first.text} @ {last.text}", Span(first.span.start, last.span.end))
            at += 3
        else:
            yield words[at]
            at += 1
