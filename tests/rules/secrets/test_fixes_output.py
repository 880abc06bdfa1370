"""Secrets in outputs: what is redacted, what is cleared, and the statement that prints them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Applicability
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy

from .fixing import RULES, VALUES, filled, findings, fixed, pieces, raw, shown, tree

HF, PW = VALUES["@HF"], VALUES["@PW"]
MARK = "[redacted: Hugging Face token]"
DELETE = "Delete the statement that prints it, and redact"
AGAIN = "change the cell, or the next run prints it again"


def one_cell(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    """A notebook of one cell with outputs."""
    document = tree(source)
    document["cells"][0]["outputs"] = json.loads(filled(json.dumps(outputs)))
    return document


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def rich(**data: Any) -> dict[str, Any]:
    bundle = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def error(evalue: str, *frames: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": evalue, "traceback": list(frames)}


# Outputs as a cell has them, with ``@HF`` where the token stands: there the mark stands afterwards.
BUNDLES: dict[str, list[dict[str, Any]]] = {
    "stream": [stream("key @HF\nnext\n")],
    "lines of a stream": [stream("") | {"text": ["key @HF\n", "next\n"]}],
    "every representation, and images stay": [
        rich(
            text_plain="T('@HF')",
            text_html="<b title='@HF'>@HF</b>",
            application_json={"t": {"k": "@HF", "n": [1]}},
            image_png="iVBORw0KGgo=",
        )
    ],
    "every other output": [stream("a @HF"), rich(text_plain="b @HF")],
    "traceback with colours": [error("bad @HF", "\x1b[0;31mE\x1b[0m: bad \x1b[32m@HF\x1b[39m.", "no")],
    "text that is JSON": [stream('{"hf": "@HF", "n": 1}')],
}


@pytest.mark.parametrize("name", BUNDLES)
def test_redact(name: str) -> None:
    before = BUNDLES[name]
    document = one_cell("run()", *before)
    after = json.loads(json.dumps(before).replace("@HF", MARK))
    found = findings(document)
    assert found
    for finding in found:
        redact, clear, *_ = finding.fixes
        assert (redact.title, redact.applicability) == ("Redact output", Applicability.SAFE)
        assert fixed(document, redact) == document | {"cells": [document["cells"][0] | {"outputs": after}]}
        assert (clear.title, clear.applicability) == ("Clear this output", Applicability.SAFE)
        at = int(finding.location.pointer.split("/")[4])
        left = [output for k, output in enumerate(document["cells"][0]["outputs"]) if k != at]
        assert fixed(document, clear)["cells"][0]["outputs"] == left
        assert finding.fixes[-1].title.startswith("Revoke it at ")


def test_colours_inside_a_value_go_with_it() -> None:
    split = HF[:12] + "\x1b[1m" + HF[12:]
    (finding,) = findings(document := one_cell("run()", stream(f"key {split}.")))
    assert fixed(document, finding.fixes[0])["cells"][0]["outputs"] == [stream(f"key {MARK}.")]


def test_a_mark_is_text_in_html_as_well() -> None:
    key = VALUES["@WB"]
    document = one_cell("run()", rich(text_html=f"<td>wandb_api_key={key}</td>"))
    (finding,) = findings(document)
    done = fixed(document, finding.fixes[0])["cells"][0]["outputs"][0]["data"]["text/html"]
    assert done == "<td>wandb_api_key=[redacted: Weights &amp; Biases API key]</td>"


def test_bytes_around_a_redaction_stay() -> None:
    document = one_cell("run()", stream("é @HF\t€"))
    text = json.dumps(document, indent=3).replace("\\u20ac", "\\u20AC").encode() + b"\n\n"
    finding = next(f for f in Engine(RULES, Policy(), b"key").scan(text, "n.ipynb").findings if f.fixes)
    assert apply(text, finding.fixes[0].edits) == text.replace(HF.encode(), MARK.encode())


PRINTS: dict[str, tuple[str, str, str, str, str]] = {
    # name: (cells above, the cell, after the deletion, title of the other fix, after it)
    "print of a name": (
        "", 'token = "@HF"\nprint(token)', 'token = "@HF"', "token", 'token = "@HF"\nprint(bool(token))',
    ),
    "print in a text": (
        'token = "@HF"', 'x = 1\nprint(f"it is {token}", x)', "x = 1", "token", "x = 1\nprint(bool(token))",
    ),
    "another name": ('a = "@HF"\nb = a', "print(b)\ny = 2", "y = 2", "b", "print(bool(b))\ny = 2"),
    "last expression": ('token = "@HF"', "x = 1\ntoken", "x = 1", "token", "x = 1\nbool(token)"),
    "built from it": (
        'token = "@HF"\ncfg = {"t": token}', "cfg", "", "HF_TOKEN", 'import os\n"HF_TOKEN" in os.environ',
    ),
    "display": (
        'cfg = {"t": "@HF"}', "display(cfg)", "", "HF_TOKEN", 'import os\nprint("HF_TOKEN" in os.environ)',
    ),
    "environment": (
        'import os\nos.environ["HF_TOKEN"] = "@HF"', 'print(os.environ["HF_TOKEN"], os.environ["A"])', "", "HF_TOKEN",
        'print("HF_TOKEN" in os.environ)',
    ),
    "whole environment": (
        'import os\nos.environ["HF_TOKEN"] = "@HF"',
        'print(os.environ["HOME"])\nprint(os.environ)',
        'print(os.environ["HOME"])', "HF_TOKEN", 'print(os.environ["HOME"])\nprint("HF_TOKEN" in os.environ)',
    ),
    "logging": (
        'token = "@HF"', "if x:\n    logger.info('key %s', token)", "if x:\n    pass", "token",
        "if x:\n    print(bool(token))",
    ),
    "loop over what holds it": (
        'cfg = {"t": "@HF"}', "for k, v in cfg.items():\n    print(k, v)", "for k, v in cfg.items():\n    pass",
        "HF_TOKEN", 'import os\nfor k, v in cfg.items():\n    print("HF_TOKEN" in os.environ)',
    ),
    "shell": ("x = 1", "!printenv HF_TOKEN", "", "HF_TOKEN", 'import os\nprint("HF_TOKEN" in os.environ)'),
    "shell, all of it": ("x = 1", "!env | sort", "", "HF_TOKEN", 'import os\nprint("HF_TOKEN" in os.environ)'),
    "value is nowhere in code": (
        "from getpass import getpass\nkey = getpass()", "print(key)", "", "key", "print(bool(key))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTS)
def test_the_statement_that_prints(name: str) -> None:
    above, cell, without, variable, whether = PRINTS[name]
    document = tree(f"{above}\n# %%\n{cell}" if above else cell)
    document["cells"][-1]["outputs"] = [stream(f"v: {HF}\n")]
    finding = next(f for f in findings(document) if f.location.part.value == "output")
    delete, only = [fix for fix in finding.fixes if fix.applicability is Applicability.REVIEW]
    assert (delete.title, only.title) == (DELETE, f"Print only whether {variable} is set, and redact")
    for fix, after in ((delete, without), (only, whether)):
        done = fixed(document, fix)["cells"][-1]
        assert (done["source"], done["outputs"]) == (filled(after), [stream(f"v: {MARK}\n")])


UNSURE = {
    "two statements": ('token = "@HF"\nprint(token)\nprint(repr(token))', f"Lines 2, 3 may print it: {AGAIN}"),
    "none": ("run()", f"Find what prints it: {AGAIN}"),
    "a magic that sets it": ("%env HF_TOKEN=@HF", f"Line 1 prints it: {AGAIN}"),
    "no mention": ('token = "@HF"\nprint(1)\nprint(other)', f"Find what prints it: {AGAIN}"),
}


@pytest.mark.parametrize("name", UNSURE)
def test_where_it_is_not_one_statement_the_lines_are_named(name: str) -> None:
    source, advice = UNSURE[name]
    finding = next(f for f in findings(one_cell(source, stream("@HF"))) if f.location.part.value == "output")
    assert [fix.title for fix in finding.fixes[:3]] == ["Redact output", "Clear this output", advice]
    assert not [fix for fix in finding.fixes if fix.applicability is Applicability.REVIEW]


def test_what_only_its_name_told_is_fixed_everywhere_at_once() -> None:
    """A password has no shape of its own: without the line that names it nothing would find the others."""
    text = (
        'db_password = "@PW"\n# %%\nconnect("@PW")\n# %% [markdown]\nlog in with @PW\n# %%\nrun()\n# %% [output]\n@PW'
    )
    document = tree(text)
    first, call, *_ = findings(document)
    assert first.fixes[0].title == "Read DB_PASSWORD from the environment (and in 3 other places)"
    done = fixed(document, first.fixes[0])
    assert [cell["source"] for cell in done["cells"]] == [
        'import os\ndb_password = os.environ["DB_PASSWORD"]',
        'import os\nconnect(os.environ["DB_PASSWORD"])',
        "log in with <DB_PASSWORD>",
        "run()",
    ]
    assert done["cells"][3]["outputs"] == [stream("[redacted: Password]")]
    assert PW not in json.dumps(done)
    assert call.fixes[0].title == "Read DB_PASSWORD from the environment"
    assert fixed(document, call.fixes[0])["cells"][0] == document["cells"][0]


def test_a_safe_fix_that_would_hide_code_is_one_to_review() -> None:
    document = tree('run()\n# %% [output]\npassword: @PW\n# %%\nx = "@PW"')
    finding = findings(document)[0]
    assert (finding.fixes[0].title, finding.fixes[0].applicability) == (
        "Redact output (and in 1 other place)",
        Applicability.REVIEW,
    )
    assert PW not in json.dumps(fixed(document, finding.fixes[0]))


def test_a_plan_fixes_code_and_outputs_together() -> None:
    document = tree(
        'db_password = "@PW"\nprint(db_password)\n# %% [output]\n@PW\n# %%\ntoken = "@HF"\n# %% [output]\n@HF'
    )
    engine = Engine(RULES, Policy(), b"key")
    text = raw(document)
    safe = engine.plan(engine.scan(text, "n.ipynb"), Applicability.SAFE)
    outputs = json.loads(apply(text, safe.edits))["cells"]
    assert [cell["source"] for cell in outputs] == [cell["source"] for cell in document["cells"]]
    assert [cell["outputs"] for cell in outputs] == [[stream("[redacted: Password]")], [stream(MARK)]]
    everything = engine.plan(engine.scan(text, "n.ipynb"), Applicability.REVIEW)
    done = apply(text, everything.edits).decode()
    assert HF not in done and PW not in done and not engine.scan(done.encode(), "n.ipynb").findings
    assert not {piece for value in (HF, PW) for piece in pieces(value) if piece in everything.diff + safe.diff}


def test_nothing_of_a_value_is_shown_beside_an_output() -> None:
    for before in BUNDLES.values():
        for finding in findings(one_cell('token = "@HF"\nprint(token)', *before)):
            assert not {piece for piece in pieces(HF) if piece in shown(finding)}
