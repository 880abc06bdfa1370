"""Certificate checks switched off on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Option,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    Variable,
    Word,
    installs,
    is_local,
    launched,
    replace,
    rule,
)
from .serving import cut

# curl's short options that take the rest of the word or the next word as their value
_CURL_VALUES = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
_OFF = frozenset(("0", "false", "no", "off"))
_ON = frozenset(("1", "true", "yes", "on"))
_VARIABLES = {
    "GIT_SSL_NO_VERIFY": _ON,
    "PYTHONHTTPSVERIFY": _OFF,
    "NODE_TLS_REJECT_UNAUTHORIZED": _OFF,
    "HF_HUB_DISABLE_SSL_VERIFICATION": _ON,
    "CONDA_SSL_VERIFY": _OFF,
    "SSL_VERIFY": _OFF,
    "MLFLOW_TRACKING_INSECURE_TLS": _ON,
    "WANDB_INSECURE_DISABLE_SSL": _ON,
    "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION": _ON,
    "CURL_CA_BUNDLE": frozenset(("",)),
    "REQUESTS_CA_BUNDLE": frozenset(("",)),
}
_HOSTS = ("PIP_TRUSTED_HOST", "UV_INSECURE_HOST")  # whose value names those that need no certificate
_FLAGS = {
    "curl": ("--insecure", "--proxy-insecure"),
    "wget": ("--no-check-certificate", "--check-certificate=off", "--check-certificate=no"),
    "aria2c": ("--check-certificate=false",),
    "http": ("--verify=no", "--verify=false"),
    "https": ("--verify=no", "--verify=false"),
    "conda": ("--insecure", "-k"),
    "mamba": ("--insecure", "-k"),
    "aws": ("--no-verify-ssl",),
    "gdown": ("--no-check-certificate",),
    "yt-dlp": ("--no-check-certificate", "--no-check-certificates"),
    "youtube-dl": ("--no-check-certificate",),
    "axel": ("--insecure", "-k"),
    "mc": ("--insecure",),
    "s3cmd": ("--no-check-certificate",),
    "oras": ("--insecure",),
    "helm": ("--insecure-skip-tls-verify",),
    "podman": ("--tls-verify=false",),
    "skopeo": ("--tls-verify=false", "--src-tls-verify=false", "--dest-tls-verify=false"),
    "kubectl": ("--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true"),
    "oc": ("--insecure-skip-tls-verify", "--insecure-skip-tls-verify=true"),
}
# A program, the words that say which of its settings is meant, and what follows them.
_SETTINGS = {
    "git": ("http.sslverify",),
    "conda": ("ssl_verify",),
    "mamba": ("ssl_verify",),
    "npm": ("strict-ssl",),
    "yarn": ("strict-ssl", "enablestrictssl"),
}

_SCREEN = (
    "curl",
    "--no-check-certificate",
    "check-certificate=",
    "--verify=",
    "--no-verify-ssl",
    "--insecure",
    "axel",
    "tls-verify=false",
    "trusted-host",
    "--allow-insecure-host",
    "sslverify",
    "ssl_verify",
    "strict-ssl",
    "enablestrictssl",
    *(name.lower() for name in (*_VARIABLES, *_HOSTS)),
)


@rule(
    id="shell-tls-verify-off",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off in a shell line",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=_SCREEN,
    caseless=True,
    bad=[
        Example("!curl «-k» https://data.tool.dev/a.csv", fixed="!curl https://data.tool.dev/a.csv"),
        Example(
            "!curl «-skL» -o a.csv https://data.tool.dev/a.csv", fixed="!curl -sL -o a.csv https://data.tool.dev/a.csv"
        ),
        Example(
            "!wget «--no-check-certificate» https://data.tool.dev/a.zip", fixed="!wget https://data.tool.dev/a.zip"
        ),
        Example(
            "%pip install «--trusted-host pypi.tool.dev» numpy==2.1.0",
            fixed="%pip install numpy==2.1.0",
        ),
        Example(
            "!git «-c http.sslVerify=false» clone https://host.tool.dev/a.git",
            fixed="!git clone https://host.tool.dev/a.git",
        ),
        Example("!git config --global http.sslVerify «false»", fixed="!git config --global http.sslVerify true"),
        Example(
            "%%bash\n«GIT_SSL_NO_VERIFY=1» git clone https://host.tool.dev/a.git",
            fixed="%%bash\ngit clone https://host.tool.dev/a.git",
        ),
        "%%bash\nexport «GIT_SSL_NO_VERIFY=true»",
        "!aws s3 cp s3://bucket/x . «--no-verify-ssl»",
        Example("%env «PYTHONHTTPSVERIFY=0»", fixed="%env PYTHONHTTPSVERIFY=1"),
        "%env «CURL_CA_BUNDLE=»",
        "%set_env «WANDB_INSECURE_DISABLE_SSL=true»",
        "!conda config --set ssl_verify «no»",
        "!pip config set «global.trusted-host pypi.tool.dev»",
        "%env «PIP_TRUSTED_HOST=pypi.tool.dev»",
    ],
    ok=[
        "!curl -o kitten.png https://data.tool.dev/k.png",
        "!curl -okay.txt https://data.tool.dev/k.png",
        "!curl -k https://localhost:8443/health",
        "!curl -k localhost:8443/health",
        "!curl -H 'X: -k' https://data.tool.dev/a.csv",
        "!tar -k -xf a.tar",
        "!git config --global http.sslVerify true",
        "!echo use curl -k never",
        "%env PYTHONHTTPSVERIFY=1",
        "%env CURL_CA_BUNDLE",
        "%env PIP_TRUSTED_HOST=localhost",
        "# !curl -k https://data.tool.dev",
    ],
)
def shell_tls_verify_off(shell: Shell) -> Iterator[Match]:
    """Without the certificate check anyone on the way can send you other files, or read what you send.

    Remove the option. If a certificate is not accepted, give the tool your certificate authority instead."""
    for command in () if shell.magic in ("env", "set_env") else shell.commands():
        yield from _unchecked(shell, command)
        if command.name == "pip" and [w.text for w in command.words[1:4]] == ["config", "set", "global.trusted-host"]:
            yield Match(Span(command.words[3].span.start, command.words[-1].span.end))
    for install in installs(shell):
        for option in install.values("trusted-host", "allow-insecure-host"):
            if not is_local(f"https://{option.value}"):
                yield _for_index(shell, option) if shell.kind == "manifest" else _without(shell, option.span)
    for variable in shell.variables():
        if "=" not in shell.text[slice(*variable.span)] and not variable.value:
            continue  # %env NAME shows it
        if variable.name.upper() in _HOSTS and not is_local(f"https://{variable.value}"):
            yield Match(variable.span)
        if variable.value.strip("'\"").lower() in _VARIABLES.get(variable.name.upper(), ()):
            prefix = any(variable.span == word.span for c in shell.commands() if c.words for word in c.settings)
            yield _without(shell, variable.span) if prefix else _said(shell, variable)


@rule(
    id="process-tls-verify-off",
    form_of="shell-tls-verify-off",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off for a program",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=_SCREEN,
    caseless=True,
    bad=[
        Example(
            "import os\nos.system('wget «--no-check-certificate» https://data.tool.dev/a.zip')",
            fixed="import os\nos.system('wget https://data.tool.dev/a.zip')",
        ),
        Example(
            "import subprocess\nsubprocess.run(['curl', '«-k»', '-O', url])",
            fixed="import subprocess\nsubprocess.run(['curl', '-O', url])",
        ),
        "import subprocess as sp\nsp.check_call(f'curl «-sk» {url} -o a.zip', shell=True)",
        "import subprocess\nsubprocess.run(['git', '«-c', 'http.sslVerify=false»', 'clone', url])",
        "get_ipython().system('curl «--insecure» https://data.tool.dev/a.csv')",
        Example(
            "import os\nos.system('pip install «--trusted-host pypi.tool.dev» numpy==2.1.0')",
            fixed="import os\nos.system('pip install numpy==2.1.0')",
        ),
    ],
    ok=[
        "import os\nos.system('wget https://data.tool.dev/a.zip')",
        "import subprocess\nsubprocess.run(['curl', '-k', 'https://localhost:8443/health'])",
        "print('curl -k https://data.tool.dev')",
        "import subprocess\nsubprocess.run(['tar', '-k', '-xf', 'a.tar'])",
    ],
)
def process_tls_verify_off(code: Code) -> Iterator[Match]:
    """Without the certificate check anyone on the way can send you other files, or read what you send.

    Remove the option. If a certificate is not accepted, give the tool your certificate authority instead."""
    yield from launched(code, _unchecked_or_trusted)


def _unchecked_or_trusted(shell: Shell, command: Command) -> Iterator[Match]:
    """The same, with the hosts that pip trusts without a certificate."""
    yield from _unchecked(shell, command)
    words = command.words if any(word.text == "install" for word in command.words) else ()
    for at, word in enumerate(words):
        name, equals, host = word.text.partition("=")
        if name in ("--trusted-host", "--allow-insecure-host") and (equals or at + 1 < len(words)):
            end = word.span.end if equals else words[at + 1].span.end
            if not is_local(f"https://{host or words[at + 1].text}"):
                yield _without(shell, Span(word.span.start, end))


def _unchecked(shell: Shell, command: Command) -> Iterator[Match]:
    """The options of one command that switch the check off."""
    if any(_is_at_home(word.text) for word in command.words):
        return  # a service of this machine has no certificate that could be checked
    for word in command.words[1:]:
        if word.text.lower() in _FLAGS.get(command.name, ()):
            yield _without(shell, word.span)
    if command.name == "curl":
        yield from _curl(shell, command)
    yield from _settings(shell, command)


def _is_at_home(text: str) -> bool:
    """Whether a word is the address of this machine or its network, with or without a scheme."""
    if text.startswith(("localhost", "127.0.0.1")):
        return True
    return text.startswith(("http://", "https://")) and is_local(text)


def _curl(shell: Shell, command: Command) -> Iterator[Match]:
    """``-k``, alone or among other letters."""
    skip = False
    for word in command.words[1:]:
        text = word.text
        if skip:
            skip = False
        elif text.startswith("-") and not text.startswith("--"):
            for at, letter in enumerate(text[1:], 1):
                if letter in _CURL_VALUES:
                    skip = at == len(text) - 1
                    break
                if letter == "k" and shell.text[slice(*word.span)] == text:
                    place = Span(word.span.start + at, word.span.start + at + 1)
                    edit = TextEdit(cut(shell, word.span) if text == "-k" else place)
                    yield _match(word.span, "Remove -k", edit)
                    break


def _settings(shell: Shell, command: Command) -> Iterator[Match]:
    """``git -c http.sslVerify=false``, ``git config http.sslVerify false`` and those of other programs."""
    names = _SETTINGS.get(command.name)
    if names is None:
        return
    words = command.words
    for at, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if name.lower() not in names:
            continue
        if equals and value.lower() in _OFF:
            start = words[at - 1].span.start if words[at - 1].text == "-c" else word.span.start
            yield _without(shell, Span(start, word.span.end)) if start < word.span.start else Match(word.span)
        elif not equals and at + 1 < len(words) and words[at + 1].text.lower() in _OFF:
            following: Word = words[at + 1]
            yield _match(following.span, "Switch the check on", TextEdit(following.span, "true"))


def _said(shell: Shell, variable: Variable) -> Match:
    """``%env NAME=0`` and ``export NAME=0``: the other word in its place."""
    value = variable.value.strip("'\"")
    other = {"0": "1", "1": "0", "true": "false", "false": "true"}.get(value.lower(), "")
    at = shell.text.rfind(value, *variable.span)
    if not other or at < 0:
        return Match(variable.span)
    return _match(variable.span, "Switch the check on", TextEdit(Span(at, at + len(value)), other))


def _for_index(shell: Shell, option: Option) -> Match:
    """The option in a file; in one that has it as a value of its own notation, there is nothing that could be cut."""
    message = "Certificate check of a package index switched off"
    if option.span == option.value_span:
        return Match(option.span, message)
    return replace(_without(shell, option.span), message=message)


def _without(shell: Shell, span: Span) -> Match:
    option = shell.text[slice(*span)].split("=")[0].split()[0]
    return _match(span, f"Remove {option}", TextEdit(cut(shell, span)))


def _match(span: Span, title: str, edit: TextEdit) -> Match:
    return Match(span, proposals=(Proposal(title, Applicability.SAFE, (edit,)),))
