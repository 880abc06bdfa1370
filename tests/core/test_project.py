"""What an index says of a project: when its releases came, and which of them stand."""

from __future__ import annotations

import datetime

import pytest

from jupyter_mlsecops.core.project import Project, Release, instant

RELEASES = {
    "1.0": Release("2025-11-30T23:59:59Z"),
    "1.1": Release("2026-01-01T00:00:00Z", "broken wheels"),
    "1.2rc1": Release("2026-01-03T00:00:00Z", ""),
    "1.3": Release("2026-01-04T00:00:00Z"),
    "1.4": Release(),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.999+02:00", "2026-01-02T01:04:05Z"),
        ("2026-01-02T03:04:05", "2026-01-02T03:04:05Z"),
        (datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc), "2026-01-02T03:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", ""),
        ("2026-02-30T00:00:00Z", ""),
        ("yesterday", ""),
        ("2026-01-02T03:04:05" + "0" * 99, ""),
        (7, ""),
        (None, ""),
    ],
)
def test_times_are_utc_in_one_form(text: object, expected: str) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", ["1.3", "1.4"]), ("1.1", ["1.3", "1.4"]), ("1.3a1", ["1.3", "1.4"]), ("9", []), ("odd", [])],
)
def test_later_releases_that_stand(version: str, expected: list[str]) -> None:
    assert Project(releases=RELEASES).later(version) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", "1.0"), ("v1.0.0", "1.0"), ("1.2-rc.1", "1.2rc1"), ("1.0.post1", None), ("odd", None), ("1." * 300, None)],
)
def test_a_release_however_it_is_written(version: str, expected: str | None) -> None:
    assert Project(releases=RELEASES).release(version) == (RELEASES[expected] if expected else None)
