"""No canary leaves the server: not in an answer, an event, a log line, a file, or to anybody else."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError

from jupyter_mlsecops.server.extension import MLSecOps

from .. import canaries
from ..leaks import Leaks
from .notebooks import Json, settle

MADE, PLANTED = canaries.books()
LEAKS = Leaks(PLANTED)
LOOPBACK = ("127.0.0.1", "::1", "localhost", "")
_calls: list[str] | None = None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Note every address but our own; the client of these tests is in this process as well."""
    if _calls is None or event not in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        return
    address = args[1] if event in ("socket.connect", "socket.sendto") else args
    host = address[0] if isinstance(address, tuple) else ""  # the path of a socket in the file system
    if host not in LOOPBACK:
        _calls.append(f"{event} {host!r}")


sys.addaudithook(_watch)


@pytest.fixture
def jp_server_config(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "allow_unauthenticated_access": False},
        "MLSecOps": {"block_on_save": getattr(request, "param", "never"), "block_timeout": 60.0, "profile": "audit"},
    }


@pytest.fixture
def jp_environ(jp_environ: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Temporary files below the test's folder too, and nobody to call: gives the calls that were tried."""
    global _calls
    site, temporary = tmp_path / "site", tmp_path / "tmp"
    site.mkdir()
    temporary.mkdir()
    (site / "sitecustomize.py").write_text(canaries.NO_NETWORK)  # for the workers
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH")))))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    _calls = []
    yield _calls
    _calls = None


class Log(logging.Handler):
    """Every line at any level, as it would be written, with the traceback of an exception."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log(jp_serverapp: ServerApp, extension: MLSecOps) -> Iterator[Log]:
    handler, named = Log(), [logging.getLogger(), jp_serverapp.log, extension.log, logging.getLogger("tornado.access")]
    before = [logger.level for logger in named]
    for logger in named:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield handler
    for logger, level in zip(named, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def everything(jp_serverapp: ServerApp) -> list[str]:
    """All events on the bus, of every schema, as they come."""
    got: list[str] = []

    async def listen(logger: object, schema_id: str, data: Json) -> None:
        got.append(f"{schema_id} {json.dumps(data)}")

    assert jp_serverapp.event_logger is not None
    for schema in jp_serverapp.event_logger.schemas.schema_ids:
        jp_serverapp.event_logger.add_listener(schema_id=schema, listener=listen)
    return got


def leaked(text: str | bytes) -> list[tuple[str, str]]:
    """What of a leak may be told when a test fails."""
    return sorted((canary.kind.rule, canary.place) for canary in LEAKS.of(text))


def check_files(tmp_path: Path, root: Path) -> None:
    """Only what the user saved holds a canary: the notebook, and Jupyter's own checkpoint of it."""
    found = LEAKS.below(tmp_path, lambda path: path.suffix == ".ipynb" and root in path.parents)
    assert {name: [(c.kind.rule, c.place) for c in some] for name, some in found.items()} == {}
    assert not (tmp_path / "calls").exists()


async def answer(jp_fetch: Any, route: str, body: Any = None, **params: str) -> tuple[int, bytes, Any]:
    """Status, body and headers of a call, good or refused."""
    options = {} if body is None else {"method": "POST", "body": body if isinstance(body, bytes) else json.dumps(body)}
    try:
        response = await jp_fetch("mlsecops", "api", route, params=params, request_timeout=120, **options)
    except HTTPClientError as error:
        assert error.response is not None
        response = error.response
    assert leaked(response.body) == [], route
    assert leaked("\n".join(f"{k}: {v}" for k, v in response.headers.get_all())) == [], route
    return response.code, response.body, response.headers


@pytest.mark.parametrize("name", ["book0.ipynb", "book1.ipynb"])
async def test_saved_and_asked_about(
    jp_fetch: Any,
    save: Any,
    jp_environ: list[str],
    jp_root_dir: Path,
    tmp_path: Path,
    log: Log,
    everything: list[str],
    extension: MLSecOps,
    capfd: pytest.CaptureFixture[str],
    name: str,
) -> None:
    book = MADE[name]
    await save(name, book)
    for route in ("status", "rules"):
        assert (await answer(jp_fetch, route))[0] == 200
    status, body, _ = await answer(jp_fetch, "report", path=name)
    report = json.loads(body)
    assert status == 200 and len(report["report"]["findings"]) > 40
    status, body, _ = await answer(jp_fetch, "scan", {"path": name, "notebook": book})
    digest = json.loads(body)["digest"]
    assert status == 200
    code = [(k, c) for k, c in enumerate(book["cells"]) if c["cell_type"] == "code"]
    for index, cell in code[:5]:
        changed = {"index": index, "id": cell["id"], "source": cell["source"] + "\n# changed"}
        assert (await answer(jp_fetch, "scan", {"path": name, "base": digest, "cell": changed}))[0] == 200
    for applicability in ("safe", "review"):
        plan = {"path": name, "base": digest, "applicability": applicability}
        status, body, _ = await answer(jp_fetch, "fix", plan)
        assert status == 200 and json.loads(body)["fixed"] > 0
    for finding in report["report"]["findings"][:3]:
        ignored = {"path": name, "base": digest, "rule": finding["rule"], "fingerprint": finding["fingerprint"]}
        assert (await answer(jp_fetch, "suppress", ignored | {"reason": "test data"}))[0] == 200
    pid = extension._service.workers.of(name).pid
    if Path(f"/proc/{pid}/environ").exists():
        for told in ("cmdline", "environ"):
            assert leaked(Path(f"/proc/{pid}/{told}").read_bytes().replace(b"\0", b"\n")) == []
    assert any("/scan/v1" in event and '"done"' in event for event in everything)
    assert leaked("\n".join(everything)) == []
    assert leaked("\n".join(log.lines)) == []
    printed = capfd.readouterr()
    assert leaked(printed.out + printed.err) == []
    assert jp_environ == []
    assert (jp_root_dir / name).exists()
    check_files(tmp_path, jp_root_dir)


async def test_refusals_and_failures(
    jp_fetch: Any,
    save: Any,
    jp_serverapp: ServerApp,
    jp_environ: list[str],
    jp_root_dir: Path,
    tmp_path: Path,
    log: Log,
    everything: list[str],
    extension: MLSecOps,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Requests that are wrong, and workers that die, in the middle of a canary."""
    book = MADE["book2.ipynb"]
    raw = json.dumps(book)
    values = [c.value for c in PLANTED if c.notebook == "book2.ipynb" and c.value in raw and len(c.value) > 20]
    one = values[0]
    await save("a.ipynb", book)
    for body in (
        raw[: raw.index(one) + len(one)].encode(),
        json.dumps({"path": "a.ipynb", "notebook": book}).encode()[:-40],
        json.dumps({"path": "a.ipynb", "notebook": book, "base": [one]}).encode(),
        json.dumps({"path": "a.ipynb", "notebook": {"nbformat": one, "cells": values}}).encode(),
        json.dumps({"path": "a.ipynb", "notebook": {"nbformat": 4, "cells": [{one: values}]}}).encode(),
        json.dumps({"path": "a.ipynb", "base": "x", "cell": {"index": one, "id": one, "source": one}}).encode(),
        json.dumps({"path": "a.ipynb", "base": one, "cell": {"index": 0, "id": one, "source": one}}).encode(),
    ):
        await answer(jp_fetch, "scan", body)
    refused = {"path": "a.ipynb", "base": one, "applicability": one, "fingerprints": [one]}
    assert (await answer(jp_fetch, "fix", refused))[0] == 400
    assert (await answer(jp_fetch, "fix", refused | {"applicability": "safe"}))[0] in (200, 409)
    ignored = {"path": "a.ipynb", "base": one, "rule": one, "fingerprint": one, "reason": "x"}
    assert (await answer(jp_fetch, "suppress", ignored))[0] in (404, 409)
    for path in ("cut.ipynb", "other.ipynb"):
        content = raw[: raw.index(one) + len(one)] if path == "cut.ipynb" else json.dumps({one: one})
        (jp_root_dir / path).write_text(content, "utf-8")
        await answer(jp_fetch, "report", path=path)
    worker = extension._service.workers.of("a.ipynb")
    if worker.pid is not None:
        os.kill(worker.pid, 9)
    await answer(jp_fetch, "scan", {"path": "a.ipynb", "notebook": book})
    worker._settings = worker._settings.__class__(**{**vars(worker._settings), "timeout": 0.001})
    await answer(jp_fetch, "scan", {"path": "a.ipynb", "notebook": book})
    await save("a.ipynb", book)
    await settle(jp_serverapp)
    assert leaked("\n".join(everything)) == []
    assert leaked("\n".join(log.lines)) == []
    printed = capfd.readouterr()
    assert leaked(printed.out + printed.err) == []
    assert jp_environ == []
    check_files(tmp_path, jp_root_dir)


@pytest.mark.parametrize("jp_server_config", ["info"], indirect=True)
async def test_a_save_that_is_refused(
    save: Any,
    jp_environ: list[str],
    jp_root_dir: Path,
    tmp_path: Path,
    log: Log,
    everything: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The message names a finding; what was not saved is nowhere."""
    for name, book in MADE.items():
        with pytest.raises(HTTPClientError) as caught:
            await save(name, book)
        assert caught.value.code == 409 and caught.value.response is not None
        assert b"Not saved" in caught.value.response.body
        assert leaked(caught.value.response.body) == []
        assert leaked(str(caught.value)) == []
        assert not (jp_root_dir / name).exists()
    assert any('"blocked"' in event for event in everything)
    assert leaked("\n".join(everything)) == []
    assert leaked("\n".join(log.lines)) == []
    printed = capfd.readouterr()
    assert leaked(printed.out + printed.err) == []
    assert jp_environ == []
    found = LEAKS.below(tmp_path)
    assert {name: [(c.kind.rule, c.place) for c in some] for name, some in found.items()} == {}
