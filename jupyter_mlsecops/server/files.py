"""The worker's answers about any file that the server serves, and about folders: found, and scanned one by one."""

from __future__ import annotations

import os
import posixpath
import stat
import time
from collections.abc import Sequence

import msgspec

from ..core.engine import Engine, Scan
from ..core.model import Input, Problem
from ..core.modelfile import ModelFile
from ..core.modelreport import LoadedModel, ReadingModel
from ..core.text import printable
from ..service.kinds import kind_of, kind_of_name
from ..service.lookback import QUICKLY_HASHED
from ..service.modelfiles import identity, read_whole
from ..service.models import LATER, Allowance, awaited
from ..service.opening import NotRead, head
from ..service.signatures import signed
from ..service.walk import walk
from . import protocol as p
from .jobs import PENDING, Answer, Jobs
from .surroundings import Surroundings

MOST = 5_000
"""Files of one folder; further ones are not scanned, which is told."""
_SECONDS = 10.0  # for finding them
_QUICK = 0.1  # for a small model file; others are read in the background


class Files:
    """Scans what somebody points at, with the engine that scans notebooks."""

    def __init__(self, engine: Engine, around: Surroundings, problems: Sequence[Problem], max_bytes: int) -> None:
        self._engine = engine
        self._around = around
        self._problems = problems
        self._max_bytes = max_bytes
        self._jobs = Jobs()

    def find(self, request: p.FindFiles) -> Answer:
        """The files at and below a path: ``protocol.Found``; pending as long as they are looked for."""
        return self._jobs.ask(request, lambda: self._find(request))

    def _find(self, request: p.FindFiles) -> Answer:
        top, root = os.path.realpath(request.os_path), os.path.realpath(request.root)
        if not _is_inside(top, root):
            return self._found([], [_outside(request.path)])
        if not os.path.isdir(top):
            return self._found([(request.path, top)], [])
        found: list[tuple[str, str]] = []
        problems: list[Problem] = []

        def named(path: str) -> str:
            relative = os.path.relpath(path, top).replace(os.sep, "/")
            return posixpath.normpath(posixpath.join(request.path, relative))

        def unreadable(folder: str, error: OSError) -> None:
            cause = error.strerror or type(error).__name__
            problems.append(_problem(named(folder), "unreadable", f"the folder cannot be read ({cause})."))

        end = time.monotonic() + _SECONDS

        def enough() -> bool:
            return len(found) >= MOST or time.monotonic() > end

        for path in walk(top, unreadable, hidden=request.hidden, stop=enough):
            if enough():
                break
            if not _is_text(path):
                cause = "its name is no text, so no report can tell of it. Rename it, and scan it again."
                problems.append(_problem(named(path), "unreadable", cause))
            elif _is_inside(os.path.realpath(path), root):
                found.append((named(path), path))
            else:
                problems.append(_outside(named(path)))
        if enough():
            cause = f"only {len(found):,} of its files were scanned. Scan its folders one by one."
            problems.append(_problem(request.path, "too-large", cause))
        return self._found(found, problems)

    def _found(self, files: list[tuple[str, str]], problems: list[Problem]) -> Answer:
        report = self._engine.report([], [*self._problems, *problems])
        return p.Reply(), msgspec.json.encode(p.Found(sorted(files), report))

    def scan(self, request: p.ScanAny) -> Answer:
        """The scan of one file: ``protocol.Scanned``; it is pending while a model is read for it: ``{reading}``."""
        if not request.first and (reading := self._reading(request.who)):
            return p.Reply(reason=PENDING), msgspec.json.encode({"reading": reading})
        self._around.look()
        try:
            scan, models, is_known = self._scan(request)
        except NotRead as error:
            problem = _problem(request.path, error.kind, f"The file was not assessed: {error}.")
            kind = kind_of_name(request.os_path) or "other"
            told = Input(path=problem.path, kind=kind, digest="", status="skipped", reason=str(error))
            scan, models, is_known = Scan(told, problems=[problem]), [], True
        if not is_known and (reading := self._reading(request.who)):
            return p.Reply(reason=PENDING), msgspec.json.encode({"reading": reading})
        report = self._engine.report([scan], self._problems)
        return p.Reply(), msgspec.json.encode(p.Scanned(report, models))

    def _scan(self, request: p.ScanAny) -> tuple[Scan, list[LoadedModel], bool]:
        """The scan of a file, what is known of it as a model, and whether all that it needs was read."""
        path, os_path = request.path, os.path.realpath(request.os_path)
        if not _is_inside(os_path, os.path.realpath(request.root)):
            raise NotRead("unreadable", "it lies outside of the folder that is served")
        kind = kind_of_name(os_path) or kind_of(os_path, head(os_path))
        if kind == "model":
            model = self._model(printable(path, 4096), os_path, request.who, request.first)
            model = signed(model, os_path, request.root, self._engine.policy.model_signers, QUICKLY_HASHED)
            from ..service.modellisting import told  # with all that judges model files

            return self._engine.scan_model(model), [told(model, [])], LATER not in model.gaps
        raw = read_whole(os_path, self._max_bytes)
        kind = kind_of(os_path, raw)
        near = self._around.once(path, os_path, request.root, raw, request.who)
        if kind == "requirements":
            from ..formats.manifests import of_bom, reader

            lister = reader(os_path.replace(os.sep, "/")) or of_bom
            return self._engine.scan(raw, path, kind, lister=lister), [], True
        declared = near.declared if kind == "notebook" else ()
        scan = self._engine.scan(raw, path, kind, beside=declared, models=near.models, data=near.data)
        return scan, [], scan.notebook is None or not awaited(scan.notebook)

    def _model(self, path: str, os_path: str, who: str, first: bool) -> ModelFile:
        try:
            status = os.stat(os_path)
        except OSError as error:
            raise NotRead("unreadable", error.strerror or type(error).__name__) from error
        if not stat.S_ISREG(status.st_mode):
            raise NotRead("unreadable", "it is not a regular file")
        files = self._around.models.files
        known = files.known(path, identity(status))
        if first and known is not None and known.gaps:
            files.forget(path, identity(status))
        return self._around.models.read(os_path, path, status, who, Allowance(_QUICK), first=True)

    def _reading(self, who: str) -> ReadingModel | None:
        now = self._around.models.backlog.progress(who)
        return ReadingModel(path=printable(now.name, 4096), percent=now.percent, left=now.left) if now else None


def _is_inside(path: str, root: str) -> bool:
    return path == root or path.startswith(os.path.join(root, ""))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _outside(path: str) -> Problem:
    return _problem(path, "unreadable", "it leads to what lies outside of the folder that is served.")


def _problem(path: str, kind: str, cause: str) -> Problem:
    shown = printable(path or ".", 4096)
    return Problem(path=shown, kind=kind, message=f"{shown}: {cause}")
