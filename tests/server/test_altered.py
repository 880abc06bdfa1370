"""Files that changed since a notebook that loads them was saved, over the real routes and with a real worker."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops import datafolders

from ..formats.pickles import assemble as a
from .notebooks import Json, notebook, places

GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
OTHER = a.proto(4) + a.text("another") + a.STOP
LOAD = "import joblib, pandas as pd\nm = joblib.load('m.joblib')\nd = pd.read_csv('d.csv')\n"
MODEL, DATA = ("model-file-altered", 0, 2, 5), ("data-file-altered", 0, 3, 5)


@pytest.fixture
def ledger(jp_environ: None) -> Path:
    """The ledger of the user that the server runs as."""
    return datafolders.user() / "mlsecops" / "ledger.sqlite"


@pytest.fixture
def jp_server_config(jp_server_config: Json) -> Json:
    """A server that shows what is low as well."""
    return jp_server_config | {"MLSecOps": {"profile": "strict"}}


async def until(holds: Any) -> Any:
    """What an answer is once it is something: another thread of the server is at work."""
    for _ in range(200):
        found = await holds()
        if found:
            return found
        await asyncio.sleep(0.05)
    return None


async def altered(api: Any) -> list[tuple[str, int, int, int]]:
    report = await api("report", path="a.ipynb")
    return [place for place in places(report) if place[0].endswith("-file-altered")]


def rows(ledger: Path) -> list[tuple[str, str]]:
    if not ledger.exists():
        return []
    with sqlite3.connect(ledger) as file:
        if file.execute("select 1 from sqlite_master where name = 'loaded'").fetchone() is None:
            return []
        return file.execute("select path, kind from loaded where digest != '' order by path").fetchall()


async def test_a_file_that_was_altered_after_a_save(api: Any, save: Any, jp_root_dir: Path, ledger: Path) -> None:
    (jp_root_dir / "m.joblib").write_bytes(GOOD)
    (jp_root_dir / "d.csv").write_text("a\n1\n")
    await save("a.ipynb", notebook(LOAD))

    async def put_down() -> bool:
        await altered(api)
        return rows(ledger) == [(str(jp_root_dir / "d.csv"), "data"), (str(jp_root_dir / "m.joblib"), "model")]

    assert await until(put_down), rows(ledger)
    assert await altered(api) == []
    (jp_root_dir / "m.joblib").write_bytes(OTHER)
    (jp_root_dir / "d.csv").write_text("a\n2\n")

    async def told() -> bool:
        return await altered(api) == [MODEL, DATA]

    assert await until(told), await altered(api)
    await save("a.ipynb", notebook(LOAD, "x = 1"))
    assert await altered(api) == [MODEL, DATA]
    (jp_root_dir / "m.joblib").write_bytes(GOOD)

    async def told_of_data() -> bool:
        return await altered(api) == [DATA]

    assert await until(told_of_data), await altered(api)


async def test_a_folder_that_is_scanned_tells_them_too(api: Any, save: Any, jp_root_dir: Path, ledger: Path) -> None:
    (jp_root_dir / "work").mkdir()
    (jp_root_dir / "work" / "m.joblib").write_bytes(GOOD)
    (jp_root_dir / "work" / "d.csv").write_text("a\n1\n")
    await save("work/a.ipynb", notebook(LOAD))

    async def put_down() -> bool:
        await api("report", path="work/a.ipynb")
        return len(rows(ledger)) == 2

    assert await until(put_down), rows(ledger)
    (jp_root_dir / "work" / "m.joblib").write_bytes(OTHER)
    (jp_root_dir / "work" / "d.csv").write_text("a\n2\n")

    async def told() -> set[tuple[str, str]]:
        scan = await api("workspace", {"path": "work"})
        while scan["state"] == "running":
            scan = await api("workspace", {"path": "work", "id": scan["id"]})
        found = {(one["rule"], one["location"]["path"]) for one in scan["report"]["findings"]}
        return found & {("model-file-altered", "work/a.ipynb"), ("data-file-altered", "work/a.ipynb")}

    async def both() -> bool:
        return len(await told()) == 2

    assert await until(both), await told()


async def test_a_ledger_that_is_none_is_left_alone(api: Any, save: Any, jp_root_dir: Path, ledger: Path) -> None:
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"no database")
    (jp_root_dir / "m.joblib").write_bytes(GOOD)
    await save("a.ipynb", notebook(LOAD))
    assert await altered(api) == []
    assert ledger.read_bytes() == b"no database"
