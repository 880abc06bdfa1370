"""Packages that a notebook installs without naming a version: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Install, Match, Notebook, Place, Severity, commands, installs, rule

_TOOLS_THEMSELVES = frozenset(("pip", "setuptools", "wheel", "uv", "conda", "mamba", "ipykernel"))
_VERBS = frozenset(("install", "create", "add"))
_DECIDING = frozenset(("constraint", "constraints", "require-hashes", "exclude-newer", "no-index"))


@rule(
    id="unpinned-install",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Packages installed without a version",
    cwe=1104,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("install", "create"),
    bad=[
        "%pip install -q «pandas» «scikit-learn[all]» numpy==2.1.0",
        "# %%\n!pip install --upgrade pip «transformers»\n# %%\n!conda install -y «'xgboost'» python=3.11",
    ],
    ok=[
        "%pip install pandas==2.2.3",
        "%pip install 'pandas>=2,<3'",
        "%pip install -r requirements.txt",
        "%pip install -e . ./lib dist/acme-1.0.whl {package}",
        "%pip install --upgrade pip setuptools wheel",
        "%pip install pandas -c constraints.txt",
        "!uv add pandas",
        "!apt-get install -y git-lfs",
        "# %pip install pandas",
        'hint = """\npip install pandas\n"""',
    ],
)
def unpinned_install(notebook: Notebook) -> Iterator[Match]:
    """Without a version the next run may install another release: results change, and a bad release gets in unseen.

    Write the versions that you tried, as in `%pip install pandas==2.2.3`, or install from a lock file."""
    places: dict[str, Place] = {}
    for shell in commands(notebook):
        for install in installs(shell):
            if _is_free(install):
                for requirement in install.requirements:
                    if requirement.kind == "unpinned" and requirement.key not in _TOOLS_THEMSELVES:
                        place = Place(shell.cell.source_pointer, requirement.span.shift(shell.start))
                        places.setdefault(requirement.key, place)
    if places:
        count = f"{len(places)} packages" if len(places) > 1 else "1 package"
        yield Match(None, f"{count} installed without a version", related=tuple(places.values()))


def _is_free(install: Install) -> bool:
    """Whether nothing else decides which version is installed."""
    return install.verb in _VERBS and not install.locks and not any(o.name in _DECIDING for o in install.options)
