"""Rules about names, over notebooks, scripts and files that list packages."""

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.dependency import Declared
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.model import Finding
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy, PolicyError, from_table
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.shell.requirement import Requirement
from jupyter_mlsecops.core.text import Lines, Span
from jupyter_mlsecops.formats.manifests import reader
from jupyter_mlsecops.testing import found_places, notebook
from tests.hang import must_end

NAMES = {
    "typosquat-dependency",
    "combosquat-dependency",
    "unknown-package-name",
    "nonexistent-package-name",
    "deprecated-dummy-package",
}
RULES = RuleSet(rule for rule in rules.builtin() if rule.category.value == "dependencies")


def scan_file(text: str, path: str, environment: Environment | None = None) -> Scan:
    engine = Engine(RULES, Policy(profile="audit"), b"key", environments=Environments(other=environment))
    return engine.scan(text.encode(), path, "requirements", lister=reader(path))


def scan_cells(text: str, beside: tuple[Declared, ...] = ()) -> Scan:
    engine = Engine(RULES, Policy(profile="audit"), b"key")
    return engine.scan(json.dumps(notebook(text)[0]).encode(), "a.ipynb", beside=beside)


def told(scan: Scan, text: str) -> set[tuple[str, str]]:
    """The rules about names that spoke, and of which stretch of a file."""

    def stretch(finding: Finding) -> str:
        region = finding.location.region
        return text[slice(*Lines(text).span(region))] if region is not None else ""

    return {(finding.rule, stretch(finding)) for finding in scan.findings if finding.rule in NAMES}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "requirements.txt",
            "numpy==2.1.0\ntokenziers[testing]>=0.21  # for all\ncv2\nsklearn ; python_version > '3.9'\nacme-x\n",
            {
                ("typosquat-dependency", "tokenziers"),
                ("nonexistent-package-name", "cv2"),
                ("deprecated-dummy-package", "sklearn"),
                ("unknown-package-name", "acme-x"),
            },
        ),
        (
            "requirements.in",
            "torch-sdk\n-e git+https://github.com/acme/tokenziers\n",
            {("combosquat-dependency", "torch-sdk")},
        ),
        (
            "pyproject.toml",
            '[project]\nname = "x"\ndependencies = ["tokenziers>=1"]\n[tool.poetry.dependencies]\npython = "^3.11"\n',
            {("typosquat-dependency", "tokenziers")},
        ),
        (
            "environment.yml",
            "dependencies:\n  - python=3.11\n  - pytorch\n  - acme\n  - pip:\n    - tokenziers==1\n",
            {("typosquat-dependency", "tokenziers")},
        ),
        ("uv.lock", 'version = 1\n[[package]]\nname = "tokenziers"\nversion = "0.1"\n', set()),
        ("requirements.txt", f"tokenziers==0.1 --hash=sha256:{'0a' * 32}\n", set()),
    ],
)
def test_in_files(path: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert told(scan_file(text, path), text) == expected


def test_a_name_is_replaced_in_a_file() -> None:
    text = "tokenziers==0.21.0\nnumpy==2.1.0\n"
    finding = next(f for f in scan_file(text, "requirements.txt").findings if f.rule == "typosquat-dependency")
    assert apply(text.encode(), finding.fixes[0].edits) == b"tokenizers==0.21.0\nnumpy==2.1.0\n"


def test_what_is_installed_is_known() -> None:
    text = "tokenziers\ncv2\nacme-x\ntorch-sdk\nsklearn\n"
    installed = Environment("3.11", dict.fromkeys(text.split(), "1.0"))
    assert told(scan_file(text, "requirements.txt", installed), text) == set()


def test_what_a_lock_beside_has_is_known() -> None:
    requirement = Requirement("tokenziers", "==1.0", "pinned", Span(0, 0))
    locked = Declared("tokenziers", "1.0", requirement, "", Span(0, 0), "uv.lock", "uv.lock")
    asked = Declared("tokenziers", "1.0", requirement, "", Span(0, 0), "requirements.txt", "requirements.txt")
    cell = "%pip install tokenziers"
    assert {f.rule for f in scan_cells(cell, (locked,)).findings} & NAMES == set()
    assert {f.rule for f in scan_cells(cell, (asked,)).findings} & NAMES == {"typosquat-dependency"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Tokenziers", "acme-*"], {"torch-acme-sdk"}),
        (["*"], None),
        (["acme"], {"tokenziers", "acme-x", "acme_y", "torch-acme-sdk"}),
    ],
)
def test_what_the_policy_names_is_known(names: list[str], expected: set[str] | None) -> None:
    text = "tokenziers==1\nacme-x==1\nacme_y==1\ntorch-acme-sdk==1\n"
    if expected is None:
        with pytest.raises(PolicyError, match="known-packages"):
            from_table({"known-packages": names})
        return
    policy = from_table({"known-packages": names, "profile": "audit"})
    found = Engine(RULES, policy, b"key").scan(
        text.encode(), "requirements.txt", "requirements", lister=reader("requirements.txt")
    )
    places = [where for f in found.findings if f.rule in NAMES for where in (f.location, *f.related)]
    assert {text[slice(*Lines(text).span(w.region))] for w in places if w.region is not None} == expected


@pytest.mark.parametrize(
    "text",
    [
        "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', '«tokenziers»'])",
        "import os\nos.system('pip install -q «tokenziers»')",
        "# /// script\n# dependencies = ['«tokenziers»>=1', 'numpy']\n# ///\nimport numpy",
        "import micropip\nawait micropip.install('«tokenziers»')",
        "%%bash\nset -e\npip install '«tokenziers»==0.21' \\\n  numpy",
        "%uv pip install «tokenziers»\n# %%\n!pip3 install -U «tokenziers»",
    ],
)
def test_in_every_form_of_install(text: str) -> None:
    engine = Engine(RuleSet([RULES["typosquat-dependency"]]), Policy(profile="audit"), b"key")
    tree, places = notebook(text)
    scan = engine.scan(json.dumps(tree).encode(), "a.ipynb")
    assert found_places(scan) == places
    assert [fix.title for finding in scan.findings for fix in finding.fixes] == ["Install tokenizers"]


def test_a_name_that_is_put_in_is_told_and_not_edited() -> None:
    scan = scan_cells("tokenziers = 'tokenziers'\n!pip install {tokenziers}")
    finding = next(f for f in scan.findings if f.rule == "typosquat-dependency")
    assert finding.fixes == []


@pytest.mark.parametrize(
    "line",
    [
        "%pip install " + "tokenziers " * 9_000,
        "%pip install " + " ".join(f"numpyy{n}" for n in range(9_000)),
        "%pip install " + "-".join(["torch"] * 20_000),
        "%pip install " + "torch-" * 9_000 + " x" * 9_000,
    ],
)
def test_hostile_lines_come_to_an_end(line: str) -> None:
    with must_end():
        scan_cells(line)
