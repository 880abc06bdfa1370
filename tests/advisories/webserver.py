"""A web server on this machine that serves exports, and misbehaves where it is told to."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers by path. ``asked`` are the requests so far: path and headers with lower-case names."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/all.zip") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.close_connection = True
        answer = server.answers.get(self.path.partition("?")[0])
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server as long as the block lasts."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def content(raw: bytes, length: int | None = -1, **headers: str) -> Answer:
    """An answer with a body. ``length`` is what it claims to be long, None for nothing."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        if length is not None:
            request.send_header("Content-Length", str(len(raw) if length < 0 else length))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(raw)

    return answer


def tagged(raw: bytes, etag: str) -> Answer:
    """An answer with a body, and 304 for who knows its tag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("If-None-Match") == etag:
            request.send_response(304)
            request.end_headers()
        else:
            content(raw, ETag=etag)(request)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere, with a body that has no end."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", to)
        request.end_headers()
        _drip(request.connection)

    return answer


def status(number: int) -> Answer:
    """An answer with a status and no body."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(number)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def silent(request: BaseHTTPRequestHandler) -> None:
    """Takes the request and says nothing."""
    time.sleep(3)


def dripping_headers(request: BaseHTTPRequestHandler) -> None:
    """One byte of the headers at a time."""
    request.connection.sendall(b"HTTP/1.1 200 OK\r\n")
    _drip(request.connection)


def dripping_body(request: BaseHTTPRequestHandler) -> None:
    """One byte of the body at a time."""
    request.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    _drip(request.connection)


def no_http(request: BaseHTTPRequestHandler) -> None:
    """Something else than HTTP."""
    request.connection.sendall(b"220 mail.example.org ESMTP\r\n")


def _drip(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.05)
