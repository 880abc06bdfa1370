"""What a shell line installs: the commands of pip, conda, uv and their relatives, read word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from ..text import Span
from . import fed
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
    channel name file repodata-fn solver experimental-solver optional marker bounds config-file color env-file script
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

_CONDA_VERBS = frozenset(("install", "create", "update", "upgrade"))
# tool -> its sub-commands that install, and its short options that take a value
_FILES = ("uv pip sync", "pip-sync ")  # whose words are files of requirements
_GROUPS = {
    "uv": ("pip", "tool"),
    "conda": ("env",),
    "mamba": ("env",),
    "micromamba": ("env",),
    "pixi": ("global", "exec"),
}
_RUNS_FIRST = ("uvx", "pixi exec")  # whose first word is what is installed and run
_WORDS = ("install", "add", "create", "update", "pip", "uv", "upgrade", "pixi")  # of which each line has one
_PYTHON_FLAGS = frozenset("bBdEiIOPqRsSuvx")  # that take no value, so that others may follow in one word
_MODULES = frozenset(("pip", "uv", "pipx", "easy_install", "pipenv", "poetry", "pdm", "conda"))
_TOOLS: dict[str, tuple[frozenset[str], Mapping[str, str]]] = {
    "pip": (frozenset(("install", "download", "wheel", "lock")), _PIP_SHORT),
    "conda": (_CONDA_VERBS, _CONDA_SHORT),
    "mamba": (_CONDA_VERBS, _CONDA_SHORT),
    "micromamba": (_CONDA_VERBS, _CONDA_SHORT | {"f": "file"}),
    "conda env": (frozenset(("create", "update")), _CONDA_SHORT | {"f": "file"}),
    "uv pip": (frozenset(("install", "sync")), _UV_SHORT),
    "uv tool": (frozenset(("install", "run", "upgrade")), _UV_SHORT | {"w": "with"}),
    "uv": (frozenset(("add", "run")), _UV_SHORT),
    "uvx": (frozenset(), _UV_SHORT | {"w": "with"}),
    "pipx": (frozenset(("install", "run", "inject")), {"i": "index-url"}),
    "pip-sync": (frozenset(), {"i": "index-url", "f": "find-links"}),
    "pipenv": (frozenset(("install",)), {"r": "requirements", "e": "editable", "i": "index", "c": "categories"}),
    "pixi": (frozenset(("add",)), _PIXI_SHORT),
    "pixi global": (frozenset(("install", "add")), {"c": "channel", "e": "env", "p": "platform"}),
    "pixi exec": (frozenset(), {"s": "spec", "w": "with", "c": "channel", "p": "platform"}),
    "juv": (frozenset(("add",)), _UV_SHORT),
    "rye": (frozenset(("add",)), {}),
    "poetry": (frozenset(("add",)), _POETRY_SHORT),
    "pdm": (frozenset(("add",)), {"G": "group", "e": "editable", "p": "project"}),
    "easy_install": (frozenset(), {"i": "index-url", "f": "find-links", "d": "dest"}),
}


class Option(msgspec.Struct, frozen=True):
    """An option by its long name without hyphens (``index-url`` for ``-i``); ``span`` is all of it with its value."""

    name: str
    value: str
    span: Span
    value_span: Span


class Install(msgspec.Struct, frozen=True):
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
        return self.tool in ("uv", "juv", "poetry", "pdm", "pixi") and self.verb == "add"


def installs(shell: Shell) -> tuple[Install, ...]:
    """The installing commands of a shell line, in order; none of a file, which installs elsewhere."""
    known: tuple[Install, ...] | None = shell.__dict__.get("installs")
    if known is None:
        known = shell.__dict__["installs"] = _installs(shell)
    return known


def _installs(shell: Shell) -> tuple[Install, ...]:
    if shell.said:
        return shell.said
    if shell.kind == "file" or not any(word in shell.text for word in _WORDS):
        return ()
    return installs_of(shell.commands())


def installs_of(commands: tuple[Command, ...]) -> tuple[Install, ...]:
    """The installing commands among these, which follow each other."""
    found: list[Install] = []
    inside: dict[int, list[Command]] = {}
    for one in commands:
        if one.outer is not None:
            inside.setdefault(id(one.outer), []).append(one)
    for at, command in enumerate(commands):
        install = install_of(command)
        if install is not None:
            before = commands[at - 1] if at and commands[at - 1].operator in ("|", "|&") else None
            given = fed.told(install.requirements, command, before, inside.get(id(command), ())) or fed.fed(
                command, before
            )
            found.append(install if given == install.requirements else replace(install, requirements=given))
    return tuple(found)


def install_of(command: Command) -> Install | None:
    """What one command installs; None if it installs nothing."""
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
    words, options = _arguments(rest[at + 1 :] if verbs else rest, short, stops=verb == "run" or tool in _RUNS_FIRST)
    options = [*_arguments(ahead, short, stops=False)[1], *options]
    requirements = _from_options(options)
    if verb == "run" or tool in _RUNS_FIRST:
        source = any(option.name in ("from", "spec") for option in options)
        words = [] if source or (tool == "uv" and verb == "run") else words[:1]
    if verb == "inject" or tool == "juv":  # the first word is what the others are added to
        words = words[1:]
    if f"{tool} {verb}" in _FILES:
        requirements += (Requirement("", "", "file", word.span, word.text) for word in words)
        words = []
    is_conda = verbs >= _CONDA_VERBS or (tool.startswith("pixi") and "pypi" not in {o.name for o in options})
    requirements += (conda_requirement(word) if is_conda else requirement(word) for word in _joined(words))
    known = sorted((r for r in requirements if r), key=lambda r: r.span)
    return Install(tool, verb, tuple(known), tuple(sorted(options, key=lambda o: o.span)), command)


def _tool(command: Command) -> tuple[str, Sequence[Word]]:
    """The tool that a command runs and the words behind its name."""
    name, words = command.name, list(command.words)
    is_variable = name[:1] in "{$" and len(words) > 2 and words[1].text == "-m"  # `$PYTHON -m pip`
    if name in ("python", "pypy", "py") or is_variable:
        name, words = _module(words)
    if name[:1] in "{$" and "pip" in name.lower():  # `$PIP install`
        name = "pip"
    if name.startswith("easy_install"):
        name = "easy_install"
    if len(words) > 2 and words[1].text in _GROUPS.get(name, ()):
        return ("conda env" if words[1].text == "env" else f"{name} {words[1].text}"), words[2:]
    return name, words[1:]


def _module(words: list[Word]) -> tuple[str, list[Word]]:
    """The module that Python runs, of ``-m pip``, ``-Im pip`` and ``-mpip``, with the words from there on; both empty
    if it runs none that installs."""
    at = 1
    while at < len(words) and words[at].text.startswith("-"):
        letters, m, joined = words[at].text[1:].partition("m")
        if m and not set(letters) - _PYTHON_FLAGS:
            here = words[at:] if joined else words[at + 1 :]
            name = (joined or (here[0].text if here else "")).removesuffix(".__main__")
            return (name, here) if name in _MODULES else ("", [])
        at += 2 if words[at].text in ("-W", "-X") else 1
    return "", []


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
    """The words, ``name @ url`` and ``name == version`` as one."""
    at = 0
    while at < len(words):
        if at + 2 < len(words) and words[at + 1].text in ("@", "==", "~=", "==="):
            first, between, last = words[at : at + 3]
            yield Word(f"{first.text} {between.text} {last.text}", Span(first.span.start, last.span.end))
            at += 3
        else:
            yield words[at]
            at += 1
