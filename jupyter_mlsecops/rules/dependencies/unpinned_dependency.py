"""Packages that a notebook installs without naming a version: one finding for all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ...sdk import (
    Applicability,
    Cell,
    Confidence,
    Example,
    Frozen,
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
    declared,
    installs,
    regex,
    rule,
    shells_of,
)

_TOOLS_THEMSELVES = frozenset(("pip", "setuptools", "wheel", "uv", "conda", "mamba", "ipykernel"))
_VERBS = frozenset(("install", "create", "add"))
_DECIDING = frozenset(("constraint", "constraints", "require-hashes", "exclude-newer", "no-index", "uploaded-prior-to"))
_CONDA = ("conda", "mamba", "micromamba")
_VERSION = regex(r"(?:\d{1,9}!)?\d{1,9}(?:\.\d{1,9}){0,8}(?:(?:a|b|rc|\.post|\.dev)\d{1,9}){0,3}(?=\+|\Z)")
_NAME = regex(r"[A-Za-z0-9][\w.-]{0,200}(?:\[[^\]\r\n]{0,200}\])?")
_CALLED = frozenset(("pip", "uv pip", "conda", "mamba", "micromamba", "dbutils"))  # by Python code
_DECIDED = regex(r"--(?:constraint|require-hashes|exclude-newer|no-index|uploaded-prior-to)\b|['\"\s]-c['\"\s]")


class Free(Frozen, frozen=True):
    """A package that is installed in whichever version there is, by which tool, and where it stands in which cell."""

    requirement: Requirement
    tool: str
    cell: Cell
    span: Span

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.cell.source_pointer, self.span)


@rule(
    id="unpinned-dependency",
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
        Example(
            "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', '«pandas»'])\n"
            "# %% [environment]\npandas==2.2.3",
            fixed="import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'pandas==2.2.3'])",
        ),
        "for name in ['pandas', 'polars']:\n    !pip install «{name}»",
        "%%bash\nfor name in pandas polars; do\n  pip install «$name»\ndone",
        "import os\nfor name in ['pandas', 'polars']:\n    os.system(f'pip install «{name}»')",
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
        "import os\nos.system('pip install -c limits.txt pandas')",
        "!apt-get install -y git-lfs",
        "# %pip install pandas",
        'hint = """\npip install pandas\n"""',
    ],
)
def unpinned_dependency(notebook: Notebook) -> Iterator[Match]:
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
    return notebook.remember(_free_installs)


class _Lines(Frozen, frozen=True):
    """The shell lines of a cell: where they are, what they install in any version by which tool, and the places where
    they name a package by a variable."""

    spans: tuple[Span, ...]
    free: tuple[tuple[Requirement, str, Span], ...]
    filled: frozenset[Span]


def _free_installs(notebook: Notebook) -> list[Free]:
    if notebook.manifest is not None:
        cell = notebook.cells[0]
        return [Free(requirement, tool, cell, span) for requirement, tool, span in _lines(commands(notebook)).free]
    lines = {cell: cell.remember(_lines_of) for cell in notebook.cells}
    found = [Free(r, tool, cell, span) for cell, here in lines.items() for r, tool, span in here.free]
    for one in declared(notebook):
        cell_of = notebook.cell_at(one.pointer)
        if cell_of is None or not _is_open(one.requirement):
            continue
        here = lines[cell_of]
        is_called = one.origin in _CALLED and not _is_among(here.spans, one.span)
        if one.span in here.filled or (is_called and not cell_of.remember(_is_decided)):
            found.append(Free(one.requirement, one.origin, cell_of, one.span))
    return sorted(found, key=lambda one: (one.cell.index, one.span))


def _lines_of(cell: Cell) -> _Lines:
    return _lines(shells_of(cell))


def _lines(shells: Sequence[Shell]) -> _Lines:
    free = [(shell, install) for shell in shells for install in installs(shell) if _is_free(install)]
    named = [(r, install.tool, r.span.shift(shell.start)) for shell, install in free for r in install.requirements]
    return _Lines(
        tuple(Span(shell.start, shell.start + len(shell.text)) for shell in shells),
        tuple(one for one in named if _is_open(one[0])),
        frozenset(span for requirement, _, span in named if requirement.kind == "variable"),
    )


def _is_decided(cell: Cell) -> bool:
    """Whether an option in a cell decides which versions are installed."""
    return _DECIDED.search(cell.source) is not None


def _is_among(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_right(spans, span.start, key=lambda one: one.start) - 1
    return at >= 0 and span.start < spans[at].end


def _is_open(requirement: Requirement) -> bool:
    return requirement.kind == "unpinned" and requirement.key not in _TOOLS_THEMSELVES


def _is_free(install: Install) -> bool:
    """Whether nothing else decides which version is installed."""
    return install.verb in _VERBS and not install.locks and not any(o.name in _DECIDING for o in install.options)


def _pinned(notebook: Notebook, found: Sequence[Free]) -> tuple[Proposal, ...]:
    """The fix that writes the installed versions in all places; none where one of them is not known."""
    if notebook.environment is None:
        return ()
    edits: list[TextEdit] = []
    for one in found:
        start, end = one.span
        version = _VERSION.match(notebook.environment.packages.get(one.requirement.key, ""))
        name = _NAME.search(one.cell.source, start, end)
        if version is None or name is None or one.requirement.specifier or _is_bad(notebook, one, version[0]):
            return ()
        if not name[0].startswith(one.requirement.name):  # it is put in from elsewhere
            return ()
        at = name.end()
        equal = "=" if one.tool in _CONDA else "=="
        edits.append(TextEdit(Span(at, at), f"{equal}{version[0]}", one.place.pointer))
    return (Proposal("Pin to the installed versions", Applicability.REVIEW, tuple(edits)),)


def _is_bad(notebook: Notebook, one: Free, version: str) -> bool:
    """Whether a version is known to be one that nobody should stay with."""
    advisories = notebook.advisories
    return advisories is not None and advisories.assess(one.requirement.key, version).state == "vulnerable"
