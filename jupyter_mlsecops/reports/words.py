"""The words that the reports for people share."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence

from ..core.model import (
    Applicability,
    Finding,
    Fix,
    Location,
    Part,
    Problem,
    Report,
    RuleInfo,
    Severity,
    Staleness,
    staleness,
)

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")
_PARTS = {
    Part.OUTPUT: ", output",
    Part.ATTACHMENT: ", attachment",
    Part.CELL_METADATA: ", metadata",
    Part.NOTEBOOK_METADATA: "notebook metadata",
}
# A file with one of these was not looked into at all.
_UNREAD = frozenset(
    ("unreadable", "not-json", "not-a-notebook", "unsupported-version", "too-large", "too-deep", "timeout")
)
_CURES = {
    "not-json": "Restore it from a copy, or save it again in Jupyter.",
    "not-a-notebook": "Open it in Jupyter and save it again, or give it another ending.",
    "unsupported-version": "Convert it with `jupyter nbconvert --to notebook`.",
    "too-large": "Clear its large outputs, or split it.",
    "too-deep": "No tool of Jupyter writes such a file: look where it comes from.",
    "rule-failed": "Please report this; `--ignore` with the rule's id goes on without it.",
}


def place(location: Location) -> str:
    """Where a finding stands, as people and editors read it: ``train.ipynb:cell 7:3:14``, ``train.py:3:14``."""
    where = cell(location)
    region = location.region
    line = f":{region.start_line}:{region.start_column}" if region else ""
    return f"{location.path}{':' if where else ''}{where}{line}"


def cell(location: Location) -> str:
    """The part of a notebook, with its cell counted from 1: ``cell 7, output``; empty for another file."""
    part = _PARTS.get(location.part, "")
    return f"cell {location.cell_index + 1}{part}" if location.cell_index is not None else part


def first_sentence(text: str) -> str:
    """The first sentence of a plain text."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def told(problem: Problem) -> str:
    """What kept something from being assessed, and what to do about it where the message does not say that."""
    where = f"{problem.path}: " if problem.path and not problem.message.startswith(problem.path) else ""
    return f"{where}{problem.message} {_CURES.get(problem.kind, '')}".rstrip()


def best_fix(finding: Finding) -> Fix | None:
    """The first fix that can be applied, safe ones before those to review."""
    ready = [fix for fix in finding.fixes if fix.applicability is not Applicability.MANUAL]
    return min(ready, key=lambda fix: fix.applicability is not Applicability.SAFE, default=None)


def fix_command(path: str, fix: Fix | None = None, rule: str = "") -> str:
    """The command that applies a fix, or all safe ones of a file; empty where no command can (standard input)."""
    if path.startswith("<"):
        return ""
    words = ["jupyter", "mlsecops", "fix"]
    if fix is not None and fix.applicability is not Applicability.SAFE:
        words.append("--review")
    if rule:
        words += ["--rule", rule]
    return shlex.join([*words, f"./{path}" if path.startswith("-") else path])


def remedy(finding: Finding, rule: RuleInfo | None) -> str:
    """What to do where no command does it: the title of a manual fix, or what the rule advises."""
    if finding.fixes:
        return finding.fixes[0].title
    return first_sentence(rule.remedy) if rule else ""


