"""Model files that notebooks load, over the real routes and with a real worker."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from .notebooks import Json, notebook, places

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
LOAD = "import torch\nnet = torch.load('m.pt', weights_only=False)\n"
UNSAFE = "unsafe-model-loaded"


def unsafe(report: Json) -> list[tuple[str, int, int, int]]:
    return [place for place in places(report) if place[0] == UNSAFE]


async def test_a_saved_notebook_is_told_what_its_models_do(api: Any, save: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "sub").mkdir()
    (jp_root_dir / "sub" / "m.pt").write_bytes(BAD)
    await save("sub/a.ipynb", notebook("x = 1", LOAD))
    report = await settled(api, "sub/a.ipynb")
    assert unsafe(report) == [(UNSAFE, 1, 2, 7)]
    (finding,) = [one for one in report["report"]["findings"] if one["rule"] == UNSAFE]
    assert finding["severity"] == "critical" and "os.system" in finding["message"]
    assert finding["message"].startswith("sub/m.pt")


async def test_a_model_that_changed_is_read_again_though_the_notebook_did_not(
    api: Any, save: Any, jp_root_dir: Path
) -> None:
    (jp_root_dir / "m.pt").write_bytes(BAD)
    await save("a.ipynb", notebook(LOAD))
    (jp_root_dir / "m.pt").write_bytes(GOOD)
    assert unsafe(await settled(api, "a.ipynb")) == []
    os.unlink(jp_root_dir / "m.pt")
    assert unsafe(await settled(api, "a.ipynb")) == []
    (jp_root_dir / "m.pt").write_bytes(BAD)
    assert unsafe(await settled(api, "a.ipynb")) == [(UNSAFE, 0, 2, 7)]


@pytest.mark.parametrize("source", ["net = 1", LOAD])
async def test_what_stands_in_the_browser_is_told_too(api: Any, save: Any, jp_root_dir: Path, source: str) -> None:
    (jp_root_dir / "m.pt").write_bytes(BAD)
    report = await api("scan", {"path": "a.ipynb", "notebook": notebook(source)})
    cell = {"index": 0, "id": "cell-0", "source": "y = 2\n" + LOAD}
    changed = await api("scan", {"path": "a.ipynb", "base": report["digest"], "cell": cell})
    assert unsafe(changed) == [(UNSAFE, 0, 3, 7)]


async def test_nothing_outside_of_what_is_served(api: Any, save: Any, jp_root_dir: Path) -> None:
    (jp_root_dir.parent / "m.pt").write_bytes(BAD)
    (jp_root_dir / "link.pt").symlink_to(jp_root_dir.parent / "m.pt")
    source = (
        f"import torch\nfor p in ('../m.pt', 'link.pt', {str(jp_root_dir.parent / 'm.pt')!r}):\n    torch.load(p)\n"
    )
    await save("a.ipynb", notebook(source))
    assert unsafe(await settled(api, "a.ipynb")) == []


async def test_the_files_that_a_notebook_loads_are_listed(api: Any, save: Any, jp_root_dir: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\u202e.pkl"
    (jp_root_dir / "m.pt").write_bytes(BAD)
    (jp_root_dir / "good.pkl").write_bytes(GOOD)
    (jp_root_dir / "cut.pkl").write_bytes(GOOD[:-1])
    (jp_root_dir / evil).write_bytes(a.proto(4) + a.call(a.stack_global("acme.nets", "Net")) + a.STOP)
    source = f"import pickle\nfor p in ('good.pkl', 'cut.pkl', {evil!r}):\n    pickle.load(open(p, 'rb'))\n"
    await save("a.ipynb", notebook(source, LOAD, LOAD))
    report = await settled(api, "a.ipynb")
    listed = await api("models", {"path": "a.ipynb", "base": report["digest"]})
    told = [(one["path"], one["format"], one["size"], one["state"], len(one["loads"])) for one in listed["models"]]
    assert told == [
        ("m.pt", "pickle", len(BAD), "critical", 2),
        ("<img src=x onerror=alert(1)>\ufffd.pkl", "pickle", 23, "review", 1),
        ("cut.pkl", "pickle", len(GOOD) - 1, "not-assessed", 1),
        ("good.pkl", "pickle", len(GOOD), "not-known-bad", 1),
    ]
    bad, review, cut, _ = listed["models"]
    assert bad["digest"] == "sha256:" + hashlib.sha256(BAD).hexdigest()
    (deed,) = bad["deeds"]
    assert (deed["tier"], deed["place"]) == ("critical", f"REDUCE at byte {BAD.index(b'R.')}")
    assert deed["does"].startswith("calls os.system")
    assert [(where["cell_index"], where["region"]["start_line"]) for where in bad["loads"]] == [(1, 2), (2, 2)]
    assert [deed["tier"] for deed in review["deeds"]] == ["review"]
    assert "cut off" in cut["gaps"][0]


async def test_a_large_file_is_read_in_the_background(api: Any, save: Any, jp_root_dir: Path) -> None:
    dense = b"K\x010" * (8 << 20)  # takes a second or more
    (jp_root_dir / "m.pt").write_bytes(BAD[:2] + dense + BAD[2:])
    await save("a.ipynb", notebook(LOAD))
    report = await api("report", path="a.ipynb")
    assert unsafe(report) == [] and report["reading"] == 1
    listed = await api("models", {"path": "a.ipynb", "base": report["digest"]})
    assert [one["state"] for one in listed["models"]] == ["reading"]
    report = await settled(api, "a.ipynb")
    assert unsafe(report) == [(UNSAFE, 0, 2, 7)] and report["reading"] == 0


async def test_who_closes_a_notebook_ends_the_reading(api: Any, save: Any, jp_root_dir: Path) -> None:
    """Files of which each takes seconds: they are not read to the end."""
    endless = a.proto(4) + b"K\x010" * (20 << 20) + a.NONE + a.STOP
    for name in ("m.pt", "n.pt"):
        (jp_root_dir / name).write_bytes(endless)
    await save("a.ipynb", notebook(LOAD, LOAD.replace("m.pt", "n.pt")))
    assert (await api("report", path="a.ipynb"))["reading"] == 2
    now = (await api("reading", {"path": "a.ipynb"}))["reading"]
    assert (now["path"], now["left"]) == ("m.pt", 2) and 0 <= now["percent"] < 100
    assert (await api("reading", {"path": "a.ipynb", "stop": True}))["reading"] is None
    assert (await api("report", path="a.ipynb"))["reading"] == 2  # asked for again, so it is read again


async def settled(api: Any, path: str) -> Json:
    """The report of a notebook when all its files have been read."""
    for _ in range(200):
        if (await api("reading", {"path": path}))["reading"] is None:
            break
        await asyncio.sleep(0.05)
    report: Json = await api("report", path=path)
    return report
