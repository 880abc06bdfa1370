"""What the report of a notebook's packages tells of each: versions, and what an index says of them."""

import json

import pytest

from jupyter_mlsecops import testing
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.environment import Environments
from jupyter_mlsecops.core.listing import listed
from jupyter_mlsecops.core.packagereport import Dependency, ProjectStatus, Release
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.dependencies.release_too_young import release_too_young

INDEX = """
# %% [advisories]
index pillow==9.0.0 2025-01-01 yanked wheels are broken
index pillow==9.0.1 2025-01-02
index helper==1.0 2025-01-03 yanked
index oldlib archived use newlib
index stale deprecated
index evil quarantined
"""


def packages(text: str, policy: Policy = Policy()) -> dict[str, Dependency]:  # noqa: B008
    tree, _ = testing.notebook(text)
    environments = Environments(other=testing.environment(text))
    advisories = testing.advisories(text)
    engine = Engine(RuleSet([release_too_young]), policy, b"key", advisories=advisories, environments=environments)
    scan = engine.scan(json.dumps(tree).encode(), "a.ipynb")
    assert scan.notebook is not None and scan.matched is not None
    report = listed(scan.notebook, scan.matched)
    young = {v.release.young for one in report.dependencies for v in one.versions if v.release is not None}
    assert bool(scan.findings) == (True in young)
    return {one.name: one for one in report.dependencies}


def release(one: Dependency) -> Release | None:
    (version,) = one.versions
    return version.release


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("pillow==9.0.0", Release(uploaded="2025-01-01T00:00:00Z", young=False, yanked="wheels are broken")),
        ("pillow==9.0.1", Release(uploaded="2025-01-02T00:00:00Z", young=False, yanked=None)),
        ("pillow==9.0.1.0", Release(uploaded="2025-01-02T00:00:00Z", young=False, yanked=None)),
        ("pillow==9.9", None),
        ("pillow", None),
        ("git+https://github.com/python-pillow/Pillow@9.0.0", None),
    ],
)
def test_what_an_index_says_of_a_version(asked: str, expected: Release | None) -> None:
    (one,) = packages(f"%pip install {asked}\n{INDEX}").values()
    assert (release(one), one.project) == (expected, None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("oldlib", ProjectStatus(status="archived", reason="use newlib")),
        ("stale", ProjectStatus(status="deprecated", reason="")),
        ("evil", ProjectStatus(status="quarantined", reason="")),
        ("pillow", None),
        ("unheard-of", None),
    ],
)
def test_what_an_index_says_of_a_project(name: str, expected: ProjectStatus | None) -> None:
    assert packages(f"%pip install {name}\n{INDEX}")[name].project == expected


def test_what_is_brought_in_has_it_too() -> None:
    found = packages(f"import top\n{INDEX}# %% [environment]\ntop==2.0 needs=helper\nhelper==1.0 needs=")
    assert (found["helper"].through, release(found["top"])) == (["top"], None)
    assert release(found["helper"]) == Release(uploaded="2025-01-03T00:00:00Z", young=False, yanked="")


@pytest.mark.parametrize(
    ("uploaded", "least", "young"),
    [
        ("2026-01-31", None, True),
        ("2026-01-25", None, True),
        ("2026-01-24", None, False),
        ("2026-01-24", 30, True),
        ("2026-01-31", 0, False),
    ],
)
def test_young_is_what_the_rule_finds(uploaded: str, least: int | None, young: bool) -> None:
    policy = Policy(profile="audit", minimum_release_age=least)
    one = packages(f"%pip install new==1.0\n# %% [advisories]\nindex new==1.0 {uploaded}", policy)["new"]
    assert one.versions[0].release == Release(uploaded=f"{uploaded}T00:00:00Z", young=young, yanked=None)


def test_a_reason_is_cut_and_printable() -> None:
    reason = "x\u202e\x1b[31m" + "y" * 500
    text = f"%pip install old==1.0 bad==1.0\n# %% [advisories]\nindex old==1.0 2025-01-01 yanked {reason}\n"
    found = packages(f"{text}index bad quarantined {reason}")
    assert found["bad"].project is not None and (told := release(found["old"])) is not None and told.yanked is not None
    for shown in (found["bad"].project.reason, told.yanked):
        assert len(shown) <= 200 and shown.isprintable()
