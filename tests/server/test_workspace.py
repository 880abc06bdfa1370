"""Files and folders that somebody points at, over the real route and with a real worker."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.server import workspace
from jupyter_mlsecops.server.events import WORKSPACE
from jupyter_mlsecops.server.extension import MLSecOps
from jupyter_mlsecops.server.files import MOST
from jupyter_mlsecops.service.models import QUICK

from ..formats.pickles import assemble as a
from .notebooks import LEAK, Json, notebook, refused, settle

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
ENDLESS = a.proto(4) + b"K\x010" * (20 << 20) + a.NONE + a.STOP
LOAD = "import torch\nnet = torch.load('m.pt', weights_only=False)\n"


async def scanned(api: Any, path: str) -> Json:
    """The scan of a file or folder, when it is done."""
    told: Json = await api("workspace", {"path": path})
    while told["state"] == "running":
        told = await api("workspace", {"path": path, "id": told["id"]})
    return told


def found(told: Json) -> list[tuple[str, str]]:
    return [(one["rule"], one["location"]["path"]) for one in told["report"]["findings"]]


def problems(told: Json) -> list[tuple[str, str]]:
    return [(one["path"], one["kind"]) for one in told["report"]["problems"]]


@pytest.mark.parametrize("size", [len(BAD), QUICK + 1])
async def test_a_model_file(api: Any, jp_root_dir: Path, size: int) -> None:
    (jp_root_dir / "m.pt").write_bytes(BAD)
    os.truncate(jp_root_dir / "m.pt", size)
    told = await scanned(api, "m.pt")
    assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
    assert found(told)[0] == ("unsafe-model-file", "m.pt")
    (model,) = told["models"]
    assert (model["path"], model["format"], model["size"], model["state"]) == ("m.pt", "pickle", size, "critical")
    assert model["deeds"][0]["does"].startswith("calls os.system")


async def test_a_folder_as_the_command_scans_it(api: Any, jp_root_dir: Path) -> None:
    top = jp_root_dir / "work"
    (top / "sub" / ".hidden").mkdir(parents=True)
    (top / "sub" / "m.pt").write_bytes(BAD)
    (top / "sub" / ".hidden" / "m.pt").write_bytes(BAD)
    (top / "sub" / "a.ipynb").write_text(json.dumps(notebook(LOAD, LEAK)))
    (top / "b.py").write_text(LEAK)
    (top / "notes.txt").write_text(LEAK)
    (top / "requirements.txt").write_text("litellm==1.82.8\n")
    (top / "broken.ipynb").write_text("{")
    (jp_root_dir / "elsewhere.py").write_text(LEAK)
    told = await scanned(api, "work")
    assert [one["path"] for one in told["report"]["inputs"]] == [
        "work/b.py",
        "work/broken.ipynb",
        "work/requirements.txt",
        "work/sub/a.ipynb",
        "work/sub/m.pt",
    ]
    assert {
        ("huggingface-token", "work/b.py"),
        ("malicious-dependency", "work/requirements.txt"),
        ("unsafe-model-loaded", "work/sub/a.ipynb"),
        ("unsafe-model-file", "work/sub/m.pt"),
    } <= set(found(told))
    assert problems(told) == [("work/broken.ipynb", "not-json")]
    assert [one["path"] for one in told["models"]] == ["work/sub/m.pt"]


async def test_nothing_that_is_not_served(api: Any, jp_root_dir: Path) -> None:
    outside = jp_root_dir.parent / "outside"
    outside.mkdir()
    (outside / "m.pt").write_bytes(BAD)
    (jp_root_dir / "work").mkdir()
    (jp_root_dir / "work" / "link.pt").symlink_to(outside / "m.pt")
    (jp_root_dir / "work" / "folder").symlink_to(outside)
    (jp_root_dir / "work" / "loop.pt").symlink_to("loop.pt")
    (jp_root_dir / ".secret.pt").write_bytes(BAD)
    os.mkfifo(jp_root_dir / "work" / "pipe.pt")
    told = await scanned(api, "work")
    assert found(told) == []
    assert problems(told) == [
        ("work/link.pt", "unreadable"),
        ("work/loop.pt", "unreadable"),
        ("work/pipe.pt", "unreadable"),
    ]
    told = await scanned(api, "work/folder")
    assert (found(told), problems(told)) == ([], [("work/folder", "unreadable")])
    for path in ("../outside", "work/../../outside/m.pt", ".secret.pt", "missing.pt", "a\0b"):
        status, _ = await refused(api("workspace", {"path": path}))
        assert status in (400, 404), path


async def test_no_more_files_than_are_promised(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "many").mkdir()
    for number in range(MOST + 3):
        (jp_root_dir / "many" / f"{number:05}.lock").touch()
    (jp_root_dir / "many" / "00000.pkl").write_bytes(BAD)
    for number in range(MOST + 3):
        (jp_root_dir / "many" / f"{number:05}.py").touch()
    told = await api("workspace", {"path": "many"})
    while told["total"] == 0:
        told = await api("workspace", {"path": "many", "id": told["id"]})
    assert told["total"] == MOST
    told = await api("workspace", {"path": "many", "id": told["id"], "cancel": True})
    assert ("many", "too-large") in problems(told)


async def test_names_are_text(api: Any, jp_root_dir: Path) -> None:
    name = "<b onclick=alert(1)>\u202e" + "x" * 200 + ".pkl"
    (jp_root_dir / name).write_bytes(BAD)
    told = await scanned(api, "")
    assert [one["path"] for one in told["models"]] == [name.replace("\u202e", "\ufffd")]
    assert "\u202e" not in json.dumps(told, ensure_ascii=False)


async def test_a_scan_is_ended_and_tells_what_it_has(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "a.pt").write_bytes(BAD)
    (jp_root_dir / "b.pt").write_bytes(ENDLESS)
    told = await api("workspace", {"path": ""})
    while told["reading"] is None:
        told = await api("workspace", {"path": "", "id": told["id"]})
    assert (told["state"], told["done"], told["total"]) == ("running", 1, 2)
    assert told["reading"]["path"] == "b.pt" and told["report"] is None
    told = await api("workspace", {"path": "", "id": told["id"], "cancel": True})
    assert (told["state"], found(told)[:1]) == ("cancelled", [("unsafe-model-file", "a.pt")])
    again = await api("workspace", {"path": "", "id": told["id"]})
    assert again == told
    status, answer = await refused(api("workspace", {"path": "a.pt", "id": told["id"]}))
    assert (status, answer["reason"]) == (404, "no-such-scan")


async def test_saves_are_not_held_up(api: Any, save: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "b.pt").write_bytes(ENDLESS)
    told = await api("workspace", {"path": "b.pt"})
    assert told["state"] == "running"
    await save("a.ipynb", notebook(LEAK))
    assert (await api("report", path="a.ipynb"))["report"]["findings"]
    told = await api("workspace", {"path": "b.pt", "id": told["id"]})
    assert told["state"] == "running"


async def test_so_many_at_once_and_only_while_somebody_asks(
    api: Any, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (jp_root_dir / "b.pt").write_bytes(ENDLESS)
    ids = [(await api("workspace", {"path": "b.pt"}))["id"] for _ in range(workspace.MOST)]
    status, answer = await refused(api("workspace", {"path": "b.pt"}))
    assert (status, answer["reason"]) == (503, "busy")
    monkeypatch.setattr(workspace, "LEASE", -1.0)
    told = await api("workspace", {"path": "b.pt"})
    assert told["id"] not in ids
    monkeypatch.undo()
    assert (await api("workspace", {"path": "b.pt", "id": ids[0]}))["state"] == "cancelled"


async def test_events(api: Any, jp_root_dir: Path, jp_serverapp: ServerApp) -> None:
    got: list[Json] = []

    async def listen(logger: object, schema_id: str, data: Json) -> None:
        got.append(data)

    assert jp_serverapp.event_logger is not None
    jp_serverapp.event_logger.add_listener(schema_id=WORKSPACE, listener=listen)
    (jp_root_dir / "m.pt").write_bytes(BAD)
    told = await scanned(api, "m.pt")
    await settle(jp_serverapp)
    assert got[-1] == {
        "id": told["id"],
        "path": "m.pt",
        "state": "done",
        "done": 1,
        "total": 1,
        "critical": 1,
        "high": 0,
        "medium": 0,
        "low": 0,
        "info": 0,
    }


async def test_a_file_that_was_cut_off_is_read_again(api: Any, jp_root_dir: Path) -> None:
    path = jp_root_dir / "m.pt"
    path.write_bytes(GOOD[:-1])
    before = os.stat(path)
    assert problems(await scanned(api, "m.pt")) == [("m.pt", "model-not-assessed")]
    await asyncio.sleep(0)
    path.write_bytes(GOOD[:-1] + a.STOP)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert problems(await scanned(api, "m.pt")) == []


async def test_a_file_over_which_the_worker_ends_is_given_up(api: Any, jp_root_dir: Path, extension: MLSecOps) -> None:
    """As where the operating system ends the process for want of memory, whenever it reads the file."""
    (jp_root_dir / "a.pt").write_bytes(BAD)
    (jp_root_dir / "b.pt").write_bytes(ENDLESS)
    (jp_root_dir / "c.py").write_text(LEAK)
    worker = extension._service.workers.of("")
    killed: list[int] = []
    told = await api("workspace", {"path": ""})
    while told["state"] == "running":
        if worker._reading and worker.pid is not None and worker.pid not in killed:
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)
        told = await api("workspace", {"path": "", "id": told["id"]})
    assert len(killed) == 2
    assert (told["state"], told["done"], problems(told)) == ("done", 3, [("b.pt", "model-not-assessed")])
    (problem,) = told["report"]["problems"]
    assert "It could not be read: the process that reads files ended over it, twice" in problem["message"]
    assert {one for one in found(told) if one[1] != "b.pt"} >= {
        ("unsafe-model-file", "a.pt"),
        ("huggingface-token", "c.py"),
    }
    told = await scanned(api, "a.pt")
    assert found(told)[0] == ("unsafe-model-file", "a.pt")
