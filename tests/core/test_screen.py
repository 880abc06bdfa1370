"""Screening changes what a scan costs, never what it finds: the engines are compared, also with none."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.model import Category, Confidence, Severity
from jupyter_mlsecops.core.needles import ODD, Adaptive, Hyperscan, Literals, Needle, Search, Standard
from jupyter_mlsecops.core.rule import Guard, Match, Rule, rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.core.text import Span
from jupyter_mlsecops.testing import notebook

NEEDLES = [
    Needle(("ghp_", "sk-")),
    Needle(("token", "k_"), caseless=True),
    Needle((".",), shapes=(r"[0-9]{3}-[0-9]{2}-[0-9]{4}",)),
    Needle(()),
    Needle(("a.b", "[x]")),
    Needle((), shapes=("q[0-9]{2}",), caseless=True),
]
PIECES = [
    *("ghp_", "GHP_", "sk-", "token", "TOKEN", "a.b", "aXb", "[x]", "123-45-6789.", "Q12", "x", "\n", " ", "\0"),
    *("\u212a_", "to\u212aen", "\u0130", "\u017f\u212a-", "\u0663q12", "é", "\U0001f600", "\ud800"),
]


class Everywhere:
    """No screening: every needle may be in every text."""

    name = "none"

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._all = frozenset(range(len(needles)))

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        return [self._all for _ in texts]


INSTALLED = importlib.util.find_spec("hyperscan") is not None
ENGINES: list[type[Search]] = [Standard, Adaptive, Hyperscan] if INSTALLED else [Standard, Adaptive]


def meant(needle: Needle, text: str) -> bool:
    """What a needle without shapes promises, said in one line."""
    within = text.lower() if needle.caseless else text
    return not needle.literals or any(literal in within for literal in needle.literals)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=4))
def test_a_literal_is_found_wherever_it_stands(engine: type[Search], texts: list[str]) -> None:
    plain = [needle for needle in NEEDLES if not needle.shapes]
    expected = [{k for k, needle in enumerate(plain) if meant(needle, text)} for text in texts]
    assert engine(plain).present(texts) == expected


@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=4))
def test_literals_are_told_of_each_text_however_often_they_stand_in_it(texts: list[str]) -> None:
    literals = [literal for needle in NEEDLES for literal in needle.literals]
    known = Literals(literals)
    known.among("x" * 200_000)  # so much text that hyperscan pays
    for text in texts:
        assert known.among(text * 2) == [literal for literal in literals if literal in text * 2]


@pytest.mark.skipif(not INSTALLED, reason="hyperscan has no wheel here")
@pytest.mark.parametrize(
    ("text", "narrow"),
    [("id 123-45-6789.", True), ("version 1.2.3", False), ("x \u0663 1.2", True), ("", False)],
)
def test_a_shape_is_closer_than_its_literals_but_for_odd_letters(text: str, narrow: bool) -> None:
    assert (2 in Hyperscan(NEEDLES).present([text])[0]) is narrow


@pytest.mark.skipif(not INSTALLED, reason="hyperscan has no wheel here")
@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["x", "ghp_", "", "q12", "Q12\n", "é", "éghp_", "a.b"], id="characters of two bytes"),
        pytest.param(["ghp_", *["x"] * 9, "sk-" * 30_000, "x", "a.b"], id="a crowd of matches"),
        pytest.param(["x" * 40_000, "ghp_", "x" * 70_000, "sk-", "x" * 250_000, "a.b"], id="long texts"),
        pytest.param(["ghp_", "q1", "2", "to", "ken"], id="nothing goes on in the next text"),
    ],
)
def test_each_of_many_texts_has_what_it_has_alone(texts: list[str]) -> None:
    alone = [Hyperscan(NEEDLES).present([text])[0] for text in texts]
    assert Hyperscan(NEEDLES).present(texts) == alone


@pytest.mark.skipif(not INSTALLED, reason="hyperscan has no wheel here")
def test_a_shape_ends_with_its_text_wherever_that_stands() -> None:
    needle = Needle((), shapes=("key$", "^pw"))
    assert Hyperscan([needle]).present(["a key", "key b", "pw", "a pw"]) == [{0}, set(), {0}, set()]


def test_characters_that_python_takes_for_others_are_looked_for() -> None:
    odd, found = re.compile("[\u0130\u0131\u017f\u212a\\d]"), re.compile(ODD.encode())
    chars = (chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000)
    assert not [char for char in chars if odd.match(char) and not found.match(char.encode())]


@pytest.mark.parametrize(
    "text",
    [
        "Gr\u00fc\u00dfe \u0142\u00f3d\u017a",
        "\u041a\u043b\u044e\u0447",
        "\u5bc6\u94a5\uff1a",
        "\ube44\ubc00\ubc88\ud638",
        "\u201c\u2026\u201d \U0001f917",
        "\u0915\u0940",
    ],
)
def test_texts_of_other_scripts_are_searched_as_bytes(text: str) -> None:
    assert not re.search(ODD.encode(), text.encode())


def test_rules_about_outputs_are_not_asked_about_other_texts() -> None:
    declare = rule(
        id="a",
        on=Segment,
        title="a",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        category=Category.PII,
        screen=("x",),
        printed=True,
    )
    raw = json.dumps(notebook("x = 1\n# %% [output]\nx")[0]).encode()
    for engine in ENGINES:
        matched = found(RuleSet([declare(lambda segment: [Match(Span(0, 1))])]), engine, [raw])
        assert [pointer for _, pointer, _ in matched[0]] == ["/cells/0/outputs/0/text"]  # type: ignore[attr-defined]


def found(rule_set: RuleSet, using: type[Search], raws: list[bytes]) -> list[object]:
    matcher = Matcher(rule_set, using)
    return [[(one.rule.id, one.pointer, one.span) for one in matcher.run(parse(raw, "n.ipynb")).found] for raw in raws]


@pytest.fixture(scope="module")
def rule_set() -> RuleSet:
    return rules.load()


def test_every_example_is_found_by_every_engine(rule_set: RuleSet) -> None:
    examples = [example for one in rule_set for example in (*one.bad, *one.ok)]
    raws = [json.dumps(notebook(example.text)[0]).encode() for example in examples]
    expected = found(rule_set, Everywhere, raws)
    for engine in ENGINES:
        assert found(rule_set, engine, raws) == expected, engine.name


def test_real_notebooks_give_the_same_with_every_engine(rule_set: RuleSet, corpus: list[Path]) -> None:
    raws = [path.read_bytes() for path in corpus]
    first, *rest = (found(rule_set, engine, raws) for engine in ENGINES)
    assert all(other == first for other in rest)


def test_real_notebooks_give_the_same_without_a_screen(rule_set: RuleSet, corpus: list[Path]) -> None:
    raws = [raw for raw in (path.read_bytes() for path in corpus[::10]) if len(raw) < 500_000]
    assert found(rule_set, Everywhere, raws) == found(rule_set, ENGINES[-1], raws)


def test_a_guard_names_the_rules_that_run() -> None:
    def found_by(id: str, guard: Guard) -> Rule:
        declare = rule(
            id=id,
            on=Segment,
            title=id,
            severity=Severity.LOW,
            confidence=Confidence.LOW,
            category=Category.SECRETS,
            screen=("x",),
            guard=guard,
        )
        return declare(lambda segment: [Match(Span(0, 1))])

    raw = json.dumps(notebook("x = 1\n# %%\nxy = 2")[0]).encode()
    guards: dict[Guard, list[tuple[str, str]]] = {
        lambda segment: ("b",) if "y" in segment.text else (): [("b", "/cells/1/source")],
        lambda segment: "y" in segment.text: [("a", "/cells/1/source"), ("b", "/cells/1/source")],
    }
    for guard, expected in guards.items():
        matched = found(RuleSet([found_by("a", guard), found_by("b", guard)]), Standard, [raw])
        assert [(rule_id, pointer) for rule_id, pointer, _ in matched[0]] == expected  # type: ignore[attr-defined]
