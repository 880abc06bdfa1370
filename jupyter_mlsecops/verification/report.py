"""The report of ``verify``: states by place, as text or JSON. It holds no value, and no clock: equal answers are equal
bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..core.model import SCHEMA_VERSION, Location, Problem, Tool, Wire
from ..reports import words
from .verify import State

_COLOURS = {State.LIVE: "1;31", State.REVOKED: "32", State.UNKNOWN: "1;33", State.NOT_ASSESSED: "2"}


class Result(Wire, frozen=True, kw_only=True):
    """The state of one token at one place. ``provider`` is empty where there is nobody to ask."""

    rule: str
    fingerprint: str
    location: Location
    state: State
    provider: str
    reason: str


class Verification(Wire, frozen=True, kw_only=True):
    """What a run of ``verify`` found out, and what kept it from more."""

    schema_version: str = SCHEMA_VERSION
    tool: Tool
    results: list[Result]
    problems: list[Problem]


def as_text(report: Verification, colour: bool, summary: bool) -> str:
    """One line a place, then what was not assessed, then the sum over the tokens."""
    lines = [_line(result, colour) for result in report.results]
    lines += [f"{words.painted('not assessed', '1;33', colour)}  {words.told(problem)}" for problem in report.problems]
    lines += [_sum(report.results)] if summary else []
    return "\n".join(lines) + "\n" if lines else ""


def _line(result: Result, colour: bool) -> str:
    state = words.painted(_word(result.state), _COLOURS[result.state], colour)
    note = ": ".join(part for part in (result.provider, result.reason) if part)
    return f"{words.place(result.location)}: {state} {result.rule} ({note})"


def _sum(results: Sequence[Result]) -> str:
    states = {result.fingerprint: result.state for result in results}
    numbers = Counter(states.values())
    found = ", ".join(f"{numbers[state]} {_word(state)}" for state in State if numbers[state])
    alive = next((result.rule for result in results if result.state is State.LIVE), "")
    cure = f" Revoke what is live: jupyter mlsecops rules {alive}" if alive else ""
    return f"{words.count(len(states), 'secret')}{f': {found}' if found else ''}.{cure}"


def _word(state: State) -> str:
    return state.value.replace("-", " ")
