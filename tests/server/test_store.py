"""Moving a secret to the ``.env`` beside its notebook, or to the keyring: what is written, what is refused."""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import Authorizer
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.server import process
from jupyter_mlsecops.server.extension import MLSecOps
from jupyter_mlsecops.server.protocol import ScanBytes, StoreSecret

from .notebooks import LEAK, Json, files, notebook, refused, token
from .test_worker import LOG, InMemory, settings

KEYRING = """
import os, sys, types
class Backend:
    name, priority = "in a file", 1
    def get_password(self, service, name):
        try:
            return dict([line.split("\\t") for line in open({file!r}).read().splitlines()]).get(service + "/" + name)
        except FileNotFoundError:
            return None
    def set_password(self, service, name, value):
        print(service + "/" + name + "\\t" + value, file=open({file!r}, "a"))
backend = Backend()
keyring = types.ModuleType("keyring")
keyring.get_keyring = lambda: backend
keyring.get_password, keyring.set_password = backend.get_password, backend.set_password
sys.modules["keyring"] = keyring
"""


def the_fix(report: Json, where: str) -> tuple[str, str]:
    """Fingerprint and name of the secret that a fix of the report moves."""
    for finding in report["report"]["findings"]:
        for fix in finding["fixes"]:
            if fix["store"] and fix["store"]["id"] == where:
                return finding["fingerprint"], fix["store"]["name"]
    raise AssertionError(where)


def body(report: Json, where: str = "dotenv", **changes: Any) -> Json:
    fingerprint, name = the_fix(report, where)
    whole = {"path": "nb/a.ipynb", "base": report["digest"], "fingerprint": fingerprint, "name": name, "where": where}
    return whole | changes


@pytest.fixture
def saved(api: Any, save: Any, jp_root_dir: Path) -> Callable[[], Awaitable[Json]]:
    """Save a notebook with a token; the result is its report."""

    async def saved() -> Json:
        (jp_root_dir / "nb").mkdir()
        await save("nb/a.ipynb", notebook(LEAK))
        answer: Json = await api("report", path="nb/a.ipynb")
        return answer

    return saved


async def test_moved_to_the_env_file(api: Any, saved: Any, jp_root_dir: Path, caplog: Any, events: Any) -> None:
    report = await saved()
    caplog.set_level(logging.DEBUG)
    answer = await api("store", body(report))
    assert answer == {"name": "HF_TOKEN", "where": ".env", "note": ""}
    file = jp_root_dir / "nb" / ".env"
    assert file.read_text() == f"HF_TOKEN={token()}\n"
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token()[:12] not in json.dumps([answer, events]) + caplog.text
    assert (await api("store", body(report)))["note"] == "It was there already."


async def test_a_state_that_was_never_saved(api: Any, saved: Any, jp_root_dir: Path) -> None:
    report = await saved()
    other = token()[:-1] + "x"
    changed = {"index": 0, "id": "cell-0", "source": f"t = '{other}'\n"}
    scanned = await api("scan", {"path": "nb/a.ipynb", "base": report["digest"], "cell": changed})
    assert (await api("store", body(scanned)))["where"] == ".env"
    assert (jp_root_dir / "nb" / ".env").read_text() == f"HF_TOKEN={other}\n"
    status, answer = await refused(api("store", body(report)))
    assert (status, answer["reason"]) == (409, "not-stored")
    assert answer["message"] == ".env has another value for HF_TOKEN. It was left as it is: rename one of them."


async def test_survives_a_restart_of_the_worker(api: Any, saved: Any, extension: MLSecOps) -> None:
    report = await saved()
    extension._service.workers.of("nb/a.ipynb")._kill()
    assert (await api("store", body(report)))["where"] == ".env"


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"name": "LD_PRELOAD"}, 404, "no-such-fix"),
        ({"fingerprint": "0" * 32}, 404, "no-such-fix"),
        ({"base": "sha256:gone"}, 409, "unknown-base"),
        ({"where": "environment"}, 400, "bad-request"),
        ({"path": "../a.ipynb"}, 404, "not-found"),
        ({"path": "nb/none.ipynb"}, 404, "not-found"),
        ({"path": ".hidden/a.ipynb"}, 404, "not-found"),
    ],
)
async def test_refused(api: Any, saved: Any, jp_root_dir: Path, changes: Json, status: int, reason: str) -> None:
    report = await saved()
    before = files(jp_root_dir)
    got, answer = await refused(api("store", body(report, **changes)))
    assert (got, answer["reason"]) == (status, reason)
    assert files(jp_root_dir) == before and not (jp_root_dir / "nb" / ".env").exists()


