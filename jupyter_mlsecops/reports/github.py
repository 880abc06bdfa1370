"""GitHub annotations: workflow commands that GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.model import Finding, Location, Region, Report, RuleInfo, Severity
from . import words

_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def render(report: Report, rules: Mapping[str, RuleInfo], regions: Mapping[Location, Region]) -> str:
    """One workflow command a finding and a problem. ``regions`` says where in its file a finding stands."""
    lines = [_finding(f, rules.get(f.rule), regions.get(f.location)) for f in report.findings]
    for problem in report.problems:
        message = words.told(problem)
        lines.append(_command("error", {"file": problem.path, "title": "Not assessed"}, message))
    if report.packages is not None and words.age(report) != "current":
        lines.append(_command("notice", {"title": "Packages"}, words.packages(report)))
    return "".join(line + "\n" for line in lines)


def _finding(finding: Finding, rule: RuleInfo | None, region: Region | None) -> str:
    properties: dict[str, str | int] = {"file": finding.location.path}
    if region is not None:
        properties |= {"line": region.start_line, "endLine": region.end_line}
        if region.start_line == region.end_line:  # GitHub refuses columns across lines
            properties |= {"col": region.start_column, "endColumn": region.end_column}
    properties["title"] = f"{finding.severity.value}: {finding.rule}"
    where = words.place(finding.location).removeprefix(finding.location.path).removeprefix(":")
    fix = words.best_fix(finding)
    todo = words.fix_command(finding.location.path, fix, finding.rule) if fix else words.remedy(finding, rule)
    why = words.first_sentence(rule.why) if rule else ""
    message = f"{finding.message} ({where})" if where else finding.message
    return _command(_LEVELS[finding.severity], properties, "\n".join(filter(None, (message, why, todo))))


def _command(level: str, properties: Mapping[str, str | int], message: str) -> str:
    listed = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in properties.items() if value != "")
    return f"::{level} {listed}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
