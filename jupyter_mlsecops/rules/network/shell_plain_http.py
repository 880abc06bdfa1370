"""Downloads over plain HTTP on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
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
    installs,
    is_local,
    is_remote,
    launched,
    rule,
)

_TOOLS = frozenset(("curl", "wget", "aria2c", "axel", "gdown", "http", "git", "svn"))
# Options whose value is a URL that nothing is downloaded from.
_OTHER_URLS = frozenset(
    "-e --referer -x --proxy --preproxy --proxy1.0 -A --user-agent -H --header -d --data --data-raw --data-binary "
    "--data-urlencode --json -F --form -b --cookie -m --message -U --proxy-user".split()
)
_GIT_VERBS = frozenset(("clone", "fetch", "pull", "push", "remote", "submodule", "ls-remote"))


@rule(
    id="shell-plain-http",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Download over plain HTTP in a shell line",
    cwe=319,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("http://", "ftp://", "telnet ", "ftp "),
    caseless=True,
    bad=[
        Example("!wget «http://data.tool.dev/train.csv»", fixed="!wget https://data.tool.dev/train.csv"),
        Example(
            "!curl -L -o a.zip '«http://data.tool.dev/a.zip?x=1»'",
            fixed="!curl -L -o a.zip 'https://data.tool.dev/a.zip?x=1'",
        ),
        "%%bash\ngit clone «http://host.tool.dev/a.git»",
        "%pip install «http://data.tool.dev/a-1.0-py3-none-any.whl»",
        "!conda install -c «http://conda.tool.dev/main» numpy=2.1.0",
        "!wget -q «ftp://ftp.tool.dev/pub/a.gz»",
        "!«telnet» gpu.tool.dev 23",
        "%%bash\n«ftp» -n ftp.tool.dev",
    ],
    ok=[
        "!wget https://data.tool.dev/train.csv",
        "!curl http://localhost:8080/health",
        "!curl http://127.0.0.1:8080/health",
        "!curl http://192.168.1.20/x",
        "!curl http://mlflow:5000/api",
        "!wget http://{host}/train.csv",
        "!curl -H 'Referer: http://data.tool.dev' https://data.tool.dev/x",
        "!curl -x http://proxy.tool.dev:3128 https://data.tool.dev/x",
        "!echo http://data.tool.dev",
        "!git commit -m http://data.tool.dev/x",
        "# !wget http://data.tool.dev/train.csv",
        "!curl ftp://localhost/a.gz",
        "!telnet localhost 9000",
        "!wget https://ftp.tool.dev/a.gz",
    ],
)
def shell_plain_http(shell: Shell) -> Iterator[Match]:
    """Anyone on the way can read what is sent over plain HTTP and put other data or code in its place.

    Use the https address, or compare a checksum that you got another way."""
    for command in shell.commands():
        yield from _clear(shell, command)
    for install in installs(shell):
        for requirement in install.requirements:
            if requirement.kind in ("url", "vcs", "file"):
                yield from _plain(shell, Word(requirement.url, requirement.span))
        if "conda" in install.tool or "mamba" in install.tool:
            for option in install.values("channel"):
                yield from _plain(shell, Word(option.value, option.value_span))


@rule(
    id="process-plain-http",
    form_of="shell-plain-http",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Download over plain HTTP by a program",
    cwe=319,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("http://", "ftp://", "telnet", "'ftp'"),
    caseless=True,
    bad=[
        Example(
            "import os\nos.system('wget «http://data.tool.dev/a.zip»')",
            fixed="import os\nos.system('wget https://data.tool.dev/a.zip')",
        ),
        Example(
            "import subprocess\nsubprocess.run(['git', 'clone', '«http://host.tool.dev/a.git»'])",
            fixed="import subprocess\nsubprocess.run(['git', 'clone', 'https://host.tool.dev/a.git'])",
        ),
        "import subprocess as sp\nsp.check_call(f'curl «http://data.tool.dev/{name}» -o a.zip', shell=True)",
        "from subprocess import run\nrun(['wget', '-q', '«ftp://ftp.tool.dev/a.gz»'])",
    ],
    ok=[
        "import os\nos.system('wget https://data.tool.dev/a.zip')",
        "import os\nos.system('curl http://localhost:8080/health')",
        "import os\nos.system('echo http://data.tool.dev')",
        "print('wget http://data.tool.dev/a.zip')",
    ],
)
def process_plain_http(code: Code) -> Iterator[Match]:
    """Anyone on the way can read what is sent over plain HTTP and put other data or code in its place.

    Use the https address, or compare a checksum that you got another way."""
    yield from launched(code, _clear)


def _clear(shell: Shell, command: Command) -> Iterator[Match]:
    """What one command sends or fetches in the clear."""
    if command.name in _TOOLS:
        for word in _sources(command):
            yield from _plain(shell, word)
    if command.name in ("telnet", "ftp", "ncftp", "rlogin", "rsh") and not _is_at_home(command):
        yield Match(command.words[0].span, f"{command.name} sends what is typed in the clear")


def _sources(command: Command) -> Iterator[Word]:
    words = command.words
    if command.name == "git" and not any(word.text in _GIT_VERBS for word in words[1:4]):
        return
    for before, word in zip(words, words[1:], strict=False):
        if before.text not in _OTHER_URLS:
            yield word


def _is_at_home(command: Command) -> bool:
    """Whether it names no other machine."""
    hosts = [word.text for word in command.words[1:] if not word.text.startswith("-") and not word.text.isdigit()]
    return not hosts or is_local(f"ftp://{hosts[0]}")


def _plain(shell: Shell, word: Word) -> Iterator[Match]:
    """The match for a word that is, or ends in, a plain HTTP address."""
    text = shell.text[slice(*word.span)]
    lower = text.lower()
    at = max(lower.find("http://"), lower.find("ftp://") if "sftp://" not in lower else -1)
    url = text[at:].rstrip("'\"")
    if at < 0 or text[:at].rstrip("'\"").endswith(("://", "/", "?url=")) or not is_remote(url):
        return
    if at > 0 and not text[:at].endswith(("'", '"', "+", "=", "@", " ")):
        return
    start = word.span.start + at
    if lower.startswith("ftp", at):
        yield Match(Span(start, start + len(url)), "Download over FTP in a shell line")
        return
    edit = TextEdit(Span(start, start + 4), "https")
    yield Match(Span(start, start + len(url)), proposals=(Proposal("Use https", Applicability.REVIEW, (edit,)),))
