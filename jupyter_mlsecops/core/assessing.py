"""What a notebook needs, with what is known of each version: declared, imported, installed and brought in, joined."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal

import msgspec

from . import model
from .advisory import Assessment, State
from .bounds import allows, applies, newest
from .declared import declared
from .dependency import ELSEWHERE, Declared, Imported
from .distributions import of_conda
from .imported import imported
from .indexfacts import installed_on, is_from_index, project_of, release_of
from .installed import Need
from .ipynb import Notebook
from .project import Project, Release

_VERSIONS = 20  # of one package that are looked at: nobody asks for more who means it
_WORST: dict[State, int] = {"vulnerable": 0, "not-assessed": 1, "not-known-vulnerable": 2}
_NOBODY = Assessment("not-assessed", reason="no advisories are known here")
_ORIGINS = {
    "vcs": "a repository",
    "archive": "a file",
    "folder": "a folder",
    "editable": "a folder that may change",
    "conda": "a conda channel, under a name that the index does not know",
}
_FOREIGN = Assessment("not-assessed", reason="no package of the Python package index is known to be the same")


class AssessedVersion(msgspec.Struct, frozen=True):
    """One version of a package and what is known of it.

    ``release`` is None where no index and no lock tells of it. ``installed`` is the day (ISO, UTC) on which a version
    was installed that is, by the files of its environment; empty where that is not known.
    """

    version: str
    source: Literal["declared", "installed"]
    assessment: Assessment
    release: Release | None = None
    installed: str = ""

    @property
    def settled_days(self) -> int | None:
        """Whole days that the release was out when it was installed; None where one of the two days is not known, and
        where files say that it was installed before there was any, as archives with made-up times have them."""
        if not self.installed or self.release is None:
            return None
        return self.release.age_on(datetime.date.fromisoformat(self.installed))


class Dependency(msgspec.Struct, frozen=True):
    """A package that a notebook needs.

    ``name`` is the canonical name on the Python package index; of a package of another ecosystem that has none there,
    its own behind the name of the ecosystem (``conda:cudatoolkit``), which is never assessed. ``installed`` is empty
    where it is not installed or that is not known; ``through`` is the chain of packages that leads to it, empty for one
    that the notebook names itself. ``project`` is what an index says of it, None where that
    is not known, or it comes from elsewhere.
    """

    name: str
    declared: tuple[Declared, ...] = ()
    imported: tuple[Imported, ...] = ()
    installed: str = ""
    through: tuple[str, ...] = ()
    versions: tuple[AssessedVersion, ...] = ()
    project: Project | None = None

    @property
    def state(self) -> State:
        """The worst of its versions."""
        return min((one.assessment.state for one in self.versions), key=_WORST.__getitem__, default="not-assessed")

    @property
    def is_of_index(self) -> bool:
        """Whether nothing says that it comes from anywhere else than an index."""
        return ":" not in self.name and not any(one.requirement.kind in ELSEWHERE for one in self.declared)


def dependencies(notebook: Notebook) -> tuple[Dependency, ...]:
    """The packages that a notebook names and those that these bring in, by name. Worked out once for the same facts."""
    facts = (declared(notebook), imported(notebook), notebook.beside, notebook.environment, notebook.advisories)
    known = notebook.state.get("dependencies")
    if known is None or not all(a is b or a == b for a, b in zip(known[0], facts, strict=True)):
        known = notebook.state["dependencies"] = facts, _dependencies(notebook)
    found: tuple[Dependency, ...] = known[1]
    return found


def own(found: Iterable[Dependency]) -> Iterator[tuple[Dependency, AssessedVersion]]:
    """The versions that a file itself leads to: without those that only files beside it name, which have a scan of
    their own. A package that it names and of which only they tell a version counts with that."""
    known = {one.name: one for one in found}
    for one in known.values():
        root = known.get(one.through[0], one) if one.through else one
        asked = [place for place in root.declared if not place.path]
        if asked or root.imported:
            exact = {place.version for place in asked}
            mine = [v for v in one.versions if v.source == "installed" or not v.version or v.version in exact]
            yield from ((one, version) for version in mine or one.versions)


def states(notebook: Notebook) -> dict[str, State]:
    """The packages that a file itself leads to, each with the worst that is known of it. Never raises: where it cannot
    be worked out there are none, and the rules that ask the same are told to have failed."""
    try:
        found = dependencies(notebook)
    except Exception:
        return {}
    known = notebook.state.get("packages")
    if known is None or known[0] is not found:
        states = _worst((one.name, version.assessment.state) for one, version in own(found))
        known = notebook.state["packages"] = found, states
    worst: dict[str, State] = known[1]
    return worst


def _worst(states: Iterable[tuple[str, State]]) -> dict[str, State]:
    worst: dict[str, State] = {}
    for name, state in states:
        worst[name] = min(state, worst.get(name, state), key=_WORST.__getitem__)
    return worst


def counted(files: Iterable[Mapping[str, State]]) -> model.Packages | None:
    """How many packages several files need, by the worst of their states; None where they need none."""
    numbers = Counter(_worst(pair for packages in files for pair in packages.items()).values())
    if not numbers:
        return None
    return model.Packages(
        vulnerable=numbers["vulnerable"],
        not_known_vulnerable=numbers["not-known-vulnerable"],
        not_assessed=numbers["not-assessed"],
    )


def _dependencies(notebook: Notebook) -> tuple[Dependency, ...]:
    asked: dict[str, list[Declared]] = {}
    for one in (*declared(notebook), *notebook.beside):
        name = one.name or ("" if one.path else _foreign(one))
        if name:
            asked.setdefault(name, []).append(one)
    used: dict[str, list[Imported]] = {}
    for module in imported(notebook):
        if module.name:
            used.setdefault(module.name, []).append(module)
    environment = notebook.environment
    known = environment.packages if environment is not None else {}
    details = environment.details if environment is not None else None
    is_list = notebook.lister is not None  # which tells what will be installed, wherever that is
    chains = details.chains(_roots(asked, used)) if details is not None and not is_list else {}
    if notebook.advisories is not None:
        named = (
            []
            if is_list
            else [(name, known[name]) for name in asked.keys() | used.keys() | chains.keys() if name in known]
        )
        notebook.advisories.assess_all([*named, *_exact(asked)])
    return tuple(
        Dependency(
            name,
            tuple(asked.get(name, ())),
            tuple(used.get(name, ())),
            known.get(name, ""),
            chains.get(name, ())[:-1],
            tuple(_versions(notebook, name, asked.get(name, []), known.get(name, ""))),
            project_of(notebook, name, asked.get(name, [])),
        )
        for name in sorted(asked.keys() | used.keys() | chains.keys())
    )


def _foreign(one: Declared) -> str:
    """What a package is called that the Python package index has under no name; empty where it has no name either."""
    known = one.ecosystem and one.requirement.name and one.requirement.kind not in ELSEWHERE
    return f"{one.ecosystem}:{one.requirement.name.lower()}" if known else ""


def _exact(asked: Mapping[str, list[Declared]]) -> Iterator[tuple[str, str]]:
    """The versions that are asked for by number."""
    for name, many in asked.items():
        yield from (
            (name, version)
            for version in islice(dict.fromkeys(one.version for one in many if one.version), _VERSIONS)
            if ":" not in name
        )


def _roots(asked: Mapping[str, list[Declared]], used: Iterable[str]) -> list[Need]:
    """What the notebook names, with the extras that it asks for."""
    extras = {name: {extra for one in many for extra in one.requirement.extras} for name, many in asked.items()}
    return [Need(name, "", tuple(sorted(extras.get(name, ())))) for name in sorted({*asked, *used})]


def _versions(notebook: Notebook, name: str, asked: list[Declared], installed: str) -> Iterator[AssessedVersion]:
    """The versions that count: those that are asked for by number, and what is installed if it will stay."""
    python = notebook.environment.python if notebook.environment is not None else ""
    asked = [one for one in asked if applies(one.requirement.marker, python)]
    for version in islice(dict.fromkeys(one.version for one in asked if one.version), _VERSIONS):
        places = [one for one in asked if one.version == version]
        release = release_of(notebook, name, version, places)
        yield AssessedVersion(version, "declared", _assessed(notebook, name, version), release)
    own = [one for one in asked if not one.path]
    stays = notebook.lister is None and not any(one.version for one in own)
    stays = stays and all(_allows(one, installed) for one in own)
    if installed and stays:
        assessment = _of_installed(notebook, name, installed)
        release = release_of(notebook, name, installed, asked) if is_from_index(notebook, name) else None
        yield AssessedVersion(installed, "installed", assessment, release, installed_on(notebook, name))
    elif not any(one.version for one in asked):
        yield AssessedVersion("", "declared", _open(notebook, name, asked))


def _allows(asked: Declared, installed: str) -> bool:
    """Whether installing leaves what is installed as it is."""
    if asked.requirement.kind in ("vcs", "url", "path"):
        return False
    return allows(asked.requirement.specifier, installed)


def _of_installed(notebook: Notebook, name: str, version: str) -> Assessment:
    """What is known of what is installed, if it is what the index has under that name and version."""
    details = notebook.environment.details if notebook.environment is not None else None
    found = details.packages.get(name) if details is not None else None
    kind = found.origin.kind if found is not None else "index"
    if kind == "index" or (kind == "conda" and of_conda(name)):
        return _assessed(notebook, name, version)
    return Assessment("not-assessed", reason=f"it was installed from {_ORIGINS[kind]}, not from an index")


def _open(notebook: Notebook, name: str, asked: list[Declared]) -> Assessment:
    """What is known of a package whose version nobody tells.

    It may be malware in all its versions, and what is asked for may end before the version that repairs a flaw."""
    elsewhere = next((ELSEWHERE[one.requirement.kind] for one in asked if one.requirement.kind in ELSEWHERE), "")
    if elsewhere:
        return Assessment("not-assessed", reason=elsewhere)
    found = _assessed(notebook, name, "")
    if found.state == "vulnerable" or found is _FOREIGN or notebook.advisories is None:
        return found
    for last in dict.fromkeys(newest(one.requirement.specifier) for one in asked[:_VERSIONS]):
        found = _assessed(notebook, name, last) if last else found
        if found.state == "vulnerable":
            return found
    reason = "the version is chosen when it is installed" if asked else "it is not installed, or that is not known"
    return Assessment("not-assessed", reason=reason)


def _assessed(notebook: Notebook, name: str, version: str) -> Assessment:
    if ":" in name:
        return _FOREIGN
    return notebook.advisories.assess(name, version) if notebook.advisories is not None else _NOBODY
