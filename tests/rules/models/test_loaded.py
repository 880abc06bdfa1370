"""The finding at the call that loads a file: how bad it is there, and what it says of several files."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.modelfile import ModelFile
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.service.modelfiles import examine_bytes

from ...formats.pickles import assemble as a

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
OWN = a.proto(4) + a.call(a.stack_global("acme_models.nets", "Net")) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
ENGINE_RULES = rules.load()


def scan(source: str, files: Mapping[str, bytes | ModelFile], packages: Mapping[str, str] | None = None) -> Scan:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    raw = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    environments = Environments(other=Environment("3.11", dict(packages or {})))
    policy = Policy(profile="audit", select=frozenset(["models"]))
    engine = Engine(ENGINE_RULES, policy, b"key", environments=environments)
    read = {name: (f if isinstance(f, ModelFile) else examine_bytes(f, name),) for name, f in files.items()}
    return engine.scan(raw, "n.ipynb", models=lambda _: read)


def told(found: Scan) -> list[tuple[str, str, str]]:
    return [(one.rule, one.severity.value, one.confidence.value) for one in found.findings]


TORCH = "import torch\nm = torch.load('m.pt', weights_only={})"


@pytest.mark.parametrize(
    ("source", "version", "of_bad", "of_own"),
    [
        (TORCH.format("True"), "2.9.0", "medium", "info"),
        (TORCH.format("True"), "2.5.1", "critical", "medium"),
        (TORCH.format("False"), "2.9.0", "critical", "medium"),
        (TORCH.format("True"), "", "high", "low"),
    ],
)
def test_how_bad_it_is_depends_on_what_the_loader_lets_run(source: str, version: str, of_bad: str, of_own: str) -> None:
    packages = {"torch": version} if version else {}
    assert told(scan(source, {"m.pt": BAD}, packages)) == [("unsafe-model-loaded", of_bad, "high")]
    assert told(scan(source, {"m.pt": OWN}, packages)) == [("unreviewed-model-loaded", of_own, "low")]
    assert told(scan(source, {"m.pt": GOOD}, packages)) == [("model-of-another-format", "info", "high")]


LOOP = "import joblib\nfor name in ('a', 'b', 'c', 'd', 'e'):\n    joblib.load(name)"


def test_a_loop_over_files_is_one_finding_about_the_worst() -> None:
    (found,) = scan(LOOP, {"a": GOOD, "b": OWN, "c": BAD, "d": BAD}).findings
    assert (found.rule, found.message) == (
        "unsafe-model-loaded",
        "c, which is loaded here, calls os.system, which runs programs (REDUCE at byte 32); likewise d",
    )


def test_many_files_are_named_up_to_a_few() -> None:
    (found,) = scan(LOOP, dict.fromkeys("abcde", BAD)).findings
    assert found.message.endswith("; likewise b, c and 2 more")


def test_a_file_that_was_not_read_is_a_remark_and_no_problem_of_the_notebook() -> None:
    unread = ModelFile("a", "unknown", "", 9, gaps=("It cannot be read: Permission denied.",))
    found = scan(LOOP, {"a": unread, "b": GOOD})
    assert told(found) == [("unreviewed-model-loaded", "low", "low")]
    assert found.findings[0].message == (
        "a, which is loaded here, was not assessed in full: It cannot be read: Permission denied."
    )
    assert (found.problems, found.input.status) == ([], "scanned")


def test_another_file_of_the_same_name_is_another_finding() -> None:
    """What somebody silenced is silent for the file that they looked at."""
    source = "import joblib\njoblib.load('a')"
    names = {scan(source, {"a": raw}).findings[0].fingerprint for raw in (OWN, OWN + a.NONE + a.STOP, BAD)}
    again = scan(source, {"a": OWN}).findings[0].fingerprint
    assert len(names) == 3 and again in names


def test_without_files_nothing_is_said() -> None:
    assert told(scan(LOOP, {})) == []
