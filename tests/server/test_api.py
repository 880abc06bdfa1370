"""The routes: good answers, and the right refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

from jupyter_mlsecops.server.extension import MLSecOps

from .notebooks import LEAK, PICKLE, notebook, places, refused


class Guarded(AsyncLargeFileManager):
    """A contents manager with access rules of its own."""

    async def get(self, path: str, *args: Any, **kwargs: Any) -> Any:
        if path.startswith("private/"):
            raise HTTPError(403, "not yours")
        return await super().get(path, *args, **kwargs)


async def test_status_and_rules(api: Any) -> None:
    status = await api("status")
    assert status["enabled"] is True and status["block_on_save"] == "never" and status["scan_on_save"] is True
    assert len(status["rules_digest"]) == 16 and status["problem"] == ""
    rules = (await api("rules"))["rules"]
    assert rules and {"id", "title", "why", "remedy", "help_uri"} <= set(rules[0])


async def test_scan_of_a_cell_equals_a_full_scan(api: Any) -> None:
    before = await api("scan", {"path": "a.ipynb", "notebook": notebook("x = 1", "y = 2", PICKLE)})
    changed = {"index": 1, "id": "cell-1", "source": LEAK}
    one = await api("scan", {"path": "a.ipynb", "base": before["digest"], "cell": changed})
    full = await api("scan", {"path": "a.ipynb", "notebook": notebook("x = 1", LEAK, PICKLE)})
    assert one["report"]["findings"] == full["report"]["findings"] != []
    assert one["cells"] == full["cells"]
    assert one["digest"] != before["digest"]
    back = await api("scan", {"path": "a.ipynb", "base": one["digest"], "cell": {**changed, "source": "y = 2"}})
    assert places(back) == places(before)


@pytest.mark.parametrize(
    ("cell", "base"),
    [
        ({"index": 0, "id": "cell-0", "source": ""}, "sha256:gone"),
        ({"index": 0, "id": "other", "source": ""}, None),
        ({"index": 7, "id": "cell-7", "source": ""}, None),
        ({"index": -1, "id": "cell-0", "source": ""}, None),
    ],
)
async def test_unknown_base(api: Any, cell: Any, base: str | None) -> None:
    before = await api("scan", {"path": "a.ipynb", "notebook": notebook("x = 1")})
    status, body = await refused(api("scan", {"path": "a.ipynb", "base": base or before["digest"], "cell": cell}))
    assert (status, body["reason"]) == (409, "unknown-base")


async def test_saved_base_survives_a_restart_of_the_worker(api: Any, save: Any, extension: MLSecOps) -> None:
    await save("a.ipynb", notebook("x = 1"))
    base = (await api("report", path="a.ipynb"))["digest"]
    extension._service.workers.of("a.ipynb")._kill()
    changed = {"index": 0, "id": "cell-0", "source": LEAK}
    assert places(await api("scan", {"path": "a.ipynb", "base": base, "cell": changed}))


async def test_lone_surrogate(api: Any) -> None:
    """Legal in JSON and in an editor; the CRC is the one of the browser's TextEncoder."""
    import zlib

    text = "x = '\ud800'"
    report = await api("scan", {"path": "a.ipynb", "notebook": notebook(text)})
    assert report["cells"][0]["crc"] == zlib.crc32("x = '\ufffd'".encode())
    cell = {"index": 0, "id": "cell-0", "source": text + "  # \udc00"}
    assert (await api("scan", {"path": "a.ipynb", "base": report["digest"], "cell": cell}))["cells"]


async def test_fix(api: Any) -> None:
    source = "import requests\nrequests.get(url, verify=False)\n"
    report = await api("scan", {"path": "a.ipynb", "notebook": notebook(source)})
    plan = await api("fix", {"path": "a.ipynb", "base": report["digest"], "applicability": "review"})
    assert set(plan) == {"edits", "diff", "fixed"}
    none = {"path": "a.ipynb", "base": report["digest"], "applicability": "safe", "fingerprints": ["no such"]}
    assert await api("fix", none) == {"edits": [], "diff": "", "fixed": 0}


