"""Settings that open a Jupyter server."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, Value, offer, rule
from .exposure import is_everywhere

_CLASSES = ("ServerApp", "NotebookApp", "LabApp", "IdentityProvider", "JupyterHub", "Voila")
_NAMES = ("token", "ip", "allow_origin", "allow_origin_pat", "disable_check_xsrf", "authenticator_class", "allow_root")
_SETTINGS = tuple(f"*.{owner}.{name}" for owner in _CLASSES for name in _NAMES)


@rule(
    id="open-jupyter-server",
    form_of="exposed-server-command",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Jupyter server that everyone can use",
    cwe=[306, 668],
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("ServerApp", "NotebookApp", "LabApp", "IdentityProvider", "JupyterHub", "Voila"),
    bad=[
        Example(
            "c = get_config()\n«c.ServerApp.token = ''»\nc.ServerApp.port = 8888",
            fixed="c = get_config()\nc.ServerApp.port = 8888",
        ),
        "%%writefile jupyter_server_config.py\n«c.IdentityProvider.token = ''»\n«c.ServerApp.ip = '0.0.0.0'»",
        "%%writefile jupyter_notebook_config.py\n«c.NotebookApp.allow_origin = '*'»\n"
        "«c.NotebookApp.disable_check_xsrf = True»",
        "c = get_config()\n«c.JupyterHub.authenticator_class = 'dummy'»",
    ],
    ok=[
        "c = get_config()\nc.ServerApp.token = os.environ['JUPYTER_TOKEN']",
        "c = get_config()\nc.ServerApp.ip = 'localhost'",
        "c = get_config()\nc.ServerApp.allow_origin = 'https://lab.tool.dev'",
        "print(c.ServerApp.token == '')",
    ],
)
def open_jupyter_server(code: Code) -> Iterator[Match]:
    """Whoever reaches a Jupyter server without a token runs code on its machine with your rights.

    Delete the line: Jupyter then makes a token and listens on this machine only."""
    for store in code.stores(*_SETTINGS):
        name = store.name.rpartition(".")[2]
        severity = _severity(name, store.value)
        if severity is not None:
            message = f"{'.'.join(store.name.split('.')[-2:])} opens the Jupyter server"
            applicability = Applicability.SAFE if name == "token" else Applicability.REVIEW
            fix = offer("Delete the line", applicability, store.drop_statement())
            yield Match(store.span, message, severity, proposals=fix)


def _severity(name: str, value: Value) -> Severity | None:
    """How bad a setting is; None if it is harmless."""
    if name == "token":
        return Severity.HIGH if value.constant == "" else None
    if name == "ip":
        return Severity.MEDIUM if is_everywhere(value.constant) else None
    if name in ("allow_origin", "allow_origin_pat"):
        return Severity.MEDIUM if value.constant in ("*", ".*") else None
    if name == "disable_check_xsrf":
        return Severity.MEDIUM if value.is_true() else None
    if name == "authenticator_class":
        return Severity.HIGH if "dummy" in value.text.lower() else None
    if name == "allow_root":
        return Severity.INFO if value.is_true() else None
    return None
