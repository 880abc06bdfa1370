"""Downloading: what is asked of a server, and everything a server can do wrong. The old database stays then."""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories import header
from jupyter_mlsecops.advisories.importing import Wish
from jupyter_mlsecops.advisories.refusal import Refused
from jupyter_mlsecops.advisories.updating import from_url
from jupyter_mlsecops.advisories.web import Timeouts

from . import real, webserver
from .exports import A, B, C, left, named, rows, zipped
from .webserver import Answer, Server, content, redirect, serving, status, tagged

ZIP = zipped(named(A, B, C))
SUM = hashlib.sha256(ZIP).hexdigest()
QUICK = Timeouts(silence=0.5, total=1.0)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "advisories.sqlite"


@pytest.fixture
def old(target: Path, server: Server) -> Iterator[Path]:
    """A database that is there already, and must be as it was."""
    server.answers["/old.zip"] = content(zipped(named(A)))
    from_url(server.url("/old.zip"), target, Wish())
    before = target.read_bytes()
    yield target
    assert target.read_bytes() == before
    assert left(target) == ["advisories.sqlite"]


def test_an_update(server: Server, target: Path) -> None:
    server.answers["/all.zip"] = tagged(ZIP, '"one"')
    done = from_url(server.url(), target, Wish())
    assert done is not None and done.header == header.read(target)
    assert done.header.source == done.header.url == server.url()
    assert (done.header.etag, done.header.sha256, done.header.records) == ('"one"', SUM, 3)
    assert left(target) == ["advisories.sqlite"]
    path, headers = server.asked[0]
    assert path == "/all.zip"
    assert set(headers) == {"host", "user-agent", "accept-encoding", "connection"}
    assert headers["user-agent"].startswith("jupyter_mlsecops/")


def test_what_did_not_change_is_not_downloaded_again(server: Server, target: Path) -> None:
    server.answers["/all.zip"] = tagged(ZIP, '"one"')
    from_url(server.url(), target, Wish())
    before = target.read_bytes()
    assert from_url(server.url(), target, Wish()) is None
    assert server.asked[-1][1]["if-none-match"] == '"one"'
    assert target.read_bytes() == before
    server.answers["/all.zip"] = tagged(zipped(named(A)), '"two"')
    done = from_url(server.url(), target, Wish())
    assert done is not None and (done.header.records, done.header.etag) == (1, '"two"')


def test_a_tag_of_another_address_or_of_a_broken_database_is_not_told(server: Server, target: Path) -> None:
    server.answers["/all.zip"] = server.answers["/other.zip"] = tagged(ZIP, '"one"')
    from_url(server.url("/other.zip"), target, Wish())
    assert from_url(server.url(), target, Wish()) is not None
    target.write_bytes(b"broken")
    assert from_url(server.url(), target, Wish()) is not None
    assert not any("if-none-match" in headers for _, headers in server.asked)


def test_a_query_is_kept_to_itself(server: Server, target: Path) -> None:
    """It may hold a token; others read the database."""
    server.answers["/all.zip"] = tagged(ZIP, '"one"')
    done = from_url(server.url("/all.zip?signature=s3cr3t"), target, Wish())
    assert done is not None and done.header.source == server.url()
    assert b"s3cr3t" not in target.read_bytes()


GOOD: dict[str, Answer] = {
    "no length": content(ZIP, length=None),
    "packed on its way": content(gzip.compress(ZIP), Content_Encoding="gzip"),
    "more than it says": content(ZIP + b"more", length=len(ZIP)),
}


@pytest.mark.parametrize("kind", GOOD)
def test_other_ways_to_send_it(kind: str, server: Server, target: Path) -> None:
    server.answers["/all.zip"] = GOOD[kind]
    done = from_url(server.url(), target, Wish())
    assert done is not None and done.header.records == 3


@pytest.mark.parametrize("number", [301, 302, 303, 307, 308])
def test_redirects_are_followed(number: int, server: Server, target: Path) -> None:
    server.answers["/all.zip"] = redirect("/moved/all.zip", number)
    server.answers["/moved/all.zip"] = content(ZIP)
    done = from_url(server.url(), target, Wish())
    assert done is not None and done.header.source == server.url()