async def test_suppress(api: Any, jp_root_dir: Path) -> None:
    report = await api("scan", {"path": "a.ipynb", "notebook": notebook(LEAK)})
    finding = report["report"]["findings"][0]
    body = {"path": "a.ipynb", "base": report["digest"], "rule": finding["rule"], "fingerprint": finding["fingerprint"]}
    entry = await api("suppress", {**body, "reason": " revoked\n"})
    assert (entry["rule"], entry["fingerprint"], entry["reason"]) == (
        finding["rule"],
        finding["fingerprint"],
        "revoked",
    )
    assert entry["by"] and len(entry["on"]) == 10
    silent = notebook(LEAK, mlsecops={"suppressions": [entry]})
    after = await api("scan", {"path": "a.ipynb", "notebook": silent})
    assert places(after) == [] and len(after["report"]["suppressed"]) == 1
    assert (await refused(api("suppress", {**body, "reason": "  "})))[0] == 400
    status, answer = await refused(api("suppress", {**body, "fingerprint": "0" * 32, "reason": "x"}))
    assert (status, answer["reason"]) == (404, "no-such-finding")
    assert list(jp_root_dir.iterdir()) == []


async def test_suppress_forbidden_by_policy(jp_configurable_serverapp: Any, tmp_path: Path) -> None:
    policy = tmp_path / "mlsecops.toml"
    policy.write_text('forbid-suppress = ["secrets"]\n')
    server = jp_configurable_serverapp(
        config={
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}},
            "MLSecOps": {"policy_file": str(policy)},
        }
    )
    from jupyter_mlsecops.server.protocol import ScanBytes, Suppress
    from jupyter_mlsecops.server.reports import ScanError, ask

    (app,) = server.extension_manager.extension_apps["jupyter_mlsecops"]
    worker = app._service.workers.of("a.ipynb")
    reply, body = await ask(worker, ScanBytes("a.ipynb"), json.dumps(notebook(LEAK)).encode())
    first = json.loads(body)["report"]["findings"][0]
    with pytest.raises(ScanError) as caught:
        request = Suppress("a.ipynb", reply.digest, first["rule"], first["fingerprint"], "why", "me", "2030-01-01")
        await ask(worker, request)
    assert (caught.value.status, caught.value.reason) == (403, "forbidden-by-policy")


BAD_BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff",
    b"[" * 100_000,
    {},
    {"path": "a.ipynb"},
    {"path": 3, "notebook": {}},
    {"path": "a.ipynb", "notebook": {}, "base": "x", "cell": {"index": 0, "id": None, "source": ""}},
    {"path": "a.ipynb", "base": "x"},
    {"path": "a.ipynb", "cell": {"index": 0, "id": None, "source": ""}},
    {"path": "a.ipynb", "base": "x", "cell": {"index": "0", "id": None, "source": ""}},
    {"path": "a.ipynb", "base": "x", "cell": {"index": 0, "id": None}},
    {"path": "", "notebook": {}},
    {"path": "a\0.ipynb", "notebook": {}},
    {"path": "a\ud800.ipynb", "notebook": {}},
]


@pytest.mark.parametrize("body", BAD_BODIES)
async def test_bad_scan_bodies(api: Any, body: Any) -> None:
    status, answer = await refused(api("scan", body))
    assert status == 400 and answer["message"] and answer["reason"]


@pytest.mark.parametrize("route", ["fix", "suppress"])
@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", {}, {"path": "a.ipynb", "base": 1}, {"path": "a.ipynb", "base": "x", "applicability": "manual"}],
)
async def test_bad_bodies(api: Any, route: str, body: Any) -> None:
    assert (await refused(api(route, body)))[0] == 400


