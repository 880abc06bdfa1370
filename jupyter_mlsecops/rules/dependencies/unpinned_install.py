"""Packages that a notebook installs without naming a version: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Install,
    Match,
    Notebook,
    Place,
    Proposal,
    Requirement,
    Severity,
    Shell,
    Span,
    TextEdit,
    commands,
    installs,
    regex,
    rule,
)

_TOOLS_THEMSELVES = frozenset(("pip", "setuptools", "wheel", "uv", "conda", "mamba", "ipykernel"))
_VERBS = frozenset(("install", "create", "add"))
_DECIDING = frozenset(("constraint", "constraints", "require-hashes", "exclude-newer", "no-index", "uploaded-prior-to"))
_CONDA = ("conda", "mamba", "micromamba")
_VERSION = regex(r"(?:\d{1,9}!)?\d{1,9}(?:\.\d{1,9}){0,8}(?:(?:a|b|rc|\.post|\.dev)\d{1,9}){0,3}(?=\+|\Z)")
_NAME = regex(r"[A-Za-z0-9][\w.-]{0,200}(?:\[[^\]\r\n]{0,200}\])?")


class Free(NamedTuple):
    """A package that is installed in whichever version there is."""

    requirement: Requirement
    install: Install
    shell: Shell

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.shell.cell.source_pointer, self.requirement.span.shift(self.shell.start))


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
        Example(
            "# %%\n%pip install «pandas» «'torch[all]'»\n# %%\n!conda install -y «xgboost»\n"
            "# %% [environment]\npandas==2.2.3\ntorch==2.6.0+cu124\nxgboost==2.1.4",
            fixed="# %%\n%pip install pandas==2.2.3 'torch[all]==2.6.0'\n# %%\n!conda install -y xgboost=2.1.4",
        ),
        "%pip install «pandas» «polars»\n# %% [environment]\npandas==2.2.3",
    ],
    ok=[
        "%pip install pandas==2.2.3",
        "%pip install 'pandas>=2,<3'",
        "%pip install -r requirements.txt",
        "%pip install -e . ./lib dist/acme-1.0.whl {package}",
        "%pip install --upgrade pip setuptools wheel",
        "%pip install pandas -c constraints.txt",
        "%pip install pandas --uploaded-prior-to 2026-01-31",
        "!uv add pandas",
        "!apt-get install -y git-lfs",
        "# %pip install pandas",
        'hint = """\npip install pandas\n"""',
    ],
)
def unpinned_install(notebook: Notebook) -> Iterator[Match]:
    """Without a version the next run may install another release: results change, and a bad release gets in unseen.

    Write the versions that you tried, as in `%pip install pandas==2.2.3`, or install from a lock file."""
    found = free_installs(notebook)
    places: dict[str, Place] = {}
    for one in found:
        places.setdefault(one.requirement.key, one.place)
    if places:
        count = f"{len(places)} packages" if len(places) > 1 else "1 package"
        fixes = _pinned(notebook, found)
        yield Match(None, f"{count} installed without a version", related=tuple(places.values()), proposals=fixes)


def free_installs(notebook: Notebook) -> list[Free]:
    """The packages that are installed in any version, in order of place."""
    return [
        Free(requirement, install, shell)
        for shell in commands(notebook)
        for install in installs(shell)
        if _is_free(install)
        for requirement in install.requirements
        if requirement.kind == "unpinned" and requirement.key not in _TOOLS_THEMSELVES
    ]


def _is_free(install: Install) -> bool:
    """Whether nothing else decides which version is installed."""
    return install.verb in _VERBS and not install.locks and not any(o.name in _DECIDING for o in install.options)


def _pinned(notebook: Notebook, found: Sequence[Free]) -> tuple[Proposal, ...]:
    """The fix that writes the installed versions in all places; none where one of them is not known."""
    if notebook.environment is None:
        return ()
    edits: list[TextEdit] = []
    for one in found:
        start, end = one.requirement.span
        version = _VERSION.match(notebook.environment.packages.get(one.requirement.key, ""))
        name = _NAME.search(one.shell.text, start, end)
        if version is None or name is None or one.requirement.specifier:
            return ()
        at = name.end() + one.shell.start
        equal = "=" if one.install.tool in _CONDA else "=="
        edits.append(TextEdit(Span(at, at), f"{equal}{version[0]}", one.place.pointer))
    return (Proposal("Pin to the installed versions", Applicability.REVIEW, tuple(edits)),)
