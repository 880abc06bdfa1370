"""What attackers do to a server: requests of other sites, paths that lead elsewhere, names and folders made to harm."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.server import files
from jupyter_mlsecops.server.extension import MLSecOps
from jupyter_mlsecops.server.protocol import ScanFile

from .notebooks import LEAK, notebook, refused
from .test_auth import METHODS, request
from .test_workspace import BAD, found, problems, scanned


@pytest.mark.parametrize(("route", "method"), METHODS)
async def test_a_page_of_another_site(jp_fetch: Any, jp_serverapp: ServerApp, route: str, method: str) -> None:
    """With the cookies of somebody who is logged in, and even with the token against such requests."""
    token = jp_serverapp.identity_provider.token
    login = await jp_fetch(
        "login", headers={"Authorization": ""}, params={"token": token}, follow_redirects=False, raise_error=False
    )
    cookies = [cookie.split(";")[0] for cookie in login.headers.get_list("Set-Cookie")]
    headers = {"Authorization": "", "Cookie": "; ".join([*cookies, "_xsrf=same"]), "X-XSRFToken": "same"}
    here = await jp_fetch("mlsecops", "api", route, headers=headers, raise_error=False, **request(route, method))
    assert here.code not in (401, 403), "who is logged in may"
    headers["Origin"] = "https://elsewhere.tool.dev"
    there = await jp_fetch("mlsecops", "api", route, headers=headers, raise_error=False, **request(route, method))
    assert there.code in (403, 404) and json.loads(there.body)["message"] in ("Forbidden", "Not Found")


PATHS = (
    *("../a.ipynb", "b/../../a.ipynb", "..\\a.ipynb", "/etc/passwd", "//etc/passwd", "%2e%2e/a.ipynb", "~/a.ipynb"),
    *("C:\\a.ipynb", "pipe.ipynb", "zero.ipynb", "loop.ipynb", "dir.ipynb", "x" * 5_000 + ".ipynb", "x\n[E] x.ipynb"),
    *("\u202ex.ipynb", "\udcff.ipynb", "a\0.ipynb"),
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("path", PATHS, ids=ascii)
async def test_a_path_that_is_no_notebook(
    api: Any, jp_root_dir: Path, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    (jp_root_dir.parent / "a.ipynb").write_text(json.dumps(notebook(LEAK)))
    os.mkfifo(jp_root_dir / "pipe.ipynb")
    (jp_root_dir / "zero.ipynb").symlink_to("/dev/zero")
    (jp_root_dir / "loop.ipynb").symlink_to("loop.ipynb")
    (jp_root_dir / "dir.ipynb").mkdir()
    caplog.set_level(logging.INFO)
    status, answer = await asyncio.wait_for(refused(api("models", {"path": path, "base": "sha256:0"})), 20)
    assert status in (400, 404, 409) and "\n" not in answer["message"] and "\u202e" not in answer["message"]
    if path.isprintable():  # any other one cannot stand in a query
        status, answer = await asyncio.wait_for(refused(api("report", path=path)), 20)
        assert status in (400, 404), answer
    assert not any("\n[E]" in record.getMessage() for record in caplog.records)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
async def test_a_notebook_that_becomes_a_pipe_is_not_waited_for(extension: MLSecOps, jp_root_dir: Path) -> None:
    os.mkfifo(jp_root_dir / "a.ipynb")
    asked = extension._service.workers.of("a.ipynb").ask(ScanFile("a.ipynb", str(jp_root_dir / "a.ipynb")))
    reply, _ = await asyncio.wrap_future(asked)
    assert (reply.status, reply.message) == (404, "a.ipynb: this is not a regular file.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
async def test_a_folder_of_pipes_with_well_known_names(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / ".git").mkdir()
    (jp_root_dir / "work").mkdir()
    known = (
        ".gitignore",
        "pyproject.toml",
        "mlsecops.toml",
        "requirements.txt",
        "environment.yml",
        ".env",
        "model.sig",
    )
    for name in (*known, "m.pkl.sig", "work/.gitignore", "work/requirements.txt", "work/model.sig"):
        os.mkfifo(jp_root_dir / name)
    (jp_root_dir / "work" / "pyproject.toml").symlink_to("/dev/zero")
    (jp_root_dir / "m.pkl").write_bytes(BAD)
    load = "!pip install -r requirements.txt\nimport pickle\npickle.load(open('../m.pkl', 'rb'))"
    (jp_root_dir / "work" / "a.ipynb").write_text(json.dumps(notebook(load)))
    told = await asyncio.wait_for(scanned(api, ""), 30)
    assert told["state"] == "done"
    assert {("unsafe-model-file", "m.pkl"), ("unsafe-model-loaded", "work/a.ipynb")} <= set(found(told))


@pytest.mark.skipif(os.name != "posix", reason="names are text here")
async def test_names_that_are_no_text_are_told_and_hold_up_nothing(api: Any, jp_root_dir: Path) -> None:
    top = os.fsencode(jp_root_dir)
    os.mkdir(top + b"/folder\xff")
    for name in (b"/\xfe.py", b"/folder\xff/b.py", b"/new\nline.py", b"/plain.py", b"/<img src=x onerror=alert(1)>.py"):
        with open(top + name, "w") as file:
            file.write(LEAK)
    told = await scanned(api, "")
    assert {path for rule, path in found(told) if rule == "huggingface-token"} == {
        "plain.py",
        "new line.py",
        "<img src=x onerror=alert(1)>.py",
    }
    assert problems(told) == [("folder\ufffd/b.py", "unreadable"), ("\ufffd.py", "unreadable")]


async def test_a_folder_of_more_than_can_be_looked_at(
    api: Any, save: Any, jp_root_dir: Path, extension: MLSecOps
) -> None:
    """Nothing in it is of a kind that is scanned, which takes looking into each file; saves do not wait for that."""
    (jp_root_dir / "many").mkdir()
    for number in range(30_000):
        (jp_root_dir / "many" / f"{number}.zzz").touch()
    told = await api("workspace", {"path": "many"})
    await save("a.ipynb", notebook(LEAK))
    assert (await api("report", path="a.ipynb"))["report"]["findings"]
    while told["state"] == "running":
        told = await api("workspace", {"path": "many", "id": told["id"]})
    assert (told["state"], told["total"], found(told)) == ("done", 0, [])


def test_looking_for_files_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1_000):
        (tmp_path / f"{number}.zzz").touch()
    asked: list[float] = []
    listed = list(files.walk(str(tmp_path), lambda folder, error: None, stop=lambda: bool(asked.append(time.time()))))
    assert listed == [] and len(asked) == 1 + 1_000 // 100
    assert list(files.walk(str(tmp_path), lambda folder, error: None, stop=lambda: True)) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"path": "a.ipynb", "notebook": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"path": "a.ipynb", "notebook": {"cells": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}}",
        b"[" * 1_000_000,
        b'{"path": "a.ipynb", "notebook": 1' + b"0" * 1_000_000 + b"}",
    ],
    ids=["lists", "objects", "cut off", "number"],
)
async def test_json_made_to_harm(api: Any, body: bytes) -> None:
    try:
        answer = await api("scan", body)
    except Exception:
        status, _ = await refused(api("scan", body))
        assert status == 400
    else:
        assert answer["report"]["problems"]
    assert (await api("scan", {"path": "a.ipynb", "notebook": notebook(LEAK)}))["report"]["findings"]


async def test_a_file_that_changes_while_it_is_scanned(api: Any, jp_root_dir: Path) -> None:
    path, stop = jp_root_dir / "m.pkl", False

    async def change() -> None:
        number = 0
        while not stop:
            number += 1
            path.write_bytes(BAD[:-1] + b"0N" * number + b".")
            await asyncio.sleep(0)

    path.write_bytes(BAD)
    changing = asyncio.create_task(change())
    try:
        for _ in range(5):
            told = await asyncio.wait_for(scanned(api, "m.pkl"), 30)
            assert told["state"] == "done" and (found(told) or problems(told)), "never as if there were nothing"
    finally:
        stop = True
        await changing
