"""A secret in a ``!`` or ``%`` line, or in a shell cell: the command reads it from the environment, or goes without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Command, Proposal, Shell, Span, TextEdit, Word, commands, regex

from . import stores
from .fix_code import MOST, Edits, Expression, file_instead, manual, review, store_edits, stored
from .names import environment_key
from .site import Site

_ENV_MAGIC = regex(r"[ \t]*%(?:set_)?env[ \t]+([A-Za-z_]\w*)[ \t]*[= \t][ \t]*['\"]?\Z", re.ASCII)
_USER = regex(r"[a-z][a-z0-9+.-]{1,20}://([^\s/@\"'`]{1,400}@)", re.IGNORECASE)
_WITHOUT_VALUE = frozenset("-e --env".split())
_CONTAINERS = frozenset("docker podman nerdctl".split())
_SETS = frozenset("export declare setenv".split())
_RUNS_SHELL = ("!", "%sx", "%system", "%pip", "%conda", "%%bash", "%%sh", "%%script bash", "%%system")
_INHERITS = "Leave it out: the command inherits"
# Programs that read a variable, or ask, where they are not told: the words before the value, options that hold it.
_LOGINS = {
    "wandb": ("login", ("--key",), "WANDB_API_KEY"),
    "huggingface-cli": ("login", ("--token",), "HF_TOKEN"),
    "hf": ("login", ("--token",), "HF_TOKEN"),
}


def in_shell(site: Site) -> Iterator[Proposal]:
    """The fixes of a value in a line or cell that is no Python."""
    line = _line(site)
    magic = _ENV_MAGIC.match(site.source[line.start : site.span.start])
    if magic:
        ready = list(_stored(site, line, magic[1], Span(*line), ""))
        file = list(file_instead(site, magic[1], (_whole_line(site, line),)))
        yield from (*file, *ready) if site.around.secret_store == "dotenv" else (*ready, *file)
        yield review(f"Delete the line, and set {magic[1]} before Jupyter starts", (_whole_line(site, line),))
        return
    fixes = list(_in_command(site, line))
    is_shell = site.source[line.start : line.end].lstrip().startswith(_RUNS_SHELL) or _is_script(site)
    if is_shell and not any(fix.title.startswith((_INHERITS, "Ask for")) for fix in fixes):
        fixes.append(review(f"Read {site.name} from the environment", (_variable(site),)))
    yield from fixes[:MOST] or [manual(site)]


def _line(site: Site) -> Span:
    """The escape that the value stands in, with its indentation; in a script the line."""
    token = site.token
    if token is not None and token.kind == "escape" and not site.source[token.start : token.end].startswith("%%"):
        return Span(token.start, token.end)
    for escape in site.code.escapes if site.code is not None else ():
        if escape.kind != "cell" and escape.span.start <= site.span.start < escape.span.end:
            return escape.span
    start = site.source.rfind("\n", 0, site.span.start) + 1
    end = site.source.find("\n", site.span.end)
    return Span(start, len(site.source) if end < 0 else end)


def _is_script(site: Site) -> bool:
    body = site.source.lstrip()
    return body.startswith(_RUNS_SHELL[-4:]) or site.segment.language in ("bash", "sh", "zsh")


def _stored(site: Site, line: Span, target: str, replaced: Span, kept: str) -> Iterator[Proposal]:
    """Python in the place of a line that puts the value into the environment."""
    text = site.source[line.start : line.end]
    indent = text[: len(text) - len(text.lstrip())]
    environ = stores.spelled(stores.ENVIRONMENT, site.around, site.cell, site.statement)
    if environ is None:
        return
    left = environ.code.replace("{q}", '"').replace("{name}", target)
    for store in stores.offered(site.around):
        if store.id in ("environment", "dotenv"):
            continue

        def rewrite(expression: Expression) -> Edits:
            code = indent + left + " = " + expression('"') + kept
            return (TextEdit(replaced, code, site.pointer),)

        edits = store_edits(site, store, rewrite, environ.lines)
        if edits is not None:
            yield stored(site, store, target, edits)


def _in_command(site: Site, line: Span) -> Iterator[Proposal]:
    """What the command itself offers: a variable it is handed, a login it can do without, a URL without its user."""
    found = _command(site)
    if found is None:
        return
    shell, command, word = found
    span = word.span.shift(shell.start)
    key = environment_key(site.source, site.span)
    is_set = bool(key) and command.name in _SETS and len(command.words) == 2
    is_last = command.words[-1:] == (word,)
    if is_set and shell.kind == "line":
        yield from _exported(site, line, shell, command, key)
    elif is_set and not shell.text.replace(shell.text[slice(*command.span)], "").strip():
        yield review(f"{_INHERITS} {key}", (_whole_line(site, line),))
    elif word in command.settings and shell.kind == "line":
        yield from _set_before(site, line, shell, word)
    if command.name in _CONTAINERS and key and _before(command, word) in _WITHOUT_VALUE:
        yield review(f"Hand {key} over from the environment", (TextEdit(span, key, site.pointer),))
    login = _LOGINS.get(command.name)
    if login is not None and login[0] in (w.text for w in command.words):
        before = _before(command, word)
        if before in login[1] or word.text.startswith(tuple(f"{o}=" for o in login[1])):
            start = next(w for w in command.words if w.text == before).span if before in login[1] else word.span
            cut = shell.cut(Span(start.start, word.span.end)).shift(shell.start)
            yield _asked(site, command, cut, login[2])
        elif is_last and not before.startswith("-"):
            yield _asked(site, command, shell.cut(word.span).shift(shell.start), login[2])
    user = next((m for m in _USER.finditer(site.source, *span) if m.start(1) <= site.span.start < m.end(1)), None)
    if user is not None:
        title = "Leave the user out of the address; git asks, or reads its credential store"
        if command.name != "git":
            title = "Leave the user out of the address"
        yield review(title, (TextEdit(Span(*user.span(1)), "", site.pointer),))


def _asked(site: Site, command: Command, cut: Span, variable: str) -> Proposal:
    title = f"Leave it out: {command.name} reads {variable}, or asks"
    return review(title, (TextEdit(cut, "", site.pointer),))


def _exported(site: Site, line: Span, shell: Shell, command: Command, key: str) -> Iterator[Proposal]:
    """``!export NAME=v && cmd``: a variable of a ``!`` line lasts no longer than the line, one of the kernel does."""
    rest = shell.text[command.span.end :].lstrip()
    rest = rest[len(command.operator) :].lstrip(" \t") if command.operator in ("&&", ";") else rest
    if command.span.start or (command.operator not in ("", "&&", ";")):
        return
    yield from _stored(site, line, key, line, _next_command(site, line, rest) if rest else "")


def _set_before(site: Site, line: Span, shell: Shell, word: Word) -> Iterator[Proposal]:
    """``!NAME=v cmd``: without it the command reads what it inherits."""
    key = word.text.partition("=")[0]
    end = word.span.end
    while shell.text[end : end + 1] in (" ", "\t"):
        end += 1
    rest = shell.text[: word.span.start] + shell.text[end:]
    yield from _stored(site, line, key, line, _next_command(site, line, rest))
    cut = Span(word.span.start, end).shift(shell.start)
    yield review(f"{_INHERITS} {key}", (TextEdit(cut, "", site.pointer),))


def _next_command(site: Site, line: Span, rest: str) -> str:
    """``rest`` as a command on a line of its own below another."""
    text = site.source[line.start : line.end]
    indent = text[: len(text) - len(text.lstrip())]
    return ("\r\n" if "\r\n" in site.source else "\n") + f"{indent}!{rest}"


def _command(site: Site) -> tuple[Shell, Command, Word] | None:
    """The command and the word of it that hold the value."""
    for shell in commands(site.around.notebook):
        if shell.cell is not site.cell or not shell.start <= site.span.start < shell.start + len(shell.text):
            continue
        inner = site.span.shift(-shell.start)
        for command in reversed(shell.commands()):
            for word in (*command.words, *command.settings):
                if word.span.start <= inner.start and inner.end <= word.span.end:
                    return shell, command, word
    return None


def _before(command: Command, word: Word) -> str:
    at = command.words.index(word) if word in command.words else 0
    return command.words[at - 1].text if at else ""


def _whole_line(site: Site, line: Span) -> TextEdit:
    """The edit that deletes a line; in a block a ``pass`` stays, for it may be the only statement."""
    source = site.source
    text = source[line.start : line.end]
    if text[:1] in (" ", "\t"):
        return TextEdit(Span(line.end - len(text.lstrip()), line.end), "pass", site.pointer)
    end = line.end
    end += 2 if source.startswith("\r\n", end) else 1 if source.startswith("\n", end) else 0
    start = line.start
    if end == line.end and start:
        start -= 2 if source[:start].endswith("\r\n") else 1
    return TextEdit(Span(start, end), "", site.pointer)


def _variable(site: Site) -> TextEdit:
    """``$NAME`` in the place of the value, also where single quotes would keep it from being expanded."""
    text, span = site.source, site.span
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    outside_double = re.sub(r'"[^"]*"', "", line)
    in_double = '"' in outside_double
    in_single = outside_double.count("'") % 2 == 1 and not in_double
    follows = text[span.end : span.end + 1]
    if in_single and follows == "'":
        return TextEdit(Span(span.start, span.end + 1), f'\'"${site.name}"', site.pointer)
    if in_single:
        insert = f"'\"${site.name}\"'"
    elif follows.isalnum() or follows == "_":
        insert = f'${site.name}""' if in_double else f'"${site.name}"'
    else:
        insert = f"${site.name}"
    return TextEdit(span, insert, site.pointer)
