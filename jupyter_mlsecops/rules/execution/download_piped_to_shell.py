"""``curl … | sh`` and its other spellings."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    SHELLS,
    Applicability,
    Command,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    Word,
    is_local,
    rule,
)

_DOWNLOADERS = frozenset(("curl", "wget", "fetch", "iwr", "irm", "Invoke-WebRequest", "Invoke-RestMethod"))
_INTERPRETERS = SHELLS | {"python", "perl", "ruby", "node", "php", "Rscript", "iex", "Invoke-Expression"}
_LONGEST_PIPE = 20
_WITH_VALUE = frozenset(("-o", "-O", "+o", "+O", "-W", "-X", "--rcfile", "--init-file"))


@rule(
    id="download-piped-to-shell",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Download piped straight into a shell",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("curl", "wget", "fetch", "iwr", "irm", "Invoke-"),
    bad=[
        Example(
            "!«curl -fsSL https://get.tool.dev/install.sh | sh»",
            fixed="!curl -fsSL https://get.tool.dev/install.sh -o install.sh && sha256sum install.sh",
        ),
        Example(
            "!«wget -qO- https://get.tool.dev/install.sh | sudo bash -s -- --yes»",
            fixed="!wget -qO install.sh https://get.tool.dev/install.sh && sha256sum install.sh",
        ),
        "%%bash\nset -e\n«curl -sSL https://install.tool.dev |\n  python3 -»",
        Example(
            '!«sh -c "$(curl -fsSL https://get.tool.dev/install.sh)"»',
            fixed="!curl -fsSL https://get.tool.dev/install.sh -o install.sh && sha256sum install.sh",
        ),
        Example(
            "%%bash\n«bash <(curl -s https://get.tool.dev/install.sh)»\n",
            fixed="%%bash\ncurl -s https://get.tool.dev/install.sh -o install.sh && sha256sum install.sh\n",
        ),
        '!«python -c "$(curl -s https://get.tool.dev/setup.py)"»',
        "!«wget -O - https://get.tool.dev/setup.py | python»",
        "x = !«curl -s https://get.tool.dev/install.sh | sudo -E bash -»",
        "%%script bash\n«curl -s https://get.tool.dev/install.sh | env A=1 sh -s -- -y»",
        "%%bash\nsource ./env.sh\n«source <(curl -s https://get.tool.dev/env.sh)»",
        "%sx «curl -s https://get.tool.dev/install.sh | sh»",
        '%%bash\n«eval "$(curl -s https://get.tool.dev/env.sh)"»',
        "%%bash\nif ! command -v tool; then «curl -s https://get.tool.dev/i.sh | sh»; fi",
        "%%writefile tools/setup.sh\n#!/bin/sh\n«curl -s https://get.tool.dev/install.sh | sh»\n",
        "%%writefile Dockerfile\nFROM python\nRUN --mount=type=cache,target=/c apt-get update \\\n"
        ' && «curl -s https://get.tool.dev/install.sh | bash»\nCMD ["run"]',
        "!mkdir -p /opt/x && «curl -s {url} | tee log.txt | bash»",
    ],
    ok=[
        "!curl -s https://api.tool.dev/items | python -m json.tool",
        "!curl -s https://api.tool.dev/items | python -c 'import json, sys; print(json.load(sys.stdin))'",
        "!curl -fsSL https://get.tool.dev/install.sh -o install.sh",
        "!curl -s https://data.tool.dev/rows.txt | bash count.sh",
        "!curl -s https://get.tool.dev/key.gpg | sudo apt-key add -",
        "!curl -sL https://data.tool.dev/x.tar.gz | tar xz && bash x/run.sh",
        "!curl -s http://localhost:8080/setup.sh | sh",
        '!bash -c "echo $(curl -s https://api.tool.dev/version)"',
        'hint = """\n!curl -fsSL https://get.tool.dev/install.sh | sh\n"""',
        "%%writefile README.md\ncurl -s https://get.tool.dev/install.sh | sh",
        "%%writefile Dockerfile\n# RUN curl -s https://get.tool.dev/install.sh | sh\nENV A='curl https://t.dev | sh'",
        "# !curl https://get.tool.dev/install.sh | sh",
    ],
)
def download_piped_to_shell(shell: Shell) -> Iterator[Match]:
    """The downloaded script runs at once with your rights, whatever the server sends this time.

    Download it to a file, read it or compare its checksum, then run the file."""
    for command, runner in piped_downloads(shell):
        if runner.span.start > command.span.start:
            span = Span(command.words[0].span.start, runner.span.end)
            yield Match(span, proposals=_to_file(shell, command, runner))
        else:
            span = Span(runner.words[0].span.start, runner.span.end)
            yield Match(span, proposals=_unwrapped(shell, command, span))


def piped_downloads(shell: Shell) -> Iterator[tuple[Command, Command]]:
    """The downloads of a shell line that run at once, each with the command that runs it."""
    if shell.kind == "magic":
        return
    commands = shell.commands()
    for at, command in enumerate(commands):
        if command.name in _DOWNLOADERS and not _is_local(command):
            runner = _reader(commands, at) or _runner(command)
            if runner is not None:
                yield command, runner


def _is_local(command: Command) -> bool:
    urls = [word.text for word in command.words if "://" in word.text]
    return bool(urls) and all(is_local(url) for url in urls)


