"""The engine from bytes to report, with small rules of its own."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.model import Applicability, Category, Confidence, Part, Severity
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.sdk import Code, Match, Proposal, Segment, Shell, Span, TextEdit, rule

SECRET = "tok-" + "4f8a91c3"


def _redact(segment: Segment, match: Match) -> Iterator[Proposal]:
    assert match.span is not None
    yield Proposal("Redact", Applicability.SAFE, (TextEdit(segment.raw_span(match.span), "[redacted]"),))


@rule(
    id="a-token",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    category=Category.SECRETS,
    screen=("token = ",),
    precedence=1,
    propose=_redact,
)
def a_token(segment: Segment) -> Iterator[Match]:
    """Why."""
    at = segment.text.find("token = ")
    if at >= 0:
        end = len(segment.text.split("\n")[0])
        yield Match(Span(at + 8, min(end, at + 8 + len(SECRET))), label="A token", preview="tok-••••••")


@rule(
    id="any-tok",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.LOW,
    category=Category.SECRETS,
    screen=("tok-",),
    precedence=2,
)
def any_tok(segment: Segment) -> Iterator[Match]:
    """Why."""
    if segment.part is Part.SOURCE:
        at = segment.text.find("tok-")
        if at >= 0:
            yield Match(Span(at, at + 6), label="Something")


@rule(
    id="bad-call",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    category=Category.EXECUTION,
    aliases=["B999"],
)
def bad_call(code: Code) -> Iterator[Match]:
    """Why."""
    for call in code.calls("danger.run"):
        fix = Proposal("Use safe_run", Applicability.SAFE, (TextEdit(call.func_span, "danger.safe_run"),))
        no_fix = Proposal("Does not help", Applicability.SAFE, (TextEdit(Span(call.span.end, call.span.end), " "),))
        yield Match(call.span, proposals=(no_fix, fix))


@rule(id="bad-shell", on=Shell, severity=Severity.MEDIUM, confidence=Confidence.HIGH, category=Category.NETWORK)
def bad_shell(shell: Shell) -> Iterator[Match]:
    """Why."""
    at = shell.text.find("rm -rf")
    if at >= 0:
        yield Match(
            Span(at, at + 6), proposals=(Proposal("List", Applicability.REVIEW, (TextEdit(Span(at, at + 6), "ls"),)),)
        )


@rule(
    id="it-fails",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    category=Category.NOTEBOOK,
    screen=("boom",),
)
def it_fails(segment: Segment) -> Iterator[Match]:
    """Why."""
    yield Match(Span(0, 1))
    raise RuntimeError(segment.text)


RULES = (a_token, any_tok, bad_call, bad_shell, it_fails)


def engine(*rules: Rule, **policy: Any) -> Engine:
    return Engine(RuleSet(rules or RULES), Policy(**policy), b"key")


def nb(*cells: Any, **metadata: Any) -> bytes:
    made = []
    for index, cell in enumerate(cells):
        source, outputs = cell if isinstance(cell, tuple) else (cell, [])
        made.append(
            {"cell_type": "code", "id": f"id{index}", "source": source, "metadata": {}, "execution_count": None}
            | {"outputs": [{"output_type": "stream", "name": "stdout", "text": o} for o in outputs]}
        )
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


def places(scan: Scan) -> list[tuple[str, str, tuple[int, ...]]]:
    out = []
    for finding in scan.findings:
        r = finding.location.region
        assert r is not None
        out.append((finding.rule, finding.location.pointer, (r.start_line, r.start_column, r.end_line, r.end_column)))
    return out


def test_places_of_findings_in_code_shell_and_output() -> None:
    raw = nb("é = '😀'; import danger\ndanger.run()", "!cd x && rm -rf y", ("1", [f"a\ntoken = {SECRET}"]))
    raw = raw.replace(b"a\\ntoken", b"token")
    assert places(engine().scan(raw, "n.ipynb")) == [
        ("bad-call", "/cells/0/source", (2, 1, 2, 13)),
        ("bad-shell", "/cells/1/source", (1, 10, 1, 16)),
        ("a-token", "/cells/2/outputs/0/text", (1, 9, 1, 21)),
    ]


def test_a_location_names_the_cell_by_id_and_index() -> None:
    (finding,) = engine().scan(nb("1", "import danger; danger.run()"), "d/n.ipynb").findings
    where = finding.location
    assert (where.path, where.cell_index, where.cell_id, where.part) == ("d/n.ipynb", 1, "id1", Part.SOURCE)


def test_a_value_is_claimed_once_and_marked_wherever_it_stands() -> None:
    raw = nb((f"token = {SECRET}", [f"it is {SECRET} here", "nothing"]))
    scan = engine().scan(raw, "n.ipynb")
    assert places(scan) == [
        ("a-token", "/cells/0/source", (1, 9, 1, 21)),
        ("a-token", "/cells/0/outputs/0/text", (1, 7, 1, 19)),
    ]
    assert len({f.fingerprint for f in scan.findings}) == 1
    assert [f.message for f in scan.findings] == ["A token in a cell", "A token in an output"]
    assert [len(f.related) for f in scan.findings] == [1, 1]


def test_a_further_place_of_a_secret_has_its_own_fix() -> None:
    raw = nb((f"token = {SECRET}", [f"it is {SECRET} here"]))
    fix = engine().scan(raw, "n.ipynb").findings[1].fixes[0]
    text = json.loads(apply(raw, fix.edits))["cells"][0]["outputs"][0]["text"]
    assert text == "it is [redacted] here"


def test_only_fixes_that_work_are_offered_and_the_safe_ones_first() -> None:
    raw = nb("import danger\ndanger.run(1)  # keep", "!rm -rf y")
    call, shell = engine().scan(raw, "n.ipynb").findings
    assert [fix.title for fix in call.fixes] == ["Use safe_run"]
    assert call.fixes[0].diff.splitlines()[-2:] == ["-danger.run(1)  # keep", "+danger.safe_run(1)  # keep"]
    assert apply(raw, call.fixes[0].edits) == raw.replace(b"danger.run", b"danger.safe_run")
    assert json.loads(apply(raw, shell.fixes[0].edits))["cells"][1]["source"] == "!ls y"


def test_a_plan_fixes_what_goes_together() -> None:
    raw = nb("import danger\ndanger.run(1); danger.run(2)", "!rm -rf y")
    eng = engine()
    scan = eng.scan(raw, "n.ipynb")
    safe = eng.plan(scan)
    assert safe.fixed == 2
    after = apply(raw, safe.edits)
    assert places(eng.scan(after, "n.ipynb")) == [("bad-shell", "/cells/1/source", (1, 2, 1, 8))]
    assert eng.plan(scan, Applicability.REVIEW).fixed == 3
    assert eng.plan(scan, rules={"bad-shell"}).fixed == 0
    assert eng.plan(scan, fingerprints={scan.findings[0].fingerprint}).fixed == 1


def test_no_report_holds_any_of_a_secret() -> None:
    raw = nb((f"token = {SECRET}; other = 1", [f"it is {SECRET} here"]))
    eng = engine()
    scan = eng.scan(raw, "n.ipynb")
    text = msgspec.json.encode(eng.report([scan])).decode() + eng.plan(scan, Applicability.REVIEW).diff
    assert not [SECRET[i : i + 8] for i in range(len(SECRET) - 7) if SECRET[i : i + 8] in text]
    assert "token = ••••••" in text


def test_a_rule_that_raises_is_a_problem_and_hides_nothing() -> None:
    scan = engine().scan(nb(f"boom {SECRET}", "import danger\ndanger.run()"), "n.ipynb")
    assert [f.rule for f in scan.findings] == ["it-fails", "any-tok", "bad-call"]
    (problem,) = [p for p in scan.problems if p.kind == "rule-failed"]
    assert "it-fails" in problem.message and SECRET not in problem.message
    assert scan.input.status == "incomplete"


@pytest.mark.parametrize(
    ("comment", "suppressed"),
    [
        ("danger.run()  # mlsecops: ignore[bad-call] reviewed", "reviewed"),
        ("danger.run()  # mlsecops: ignore[execution] why", "why"),
        ("danger.run()  # mlsecops: ignore", ""),
        ("# mlsecops: ignore[bad-call] next\n\ndanger.run(\n  1)", "next"),
        ("danger.run()  # nosec", "nosec"),
        ("danger.run()  # nosec B999 local file", "local file"),
        ("danger.run()  # noqa: B999", "noqa"),
        ("danger.run(  # nosec\n  1)", "nosec"),
        ("danger.run()  # mlsecops: ignore[other-rule] x", None),
        ("danger.run()  # noqa: S001", None),
        ("danger.run()  # noqa", None),
        ("danger.run()  # pragma: allowlist secret", None),
        ("# mlsecops: ignore[bad-call] only the next\nx = 1\ndanger.run()", None),
        ("x = 1  # mlsecops: ignore[bad-call] not here\ndanger.run()", None),
    ],
)
def test_comments_suppress_with_a_reason(comment: str, suppressed: str | None) -> None:
    scan = engine().scan(nb(f"import danger\n{comment}"), "n.ipynb")
    assert [s.suppression.reason for s in scan.suppressed] == ([] if suppressed is None else [suppressed])
    assert [f.rule for f in scan.findings] == (["bad-call"] if suppressed is None else [])


@pytest.mark.parametrize(
    "source",
    [f"token = {SECRET}  # pragma: allowlist secret", f"# pragma: allowlist nextline secret\ntoken = {SECRET}"],
)
def test_pragmas_of_detect_secrets_are_honoured(source: str) -> None:
    scan = engine(a_token).scan(nb(source), "n.ipynb")
    assert (len(scan.findings), len(scan.suppressed)) == (0, 1) or "nextline" in source


def test_a_suppression_in_the_metadata_silences_the_value_everywhere() -> None:
    cell = (f"token = {SECRET}", [f"it is {SECRET} here"])
    name = engine().scan(nb(cell), "n.ipynb").findings[0].fingerprint
    entry = {"fingerprint": name, "rule": "a-token", "reason": "test data", "by": "me", "on": "2026-01-01"}
    scan = engine().scan(nb(cell, mlsecops={"suppressions": [entry]}), "n.ipynb")
    assert not scan.findings
    assert [(s.suppression.kind, s.suppression.reason) for s in scan.suppressed] == [("metadata", "test data")] * 2
    forbidden = engine(forbid_suppress=frozenset({"secrets"})).scan(
        nb(cell, mlsecops={"suppressions": [entry]}), "n.ipynb"
    )
    assert len(forbidden.findings) == 2


@pytest.mark.parametrize(
    "broken", [{"mlsecops": 3}, {"mlsecops": {"suppressions": "x"}}, {"mlsecops": {"suppressions": [1, {}]}}]
)
def test_malformed_suppressions_silence_nothing(broken: dict[str, Any]) -> None:
    assert engine().scan(nb(f"token = {SECRET}", **broken), "n.ipynb").findings


@pytest.mark.parametrize("source", ['exec "two"', "This is prose, not code.", "x <- c(1, 2)\ny <- lm(a ~ b)"])
def test_a_cell_that_does_not_parse_is_said_to_be_not_assessed(source: str) -> None:
    scan = engine().scan(nb("1", source), "n.ipynb")
    (problem,) = scan.problems
    assert problem.kind == "cell-not-parsed"
    assert problem.message.startswith("n.ipynb: cell 2, line")
    assert scan.input.status == "incomplete"


def test_cells_of_another_kernel_are_no_problem() -> None:
    assert not engine().scan(nb("x <- c(1, 2)\ny %>% z", language_info={"name": "R"}), "n.ipynb").problems


@pytest.mark.parametrize("raw", [b"", b"{", b'{"nbformat": 99}', nb("x")[:-30]])
def test_a_file_that_cannot_be_read_is_a_problem(raw: bytes) -> None:
    scan = engine().scan(raw, "d/bad.ipynb")
    assert scan.input.status == "incomplete" and scan.notebook is None
    assert scan.problems[0].message.startswith("d/bad.ipynb: ")


@pytest.mark.parametrize(
    "source", ["a\0b", "x = '\ud83d'", "(" * 3000, "1" + "+1" * 20000, "x = 1\r\nimport danger\r\ndanger.run()"]
)
def test_odd_cells_do_not_stop_the_scan(source: str) -> None:
    scan = engine().scan(nb(source, "import danger\ndanger.run()"), "n.ipynb")
    assert "bad-call" in [f.rule for f in scan.findings]


def test_a_python_file_is_one_text() -> None:
    raw = b"import danger\ndanger.run()\n"
    scan = engine().scan(raw, "m.py", kind="python")
    (finding,) = scan.findings
    assert (finding.location.part, finding.location.pointer, finding.location.cell_index) == (Part.FILE, "", None)
    assert apply(raw, finding.fixes[0].edits) == b"import danger\ndanger.safe_run()\n"


def test_scanning_again_gives_the_same_bytes_also_after_another_notebook() -> None:
    raw = nb((f"token = {SECRET}", [f"it is {SECRET} here"]), "import danger\ndanger.run()")
    eng = engine()
    first = msgspec.json.encode(eng.report([eng.scan(raw, "n.ipynb")]))
    eng.scan(nb("import danger\ndanger.run(2)", f"x = {SECRET}"), "n.ipynb")
    assert msgspec.json.encode(eng.report([eng.scan(raw, "n.ipynb")])) == first
    assert msgspec.json.encode(engine().report([engine().scan(raw, "n.ipynb")])) == first


def test_frames_show_the_lines_with_secrets_masked() -> None:
    scan = engine().scan(nb(f"token = {SECRET}; x = 2\nimport danger\ndanger.run()"), "n.ipynb")
    token = next(f for f in scan.findings if f.rule == "a-token")
    frame = scan.frame(token.location)
    assert frame is not None
    assert frame.lines == [(1, "token = ••••••; x = 2")]
    assert (frame.start_column, frame.end_column) == (8, 14)
