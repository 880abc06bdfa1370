"""Policies: what is shown, what stops a commit, and how a project may tighten an admin's floor."""

from typing import Any

import pytest

from jupyter_mlsecops.core.model import Confidence, Severity
from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.core.policy import Policy, PolicyError, from_table, tightened
from jupyter_mlsecops.core.rule import Rule, rule
from jupyter_mlsecops.core.segments import Segment


def a_rule(severity: Severity, id: str = "a-rule", **more: Any) -> Rule:
    from jupyter_mlsecops.core.model import Category

    @rule(id=id, on=Segment, severity=severity, confidence=Confidence.HIGH, category=Category.NETWORK, **more)
    def check(segment: Segment) -> Any:
        """Why."""
        return ()

    return check


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("default", "critical high medium"),
        ("strict", "critical high medium low"),
        ("audit", "critical high medium low info"),
    ],
)
def test_a_profile_shows_by_severity(profile: str, shown: str) -> None:
    policy = Policy(profile=profile)
    assert " ".join(s.value for s in Severity if policy.shows(a_rule(s), s)) == shown


@pytest.mark.parametrize(
    ("policy", "severity", "of_match", "shown"),
    [
        (Policy(), Severity.HIGH, Severity.INFO, False),
        (Policy(), Severity.LOW, Severity.HIGH, True),
        (Policy(select=frozenset({"a-rule"})), Severity.INFO, Severity.INFO, True),
        (Policy(select=frozenset({"network"})), Severity.INFO, Severity.INFO, True),
        (Policy(select=frozenset({"secrets"})), Severity.HIGH, Severity.HIGH, False),
        (Policy(ignore=frozenset({"a-rule"})), Severity.HIGH, Severity.HIGH, False),
        (Policy(ignore=frozenset({"network"}), select=frozenset({"a-rule"})), Severity.HIGH, Severity.HIGH, False),
    ],
)
def test_selecting_and_ignoring(policy: Policy, severity: Severity, of_match: Severity, shown: bool) -> None:
    assert policy.shows(a_rule(severity), of_match) is shown


def test_a_rule_for_a_louder_profile_does_not_run() -> None:
    rule = a_rule(Severity.INFO, profile="audit")
    assert not Policy().runs(rule) and not Policy(profile="strict").runs(rule)
    assert Policy(profile="audit").runs(rule) and Policy(select=frozenset({"a-rule"})).runs(rule)
    assert Policy().runs(a_rule(Severity.INFO))


def test_a_rule_may_be_shown_earlier_than_its_severity_asks() -> None:
    assert Policy().shows(a_rule(Severity.LOW, profile="default"), Severity.LOW)


ANN = {"name": "Ann", "identity": "ann@lab.tool.dev", "issuer": "https://login.tool.dev"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"profil": "strict"}, "profil"),
        ({"profile": "loud"}, "loud"),
        ({"fail-on": "bad"}, "bad"),
        ({"fail-on": 3}, "fail-on"),
        ({"select": "secrets"}, "select"),
        ({"minimum-release-age": -1}, "minimum-release-age"),
        ({"minimum-release-age": 366}, "minimum-release-age"),
        ({"minimum-release-age": True}, "minimum-release-age"),
        ({"minimum-release-age": "7 days"}, "minimum-release-age"),
        ({"model-timeout": 0}, "model-timeout: a number of seconds from 1 to 600"),
        ({"model-timeout": 601}, "model-timeout"),
        ({"model-timeout": 2.5}, "model-timeout"),
        ({"model-signers": {"name": "x"}}, "a list of tables"),
        ({"model-signers": [ANN | {"pem": "x"}]}, "name and pem, or with name, identity and issuer"),
        ({"model-signers": [{"name": "Ann", "identity": "a@b.dev"}]}, "name, identity and issuer"),
        ({"model-signers": [ANN | {"more": "x"}]}, "a list of tables"),
        ({"model-signers": [ANN | {"identity": ""}]}, "identity must be a text"),
        ({"model-signers": [ANN | {"identity": ["a@b.dev"]}]}, "identity must be a text"),
        ({"model-signers": [ANN | {"identity": "*@b.dev"}]}, "compared as it stands"),
        ({"model-signers": [ANN | {"issuer": "login.tool.dev"}]}, "issuer must be an address"),
        ({"model-signers": [ANN | {"trusted-root": " "}]}, "trusted-root must be a text"),
        ({"model-signers": [{"name": "x", "pem": "x", "trusted-root": "y"}]}, "trusted-root belongs to an identity"),
    ],
)
def test_a_policy_that_cannot_be_read_says_why(table: dict[str, Any], words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        from_table(table)


@pytest.mark.parametrize(
    ("floor", "other", "expected"),
    [(None, None, None), (7, None, 7), (7, 3, 7), (7, 14, 14), (None, 3, 3), (None, 0, None), (0, None, 0), (0, 3, 3)],
)
def test_how_long_a_release_must_be_out(floor: int | None, other: int | None, expected: int | None) -> None:
    tables = [{} if days is None else {"minimum-release-age": days} for days in (floor, other)]
    assert tightened(*map(from_table, tables)).minimum_release_age == expected


def test_who_signs_is_known_by_a_key_or_by_an_identity() -> None:
    key = {"name": " Lab ", "pem": "-----BEGIN PUBLIC KEY-----"}
    policy = from_table({"model-signers": [key, ANN, ANN | {"trusted-root": "/etc/root.json"}]})
    assert policy.model_signers == (
        Signer("Lab", key["pem"]),
        Signer("Ann", identity=ANN["identity"], issuer=ANN["issuer"]),
        Signer("Ann", identity=ANN["identity"], issuer=ANN["issuer"], trusted_root="/etc/root.json"),
    )


def test_a_table_becomes_a_policy() -> None:
    policy = from_table({"profile": "strict", "select": ["secrets"], "fail-on": "never", "forbid-suppress": ["pii"]})
    assert policy == Policy("strict", frozenset({"secrets"}), frozenset(), None, frozenset({"pii"}))


def test_a_project_may_tighten_the_floor_and_never_loosen_it() -> None:
    floor = Policy("strict", frozenset(), frozenset({"a"}), Severity.MEDIUM, frozenset({"pii"}))
    loose = Policy("default", frozenset({"x"}), frozenset({"a", "b"}), Severity.CRITICAL, frozenset())
    tight = Policy("audit", frozenset(), frozenset(), Severity.LOW, frozenset({"secrets"}))
    assert tightened(floor, loose) == floor
    assert tightened(floor, tight) == Policy(
        "audit", frozenset(), frozenset(), Severity.LOW, frozenset({"pii", "secrets"})
    )
    assert tightened(Policy(fail_on=None), Policy(fail_on=None)).fail_on is None