class MayNot(Authorizer):
    """Refuses one action on one resource."""

    refused = ("write", "contents")

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return (action, resource) != self.refused


@pytest.mark.parametrize("what", [("write", "contents"), ("write", "mlsecops")])
async def test_who_may_not_write(
    api: Any, saved: Any, jp_serverapp: ServerApp, jp_root_dir: Path, what: tuple[str, str]
) -> None:
    report = await saved()
    authorizer = MayNot(parent=jp_serverapp)
    authorizer.refused = what
    jp_serverapp.web_app.settings["authorizer"] = authorizer
    status, _ = await refused(api("store", body(report)))
    assert status == 403 and not (jp_root_dir / "nb" / ".env").exists()


class TestElsewhere:
    @pytest.fixture
    def jp_server_config(self) -> Json:
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "contents_manager_class": InMemory},
        }

    async def test_a_notebook_on_no_disk(self, api: Any) -> None:
        InMemory.books["nb/a.ipynb"] = (1, notebook(LEAK))
        report = await api("report", path="nb/a.ipynb")
        for route, request in (("store", body(report)), ("history", {**body(report), "whole": False})):
            status, answer = await refused(api(route, request))
            assert (status, answer["reason"]) == (409, "not-local")


class TestForbidden:
    @pytest.fixture
    def jp_server_config(self) -> Json:
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}},
            "MLSecOps": {"allow_moving_secrets": False},
        }

    async def test_by_the_administrator(self, api: Any, saved: Any, jp_root_dir: Path) -> None:
        report = await saved()
        assert (await api("status"))["move_secrets"] is False
        status, answer = await refused(api("store", body(report)))
        assert (status, answer["reason"]) == (403, "forbidden")
        assert answer["message"] == "Moving secrets is switched off (c.MLSecOps.allow_moving_secrets)."
        assert not (jp_root_dir / "nb" / ".env").exists()


async def test_allowed_by_default(api: Any) -> None:
    assert (await api("status"))["move_secrets"] is True


# ---------------------------------------------------------------- the worker


def ask(worker: process.Worker, request: StoreSecret) -> tuple[Any, bytes]:
    """The answer to a request that may take a while."""
    for _ in range(200):
        reply, answer = worker.ask(request).result(30)
        if reply.reason != "pending":
            return reply, answer
    raise AssertionError("still pending")


def stored(tmp_path: Path, where: Any, keyring: bool = False, **changes: Any) -> tuple[Any, bytes]:
    """Scan a notebook with a token in a worker, and have it stored."""
    code = KEYRING.format(file=str(tmp_path / "keyring")) if keyring else ""
    command = [*process.launch_command()[:-1], f"{code}\n{process.launch_command()[-1]}"]
    worker = process.Worker(settings(command=command, **{"may_store": True, **changes}), LOG)
    try:
        raw = json.dumps(notebook(LEAK)).encode()
        reply, scanned = worker.ask(ScanBytes("a.ipynb"), raw).result(30)
        fingerprint, name = the_fix(json.loads(scanned), where)
        got = ask(worker, StoreSecret("a.ipynb", reply.digest, fingerprint, name, where, str(tmp_path)))
        if Path("/proc").exists():
            limits = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
            (line,) = [line for line in limits if line.startswith("Max file size")]
            assert line.split()[-3] == "0"  # given up again
        return got
    finally:
        worker.stop()


def test_the_worker_moves_it_to_the_keyring(tmp_path: Path) -> None:
    reply, answer = stored(tmp_path, "keyring", keyring=True)
    assert (reply.status, json.loads(answer)) == (200, {"name": "HF_TOKEN", "where": "in a file", "note": ""})
    assert (tmp_path / "keyring").read_text() == f"notebook/HF_TOKEN\t{token()}\n"


def test_a_worker_that_may_not_store_cannot(tmp_path: Path) -> None:
    reply, answer = stored(tmp_path, "dotenv", may_store=False)
    assert (reply.status, reply.reason, answer) == (403, "forbidden", b"")
    assert files(tmp_path) == set()


def test_no_keyring(tmp_path: Path) -> None:
    try:
        import keyring  # noqa: F401
    except ImportError:
        reply, _ = stored(tmp_path, "keyring")
        assert (reply.status, reply.reason) == (409, "not-stored")
        assert reply.message.startswith("There is no keyring here.")
    else:
        pytest.skip("there may be one")
