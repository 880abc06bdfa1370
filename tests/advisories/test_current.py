"""The database as it is now, and the day that ages count from."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories import header, places
from jupyter_mlsecops.advisories.current import Current
from jupyter_mlsecops.advisories.importing import Wish, from_path

from . import exports
from .exports import A, folder, named

PAGES = {"alpha-lib.json": exports.page("alpha-lib", ("alpha_lib-1.3.tar.gz", "2026-01-04T00:00:00Z"))}


def test_ages_count_from_the_day_that_is_passed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "advisories.sqlite"
    from_path(folder(tmp_path / "in", named(A) | PAGES), target, Wish())
    monkeypatch.setenv(places.VARIABLE, str(target))
    day = datetime.date(2026, 1, 5)
    current = Current(clock=lambda: day)
    first = current.read()
    assert first is current.read() and first.today == day
    found = first.project("alpha-lib")
    assert found is not None and found.releases["1.3"].age_days(first.today) == 1
    day = datetime.date(2026, 1, 6)
    assert current.read() is not first and current.read().today == day
    assert header.read(target).projects == 1
