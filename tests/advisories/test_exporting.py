"""Exports of our own: the same bytes each time, and read as records, whatever somebody made of them."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories import header
from jupyter_mlsecops.advisories.exporting import export
from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.refusal import Refused

from . import real
from .exports import A, B, C, folder, left, named, rows
from .written import record

ODD = record(
    "PYSEC-2026-9",
    "Delta",
    ">= 0, < 1; >= 2, <= 2.5; limit 9, >= 8",
    "1.5 0.5 odd",
    aliases=["CVE-2026-2", "CVE-2026-9"],
    withdrawn="2026-02-01T00:00:00Z",
    details="Ümlaut\nand more",
    references=[{"type": "WEB", "url": "https://example.org/1"}],
    database_specific={"severity": "HIGH"},
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "made" / "advisories.sqlite"
    from_path(folder(tmp_path / "records", named(A, B, C, ODD)), file, Wish())
    return file


def test_an_export_is_the_same_database_elsewhere(database: Path, tmp_path: Path) -> None:
    packed = tmp_path / "carried.gz"
    assert export(database, packed) == header.read(database)
    elsewhere = tmp_path / "elsewhere" / "advisories.sqlite"
    done = from_path(packed, elsewhere, Wish(require_checksum=True))
    assert rows(elsewhere) == rows(database)
    assert done.header.source == header.read(database).source == "records"
    assert done.header.sha256 == hashlib.sha256(packed.read_bytes()).hexdigest()
    assert left(elsewhere) == ["advisories.sqlite"]


def test_the_same_database_gives_the_same_bytes(database: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export(database, tmp_path / name / "a.gz")
    for name in ("a.gz", "a.gz.sha256"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert left(tmp_path / "one" / "a.gz") == ["a.gz", "a.gz.sha256"]


def test_an_uncompressed_copy_is_taken_too(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(database.read_bytes())
    from_path(tmp_path / "copy", tmp_path / "out" / "a.sqlite", Wish())
    assert rows(tmp_path / "out" / "a.sqlite") == rows(database)


def test_a_place_that_cannot_be_written_says_so(database: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        export(database, tmp_path / "none" / "a.gz")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        export(database, tmp_path / "folder")
    assert not (tmp_path / "folder.sha256").exists()


def test_a_damaged_database_is_not_exported(database: Path, tmp_path: Path) -> None:
    raw = bytearray(database.read_bytes())
    raw[4096:12_288] = bytes(8_192)
    database.write_bytes(raw)
    (tmp_path / "a.gz").write_bytes(b"the last good one")
    with pytest.raises(Refused, match="damaged"):
        export(database, tmp_path / "a.gz")
    assert (tmp_path / "a.gz").read_bytes() == b"the last good one"


# ---- what somebody may make of an export


def sql(*statements: str) -> Callable[[Path], None]:
    """Statements that change a database."""

    def change(file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return change


def body(raw: bytes) -> Callable[[Path], None]:
    return sql(f"update adv set body = x'{zlib.compress(raw, 9).hex()}'")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def scratched(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[4096:4200] = b"\xff" * 104
    file.write_bytes(raw)


LONG = "x" * 6_000_000
HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "another application": (sql("pragma application_id = 1"), "damaged, or of another version"),
    "another version": (sql("pragma user_version = 99"), "another version"),
    "a further table": (sql("create table more (a)"), "tables are not those"),
    "a view in place of a table": (
        sql("alter table aff rename to other", "create view aff as select * from other"),
        "tables are not those",
    ),
    "a trigger": (sql("create trigger t insert on adv begin select 1; end"), "tables are not those"),
    "a missing index": (sql("drop index aff_pkg"), "tables are not those"),
    "cut off": (cut, "damaged"),
    "scratched": (scratched, "damaged"),
    "no age": (sql("delete from meta where k = 'newest'"), "damaged"),
    "an age that is none": (sql("update meta set v = 'soon' where k = 'newest'"), "damaged"),
    "a count that is none": (sql("update meta set v = 'many' where k = 'records'"), "damaged"),
    "no records": (sql("delete from adv"), "holds no advisory"),
    "an id that is none": (sql("update adv set id = 'x' where n = 0"), "record 1: .*id"),
    "a date that is none": (sql("update adv set modified = 'today' where n = 0"), "record 1: .*wrong type"),
    "a record of the future": (sql("update adv set modified = '2999-01-01T00:00:00Z' where n = 0"), "future"),
    "bytes for a text": (sql("update adv set id = x'ff00' where n = 0"), "wrong type|damaged"),
    "text that is no UTF-8": (sql("update adv set summary = cast(x'fffe' as text) where n = 0"), "damaged"),
    **(
        {"a long text": (sql(f"update adv set summary = '{LONG}' where n = 0"), "damaged")}
        if sys.version_info >= (3, 11)  # before that it is cut
        else {}
    ),
    "a body that is none": (sql("update adv set body = x'00'"), "cut off"),
    "a body that is a bomb": (body(b" " * 50_000_000), "too long"),
    "a body that is no JSON": (body(b"{"), "details are damaged"),
    "a deep body": (body(b'{"details":' + b"[" * 100_000), "details are damaged"),
    "ranges that are none": (sql("update aff set ranges = '{}'"), "column"),
    "deep ranges": (sql(f"update aff set ranges = '{'[' * 100_000}'"), "column"),
    "an event that is none": (sql("""update aff set ranges = '[[["appeared","1"]]]'"""), "event"),
    "an event of three": (sql("""update aff set ranges = '[[["fixed","1","2"]]]'"""), "events"),
    "versions that are none": (sql("update aff set versions = '[1]'"), "column"),
    "versions that are bytes": (sql("update aff set versions = x'5b5d'"), "column"),
    "a name that is none": (sql("update aff set pkg = '../x'"), "name"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_changed_export_is_refused(kind: str, database: Path, old: Path) -> None:
    change, why = HOSTILE[kind]
    change(database)
    with pytest.raises(Refused, match=why):
        from_path(database, old, Wish())


def test_groups_and_kinds_are_worked_out_anew(database: Path, tmp_path: Path) -> None:
    """Nobody hides a record by putting it into the group of another, or malware by calling it a flaw."""
    before = rows(database)
    sql("update adv set grp = 0, kind = 0")(database)
    from_path(database, tmp_path / "out" / "a.sqlite", Wish())
    assert rows(tmp_path / "out" / "a.sqlite") == before


def test_the_real_records(tmp_path: Path) -> None:
    archive = real.archive()
    if archive is None:
        pytest.skip("no export of OSV records beside the repository")
    from_path(archive, tmp_path / "a.sqlite", Wish())
    export(tmp_path / "a.sqlite", tmp_path / "a.gz")
    from_path(tmp_path / "a.gz", tmp_path / "b.sqlite", Wish())
    assert rows(tmp_path / "b.sqlite") == rows(tmp_path / "a.sqlite")
