"""``curl … | sh`` and its other spellings."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
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

_DOWNLOADERS = frozenset(("curl", "wget"))
_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash"))
_INTERPRETERS = _SHELLS | {"python", "perl", "ruby", "node", "php"}
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
    screen=("curl", "wget"),
    bad=[
        Example(
            "!«curl -fsSL https://get.tool.dev/install.sh | sh»",
            fixed="!curl -fsSL https://get.tool.dev/install.sh -o install.sh",
        ),
        Example(
            "!«wget -qO- https://get.tool.dev/install.sh | sudo bash -s -- --yes»",
            fixed="!wget -qO install.sh https://get.tool.dev/install.sh",
        ),
        "%%bash\nset -e\n«curl -sSL https://install.tool.dev |\n  python3 -»",
        '!«sh -c "$(curl -fsSL https://get.tool.dev/install.sh)"»',
        "%%bash\n«bash <(curl -s https://get.tool.dev/install.sh)»\n",
        '%%bash\n«eval "$(curl -s https://get.tool.dev/env.sh)"»',
        "%%bash\nif ! command -v tool; then «curl -s https://get.tool.dev/i.sh | sh»; fi",
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
        "# !curl https://get.tool.dev/install.sh | sh",
    ],
)
def download_piped_to_shell(shell: Shell) -> Iterator[Match]:
    """The downloaded script runs at once with your rights, whatever the server sends this time.

    Download it to a file, read it or compare its checksum, then run the file."""
    if shell.kind == "magic":
        return
    commands = shell.commands()
    for at, command in enumerate(commands):
        if command.name not in _DOWNLOADERS or _is_local(command):
            continue
        reader = _reader(commands, at)
        if reader is not None:
            span = Span(command.words[0].span.start, reader.span.end)
            direct = commands[at + 1] is reader
            yield Match(span, proposals=_to_file(shell, command, reader) if direct else ())
            continue
        runner = _runner(command)
        if runner is not None:
            yield Match(Span(runner.words[0].span.start, runner.span.end))


def _is_local(command: Command) -> bool:
    urls = [word.text for word in command.words if "://" in word.text]
    return bool(urls) and all(is_local(url) for url in urls)


def _reader(commands: tuple[Command, ...], at: int) -> Command | None:
    """The interpreter further down the pipe that runs what comes in."""
    while commands[at].operator in ("|", "|&") and at + 1 < len(commands):
        at += 1
        if commands[at].name in _INTERPRETERS and _reads_program(commands[at]):
            return commands[at]
    return None


def _reads_program(command: Command) -> bool:
    """Whether an interpreter is given no program of its own, so that it runs its input."""
    # `-e` gives a program to perl and ruby; to a shell it says "stop at the first error"
    gives_program = "c" if command.name in _SHELLS else "cm" if command.name == "python" else "cen"
    at = 1
    while at < len(command.words):
        text = command.words[at].text
        if text in ("-", "/dev/stdin") or (command.name in _SHELLS and text == "-s"):
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
    name = "install.py" if reader.name == "python" else "install.sh"
    rest = TextEdit(Span(command.span.end, reader.span.end))
    if command.name == "curl":
        if any(_has_output(word) for word in command.words[1:]):
            return ()
        edits: tuple[TextEdit, ...] = (TextEdit(rest.span, f" -o {name}"),)
    else:
        target = next((word for word in command.words[1:] if word.text in ("-", "-O-", "-qO-", "-nvO-")), None)
        if target is None or shell.text[target.span.end - 1] != "-":
            return ()
        blank = "" if target.text == "-" else " "
        edits = (TextEdit(Span(target.span.end - 1, target.span.end), blank + name), rest)
    return (Proposal("Download the script without running it", Applicability.REVIEW, edits),)


def _has_output(word: Word) -> bool:
    text = word.text
    return text.startswith(("--output", "--remote-name")) or (
        text[:1] == "-" != text[1:2] and bool(set("oO") & set(text))
    )
