"""Projects of which the index says that nobody looks after them, or that they are not safe."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Dependency, Match, Notebook, Place, Severity, enumerated, rule
from .naming import named, rooted
from .raising import shown

_NAMED = 5  # projects that a message names
_INDEX = (
    "# %% [advisories]\nindex oldlib archived use newlib\nindex stale deprecated\nindex evil quarantined\n"
    "index pandas==2.2.3 2025-01-01\n"
)


@rule(
    id="archived-project",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Project that is no longer looked after",
    cwe=1104,
    bad=[
        "%pip install «oldlib==1.0» pandas==2.2.3 «stale»\n" + _INDEX,
        "import «oldlib»\n" + _INDEX + "# %% [environment]\noldlib==1.0",
    ],
    ok=[
        "%pip install pandas==2.2.3 evil\n" + _INDEX,
        "%pip install git+https://github.com/acme/oldlib\n" + _INDEX,
        "%pip install oldlib==1.0",
    ],
)
def archived_project(notebook: Notebook) -> Iterator[Match]:
    """The publisher of the project says that it gets no more releases, so flaws in it stay.

    Look for what takes its place: the reason in the message may name it."""
    found = [(one, where) for one, where in _marked(notebook, ("archived", "deprecated")) if not one.through]
    if found:
        told = enumerated((_told(one) for one, _ in found[:_NAMED]), len(found))
        verb = "is" if len(found) == 1 else "are"
        places = tuple(dict.fromkeys(place for _, where in found for place in where))
        yield Match(None, f"{told} {verb} no longer looked after", related=places)


@rule(
    id="quarantined-project",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Project that the index has put under quarantine",
    cwe=506,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        "%pip install «evil==1.0» pandas==2.2.3\n" + _INDEX,
        "import «helper»\n" + _INDEX + "# %% [environment]\nhelper==1.0 needs=evil\nevil==0.1 needs=",
    ],
    ok=[
        "%pip install oldlib stale pandas==2.2.3\n" + _INDEX,
        "%pip install ./evil\n" + _INDEX,
    ],
)
def quarantined_project(notebook: Notebook) -> Iterator[Match]:
    """The index no longer hands this project out, because it may be malware.

    Do not install it. If it was installed, take the machine for compromised until somebody knows better."""
    for one, where in _marked(notebook, ("quarantined",)):
        through = f", which {shown(one.through[0])} brings in," if one.through else ""
        yield Match(None, f"{_told(one)}{through} is under quarantine", related=where)


def _marked(notebook: Notebook, statuses: tuple[str, ...]) -> Iterator[tuple[Dependency, tuple[Place, ...]]]:
    for one, root in rooted(notebook):
        if one.project is not None and one.project.status in statuses:
            where = named(root)
            if where:
                yield one, where


def _told(one: Dependency) -> str:
    reason = one.project.reason if one.project is not None else ""
    return f'{shown(one.name)} ("{reason}")' if reason else shown(one.name)