def _reader(commands: tuple[Command, ...], at: int) -> Command | None:
    """The interpreter further down the pipe that runs what comes in."""
    last = min(at + _LONGEST_PIPE, len(commands) - 1)
    while commands[at].operator in ("|", "|&") and at < last:
        at += 1
        if commands[at].name in _INTERPRETERS and _reads_program(commands[at]):
            return commands[at]
    return None


def _reads_program(command: Command) -> bool:
    """Whether an interpreter is given no program of its own, so that it runs its input."""
    # `-e` gives a program to perl and ruby; to a shell it says "stop at the first error"
    gives_program = "c" if command.name in SHELLS else "cm" if command.name == "python" else "cen"
    at = 1
    while at < len(command.words):
        text = command.words[at].text
        if text in ("-", "/dev/stdin") or (command.name in SHELLS and text == "-s"):
            return True
        if not text.startswith(("-", "+")):
            return False
        if not text.startswith("--") and set(gives_program) & set(text):
            return False
        at += 2 if text in _WITH_VALUE else 1
    return True


def _runner(command: Command) -> Command | None:
    """The command that runs the output of a download: ``bash <(curl …)``, ``sh -c "$(curl …)"``, ``eval``."""
    outer = command.outer
    if outer is None:
        return None
    if outer.words and outer.words[0].span.overlaps(command.span):
        return outer.outer or outer  # `$(curl …)` is itself the program, alone or behind `bash -c`
    place = next((k for k, word in enumerate(outer.words) if word.span.overlaps(command.span)), None)
    if place is None:
        fed = any(r.target and r.target.span.overlaps(command.span) for r in outer.redirects)
        return outer if fed and outer.name in _INTERPRETERS and _reads_program(outer) else None
    text = outer.words[place].text
    if outer.name in ("eval", "source", "."):
        return outer if place == 1 and text.startswith(("$(", "`", "<(")) else None
    if outer.name not in _INTERPRETERS:
        return None
    options = [word.text for word in outer.words[1:place]]
    if text.startswith("<("):
        return outer if all(option.startswith("-") for option in options) else None
    given = options[-1:] and options[-1].startswith("-") and options[-1][-1] in "ce"
    return outer if given and text.startswith(("$(", "`")) else None


def _to_file(shell: Shell, command: Command, reader: Command) -> tuple[Proposal, ...]:
    """Proposals to write a download into a file: and to leave it there, or to run it after a look at its checksum."""
    name = "install.py" if reader.name == "python" else "install.sh"
    between = shell.text[command.span.end : reader.span.start]
    edits = _into_file(shell, command, name)
    if edits is None or between.strip() not in ("|", "|&"):
        return ()
    rest = Span(command.span.end, reader.span.end)
    runner = shell.text[slice(*reader.span)].removesuffix(" -").removesuffix(" -s")
    proposals = [_download(_joined(edits, rest, f" && sha256sum {name}"))]
    if len(reader.words) == 1 or runner != shell.text[slice(*reader.span)]:
        then = f" && sha256sum {name} && {runner} {name}"
        title = "Download the script, show its checksum, then run it"
        proposals.append(Proposal(title, Applicability.REVIEW, _joined(edits, rest, then)))
    return tuple(proposals)


def _unwrapped(shell: Shell, command: Command, span: Span) -> tuple[Proposal, ...]:
    """A proposal to write the download inside ``bash <(…)`` or ``sh -c "$(…)"`` into a file."""
    edits = _into_file(shell, command, "install.sh")
    if edits is None or "\\" in shell.text[slice(*command.span)]:
        return ()
    outside = (TextEdit(Span(span.start, command.span.start)), TextEdit(Span(command.span.end, span.end)))
    return (_download(_joined((outside[0], *edits), outside[1].span or span, " && sha256sum install.sh")),)


def _download(edits: tuple[TextEdit, ...]) -> Proposal:
    return Proposal("Download the script and show its checksum, do not run it", Applicability.REVIEW, edits)


def _joined(edits: tuple[TextEdit, ...], rest: Span, insert: str) -> tuple[TextEdit, ...]:
    """The edits and one that replaces what is behind the download; two at one place become one."""
    at_end = [edit for edit in edits if edit.span == Span(rest.start, rest.start)]
    others = tuple(edit for edit in edits if edit not in at_end)
    return (*others, TextEdit(rest, "".join(edit.insert for edit in at_end) + insert))


def _into_file(shell: Shell, command: Command, name: str) -> tuple[TextEdit, ...] | None:
    """Edits after which a download goes into a file; None where that is not a small change."""
    end = command.span.end
    if command.name == "curl":
        has_output = any(_has_output(word) for word in command.words[1:])
        return None if has_output else (TextEdit(Span(end, end), f" -o {name}"),)
    target = next((word for word in command.words[1:] if word.text in ("-", "-O-", "-qO-", "-nvO-")), None)
    if command.name != "wget" or target is None or shell.text[target.span.end - 1] != "-":
        return None
    blank = "" if target.text == "-" else " "
    return (TextEdit(Span(target.span.end - 1, target.span.end), blank + name),)


def _has_output(word: Word) -> bool:
    text = word.text
    return text.startswith(("--output", "--remote-name")) or (
        text[:1] == "-" != text[1:2] and bool(set("oO") & set(text))
    )
