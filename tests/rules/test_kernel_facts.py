"""Findings about the kernel: one for each fact, told apart by what it is, and only where a kernel is named."""

from __future__ import annotations

import json

from msgspec.structs import replace

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.installed import StartUp
from jupyter_mlsecops.core.model import Finding, Part
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.testing import notebook

IDS = ("pth-import-hook", "python-end-of-life")
NAMED = notebook('x = 1\n# %% [notebook metadata]\n{"kernelspec": {"name": "own", "display_name": "Own"}}')[0]


def findings(
    raw: dict[str, object], *startup: StartUp, kind: str = "notebook", python: str = "3.12.1"
) -> list[Finding]:
    environment = Environment(python, {}, startup)
    engine = Engine(rules.load(), Policy("audit"), b"k" * 32, environments=Environments(other=environment))
    text = json.dumps(raw).encode() if kind == "notebook" else b"x = 1\n"
    scan = engine.scan(text, "a.ipynb" if kind == "notebook" else "a.py", kind)  # type: ignore[arg-type]
    assert not scan.problems
    return [one for one in scan.findings if one.rule in IDS]


def test_each_file_is_a_finding_of_its_own_at_the_kernel() -> None:
    first, second = StartUp("a.pth", "a", ("starts programs",)), StartUp("b.pth", "")
    found = findings(NAMED, first, second, python="3.8.1")
    assert {(one.rule, one.severity.value, one.location.pointer, one.location.part) for one in found} == {
        ("pth-import-hook", "high", "/metadata/kernelspec", Part.NOTEBOOK_METADATA),
        ("pth-import-hook", "medium", "/metadata/kernelspec", Part.NOTEBOOK_METADATA),
        ("python-end-of-life", "low", "/metadata/kernelspec", Part.NOTEBOOK_METADATA),
    }
    assert len({one.fingerprint for one in found}) == 3
    (same,) = findings(NAMED, first)
    (changed,) = findings(NAMED, replace(first, acts=("starts programs", "reaches the network")))
    prints = {one.fingerprint for one in found}
    assert same.fingerprint in prints and changed.fingerprint not in prints


def test_a_notebook_that_names_no_kernel_has_it_at_its_metadata() -> None:
    (found,) = findings(notebook("x = 1")[0], StartUp("a.pth", ""))
    assert found.location.pointer == "/metadata"


def test_a_script_runs_with_any_python() -> None:
    assert findings({}, StartUp("a.pth", ""), kind="python", python="3.8") == []


def test_a_file_whose_name_is_odd_is_not_quoted() -> None:
    (found,) = findings(NAMED, StartUp("a\u202e\nb.pth", ""))
    assert found.message == "A file with an odd name, which no installed package owns, runs whenever the kernel starts"
