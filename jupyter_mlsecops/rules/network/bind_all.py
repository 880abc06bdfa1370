"""Servers that a Python cell opens to the whole network."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, TextEdit, Value, offer, regex, rule
from .exposure import LOCAL, is_everywhere, made_local

_HOSTS = (
    *("host", "hostname", "address", "bind", "server_address", "addr", "dashboard_host", "dashboard_address"),
    *("bind_address", "bind_addr", "http_host", "listen", "listen_address", "interface", "ip", "server_host"),
    *("bind_host", "serve_address", "listen_host", "proxy_host", "grpc_host", "node_ip_address"),
)
_HOSTS_SET = frozenset(_HOSTS)
# What starts a server, by the last part of its name, and what only talks to one.
_STARTS = regex(
    r"(?i)\w*(?:run|serv|start|launch|listen|init|bind|app|dashboard|cluster|config|options|site|manager)\w*"
)
_TALKS = regex(r"(?i)\w*(?:connect|client|session|request|redis|mongo|engine|publish|consum|producer|ping|agent)\w*")
# Where the address stands that is not passed by keyword.
_POSITIONS = {
    **dict.fromkeys(("flask.Flask().run", "quart.Quart().run", "werkzeug.serving.run_simple"), 0),
    **dict.fromkeys(("http.server.HTTPServer", "http.server.ThreadingHTTPServer", "socketserver.TCPServer"), 0),
    **dict.fromkeys(("socketserver.ThreadingTCPServer", "socketserver.UDPServer", "socket.create_server"), 0),
    **dict.fromkeys(("xmlrpc.server.SimpleXMLRPCServer", "wsgiref.simple_server.make_server", "eventlet.listen"), 0),
    **dict.fromkeys(("multiprocessing.connection.Listener", "multiprocessing.managers.BaseManager"), 0),
    **dict.fromkeys(("gevent.pywsgi.WSGIServer", "cheroot.wsgi.Server", "livereload.Server().serve"), 0),
    **dict.fromkeys(("asyncio.start_server", "websockets.serve", "websockets.server.serve"), 1),
    **dict.fromkeys(("websockets.asyncio.server.serve", "websockets.sync.server.serve", "uvicorn.Config"), 1),
    **dict.fromkeys(("aiohttp.web.TCPSite", "asyncio.get_event_loop().create_server"), 1),
    **dict.fromkeys(("asyncio.get_running_loop().create_server",), 1),
}
# Servers whose name does not tell that they are some.
_SERVERS = ("mcp.server.fastmcp.FastMCP", "mcp.server.FastMCP", "fastmcp.FastMCP")
# Of these an empty address means all of them, too.
_EMPTY_IS_ALL = (
    "http.server.",
    "socketserver.",
    "xmlrpc.",
    "wsgiref.",
    "socket.",
    "multiprocessing.",
    "gevent.",
    "asyncio.",
)


@rule(
    id="bind-all-interfaces",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Server open to the whole network",
    cwe=668,
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("0.0.0.0", "::", "bind", "Server", "server", "//*"),  # noqa: S104  # what is looked for
    aliases=("B104", "S104"),
    bad=[
        Example(
            "import uvicorn\n«uvicorn.run(app, host='0.0.0.0', port=8000)»",
            fixed="import uvicorn\nuvicorn.run(app, host='127.0.0.1', port=8000)",
        ),
        Example(
            "from flask import Flask\napp = Flask('a')\nHOST = '0.0.0.0'\n# %%\n«app.run(host=HOST)»",
            fixed="from flask import Flask\napp = Flask('a')\nHOST = '0.0.0.0'\n# %%\napp.run(host='127.0.0.1')",
        ),
        "from flask import Flask\napp = Flask('a')\n«app.run('0.0.0.0', 80)»",
        "import ray\n«ray.init(dashboard_host='0.0.0.0')»",
        "from ray import serve\n«serve.start(http_options={'host': '0.0.0.0'})»",
        "import uvicorn as u\nopts = dict(host='0.0.0.0')\n# %%\n«u.run('app:app', **opts)»",
        "import socket\ns = socket.socket()\n«s.bind(('0.0.0.0', 9000))»",
        Example(
            "import socket\ns = socket.socket()\n«s.bind(('', 9000))»",
            fixed="import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 9000))",
        ),
        "import socket\nwith socket.socket() as s:\n    «s.bind(('0.0.0.0', 9000))»",
        "import zmq\ns = zmq.Context().socket(zmq.REP)\n«s.bind('tcp://*:5555')»",
        "from http.server import HTTPServer as H\nh = «H(('', 8000), handler)»",
        "import socketserver\nwith «socketserver.TCPServer(('', PORT), Handler)» as h:\n    h.serve_forever()",
        Example(
            "import grpc\ns = grpc.server(pool)\n«s.add_insecure_port('[::]:50051')»",
            fixed="import grpc\ns = grpc.server(pool)\ns.add_insecure_port('127.0.0.1:50051')",
        ),
        "import websockets\nasync with «websockets.serve(f, '0.0.0.0', 8765)»:\n    pass",
        "from hypercorn.config import Config\nc = Config()\n«c.bind = ['0.0.0.0:8000']»",
        "import fiftyone as fo\nsession = «fo.launch_app(ds, address='0.0.0.0')»",
        "import dash\napp = dash.Dash()\n«app.run(host='0.0.0.0', port=8050)»",
        "import threading, uvicorn\nthreading.Thread(target=lambda: «uvicorn.run(app, host='0.0.0.0')»).start()",
        Example(
            "import threading\nfrom flask import Flask\napp = Flask('a')\n"
            "threading.Thread(target=«app.run», kwargs={'host': '0.0.0.0', 'port': 80}).start()",
            fixed="import threading\nfrom flask import Flask\napp = Flask('a')\n"
            "threading.Thread(target=app.run, kwargs={'host': '127.0.0.1', 'port': 80}).start()",
        ),
        Example(
            "import os, uvicorn\n«uvicorn.run(app, host=os.getenv('HOST', '0.0.0.0'))»",
            fixed="import os, uvicorn\nuvicorn.run(app, host=os.getenv('HOST', '127.0.0.1'))",
        ),
        "import uvicorn\nhost = '0.0.0.0' if public else '127.0.0.1'\n«uvicorn.run(app, host=host)»",
        Example(
            "from mcp.server.fastmcp import FastMCP\nserver = «FastMCP('a', host='0.0.0.0')»",
            fixed="from mcp.server.fastmcp import FastMCP\nserver = FastMCP('a', host='127.0.0.1')",
        ),
        "import flwr as fl\n«fl.server.start_server(server_address='0.0.0.0:8080')»",
        "import argparse, uvicorn\np = argparse.ArgumentParser()\np.add_argument('--host', default='0.0.0.0')\n"
        "a = p.parse_args([])\n«uvicorn.run(app, host=a.host)»",
    ],
    ok=[
        "import uvicorn\nuvicorn.run(app, host='127.0.0.1')",
        "host = '0.0.0.0'\nprint(host)",
        "import requests\nrequests.get('http://0.0.0.0:8000')",
        "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 9000))",
        "config.bind('0.0.0.0')",
        "import redis\nr = redis.Redis(host='0.0.0.0')",
        "import psycopg2\nc = psycopg2.connect(host='0.0.0.0')",
        "import chromadb\nc = chromadb.HttpClient(host='0.0.0.0', port=8000)",
        "import uvicorn\nuvicorn.run(app, host=os.environ['HOST'])",
        "import threading, uvicorn\nthreading.Thread(target=uvicorn.run, args=(app,), kwargs={'port': 80}).start()",
        "import os, uvicorn\nuvicorn.run(app, host=os.getenv('HOST', '127.0.0.1'))",
        "sql = \"SELECT inet '::'\"",
    ],
)
def bind_all_interfaces(code: Code) -> Iterator[Match]:
    """The server answers everyone on the network, and a notebook's server rarely asks who they are.

    Listen on 127.0.0.1, and reach it through JupyterHub's proxy or an SSH tunnel."""
    for call in code.keyword(*_HOSTS):
        last = call.name.rpartition(".")[2] or call.name
        name = next((n for n in _HOSTS if n in call.keywords and _is_open(call, call.keywords[n])), "")
        if name and (call.name in (*_POSITIONS, *_SERVERS) or (_STARTS.fullmatch(last) and not _TALKS.fullmatch(last))):
            yield _match(code, call, call.keywords[name], name)
    for call in code.calls(*_POSITIONS):
        host = call.argument(_POSITIONS[call.name])
        if host is not None and _is_open(call, host) and not _HOSTS_SET & call.keywords.keys():
            yield _match(code, call, host)
    for call in code.calls("*.bind", "*.add_insecure_port"):
        address = call.argument(0, "address", "addr")
        if address is None:
            continue
        is_socket = len(address.items) == 2 and (address.items[0].constant != "" or "socket" in code.imports)
        is_url = "://" in address.text or not call.name.endswith(".bind")
        if (is_socket or is_url) and _is_open(call, address):
            yield _match(code, call, address)
    for call in code.keyword("http_options"):
        host = call.keywords["http_options"].entries.get("host")
        if host is not None and is_everywhere(host.constant):
            here = host.is_written_out and host.spot.unit == code.unit
            edits = host.replaced(f"'{LOCAL}'") if here else None
            yield Match(call.span, proposals=offer(f"Use {LOCAL}", Applicability.REVIEW, edits))
    for store in code.stores("hypercorn.config.Config().bind", "hypercorn.Config().bind"):
        if any(is_everywhere(item.constant) for item in (store.value, *store.value.items)):
            edits = store.set_value(f"['{made_local(_text(store.value))}']")
            yield Match(store.span, proposals=offer(f"Use {LOCAL}", Applicability.REVIEW, edits))


def _text(value: Value) -> str:
    found = value.items[0].constant if value.items else value.constant
    return found if isinstance(found, str) else ""


def _is_open(call: Call, value: Value) -> bool:
    return any(_is_open_one(call, choice) for choice in value.choices)


def _is_open_one(call: Call, value: Value) -> bool:
    if value.items:
        first = value.items[0].constant
        return is_everywhere(first) or first == ""
    return is_everywhere(value.constant) or (value.constant == "" and call.name.startswith(_EMPTY_IS_ALL))


def _match(code: Code, call: Call, value: Value, keyword: str = "") -> Match:
    edits: tuple[TextEdit, ...] | None = None
    value = next((choice for choice in value.choices if _is_open_one(call, choice)), value)
    at = value.items[0] if value.items else value
    if at.is_written_out and at.spot.unit == code.unit:
        quote = code.cell.source[at.span.end - 1]
        edits = at.replaced(f"{quote}{made_local(_text(value)) or LOCAL}{quote}")
    elif keyword and not value.items:
        edits = call.set_keyword(keyword, f"'{made_local(_text(value))}'")
    return Match(call.span, proposals=offer(f"Use {LOCAL}", Applicability.REVIEW, edits))
