"""What is kept of files that notebooks load: when it moves, when it stays, who else may use it meanwhile."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_mlsecops.service.ledger import Ledger, LedgerError, Scanned
from jupyter_mlsecops.service.needed import Fact
from jupyter_mlsecops.service.provenance import Files, Record, Seen

OLD, NEW = "sha256:" + "a" * 64, "sha256:" + "b" * 64
STATE, TOUCHED = "1:2:5:100", "1:2:5:200"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "ledger.sqlite"


@pytest.fixture
def files(place: Path) -> Files:
    return Files(Ledger(place))


def seen(digest: str = OLD, state: str = STATE, size: int = 5, **more: object) -> Seen:
    return Seen("/w/m.pkl", "model", "", size, digest, state)._replace(**more)  # type: ignore[arg-type]


def known(files: Files) -> Record:
    record = files.known("/w/m.pkl")
    assert record is not None
    return record


@pytest.mark.parametrize(
    ("then", "digest", "state", "now_digest", "now_state"),
    [
        (seen(), OLD, STATE, "", ""),
        (seen(state=TOUCHED), OLD, TOUCHED, "", ""),
        (seen("", TOUCHED), OLD, STATE, "", ""),
        (seen(NEW, TOUCHED), OLD, STATE, NEW, TOUCHED),
        (seen(NEW, TOUCHED, size=6), OLD, STATE, NEW, TOUCHED),
        (seen("", TOUCHED, size=6), OLD, STATE, "", TOUCHED),
        (seen(NEW, TOUCHED, is_expected=True), NEW, TOUCHED, "", ""),
    ],
    ids=["same", "touched", "not read", "altered", "longer", "longer, not read", "expected"],
)
def test_what_is_known_moves_only_where_that_is_explained(
    files: Files, then: Seen, digest: str, state: str, now_digest: str, now_state: str
) -> None:
    files.remember([seen()])
    first = known(files)
    files.remember([then])
    after = known(files)
    assert (after.digest, after.state, after.now_digest, after.now_state) == (digest, state, now_digest, now_state)
    assert after.first_seen == first.first_seen


def test_a_file_that_is_again_what_it_was(files: Files) -> None:
    for one in (seen(), seen(NEW, TOUCHED), seen(OLD, "1:3:5:300")):
        files.remember([one])
    assert (known(files).state, known(files).now_digest) == ("1:3:5:300", "")


def test_the_day_stays_while_a_file_is_altered(files: Files, place: Path) -> None:
    files.remember([seen()])
    with sqlite3.connect(place) as file:
        file.execute("update loaded set assessed = '2026-11-03T10:00:00+00:00'")
    files.remember([seen(NEW, TOUCHED)])
    assert known(files).assessed == "2026-11-03T10:00:00+00:00"
    files.remember([seen()])
    assert known(files).assessed > "2026-11-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("digest", "size", "now", "now_size", "state", "same"),
    [
        (OLD, 5, "", 5, STATE, True),
        (OLD, 5, OLD, 5, TOUCHED, True),
        (OLD, 5, NEW, 5, STATE, False),
        (OLD, 5, NEW, 5, TOUCHED, False),
        (OLD, 5, "", 6, TOUCHED, False),
        (OLD, 5, "", 5, TOUCHED, None),
        ("", 5, OLD, 5, TOUCHED, True),
        ("", 5, NEW, 6, TOUCHED, False),
    ],
)
def test_whether_a_file_is_the_same(
    digest: str, size: int, now: str, now_size: int, state: str, same: bool | None
) -> None:
    record = Record("/w/m.pkl", "model", "", "", "", size, digest, STATE, "", "")
    assert record.is_same(now_size, now, state) is same


def test_a_digest_is_known_by_the_state(files: Files) -> None:
    files.remember([seen()])
    files.remember([seen(NEW, TOUCHED)])
    assert [known(files).digest_in(one) for one in (STATE, TOUCHED, "1:2:5:300")] == [OLD, NEW, ""]


def test_where_a_file_is_from_is_kept(files: Files) -> None:
    files.remember([seen(origin="https://models.tool.dev/m.pkl")])
    files.remember([seen()])
    assert known(files).origin == "https://models.tool.dev/m.pkl"


def test_writers_are_those_that_are_there_and_still_write(files: Files, tmp_path: Path) -> None:
    train, gone = tmp_path / "train.ipynb", tmp_path / "gone.ipynb"
    train.touch()
    files.remember([seen()], {str(train): ["/w/m.pkl"], str(gone): ["/w/m.pkl"]})
    assert known(files).writers == (str(train),)
    files.remember([], {str(train): []})
    assert known(files).writers == ()


def test_nothing_is_made_to_look_something_up(files: Files, place: Path) -> None:
    assert files.known("/w/m.pkl") is None
    assert not place.parent.exists()


def test_only_the_user_may_read_it(files: Files, place: Path) -> None:
    files.remember([seen()])
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_packages_and_files_share_one_ledger(files: Files, place: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "a.ipynb"
    notebook.touch()
    ledger = Ledger(place)
    ledger.remember([Scanned(str(notebook), "sha256:1", [Fact("pillow", "9.0.0", "")], [])])
    assert files.known("/w/m.pkl") is None
    files.remember([seen()])
    ledger.remember([Scanned(str(notebook), "sha256:2", [Fact("pillow", "9.1.0", "")], [])])
    assert known(files).digest == OLD
    assert ledger.versions([str(notebook)]) == {("pillow", "9.1.0")}


def test_tables_of_another_version_are_begun_anew(files: Files, place: Path) -> None:
    files.remember([seen()])
    with sqlite3.connect(place) as file:
        file.execute("update meta set v = '0' where k = 'provenance'")
        file.execute("alter table loaded rename column digest to other")
    assert files.known("/w/m.pkl") is None
    files.remember([seen(NEW)])
    assert known(files).digest == NEW


@pytest.mark.parametrize("raw", [b"no database", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_no_ledger_is_told_and_not_overwritten(files: Files, place: Path, raw: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(raw)
    for act in (lambda: files.known("/w/m.pkl"), lambda: files.remember([seen()])):
        with pytest.raises(LedgerError, match="ledger.sqlite"):
            act()
    assert place.read_bytes() == raw


def test_a_ledger_that_another_process_holds_is_told(files: Files, place: Path) -> None:
    files.remember([seen()])
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("begin exclusive")
    try:
        with pytest.raises(LedgerError, match="locked"):
            files.known("/w/m.pkl")
    finally:
        other.close()
    assert known(files).digest == OLD


_MANY = """
import sys
from pathlib import Path
from jupyter_mlsecops.service.ledger import Ledger
from jupyter_mlsecops.service.provenance import Files, Seen
me, files = sys.argv[2], Files(Ledger(Path(sys.argv[1])))
for number in range(25):
    own = Seen(f"/{me}/{number}", "data", "", number, "sha256:" + me, f"{number}")
    both = Seen(f"/both/{number}", "model", "", 1, "sha256:" + me, me)
    files.remember([own, both])
    record = files.known(f"/both/{number}")
    assert record.digest in ("sha256:1", "sha256:2"), record
"""


def test_several_processes(files: Files, place: Path) -> None:
    """Each keeps its own, and of a file that both see the content that came first."""
    running = [subprocess.Popen([sys.executable, "-c", _MANY, str(place), name]) for name in "12"]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    for me in "12":
        assert [files.known(f"/{me}/{n}").size for n in range(25)] == list(range(25))  # type: ignore[union-attr]
    for number in range(25):
        record = files.known(f"/both/{number}")
        assert record is not None
        other = {"sha256:1": "sha256:2", "sha256:2": "sha256:1"}[record.digest]
        assert record.now_digest in ("", other)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_ledger_that_may_not_be_written_can_be_read(files: Files, place: Path) -> None:
    files.remember([seen()])
    place.chmod(0o400)
    place.parent.chmod(0o500)
    try:
        assert known(files).digest == OLD
        with pytest.raises(LedgerError):
            files.remember([seen(NEW)])
    finally:
        place.parent.chmod(0o700)
