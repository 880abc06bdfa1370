"""The report of ``history``, as text or JSON. It holds no value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core.model import SCHEMA_VERSION, Location, Problem, Tool, Wire
from ..reports import words
from .history import History

_NAMED = 5  # commits that a line names
_ADDRESS = re.compile(r"https?://[^\s<>\"')]{1,300}[^\s<>\"').,;:!?]")


class Held(Wire, frozen=True, kw_only=True):
    """One secret at one place, and the commits that hold it. ``rotate`` is its provider's page, or is empty."""

    rule: str
    label: str
    fingerprint: str
    location: Location
    rotate: str
    history: History


class Histories(Wire, frozen=True, kw_only=True):
    """What a run of ``history`` found out, and what kept it from more."""

    schema_version: str = SCHEMA_VERSION
    tool: Tool
    results: list[Held]
    problems: list[Problem]


def address(text: str) -> str:
    """The first address of the web in an advice; empty where there is none."""
    found = _ADDRESS.search(text)
    return found[0] if found else ""


def as_text(report: Histories, colour: bool, summary: bool) -> str:
    """A paragraph a place, then what was not assessed, then the sum over the secrets."""
    lines = [line for held in report.results for line in _lines(held, colour)]
    lines += [f"{words.painted('not assessed', '1;33', colour)}  {words.told(problem)}" for problem in report.problems]
    lines += [_sum(report.results)] if summary else []
    return "\n".join(lines) + "\n" if lines else ""


def sentence(history: History) -> str:
    """What was found, in words."""
    if not history.repository:
        return "in no git repository"
    scope = "this repository" if history.whole else "this file"
    since = f" since {history.since}" if history.since else ""
    told = f"in {words.count(history.number, 'commit')}{since}, {history.pushed} of them pushed"
    said = told if history.number else f"not in the history of {scope}" if history.complete else ""
    missing = "" if history.complete else f"not everything could be looked at: {history.reason}"
    return "; ".join(part for part in (said, missing) if part)


def _lines(held: Held, colour: bool) -> list[str]:
    history = held.history
    paint = "1;31" if history.number else "1;33" if not history.complete else "32"
    lines = [f"{words.place(held.location)}: {held.label}: {words.painted(sentence(history), paint, colour)}"]
    for commit in history.commits[:_NAMED]:
        lines.append(f"  {commit.id}  {commit.date}{'  pushed' if commit.pushed else ''}")
    if history.number > _NAMED:
        lines.append(f"  and {history.number - _NAMED} more")
    if history.number and held.rotate:
        lines.append(f"  Rotate it at {held.rotate}")
    return lines


def _sum(results: Sequence[Held]) -> str:
    secrets = {held.fingerprint: held.history for held in results}
    number = sum(1 for history in secrets.values() if history.number)
    cure = " Rotating them is the only cure." if number else ""
    return f"{words.count(len(secrets), 'secret')}, {number} of them in git history.{cure}"
