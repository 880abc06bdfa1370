"""The incidents that everybody should hear of, without and with a database."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories.database import Database
from jupyter_mlsecops.advisories.known import NO_DATABASE, Known
from jupyter_mlsecops.advisories.seed import INCIDENTS, claims
from jupyter_mlsecops.core.advisory import Advisories
from jupyter_mlsecops.core.environment import canonical
from jupyter_mlsecops.core.model import Severity

from .written import record, write

# package, bad versions, good ones beside them
RELEASES = [
    ("ctx", "0.1.2.post1 0.1.2-2 0.1.4 0.2 0.2.2.1 0.2.6", "0.1.2 0.1.1"),
    ("torchtriton", "3.0.0", "2.0.0"),
    ("ultralytics", "8.3.41 8.3.42 8.3.45 8.3.46", "8.3.40 8.3.43 8.3.44 8.3.47 9"),
    ("litellm", "1.82.7 1.82.8", "1.82.6 1.82.9 1.83.0"),
    ("telnyx", "4.87.1 4.87.2", "4.87.0 4.88.0"),
    ("xinference", "2.6.0 2.6.1 2.6.2", "2.5.0 2.7.0"),
    ("lightning", "2.6.2 2.6.3", "2.6.1 2.6.4"),
    ("mistralai", "2.4.6", "2.4.5 2.4.7"),
    ("guardrails-ai", "0.10.1", "0.10.0"),
    ("durabletask", "1.4.1 1.4.2 1.4.3", "1.4.0"),
    ("num2words", "0.5.15 0.5.16", "0.5.14"),
    ("elementary-data", "0.23.3", "0.23.2"),
    ("aiocpa", "0.1.13 0.1.14", "0.1.12"),
    ("deep-translator", "1.8.5", "1.8.4 1.9.0"),
    ("exotel", "0.1.6", "0.1.5"),
    ("spam", "2.0.2 4.0.2", "2.0.1"),
    ("gratient", "0.5", "0.4"),
    ("fabrice", "1.0 99", ""),
    ("deepseeek", "0.0.8", ""),
    ("deepseekai", "0.0.8", ""),
    ("aliyun-ai-labs-snippets-sdk", "1.0.0 2.0.0 2.1.0", ""),
]


@pytest.mark.parametrize(("name", "bad", "good"), RELEASES, ids=[release[0] for release in RELEASES])
def test_an_incident_is_known_without_a_database(name: str, bad: str, good: str) -> None:
    known: Advisories = Known()
    assert known.knows(name)
    for version in [*bad.split(), f"{bad.split()[0]}+local"]:
        found = known.assess(name, version)
        (advisory,) = found.advisories
        assert (found.state, advisory.kind, advisory.severity) == ("vulnerable", "malware", Severity.CRITICAL)
    for version in good.split():
        assert (known.assess(name, version).state, known.assess(name, version).reason) == ("not-assessed", NO_DATABASE)


def test_every_incident_is_in_the_table_and_can_be_read_about() -> None:
    assert {name for name, _, _ in RELEASES} == set(INCIDENTS)
    for name in INCIDENTS:
        assert name == canonical(name)
        (one,) = claims(name)
        assert one.malware
        assert one.url.startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", one.modified)
        assert one.summary.endswith(".")


def test_without_a_database_nothing_else_is_assessed() -> None:
    known = Known()
    assert known.about is None
    assert not known.knows("numpy")
    for pair in (("numpy", "1.26.4"), ("numpy", ""), ("litellm", ""), ("litellm", "nonsense")):
        assert (known.assess(*pair).state, known.assess(*pair).reason) == ("not-assessed", NO_DATABASE)
    # what was never good is bad in any version
    assert known.assess("fabrice", "").state == "vulnerable"


def test_a_repaired_release_is_told() -> None:
    found = Known().assess("ultralytics", "8.3.41")
    assert (found.advisories[0].fixed, found.safe) == (("8.3.43", "8.3.47"), "8.3.43")


def test_incidents_and_database_are_one_answer(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        record("MAL-2026-2144", "litellm", "", "1.82.7 1.82.8", aliases=["PYSEC-2026-2"]),
        record("PYSEC-2026-2", "litellm", "", "1.82.7 1.82.8", aliases=["MAL-2026-2144"]),
        record("GHSA-litellm-1", "litellm", ">= 0, < 1.83.7"),
        record("MAL-2023-1", "torchtriton", ">= 0"),
        record("PYSEC-2026-77", "numpy", ">= 0, < 2"),
    )
    with Database.open(file) as database:
        known = Known(database)
        assert known.about == database.about
        found = known.assess("litellm", "1.82.8")
        assert [(one.id, one.aliases) for one in found.advisories] == [
            ("MAL-2026-2144", ("PYSEC-2026-2",)),
            ("GHSA-litellm-1", ()),
        ]
        assert found.safe == "1.83.7"
        assert [one.id for one in known.assess("torchtriton", "3.0.0").advisories] == ["MAL-2023-1"]
        pairs = [
            ("numpy", "1.0"),
            ("absent", "1"),
            ("ctx", "0.1.2"),
            ("lightning", "2.6.2"),
            ("ctx", ""),
            ("numpy", "9"),
        ]
        wanted = "vulnerable not-known-vulnerable not-known-vulnerable vulnerable not-assessed not-known-vulnerable"
        assert [one.state for one in known.assess_all(pairs)] == wanted.split()
        assert [known.knows(name) for name in ("numpy", "lightning", "absent")] == [True, True, False]


def test_an_incident_is_known_beside_a_database_that_is_gone(tmp_path: Path) -> None:
    database = Database.open(write(tmp_path, record("PYSEC-2026-77", "numpy", ">= 0, < 2")))
    known = Known(database)
    database.close()
    assert known.assess("lightning", "2.6.2").state == "vulnerable"
    assert known.assess("lightning", "2.6.1").state == known.assess("numpy", "1.0").state == "not-assessed"


def test_what_was_answered_once_is_not_looked_up_again(tmp_path: Path) -> None:
    file = write(
        tmp_path, *(record(f"PYSEC-2026-{number}", f"package-{number}", ">= 0, < 2") for number in range(1, 200))
    )
    environment = [(f"package-{number}", "1.0") for number in range(400)]
    with Database.open(file) as database:
        known = Known(database)
        first = known.assess_all(environment)
        again = known.assess_all(environment)
        assert all(one is other for one, other in zip(first, again, strict=True))


def test_the_parser_of_versions_is_imported_when_it_is_needed() -> None:
    code = """import sys, jupyter_mlsecops.advisories.known as a
a.Known().assess("numpy", "1.0")
print('packaging.version' in sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
