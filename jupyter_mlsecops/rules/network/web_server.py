"""Web servers that show too much, or to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, Value, offer, rule

_APPS = (
    "flask",
    "dash",
    "jupyter_dash",
    "quart",
    "bottle",
    "fastapi",
    "starlette",
    "sanic",
    "aiohttp",
    "uvicorn",
    "hypercorn",
    "nicegui",
)
_SERVERS = (
    "uvicorn.run",
    "uvicorn.Config",
    "hypercorn.run",
    "waitress.serve",
    "bottle.run",
    "aiohttp.web.run_app",
    "nicegui.ui.run",
    "ray.init",
    "ray.serve.start",
    "werkzeug.serving.run_simple",
    "xmlrpc.server.SimpleXMLRPCServer",
    "http.server.HTTPServer",
    "http.server.ThreadingHTTPServer",
    "socketserver.TCPServer",
    "bentoml.serve",
    "panel.serve",
    "rpyc.utils.server.ThreadedServer",
    "tensorboard.program.TensorBoard().configure",
    "mlflow.server._run_server",
    "wsgiref.simple_server.make_server",
)
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  # what is looked for
_HOSTS = ("host", "dashboard_host", "hostname", "address", "bind", "server_address", "addr")


def _runs(code: Code) -> Iterator[Call]:
    """The calls that start a web app."""
    for call in code.calls("*.run", "*.run_server", "*.serve"):
        root = call.name.partition(".")[0]
        if root in _APPS or (root == "?" and code.uses_module(*_APPS)):
            yield call


@rule(
    id="web-debug-mode",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Web app in debug mode",
    cwe=[489, 94],
    atlas=["AML.T0049"],
    screen=("debug", "DEBUG", "flask", "quart"),
    aliases=("B201", "S201"),
    bad=[
        Example(
            "from flask import Flask\napp = Flask(__name__)\n«app.run(debug=True)»",
            fixed="from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)",
        ),
        "import dash\napp = dash.Dash()\n# %%\n«app.run_server(mode='inline', debug=True)»",
        "from flask import Flask\napp = Flask('a')\n«app.run('127.0.0.1', 5000, True)»",
        "from flask import Flask\napp = Flask('a')\n«app.debug = True»",
    ],
    ok=[
        "from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)",
        "runner.run(debug=True)",
        "import asyncio\nasyncio.run(main(), debug=True)  # with flask",
        "import gradio as gr\ndemo.launch(debug=True)",
    ],
)
def web_debug_mode(code: Code) -> Iterator[Match]:
    """In debug mode the error page has a console that runs code, for everyone who can reach the app.

    Use debug=False."""
    for call in _runs(code):
        debug = call.argument(2 if call.name.startswith(("flask.", "quart.")) else -1, "debug")
        if debug is not None and debug.is_true():
            edits = call.set_keyword("debug", "False") if "debug" in call.keywords else None
            yield Match(call.span, proposals=offer("Set debug=False", Applicability.SAFE, edits))
    for store in code.stores("flask.Flask().debug", "quart.Quart().debug", "flask.Flask().config[]"):
        if store.value.is_true() and (store.name.endswith("debug") or store.key == "DEBUG"):
            yield Match(store.span, proposals=offer("Set it to False", Applicability.SAFE, store.set_value("False")))


@rule(
    id="bind-all-interfaces",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Server open to the whole network",
    cwe=668,
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("0.0.0.0", "::", "bind", "Server"),  # noqa: S104  # what is looked for
    aliases=("B104", "S104"),
    bad=[
        Example(
            "import uvicorn\n«uvicorn.run(app, host='0.0.0.0', port=8000)»",
            fixed="import uvicorn\nuvicorn.run(app, host='127.0.0.1', port=8000)",
        ),
        "from flask import Flask\napp = Flask('a')\nHOST = '0.0.0.0'\n# %%\n«app.run(host=HOST)»",
        "import ray\n«ray.init(dashboard_host='0.0.0.0')»",
        "import socket\ns = socket.socket()\n«s.bind(('0.0.0.0', 9000))»",
        "import socket\ns = socket.socket()\n«s.bind(('', 9000))»",
        "import zmq\ns = zmq.Context().socket(zmq.REP)\n«s.bind('tcp://*:5555')»",
        "from http.server import HTTPServer as H\nh = «H(('', 8000), handler)»",
    ],
    ok=[
        "import uvicorn\nuvicorn.run(app, host='127.0.0.1')",
        "host = '0.0.0.0'\nprint(host)",
        "import requests\nrequests.get('http://0.0.0.0:8000')",
        "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 9000))",
        "config.bind('0.0.0.0')",
    ],
)
def bind_all_interfaces(code: Code) -> Iterator[Match]:
    """The server answers everyone on the network, and a notebook's server rarely asks who they are.

    Listen on 127.0.0.1, and reach it through JupyterHub's proxy or an SSH tunnel."""
    for call in (*_runs(code), *code.calls(*_SERVERS)):
        positional = call.name.startswith(
            ("flask.", "http.server.", "socketserver.", "xmlrpc.", "wsgiref.", "werkzeug.")
        )
        host = next((call.keywords[name] for name in _HOSTS if name in call.keywords), None)
        if host is None and positional:
            host = call.argument(0)
        if host is not None and _is_everywhere(host):
            edits = host.replaced("'127.0.0.1'") if host.is_written_out else None
            yield Match(call.span, proposals=offer("Use 127.0.0.1", Applicability.REVIEW, edits))
    for call in code.calls("socket.socket().bind", "zmq.*.bind"):
        address = call.argument(0, "address", "addr")
        if address is not None and _is_everywhere(address):
            yield Match(call.span)


def _is_everywhere(value: Value) -> bool:
    if value.items:
        return value.items[0].constant in _EVERYWHERE
    text = value.constant
    return text in _EVERYWHERE[:2] or (isinstance(text, str) and text.startswith(("tcp://*:", "tcp://0.0.0.0:")))
