"""Servers on this machine that stand in for providers and proxies, and write down what they are sent."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple


class Seen(NamedTuple):
    """A request as it came in; names of headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    """What the server says. ``raw`` takes the place of all of it; ``hangs`` says nothing until the test is over, and
    ``drips`` says two letters of ``raw`` at a time, with a tenth of a second between.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    raw: bytes = b""
    hangs: bool = False
    drips: bool = False


def says(status: int, body: Any, type: str = "application/json") -> Reply:
    """A reply with a JSON body."""
    return Reply(status, json.dumps(body).encode(), (("Content-Type", type),))


@dataclass
class Local:
    """A running server."""

    url: str
    seen: list[Seen] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[Seen], Reply] | Reply, certificate: Path | None = None) -> Iterator[Local]:
    """A provider. ``certificate`` is a PEM file with the key in it, and makes it speak TLS."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen = Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            local.seen.append(seen)
            reply = answer if isinstance(answer, Reply) else answer(seen)
            if reply.hangs:
                over.wait(30)
                return
            if reply.drips:
                for at in range(0, len(reply.raw), 2):
                    self.wfile.write(reply.raw[at : at + 2])
                    if over.wait(0.1):
                        return
            if reply.raw:
                self.wfile.write(reply.raw)
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is what is tested
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    local = Local(f"{scheme}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield local
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Proxy:
    """A proxy that refuses, with all that it was sent."""

    url: str
    sent: list[bytes] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The variables that name it, in every spelling."""
        names = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
        return {name: self.url for name in names} | {"NO_PROXY": "", "no_proxy": ""}


@contextmanager
def refusing_proxy() -> Iterator[Proxy]:
    """A proxy between a command and the network: whatever the command sends to anybody, it has to send here."""
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                got = b""
                while b"\r\n\r\n" not in got and (piece := connection.recv(4096)):
                    got += piece
                proxy.sent.append(got)
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        with suppress(OSError):  # needed on Linux alone
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
