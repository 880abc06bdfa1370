"""Save, scan, event, report."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.core.ipynb import digest_of

from .notebooks import LEAK, PICKLE, cell, notebook, places, refused, settle, token


def states(events: list[dict[str, Any]], path: str) -> list[str]:
    return [event["state"] for event in events if event["path"] == path]


async def test_save_event_report(save: Any, api: Any, events: Any) -> None:
    await save("a.ipynb", notebook("x = 1", LEAK))
    assert states(events, "a.ipynb") == ["started", "done"]
    done = events[-1]
    report = await api("report", path="a.ipynb")
    assert done["digest"] == report["digest"] and done["digest"].startswith("sha256:")
    (finding,) = report["report"]["findings"]
    assert (finding["category"], finding["location"]["cell_index"], finding["location"]["cell_id"]) == (
        "secrets",
        1,
        "cell-1",
    )
    assert finding["location"]["region"] == {"start_line": 3, "start_column": 8, "end_line": 3, "end_column": 45}
    assert done[finding["severity"]] == 1
    assert [stamp["cell_id"] for stamp in report["cells"]] == ["cell-0", "cell-1"]


async def test_report_of_an_unsaved_change_of_the_file(save: Any, api: Any, jp_root_dir: Path) -> None:
    await save("a.ipynb", notebook("x = 1"))
    assert places(await api("report", path="a.ipynb")) == []
    (jp_root_dir / "a.ipynb").write_text(json.dumps(notebook(LEAK)))
    assert [where[1:] for where in places(await api("report", path="a.ipynb"))] == [(0, 3, 8)]


async def test_rename_copy_delete(save: Any, api: Any, events: Any, jp_fetch: Any, jp_serverapp: ServerApp) -> None:
    await save("a.ipynb", notebook(LEAK))
    await jp_fetch("api", "contents", "a.ipynb", method="PATCH", body=json.dumps({"path": "b.ipynb"}))
    await settle(jp_serverapp)
    assert states(events, "b.ipynb") == ["started", "done"]
    report = await api("report", path="b.ipynb")
    assert {f["location"]["path"] for f in report["report"]["findings"]} == {"b.ipynb"}
    assert (await refused(api("report", path="a.ipynb")))[0] == 404
    await jp_fetch("api", "contents", method="POST", body=json.dumps({"copy_from": "b.ipynb"}))
    await settle(jp_serverapp)
    assert states(events, "b-Copy1.ipynb")[-1] == "done"
    await jp_fetch("api", "contents", "b.ipynb", method="DELETE")
    await settle(jp_serverapp)
    status, body = await refused(api("report", path="b.ipynb"))
    assert (status, body["reason"]) == (404, "not-found") and "b.ipynb" in body["message"]


async def test_other_files_are_left_alone(jp_fetch: Any, jp_serverapp: ServerApp, events: Any) -> None:
    body = json.dumps({"type": "file", "format": "text", "content": LEAK})
    await jp_fetch("api", "contents", "a.py", method="PUT", body=body)
    await settle(jp_serverapp)
    assert events == []


async def test_many_saves_at_once_are_few_scans(
    jp_serverapp: ServerApp, events: Any, save: Any, jp_fetch: Any, jp_root_dir: Path
) -> None:
    await save("a.ipynb", notebook("x = 0"))
    events.clear()
    bodies = [json.dumps({"type": "notebook", "format": "json", "content": notebook(f"x = {i}")}) for i in range(20)]
    await asyncio.gather(*(jp_fetch("api", "contents", "a.ipynb", method="PUT", body=body) for body in bodies))
    await settle(jp_serverapp)
    assert states(events, "a.ipynb")[-1] == "done"
    assert events[-1]["digest"] == digest_of((jp_root_dir / "a.ipynb").read_bytes())
    assert states(events, "a.ipynb").count("done") < 20


@pytest.mark.parametrize("manager", ["AsyncLargeFileManager", "LargeFileManager"])
async def test_sync_and_async_managers(manager: str, jp_configurable_serverapp: Any, jp_root_dir: Path) -> None:
    module = "jupyter_server.services.contents.largefilemanager."
    server = jp_configurable_serverapp(
        config={
            "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "contents_manager_class": module + manager}
        }
    )
    (app,) = server.extension_manager.extension_apps["jupyter_mlsecops"]
    from jupyter_core.utils import ensure_async

    model = {"type": "notebook", "format": "json", "content": notebook(LEAK)}
    await ensure_async(server.contents_manager.save(model, "a.ipynb"))
    await settle(server)
    saved = await app._service.reports.get("a.ipynb")
    assert [place[1:] for place in places(json.loads(saved.body))] == [(0, 3, 8)]


async def test_unreadable_notebook_is_a_problem(
    api: Any, events: Any, jp_root_dir: Path, jp_serverapp: ServerApp
) -> None:
    (jp_root_dir / "cut.ipynb").write_text(json.dumps(notebook(LEAK))[:80])
    report = await api("report", path="cut.ipynb")
    assert [problem["kind"] for problem in report["report"]["problems"]] == ["not-json"]
    assert report["report"]["inputs"][0]["status"] == "incomplete" and report["cells"] == []


async def test_fifty_megabytes(save: Any, api: Any, events: Any) -> None:
    big = notebook("x = 1", LEAK)
    big["cells"].append(cell("", 2, "A1b2 " * 10_000_000))
    await save("big.ipynb", big)
    assert states(events, "big.ipynb") == ["started", "done"], events
    assert [place[1] for place in places(await api("report", path="big.ipynb"))] == [1]


async def test_no_secret_leaves(
    save: Any, api: Any, events: Any, jp_logging_stream: Any, caplog: Any, jp_fetch: Any, jp_root_dir: Path
) -> None:
    secret = token()
    book = notebook(LEAK, PICKLE, "print(api)\n")
    book["cells"][2] = cell("print(api)\n", 2, f"the key is {secret}\n")
    await save("a.ipynb", book)
    report = await api("report", path="a.ipynb")
    base = report["digest"]
    texts = [json.dumps(report), json.dumps(events)]
    texts.append(json.dumps(await api("fix", {"path": "a.ipynb", "base": base, "applicability": "review"})))
    first = report["report"]["findings"][0]
    texts.append(
        json.dumps(
            await api(
                "suppress",
                {
                    "path": "a.ipynb",
                    "base": base,
                    "rule": first["rule"],
                    "fingerprint": first["fingerprint"],
                    "reason": "test",
                },
            )
        )
    )
    for bad in ({"path": 1, "notebook": book}, {"path": "a.ipynb", "notebook": book, "cell": secret}):
        texts.append(json.dumps((await refused(api("scan", bad)))[1]))
    (jp_root_dir / "cut.ipynb").write_text(json.dumps(book)[:120])
    texts.append(json.dumps(await api("report", path="cut.ipynb")))
    texts += [jp_logging_stream.getvalue(), caplog.text]
    for text in texts:
        assert not [secret[i : i + 8] for i in range(3, 30) if secret[i : i + 8] in text]
