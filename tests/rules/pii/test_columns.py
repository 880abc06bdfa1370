"""Tables of people in outputs: which columns are named, where, how bad it is, and what the fixes leave."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii.columns import pii_columns
from jupyter_mlsecops.rules.pii.dataframe_hints import pii_columns_in_code
from jupyter_mlsecops.testing import found_places

AT = "@"
ANN, BOB = f"ann.lindt{AT}mail.example", f"bob.stein{AT}post.example"
REAL = f"ann.lindt{AT}rotweiss" + ".net"
PLAIN = f"""\
                    email  visits
0  {ANN}       3
1  {BOB}       4"""
ROWS = f"<tr><th>0</th><td>{ANN}</td><td>3</td></tr><tr><th>1</th><td>{BOB}</td><td>4</td></tr>"
HTML = f"<table><thead><tr><th></th><th>email</th><th>visits</th></tr></thead><tbody>{ROWS}</tbody></table>"


def bench() -> Any:
    path = Path(__file__).parents[3] / "bench" / "columns.py"
    spec = importlib.util.spec_from_file_location("bench_columns", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notebook(source: str, *outputs: dict[str, Any]) -> bytes:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "source": source}
    cells = [cell | {"outputs": list(outputs)}]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def shown(**data: Any) -> dict[str, Any]:
    bundle = {name.replace("_", "/"): value for name, value in data.items()}
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": bundle}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def scan(raw: bytes, profile: str = "audit") -> Scan:
    return Engine(RuleSet([pii_columns, pii_columns_in_code]), Policy(profile=profile), b"columns").scan(raw, "t.ipynb")


def said(text: str) -> list[tuple[str, str]]:
    """Severity and message of what is found in a printed text."""
    done = scan(notebook("x", printed(text)))
    assert not done.problems
    return [
        (finding.severity.value, finding.message.removeprefix("A table shows personal data: "))
        for finding in done.findings
    ]


def test_planted_tables_are_found_and_their_twins_are_not() -> None:
    missed, false, _, count = bench().judged(seed=7, rounds=2)
    assert (missed, false) == ([], [])
    assert count > 600


SEVERITIES = [
    (f"email,plan\n{ANN},1", [("medium", "email (1 row)")]),
    (f"email,plan\n{REAL},1", [("high", "email (1 row)")]),
    ("ssn,plan\n536-22-8726,1", [("high", "ssn (1 row)")]),
    ("ssn,plan\n000-22-8726,1", [("medium", "ssn (1 row)")]),
    ("card number,plan\n4111 1111 1111 1111,1", [("high", "card number (1 row)")]),
    ("card number,plan\n4111 1111 1111 1112,1", [("medium", "card number (1 row)")]),
    ("iban,plan\nGB82 WEST 1234 5698 7654 32,1", [("high", "iban (1 row)")]),
    ("age,sex,zip,plan\n34,female,10115,1\n51,male,80331,2", [("low", "age, sex, zip (2 rows)")]),
    ("age,sex,plan\n34,female,1", []),
    ("lat,lon,age\n52.5200,13.4050,34", []),
    ("name,price\nDesk Lamp,3", []),
    ("name,dob\nLee Stone,1985-03-12", [("medium", "name, dob (1 row)")]),
    ("name,age,sex\nLee Stone,34,female", [("medium", "name, age, sex (1 row)")]),
    ("name,age,sex\nlamp,34,female", []),
    ("survived,pclass,name,sex,age\n1,3,Lee Stone,female,34", []),
    ("first_name,last_name,two_year_recid\nLee,Stone,1", []),
    ("first_name,plan\nTrue,1\nFalse,2", []),
    ("email_hash,plan\nab,1", []),
    ("phone,plan\n0.5551234,1", []),
    ("phone,plan\n5551234567.0,1", [("medium", "phone (1 row)")]),
    ("patient_id,plan\n1,1\n2,2", []),
    ("address,plan\n10.0.0.1,1", []),
    ("dob,plan\n1985,1", []),
    ("email\n" + ANN, []),
    (repr([{"email": ANN}, {"email": BOB}]), [("medium", "email (2 rows)")]),
    (repr({"email": ANN, "plan": 2}), []),
    (f"[Row(email='{ANN}', plan=2), Row(email='{BOB}', plan=1)]", [("medium", "email (2 rows)")]),
    (repr([{"email": ANN}, {"email": BOB}]) + "\nrows=2", [("medium", "email (2 rows)")]),
    (f"email,plan\r\n{ANN},1\r\n", [("medium", "email (1 row)")]),
    (f'"plan, now",email\n1,{ANN}', [("medium", "email (1 row)")]),
    (f'plan,email\n"1, 2",{ANN}', [("medium", "email (1 row)")]),
    (f"   visits                  email\n0       3  {ANN}", [("medium", "email (1 row)")]),
    (f"visits                  email\n     3  {ANN}", []),
    (f"    visits                  email\nid\n0        3  {ANN}", [("medium", "email (1 row)")]),
    ("Index(['email', 'dob'], dtype='object')", []),
    (" #   Column  Non-Null Count  Dtype\n---  ------  --------------  -----\n 0   email   3 non-null      object", []),
    ("email     object\ndob       object\ndtype: object", []),
    (f"email\n{ANN}    2\n{BOB}    1\nName: count, dtype: int64", []),
    ("usage: tool [options]\n  email  the address to write to\n  phone  the number to call", []),
]


@pytest.mark.parametrize(("text", "expected"), SEVERITIES, ids=[text[:30] for text, _ in SEVERITIES])
def test_how_bad_a_table_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_indirect_columns_are_not_in_default() -> None:
    raw = notebook("x", printed("age,sex,zip,plan\n34,female,10115,1\n51,male,80331,2"))
    assert scan(raw, "default").findings == []


def test_code_that_names_columns_is_for_auditors() -> None:
    raw = notebook('df.columns = ["email", "plan"]')
    assert scan(raw, "strict").findings == []
    assert [f.message for f in scan(raw).findings] == ["Code names columns of personal data: email"]


def test_html_and_plain_are_one_finding() -> None:
    done = scan(notebook("df", shown(text_plain=PLAIN, text_html=HTML)))
    assert [(f.location.pointer, f.message) for f in done.findings] == [
        ("/cells/0/outputs/0/data/text~1html", "A table shows personal data: email (2 rows)")
    ]
    texts = done.matched.texts if done.matched else {}
    assert {(p, texts[p].raw[slice(*span)]) for p, span in found_places(done)} == {
        ("/cells/0/outputs/0/data/text~1html", "email"),
        ("/cells/0/outputs/0/data/text~1plain", "email"),
    }


def test_the_place_in_html_survives_tags_and_entities() -> None:
    html = HTML.replace("<th>email</th>", "<th title='a &amp; b'> <b>E&#45;mail</b> &amp; more</th><th>email</th>")
    html = html.replace("<td>3", "<td>x</td><td>3").replace("<td>4", "<td>x</td><td>4")
    done = scan(
        notebook(
            "df",
            shown(
                text_html=html.replace("<td>ann", "<td>y</td><td>ann")
                .replace("<td>bob", "<td>y</td><td>bob")
                .replace("<td>x</td>", "")
            ),
        )
    )
    at = html.index("<th>email") + 4
    assert found_places(done) == {("/cells/0/outputs/0/data/text~1html", (at, at + 5))}


FIXED = [
    (
        "df.head()",
        shown(text_plain=PLAIN, text_html=HTML),
        [
            'df.drop(columns=["email"]).head()',
            "import hashlib\nimport os\n\nsalt = os.urandom(16)\ndf.assign(**{c: df[c].map(lambda v: "
            'hashlib.sha256(salt + str(v).encode()).hexdigest()[:12]) for c in ["email"]}).head()',
        ],
    ),
    ("print(load('é').tail(2))", printed(PLAIN), ["print(load('é').drop(columns=[\"email\"]).tail(2))"]),
    (
        "%time\ndf[['email', 'visits']]",
        shown(text_html=HTML),
        ["%time\ndf[['email', 'visits']].drop(columns=[\"email\"])"],
    ),
    (
        "(df\n .sort_values('visits')\n .sample(2))",
        shown(text_html=HTML),
        ["(df\n .sort_values('visits').drop(columns=[\"email\"])\n .sample(2))"],
    ),
    ("print(a)\nprint(b)", printed(PLAIN), []),
    ("a + b", shown(text_html=HTML), []),
    ("%%sql\nSELECT * FROM t", shown(text_html=HTML), []),
    ("!head people.csv", printed(f"email,visits\n{ANN},1"), []),
    (
        "df.show(2)",
        printed(
            f"+{'-' * 22}+------+\n|{'email':>22}|visits|\n+{'-' * 22}+------+\n|{ANN:>22}|     3|\n+{'-' * 22}+------+"
        ),
        ['df.drop("email").show(2)'],
    ),
]


@pytest.mark.parametrize(("source", "output", "expected"), FIXED, ids=[case[0] for case in FIXED])
def test_the_cell_shows_the_frame_without_these_columns(
    source: str, output: dict[str, Any], expected: list[str]
) -> None:
    raw = notebook(source, output)
    (finding,) = scan(raw).findings
    fixed = [json.loads(apply(raw, fix.edits)) for fix in finding.fixes if fix.applicability.value == "review"]
    assert [tree["cells"][0]["source"] for tree in fixed] == expected
    for tree in fixed:
        assert ANN not in json.dumps(tree)


REDACTED = [
    (
        shown(text_plain=PLAIN, text_html=HTML),
        shown(
            text_plain=PLAIN.replace(ANN, "[redacted]".rjust(22)).replace(BOB, "[redacted]".rjust(22)),
            text_html=HTML.replace(ANN, "[redacted]").replace(BOB, "[redacted]"),
        ),
    ),
    (printed(f"email;age\n{ANN};3\n"), printed("email;age\n[redacted];3\n")),
    (
        shown(application_json=[{"email": ANN, "age": 3}, {"email": "a" + AT + "b.c", "age": 4}]),
        shown(application_json=[{"email": "[redacted]", "age": 3}, {"age": 4}]),
    ),
    (
        shown(application_json=[{"phone": 5551234567, "mail": ANN}]),
        shown(application_json=[{"mail": "[redacted]"}]),
    ),
]


@pytest.mark.parametrize(("before", "after"), REDACTED, ids=["frame", "file", "JSON", "JSON numbers"])
def test_the_output_is_redacted_and_still_a_table(before: dict[str, Any], after: dict[str, Any]) -> None:
    raw = notebook("x", before)
    (finding,) = scan(raw).findings
    fix = finding.fixes[0]
    assert (fix.title, fix.applicability.value) == ("Redact these columns in the output", "safe")
    cell = json.loads(apply(raw, fix.edits))["cells"][0]
    assert cell["outputs"] == [after]


def test_no_value_is_in_a_message_a_frame_or_a_diff() -> None:
    records = [{"email": ANN, "age": 3}, {"email": BOB, "age": 4}]
    outputs = (
        shown(text_plain=PLAIN, text_html=HTML, application_json=records),
        printed(f"email,visits\n{ANN},1\n{BOB},2"),
        printed(repr(records)),
        shown(application_json=records),
    )
    done = scan(notebook("df", *outputs))
    assert len(done.findings) == 4
    for finding in done.findings:
        frame = done.frame(finding.location)
        diffs = "".join(fix.diff for fix in finding.fixes)
        for text in (finding.message, finding.preview, diffs, str(frame)):
            assert "ann.lindt" not in text and "bob.stein" not in text
        assert diffs


def test_a_large_table_is_cleared_and_all_of_it_is_hidden() -> None:
    html = HTML.replace(ROWS, ROWS * 400)
    raw = notebook("df", shown(text_html=html))
    (finding,) = scan(raw).findings
    assert finding.message == "A table shows personal data: email (800 rows)"
    assert [fix.title for fix in finding.fixes][0] == "Clear this output"
    assert all("ann.lindt" not in fix.diff for fix in finding.fixes)


def test_the_same_table_has_the_same_fingerprint_and_another_has_not() -> None:
    prints = [
        scan(notebook("x", printed(f"email,visits\n{mail},1\n"))).findings[0].fingerprint for mail in (ANN, ANN, BOB)
    ]
    assert prints[0] == prints[1] != prints[2]
