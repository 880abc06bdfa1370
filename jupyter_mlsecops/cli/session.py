"""What every command starts with: the rules, the policy and the key; and how one file is scanned with them."""

from __future__ import annotations

import gc
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from .. import __version__, rules
from ..advisories.current import Current
from ..core.assessing import dependencies, own
from ..core.collection import freeze
from ..core.engine import Engine, Frame, Kind, Scan
from ..core.environment import Environments
from ..core.model import Edit, Input, Location, Problem, Region, Report
from ..core.policy import Policy
from ..core.ruleset import RuleSet
from ..formats.manifests import is_manifest, of_bom, reader
from ..key import find_key
from ..service.needed import Fact, facts, flaws
from ..service.neighbours import beside, root_of
from ..service.opening import NotRead, head
from .config import PolicyOptions, plugin_modules, read_baseline, read_policy
from .environments import environments_of
from .loading import Loading, examined, examined_bytes, written
from .paths import STDIN, kind_of, kind_of_name
from .walk import Target

if TYPE_CHECKING:
    from ..core.baseline import Baseline
    from ..core.locate import Replacement
    from ..service.provenance import Seen

MAX_BYTES = 200_000_000
# More than the scan of one notebook makes, with the modules that are imported when a rule is asked: only runs over many
# files look for garbage.
_NEW_OBJECTS = 100_000


class Session(msgspec.Struct, frozen=True, dict=True):
    """The rules, the policy and the key of one run, and what went wrong while they were read."""

    rules: RuleSet
    policy: Policy
    key: bytes
    problems: list[Problem]
    baseline: Baseline | None = None
    modules: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    environments: Environments = Environments()
    advisories: Current = msgspec.field(default_factory=Current)

    @cached_property
    def engine(self) -> Engine:
        """The engine that scans in this process."""
        return Engine(
            self.rules,
            self.policy,
            self.key,
            __version__,
            advisories=self.advisories.read(),
            baseline=self.baseline,
            environments=self.environments,
        )


def start(options: PolicyOptions, paths: Sequence[str] = (), baseline: str | None = None) -> Session:
    """Read rules, policy, key and the baseline; ``paths`` are what is to be scanned."""
    folders = tuple(path for path in paths if path != STDIN and os.path.isdir(path))
    modules = plugin_modules(options, folders)
    found, problems = rules.available(modules, folders)
    policy, more = read_policy(options, found, folders)
    key, no_key = find_key()
    known = read_baseline(baseline, more) if baseline is not None else None
    problems = [*problems, *more, *([no_key] if no_key else [])]
    advisories = Current()
    detailed = (advisories.read().about is not None and _asks_kernels(paths)) or policy.licences is not None
    if advisories.problem:
        message = f"{advisories.problem.removesuffix('.')}. Packages were assessed without it."
        problems.append(Problem(path="", kind="configuration", message=message))
    environments, unknown = environments_of(options.environment, detailed, policy.licences is not None)
    freeze()
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()
    return Session(found, policy, key, [*problems, *unknown], known, modules, folders, environments, advisories)


def _asks_kernels(paths: Sequence[str]) -> bool:
    """Whether what packages of kernels say of themselves may matter: a list of packages says what will be installed."""
    return not paths or not all(is_manifest(path.replace(os.sep, "/")) for path in paths)


class Wanted(msgspec.Struct, frozen=True):
    """What is wanted beside the findings: code frames, the places in the file, the packages it needs; whether files
    that it loads are compared with what they were, and whether what they are is to be put down."""

    frames: bool = False
    places: bool = False
    packages: bool = False
    compares: bool = True
    remembers: bool = False


class Result(msgspec.Struct, frozen=True):
    """One scanned file, small enough to go from process to process: its scan without the parsed notebook. ``trouble``
    says why nothing is known from before of what it loads."""

    scan: Scan
    frames: dict[Location, Frame] = msgspec.field(default_factory=dict)
    regions: dict[Location, Region] = msgspec.field(default_factory=dict)
    replacements: dict[Edit, Replacement] = msgspec.field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    flaws: tuple[str, ...] = ()
    loaded: tuple[Seen, ...] = ()
    trouble: str = ""
    written: tuple[str, ...] = ()


