"""Command lines that start a server which everyone on the network can reach, or which asks nobody for a password."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Command, Match, Proposal, Severity, Shell, Span, TextEdit, Word, regex
from .exposure import LOCAL, is_everywhere, made_local
from .options import cut, options

_BIND = frozenset(
    "--host --hostname --ip --bind --bind_ip --address --listen --server-address --server.address --server-name "
    "--server_name --dashboard-host --dashboard-address --bind-address --bind_address --bind-addr --ServerApp.ip "
    "--NotebookApp.ip --LabApp.ip --Voila.ip --http-host --node-ip-address --endpoint --http-address".split()
)
_SHORT_BIND = {
    "gunicorn": "-b",
    "hypercorn": "-b",
    "mlflow": "-h",
    "flask": "-h",
    "http.server": "-b",
    "php": "-S",
    "xinference-local": "-H",
    "xinference": "-H",
    "locust": "-H",
}
_ONLY_PORT = regex(r":\d{2,5}\Z")
_FRAMEWORK_TOKEN = regex(r"--(?:ServerApp|NotebookApp|IdentityProvider|LabApp)\.token=(?:''|\"\")?\Z")
_SWITCHES = {
    "--bind_all": "Listens on all addresses",
    "--bind-all": "Listens on all addresses",
    "--bind_ip_all": "Listens on all addresses",
    "--allow-websocket-origin=*": "Every website may open a connection to the app",
    "--server.enableXsrfProtection=false": "Streamlit without protection against foreign websites",
    "--server.enableCORS=false": "Streamlit without protection against foreign websites",
    "--ServerApp.disable_check_xsrf=True": "Jupyter without protection against foreign websites",
    "--NotebookApp.disable_check_xsrf=True": "Jupyter without protection against foreign websites",
    "--ServerApp.allow_origin=*": "Every website may talk to Jupyter",
    "--NotebookApp.allow_origin=*": "Every website may talk to Jupyter",
    "--noauth": "Server that asks nobody for a password",
    "--auth=none": "Server that asks nobody for a password",
}
# Switches whose value may be the next word.
_VALUED = (
    "--allow-websocket-origin",
    "--auth",
    "--protected-mode",
    "--server.enableCORS",
    "--server.enableXsrfProtection",
)
_MEDIUM = frozenset(switch for switch in _SWITCHES if "enable" in switch or "origin" in switch or "xsrf" in switch)
_PASSWORDED = ("--api-key", "--api_key", "--auth", "--basic-auth", "--gradio-auth", "--password", "--app-name")
# Programs that only talk about a host, or that run the server behind a wall of its own.
_NOT_SERVERS = frozenset(
    "echo printf cat grep sed awk ping curl wget nc ssh scp docker podman kubectl git psql mysql redis-cli mongo "
    "mongosh docker-compose telnet nmap iptables ufw apt apt-get pip conda export set kill pkill lsof env set_env jq "
    "http httpie dig nslookup traceroute pg_isready mysqladmin clickhouse-client lt ngrok cloudflared locust".split()
)
_CONTAINERS = ("docker", "podman", "nerdctl")
_JUPYTER = frozenset(("jupyter", "jupyter-lab", "jupyter-notebook", "jupyter-server"))
SCREEN = (
    *("0.0.0.0", "--bind", ".token=", "=*", "='*'", '="*"', "::", "http.server", "SimpleHTTPServer", "_all"),  # noqa: S104
    *("--share", "--listen", "enableXsrf", "enableCORS", "disable_check_xsrf", "websocket-origin"),
    *("--noauth", "--auth", "protected-mode", "fastapi run", "GRADIO_SHARE", "OLLAMA_HOST", "JUPYTER_TOKEN"),
)


def exposed(shell: Shell, command: Command) -> Iterator[Match]:
    """The matches in one command; spans and edits count in the shell's text."""
    if command.name in _CONTAINERS:
        yield from _published(shell, command)
    if command.name in _NOT_SERVERS or not command.words:
        return
    texts = [word.text for word in command.words]
    short = _short(command)
    # Jupyter asks for its token there, so that reaching it is not yet getting in
    guarded = command.name in _JUPYTER or any(text.partition("=")[0] in _PASSWORDED for text in texts)
    severity = Severity.MEDIUM if guarded and "--auth=none" not in texts else Severity.HIGH
    for word, following in options(command):
        name, equals, value = word.text.partition("=")
        if _FRAMEWORK_TOKEN.match(word.text):
            yield _removed(shell, word.span, "Jupyter started without a token", "the empty token")
        elif name in _BIND and equals and is_everywhere(value):
            yield _bound(shell, _tail(shell, word, value), severity)
        elif following is not None and (word.text in _BIND or word.text == short) and _binds(command, following.text):
            yield _bound(shell, _tail(shell, following, following.text), severity)
        else:
            yield from _switch(shell, command, word, following)
    yield from _always_open(command, texts)


