"""The advisory database as it is asked: answers, damage, and files that are something else."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories import schema
from jupyter_mlsecops.advisories.database import DAMAGED, Database, UnreadableDatabase
from jupyter_mlsecops.core.advisory import Advisories, Advisory, Assessment
from jupyter_mlsecops.core.model import Severity

from .written import record, write

GOOD = Assessment("not-known-vulnerable")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        record("PYSEC-2026-1", "torch", ">= 0, < 2.6.0", aliases=["CVE-2026-1"]),
        record(
            "GHSA-aaaa-bbbb-cccc",
            "Torch",
            ">= 2.0, < 2.6.0",
            aliases=["CVE-2026-1"],
            severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        ),
        record("PYSEC-2026-2", "torch", ">= 0, < 1.0", withdrawn="2026-02-01T00:00:00Z"),
        record("PYSEC-2026-3", "old", ">= 0", withdrawn="2026-02-01T00:00:00Z"),
        record("MAL-2026-4", "evil.package", ">= 0"),
        record("PYSEC-2026-5", "odd", "", "2004x"),
    )


def test_it_tells_what_is_known(file: Path) -> None:
    with Database.open(file) as database:
        asked: Advisories = database
        assert asked.assess("torch", "2.1.0+cu118") == Assessment(
            "vulnerable",
            (
                Advisory(
                    "PYSEC-2026-1",
                    "vulnerability",
                    "About PYSEC-2026-1",
                    Severity.CRITICAL,
                    9.8,
                    ("GHSA-aaaa-bbbb-cccc", "CVE-2026-1"),
                    ("2.6.0",),
                    "2026-01-02",
                    "https://osv.dev/vulnerability/PYSEC-2026-1",
                ),
            ),
            safe="2.6.0",
        )
        assert asked.assess("torch", "1.0").advisories[0].aliases == ("CVE-2026-1",)
        assert asked.assess("torch", "2.6.0") == asked.assess("absent", "1") == GOOD
        assert asked.assess("old", "1") == GOOD
        assert [asked.knows(name) for name in ("torch", "evil-package", "old", "absent")] == [True, True, True, False]
        about = asked.about
        assert about is not None
        age = datetime.datetime.now(datetime.timezone.utc).date() - datetime.date(2026, 1, 2)
        assert (about.source, about.records, about.newest) == ("by hand", 6, "2026-01-02")
        assert about.age_days in (max(age.days, 0), max(age.days, 0) + 1)


def test_many_are_asked_at_once_and_answered_in_their_order(file: Path) -> None:
    pairs = [(f"package-{number}", "1.0") for number in range(1_700)]
    pairs[3], pairs[999], pairs[1_600] = ("torch", "1.0"), ("evil-package", ""), ("torch", "")
    pairs += [("torch", "1.0"), ("torch", "9")]
    with Database.open(file) as database:
        found = database.assess_all(pairs)
        assert [place for place, one in enumerate(found) if one.state == "vulnerable"] == [3, 999, 1_700]
        assert [place for place, one in enumerate(found) if one.state == "not-assessed"] == [1_600]
        assert found == [database.assess(*pair) for pair in pairs] == database.assess_all(iter(pairs))
        assert database.assess_all([]) == []


def test_an_answer_is_kept(file: Path) -> None:
    with Database.open(file) as database:
        first = database.assess("torch", "1.0")
        assert database.assess("torch", "1.0") is first
        assert database.assess_all([("torch", "1.0")])[0] is first


@pytest.mark.parametrize(
    "name", ["", "\0", "a" * 100_000, "\ud800", "'; drop table aff; --", "Ünï", "torch' or '1'='1"]
)
def test_a_name_may_be_anything(file: Path, name: str) -> None:
    with Database.open(file) as database:
        assert database.assess(name, "1.0").state in ("not-known-vulnerable", "not-assessed")
        assert not database.knows(name)
        assert database.assess("torch", "1.0").state == "vulnerable"


def test_threads_may_ask(file: Path) -> None:
    found: list[str] = []
    with Database.open(file) as database:

        def ask() -> None:
            found.extend(database.assess("torch", f"1.{number}").state for number in range(50))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["vulnerable"] * 200


def test_it_forgets_when_it_has_been_asked_too_much(file: Path) -> None:
    with Database.open(file) as database:
        first = database.assess("torch", "1.0")
        asked = database.assess_all([("torch", f"1.{number}") for number in range(30_000)])
        assert {one.state for one in asked} == {"vulnerable"}
        assert database.assess("torch", "1.0") == first
        assert database.assess("torch", "1.0") is not first


def test_a_closed_database_assesses_nothing_new(file: Path) -> None:
    database = Database.open(file)
    kept = database.assess("torch", "1.0")
    database.close()
    assert database.assess("torch", "1.0") == kept
    assert database.assess("evil-package", "1.0") == Assessment("not-assessed", reason=DAMAGED)
    assert not database.knows("odd")


def test_it_stays_what_it_was_when_the_file_is_replaced(file: Path, tmp_path: Path) -> None:
    with Database.open(file) as database:
        write(tmp_path, record("PYSEC-2026-9", "numpy", ">= 0"))
        assert database.assess("torch", "1.0").state == "vulnerable"
        assert database.assess("numpy", "1.0") == GOOD
        with Database.open(file) as other:
            assert other.assess("torch", "1.0") == GOOD
            assert other.assess("numpy", "1.0").state == "vulnerable"


def test_nothing_is_written_beside_it(file: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in file.parent.iterdir()}
    file.chmod(0o444)
    with Database.open(file) as database:
        database.assess("torch", "1.0")
        assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in file.parent.iterdir()} == before


@pytest.mark.parametrize("name", ["a b", "per%cent", "what?mode=rwc", "hash#tag", "ü", "quote'\""])
def test_its_place_may_have_any_name(file: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(file, folder / f"{name}.sqlite")
    with Database.open(folder / f"{name}.sqlite") as database:
        assert database.assess("torch", "1.0").state == "vulnerable"


def changed(file: Path, *statements: str) -> None:
    """The database with some statements run on it, and as it was else."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(";".join(statements))
        connection.commit()


