"""Servers started from a shell line or magic that everyone on the network can reach."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

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
    rule,
)

_BIND = frozenset(
    "--host --ip --bind --address --listen --server-address --server.address --server-name --server_name "
    "--dashboard-host --bind-address --bind_address --bind-addr --ServerApp.ip --NotebookApp.ip --Voila.ip".split()
)
_SHORT_BIND = {"gunicorn": "-b", "mlflow": "-h", "flask": "-h", "waitress-serve": "--listen", "http.server": "-b"}
_EVERYWHERE = regex(r"(?:0\.0\.0\.0|\[?::\]?|\*)(:\d+)?\Z")
_TOKEN = regex(r"--(?:ServerApp|NotebookApp|IdentityProvider|LabApp)\.token=(?:''|\"\")?\Z")
# Programs that only talk about a host, or that run the server behind a wall of its own.
_NOT_SERVERS = frozenset(
    "echo printf cat grep sed awk ping curl wget nc ssh scp docker podman kubectl git psql mysql redis-cli mongo "
    "docker-compose telnet nmap iptables ufw apt apt-get pip conda export set kill pkill lsof".split()
)
_JUPYTER = frozenset(("jupyter", "jupyter-lab", "jupyter-notebook", "jupyter-server"))


@rule(
    id="exposed-server-command",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Server open to the whole network",
    cwe=(306, 668),
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("0.0.0.0", "--bind_all", ".token=", "=*", "='*'", "::"),  # noqa: S104
    bad=[
        Example("!mlflow ui --host «0.0.0.0» --port 5000", fixed="!mlflow ui --host 127.0.0.1 --port 5000"),
        Example(
            "!streamlit run app.py --server.address=«0.0.0.0» &",
            fixed="!streamlit run app.py --server.address=127.0.0.1 &",
        ),
        Example("%tensorboard --logdir runs «--bind_all»", fixed="%tensorboard --logdir runs"),
        Example("!jupyter lab --no-browser «--ServerApp.token=''»", fixed="!jupyter lab --no-browser"),
        Example(
            "%%bash\njupyter notebook --ip=«0.0.0.0» --port 8888",
            fixed="%%bash\njupyter notebook --ip=127.0.0.1 --port 8888",
        ),
        "!gunicorn -b «0.0.0.0:8000» app:app",
        "!nohup uvicorn app:app --host «0.0.0.0» &",
        "!python -m vllm.entrypoints.api_server --host «0.0.0.0»",
        "!«OLLAMA_HOST=0.0.0.0» ollama serve",
        "%env «OLLAMA_HOST=0.0.0.0:11434»",
    ],
    ok=[
        "!mlflow ui --host 127.0.0.1",
        "!docker run -p 8000:8000 image serve --host 0.0.0.0",
        "!ping 0.0.0.0",
        "!echo --host 0.0.0.0",
        "!jupyter lab --ServerApp.token=$JUPYTER_TOKEN",
        "!curl http://0.0.0.0:8000/health",
        "%tensorboard --logdir runs",
        "# !mlflow ui --host 0.0.0.0",
    ],
)
def exposed_server_command(shell: Shell) -> Iterator[Match]:
    """Anyone who reaches this machine can use the server, and few of these servers ask for a password.

    Bind it to 127.0.0.1 and go through Jupyter's proxy or an SSH tunnel; never start Jupyter without a token."""
    for command in () if shell.magic in ("env", "set_env") else shell.commands():
        if command.name not in _NOT_SERVERS:
            yield from _of_command(shell, command)
    for variable in shell.variables():
        if variable.name in ("OLLAMA_HOST", "GRADIO_SERVER_NAME") and _EVERYWHERE.match(variable.value.strip("'\"")):
            yield Match(variable.span)


def _of_command(shell: Shell, command: Command) -> Iterator[Match]:
    short = _short(command)
    # Jupyter asks for its token there, so that reaching it is not yet getting in
    severity = Severity.MEDIUM if command.name in _JUPYTER else Severity.HIGH
    for at, word in enumerate(command.words[1:], 1):
        name, equals, value = word.text.partition("=")
        if word.text == "--bind_all":
            yield Match(
                word.span,
                proposals=(Proposal("Remove --bind_all", Applicability.REVIEW, (TextEdit(shell.cut(word.span)),)),),
            )
        elif _TOKEN.match(word.text):
            edit = TextEdit(shell.cut(word.span))
            title = "Jupyter started without a token"
            yield Match(word.span, title, proposals=(Proposal("Remove the empty token", Applicability.SAFE, (edit,)),))
        elif name in _BIND and equals and _EVERYWHERE.match(value):
            yield _bound(shell, _tail(shell, word, value), severity)
        elif (word.text in _BIND or word.text == short) and at + 1 < len(command.words):
            following = command.words[at + 1]
            if _EVERYWHERE.match(following.text):
                yield _bound(shell, _tail(shell, following, following.text), severity)


def _short(command: Command) -> str:
    if command.name == "python" and len(command.words) > 2 and command.words[1].text == "-m":
        return _SHORT_BIND.get(command.words[2].text, "")
    return _SHORT_BIND.get(command.name, "")


def _tail(shell: Shell, word: Word, value: str) -> Span:
    """Where the value stands at the end of a word, without its quotes."""
    at = shell.text.rfind(value, word.span.start, word.span.end)
    return Span(at, at + len(value)) if at >= 0 else word.span


def _bound(shell: Shell, span: Span, severity: Severity) -> Match:
    found = _EVERYWHERE.match(shell.text[slice(*span)])
    port = (found.group(1) or "") if found else ""
    edit = TextEdit(span, "127.0.0.1" + port)
    return Match(span, severity=severity, proposals=(Proposal("Bind to 127.0.0.1", Applicability.REVIEW, (edit,)),))
