"""A fix that was verified is known to work after an edit that has nothing to do with it, and after no other one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.python import dispatch
from jupyter_mlsecops.core.python.callfix import node_span
from jupyter_mlsecops.core.python.joined import joined
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.sdk import (
    Applicability,
    Category,
    Code,
    Confidence,
    Match,
    Place,
    Proposal,
    Severity,
    TextEdit,
    rule,
)
from jupyter_mlsecops.testing import notebook

from .test_reuse import told

FIXES = {
    "risky": "safe()",
    "other": "worse",
    "more": "spot()",
    "bring": "import evil",
    "fetch": "load('m.pkl')",
    "get": "urlretrieve(url, 'm.pkl')",
}
"""What a fix puts in place of each call."""


def _fixable(code: Code) -> Iterator[Match]:
    for name, instead in FIXES.items():
        for call in code.calls(name):
            yield Match(call.span, proposals=(Proposal("Fix", Applicability.SAFE, (TextEdit(call.span, instead),)),))


def _worse(code: Code) -> Iterator[Match]:
    yield from (Match(call.span) for call in code.calls("worse"))


def _evil(code: Code) -> Iterator[Match]:
    yield from (Match(call.span) for call in code.calls("safe", "idle") if code.uses_module("evil"))


def _several(code: Code) -> Iterator[Match]:
    for call in code.calls("mark"):
        related = tuple(spot.place for _, spot in code.calls_anywhere("spot"))
        if len(related) > 1:
            yield Match(call.span, related=related)


def _loaded(code: Code) -> Iterator[Match]:
    for call in code.calls("load"):
        if code.origin(call.argument(0)).kind == "downloaded":
            yield Match(call.span)


def _shown(code: Code) -> Iterator[Match]:
    for call in code.calls("show"):
        value = call.argument(0)
        if value is not None:
            at, linked = code.names.settled(value.spot), code.linked
            span = node_span(at.node, linked.summaries[at.unit].lines)
            yield Match(call.span, related=(Place(linked.cells[at.unit].source_pointer, span),))


def _screened(code: Code) -> Iterator[Match]:
    yield from (Match(call.span) for call in code.calls("safe"))


def _declared(check: Callable[[Code], Iterable[Match]], screen: tuple[str, ...] = ()) -> Rule:
    declare = rule(
        id=check.__name__.strip("_"),
        on=Code,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        category=Category.NETWORK,
        screen=screen,
    )
    return declare(check)


RULES = RuleSet(
    [*map(_declared, (_fixable, _worse, _evil, _several, _loaded, _shown)), _declared(_screened, ("unusual word",))]
)
IMPORT = "from urllib.request import urlretrieve"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each fix that is tried again whether its verdict was kept."""
    known: list[bool] = []

    def noted(*given: Any) -> Any:
        found = joined(*given)
        known.append(found is not None)
        return found

    monkeypatch.setattr(dispatch, "joined", noted)
    return known


def _tree(cells: list[str]) -> dict[str, Any]:
    return notebook("\n# %%\n".join(cells))[0]


def _follow(states: Iterable[list[str]]) -> list[str]:
    """Scans states of a notebook, and each as if it were the first; the rules of which the last one's findings have a
    fix."""
    engine, like = Engine(RULES, Policy(), b"k" * 32), None
    again: list[Any] = [[]]
    for cells in states:
        again, like = told(engine, _tree(cells), like)
        assert again == told(Engine(RULES, Policy(), b"k" * 32), _tree(cells))[0], cells
    return [found[0] for found in again[0] if found[-1]]


