"""Which database counts, and what is said of all of them."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path

import pytest
from jupyter_core import paths

from jupyter_mlsecops import datafolders
from jupyter_mlsecops.advisories import places
from jupyter_mlsecops.advisories.build import Origin, build
from jupyter_mlsecops.advisories.osv import from_value
from jupyter_mlsecops.advisories.status import as_text, staleness, status

from .exports import A, B

TODAY = datetime.date(2026, 1, 12)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user, a shared folder, and nothing else of this machine."""
    monkeypatch.delenv("MLSECOPS_ADVISORIES", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "hub"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))


def database(file: Path, day: str, *records: dict[str, object]) -> Path:
    dated = [one | {"modified": f"2026-01-{day}T00:00:00Z"} for one in records or (A,)]
    build(map(from_value, dated), file, Origin("all.zip"), allow_downgrade=True)
    return file


def at(folder: Path) -> Path:
    return folder / "mlsecops" / "advisories.sqlite"


def test_candidates_are_where_jupyter_looks(tmp_path: Path) -> None:
    looked = {*paths.jupyter_path()} - {*paths.ENV_JUPYTER_PATH}
    assert {place.file for place in places.candidates()} >= {at(Path(folder)) for folder in looked}
    assert places.candidates()[0] == places.Place("user", at(tmp_path / "user"))
    assert datafolders.user() == Path(paths.jupyter_data_dir())


def test_where_a_database_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.target(system=False) == places.Place("user", at(tmp_path / "user"))
    assert places.target(system=True) == places.Place("system", at(tmp_path / "venv" / "share" / "jupyter"))
    assert places.target(system=True) in places.candidates()
    monkeypatch.setenv("MLSECOPS_ADVISORIES", "named.sqlite")
    named = places.Place("named", Path(os.getcwd()) / "named.sqlite")
    assert places.target(system=False) == places.target(system=True) == named
    assert places.candidates() == [named]


def test_the_newest_counts_and_the_users_own_where_they_are_equal(tmp_path: Path) -> None:
    assert places.find() == places.Found()
    hub = database(at(tmp_path / "hub"), "05")
    user = database(at(tmp_path / "user"), "04")
    found = places.find()
    assert found.place == places.Place("system", hub)
    assert found.header is not None and found.header.newest.startswith("2026-01-05")
    assert [place.file for place in found.others] == [user]
    database(at(tmp_path / "user"), "05")
    assert places.find().place == places.Place("user", user)


def test_a_broken_one_does_not_hide_another(tmp_path: Path) -> None:
    hub = database(at(tmp_path / "hub"), "05")
    at(tmp_path / "user").parent.mkdir(parents=True)
    at(tmp_path / "user").write_bytes(b"SQLite format 3\0 and no more")
    found = places.find()
    assert found.place == places.Place("system", hub)
    assert [place.kind for place, _ in found.broken] == ["user"]
    assert "damaged" in found.broken[0][1]


@pytest.mark.parametrize(
    ("days", "word"), [(0, "current"), (7, "current"), (8, "stale"), (30, "stale"), (31, "outdated"), (800, "outdated")]
)
def test_staleness(days: int, word: str) -> None:
    assert staleness(days) == word


def test_status_without_a_database() -> None:
    found = status(TODAY)
    assert found.database is None and not found.broken
    text = as_text(found)
    assert "only the incidents that this program ships are known" in text
    assert "jupyter mlsecops db update" in text and "jupyter mlsecops db import FILE" in text


def test_status(tmp_path: Path) -> None:
    user = database(at(tmp_path / "user"), "02", A, B)
    hub = database(at(tmp_path / "hub"), "01")
    found = status(TODAY)
    told = found.database
    assert told is not None
    assert (told.path, told.place, told.why) == (str(user), "user", "of this user, the newest")
    assert (told.source, told.records, told.packages) == ("all.zip", 2, 2)
    assert (told.newest[:10], told.age_days, told.staleness) == ("2026-01-02", 10, "stale")
    assert [one.path for one in found.unused] == [str(hub)]
    lines = as_text(found).splitlines()
    assert lines[0] == f"Database  {user} (of this user, the newest)"
    assert "Records   2 about 2 packages" in lines
    assert "Newest    2026-01-02, 10 days old: stale" in lines
    assert "more than a week" in lines[-1] and "db update" in lines[-1]


def test_status_of_a_database_that_is_damaged_inside(tmp_path: Path) -> None:
    user = database(at(tmp_path / "user"), "02", A, B)
    raw = bytearray(user.read_bytes())
    raw[-4096:] = bytes(4096)
    user.write_bytes(raw)
    assert [one.path for one in status(TODAY).broken] == [str(user)]


def test_a_database_on_a_read_only_disk_is_read(tmp_path: Path) -> None:
    file = database(at(tmp_path / "hub"), "05")
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        assert places.find().place == places.Place("system", file)
        assert os.listdir(file.parent) == ["advisories.sqlite"]
    finally:
        file.parent.chmod(0o755)