def _published(shell: Shell, command: Command) -> Iterator[Match]:
    """Jupyter without a token in a container whose port everybody reaches."""
    texts = [word.text for word in command.words]
    ports = [b for a, b in zip(texts, texts[1:], strict=False) if a in ("-p", "--publish")]
    ports += [text.partition("=")[2] for text in texts if text.startswith("--publish=")]
    is_open = any(not port.startswith(("127.", "localhost:", "[::1]")) for port in ports)
    for word in command.words if is_open or "--network=host" in texts or "--net=host" in texts else ():
        if _FRAMEWORK_TOKEN.match(word.text):
            yield _removed(shell, word.span, "Jupyter started without a token", "the empty token")


def _switch(shell: Shell, command: Command, word: Word, following: Word | None) -> Iterator[Match]:
    """Options that are enough in themselves."""
    text = word.text.replace("'", "").replace('"', "")
    span = word.span
    if following is not None and text in _VALUED:
        text, span = f"{text}={following.text}", Span(span.start, following.span.end)
    if text in _SWITCHES or text.lower() in _SWITCHES:
        message = _SWITCHES.get(text) or _SWITCHES[text.lower()]
        severity = Severity.MEDIUM if text in _MEDIUM else None
        yield _removed(shell, span, message, text.partition("=")[0], severity)
    elif text == "--protected-mode=no":
        yield _removed(shell, span, "Redis answers everyone without a password", "--protected-mode no")
    elif text in ("--share", "--listen") and _runs_script(command):
        told = "public Gradio address" if text == "--share" else "server open to the whole network"
        severity = None if text == "--share" else Severity.MEDIUM
        if text == "--share" or following is None or following.text.startswith("-"):
            yield _removed(shell, span, f"{text} makes a {told}", text, severity)


def _always_open(command: Command, texts: list[str]) -> Iterator[Match]:
    """Servers that listen on all addresses unless they are told not to."""
    told = any(text.partition("=")[0] in ("--bind", "-b", "--host", "--directory-only") for text in texts)
    simple = texts[1:3] in (["-m", "http.server"], ["-m", "SimpleHTTPServer"])
    if command.name == "python" and simple and not told:
        yield Match(command.words[2].span, "Everyone on the network can read this folder", Severity.MEDIUM)
    if command.name == "fastapi" and texts[1:2] == ["run"] and not told:
        yield Match(command.words[1].span, "fastapi run listens on all addresses", Severity.MEDIUM)


def _runs_script(command: Command) -> bool:
    return command.name == "python" and any(word.text.endswith(".py") for word in command.words[1:4])


def _binds(command: Command, text: str) -> bool:
    only_port = command.name in ("gunicorn", "hypercorn") and _ONLY_PORT.match(text) is not None
    return is_everywhere(text) or only_port


def _short(command: Command) -> str:
    if command.name == "python" and len(command.words) > 2 and command.words[1].text == "-m":
        return _SHORT_BIND.get(command.words[2].text, "")
    return _SHORT_BIND.get(command.name, "")


def _tail(shell: Shell, word: Word, value: str) -> Span:
    """Where the value stands at the end of a word, without its quotes."""
    at = shell.text.rfind(value, word.span.start, word.span.end)
    return Span(at, at + len(value)) if at >= 0 else word.span


def _bound(shell: Shell, span: Span, severity: Severity) -> Match:
    text = shell.text[slice(*span)]
    edit = TextEdit(span, LOCAL + text if text.startswith(":") and text[1:].isdigit() else made_local(text))
    return Match(span, severity=severity, proposals=(Proposal(f"Bind to {LOCAL}", Applicability.REVIEW, (edit,)),))


def _removed(shell: Shell, span: Span, message: str, what: str, severity: Severity | None = None) -> Match:
    edit = TextEdit(cut(shell, span))
    safe = what.startswith("the empty") or what == "--share"
    applicability = Applicability.SAFE if safe else Applicability.REVIEW
    return Match(span, message, severity, proposals=(Proposal(f"Remove {what}", applicability, (edit,)),))
