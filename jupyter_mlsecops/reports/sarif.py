"""SARIF 2.1.0, as code hosts and editors read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

import msgspec

from ..core.model import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    Input,
    Location,
    Region,
    Report,
    RuleInfo,
    Severity,
    SuppressedFinding,
)
from . import words

Json = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/jupyter-mlsecops/jupyter-mlsecops"
# What GitHub calls critical is 9.0 and more, high 7.0, medium 4.0, low above 0.
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFO: "0.0",
}
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}


class Replacement(Protocol):
    """An edit as the file sees it: ``core.locate.Replacement``."""

    @property
    def region(self) -> Region:
        """The region of the file that goes."""

    @property
    def insert(self) -> str:
        """The text that comes."""


def render(
    report: Report,
    rules: Iterable[RuleInfo],
    regions: Mapping[Location, Region],
    replacements: Mapping[tuple[str, Edit], Replacement],
) -> str:
    """``report`` as a SARIF log of one run.

    ``regions`` and ``replacements`` say where findings and edits stand in the file; without one a result has no
    region, and a fix is left out.
    """
    infos = list(rules)
    run = _Run(regions, replacements, {info.id: index for index, info in enumerate(infos)}, report.inputs)
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(report, infos)},
                "taxonomies": [_taxonomy(infos)],
                "columnKind": "utf16CodeUnits",
                "invocations": [_invocation(report)],
                "artifacts": [_artifact(i) for i in report.inputs],
                "results": [run.result(f) for f in (*report.findings, *report.suppressed)],
                "properties": {"packages": msgspec.to_builtins(report.packages)},
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _driver(report: Report, infos: Sequence[RuleInfo]) -> Json:
    return {
        "name": report.tool.name,
        "version": report.tool.version,
        "informationUri": HOME,
        "rules": [_rule(info) for info in infos],
        "supportedTaxonomies": [{"name": "CWE"}],
        "properties": {
            "rulesDigest": report.tool.rules_digest,
            "advisories": msgspec.to_builtins(report.tool.advisories),
        },
    }


def _rule(info: RuleInfo) -> Json:
    weaknesses = [f"external/cwe/{cwe.lower()}" for cwe in info.references.cwe]
    others = [*info.references.owasp, *info.references.atlas]
    text = f"{info.why}\n\n{info.remedy}".strip()
    return {
        "id": info.id,
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": info.why or info.title},
        "help": {"text": text or info.title, "markdown": text or info.title},
        "helpUri": info.help_uri,
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
        "relationships": [
            {"target": {"id": cwe, "toolComponent": {"name": "CWE"}}, "kinds": ["superset"]}
            for cwe in info.references.cwe
        ],
        "properties": {
            "tags": list(dict.fromkeys(["security", info.category.value, *weaknesses, *others])),
            "precision": _PRECISION[info.confidence],
            "security-severity": _SCORES[info.severity],
        },
    }


def _taxonomy(infos: Iterable[RuleInfo]) -> Json:
    ids = sorted({cwe for info in infos for cwe in info.references.cwe}, key=lambda cwe: (len(cwe), cwe))
    return {
        "name": "CWE",
        "organization": "MITRE",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "taxa": [
            {"id": cwe, "helpUri": f"https://cwe.mitre.org/data/definitions/{cwe.removeprefix('CWE-')}.html"}
            for cwe in ids
        ],
    }


def _invocation(report: Report) -> Json:
    told: list[Json] = []
    configuration: list[Json] = []
    for problem in report.problems:
        message = words.told(problem)
        notification: Json = {"level": "error", "message": {"text": message}, "descriptor": {"id": problem.kind}}
        if problem.path:
            notification["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": _uri(problem.path)}}}]
        (configuration if problem.kind == "configuration" else told).append(notification)
    is_complete = not told and not configuration
    if report.packages is not None and (age := words.age(report)) != "current":
        level = "warning" if age == "outdated" else "note"
        told.append({"level": level, "message": {"text": words.packages(report)}, "descriptor": {"id": "advisories"}})
    return {
        "executionSuccessful": is_complete,
        "toolExecutionNotifications": told,
        "toolConfigurationNotifications": configuration,
    }


def _artifact(one: Input) -> Json:
    artifact: Json = {"location": {"uri": _uri(one.path)}, "properties": {"kind": one.kind, "status": one.status}}
    algorithm, _, digest = one.digest.partition(":")
    if algorithm == "sha256":
        artifact["hashes"] = {"sha-256": digest}
    return artifact


class _Run:
    """What the results of one run refer to."""

    def __init__(
        self,
        regions: Mapping[Location, Region],
        replacements: Mapping[tuple[str, Edit], Replacement],
        rules: Mapping[str, int],
        inputs: Sequence[Input],
    ) -> None:
        self._regions = regions
        self._replacements = replacements
        self._rules = rules
        self._artifacts = {one.path: index for index, one in enumerate(inputs)}

    def result(self, finding: Finding) -> Json:
        """One finding, silenced or not."""
        where = words.cell(finding.location)
        result: Json = {
            "ruleId": finding.rule,
            "level": _LEVELS[finding.severity],
            "message": {"text": f"{finding.message} ({where})" if where else finding.message},
            "locations": [self._location(finding.location)],
            "partialFingerprints": {"mlsecopsFingerprint/v1": finding.fingerprint},
            "properties": {"security-severity": _SCORES[finding.severity], "precision": _PRECISION[finding.confidence]},
        }
        if finding.rule in self._rules:
            result["ruleIndex"] = self._rules[finding.rule]
        if finding.related:
            result["relatedLocations"] = [
                {"id": i, **self._location(at), **({"message": {"text": at.message}} if at.message else {})}
                for i, at in enumerate(finding.related, 1)
            ]
        fixes = [fix for one in finding.fixes if (fix := self._fix(finding.location.path, one)) is not None]
        if fixes:
            result["fixes"] = fixes
        if isinstance(finding, SuppressedFinding):
            kind = "external" if finding.suppression.kind == "baseline" else "inSource"
            result["suppressions"] = [
                {"kind": kind, "status": "accepted", "justification": finding.suppression.reason or "no reason given"}
            ]
        return result

    def _location(self, location: Location) -> Json:
        physical: Json = {"artifactLocation": self._artifact_location(location.path)}
        region = self._regions.get(location)
        if region is not None:
            physical["region"] = _region(region)
        described: Json = {"physicalLocation": physical}
        if location.pointer:
            logical: Json = {"fullyQualifiedName": location.pointer, "name": words.cell(location), "kind": "value"}
            properties: Json = {"part": location.part.value}
            if location.cell_id is not None:
                properties["cellId"] = location.cell_id
            if location.region is not None:  # as in the JSON report: counted in the cell's text
                properties["region"] = msgspec.to_builtins(location.region)
            described["logicalLocations"] = [logical | {"properties": properties}]
        return described

    def _artifact_location(self, path: str) -> Json:
        location: Json = {"uri": _uri(path)}
        return location | {"index": self._artifacts[path]} if path in self._artifacts else location

    def _fix(self, path: str, fix: Fix) -> Json | None:
        if fix.applicability is Applicability.MANUAL or not fix.edits:
            return None
        replacements: list[Json] = []
        for edit in fix.edits:
            replacement = self._replacements.get((path, edit))
            if replacement is None:
                return None
            replacements.append(
                {"deletedRegion": _region(replacement.region), "insertedContent": {"text": replacement.insert}}
            )
        return {
            "description": {"text": fix.title},
            "artifactChanges": [{"artifactLocation": self._artifact_location(path), "replacements": replacements}],
            "properties": {"applicability": fix.applicability.value},
        }


def _region(region: Region) -> Json:
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _uri(path: str) -> str:
    """A relative path as a URI reference; an absolute one (another drive) as a file URI."""
    quoted = quote(path, safe="/~!$&'()*+,;=@")
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if path[1:2] == ":" else quoted
