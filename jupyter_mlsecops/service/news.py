"""What became known of the packages of files since they were scanned, as a report."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from msgspec import structs

from ..core.engine import Engine
from ..core.enumerating import enumerated
from ..core.model import Category, Confidence, Finding, Location, Part, References, Report, Severity
from ..core.text import fingerprint, printable
from .ledger import News

_MALWARE, _FLAW = "malicious-dependency", "known-vulnerable-dependency"
_NAMED = 3  # advisories that a message names


def report(engine: Engine, key: bytes, news: Iterable[News], shown: dict[str, str]) -> Report:
    """A report of ``news``, with a finding for each file and version. ``shown`` says how a path is told."""
    ordered = sorted(news, key=lambda one: (one.path, one.name, one.version))
    groups = itertools.groupby(ordered, key=lambda one: (one.path, one.name, one.version))
    findings = [_finding(key, shown.get(path, path), list(group)) for (path, _, _), group in groups]
    rules = engine.rules
    told = [one for one in findings if one.rule in rules and engine.policy.shows(rules[one.rule], one.severity)]
    return structs.replace(engine.report([]), findings=told)


def _finding(key: bytes, path: str, news: list[News]) -> Finding:
    one = news[0]
    is_malware = any(each.kind == "malware" for each in news)
    rated = [Severity(each.severity) for each in news if each.severity]
    worst = max(rated, key=lambda severity: severity.rank, default=Severity.MEDIUM)
    ids = list(dict.fromkeys(each.advisory for each in news))
    named = enumerated(ids[:_NAMED], len(ids))
    through = f", which {one.through} brings in," if one.through else ""
    what = "is known malware" if is_malware else "has newly known flaws" if len(ids) > 1 else "has a newly known flaw"
    safe = f"; repaired in {one.safe}" if one.safe else ""
    package = f"{one.name} {one.version}".rstrip()
    rule = _MALWARE if is_malware else _FLAW
    return Finding(
        rule=rule,
        category=Category.DEPENDENCIES,
        severity=Severity.CRITICAL if is_malware else worst,
        confidence=Confidence.HIGH,
        message=printable(f"{package}{through} {what} ({named}){safe}; learned on {one.since}", 400),
        preview="",
        fingerprint=fingerprint(key, rule, f"{one.name} {one.version}"),
        location=Location(path=path, part=Part.FILE),
        references=References(advisory=ids),
    )
