"""The worker of the server judges notebooks by what their kernels have installed at that time."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.gateway.gateway_client import GatewayClient

from jupyter_mlsecops.server import protocol
from jupyter_mlsecops.server.process import Settings, Worker

from ..environment.fake import environment, kernel, marks, replaced
from .notebooks import Json, notebook

TORCH = "import torch\nmodel = torch.load(path)\n"
NOT_KNOWN = "torch's version is not known here, and before 2.6 it unpickles by default"
_PATIENCE = 30  # seconds until a worker must have seen what was installed


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a kernel named "mine"."""
    found = environment(tmp_path / "env", "torch-2.1.0")
    kernel(tmp_path / "data", "mine", found)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    return found


def started(local_kernels: bool) -> Worker:
    settings = Settings(lambda: b"k" * 32, None, "", 1_000_000, 20.0, local_kernels=local_kernels)
    return Worker(settings, logging.getLogger("test"))


@pytest.fixture
def worker(root: Path) -> Iterator[Worker]:
    one = started(local_kernels=True)
    yield one
    one.stop()


def content(kernel: str) -> Json:
    return notebook(TORCH, kernelspec={"name": kernel, "display_name": kernel, "language": "python"})


def said(report: Json) -> list[tuple[str, str]]:
    """Severity and the end of the message of the findings of a panel report."""
    return [(one["severity"], one["message"].rpartition("; ")[2]) for one in report["report"]["findings"]]


def scan(worker: Worker, kernel: str = "mine") -> list[tuple[str, str]]:
    raw = json.dumps(content(kernel)).encode()
    return said(json.loads(worker.ask(protocol.ScanBytes("a.ipynb"), raw).result(30)[1]))


def test_what_is_installed_while_the_server_runs_changes_the_next_report(worker: Worker, root: Path) -> None:
    assert scan(worker) == [("high", "torch 2.1.0 unpickles by default")]
    replaced(root, "torch-2.1.0", "torch-2.10.0")
    until = time.monotonic() + _PATIENCE
    while scan(worker) and time.monotonic() < until:
        time.sleep(0.2)
    assert scan(worker) == []
    assert marks(root) == []


def test_of_other_kernels_nothing_is_known(worker: Worker) -> None:
    assert scan(worker, "elsewhere") == [("medium", NOT_KNOWN)]


def test_of_kernels_on_other_machines_nothing_is_known(root: Path) -> None:
    one = started(local_kernels=False)
    try:
        assert scan(one) == [("medium", NOT_KNOWN)]
    finally:
        one.stop()


async def test_the_server_hands_the_kernels_of_its_machine_in(root: Path, api: Any) -> None:
    assert said(await api("scan", {"path": "a.ipynb", "notebook": content("mine")})) == [
        ("high", "torch 2.1.0 unpickles by default")
    ]


class TestGateway:
    """A server whose kernels run elsewhere: a kernel of the same name on this machine is another one."""

    @pytest.fixture
    def jp_server_config(self) -> Iterator[Json]:
        GatewayClient.clear_instance()  # there is one in a process, and that of another test knows no gateway
        yield {
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}},
            "GatewayClient": {"url": "http://127.0.0.1:9"},
        }
        GatewayClient.clear_instance()

    async def test_nothing_is_known(self, root: Path, api: Any) -> None:
        report = await api("scan", {"path": "a.ipynb", "notebook": content("mine")})
        assert said(report) == [("medium", NOT_KNOWN)]
