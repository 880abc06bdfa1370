"""The report for people at a terminal, long and compact."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from ..core.model import Applicability, Finding, Location, Problem, RelatedLocation, Report, RuleInfo, Severity
from . import words

WIDTH = 100  # columns of a code frame
_TAB = 4
_ALSO = 3  # further places named
_SHAPES = {
    Severity.CRITICAL: "⬣",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "◆",
    Severity.LOW: "●",
    Severity.INFO: "◌",
}
_COLOURS = {
    Severity.CRITICAL: "1;31",
    Severity.HIGH: "31",
    Severity.MEDIUM: "33",
    Severity.LOW: "34",
    Severity.INFO: "36",
}
# A database that is old is worth a look, everything else is said by the way.
_AGES = {"current": "2", "stale": "2", "outdated": "33", None: "2"}


class Frame(Protocol):
    """The lines a finding stands on, secrets masked: ``core.engine.Frame``.

    Columns count code points from 0, ``start_column`` in the first line and ``end_column`` in the last.
    """

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Line numbers and texts."""

    @property
    def start_column(self) -> int:
        """Where the mark begins."""

    @property
    def end_column(self) -> int:
        """Where it ends."""


class Look(msgspec.Struct, frozen=True):
    """How a report is written: with colours or not, with the sum at its end or not, and which one."""

    colour: bool = False
    summary: bool = True
    words: Callable[[Report, Sequence[Finding], Severity | None], str] = words.summary

    def paint(self, text: str, code: str) -> str:
        """``text`` in a colour, if there are colours."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def render(
    report: Report,
    rules: Mapping[str, RuleInfo],
    frames: Mapping[Location, Frame],
    gate: Sequence[Finding],
    fail_on: Severity | None,
    look: Look,
) -> str:
    """The long report: every finding with its code frame, why it matters and what to do; then what was not assessed."""
    blocks = [_finding(f, rules.get(f.rule), frames.get(f.location), look) for f in report.findings]
    blocks += ["\n".join(_problems(report.problems, look))] if report.problems else []
    blocks += ["\n".join((_sum(report, gate, fail_on, look), *_packages(report, look)))] if look.summary else []
    return "\n\n".join(blocks) + "\n" if blocks else ""


def render_compact(report: Report, gate: Sequence[Finding], fail_on: Severity | None, look: Look) -> str:
    """One line a finding: for hooks, where the one who commits wants to know what stopped it."""
    lines = [
        f"{look.paint(words.place(f.location), '1')}: {_severity(f, look)} {f.rule} {_what(f)}" for f in report.findings
    ]
    lines += _problems(report.problems, look)
    if look.summary and lines:
        lines.append(_sum(report, gate, fail_on, look))
        lines += _packages(report, look) if words.age(report) != "current" else []
    return "\n".join(lines) + "\n" if lines else ""


def _related(at: RelatedLocation, path: str) -> str:
    place = words.place(at).removeprefix(f"{path}:")
    return f"{place} ({at.message[:1].lower()}{at.message[1:]})" if at.message else place


def _finding(finding: Finding, rule: RuleInfo | None, frame: Frame | None, look: Look) -> str:
    place = look.paint(words.place(finding.location), "1")
    lines = [f"{place}  {_severity(finding, look)}  {finding.rule}  {_what(finding)}"]
    if frame is not None:
        lines += _frame(frame, finding, look)
    also = [_related(at, finding.location.path) for at in finding.related[:_ALSO]]
    if also:
        more = len(finding.related) - len(also)
        lines.append(f"  also: {', '.join(also)}" + (f" and {more} more" if more else ""))
    if rule is not None and rule.why:
        lines.append(f"  why:  {words.first_sentence(rule.why)}")
    lines.append(f"  fix:  {_fix(finding, rule)}")
    return "\n".join(lines)


def _what(finding: Finding) -> str:
    # A preview that is code stands in the frame already; the shape of a hidden value is what tells it from others.
    return f"{finding.message} ({finding.preview})" if "•" in finding.preview else finding.message


def _severity(finding: Finding, look: Look) -> str:
    return look.paint(f"{_SHAPES[finding.severity]} {finding.severity.value}", _COLOURS[finding.severity])


def _fix(finding: Finding, rule: RuleInfo | None) -> str:
    fix = words.best_fix(finding)
    if fix is None:
        advice = words.remedy(finding, rule)
        explain = f"jupyter mlsecops rules {finding.rule}"
        return f"{advice} ({explain})" if advice else explain
    review = "" if fix.applicability is Applicability.SAFE else " (look at it first: --diff)"
    command = words.fix_command(finding.location.path, fix, finding.rule)
    return f"{fix.title}{review}: {command}" if command else fix.title


def _problems(problems: Iterable[Problem], look: Look) -> Iterator[str]:
    for problem in problems:
        yield f"{look.paint('not assessed', '1;33')}  {words.told(problem)}"


def _sum(report: Report, gate: Sequence[Finding], fail_on: Severity | None, look: Look) -> str:
    return look.paint(look.words(report, gate, fail_on), "1")


def _packages(report: Report, look: Look) -> list[str]:
    told = words.packages(report)
    return [look.paint(told, _AGES[words.age(report)])] if told else []


def _frame(frame: Frame, finding: Finding, look: Look) -> Iterator[str]:
    """The lines with their numbers, and carets under exactly what is meant."""
    gutter = len(str(frame.lines[-1][0])) if frame.lines else 1
    for index, (number, text) in enumerate(frame.lines):
        start = frame.start_column if index == 0 else len(text) - len(text.lstrip())
        end = frame.end_column if index == len(frame.lines) - 1 else len(text)
        line, indent, width = marked(text, start, max(start, end))
        yield f"  {look.paint(f'{number:>{gutter}} │', '2')} {line}".rstrip()
        if width:
            carets = look.paint("^" * width, _COLOURS[finding.severity])
            yield f"  {look.paint(' ' * gutter + ' │', '2')} {' ' * indent}{carets}"
    region = finding.location.region
    if region is not None and frame.lines and region.end_line > frame.lines[-1][0]:
        yield f"  {look.paint(' ' * gutter + ' │', '2')} …"


def marked(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A line as a terminal shows it, cut around the mark: the text, the mark's first column from 0, its width."""
    first = 0
    if _width(text[:start]) > WIDTH // 2 and _width(text) > WIDTH:
        first = max(0, start - WIDTH // 4)
    shown = ["…"] if first else []
    used, indent, width = len(shown), 0, 0
    for offset in range(first, len(text)):
        piece, columns = _visible(text[offset])
        if used + columns > WIDTH:
            shown.append("…")
            break
        if offset < start:
            indent = used + columns
        elif offset < end:
            width += columns
        shown.append(piece)
        used += columns
    return "".join(shown), indent or (1 if first else 0), max(width, 1) if end >= start else 0


def _width(text: str) -> int:
    # Only whether it is long matters: a long line need not be looked at as a whole.
    return sum(_visible(c)[1] for c in text[: 2 * WIDTH])


def _visible(char: str) -> tuple[str, int]:
    """One character as it is shown, and how many columns that takes; what cannot be seen is written as its number."""
    if char == "\t":
        return " " * _TAB, _TAB
    if char == " ":
        return char, 1
    if not char.isprintable():
        name = f"<U+{ord(char):04X}>"
        return name, len(name)
    if unicodedata.combining(char):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
