"""From a server to the database: what ``db update`` does."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from . import download, header
from .build import Origin, not_writable
from .header import BrokenDatabase
from .importing import Imported, Watch, Wish, folder_of, import_records
from .web import Timeouts, permit


def from_url(
    url: str,
    target: Path,
    wish: Wish,
    *,
    allow_http: bool = False,
    timeouts: Timeouts | None = None,
    watch: Watch | None = None,
) -> Imported | None:
    """Download an export and import it into the database ``target``; None if that is made of it already.

    Raises ``Refused``; the database is as it was then.
    """
    watch = watch or Watch()
    permit(url, allow_http)
    parts = urlsplit(url)
    address = parts._replace(query="", fragment="").geturl()  # a query may hold a token, and databases are shared
    asks_again = not parts.query and not wish.sha256
    wanted = wish.sha256
    if wish.require_checksum and not wanted:
        wanted = download.checksum(url, allow_http=allow_http, timeouts=timeouts)
    with _scratch(target) as (file, out):
        etag = _etag(target, address) if asks_again else ""
        with download.requested(url, etag=etag, allow_http=allow_http, timeouts=timeouts) as answer:
            if answer is None:
                return None
            for _ in watch.over(answer.pieces(out), answer.total, "MB"):
                pass
            out.close()
            origin = Origin(address, address if asks_again else "", answer.etag if asks_again else "")
        return import_records(file, target, wish, wanted, origin, watch)


def _etag(target: Path, address: str) -> str:
    """What the server called the export that the database was made of."""
    try:
        told = header.read(target)
    except (OSError, BrokenDatabase):
        return ""
    return told.etag if told.url == address else ""


@contextlib.contextmanager
def _scratch(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file for a download in the folder of the database, readable by this user only and gone afterwards."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".download.", suffix=".new", dir=folder_of(target))
        try:
            with os.fdopen(descriptor, "wb") as out:
                yield Path(name), out
        finally:
            os.unlink(name)
    except OSError as error:
        raise not_writable(target, error) from error
