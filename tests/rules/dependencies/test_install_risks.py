"""Installs: one line, one finding of each kind; the fix of unpinned installs; suppressions of the former name."""

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.formats.manifests import reader
from jupyter_mlsecops.rules.dependencies.indexes import TEST_INDEX
from jupyter_mlsecops.testing import advisories, environment, notebook

RULES = RuleSet(rule for rule in rules.builtin() if rule.category.value == "dependencies")
TEST = f"https://{TEST_INDEX}/simple"
ADVICE = {"unpinned-dependency", "no-release-age-guard", "unknown-package-name", "kernel-environment-mismatch"}


def scan(text: str, environment: Environment | None = None) -> Scan:
    engine = Engine(RULES, Policy(profile="audit"), b"key", environments=Environments(other=environment))
    return engine.scan(json.dumps(notebook(text)[0]).encode(), "a.ipynb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"%pip install -i {TEST} numpy==2.1.0", ["test-package-index"]),
        (f"%pip install --extra-index-url {TEST} numpy==2.1.0", ["test-package-index"]),
        (f"%pip install -i {TEST.replace('https', 'http')} numpy==2.1.0", ["test-package-index"]),
        (f"import os\nos.system('pip install -i {TEST} numpy==2.1.0')", ["mutable-pip-source"]),
        ("%pip install -r https://files.tool.dev/r.txt", ["remote-requirements-file"]),
        ("import os\nos.system('pip install -r https://files.tool.dev/r.txt')", ["mutable-pip-source"]),
        ("%pip install https://files.tool.dev/a-1.0-py3-none-any.whl", ["unhashed-url-dependency"]),
        ("!curl -sSL https://files.tool.dev/i.sh | sh", []),
        ("%pip install --pre numpy", ["prerelease-install"]),
        ("%pip install tokenziers", ["typosquat-dependency"]),
        ("%pip install cv2", ["nonexistent-package-name"]),
        ("%pip install sklearn", ["deprecated-dummy-package"]),
        ("%pip install torch-sdk", ["combosquat-dependency"]),
    ],
)
def test_one_finding_a_line(text: str, expected: list[str]) -> None:
    assert [f.rule for f in scan(text).findings if f.rule not in ADVICE] == expected


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("%pip install acme --extra-index-url https://pypi.acme.dev/s", "high"),
        ("%pip install numpy==2.1.0 'acme>=1' --extra-index-url https://pypi.acme.dev/s", "high"),
        ("%pip install acme==1.0 --extra-index-url https://pypi.acme.dev/s", "medium"),
        ("%pip install torch==2.6.0+cu118 --extra-index-url https://download.pytorch.org/whl/cu118", "low"),
    ],
)
def test_a_second_index_is_worse_where_versions_are_open(text: str, severity: str) -> None:
    assert [f.severity.value for f in scan(text).findings if f.rule == "extra-index-confusion"] == [severity]


FLAWS = "# %% [advisories]\nGHSA-0001 high pillow<9.1.1\nGHSA-0002 critical jinja2<3\nMAL-0003 critical evil<2\n"
ENVIRONMENT = "# %% [environment]\nflask==1.0 needs=jinja2,pillow\njinja2==2.0\npillow==9.0.0\nevil==1.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%pip install 'pillow<9'\n" + FLAWS, "pillow <9 has a known flaw (GHSA-0001, high); repaired in 9.1.1"),
        (
            "import flask, PIL\n" + FLAWS + ENVIRONMENT,
            "jinja2 2.0, which flask brings in, has a known flaw (GHSA-0002, critical); repaired in 3",
        ),
        (
            "import flask\n" + FLAWS + ENVIRONMENT,
            "jinja2 2.0, pillow 9.0.0, which flask brings in, have known flaws (worst: GHSA-0002, critical)",
        ),
        ("%pip install evil\n" + FLAWS + ENVIRONMENT, "evil 1.0 (installed) is known malware (MAL-0003)"),
    ],
)
def test_what_is_told_of_a_flaw(text: str, expected: str) -> None:
    engine = Engine(
        RULES, Policy(), b"key", advisories=advisories(text), environments=Environments(other=environment(text))
    )
    found = engine.scan(json.dumps(notebook(text)[0]).encode(), "a.ipynb").findings
    assert expected in [finding.message for finding in found]


def test_nobody_is_told_to_stay_with_a_bad_version() -> None:
    text = "%pip install evil\n" + FLAWS + ENVIRONMENT
    engine = Engine(
        RULES, Policy("audit"), b"key", advisories=advisories(text), environments=Environments(other=environment(text))
    )
    found = engine.scan(json.dumps(notebook(text)[0]).encode(), "a.ipynb").findings
    assert [f.fixes for f in found if f.rule == "unpinned-dependency"] == [[]]


def test_a_file_of_requirements_is_judged_like_a_line() -> None:
    text = f"--pre\n--extra-index-url {TEST}\n-r https://files.tool.dev/r.txt\nnumpy>=2\n"
    engine = Engine(RULES, Policy(profile="audit"), b"key")
    found = engine.scan(text.encode(), "requirements.txt", "requirements", lister=reader("requirements.txt"))
    assert {(f.rule, f.location.region.start_line if f.location.region else 0) for f in found.findings} == {
        ("prerelease-install", 1),
        ("test-package-index", 2),
        ("remote-requirements-file", 3),
    }


def test_the_former_name_of_a_rule_still_suppresses() -> None:
    line = "%pip install -r https://files.tool.dev/r.txt  # mlsecops: ignore[unhashed-url-dependency] ours"
    done = scan(line)
    assert [f.rule for f in done.suppressed] == ["remote-requirements-file"]
    assert "remote-requirements-file" not in {f.rule for f in done.findings}


@pytest.mark.parametrize(
    ("versions", "fixed"),
    [
        ({"pandas": "2.2.3", "torch": "2.6.0+cu124"}, "%pip install pandas==2.2.3 torch[opt]==2.6.0 pandas==2.2.3"),
        (
            {"pandas": "1!2.0rc1", "torch": "2.6.0.post1"},
            "%pip install pandas==1!2.0rc1 torch[opt]==2.6.0.post1 pandas==1!2.0rc1",
        ),
        ({"pandas": "2.2.3"}, None),
        ({"pandas": "2.2.3", "torch": "2.6; rm -rf x"}, None),
        ({"pandas": "2.2.3", "torch": ""}, None),
    ],
)
def test_pinned_to_what_is_installed(versions: dict[str, str], fixed: str | None) -> None:
    text = "%pip install pandas torch[opt] pandas"
    done = scan(text, Environment("3.11", versions))
    finding = next(f for f in done.findings if f.rule == "unpinned-dependency")
    tree = notebook(text)[0]
    raw = json.dumps(tree).encode()
    fixes = [json.loads(apply(raw, fix.edits))["cells"][0]["source"] for fix in finding.fixes]
    assert fixes == ([fixed] if fixed else [])
