"""Pages of a package index: what of them counts, where they stand in a database, and what is refused."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.advisories import page
from jupyter_mlsecops.advisories.database import Database
from jupyter_mlsecops.advisories.exporting import export
from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.osv import InvalidRecord
from jupyter_mlsecops.advisories.refusal import Refused
from jupyter_mlsecops.core.project import Project, Release

from . import exports
from .exports import A, B, folder, named, rows, tarred, zipped

DAY = "2026-01-0{}T00:00:00Z"
ALPHA = exports.page(
    "Alpha.Lib",
    ("Alpha.Lib-1.0.tar.gz", "2025-12-01T10:00:00.123456Z"),
    ("alpha_lib-1.0-py3-none-any.whl", "2025-11-30T23:59:59+00:00"),
    ("alpha_lib-1.1-py3-none-any.whl", DAY.format(1), "broken\u202e wheels"),
    ("alpha_lib-1.1.tar.gz", DAY.format(2), True),
    ("alpha_lib-1.2rc1-cp311-cp311-linux_x86_64.whl", DAY.format(3), ""),
    ("alpha-lib-1.3.zip", DAY.format(4), "one file only"),
    ("alpha_lib-1.3-1-py3-none-any.whl", None),
    ("alpha_lib-1.4-py3.11.egg", None),
    ("alpha_lib-1.4.0.zip", None, "one of two ways to write it"),
    ("alpha_lib-1.5.win32-py2.7.exe", DAY.format(5)),
    ("alpha_lib-odd.tar.gz", DAY.format(5)),
    ("other-2.0.tar.gz", DAY.format(5)),
)
RELEASES = {
    "1.0": Release("2025-11-30T23:59:59Z"),
    "1.1": Release(DAY.format(1), "broken\ufffd wheels"),
    "1.2rc1": Release(DAY.format(3), ""),
    "1.3": Release(DAY.format(4)),
    "1.4": Release(),
}
GONE = exports.page("gone", status="archived", reason="use alpha-lib")
OLD = {
    "info": {"name": "Old_Style", "version": "2.0", "yanked": False},
    "last_serial": 7,
    "releases": {
        "1.0": [{"filename": "x", "upload_time": "2020-01-01T00:00:00", "yanked": True, "yanked_reason": "leak"}],
        "02.0": [{"upload_time_iso_8601": "2021-01-01T00:00:00.5Z", "yanked": False, "yanked_reason": None}],
        "3.0": [],
        "odd": [{"upload_time_iso_8601": "2021-01-01T00:00:00Z", "yanked": False}],
    },
    "urls": [],
}
MANY = b'{"meta":{"api-version":"1.0"},"name":"a","files":[' + b",".join([b'{"filename":"a-1.zip"}'] * 200_001) + b"]}"
PAGES = {"simple/alpha-lib/index.v1_json": ALPHA, "simple/gone/index.v1_json": GONE}


@pytest.mark.parametrize(
    ("raw", "name", "project"),
    [
        (ALPHA, "alpha-lib", Project(releases=RELEASES)),
        (GONE, "gone", Project("archived", "use alpha-lib")),
        (exports.page("x", status="someday", reason="?"), "x", Project("active", "?")),
        (
            json.dumps(OLD).encode(),
            "old-style",
            Project(releases={"1.0": Release("", "leak"), "2.0": Release("2021-01-01T00:00:00Z")}),
        ),
    ],
    ids=["simple", "archived", "a status of later", "the older JSON"],
)
def test_what_a_page_says(raw: bytes, name: str, project: Project) -> None:
    assert page.from_json(raw) == (name, project)


@pytest.mark.parametrize(
    "other",
    [
        {"meta": {"api-version": "1.0"}, "projects": [{"name": "a"}]},
        {"name": "a", "files": []},
        {"meta": {"api-version": "1.0"}, "name": "a", "files": {}},
        {"info": {"name": "a"}},
        {"name": "package", "version": "1.0", "meta": None},
    ],
)
def test_other_json_is_no_page(other: Any) -> None:
    assert page.from_json(json.dumps(other).encode()) is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (exports.page("../a"), "name that no package can have"),
        (ALPHA.replace(b'"Alpha.Lib"', b"7"), "wrong type"),
        (ALPHA.replace(b'"yanked": ""', b'"yanked": []'), "wrong type"),
        (json.dumps(OLD).replace('"leak"', "7").encode(), "wrong type"),
        (ALPHA[:-2], "not JSON"),
        (b'{"meta": ' + b"[" * 100_000, "nested|JSON"),
        (ALPHA + b" " * page.MOST_BYTES, "larger than 25 MB"),
    ],
)
def test_a_page_that_cannot_be_used(raw: bytes, why: str) -> None:
    with pytest.raises(InvalidRecord, match=why):
        page.from_json(raw)


@given(
    st.dictionaries(
        st.sampled_from(["meta", "name", "files", "info", "releases", "project-status"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
            max_leaves=12,
        ),
    )
)
def test_any_json_is_a_page_or_none_or_refused(value: Any) -> None:
    with contextlib.suppress(InvalidRecord):
        page.from_json(json.dumps(value).encode())


KINDS: dict[str, Callable[[Path, dict[str, bytes]], Path]] = {
    "folder": lambda place, files: folder(place, files),
    "zip": lambda place, files: _written(place, zipped(files)),
    "tar.gz": lambda place, files: _written(place, tarred(files, "w:gz")),
}


def _written(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_pages_beside_records(kind: str, tmp_path: Path) -> None:
    index = b'{"meta": {"api-version": "1.0"}, "projects": []}'
    files = named(A) | PAGES | {"pypi/old-style/json": json.dumps(OLD).encode(), "simple/index.v1_json": index}
    target = tmp_path / "out" / "advisories.sqlite"
    told = from_path(KINDS[kind](tmp_path / "in", files), target, Wish()).header
    assert (told.records, told.projects, told.index_source, told.released) == (1, 3, "in", DAY.format(4))
    assert told.released_days(datetime.date(2026, 1, 9)) == 5
    with Database.open(target) as database:
        assert database.project("alpha-lib") == Project(releases=RELEASES)
        assert database.project("gone") == Project("archived", "use alpha-lib")
        found = database.project("old-style")
        assert found is not None and found.release("1.0.0") == Release("", "leak")
        assert database.project("nobody") is None


def test_each_part_takes_the_place_of_its_own_kind_only(tmp_path: Path) -> None:
    target = tmp_path / "out" / "advisories.sqlite"
    from_path(folder(tmp_path / "records", named(A)), target, Wish())
    with_pages = from_path(folder(tmp_path / "pages", PAGES), target, Wish()).header
    assert (with_pages.source, with_pages.records, with_pages.projects) == ("records", 1, 2)
    before = rows(target)
    assert [row[0] for row in before["adv"]] == [A["id"]]
    other = from_path(folder(tmp_path / "newer", named(B)), target, Wish()).header
    assert (other.source, other.index_source, other.projects, other.released) == ("newer", "pages", 2, DAY.format(4))
    assert rows(target)["project"] == before["project"] and [row[0] for row in rows(target)["adv"]] == [B["id"]]
    fewer = {"gone/index.v1_json": GONE, "late.json": exports.page("late", ("late-1.tar.gz", "2026-01-09T00:00:00Z"))}
    from_path(folder(tmp_path / "fewer", fewer), target, Wish())
    assert [row[0] for row in rows(target)["project"]] == ["gone", "late"]


def test_pages_alone_make_no_database(tmp_path: Path) -> None:
    """Without advisories every package would look as if nothing were known of it."""
    with pytest.raises(Refused, match="no advisory database that they could be added to"):
        from_path(folder(tmp_path / "pages", PAGES), tmp_path / "advisories.sqlite", Wish())
    assert not (tmp_path / "advisories.sqlite").exists()


def test_older_pages_are_refused(old: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "advisories.sqlite"
    copy.parent.mkdir()
    copy.write_bytes(old.read_bytes())
    from_path(folder(tmp_path / "pages", PAGES), copy, Wish())
    older = folder(tmp_path / "older", {"a.json": exports.page("a", ("a-1.tar.gz", "2025-01-01T00:00:00Z"))})
    before = copy.read_bytes()
    with pytest.raises(Refused, match="forget what was taken back"):
        from_path(older, copy, Wish())
    assert copy.read_bytes() == before
    assert from_path(older, copy, Wish(allow_downgrade=True)).header.projects == 1


def test_a_damaged_old_database_keeps_nobody_from_an_update(tmp_path: Path) -> None:
    target = tmp_path / "out" / "advisories.sqlite"
    many = {f"{n}.json": exports.page(f"p{n}", (f"p{n}-1.tar.gz", DAY.format(1), "x" * 150)) for n in range(300)}
    from_path(folder(tmp_path / "in", named(A) | many), target, Wish())
    raw = bytearray(target.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 4096 * 4] = b"\xff" * 4096 * 4
    target.write_bytes(raw)
    told = from_path(folder(tmp_path / "again", named(B)), target, Wish()).header
    assert (told.records, told.projects) == (1, 0)


def test_of_pages_about_one_project_the_one_with_the_newest_release_counts(tmp_path: Path) -> None:
    target = tmp_path / "out" / "advisories.sqlite"
    less = exports.page("alpha-lib", ("alpha_lib-1.0.tar.gz", DAY.format(1)))
    for number, order in enumerate(((ALPHA, less), (less, ALPHA))):
        files = named(A) | {f"{n}.json": raw for n, raw in enumerate(order)}
        from_path(folder(tmp_path / str(number), files), target, Wish())
        with Database.open(target) as database:
            found = database.project("alpha-lib")
            assert found is not None and set(found.releases) == set(RELEASES)


def test_a_release_of_the_future_has_no_date(tmp_path: Path) -> None:
    """It would make every later page look old."""
    target = tmp_path / "out" / "advisories.sqlite"
    far = exports.page("far", ("far-1.tar.gz", "2999-01-01T00:00:00Z"))
    assert from_path(folder(tmp_path / "in", named(A) | {"far.json": far}), target, Wish()).header.released == ""
    with Database.open(target) as database:
        assert database.project("far") == Project(releases={"1": Release()})


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"simple/alpha-lib/index.v1_json": ALPHA[:-1]}, r"alpha-lib/index\.v1_json: .* it is not JSON"),
        ({"a.json": MANY}, "more than 200,000 files"),
        ({"a.json": b'{"meta": {"api-version": "1.0"}, "files": [' + b" " * page.MOST_BYTES}, "larger than 25 MB"),
        ({"a.json": b'{"x": "' + b"x" * 5_000_001 + b'"}'}, "larger than 5 MB"),
    ],
    ids=["cut off", "too many files", "too large", "too large and no page"],
)
def test_hostile_pages_are_refused_and_the_old_database_stays(
    files: dict[str, bytes], why: str, old: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=why):
        from_path(folder(tmp_path / "in", files), old, Wish())


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """An export with pages."""
    target = tmp_path / "made" / "advisories.sqlite"
    from_path(folder(tmp_path / "mirror", named(A) | PAGES), target, Wish())
    export(target, tmp_path / "carried.gz")
    return tmp_path / "carried.gz"


def test_an_export_carries_them(carried: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "advisories.sqlite"
    told = from_path(carried, target, Wish(require_checksum=True)).header
    assert (told.projects, told.index_source) == (2, "mirror")
    assert rows(target) == rows(tmp_path / "made" / "advisories.sqlite")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("update project set releases = zeroblob(9)", "its details are damaged"),
        ("update project set releases = 'text'", "column of it is of the wrong type"),
        ("update project set pkg = '../x' where pkg = 'gone'", "name that no package can have"),
        ("update project set status = zeroblob(9)", "wrong type"),
        ("bomb", "too long"),
    ],
)
def test_a_changed_export_is_refused(change: str, why: str, carried: Path, old: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.sqlite"
    plain.write_bytes(gzip.decompress(carried.read_bytes()))
    with contextlib.closing(sqlite3.connect(plain)) as connection, connection:
        if change == "bomb":
            packed = zlib.compress(b'{"1": ["", "' + b"x" * 60_000_000 + b'"]}', 9)
            connection.execute("update project set releases = ?", (packed,))
        else:
            connection.execute(change)
    with pytest.raises(Refused, match=why):
        from_path(plain, old, Wish())


def test_a_damaged_row_is_no_page(tmp_path: Path) -> None:
    target = tmp_path / "out" / "advisories.sqlite"
    from_path(folder(tmp_path / "in", named(A) | PAGES), target, Wish())
    with contextlib.closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("update project set releases = zeroblob(9) where pkg = 'gone'")
    with Database.open(target) as database:
        assert database.project("gone") is None
        assert database.project("alpha-lib") == Project(releases=RELEASES)