def cut(file: Path, size: int) -> None:
    with file.open("rb+") as opened:
        opened.truncate(size)


def another_program(file: Path) -> None:
    file.unlink()
    changed(file, "create table notes (text)", "insert into notes values ('mine')")


NOT_A_DATABASE: list[tuple[str, Callable[[Path], object], str]] = [
    ("absent", lambda file: file.unlink(), "There is no advisory database"),
    ("a folder", lambda file: (file.unlink(), file.mkdir()), "no file"),
    *([("a pipe", lambda file: (file.unlink(), os.mkfifo(file)), "no file")] if hasattr(os, "mkfifo") else []),
    ("empty", lambda file: file.write_bytes(b""), "no advisory database"),
    ("a text", lambda file: file.write_text("hello" * 1_000), "no SQLite file"),
    ("a web page", lambda file: file.write_text("<!DOCTYPE html><title>Log in</title>"), "no SQLite file"),
    ("of another program", another_program, "no advisory database"),
    ("newer", lambda file: changed(file, f"pragma user_version = {schema.VERSION + 1}"), "another version"),
    ("cut to a page", lambda file: cut(file, 4_096), ""),
    ("cut by a byte", lambda file: cut(file, file.stat().st_size - 1), ""),
    ("its header alone", lambda file: cut(file, 100), ""),
    ("a table is missing", lambda file: changed(file, "drop table alias"), "tables"),
    ("a table is a view", lambda file: changed(file, "drop table alias", "create view alias as select 1, 2"), "tables"),
    ("a trigger", lambda file: changed(file, "create trigger t insert on adv begin select 1; end"), "tables"),
    ("a column more", lambda file: changed(file, "alter table aff add column more text"), "tables"),
    ("it does not say how old it is", lambda file: changed(file, "delete from meta"), "how old"),
    ("its age is no date", lambda file: changed(file, "update meta set v = '2026-13-45T99:99:99Z'"), ""),
]


