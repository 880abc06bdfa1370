"""Downloading an export, on a person's word only: the one thing in this folder that uses the network."""

from __future__ import annotations

import http.client
import io
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from ..core.text import printable
from .checksum import ENDING, NotAChecksum, parsed
from .refusal import Refused
from .web import Deadline, Timeouts, answer_of

OSV_URL = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"
MOST_BYTES = 1_000_000_000
PIECE = 1_000_000
_LONGEST_ETAG = 300
_MOST_CHECKSUM = 100_000


class Download:
    """The answer of a server to a request for an export. ``etag`` is empty where it told none.

    ``total`` is how many pieces there will be, None if it is not told.
    """

    def __init__(self, answer: http.client.HTTPResponse, deadline: Deadline) -> None:
        self._answer, self._deadline = answer, deadline
        self.etag = _etag(answer.headers.get("ETag"))
        self._length = _length(answer.headers.get("Content-Length"))
        self.total = None if self._length is None else max(1, math.ceil(self._length / PIECE))
        encoding = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
        if encoding not in ("identity", "gzip"):
            raise Refused("The server packs the file on its way in a way that is not known. Check the URL.")
        self._is_packed = encoding == "gzip"

    def pieces(self, out: BinaryIO, most: int = MOST_BYTES) -> Iterator[int]:
        """Write the bytes to ``out``, piece by piece; yields how many came so far. Raises ``Refused``."""
        came = written = 0
        decoder = zlib.decompressobj(wbits=31) if self._is_packed else None
        while piece := self._read():
            came += len(piece)
            written += _put(piece, out, decoder, most - written)
            yield came
        self._deadline.check()
        is_short = self._length is not None and came != self._length
        if is_short or (decoder is not None and not decoder.eof):
            told = f" of {self._length:,}" if self._length is not None else ""
            raise Refused(
                f"The download was cut off after {came:,}{told} bytes. Try again; if it stays so, fetch the file with "
                "another tool and use `jupyter mlsecops db import`."
            )

    def _read(self) -> bytes:
        with self._deadline.refusing():
            return self._answer.read(PIECE)


def _put(piece: bytes, out: BinaryIO, decoder: Any, most: int) -> int:
    """Write a piece as it was before it was packed; the result is how many bytes that were."""
    written = 0
    while piece:
        try:
            plain = decoder.decompress(piece, PIECE) if decoder else piece
        except zlib.error as error:
            raise Refused("What the server sends is damaged. Try again later.") from error
        piece = decoder.unconsumed_tail if decoder else b""
        written += len(plain)
        if written > most:
            raise Refused("The server sends more than an export of advisories can hold. Check the URL.")
        out.write(plain)
    return written


@contextmanager
def requested(
    url: str, *, etag: str = "", allow_http: bool = False, timeouts: Timeouts | None = None
) -> Iterator[Download | None]:
    """Ask a server for an export; None if it is still the one with this ``etag``.

    Where it may go and how long it may take, ``web`` says. Raises ``Refused``, and in the block as well.
    """
    deadline = Deadline(timeouts or Timeouts())
    try:
        with answer_of(url, etag, allow_http, deadline) as answer:
            if answer.status == 304 and etag:
                yield None
            elif answer.status == 200:
                yield Download(answer, deadline)
            else:
                raise Refused(_status(answer.status, url))
    finally:
        deadline.stop()


def checksum(url: str, *, allow_http: bool = False, timeouts: Timeouts | None = None) -> str:
    """The SHA-256 that stands beside an export, in ``URL.sha256``. Raises ``Refused``."""
    place = urlsplit(url)
    beside = place._replace(path=place.path + ENDING).geturl()
    out = io.BytesIO()
    with requested(beside, allow_http=allow_http, timeouts=timeouts) as answer:
        assert answer is not None  # no etag was sent
        for _ in answer.pieces(out, _MOST_CHECKSUM):
            pass
    try:
        return parsed(out.getvalue(), place.path.rpartition("/")[2])
    except NotAChecksum as error:
        raise Refused(f"{beside}: {error}") from error


def _etag(told: str | None) -> str:
    if told and len(told) <= _LONGEST_ETAG and told.isascii() and told.isprintable():
        return told
    return ""


def _length(told: str | None) -> int | None:
    if told is None:
        return None
    if not told.strip().isdecimal() or len(told) > 15:
        raise Refused("The server does not say how long the file is in a way that can be read. Check the URL.")
    length = int(told)
    if length > MOST_BYTES:
        raise Refused("The file is larger than an export of advisories can be. Check the URL.")
    return length


def _status(status: int, url: str) -> str:
    where = printable(urlsplit(url).hostname or "", 100)
    meaning = {404: "there is no such file", 401: "it wants a password", 403: "it does not permit that"}.get(status)
    said = f"{where} answered {status}" + (f": {meaning}" if meaning else "")
    return f"{said}. Check the URL (--url), or try again later."
