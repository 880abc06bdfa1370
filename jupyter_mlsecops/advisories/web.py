"""One request to a web server: where it may go, how long it may take, and what is said when it fails."""

from __future__ import annotations

import functools
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from .. import __version__
from ..webfailures import why
from .refusal import Refused

SILENCE = 30.0  # seconds without a byte
TOTAL = 900.0  # seconds for all of it
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Timeouts:
    """How long to wait, in seconds: for the next byte, and for all of it."""

    silence: float = SILENCE
    total: float = TOTAL


_OFFLINE = (
    "Try again later; behind a proxy set HTTPS_PROXY, and without a way out fetch the file elsewhere and use `jupyter "
    "mlsecops db import`."
)
_TOO_SLOW = f"The download took too long. {_OFFLINE}"


class Deadline:
    """Ends connections when the time is up, whatever they are waiting for: a time-out of a socket is one of silence."""

    def __init__(self, timeouts: Timeouts) -> None:
        self.timeouts = timeouts
        self._until = time.monotonic() + timeouts.total
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(timeouts.total, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def connect(self, *args: Any, **named: Any) -> socket.socket:
        """``socket.create_connection``, with an end."""
        sock = socket.create_connection(*args, **named)
        self._sockets.append(sock.dup())  # TLS takes the socket itself away
        return sock

    def stop(self) -> None:
        """The work is done."""
        self._timer.cancel()
        for sock in self._sockets:
            sock.close()

    def check(self) -> None:
        """Raise ``Refused`` if the time is up: a connection that was ended looks like one that was closed."""
        if time.monotonic() >= self._until:
            raise Refused(_TOO_SLOW)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """What goes wrong with the network, as ``Refused``."""
        try:
            yield
        except Refused:
            raise
        except Exception as error:
            self.check()
            raise Refused(f"The download failed: {why(error)}. {_OFFLINE}") from error

    def _cut(self) -> None:
        for sock in self._sockets:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def answer_of(url: str, etag: str, allow_http: bool, deadline: Deadline) -> http.client.HTTPResponse:
    """The answer to a GET, whatever its status, after redirects. The caller closes it. Raises ``Refused``.

    HTTPS with a verified certificate, through the proxy of the environment if one is set; plain HTTP only to this
    machine, or with ``allow_http``. Redirects are followed under the same rule.
    """
    # Put together by hand: the usual opener has handlers for file: and ftp:, answers demands for a password, and reads
    # to its end whatever comes with a redirect.
    opener = urllib.request.OpenerDirector()
    opener.addheaders = []
    for handler in (urllib.request.ProxyHandler(), _Http(deadline), _Https(deadline)):
        opener.add_handler(handler)
    headers = {"User-Agent": f"jupyter_mlsecops/{__version__}", "Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    permit(url, allow_http)
    for _ in range(_MOST_REDIRECTS + 1):
        with deadline.refusing():
            request = urllib.request.Request(url, headers=headers)  # noqa: S310
            answer: http.client.HTTPResponse = opener.open(request, timeout=deadline.timeouts.silence)
        if answer.status not in (301, 302, 303, 307, 308):
            return answer
        answer.close()
        further = urljoin(url, answer.headers.get("Location") or "")
        permit(further, allow_http)
        if urlsplit(url).scheme == "https" and urlsplit(further).scheme == "http" and not allow_http:
            raise Refused("The server leads from https to a plain http address. Check the URL.")
        url = further
    raise Refused("The server leads from one address to the next without end. Check the URL.")


def permit(url: str, allow_http: bool) -> None:
    """Raise ``Refused`` for an address that is not asked."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 # raises for a port that is none
    except ValueError as error:
        raise Refused("The URL is not one. Give the address of an export, https://…/all.zip.") from error
    if parts.username or parts.password:
        raise Refused("The URL holds a user name or password, which end in logs. Use one that needs none.")
    if not host or parts.scheme not in ("https", "http") or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("The URL is not one of a web server. Give the address of an export, https://…/all.zip.")
    if parts.scheme == "http" and not allow_http and not _is_this_machine(host):
        raise Refused(
            "The URL is plain http, so anybody on the way could change the advisories. Use https; `--allow-http` takes "
            "it all the same, best with --sha256."
        )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Http(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(functools.partial(_connection, http.client.HTTPConnection, self._deadline), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        secured = functools.partial(http.client.HTTPSConnection, context=ssl.create_default_context())
        return self.do_open(functools.partial(_connection, secured, self._deadline), req)


def _connection(kind: Any, deadline: Deadline, host: str, /, **named: Any) -> http.client.HTTPConnection:
    connection: Any = kind(host, **named)
    connection._create_connection = deadline.connect
    return connection  # type: ignore[no-any-return]