@pytest.mark.parametrize(
    ("states", "is_offered"),
    [
        pytest.param([["risky()", "x = 1"], ["risky()", "x = 2"]], True, id="nothing to do with it"),
        pytest.param([["risky()", "x = 1"], ["risky()", "safe = print"]], True, id="a name that the fix writes"),
        pytest.param([["risky()", "x = 1"], ["risky()", "safe = worse"]], False, id="and it is worse"),
        pytest.param([["v = other()", "x = 1"], ["v = other()", "v()"]], False, id="a name that the fix changes"),
        pytest.param([["risky()", "x = 1"], ["risky()", "import evil"]], False, id="what the notebook imports"),
        pytest.param([["bring()", "x = 1"], ["bring()", "idle()"]], False, id="what it imports with the fix"),
        pytest.param([["mark()", "more()", "x = 1"], ["mark()", "more()", "spot()"]], False, id="calls anywhere"),
        pytest.param([[IMPORT, "get()", "x = 1"], [IMPORT, "get()", "load('m.pkl')"]], False, id="a file of the fix"),
        pytest.param(
            [[IMPORT, "fetch()", "x = 1"], [IMPORT, "fetch()", "urlretrieve(url, 'm.pkl')"]],
            False,
            id="a file for the fix",
        ),
        pytest.param(
            [
                ["v = other()", "mark()\nv()", "x = 1"],
                ["v = other()", "mark()\nv()", "spot()"],
            ],
            False,
            id="a cell that the fix reaches is asked for another reason",
        ),
        pytest.param([["v = 'a'", "show(v)"], ["# note\nv = 'a'", "show(v)"]], False, id="a place in another cell"),
        pytest.param([["risky()", "x = 1"], ["risky()", "# unusual word"]], False, id="a rule that was not asked"),
        pytest.param(
            [["risky()", "x = 1"], ["y = 2", "safe = worse"], ["risky()", "safe = worse"]],
            False,
            id="between two edits nothing was tried",
        ),
        pytest.param(
            [
                ["risky()", "k = worse", "k()", "x = 1"],
                ["risky()", "k = print", "k()", "x = 1"],
                ["risky()", "k = print", "k()", "x = 2"],
            ],
            True,
            id="two edits one after the other",
        ),
        pytest.param(
            [
                ["risky()", "k = print", "x = 1"],
                ["risky()", "k = print", "x = 2"],
                ["risky()", "safe = worse", "x = 2"],
            ],
            False,
            id="two edits, of which one is about it",
        ),
    ],
)
def test_a_fix_is_offered_where_it_works(states: list[list[str]], is_offered: bool) -> None:
    assert ("fixable" in _follow(states)) == is_offered


@pytest.mark.parametrize(
    ("cells", "edits"),
    [
        (["risky()", "x = 1"], ["x = 2", "y = x", "print(3)"]),
        (["risky()\nload('m.pkl')", "x = 1"], ["x = 2", "x = 3\nload('n.pkl')"]),
        (["bring()", "x = 1"], ["x = 2", "worse()"]),
        (["mark()\nspot()\nspot()", "risky()", "x = 1"], ["x = 2", "worse()"]),
    ],
)
def test_it_is_not_scanned_again_after_an_edit_of_something_else(
    cells: list[str], edits: list[str], kept: list[bool]
) -> None:
    _follow([cells, *([*cells[:-1], edit] for edit in edits)])
    assert kept and all(kept)


@pytest.mark.parametrize("part", range(4))
def test_chance_edits_leave_no_fix_that_does_not_work(part: int, kept: list[bool]) -> None:
    chance = random.Random(part)  # noqa: S311 - the same edits each time
    few = (
        *(f"{name}()" for name in FIXES),
        "mark()",
        "spot()",
        "load('m.pkl')",
        "urlretrieve(url, 'm.pkl')",
        "worse()",
    )
    names = [f"{a} = {b}" for a in ("v", "w", "safe") for b in ("other()", "print", "worse", "risky", "v", "w")]
    lines = (
        *few,
        *few,
        *names,
        IMPORT,
        "import evil",
        "v()",
        "w()",
        "v(w)",
        "x = 1",
        "# note",
        "def f(p):\n    load(p)",
    )
    for _ in range(60):
        cells = ["\n".join(chance.choices(lines, k=chance.randint(1, 3))) for _ in range(chance.randint(2, 7))]
        states = [cells]
        for _ in range(6):
            at, line = chance.randrange(len(cells)), chance.choice(lines)
            edited = chance.choice((line, f"{line}\n{cells[at]}", f"{cells[at]}\n{line}"))
            cells = [*cells[:at], edited, *cells[at + 1 :]]
            states.append(cells)
        _follow(states)
    assert kept.count(True) > 100
