"""The packages that a notebook needs, over the real route and with a real worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.advisories import importing
from jupyter_mlsecops.advisories.places import VARIABLE

from ..environment.fake import environment, kernel
from .notebooks import Json, notebook, refused

LITELLM = "litellm==1.82.8"  # known malware, among the incidents that come with the product


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of the kernel "mine", and no advisory database."""
    found = environment(tmp_path / "env", "pandas-2.2.3", "numpy-2.1.0")
    kernel(tmp_path / "data", "mine", found)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "advisories.sqlite"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "mine"))
    return found


def content(source: str) -> Json:
    return notebook(source, kernelspec={"name": "mine", "display_name": "mine", "language": "python"})


async def listed(api: Any, source: str) -> tuple[Json, dict[str, Json]]:
    """The answer of the route for a notebook of one cell, and its packages by name."""
    report = await api("scan", {"path": "a.ipynb", "notebook": content(source)})
    answer = await api("dependencies", {"path": "a.ipynb", "base": report["digest"]})
    return answer, {one["name"]: one for one in answer["dependencies"]}


async def test_what_is_declared_imported_and_installed(api: Any, save: Any) -> None:
    await save("a.ipynb", content(""))
    answer, found = await listed(api, f"%pip install {LITELLM} 'numpy>=1.26'\nimport pandas as pd")
    assert (answer["kernel"], answer["environment"], answer["advisories"]) == ("mine", True, None)
    assert {name: (one["installed"], one["state"]) for name, one in found.items()} == {
        "litellm": (None, "vulnerable"),
        "numpy": ("2.1.0", "not-assessed"),
        "pandas": ("2.2.3", "not-assessed"),
    }
    (version,) = found["litellm"]["versions"]
    assert (version["version"], version["source"]) == ("1.82.8", "declared")
    assert version["advisories"][0]["kind"] == "malware"
    (place,) = found["litellm"]["declared"]
    assert place["location"]["region"] == {
        "start_line": 1,
        "start_column": 14,
        "end_line": 1,
        "end_column": 14 + len(LITELLM),
    }
    assert found["pandas"]["imported"][0]["region"]["start_line"] == 2
    assert "no advisory database" in found["pandas"]["versions"][0]["reason"]


async def test_a_state_that_is_not_known_is_an_error(api: Any, save: Any) -> None:
    await save("a.ipynb", content(""))
    status, answer = await refused(api("dependencies", {"path": "a.ipynb", "base": "sha256:gone"}))
    assert (status, answer["reason"]) == (409, "unknown-base")


RECORD = {
    "schema_version": "1.7.0",
    "id": "GHSA-aaaa-bbbb-cccc",
    "modified": "2026-10-01T00:00:00Z",
    "summary": "Reads more than it should",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "pandas"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.2.4"}]}],
        }
    ],
}
OTHER = {
    **RECORD,
    "id": "GHSA-0000-1111-2222",
    "affected": [{**RECORD["affected"][0], "package": {"ecosystem": "PyPI", "name": "other"}}],
}


def imported(folder: Path, *records: Json) -> None:
    """Make the advisory database of these records, as `db import` does."""
    source = folder / "records"
    source.mkdir(exist_ok=True)
    for record in records:
        (source / f"{record['id']}.json").write_text(json.dumps(record))
    importing.from_path(source, folder / "advisories.sqlite", importing.Wish())


async def test_news_of_a_notebook_that_was_saved_before_the_update(api: Any, save: Any, tmp_path: Path) -> None:
    assert (await api("news"))["news"] == []
    imported(tmp_path, OTHER)
    await save("a.ipynb", content("import pandas"))
    assert (await api("news"))["news"] == []
    imported(tmp_path, RECORD)
    answer = await api("news")
    assert [(one["path"], one["name"], one["version"], one["advisory"]) for one in answer["news"]] == [
        ("a.ipynb", "pandas", "2.2.3", RECORD["id"])
    ]
    assert answer["advisories"]["records"] == 2


async def test_files_beside_a_notebook_count(api: Any, save: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "requirements.txt").write_text("scipy==1.9.0\n")
    await save("a.ipynb", content("import pandas"))
    report = await api("report", path="a.ipynb")
    asked = {"path": "a.ipynb", "base": report["digest"]}
    found = {one["name"]: one for one in (await api("dependencies", asked))["dependencies"]}
    assert [one["location"]["path"] for one in found["scipy"]["declared"]] == ["requirements.txt"]
    (jp_root_dir / "requirements.txt").write_text("scipy==1.9.0\ndask==2024.1.0\n")
    assert "dask" in {one["name"] for one in (await api("dependencies", asked))["dependencies"]}