@pytest.mark.parametrize(
    ("how", "says"), [case[1:] for case in NOT_A_DATABASE], ids=[case[0] for case in NOT_A_DATABASE]
)
def test_what_is_no_database_is_told_with_the_cure(file: Path, how: Callable[[Path], object], says: str) -> None:
    how(file)
    with pytest.raises(UnreadableDatabase) as caught:
        Database.open(file)
    assert says in str(caught.value)
    assert str(file) in str(caught.value)
    assert "`jupyter mlsecops db update`" in str(caught.value)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(file: Path) -> None:
    file.chmod(0)
    with pytest.raises(UnreadableDatabase, match="cannot be read"):
        Database.open(file)


def test_a_file_that_another_process_holds_can_be_read(file: Path) -> None:
    code = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("begin exclusive")
        print("held", flush=True)
        sys.stdin.read()
    """
    code = "\n".join(line.strip() for line in code.splitlines())
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with Database.open(file) as database:
            assert database.assess("torch", "1.0").state == "vulnerable"
        holder.stdin.close()


@pytest.mark.parametrize(
    "damage",
    [
        "update aff set ranges = 'nonsense' where pkg = 'torch'",
        "update aff set ranges = '[[[\"introduced\", 0]]]' where pkg = 'torch'",
        "update aff set ranges = x'ff00' where pkg = 'torch'",
        "update aff set versions = '{}' where pkg = 'torch'",
        f"update aff set versions = '{'[' * 50_000}' where pkg = 'torch'",
        "update adv set modified = x'00' where id like '%-1' or id like 'GHSA%'",
        "update adv set grp = 'one' where id = 'PYSEC-2026-1'",
        "update aff set ranges = cast(x'5b80' as text) where pkg = 'torch'",
    ],
)
def test_a_damaged_record_leaves_its_package_unassessed_and_the_rest_as_it_was(file: Path, damage: str) -> None:
    changed(file, damage)
    with Database.open(file) as database:
        found = database.assess_all([("torch", "9"), ("evil-package", "1"), ("absent", "1")])
        assert found[0] == Assessment("not-assessed", reason=DAMAGED)
        assert [one.state for one in found[1:]] == ["vulnerable", "not-known-vulnerable"]


def test_what_is_whole_is_told_beside_what_is_damaged(file: Path) -> None:
    changed(file, "update aff set ranges = 'nonsense' where n = (select n from adv where id = 'PYSEC-2026-1')")
    with Database.open(file) as database:
        found = database.assess("torch", "2.1")
        assert (found.state, found.reason) == ("vulnerable", DAMAGED)
        assert [one.id for one in found.advisories] == ["GHSA-aaaa-bbbb-cccc"]


def test_any_page_may_be_damaged(tmp_path: Path) -> None:
    """Each page in turn is overwritten; then the file is refused, or what is known is told, or nothing is assessed."""
    records = [record(f"PYSEC-2026-{number}", f"package-{number}", ">= 0, < 2") for number in range(1, 200)]
    file = write(tmp_path, *records)
    whole = file.read_bytes()
    names = [(f"package-{number}", "1.0") for number in range(1, 200)]
    states = set()
    for page in range(len(whole) // 4_096):
        file.write_bytes(whole[: page * 4_096] + bytes([0xA5]) * 4_096 + whole[(page + 1) * 4_096 :])
        try:
            with Database.open(file) as database:
                found = {one.state for one in database.assess_all(names)}
                states |= found
                for name, _ in names:
                    database.knows(name)
        except UnreadableDatabase:
            states.add("refused")
    assert states >= {"refused", "vulnerable", "not-assessed"}
