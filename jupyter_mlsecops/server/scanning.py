"""Answers to the requests of the server, inside the worker: the engine, its caches and the encoded reports."""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from .. import __version__, policyfile, rules
from ..core import policy as policies
from ..core.assessing import dependencies
from ..core.dataloads import data_loads
from ..core.engine import Engine, Scan
from ..core.ipynb import digest_of
from ..core.listing import listed
from ..core.loads import loads
from ..core.model import Applicability, Edit, Finding, Input, Problem, Report, Severity
from ..core.modelreport import ReadingModel
from ..core.panelreport import CellStamp, PanelReport, SuppressionEntry
from ..core.patch import PatchError, apply
from ..core.text import printable
from ..environment import Kernels
from ..service.models import awaited
from ..service.needed import facts, flaws
from ..service.opening import open_without_waiting
from . import protocol as p
from .files import Files
from .secrets import Secrets
from .states import State, States
from .surroundings import Surroundings

Answer = tuple[p.Reply, bytes]


class Scanner:
    """One engine that stays warm, and the states of the notebooks it saw last."""

    def __init__(self, start: p.Start) -> None:
        policy = read_policy(start.policy_file, start.profile)
        self._rules, self._problems = rules.available(policy.detect_secrets_plugins)  # the administrator's policy
        unknown = policies.check_names(policy, self._rules)
        if unknown:
            raise policies.PolicyError(f"{start.policy_file}: no rule or category is named {', '.join(unknown)}.")
        self._engine = Engine(self._rules, policy, start.key, __version__)
        kernels = Kernels(policy.licences is not None) if start.local_kernels else None
        self._around = Surroundings(self._engine, kernels, start.avoided)
        self._files = Files(self._engine, self._around, self._problems, start.max_bytes)
        self._states = States()
        self._secrets = Secrets(start.key)
        self._max_bytes = start.max_bytes

    @property
    def reading(self) -> str:
        """The mark of the model file that is read in the background, now or next; empty for none."""
        return self._around.models.head

    def answer(self, request: p.AnyRequest, payload: bytes) -> Answer:
        """The reply to one request, and its JSON body. What is read in the background pauses meanwhile."""
        with self._around.models.backlog.paused():
            return self._answer(request, payload)

    def _answer(self, request: p.AnyRequest, payload: bytes) -> Answer:
        match request:
            case p.About():
                return self._about()
            case p.ScanBytes(path=path, gate=gate, os_path=os_path):
                if os_path:
                    self._around.lies(path, os_path)
                return self._scan(path, payload, gate=gate)
            case p.ScanFile():
                return self._scan_file(request)
            case p.ScanCell():
                return self._scan_cell(request, payload.decode("utf-8", "surrogatepass"))
            case p.PlanFix():
                return self._plan(request)
            case p.Suppress():
                return self._suppress(request)
            case p.StoreSecret():
                return self._secrets.store(request, self._states.get(request.path, request.base))
            case p.FindHistory():
                return self._secrets.history(request)
            case p.ListDependencies():
                return self._list(request)
            case p.ListModels():
                return self._list_models(request)
            case p.Reading():
                return self._reading(request)
            case p.FindFiles():
                return self._files.find(request)
            case p.ScanAny():
                return self._files.scan(request)
        raise TypeError(type(request).__name__)

    def _about(self) -> Answer:
        about = {
            "version": __version__,
            "rules_digest": self._engine.tool.rules_digest,
            "rules": [rule.info for rule in self._rules.named()],
        }
        return p.Reply(), msgspec.json.encode(about)

    def _scan(self, path: str, raw: bytes, stamp: p.Stamp | None = None, gate: str | None = None) -> Answer:
        self._around.look()
        near, loaded = self._around.beside(path, raw), self._around.loaded(path)
        data = self._around.data(path)
        known = self._states.get(path, digest_of(raw))
        latest = self._states.latest(path)
        like = latest.scan.notebook if latest else None
        if known and self._around.hold(known.scan.notebook, near, loaded, data):
            scan = known.scan
        else:
            scan = self._engine.scan(raw, path, like=like, beside=near, models=loaded, data=data)
        if self._around.first_of_kernel(scan.notebook):
            return self._scan(path, raw, stamp, gate)
        if scan.notebook is not None and gate is None:
            self._states.put(path, State(raw, scan))
            self._secrets.remember(path, scan)
        body = msgspec.json.encode(panel_report(path, scan, self._engine.report([scan], self._problems)))
        reply = p.Reply(
            digest=scan.input.digest,
            counts=p.count(scan.findings),
            complete=scan.notebook is not None,
            stamp=stamp,
            blocked=blocked(scan.findings, Severity(gate)) if gate else None,
            needs=self._needs(scan) if stamp is not None else None,
            loaded=self._around.seen if stamp is not None and loaded is not None else (),
            lasts=scan.notebook is None or not (loads(scan.notebook) or data_loads(scan.notebook)),
        )
        return reply, body

    def _needs(self, scan: Scan) -> p.Needs | None:
        """What is to be remembered of a saved notebook, for who has an advisory database."""
        if scan.notebook is None or self._engine.tool.advisories is None:
            return None
        needed = dependencies(scan.notebook)
        pairs = ((one, version) for one in needed for version in one.versions)
        return p.Needs(facts(pairs), flaws(needed))

    def _list(self, request: p.ListDependencies) -> Answer:
        state = self._states.get(request.path, request.base)
        if state is None or state.scan.notebook is None or state.scan.matched is None:
            return _unknown_base(request.path)
        self._scan(request.path, state.raw)  # nothing, if it is known with all that is known now
        state = self._states.get(request.path, request.base) or state
        assert state.scan.notebook is not None and state.scan.matched is not None
        return p.Reply(), msgspec.json.encode(listed(state.scan.notebook, state.scan.matched))

    def _list_models(self, request: p.ListModels) -> Answer:
        state = self._states.get(request.path, request.base)
        if state is None or state.scan.notebook is None or state.scan.matched is None:
            return _unknown_base(request.path)
        from ..service.modellisting import listed as listed_models  # with all that judges model files

        return p.Reply(), msgspec.json.encode(listed_models(state.scan.notebook, state.scan.matched))

    def _reading(self, request: p.Reading) -> Answer:
        backlog = self._around.models.backlog
        if request.stop:
            backlog.forget(request.path)
        now = backlog.progress(request.path)
        told = ReadingModel(path=printable(now.name, 4096), percent=now.percent, left=now.left) if now else None
        return p.Reply(), msgspec.json.encode({"reading": told})

    def _scan_file(self, request: p.ScanFile) -> Answer:
        try:
            with open(request.os_path, "rb", opener=open_without_waiting) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return _error(404, "unreadable", f"{request.path}: this is not a regular file.")
                stamp = p.Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
                if status.st_size > self._max_bytes:
                    return self._too_large(request.path, stamp)
                raw = file.read(self._max_bytes)
        except PermissionError:
            return _error(403, "no-permission", f"{request.path}: the file may not be read.")
        except FileNotFoundError:
            return _error(404, "not-found", f"{request.path}: there is no such file.")
        except OSError as error:
            cause = error.strerror or type(error).__name__
            return _error(404, "unreadable", f"{request.path}: the file cannot be read ({cause}).")
        self._around.lies(request.path, request.os_path)
        return self._scan(request.path, raw, stamp)

    def _too_large(self, path: str, stamp: p.Stamp) -> Answer:
        limit = f"{self._max_bytes / 1e6:.0f} MB"
        cause = f"The file is larger than {limit} (c.MLSecOps.max_notebook_bytes) and was not scanned."
        shown = printable(path, 4096)
        report = self._engine.report(
            [],
            [Problem(path=shown, kind="too-large", message=f"{shown}: {cause}")],
            [Input(path=shown, kind="notebook", digest="", status="skipped", reason=cause)],
        )
        panel = PanelReport(path=path, digest="", cells=[], report=report)
        return p.Reply(stamp=stamp, complete=False, reason="too-large"), msgspec.json.encode(panel)

    def _scan_cell(self, request: p.ScanCell, source: str) -> Answer:
        state = self._states.get(request.path, request.base)
        cells = state.scan.notebook.cells if state and state.scan.notebook else ()
        if state is None or not 0 <= request.index < len(cells) or cells[request.index].id != request.cell_id:
            return _unknown_base(request.path)
        cell = cells[request.index]
        if cell.source == source:
            return self._scan(request.path, state.raw)
        edit = Edit(pointer=cell.source_pointer, region=None, insert=json.dumps(source))
        try:
            return self._scan(request.path, apply(state.raw, [edit]))
        except PatchError:
            return _unknown_base(request.path)

    def _plan(self, request: p.PlanFix) -> Answer:
        state = self._states.get(request.path, request.base)
        if state is None:
            return _unknown_base(request.path)
        wanted = None if request.fingerprints is None else set(request.fingerprints)
        plan = self._engine.plan(state.scan, Applicability(request.applicability), fingerprints=wanted)
        return p.Reply(), msgspec.json.encode({"edits": plan.edits, "diff": plan.diff, "fixed": plan.fixed})

    def _suppress(self, request: p.Suppress) -> Answer:
        state = self._states.get(request.path, request.base)
        if state is None:
            return _unknown_base(request.path)
        named = (request.rule, request.fingerprint)
        if not any((finding.rule, finding.fingerprint) == named for finding in state.scan.findings):
            return _error(404, "no-such-finding", f"{request.path}: the report has no such finding. Scan again.")
        if not self._engine.policy.may_suppress(self._rules[request.rule]):
            message = f"The policy does not allow anybody to ignore {request.rule}: fix the finding instead."
            return _error(403, "forbidden-by-policy", message)
        entry = SuppressionEntry(
            fingerprint=request.fingerprint,
            rule=request.rule,
            reason=printable(request.reason, 500),
            by=printable(request.by, 80),
            on=request.on,
        )
        return p.Reply(), msgspec.json.encode(entry)


