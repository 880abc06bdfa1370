"""Building: what stands in the database, and that the old one stays whatever goes wrong."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.advisories import header
from jupyter_mlsecops.advisories.build import Origin, build
from jupyter_mlsecops.advisories.intake import Intake
from jupyter_mlsecops.advisories.lock import held
from jupyter_mlsecops.advisories.osv import Record, from_value
from jupyter_mlsecops.advisories.refusal import Refused

from .exports import A, B, C, left, rows
from .written import record

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
ORIGIN = Origin("a test", "https://example.org/all.zip", '"etag"', "0" * 64)


def made(file: Path, *records: dict[str, Any], **more: Any) -> header.Header:
    return build(map(from_value, records), file, ORIGIN, now=NOW, **more)


def test_what_stands_in_it(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "advisories.sqlite"
    other = record("GHSA-zzzz-1", "Delta", ">= 0, < 1; >= 2", "1.5 0.5 2.1+local 9 odd", aliases=["PYSEC-2026-1"])
    npm = record("MAL-9", "x") | {"affected": [{"package": {"name": "x", "ecosystem": "npm"}, "versions": ["1"]}]}
    made(file, A, B, C, other, npm)
    assert rows(file)["aff"] == [
        ("GHSA-aaaa-bbbb-cccc", "beta", '[[["introduced","1"],["last_affected","2.0"]]]', "[]"),
        ("GHSA-zzzz-1", "delta", '[[["introduced","0"],["fixed","1"]],[["introduced","2"]]]', '["1.5","odd"]'),
        ("MAL-2026-3", "gamma", "[]", '["0.1","0.2"]'),
        ("PYSEC-2026-1", "alpha-lib", '[[["introduced","0"],["fixed","1.2"]]]', "[]"),
    ]
    assert rows(file)["groups"] == [("GHSA-zzzz-1", "PYSEC-2026-1")]
    assert [(id, kind) for id, _, _, kind, *_ in rows(file)["adv"]] == [
        ("GHSA-aaaa-bbbb-cccc", 0),
        ("GHSA-zzzz-1", 0),
        ("MAL-2026-3", 1),
        ("PYSEC-2026-1", 0),
    ]
    told = header.read(file)
    assert (told.source, told.url, told.etag, told.sha256) == ("a test", ORIGIN.url, ORIGIN.etag, ORIGIN.sha256)
    assert (told.records, told.packages, told.invalid) == (4, 4, 0)
    assert (told.newest, told.imported) == ("2026-01-02T03:04:05.000000Z", "2026-03-01T12:00:00Z")
    assert told.age_days(NOW.date()) == 58
    assert left(file) == ["advisories.sqlite"]


def test_records_are_grouped_over_chains_of_names_in_any_order(tmp_path: Path) -> None:
    chain = [record(f"GHSA-{n}", "a", ">= 0", aliases=[f"CVE-{n}", f"CVE-{n + 1}"]) for n in (4, 0, 2, 1, 3)]
    alone = record("GHSA-9", "a", ">= 0", aliases=["CVE-9"])
    file = tmp_path / "a.sqlite"
    made(file, *chain, alone)
    names = sorted(one["id"] for one in chain)
    assert rows(file)["groups"] == [(one, other) for one in names for other in names if one < other]


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    made(tmp_path / "a", A, B, C)
    made(tmp_path / "b", A, B, C)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_records_with_one_id_the_newest_counts(order: tuple[int, ...], tmp_path: Path) -> None:
    versions = [
        record("PYSEC-1", f"a{n}", ">= 0", aliases=[f"CVE-{n}"], modified=f"2026-01-0{n + 1}T00:00:00Z")
        for n in range(3)
    ]
    other = record("PYSEC-2", "b", ">= 0", aliases=["CVE-0"])
    made(tmp_path / "a", other, *(versions[n] for n in order), A)
    found = rows(tmp_path / "a")
    assert [(id, package) for id, package, *_ in found["aff"]][:1] == [("PYSEC-1", "a2")]
    assert ("PYSEC-1", "CVE-2") in found["alias"] and ("PYSEC-1", "CVE-0") not in found["alias"]
    assert found["groups"] == []


def test_what_is_told_twice_counts_once_and_what_contradicts_itself_is_refused(tmp_path: Path) -> None:
    assert made(tmp_path / "a", A, A).records == 1
    with pytest.raises(Refused, match="PYSEC-2026-1.*two of it"):
        made(tmp_path / "b", A, A | {"summary": "Something else"})


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    """A database that is there already, and must be as it was."""
    file = tmp_path / "advisories.sqlite"
    made(file, A)
    before = file.read_bytes()
    yield file
    assert file.read_bytes() == before
    assert left(file) == ["advisories.sqlite"]


def failing() -> Iterator[Record]:
    yield from_value(B)
    raise KeyboardInterrupt


def test_the_old_one_stays_when_the_records_stop_coming(old: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(failing(), old, ORIGIN, now=NOW)


def test_older_records_are_refused(old: Path) -> None:
    with pytest.raises(Refused, match="2025-12-31.*2026-01-02.*--allow-downgrade"):
        made(old, B | {"modified": "2025-12-31T00:00:00Z"})


@pytest.mark.parametrize("records", [[], [A | {"affected": []}]])
def test_an_import_of_nothing_is_refused(records: list[dict[str, Any]], old: Path) -> None:
    with pytest.raises(Refused, match="holds no advisory about a package of PyPI"):
        made(old, *records)


def test_a_record_of_the_future_is_refused(old: Path) -> None:
    """It would make every later export look old."""
    with pytest.raises(Refused, match="future"):
        made(old, B, C | {"modified": "2026-03-03T00:00:00Z"})


def test_a_second_import_has_to_wait(old: Path) -> None:
    with held(old.parent), pytest.raises(Refused, match="Another import"):
        made(old, B)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_what_to_do(old: Path) -> None:
    old.parent.chmod(0o555)
    try:
        with pytest.raises(Refused, match="cannot be written.*MLSECOPS_ADVISORIES"):
            made(old, B)
    finally:
        old.parent.chmod(0o755)


def test_a_place_that_is_no_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be written.*MLSECOPS_ADVISORIES"):
        made(tmp_path / "file" / "advisories.sqlite", B)


def test_a_downgrade_that_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    made(file, A)
    assert made(file, B | {"modified": "2020-01-01T00:00:00Z"}, allow_downgrade=True).newest.startswith("2020")


def test_a_broken_database_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    file.write_bytes(b"no database")
    assert made(file, A).records == 1


def test_contradictions_that_may_be_left_out_are_counted(tmp_path: Path) -> None:
    intake = Intake(skip_invalid=True)
    future = C | {"modified": "2999-01-01T00:00:00Z"}
    assert made(tmp_path / "a", A, B, A | {"summary": "Else"}, future, intake=intake).invalid == 2
    assert [where for where, _ in intake.invalid] == ["PYSEC-2026-1", "MAL-2026-3"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_others_may_read_it_and_its_mode_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    made(file, A)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    file.chmod(0o640)
    made(file, B)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_what_a_killed_import_left_is_swept(tmp_path: Path) -> None:
    file = tmp_path / "advisories.sqlite"
    for name in (".advisories.sqlite.x7.new", ".download.old.new", ".import.old.new", ".download.running.new"):
        (tmp_path / name).write_bytes(b"half")
        if "old" in name:
            os.utime(tmp_path / name, (0, 0))
    made(file, A)
    assert left(file) == [".download.running.new", "advisories.sqlite"]


def _hammer(file: str, number: int) -> None:
    for _ in range(5):
        try:
            made(Path(file), A, record(f"PYSEC-{number}", f"p{number}", ">= 0"))
        except Refused as refused:
            assert "Another import" in str(refused)  # noqa: PT017


def test_imports_at_the_same_time_leave_one_whole_database(tmp_path: Path) -> None:
    file = tmp_path / "advisories.sqlite"
    spawn = multiprocessing.get_context("spawn")
    several = [spawn.Process(target=_hammer, args=(str(file), n)) for n in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join(60)
    assert [one.exitcode for one in several] == [0, 0, 0]
    assert header.read(file).records == len(rows(file)["adv"]) == 2
    assert left(file) == ["advisories.sqlite"]