def count(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def severities(findings: Iterable[Finding]) -> str:
    """``1 critical, 2 high``."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(f"{numbers[severity]} {severity.value}" for severity in Severity if numbers[severity])


def summary(report: Report, gate: Sequence[Finding], fail_on: Severity | None) -> str:
    """The sum in one line, and what to do next. Never says that anything is free of faults: only what was found."""
    unread = {problem.path for problem in report.problems if problem.kind in _UNREAD}
    scanned = [i for i in report.inputs if i.status != "skipped" and i.path not in unread]
    sums = [_found(report.findings, len(scanned))]
    if report.findings and fail_on is not None:
        at = f"{len(gate)} at or above {fail_on.value}" if gate else f"none at or above {fail_on.value}"
        sums.append(at)
    if report.suppressed:
        sums.append(f"{len(report.suppressed)} ignored with a reason")
    if report.problems:
        files = {problem.path for problem in report.problems if problem.path}
        left = f"{count(len(files), 'file')} not assessed in full" if files else ""
        sums.append(left or count(len(report.problems), "problem"))
    return " · ".join(sums) + "." + _next_step(report.findings)


def news(report: Report, gate: Sequence[Finding], fail_on: Severity | None) -> str:
    """The same of what became known since files were scanned; the inputs of the report are the remembered files."""
    remembered = f"{count(len(report.inputs), 'file')} scanned before"
    if not report.inputs:
        return "No file is remembered: scans are, from the first one on that had an advisory database."
    if not report.findings:
        return f"Nothing new about {remembered}."
    about = {finding.location.path for finding in report.findings}
    sums = [f"{count(len(report.findings), 'finding')} ({severities(report.findings)}) in {len(about)} of {remembered}"]
    if fail_on is not None:
        sums.append(f"{len(gate) or 'none'} at or above {fail_on.value}")
    again = shlex.join(["jupyter", "mlsecops", "scan", *_some(about)])
    return f"{' · '.join(sums)}. See how to fix them: {again}"


def _some(paths: Iterable[str]) -> list[str]:
    """Up to three paths as arguments, none where there are more."""
    listed = sorted(paths)
    return [f"./{path}" if path.startswith("-") else path for path in listed] if len(listed) <= 3 else []


def packages(report: Report) -> str:
    """What is known of the packages that were named, and by which advisories; empty where none were named."""
    found = report.packages
    if found is None:
        return ""
    numbers = (
        (found.vulnerable, "vulnerable"),
        (found.not_known_vulnerable, "not known to be vulnerable"),
        (found.not_assessed, "not assessed"),
    )
    listed = ", ".join(f"{number:,} {what}" for number, what in numbers if number)
    return f"Packages: {listed}. {advisories(report)}"


def age(report: Report) -> Staleness | None:
    """How old the advisories are; None where there is no database."""
    about = report.tool.advisories
    return staleness(about.age_days) if about is not None else None


def advisories(report: Report) -> str:
    """Which advisories counted, and what to do if they are old."""
    about = report.tool.advisories
    if about is None:
        return "There is no advisory database: jupyter mlsecops db update"
    days = count(about.age_days, "day")
    cure = "" if age(report) == "current" else ": jupyter mlsecops db update"
    return f"The newest advisory is {days} old{cure or '.'}"


def _found(findings: Sequence[Finding], files: int) -> str:
    where = f"in {count(files, 'file')}"
    return f"{count(len(findings), 'finding')} ({severities(findings)}) {where}" if findings else f"No findings {where}"


def _next_step(findings: Sequence[Finding]) -> str:
    named = [finding for finding in findings if fix_command(finding.location.path)]
    fixes = [(finding, fix) for finding in named if (fix := best_fix(finding))]
    safe = [finding for finding, fix in fixes if fix.applicability is Applicability.SAFE]
    chosen = safe or [finding for finding, _ in fixes]
    if not chosen:
        worst = max(findings, key=lambda finding: finding.severity.rank, default=None)
        return f" Read more: jupyter mlsecops rules {worst.rule}" if worst else ""
    review = [] if safe else ["--review"]
    words = shlex.join(["jupyter", "mlsecops", "fix", *review, *_some({f.location.path for f in chosen})])
    kind = "safe fix" if safe else "fix to review"
    number = f"{len(chosen)} {'safe fixes' if safe else 'fixes to review'}" if len(chosen) > 1 else f"1 {kind}"
    return f" Apply {number}: {words}"


def painted(text: str, code: str, colour: bool) -> str:
    """``text`` in a colour of the terminal: ``code`` as in ``1;31``; as it is without ``colour``."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