class CannotRead(Exception):
    """A file that cannot be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(target: Target) -> bytes:
    """The bytes of a file, or of standard input. Raises ``CannotRead``."""
    try:
        if target.path == STDIN:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(target.path, "rb", opener=_open_without_waiting) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise _cannot_read(target, "unreadable", "it is not a regular file. Pipe it in with `-`")
                raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _cannot_read(target, "unreadable", error.strerror or type(error).__name__) from error
    if len(raw) > MAX_BYTES:
        raise _cannot_read(target, "too-large", f"it is larger than {MAX_BYTES // 1_000_000} MB")
    return raw


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file. A named pipe without a writer must not hold up the scan."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))


def _cannot_read(target: Target, kind: str, cause: str) -> CannotRead:
    return CannotRead(Problem(path=target.name, kind=kind, message=f"{target.name}: The file cannot be read: {cause}."))


def scan_file(engine: Engine, target: Target, wanted: Wanted) -> Result:
    """Scan one file. Never raises for what is in it, or for its not being there."""
    if is_model(target.path):
        return Result(_light(scan_model(engine, target)))
    try:
        raw = read(target)
    except CannotRead as error:
        kind = kind_of_name(target.path) or "other"
        return Result(not_scanned(target, kind, error.problem))
    return scan_bytes(engine, raw, target, wanted)


def is_model(path: str) -> bool:
    """Whether a file is a model by its name, or by how it begins where the name says nothing."""
    kind = kind_of_name(path) if path != STDIN else "other"
    return kind == "model" or (kind is None and kind_of(path, head(path)) == "model")


def scan_model(engine: Engine, target: Target) -> Scan:
    """Scan a model file, of which no more is read than its reader needs. Never raises for what is in it."""
    try:
        return engine.scan_model(examined(target, engine.policy))
    except NotRead as error:
        problem = Problem(
            path=target.name, kind=error.kind, message=f"{target.name}: The file was not assessed: {error}."
        )
        return not_scanned(target, "model", problem)
    except Exception as error:  # one hostile file must not end the run
        return not_scanned(target, "model", _failed(target, error))


def _failed(target: Target, error: Exception) -> Problem:
    message = f"{target.name}: The scan of it failed ({type(error).__name__}). Please report this."
    return Problem(path=target.name, kind="unreadable", message=message)


def _light(scan: Scan) -> Scan:
    """A scan that is small enough to go from process to process."""
    return replace(scan, notebook=None, matched=None)


def scan_bytes(engine: Engine, raw: bytes, target: Target, wanted: Wanted) -> Result:
    """Scan the bytes of one file."""
    kind = kind_of(target.path, raw)
    loading = Loading(target, engine.policy, wanted.compares, wanted.remembers)
    try:
        scan = scan_with_files(engine, raw, target, kind, loading)
        writes = written(target, scan.notebook) if wanted.remembers else ()
        return replace(with_places(scan, raw, wanted), loaded=loading.seen, trouble=loading.problem, written=writes)
    except Exception as error:  # one hostile file must not end the run
        return Result(not_scanned(target, kind, _failed(target, error)))


def scan_with_files(engine: Engine, raw: bytes, target: Target, kind: Kind, loading: Loading | None = None) -> Scan:
    """Scan the bytes of one file, with what its kind of file, or the files beside it, say about packages and models.

    ``loading`` learns which files it loads; without it they are not compared with what they were.
    """
    if kind == "model":
        return engine.scan_model(examined_bytes(raw, target, engine.policy))
    if target.path == STDIN:
        return engine.scan(raw, target.name, kind)
    if kind in ("notebook", "python"):
        loading = loading or Loading(target, engine.policy, compares=False)
        near = beside(raw, target.path, target.name, root_of(target.path)) if kind == "notebook" else ()
        return engine.scan(raw, target.name, kind, beside=near, models=loading.models, data=loading.data)
    lister = (reader(target.path.replace(os.sep, "/")) or of_bom) if kind == "requirements" else None
    return engine.scan(raw, target.name, kind, lister=lister)


def not_scanned(target: Target, kind: Kind, problem: Problem) -> Scan:
    """The scan of a file that was not looked at."""
    reason = problem.message.removeprefix(f"{target.name}: ")
    return Scan(Input(path=target.name, kind=kind, digest="", status="skipped", reason=reason), problems=[problem])


def with_places(scan: Scan, raw: bytes, wanted: Wanted) -> Result:
    """A scan with what a report wants to know of the file."""
    light = _light(scan)
    frames: dict[Location, Frame] = {}
    regions: dict[Location, Region] = {}
    replacements: dict[Edit, Replacement] = {}
    if wanted.frames:
        for finding in scan.findings:
            frame = scan.frame(finding.location)
            if frame is not None:
                frames[finding.location] = frame
    if wanted.places and (scan.findings or scan.suppressed):
        from ..core.locate import FileMap

        places = FileMap(raw)
        for finding in (*scan.findings, *scan.suppressed):
            for location in (finding.location, *finding.related):
                region = places.region(location)
                if region is not None:
                    regions[location] = region
            for edit in (edit for fix in finding.fixes for edit in fix.edits):
                replacement = places.replacement(edit)
                if replacement is not None:
                    replacements[edit] = replacement
    needed = dependencies(scan.notebook) if wanted.packages and scan.notebook is not None else ()
    return Result(light, frames, regions, replacements, facts(own(needed)), flaws(needed))


class Results(msgspec.Struct, frozen=True):
    """All scanned files of a run, as one report, with what the formats need; ``is_news``: nothing was scanned."""

    report: Report
    frames: dict[Location, Frame] = msgspec.field(default_factory=dict)
    regions: dict[Location, Region] = msgspec.field(default_factory=dict)
    replacements: dict[tuple[str, Edit], Replacement] = msgspec.field(default_factory=dict)
    is_news: bool = False


def gather(session: Session, results: Iterable[Result], problems: Iterable[Problem]) -> Results:
    """One report of many files, whatever order they come in."""
    done = list(results)
    report = session.engine.report([result.scan for result in done], [*session.problems, *problems])
    frames: dict[Location, Frame] = {}
    regions: dict[Location, Region] = {}
    replacements: dict[tuple[str, Edit], Replacement] = {}
    for result in done:
        frames.update(result.frames)
        regions.update(result.regions)
        replacements.update({(result.scan.input.path, e): r for e, r in result.replacements.items()})
    return Results(report, frames, regions, replacements)


def exit_status(session: Session, report: Report) -> int:
    """0 nothing at or above the gate, 1 findings at or above it, 2 incomplete."""
    if report.problems:
        return 2
    return 1 if session.policy.gate(report.findings) else 0
