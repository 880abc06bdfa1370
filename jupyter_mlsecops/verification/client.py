"""The one place that speaks HTTP: one request, one answer, and nothing of either in an exception or a log.

Every failure is a value, ``NoAnswer``, in words of our own: what the libraries below raise may name the address, and
one provider wants the token in it.
"""

from __future__ import annotations

import base64
import http.client
import io
import re
import socket
import ssl
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from .. import __version__
from ..webfailures import why
from .provider import TOKEN, Provider

TIMEOUT = 10.0  # seconds
MOST_BYTES = 64 * 1024
USER_AGENT = f"jupyter_mlsecops/{__version__}"
_BASE64 = re.compile(r"base64\((.*)\)\Z")
_SENDABLE = re.compile(r"[!-~]{8,4096}\Z")  # no blank and no line end: it must stay inside its header


@dataclass(frozen=True)
class Request:
    """A request as it goes out. It holds the token, so it does not print."""

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Response:
    """What a provider answered; the body may tell of persons, so it does not print either."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class NoAnswer:
    """Why there is no answer, in a few words without an address."""

    reason: str


def is_sendable(token: str) -> bool:
    """Whether a value can be a token at all: printable ASCII without blanks, of a sensible length."""
    return _SENDABLE.match(token) is not None


def request_of(provider: Provider, token: str) -> Request:
    """The request that asks ``provider`` about ``token``, which must be sendable."""
    headers = [("User-Agent", USER_AGENT), *((name, _filled(value, token)) for name, value in provider.headers)]
    url = provider.url.replace(TOKEN, quote(token, safe=":"))
    body = provider.body.encode() if provider.method == "POST" else None
    if body is not None and "content-type" not in {name.lower() for name, _ in headers}:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    return Request(provider.method, url, tuple(headers), body)


def _filled(template: str, token: str) -> str:
    encoded = _BASE64.search(template)
    if encoded is None:
        return template.replace(TOKEN, token)
    inner = encoded[1].replace(TOKEN, token).encode()
    return template[: encoded.start()] + base64.b64encode(inner).decode()


def send(request: Request, endpoint: str | None = None, timeout: float = TIMEOUT) -> Response | NoAnswer:
    """Send one request and read its answer. Never raises for what the network or the other side does.

    HTTPS with a verified certificate, through the proxy of the environment if one is set; a redirect is an answer and
    not followed, so the token goes to no other host. ``timeout`` is in seconds, for connecting and for the answer.
    ``endpoint`` (``http://127.0.0.1:8000``) takes the place of the provider's scheme and host; it is for tests.
    """
    url = request.url
    if endpoint is not None:
        url = endpoint + url[len("https://") + len(urlsplit(url).netloc) :]
    # Put together by hand: the usual opener follows redirects and answers demands for a password.
    opener = urllib.request.OpenerDirector()
    opener.addheaders = []
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(_Https())
    if endpoint is not None:
        opener.add_handler(_Http())
    try:
        asked = urllib.request.Request(url, request.body, dict(request.headers), method=request.method)  # noqa: S310
        with opener.open(asked, timeout=timeout) as answer:
            body = answer.read(MOST_BYTES + 1)
            if len(body) > MOST_BYTES:
                return NoAnswer(f"the answer is larger than {MOST_BYTES // 1024} KB")
            return Response(answer.status, answer.headers.get_content_type(), body)
    except Exception as error:  # its text, and that of what caused it, may hold the address
        return NoAnswer(why(error))


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_secured, req)


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_plain, req)


def _secured(host: str, /, *, timeout: float = TIMEOUT, **more: Any) -> http.client.HTTPConnection:
    connection = http.client.HTTPSConnection(host, timeout=timeout, context=ssl.create_default_context(), **more)
    connection.response_class = _InTime
    return connection


def _plain(host: str, /, *, timeout: float = TIMEOUT, **more: Any) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(host, timeout=timeout, **more)
    connection.response_class = _InTime
    return connection


class _InTime(http.client.HTTPResponse):
    """An answer that has to be there as a whole within the time-out of its socket, which is one of silence only."""

    def __init__(self, sock: socket.socket, *more: Any, **named: Any) -> None:
        super().__init__(sock, *more, **named)
        self.fp = io.BufferedReader(_Hurried(sock, self.fp))


class _Hurried(io.RawIOBase):
    """The bytes of a socket, with less time for each next piece of them."""

    def __init__(self, sock: socket.socket, inner: io.BufferedReader) -> None:
        self._sock, self._inner = sock, inner
        self._until = time.monotonic() + (sock.gettimeout() or TIMEOUT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        piece = self._inner.read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()
