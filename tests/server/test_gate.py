"""block_on_save: refuses for a finding, and for nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError

from jupyter_mlsecops.server.extension import MLSecOps

from ..formats.pickles import assemble as a
from .notebooks import LEAK, notebook, refused, token


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "allow_unauthenticated_access": False},
        "MLSecOps": {"block_on_save": "medium", "block_timeout": 5.0},
    }


def gate_pid(extension: MLSecOps) -> int:
    assert extension._gate is not None and extension._gate.pid is not None
    return extension._gate.pid


async def test_refused(save: Any, events: Any, jp_root_dir: Path) -> None:
    await save("a.ipynb", notebook("x = 1"))
    before = (jp_root_dir / "a.ipynb").read_bytes()
    events.clear()
    status, body = await refused(save("a.ipynb", notebook("x = 1", LEAK)))
    assert status == 409
    for part in ("cell 2, line 3", "Fix it", "ignore it with a reason", "save a copy"):
        assert part in body["message"]
    assert token()[4:12] not in body["message"]
    assert (jp_root_dir / "a.ipynb").read_bytes() == before
    (event,) = events
    assert (event["state"], event["path"], event["cell_index"]) == ("blocked", "a.ipynb", 1)
    assert event["rule"] and event["rule"] in body["message"]


async def test_refused_for_a_file_that_the_notebook_loads(save: Any, events: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "m.pkl").write_bytes(
        a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
    )
    source = "import pickle\nx = pickle.load(open('m.pkl', 'rb'))  # mlsecops: ignore[unsafe-pickle-load] mine\n"
    for _ in range(40):  # until the file was read, be it in the background
        events.clear()
        with contextlib.suppress(HTTPClientError):
            await save("a.ipynb", notebook(source))
        if events[0]["rule"] == "unsafe-model-loaded":
            break
        await asyncio.sleep(0.1)
    assert [(event["state"], event["rule"]) for event in events] == [("blocked", "unsafe-model-loaded")]


async def test_suppressed_passes(save: Any, jp_root_dir: Path, events: Any) -> None:
    await save("a.ipynb", notebook(LEAK.rstrip() + "  # mlsecops: ignore revoked, for the docs\n"))
    assert (jp_root_dir / "a.ipynb").exists()
    assert events[-1]["state"] == "done"


async def test_below_the_gate_passes(save: Any, jp_root_dir: Path) -> None:
    await save("a.ipynb", notebook("x = 1"))
    assert (jp_root_dir / "a.ipynb").exists()


async def test_crash_lets_the_save_pass(save: Any, extension: MLSecOps, events: Any, jp_root_dir: Path) -> None:
    """A worker that is killed, and whose successor ends at once."""
    gate = extension._gate
    assert gate is not None
    await save("a.ipynb", notebook("x = 1"))
    events.clear()
    os.kill(gate_pid(extension), signal.SIGKILL)
    gate._settings = dataclasses.replace(gate._settings, command=[sys.executable, "-c", "pass"])
    await save("b.ipynb", notebook(LEAK))
    assert (jp_root_dir / "b.ipynb").exists()
    assert (events[0]["state"], events[0]["reason"]) == ("failed", "configuration")


async def test_stopping_server_lets_the_save_pass(
    save: Any, extension: MLSecOps, events: Any, jp_root_dir: Path
) -> None:
    assert extension._gate is not None
    extension._gate.stop()
    await save("a.ipynb", notebook(LEAK))
    assert (jp_root_dir / "a.ipynb").exists()
    assert (events[0]["state"], events[0]["reason"]) == ("failed", "stopped")


async def test_killed_worker_is_started_again(save: Any, extension: MLSecOps, jp_root_dir: Path) -> None:
    await save("a.ipynb", notebook("x = 1"))
    os.kill(gate_pid(extension), signal.SIGKILL)
    status, _ = await refused(save("b.ipynb", notebook(LEAK)))
    assert status == 409 and not (jp_root_dir / "b.ipynb").exists()


async def test_timeout_lets_the_save_pass(save: Any, extension: MLSecOps, events: Any, jp_root_dir: Path) -> None:
    await save("a.ipynb", notebook("x = 1"))
    events.clear()
    os.kill(gate_pid(extension), signal.SIGSTOP)
    await save("b.ipynb", notebook(LEAK))
    assert (jp_root_dir / "b.ipynb").exists()
    assert (events[0]["state"], events[0]["reason"]) == ("failed", "timeout")
    with pytest.raises(HTTPClientError):  # and the next worker is a good one
        await save("c.ipynb", notebook(LEAK))


async def test_bad_notebook_passes(jp_fetch: Any, events: Any, jp_root_dir: Path, extension: MLSecOps) -> None:
    """What is no notebook is the contents manager's business."""
    gate = extension.serverapp.contents_manager._pre_save_hooks[-1]  # type: ignore[union-attr]
    manager = extension.serverapp.contents_manager  # type: ignore[union-attr]
    for content in ({"nbformat": 9}, {"cells": object()}, {}):
        gate(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=manager)
    gate(model={"type": "file", "content": LEAK}, path="a.py", contents_manager=manager)


async def test_refused_even_if_no_event_can_be_emitted(extension: MLSecOps, events: Any) -> None:
    """A save from a thread that has no event loop."""
    server = extension.serverapp
    assert server is not None
    gate = server.contents_manager._pre_save_hooks[-1]
    model = {"type": "notebook", "content": notebook(LEAK)}
    with pytest.raises(HTTPError) as caught:
        await asyncio.to_thread(gate, model=model, path="a.ipynb", contents_manager=server.contents_manager)
    assert caught.value.status_code == 409
