"""Reports made by hand, with every kind of thing in them."""

from msgspec import structs

from jupyter_mlsecops.core.model import (
    Advisories,
    Applicability,
    Category,
    Confidence,
    Edit,
    Finding,
    Fix,
    Input,
    Location,
    Packages,
    Part,
    Problem,
    References,
    Region,
    RelatedLocation,
    Report,
    RuleInfo,
    Severity,
    SuppressedFinding,
    Suppression,
    Tool,
)

TITLES = {Severity.CRITICAL: "Token", Severity.HIGH: "Call", Severity.MEDIUM: "Plain HTTP", Severity.LOW: "No version"}


def region(line: int, start: int, end: int, end_line: int | None = None) -> Region:
    """A region, on one line by default."""
    return Region(start_line=line, start_column=start, end_line=end_line or line, end_column=end)


def info(id: str, severity: Severity) -> RuleInfo:
    """A rule."""
    return RuleInfo(
        id=id,
        title=TITLES[severity],
        category=Category.SECRETS,
        severity=severity,
        confidence=Confidence.HIGH,
        why="It can be read, e.g. by everyone. A second sentence.",
        remedy="Do this. Then that.",
        references=References(cwe=["CWE-798"], owasp=["ML06"]),
        help_uri=f"https://example.org/#{id}",
    )


EDIT = Edit(pointer="/cells/6/outputs/0/text", region=region(2, 3, 9), insert="[redacted]")
SAFE = Fix(title="Redact output", applicability=Applicability.SAFE, edits=[EDIT], diff="-a\n+b")
REVIEW = Fix(
    title="Use https",
    applicability=Applicability.REVIEW,
    edits=[Edit(pointer="", region=region(3, 1, 5), insert="https")],
)
MANUAL = Fix(title="Revoke it at https://example.org", applicability=Applicability.MANUAL)
OUTPUT = Location(
    path="train model.ipynb",
    cell_index=6,
    cell_id="abc",
    part=Part.OUTPUT,
    pointer="/cells/6/outputs/0/text",
    region=region(2, 3, 9),
)
SOURCE = Location(
    path="train model.ipynb", cell_index=0, part=Part.SOURCE, pointer="/cells/0/source", region=region(1, 1, 4, 3)
)
METADATA = Location(path="train model.ipynb", part=Part.NOTEBOOK_METADATA, pointer="/metadata/x")
PLAIN = Location(path="-odd,%.py", region=region(3, 1, 5))
RULES = [info("a-token", Severity.CRITICAL), info("a-call", Severity.HIGH), info("plain-http", Severity.MEDIUM)]


def finding(
    rule: str, severity: Severity, location: Location, *fixes: Fix, related: tuple[Location, ...] = ()
) -> Finding:
    """A finding."""
    return Finding(
        rule=rule,
        category=Category.SECRETS,
        severity=severity,
        confidence=Confidence.MEDIUM,
        message=f"{TITLES[severity]} here",
        preview="hf_••••••" if severity is Severity.CRITICAL else "f(x)",
        fingerprint="0" * 32,
        location=location,
        related=[RelatedLocation(**structs.asdict(at)) for at in related],
        fixes=list(fixes),
        references=References(cwe=["CWE-798"]),
    )


def report(*findings: Finding, problems: tuple[Problem, ...] = (), suppressed: bool = False) -> Report:
    """A report with these findings."""
    silent = finding("a-call", Severity.HIGH, SOURCE)
    fields = {name: getattr(silent, name) for name in Finding.__struct_fields__}
    silenced = [
        SuppressedFinding(**fields, suppression=Suppression(kind=kind, reason=reason, where="line 1"))  # type: ignore[arg-type]
        for kind, reason in (("comment", "test data"), ("baseline", ""))
    ]
    paths = sorted({f.location.path for f in findings} | {p.path for p in problems if p.path})
    return Report(
        schema_version="1",
        tool=Tool(name="jupyter_mlsecops", version="1.2.3", rules_digest="0" * 16),
        inputs=[Input(path=path, kind="notebook", digest="sha256:" + "0" * 64, status="scanned") for path in paths],
        findings=list(findings),
        suppressed=silenced if suppressed else [],
        problems=list(problems),
    )


def with_packages(report: Report, numbers: tuple[int, int, int], days: int | None) -> Report:
    """The same about so many vulnerable, other and not assessed packages; ``days`` None without a database."""
    about = None
    if days is not None:
        about = Advisories(source="all.zip", records=9, newest="2026-01-02", age_days=days)
    packages = Packages(vulnerable=numbers[0], not_known_vulnerable=numbers[1], not_assessed=numbers[2])
    return structs.replace(report, tool=structs.replace(report.tool, advisories=about), packages=packages)


FULL = report(
    finding("a-token", Severity.CRITICAL, OUTPUT, SAFE, MANUAL, related=(SOURCE, METADATA)),
    finding("a-token", Severity.CRITICAL, SOURCE, MANUAL),
    finding("plain-http", Severity.MEDIUM, PLAIN, REVIEW),
    finding("from-elsewhere", Severity.LOW, METADATA),
    problems=(
        Problem(path="cut.ipynb", kind="not-json", message="cut.ipynb: The file is not valid JSON."),
        Problem(path="", kind="configuration", message="The key cannot be kept."),
    ),
    suppressed=True,
)
