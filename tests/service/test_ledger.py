"""What was scanned before is asked about again, without being read again."""

import sqlite3
import stat
from pathlib import Path

import pytest

from jupyter_mlsecops.core.advisory import Advisories
from jupyter_mlsecops.core.model import Advisories as About
from jupyter_mlsecops.service.ledger import Ledger, LedgerError, News, Scanned
from jupyter_mlsecops.service.needed import Fact
from jupyter_mlsecops.testing import advisories

PILLOW = Fact("pillow", "9.0.0", "")
URLLIB3 = Fact("urllib3", "1.26.4", "requests")


def known(*lines: str) -> Advisories:
    """A set of advisories: see ``testing.advisories``."""
    found = advisories("# %% [advisories]\n" + "\n".join(lines or ["GHSA-0000 low other<1"]))
    assert found is not None
    return found._replace(about=About(source=" ".join(lines), records=len(lines), newest="2026-01-01", age_days=0))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "deep" / "ledger.sqlite")


@pytest.fixture
def notebook(tmp_path: Path) -> str:
    path = tmp_path / "a.ipynb"
    path.write_text("never read")
    return str(path)


def told(news: list[News]) -> list[tuple[str, str, str]]:
    """What news are about: path, package and advisory."""
    return [(Path(one.path).name, f"{one.name} {one.version}", one.advisory) for one in news]


def test_news_of_a_flaw_that_was_not_known(ledger: Ledger, notebook: str) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW, URLLIB3], ["GHSA-0001"])])
    news = ledger.reassess(
        known("GHSA-0001 high pillow<9.1", "GHSA-0002 high pillow<9.2", "MAL-0003 critical urllib3<1.27")
    )
    assert told(news) == [
        ("a.ipynb", "pillow 9.0.0", "GHSA-0002"),
        ("a.ipynb", "urllib3 1.26.4", "MAL-0003"),
    ]
    assert (news[0].severity, news[0].kind, news[0].safe) == ("high", "vulnerability", "9.2")
    assert (news[1].kind, news[1].through) == ("malware", "requests")
    assert ledger.news() == news


def test_news_stay_until_the_file_is_scanned_again(ledger: Ledger, notebook: str) -> None:
    flaw = known("GHSA-0002 high pillow<9.2")
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    assert told(ledger.reassess(flaw)) == told(ledger.reassess(flaw)) != []
    ledger.remember([Scanned(notebook, "sha256:2", [PILLOW], ["GHSA-0002"])])
    assert ledger.reassess(flaw) == []


def test_news_keep_the_day_they_were_learned_on(ledger: Ledger, notebook: str, tmp_path: Path) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    ledger.reassess(known("GHSA-0002 high pillow<9.2"))
    with sqlite3.connect(tmp_path / "deep" / "ledger.sqlite") as file:
        file.execute("update news set since = '2020-02-02'")
    news = ledger.reassess(known("GHSA-0002 high pillow<9.2", "GHSA-0004 high pillow<9.2"))
    since = {one.advisory: one.since for one in news}
    assert since["GHSA-0002"] == "2020-02-02" < since["GHSA-0004"]


def test_a_flaw_that_is_withdrawn_is_no_news(ledger: Ledger, notebook: str) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    assert ledger.reassess(known("GHSA-0002 high pillow<9.2"))
    assert ledger.reassess(known()) == []


def test_files_that_are_gone_are_not_told(ledger: Ledger, notebook: str) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    Path(notebook).unlink()
    assert ledger.reassess(known("GHSA-0002 high pillow<9.2")) == []


def test_what_needs_nothing_any_more_is_forgotten(ledger: Ledger, notebook: str) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    ledger.remember([Scanned(notebook, "sha256:2", [], [])])
    assert ledger.reassess(known("GHSA-0002 high pillow<9.2")) == []
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    ledger.forget(notebook)
    assert ledger.reassess(known("GHSA-0003 high pillow<9.2")) == []


def test_without_a_ledger_there_is_no_news_and_none_is_made(ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.reassess(known()) == ledger.news() == []
    assert not (tmp_path / "deep").exists()


def test_only_the_user_may_read_it(ledger: Ledger, notebook: str, tmp_path: Path) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    assert stat.S_IMODE((tmp_path / "deep" / "ledger.sqlite").stat().st_mode) == 0o600


def test_what_another_version_wrote_is_begun_anew(ledger: Ledger, notebook: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    with sqlite3.connect(tmp_path / "deep" / "ledger.sqlite") as file:
        file.execute("create table fact (other text)")
        file.execute("pragma user_version = 99")
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    assert told(ledger.reassess(known("GHSA-0002 high pillow<9.2"))) == [("a.ipynb", "pillow 9.0.0", "GHSA-0002")]


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 9, b"SQLite format 3\0"])
def test_a_broken_file_is_an_error_that_names_it(ledger: Ledger, notebook: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "ledger.sqlite").write_bytes(content)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite"):
        ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])


def test_a_locked_file_is_an_error(ledger: Ledger, notebook: str, tmp_path: Path) -> None:
    ledger.remember([Scanned(notebook, "sha256:1", [PILLOW], [])])
    other = sqlite3.connect(tmp_path / "deep" / "ledger.sqlite", isolation_level=None)
    other.execute("begin immediate")
    try:
        with pytest.raises(LedgerError, match="locked"):
            ledger.remember([Scanned(notebook, "sha256:2", [PILLOW], [])])
    finally:
        other.close()
    assert told(ledger.reassess(known("GHSA-0002 high pillow<9.2"))) == [("a.ipynb", "pillow 9.0.0", "GHSA-0002")]