def read_policy(file: str, profile: str | None) -> policies.Policy:
    """The policy of a server: ``file`` (TOML, may be empty for none), then its profile. Raises ``PolicyError``."""
    try:
        table = policyfile.read(Path(file)) if file else {}
        if profile is not None:
            table["profile"] = profile
        return policies.from_table(table)
    except policies.PolicyError as error:
        raise policies.PolicyError(f"{file or 'c.MLSecOps'}: {error}") from error


def panel_report(path: str, scan: Scan, report: Report) -> PanelReport:
    """The report as the browser gets it: with the stamps of the cells."""
    cells = scan.notebook.cells if scan.notebook else ()
    stamps = [CellStamp(cell_id=cell.id, crc=crc(cell.source)) for cell in cells]
    reading = awaited(scan.notebook) if scan.notebook else 0
    return PanelReport(path=path, digest=scan.input.digest, cells=stamps, report=report, reading=reading)


def crc(source: str) -> int:
    """CRC-32 of a cell's source as the browser computes it: UTF-8, U+FFFD in place of a lone surrogate."""
    try:
        return zlib.crc32(source.encode())
    except UnicodeEncodeError:
        return zlib.crc32("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in source).encode())


def blocked(findings: Sequence[Finding], gate: Severity) -> p.Blocked | None:
    """The worst finding at or above ``gate``, the first one where several weigh the same; None if there is none."""
    over = [finding for finding in findings if finding.severity.rank >= gate.rank]
    if not over:
        return None
    worst = max(over, key=lambda finding: finding.severity.rank)
    where = worst.location
    return p.Blocked(
        rule=worst.rule,
        severity=worst.severity.value,
        title=worst.message,
        cell_index=where.cell_index,
        line=where.region.start_line if where.region else None,
        part=where.part.value,
        number=len(over),
    )


def _error(status: int, reason: str, message: str) -> Answer:
    return p.Reply(status=status, reason=reason, message=message, complete=False), b""


def _unknown_base(path: str) -> Answer:
    return _error(409, "unknown-base", f"{path}: the server no longer has the state this is based on. Scan again.")
