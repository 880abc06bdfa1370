"""Certificate checks switched off on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Code,
    Confidence,
    Example,
    Match,
    Option,
    Severity,
    Shell,
    Span,
    TextEdit,
    Variable,
    installs,
    is_local,
    launched,
    replace,
    rule,
)
from . import tls_options
from .tls_options import OFF, matched, unchecked, unchecked_or_trusted, without

_ON = frozenset(("1", "true", "yes", "on"))
_VARIABLES = {
    "GIT_SSL_NO_VERIFY": _ON,
    "PYTHONHTTPSVERIFY": OFF,
    "NODE_TLS_REJECT_UNAUTHORIZED": OFF,
    "HF_HUB_DISABLE_SSL_VERIFICATION": _ON,
    "CONDA_SSL_VERIFY": OFF,
    "SSL_VERIFY": OFF,
    "MLFLOW_TRACKING_INSECURE_TLS": _ON,
    "WANDB_INSECURE_DISABLE_SSL": _ON,
    "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION": _ON,
    "CURL_CA_BUNDLE": frozenset(("",)),
    "REQUESTS_CA_BUNDLE": frozenset(("",)),
}
_HOSTS = ("PIP_TRUSTED_HOST", "UV_INSECURE_HOST")  # whose value names those that need no certificate
_SCREEN = (*tls_options.SCREEN, *(name.lower() for name in (*_VARIABLES, *_HOSTS)))


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
        yield from unchecked(shell, command)
        if command.name == "pip" and [w.text for w in command.words[1:4]] == ["config", "set", "global.trusted-host"]:
            yield Match(Span(command.words[3].span.start, command.words[-1].span.end))
    for install in installs(shell):
        for option in install.values("trusted-host", "allow-insecure-host"):
            if not is_local(f"https://{option.value}"):
                yield _for_index(shell, option) if shell.kind == "manifest" else without(shell, option.span)
    for variable in shell.variables():
        if "=" not in shell.text[slice(*variable.span)] and not variable.value:
            continue  # %env NAME shows it
        if variable.name.upper() in _HOSTS and not is_local(f"https://{variable.value}"):
            yield Match(variable.span)
        if variable.value.strip("'\"").lower() in _VARIABLES.get(variable.name.upper(), ()):
            prefix = any(variable.span == word.span for c in shell.commands() if c.words for word in c.settings)
            yield without(shell, variable.span) if prefix else _said(shell, variable)


@rule(
    id="process-tls-verify-off",
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
    yield from launched(code, unchecked_or_trusted)


def _said(shell: Shell, variable: Variable) -> Match:
    """``%env NAME=0`` and ``export NAME=0``: the other word in its place."""
    value = variable.value.strip("'\"")
    other = {"0": "1", "1": "0", "true": "false", "false": "true"}.get(value.lower(), "")
    at = shell.text.rfind(value, *variable.span)
    if not other or at < 0:
        return Match(variable.span)
    return matched(variable.span, "Switch the check on", TextEdit(Span(at, at + len(value)), other))


def _for_index(shell: Shell, option: Option) -> Match:
    """The option in a file; in one that has it as a value of its own notation, there is nothing that could be cut."""
    message = "Certificate check of a package index switched off"
    if option.span == option.value_span:
        return Match(option.span, message)
    return replace(without(shell, option.span), message=message)
