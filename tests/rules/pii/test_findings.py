"""One finding for a kind and a text: its message, severity, places, mask and fix."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.model import Applicability, Severity
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.text import mask
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.pii.rules import RULES
from jupyter_mlsecops.testing import notebook

MAILS = [f"{name}@corp-mail" + ".io" for name in ("ada", "bob", "cyd", "dan", "eve", "fay")]
CARD = "4539 1488 0343 " + "6467"
TEST_CARD = "4242 4242 4242 " + "4242"
EXAMPLE_IBAN = "DE89 3704 0044 0532 " + "0130 00"
SSN = "536-90-" + "4399"


def scanned(text: str, *, rules: Any = RULES, profile: str = "audit") -> tuple[Scan, bytes]:
    raw = json.dumps(notebook(text)[0]).encode()
    return Engine(RuleSet(rules), Policy(profile=profile), b"key").scan(raw, "book.ipynb"), raw


@pytest.mark.parametrize(
    ("text", "rule", "severity", "message"),
    [
        (f"# %%\nx\n# %% [output]\n{MAILS[0]}", "email-address", "medium", "E-mail address in an output"),
        (f'x = "{MAILS[0]}"', "email-address", "low", "E-mail address in code"),
        (f"# %% [markdown]\n{MAILS[0]}", "email-address", "low", "E-mail address in Markdown"),
        (f'x = "{CARD}"', "payment-card", "high", "Payment card number in code"),
        (f"# %%\nx\n# %% [output]\n{TEST_CARD}", "payment-card", "low", "Payment card number in an output"),
        (f"# %%\nx\n# %% [output]\n{EXAMPLE_IBAN}", "iban", "low", "IBAN in an output"),
        (f"# %%\nx\n# %% [output]\nid {SSN}", "us-ssn", "high", "US Social Security number in an output"),
        ('patient_id = "448' + '190"', "medical-record-number", "low", "Medical record number in code"),
        ('mrn = "448' + '190"', "medical-record-number", "medium", "Medical record number in code"),
    ],
)
def test_severity_and_message_follow_the_place(text: str, rule: str, severity: str, message: str) -> None:
    scan, _ = scanned(text)
    [finding] = scan.findings
    assert (finding.rule, finding.severity, finding.message) == (rule, Severity(severity), message)


def test_many_values_are_one_finding_and_none_is_shown() -> None:
    scan, raw = scanned("# %%\nx\n# %% [output]\n" + "\n".join(MAILS))
    [finding] = scan.findings
    assert finding.message == "6 e-mail addresses in an output"
    assert [where.region.start_line for where in (finding.location, *finding.related) if where.region] == [1, 2, 3, 4]
    assert finding.locations[0] == finding.location
    assert [where.region.start_line for where in finding.locations if where.region] == [1, 2, 3, 4, 5, 6]
    [fix] = [fix for fix in finding.fixes if fix.title == "Redact output"]
    assert fix.applicability is Applicability.SAFE
    text = json.loads(apply(raw, fix.edits))["cells"][0]["outputs"][0]["text"]
    assert "".join(text).splitlines() == ["[redacted: e-mail address]"] * 6
    assert scan.matched is not None
    masked = mask(scan.matched.texts[finding.location.pointer].raw, scan.matched.masks[finding.location.pointer])
    shown = [masked, repr(finding), *(fix.diff for fix in finding.fixes)]
    assert [(mail, text) for mail in MAILS for text in shown if mail in text] == []


def test_redacted_json_stays_json() -> None:
    value = json.dumps({"rows": [{"ssn": SSN, "n": 1}, {"mail": MAILS[0]}]})
    scan, raw = scanned(f"# %%\nx\n# %% [output application/json]\n{value}")
    edits = [edit for finding in scan.findings for edit in finding.fixes[0].edits]
    data = json.loads(apply(raw, edits))["cells"][0]["outputs"][0]["data"]["application/json"]
    label = "[redacted: US Social Security number]"
    assert data == {"rows": [{"ssn": label, "n": 1}, {"mail": "[redacted: e-mail address]"}]}


def test_html_is_redacted_in_the_cell_of_the_table() -> None:
    table = f"<table><tr><th>ssn</th></tr><tr><td>{SSN}</td></tr></table>"
    scan, raw = scanned(f"# %%\nx\n# %% [output text/html]\n{table}")
    [finding] = scan.findings
    html = json.loads(apply(raw, finding.fixes[0].edits))["cells"][0]["outputs"][0]["data"]["text/html"]
    assert "".join(html) == table.replace(SSN, "[redacted: US Social Security number]")


def test_what_a_secret_claims_is_not_personal_data_too() -> None:
    password = "ada@corp-mail" + ".io7Xq"
    text = f'url = "postgresql://{password[:3]}:t7Kq2xWz9@db.corp' + f'-mail.io/prod"\nmail = "{MAILS[1]}"'
    every = [rule for rule in builtin() if rule.category.value in ("secrets", "pii")]
    scan, _ = scanned(text, rules=every)
    found = {finding.rule: finding.message for finding in scan.findings}
    assert found == {"uri-credentials": "Password in a URL in code", "email-address": "E-mail address in code"}


def test_default_shows_medium_and_more() -> None:
    text = f'x = "{MAILS[0]}"\n# %%\ny\n# %% [output]\n/home/alovelace/x {MAILS[1]}'
    scan, _ = scanned(text, profile="default")
    assert [(finding.rule, finding.location.part.value) for finding in scan.findings] == [("email-address", "output")]
