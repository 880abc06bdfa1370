"""Scores of CVSS vectors, against those of the calculators of FIRST and Red Hat."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.advisories.cvss import rated, score, severity
from jupyter_mlsecops.core.model import Severity

METRICS_3 = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN"}
METRICS_4 = {
    **{"AV": "NALP", "PR": "NLH", "UI": "NPA", "AC": "LH", "AT": "NP"},
    **{name: "HLN" for name in ("VC", "VI", "VA", "SC", "SI", "SA")},
    "E": "APU",
}

VECTORS = [
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, Severity.CRITICAL),
    ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0, Severity.CRITICAL),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, Severity.MEDIUM),
    ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.8, Severity.HIGH),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N", 5.9, Severity.MEDIUM),
    ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 1.6, Severity.LOW),
    ("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:C/C:L/I:N/A:N", 4.1, Severity.MEDIUM),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, Severity.INFO),
    # temporal and environmental metrics do not change the base score
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U/CR:L/MAV:P", 9.8, Severity.CRITICAL),
    ("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N", 9.8, Severity.CRITICAL),
    # the examples of the guide to CVSS 2, whose scale ends with high
    ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8, Severity.HIGH),
    ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0, Severity.HIGH),
    ("CVSS:2.0/AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2, Severity.MEDIUM),
    ("AV:N/AC:L/Au:N/C:N/I:N/A:N", 0.0, Severity.INFO),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3, Severity.CRITICAL),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0, Severity.CRITICAL),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P", 8.9, Severity.HIGH),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.3, Severity.MEDIUM),
    ("CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 6.0, Severity.MEDIUM),
    ("CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N/E:U", 0.1, Severity.LOW),
    ("CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0, Severity.INFO),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:X/CR:X/MAV:X/AU:Y", 9.3, Severity.CRITICAL),
]

UNREADABLE = [
    "",
    "CVSS:3.1/",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X",
    "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:Z",
    "AV:N/AC:L/Au:N/C:P/I:P",
    "AV:N/AC:L/Au:N/C:H/I:P/A:P",
    "SEVERE",
    "CVSS:3.1" + "/AV:N" * 100_000,
]


def combined(version: str, metrics: Mapping[str, Iterable[str]]) -> list[str]:
    """Every vector of these metrics."""
    parts = [[f"{name}:{letter}" for letter in letters] for name, letters in metrics.items()]
    return [f"CVSS:{version}/{'/'.join(vector)}" for vector in itertools.product(*parts)]


@pytest.mark.parametrize(("vector", "wanted", "name"), VECTORS)
def test_a_vector_has_its_score(vector: str, wanted: float, name: Severity) -> None:
    assert score(vector) == wanted
    assert rated(vector) == (name, wanted)


@pytest.mark.parametrize("vector", UNREADABLE, ids=lambda vector: vector[:40])
def test_what_is_no_vector_has_none(vector: str) -> None:
    assert score(vector) is None
    assert rated(vector) == (None, None)


def test_all_vectors_together_have_the_scores_of_other_calculators() -> None:
    """Tenths of the scores added up, and severities counted, by the package cvss 3.6 on the same vectors."""
    for vectors, tenths, counts in (
        (combined("3.1", METRICS_3), 142_706, {"critical": 61, "high": 555, "medium": 1464, "low": 416, "info": 96}),
        (
            combined("4.0", METRICS_4)[::29],
            445_657,
            {"critical": 93, "high": 1446, "medium": 4613, "low": 4693, "info": 15},
        ),
    ):
        scores = [score(vector) or 0.0 for vector in vectors]
        assert sum(round(one * 10) for one in scores) == tenths
        assert Counter(severity(one).value for one in scores) == counts


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("LOW", Severity.LOW),
        ("MODERATE", Severity.MEDIUM),
        ("medium", Severity.MEDIUM),
        (" High ", Severity.HIGH),
        ("CRITICAL", Severity.CRITICAL),
        ("UNKNOWN", None),
        (None, None),
    ],
)
def test_a_word_has_a_severity_and_no_score(word: str | None, wanted: Severity | None) -> None:
    assert rated(word) == (wanted, None)


@given(st.sampled_from(combined("4.0", METRICS_4)))
def test_a_flaw_that_is_reached_from_afar_is_not_less_severe(vector: str) -> None:
    scores = [score(vector.replace(vector[9:13], f"AV:{reach}")) for reach in "PLAN"]
    assert None not in scores
    assert scores == sorted(scores, key=lambda one: one or 0.0)


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text: str) -> None:
    for start in ("", "CVSS:3.1/", "CVSS:4.0/"):
        found = score(start + text)
        assert found is None or 0 <= found <= 10
