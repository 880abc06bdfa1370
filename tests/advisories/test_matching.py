"""What the claims about a package say of its versions."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.advisories.claims import Claim, claim
from jupyter_mlsecops.advisories.matching import NO_VERSION, UNKNOWN_VERSION, matched
from jupyter_mlsecops.advisories.ranges import ordered
from jupyter_mlsecops.core.model import Severity

from .test_ranges import EVENTS, VERSIONS, events

CRITICAL_31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
MEDIUM_31 = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N"


def said(id: str, ranges: str = "", versions: str = "", **more: Any) -> Claim:
    """A claim; ``ranges`` are parted by semicolons, ``versions`` by spaces."""
    found = [ordered(events(one.strip())) for one in ranges.split(";") if one.strip()]
    return claim(id, ranges=found, versions=versions.split(), **{"modified": "2026-01-02T00:00:00Z"} | more)


def state(claims: list[Claim], version: str) -> tuple[str, str]:
    found = matched(claims, version)
    return found.state, found.reason


BAD, GOOD = ("vulnerable", ""), ("not-known-vulnerable", "")


@pytest.mark.parametrize(
    ("one", "bad", "good"),
    [
        # in a range or listed: either is enough
        (said("A", ">= 4.2, < 4.2.1", "4.2a1 4.2rc1 3.0"), "4.2 4.2a1 4.2rc1 4.2.0 3.0 3.0.0", "4.2b1 4.2.1 3.1"),
        (said("A", "", "2.1.0"), "2.1.0 2.1 2.1.0+cu118 v2.1", "2.1.0.post1 2.1.0rc1 2.1.1"),
        (said("A", "", "2.1.0+cu118"), "2.1.0+cu118 2.1.0+CU118", "2.1.0 2.1.0+cpu"),
        (said("A", "", "1.0-1 0.5alpha"), "1.0-1 1.0.post1 0.5a0 0.5alpha 0.5a", "1.0 0.5 1.0-2"),
        (said("A", "< 2; >= 3, < 4"), "3 3.9", "1 2 4"),
        (said("A", ">= 1, < 2; >= 1.5, < 3"), "1 1.9 2 2.9", "0.9 3"),
        (said("A", ">= 0", "1.0"), "0 1 99 1!0", ""),
    ],
)
def test_versions_that_a_record_affects(one: Claim, bad: str, good: str) -> None:
    for version in bad.split():
        assert (version, state([one], version)) == (version, BAD)
    for version in good.split():
        assert (version, state([one], version)) == (version, GOOD)


@pytest.mark.parametrize(
    ("claims", "version", "wanted"),
    [
        ([], "", ("not-assessed", UNKNOWN_VERSION)),
        ([], "1.0", GOOD),
        # nothing is known of the package, whatever its version is
        ([], "2004x", GOOD),
        ([said("A", ">= 0, < 2")], "", ("not-assessed", UNKNOWN_VERSION)),
        ([said("A", ">= 0, < 2")], "  ", ("not-assessed", UNKNOWN_VERSION)),
        ([said("A", ">= 0, < 2")], "2004x", ("not-assessed", NO_VERSION)),
        ([said("A", ">= 0, < 2")], "9" * 100_000, ("not-assessed", NO_VERSION)),
        ([said("A", ">= 0, < 2", "2004x")], "2004x", BAD),
        ([said("A", ">= 0, < 2", "2004x")], "2004y", ("not-assessed", NO_VERSION)),
        ([said("A", ">= 0")], "2004x", BAD),
        ([said("A", ">= 0, < 2")], " 1.0 ", BAD),
        # a package that is nothing but malware is bad in the version that nobody told; one with an open flaw may be
        ([said("MAL-1", ">= 0")], "", BAD),
        ([said("A", ">= 0")], "", ("not-assessed", UNKNOWN_VERSION)),
        ([said("MAL-1", "", "1.0 1.1")], "", ("not-assessed", UNKNOWN_VERSION)),
    ],
)
def test_what_cannot_be_compared_is_not_assessed(claims: list[Claim], version: str, wanted: tuple[str, str]) -> None:
    assert state(claims, version) == wanted


def test_a_flaw_has_one_advisory_whatever_its_records() -> None:
    claims = [
        said("CVE-2026-1", ">= 0, < 2", group=1, summary="of the CVE"),
        said("GHSA-aaaa", ">= 0, < 2.1", group=1, aliases=["CVE-2026-1", "PYSEC-2026-1"], severity="HIGH"),
        said("PYSEC-2026-1", ">= 0, < 2", group=1, aliases=["CVE-2026-1"], summary="", modified="2026-05-06T00:00:00Z"),
        said("OSV-2026-9", ">= 0, < 2", group=1, severity="LOW"),
        said("PYSEC-2026-2", ">= 0, < 3", group=2),
    ]
    first, second = matched(claims, "1.0").advisories
    assert (first.id, first.aliases) == ("PYSEC-2026-1", ("GHSA-aaaa", "CVE-2026-1", "OSV-2026-9"))
    assert (first.summary, first.severity, first.score) == ("of the CVE", Severity.HIGH, None)
    assert first.modified == "2026-05-06"
    # 2 is not repaired: one of the records says that it is affected
    assert first.fixed == ("2.1",)
    assert (second.id, second.severity, second.aliases) == ("PYSEC-2026-2", None, ())
    assert matched(claims, "2.0").advisories[0].aliases == ("PYSEC-2026-1", "CVE-2026-1")


def test_records_meet_through_a_third_one() -> None:
    claims = [
        said("GHSA-1", ">= 0", aliases=["CVE-1"]),
        said("GHSA-2", ">= 0", aliases=["CVE-2"]),
        said("PYSEC-1", ">= 0", aliases=["CVE-1", "CVE-2"]),
        said("GHSA-3", ">= 0", aliases=["CVE-3"]),
    ]
    for order in (claims, claims[::-1], claims[1:] + claims[:1]):
        assert [(one.id, len(one.aliases)) for one in matched(order, "1").advisories] == [("PYSEC-1", 4), ("GHSA-3", 1)]


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ([said("A", ">= 0", severity=MEDIUM_31)], (Severity.MEDIUM, 5.9)),
        (
            [said("A", ">= 0", severity=MEDIUM_31, group=1), said("B", ">= 0", severity="LOW", group=1)],
            (Severity.MEDIUM, 5.9),
        ),
        (
            [said("A", ">= 0", severity=MEDIUM_31, group=1), said("B", ">= 0", severity=CRITICAL_31, group=1)],
            (Severity.CRITICAL, 9.8),
        ),
        ([said("A", ">= 0", severity="MODERATE", group=1), said("B", ">= 0", group=1)], (Severity.MEDIUM, None)),
        ([said("A", ">= 0", severity="nonsense")], (None, None)),
        ([said("MAL-1", ">= 0")], (Severity.CRITICAL, None)),
        ([said("MAL-1", ">= 0", severity="LOW")], (Severity.CRITICAL, None)),
        ([said("GHSA-1", ">= 0", severity=MEDIUM_31, aliases=["MAL-1"])], (Severity.CRITICAL, 5.9)),
    ],
)
def test_the_severity_of_a_flaw(claims: list[Claim], wanted: tuple[Severity | None, float | None]) -> None:
    (advisory,) = matched(claims, "1").advisories
    assert (advisory.severity, advisory.score) == wanted


def test_malware_is_told_first_and_once() -> None:
    claims = [
        said("PYSEC-9", ">= 0", severity=CRITICAL_31),
        said("GHSA-1", ">= 0", severity="HIGH"),
        said("MAL-2026-7", "", "1.0"),
        said("our-name", "", "1.0", malware=True, group=4),
        said("PYSEC-1", ">= 0", severity="HIGH"),
        said("PYSEC-0", ">= 0"),
    ]
    found = matched(claims, "1.0").advisories
    assert [one.id for one in found] == ["MAL-2026-7", "PYSEC-9", "PYSEC-1", "GHSA-1", "PYSEC-0"]
    assert [one.kind for one in found] == ["malware"] + ["vulnerability"] * 4
    assert found[0].aliases == ("our-name",)


@pytest.mark.parametrize(
    ("claims", "version", "fixed", "safe"),
    [
        ([said("A", ">= 0, < 2")], "1", "2", "2"),
        ([said("A", ">= 0")], "1", "", ""),
        ([said("A", ">= 0, <= 2")], "1", "", ""),
        # the branches that were repaired later count; those that were repaired before do not
        ([said("A", ">= 0, < 1.5, >= 2, < 2.3, >= 3, < 3.1")], "2.1", "2.3 3.1", "2.3"),
        ([said("A", ">= 0, < 1.5; >= 2, < 2.3; >= 3, < 3.1")], "2.1", "2.3", "2.3"),
        ([said("A", "", "2.1"), said("B", ">= 5, < 6")], "2.1", "", "6"),
        ([said("A", ">= 0, < 2", "9")], "9", "", ""),
        # what repairs one flaw has another
        ([said("A", ">= 0, < 2"), said("B", ">= 0, < 2.5"), said("C", ">= 2.5, < 3")], "1", "2", "3"),
        ([said("A", ">= 0, < 2"), said("B", "", "2.0")], "1", "2", ""),
        # no pre-release where there is a release, and not for one who has a release
        ([said("A", ">= 0, < 2.0rc1"), said("B", ">= 0, < 2.1")], "1", "2.0rc1", "2.1"),
        ([said("A", ">= 0, < 2.0rc1")], "1", "2.0rc1", "2.0rc1"),
        ([said("A", ">= 0, < 2.0rc2"), said("B", ">= 5, < 6")], "2.0rc1", "2.0rc2", "2.0rc2"),
        ([said("A", ">= 0, < 2.0rc2"), said("B", ">= 5, < 6")], "1", "2.0rc2", "6"),
        # one version written in two ways, and local versions
        ([said("A", ">= 0, < 2.0.0", group=1), said("B", ">= 0, < 2.0", group=1)], "1", "2.0", "2.0"),
        ([said("A", ">= 0, < 2.1")], "2.0+cu118", "2.1", "2.1"),
        ([said("A", ">= 0, < 2.1", "2.1+cu118")], "2.1+cu118", "", ""),
        ([said("A", ">= 0, < 1.10, >= 2, < 2.9"), said("B", ">= 0, < 1.9")], "1.8", "1.10 2.9", "1.10"),
    ],
)
def test_what_repairs_and_what_is_safe(claims: list[Claim], version: str, fixed: str, safe: str) -> None:
    found = matched(claims, version)
    assert found.state == "vulnerable"
    assert found.advisories[0].fixed == tuple(fixed.split())
    assert found.safe == safe


CLAIMS = st.lists(
    st.builds(
        lambda number, found, versions, aliases, group: claim(
            f"PYSEC-{number}",
            aliases=[f"CVE-{alias}" for alias in aliases],
            ranges=[ordered(found)],
            versions=versions,
            group=group,
        ),
        st.integers(0, 9),
        EVENTS,
        st.lists(VERSIONS | st.just("2004x"), max_size=3),
        st.lists(st.integers(0, 5), max_size=2, unique=True),
        st.none() | st.integers(0, 5),
    ),
    max_size=8,
)


@given(CLAIMS, VERSIONS | st.just("2004x"))
def test_a_listed_version_is_always_affected(claims: list[Claim], version: str) -> None:
    listed = claim("LISTED", versions=[version])
    found = matched([*claims, listed], version)
    assert found.state == "vulnerable"
    assert any("LISTED" in (one.id, *one.aliases) for one in found.advisories)


@given(CLAIMS, VERSIONS)
def test_names_stand_once_and_the_order_of_records_does_not_matter(claims: list[Claim], version: str) -> None:
    found = matched(claims, version)
    names = [name for one in found.advisories for name in (one.id, *one.aliases)]
    assert len(names) == len(set(names))
    shuffled = list(claims)
    random.Random(1).shuffle(shuffled)
    assert matched(shuffled, version) == found


@given(CLAIMS, VERSIONS)
def test_what_is_called_safe_is_above_and_not_affected(claims: list[Claim], version: str) -> None:
    from packaging.version import Version

    found = matched(claims, version)
    if found.safe:
        assert Version(found.safe) > Version(version)
        assert matched(claims, found.safe).state == "not-known-vulnerable"
    assert all(Version(fixed) > Version(version) for one in found.advisories for fixed in one.fixed)


UNTOLD = ("not-assessed", "A is about it and does not tell which versions")


@pytest.mark.parametrize(
    ("claims", "version", "expected"),
    [
        ([said("A")], "1", UNTOLD),
        ([said("A"), said("B", ">= 0, < 2")], "1", BAD),
        ([said("A"), said("B", ">= 0, < 2")], "2", UNTOLD),
        ([said("A", aliases=["CVE-1"]), said("B", ">= 0, < 2", aliases=["CVE-1"])], "2", GOOD),
        ([said("MAL-1"), said("MAL-2", "", "1")], "2", GOOD),
        ([said("A")], "", ("not-assessed", UNKNOWN_VERSION)),
        ([said("A")], "odd", ("not-assessed", NO_VERSION)),
    ],
)
def test_a_flaw_of_which_nobody_tells_the_versions(
    claims: list[Claim], version: str, expected: tuple[str, str]
) -> None:
    """A record that has commits only: other records of the same flaw may tell more; else nothing is known."""
    assert state(claims, version) == expected
