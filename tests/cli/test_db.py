"""``db``: the real command on real files, and its exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jupyter_mlsecops.cli.commands import cli

from ..advisories.exports import A, B, C, left, named, rows, zipped
from ..advisories.webserver import content, serving, tagged


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the database of the user is; there is none of the system, and no proxy."""
    monkeypatch.delenv("MLSECOPS_ADVISORIES", raising=False)
    monkeypatch.delenv("MLSECOPS_ADVISORIES_URL", raising=False)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder.parent / "data"))
    monkeypatch.setenv("JUPYTER_PATH", "")
    return folder.parent / "data" / "mlsecops" / "advisories.sqlite"


def run(*args: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyter_mlsecops", "db", *args], capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


def test_from_nothing_to_another_machine(place: Path, folder: Path) -> None:
    status, out, err = run("status")
    assert (status, err) == (0, "") and "only the incidents that this program ships are known" in out

    Path("all.zip").write_bytes(zipped(named(A, B, C)))
    status, out, err = run("import", "all.zip")
    assert (status, out, err) == (0, f"{place}: 3 records about 3 packages, newest of 2026-01-02.\n", "")

    status, out, err = run("status", "--format", "json")
    told = json.loads(out)["database"]
    assert (status, err) == (0, "")
    assert (told["path"], told["source"], told["records"], told["newest"][:10]) == (
        str(place),
        "all.zip",
        3,
        "2026-01-02",
    )

    status, out, err = run("export", "carried.gz")
    assert (status, err) == (0, "") and out.startswith("carried.gz: 3 records, newest of 2026-01-02")
    before = rows(place)
    place.unlink()
    status, out, err = run("import", "carried.gz", "--require-checksum", "--quiet")
    assert (status, out, err) == (0, "", "")
    assert rows(place) == before
    assert left(place) == ["advisories.sqlite"]


def test_refusals_name_the_file_and_leave_the_database(place: Path, folder: Path) -> None:
    Path("all.zip").write_bytes(zipped(named(A)))
    assert run("import", "all.zip", "-q")[0] == 0
    before = place.read_bytes()
    Path("cut.zip").write_bytes(zipped(named(A))[:-30])
    Path("old.zip").write_bytes(zipped(named(B | {"modified": "2020-01-01T00:00:00Z"})))
    Path("bad.zip").write_bytes(zipped(named(B) | {"x.json": b"{"}))
    for args, why in (
        (["import", "cut.zip"], "Error: cut.zip: The zip archive is damaged or was cut off"),
        (["import", "old.zip"], "Error: old.zip: The newest record is of 2020-01-01"),
        (["import", "bad.zip"], "Error: bad.zip: x.json: This record cannot be used: it is not JSON"),
        (["import", "none.zip"], "Error: none.zip: It cannot be read"),
        (["import", "all.zip", "--sha256", "0" * 64], "Error: all.zip: Its SHA-256 is "),
        (["import", "all.zip", "--require-checksum"], "Error: all.zip: There is no all.zip.sha256 beside it"),
        (["import", "all.zip", "--sha256", "12"], "64 hexadecimal digits"),
        (["update", "--url", "http://example.org/all.zip"], "Error: The URL is plain http"),
    ):
        status, out, err = run(*args)
        assert (status, out) == (2, ""), args
        assert why in err, args
    assert place.read_bytes() == before
    assert left(place) == ["advisories.sqlite"]


def test_what_is_left_out_is_said(place: Path) -> None:
    bad = {f"{n}.json": b"{" for n in range(7)}
    Path("bad.zip").write_bytes(zipped(named(A) | bad))
    status, out, err = run("import", "bad.zip", "--skip-invalid")
    assert status == 0 and "1 records" in out
    assert err.splitlines() == [*(f"{n}.json was left out: it is not JSON." for n in range(5)), "2 more were left out."]
    assert "; 7 could not be used" in run("status")[1]


def test_a_broken_database_is_told(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(b"SQLite format 3\0" + bytes(100))
    status, out, err = run("status")
    assert (status, err) == (2, "") and f"Broken    {place} is damaged" in out and "db update" in out
    status, out, err = run("export", "a.gz")
    assert (status, out) == (2, "") and "is damaged" in err
    assert not Path("a.gz").exists()


def test_update(place: Path) -> None:
    with serving() as server:
        server.answers["/all.zip"] = tagged(zipped(named(A, B)), '"1"')
        status, out, err = run("update", "--url", server.url())
        assert (status, out, err) == (0, f"{place}: 2 records about 2 packages, newest of 2026-01-02.\n", "")
        status, out, err = run("update", "--url", server.url())
        assert (status, out, err) == (0, f"{place} is already current: the server has nothing newer.\n", "")
        server.answers["/all.zip"] = content(b"<html>")
        before = place.read_bytes()
        status, out, err = run("update", "--url", server.url())
        assert (status, out) == (2, "") and "no file that can be imported" in err
        assert place.read_bytes() == before


def test_the_address_and_the_place_can_come_from_the_environment(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSECOPS_ADVISORIES", "mine.sqlite")
    with serving() as server:
        server.answers["/mirror.tar"] = content(zipped(named(A)))
        monkeypatch.setenv("MLSECOPS_ADVISORIES_URL", server.url("/mirror.tar"))
        assert run("update", "-q") == (0, "", "")
    assert len(rows(folder / "mine.sqlite")["adv"]) == 1
    assert not place.exists()
    assert "(named by MLSECOPS_ADVISORIES)" in run("status")[1]


def test_only_update_has_the_code_that_downloads(place: Path) -> None:
    """And a scan imports nothing of what writes databases."""
    Path("a.py").write_text("import os\n")
    code = (
        "import sys; from jupyter_mlsecops import cli; "
        "[cli.run(args) for args in (['db', 'status'], ['scan', 'a.py'])]; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    modules = set(done.stdout.split())
    assert "jupyter_mlsecops.advisories.places" in modules
    assert not modules & {"urllib.request", "http.client", "ssl", "jupyter_mlsecops.advisories.web"}


@pytest.mark.parametrize("command", ["status", "update", "import", "export"])
def test_help(command: str) -> None:
    shown: Any = CliRunner().invoke(cli, ["db", command, "--help"])
    assert shown.exit_code == 0
    assert re.search(r"^Usage: .*db " + command, shown.output)
