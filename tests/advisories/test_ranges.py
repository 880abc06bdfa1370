"""Which versions lie in a range: PEP 440 against the events of OSV records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.advisories.ranges import covers, ordered
from jupyter_mlsecops.advisories.versions import point

SIGNS = {">=": "introduced", "<": "fixed", "<=": "last_affected", "limit": "limit"}


def events(text: str) -> list[tuple[str, str]]:
    """``>= 0, < 2.0`` as the events of a record, in this order."""
    return [(SIGNS[sign], version) for sign, version in (part.split() for part in text.split(","))]


# events, versions inside, versions outside
CASES = [
    (">= 0, < 2.0", "0 0.0.1 1 1.9.9 2.0rc1 2.0a1 2.0.dev1", "2 2.0 2.0.0 2.0.post1 2.0+local 2.1 1!0"),
    (">= 0", "0 0.dev0 0a1 1 1!9 9999.9 1.0+cu118", ""),
    (">= 1.2", "1.2 1.2.0 1.2.post1 1.2+x 1.10 1!0", "1.1.9 1.2rc1 1.2.dev0 0 0.9"),
    (">= 1.2, <= 1.4", "1.2 1.3 1.4 1.4.0 1.4rc1 1.4+local", "1.4.post1 1.4.0.1 1.4.1 1.1"),
    (">= 0, <= 1.11.0", "1.11.0 1.11.0+local 1.11 0.1", "1.11.1 1.11.0.post1 1.12rc1"),
    (">= 0, < 2.1.0", "2.0.9+cu118 2.1.0rc3+cu121", "2.1.0+cu118 2.1.0+cpu 2.1"),
    # an account that was taken over after 0.1.2: the genuine release stays clean
    (">= 0.1.2-1", "0.1.2.post1 0.1.2-1 0.1.2-2 0.1.4 0.2.6", "0.1.2 0.1.2.0 0.1.1 0.1.2rc1"),
    # several repaired branches in one range, in the order of the file and out of it
    (">= 0, < 1.5, >= 2.0, < 2.3", "1.4.9 2.0 2.2.9 2.3b1", "1.5 1.9 2.0rc1 2.3 3"),
    (">= 2.11, < 2.11.8, >= 0, < 2.7.4", "2.7.3 1 2.11 2.11.7", "2.7.4 2.10.9 2.11rc1 2.11.8"),
    ("< 1.5, >= 0", "1.4 0", "1.5 2"),
    ("< 2.3, < 1.5, >= 2.0, >= 0", "1 2.1", "1.5 1.7 2.3"),
    # what overlaps
    (">= 1, >= 2, < 3", "1 1.5 2 2.9", "0.9 3"),
    (">= 1, < 2, < 3", "1 1.9", "2 2.5 3"),
    (">= 1, <= 2, < 4", "1 2", "2.1 3 4"),
    (">= 2.0, < 2.0", "", "1.9 2.0 2.1"),
    (">= 2.0, <= 2.0", "2.0 2.0.0 2.0+x", "1.9 2.0.post1 2.0.1"),
    # epochs
    (">= 1!0, < 1!2", "1!0 1!1.9", "0.9 9999 1!2 2!1"),
    (">= 0, < 2!1", "9 1!9 2!0.9", "2!1 2!2"),
    # development and pre-releases as events
    (">= 2.0.dev1, < 2.0rc2", "2.0.dev1 2.0.dev9 2.0a1 2.0b3 2.0rc1 2.0rc1.post1", "2.0.dev0 2.0rc2 2.0"),
    (">= 4.2, < 4.2.1", "4.2", "4.2a1 4.2b1 4.2rc1 4.2.1"),
    (">= 1.0.post2, < 1.0.post4", "1.0.post2 1.0-3 1.0.post3+x", "1.0 1.0.post1 1.0.post4"),
    # an event that names a local version counts with it
    (">= 0, < 2.0+fix2", "2.0 2.0+fix1 1.9", "2.0+fix2 2.0+fix3 2.1"),
    # limit: only below, any of them, * is none
    (">= 1, limit 2", "1 1.9 2rc1", "2 3 0.9"),
    (">= 1, limit 2, limit 4", "1 2 3.9", "4"),
    (">= 1, limit *", "1 99", "0.9"),
    (">= 1, < 3, limit 2", "1.5", "2 2.5 3"),
    # what is no PEP 440 version, and what is no event, does not count
    (">= 0, < nonsense, < 2", "1.9", "2"),
    (">= what, < 2", "", "1 2"),
    (">= 0, <= r77", "1", ""),
    (">= 0, limit 2004x", "1 99", ""),
    ("< 2", "", "1 2 3"),
    ("<= 2", "", "1 2 3"),
    # other ways to write a version
    (">= v1.0, < V2", "1.0 v1.0 1.5", "v2 2 0.9"),
    (">= 1.0-alpha1, < 1.0_beta", "1.0a1 1.0alpha2", "1.0b0 1.0beta 1.0a0"),
    (">= 01.02, < 1.0010", "1.2 1.9", "1.10 1.1"),
]


@pytest.mark.parametrize(("text", "inside", "outside"), CASES, ids=[case[0] for case in CASES])
def test_a_version_lies_in_a_range(text: str, inside: str, outside: str) -> None:
    found = [ordered(events(text))]
    versions = [*inside.split(), *outside.split()]
    assert [version for version in versions if covers(found, version)] == inside.split()


def test_the_table_is_long_enough() -> None:
    assert sum(len(inside.split()) + len(outside.split()) for _, inside, outside in CASES) >= 180


@pytest.mark.parametrize("version", ["", " ", "nonsense", "2004x", "1.0-", "1..0", "==1.0", "1.0 1.1", "9" * 5000])
def test_what_is_no_version_lies_only_where_everything_does(version: str) -> None:
    assert point(version) is None
    assert covers([ordered([("introduced", "0")])], version)
    assert not covers([ordered([("introduced", "0"), ("fixed", "2")])], version)
    assert not covers([ordered([("introduced", "0"), ("fixed", "nonsense")])], version)
    assert not covers([ordered([("introduced", "0"), ("limit", "3")])], version)
    assert not covers([ordered([])], version)


def test_an_event_that_nobody_knows_does_not_count() -> None:
    assert covers([ordered([("introduced", "1"), ("abandoned", "2")])], "3")
    assert not covers([ordered([("introduced", "0"), ("abandoned", "2")])], "nonsense")


NUMBERS = st.integers(0, 12)
ENDS = st.sampled_from(["", "a1", "rc2", ".dev3", ".post1", "rc1.post2", ".0"])
VERSIONS = st.builds("{}.{}{}".format, NUMBERS, NUMBERS, ENDS)
EVENTS = st.lists(st.tuples(st.sampled_from(list(SIGNS.values())), VERSIONS | st.just("0") | st.just("no-version")))


@given(EVENTS, st.randoms(), VERSIONS)
def test_the_order_of_events_does_not_matter(found: list[tuple[str, str]], random: object, version: str) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert covers([ordered(found)], version) == covers([ordered(shuffled)], version)


@given(VERSIONS, VERSIONS, VERSIONS)
def test_one_pair_of_events_is_an_interval(start: str, end: str, version: str) -> None:
    from packaging.version import Version

    low, high, here = Version(start), Version(end), Version(version)
    introduced = [("introduced", start)]
    # an end before the beginning ends nothing
    for kind, before in (("fixed", here < high), ("last_affected", here <= high)):
        inside = low <= here and (before or high < low)
        assert covers([ordered([*introduced, (kind, end)])], version) == inside


@given(EVENTS, VERSIONS, st.sampled_from(["cu118", "local.1", "0"]))
def test_a_local_part_changes_nothing(found: list[tuple[str, str]], version: str, local: str) -> None:
    assert covers([ordered(found)], f"{version}+{local}") == covers([ordered(found)], version)


@given(EVENTS, VERSIONS)
def test_what_repairs_lies_above_and_is_a_fixed_event(found: list[tuple[str, str]], version: str) -> None:
    at = point(version)
    assert at is not None
    repairs = list(ordered(found).fixed(at))
    assert all(("fixed", turn.text) in found and turn.at is not None and turn.at > at.public for turn in repairs)
    assert [turn.at for turn in repairs] == sorted(turn.at for turn in repairs if turn.at is not None)