BAD: dict[str, tuple[Answer, str]] = {
    "less than it says": (content(ZIP, length=len(ZIP) + 1), "cut off after"),
    "cut off, no length": (content(ZIP[:-9], length=None), "damaged or was cut off"),
    "less is said than it is": (content(ZIP, length=len(ZIP) - 1), "damaged or was cut off"),
    "a length that is none": (content(ZIP, Content_Length="many", length=None), "how long"),
    "a length without end": (content(ZIP, length=10**12), "larger than an export"),
    "packed, cut off": (content(gzip.compress(ZIP)[:-9], Content_Encoding="gzip"), "cut off"),
    "packed, damaged": (content(ZIP, Content_Encoding="gzip"), "damaged"),
    "packed in another way": (content(ZIP, Content_Encoding="br"), "packs the file"),
    "a page": (content(b"<html>Please log in</html>"), "no file that can be imported"),
    "not there": (status(404), "404: there is no such file"),
    "not permitted": (status(403), "403"),
    "wants a password": (status(401), "password"),
    "unasked 304": (status(304), "304"),
    "broken": (status(500), "500"),
    "silent": (webserver.silent, "no answer in time|too long"),
    "headers drop by drop": (webserver.dripping_headers, "too long"),
    "body drop by drop": (webserver.dripping_body, "too long"),
    "no HTTP": (webserver.no_http, "not HTTP"),
    "a redirect to itself": (redirect("/all.zip"), "without end"),
    "a redirect to http elsewhere": (redirect("http://example.org/all.zip"), "plain http"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "not one of a web server"),
    "a redirect to nowhere": (redirect("https://"), "not one of a web server"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_a_server_can_do_wrong(kind: str, server: Server, old: Path) -> None:
    server.answers["/all.zip"], why = BAD[kind]
    begun = time.monotonic()
    with pytest.raises(Refused, match=why) as refused:
        from_url(server.url(), old, Wish(), timeouts=QUICK)
    assert time.monotonic() - begun < 20
    assert str(refused.value).isprintable()


def test_nothing_is_left_running(server: Server, target: Path) -> None:
    server.answers["/all.zip"] = webserver.silent
    before = threading.active_count()
    with pytest.raises(Refused):
        from_url(server.url(), target, Wish(), timeouts=QUICK)
    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:  # the server's own threads
        time.sleep(0.05)
    assert threading.active_count() <= before


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/all.zip", "plain http.*--allow-http"),
        ("http://127.0.0.1.example.org/all.zip", "plain http"),
        ("http://169.254.169.254/latest", "plain http"),
        ("file:///etc/passwd", "not one of a web server"),
        ("ftp://example.org/all.zip", "not one of a web server"),
        ("all.zip", "not one of a web server"),
        ("https://", "not one of a web server"),
        ("https://user:word@example.org/all.zip", "user name or password"),
        ("https://example.org/a b", "not one of a web server"),
        ("https://example.org/\r\nHost: evil", "not one of a web server"),
        ("https://[::1/all.zip", "not one"),
        ("https://example.org:99999/all.zip", "not one"),
    ],
)
def test_an_address_that_is_not_asked(url: str, why: str, target: Path) -> None:
    with pytest.raises(Refused, match=why):
        from_url(url, target, Wish())


def test_nobody_listens(target: Path) -> None:
    with serving() as gone:
        url = gone.url()
    with pytest.raises(Refused, match="no connection.*db import"):
        from_url(url, target, Wish())
    assert not target.exists()


def test_a_server_without_a_trusted_certificate_is_refused(server: Server, target: Path) -> None:
    server.answers["/all.zip"] = content(ZIP)
    with pytest.raises(Refused, match="download failed"):
        from_url(server.url().replace("http:", "https:"), target, Wish(), timeouts=QUICK)


def test_the_proxy_of_the_environment_is_asked(server: Server, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    server.answers["http://example.invalid/all.zip"] = content(ZIP)
    done = from_url("http://example.invalid/all.zip", target, Wish(), allow_http=True)
    assert done is not None and done.header.records == 3


CHECKSUMS: list[tuple[str | None, Wish, str | None]] = [
    (None, Wish(sha256=SUM), None),
    (None, Wish(sha256="0" * 64), "SHA-256"),
    (None, Wish(require_checksum=True), "404"),
    (f"{SUM}  all.zip\n", Wish(require_checksum=True), None),
    (f"{'0' * 64}  all.zip\n", Wish(require_checksum=True), "SHA-256"),
    (f"{SUM}  other.zip\n", Wish(require_checksum=True), "no SHA-256 of all.zip"),
    ("x" * 200_000, Wish(require_checksum=True), "more than"),
]


@pytest.mark.parametrize(("beside", "wish", "why"), CHECKSUMS)
def test_checksums(beside: str | None, wish: Wish, why: str | None, server: Server, target: Path) -> None:
    server.answers["/all.zip"] = content(ZIP)
    if beside is not None:
        server.answers["/all.zip.sha256"] = content(beside.encode())
    if why is None:
        assert from_url(server.url(), target, wish) is not None
    else:
        with pytest.raises(Refused, match=why):
            from_url(server.url(), target, wish)
        assert not target.exists()


def test_the_real_records(server: Server, target: Path) -> None:
    export = real.archive()
    if export is None:
        pytest.skip("no export of OSV records beside the repository")
    server.answers["/all.zip"] = tagged(export.read_bytes(), '"real"')
    done = from_url(server.url(), target, Wish())
    assert done is not None and not done.invalid
    assert [id for id, *_ in rows(target)["adv"]] == sorted(one["id"] for one in real.records(export))
    assert from_url(server.url(), target, Wish()) is None