@pytest.mark.parametrize("content", [{}, [], 3, "x", {"nbformat": 4}, {"nbformat": 4, "cells": [1]}, {"nbformat": 9}])
async def test_no_notebook_is_a_problem(api: Any, content: Any) -> None:
    report = await api("scan", {"path": "a.ipynb", "notebook": content})
    assert report["report"]["problems"] and report["cells"] == []


OUTSIDE = ["../a.ipynb", "..", "a/../../a.ipynb", "x/../a.ipynb", "/../a.ipynb", "/etc/passwd", "nowhere.ipynb",
           ".hidden/a.ipynb", ".a.ipynb", "folder", "a\0.ipynb", "", "/", "x" * 5000, "C:\\a.ipynb", "//host/a.ipynb",
           "text.txt"]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
async def test_paths_that_are_not_served(api: Any, jp_root_dir: Path, path: str) -> None:
    book = json.dumps(notebook(LEAK))
    for place in ("../a.ipynb", ".hidden/a.ipynb", ".a.ipynb", "a.ipynb", "folder/a.ipynb", "text.txt"):
        file = jp_root_dir / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(book)
    status, body = await refused(api("report", path=path))
    assert status in (400, 404) and body["reason"], body
    if ".." in path or path.startswith("."):
        status, body = await refused(api("scan", {"path": path, "notebook": notebook("x")}))
        assert status == 404


async def test_no_permission(jp_server_config: Any, api: Any, jp_root_dir: Path, jp_serverapp: ServerApp) -> None:
    (jp_root_dir / "private").mkdir()
    (jp_root_dir / "private" / "a.ipynb").write_text(json.dumps(notebook(LEAK)))
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyter_mlsecops"]
    app._service.reports._manager = Guarded(parent=jp_serverapp)
    status, body = await refused(api("report", path="private/a.ipynb"))
    assert (status, body["reason"]) == (403, "no-permission")
    assert "private/a.ipynb" in body["message"] and "permission" in body["message"]


async def test_too_large(jp_server_config: Any, api: Any, jp_root_dir: Path, extension: MLSecOps) -> None:
    service = extension._service
    service.max_bytes = 1000
    status, body = await refused(api("scan", {"path": "a.ipynb", "notebook": notebook("x" * 2000)}))
    assert (status, body["reason"]) == (413, "too-large")


class TestSmallLimit:
    """A server that scans small notebooks only."""

    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}},
            "MLSecOps": {"max_notebook_bytes": 1000},
        }

    async def test_large_file_is_a_problem(self, api: Any, save: Any, events: Any) -> None:
        await save("a.ipynb", notebook("x = 1\n" * 1000))
        assert (events[-1]["state"], events[-1]["reason"]) == ("failed", "too-large")
        report = await api("report", path="a.ipynb")
        assert [p["kind"] for p in report["report"]["problems"]] == ["too-large"]
        assert report["report"]["inputs"][0]["status"] == "skipped"


class TestDisabled:
    """A server on which scanning is switched off."""

    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        return {"ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}}, "MLSecOps": {"enabled": False}}

    async def test_says_so(self, api: Any, save: Any, events: Any) -> None:
        await save("a.ipynb", notebook(LEAK))
        assert events == []
        assert (await api("status"))["enabled"] is False
        status, body = await refused(api("report", path="a.ipynb"))
        assert (status, body["reason"]) == (503, "disabled")


class TestBadPolicy:
    """A server whose policy cannot be read: no scan, and a message that says why."""

    @pytest.fixture
    def jp_server_config(self) -> dict[str, Any]:
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}},
            "MLSecOps": {"policy_file": "/nowhere/mlsecops.toml"},
        }

    async def test_says_why(self, api: Any, save: Any, events: Any) -> None:
        await save("a.ipynb", notebook(LEAK))
        assert (events[-1]["state"], events[-1]["reason"]) == ("failed", "configuration")
        assert "/nowhere/mlsecops.toml" in (await api("status"))["problem"]
        status, body = await refused(api("report", path="a.ipynb"))
        assert (status, body["reason"]) == (503, "configuration") and "mlsecops.toml" in body["message"]
