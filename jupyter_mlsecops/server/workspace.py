"""Scans of files and folders that somebody asked for: one file after the other, so that saves are not held up."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from ..core import model
from ..core.modelreport import LoadedModel, ReadingModel
from ..core.panelreport import FileScan
from ..core.text import printable
from .contents import Place
from .jobs import PENDING
from .process import Worker, WorkerFailed, Workers
from .protocol import FindFiles, Found, Reading, ScanAny, Scanned
from .reports import ScanError, ask

MOST = 4
"""Scans that run at once."""
LEASE = 30.0
"""Seconds after which a scan is given up that nobody asked about."""
_KEPT = 16  # finished scans that somebody may still ask for
_SECONDS = 900.0  # for one scan
_FINDINGS = 5_000
_PAUSES = (0.03, 0.06, 0.12, 0.25)  # seconds between two questions about a file that is being read


@dataclass
class _Job:
    id: str
    place: Place
    worker: Worker
    asked: float
    state: Literal["running", "done", "cancelled", "failed"] = "running"
    done: int = 0
    total: int = 0
    reading: ReadingModel | None = None
    reports: list[model.Report] = field(default_factory=list)
    models: list[LoadedModel] = field(default_factory=list)
    problems: list[model.Problem] = field(default_factory=list)
    message: str = ""
    task: asyncio.Task[None] | None = None


class Busy(Exception):
    """Too many scans run already."""


class Workspace:
    """The scans that run or were asked for last. Used on the event loop only. ``tell`` hears of each step."""

    def __init__(self, workers: Workers, tell: Callable[[FileScan], None]) -> None:
        self._workers = workers
        self._tell = tell
        self._jobs: dict[str, _Job] = {}

    def start(self, place: Place) -> str:
        """Begin to scan; returns the name of the scan. Raises ``Busy``."""
        self._forget()
        if sum(job.state == "running" for job in self._jobs.values()) >= MOST:
            raise Busy
        job = _Job(uuid.uuid4().hex, place, self._workers.of(place.path), time.monotonic())
        self._jobs[job.id] = job
        job.task = asyncio.get_running_loop().create_task(self._run(job))
        return job.id

    async def ask(self, name: str, seconds: float) -> FileScan | None:
        """How far a scan is, or its result; waits up to ``seconds`` for its end. None for a name that is not known."""
        self._forget()
        job = self._jobs.get(name)
        if job is None:
            return None
        job.asked = time.monotonic()
        if job.task is not None:
            await asyncio.wait((job.task,), timeout=seconds)
        return _told(job)

    def cancel(self, name: str) -> None:
        """End a scan; what it found until then can still be asked for."""
        job = self._jobs.get(name)
        if job is not None and job.task is not None and job.state == "running":
            job.state = "cancelled"
            job.task.cancel()

    async def stop(self) -> None:
        """End all scans; returns when they have ended."""
        for name in self._jobs:
            self.cancel(name)
        if tasks := [job.task for job in self._jobs.values() if job.task is not None]:
            await asyncio.wait(tasks)

    def _forget(self) -> None:
        """End what nobody asks about any more, and drop the longest finished."""
        now = time.monotonic()
        for job in self._jobs.values():
            if now - job.asked > LEASE:
                self.cancel(job.id)
        ended = [name for name, job in self._jobs.items() if job.state != "running"]
        for name in ended[:-_KEPT]:
            del self._jobs[name]

    async def _run(self, job: _Job) -> None:
        try:
            await asyncio.wait_for(self._scan(job), _SECONDS)
            job.state = "done"
        except asyncio.TimeoutError:
            cause = f"it was ended after {_SECONDS / 60:.0f} minutes, with {job.done} of {job.total} files scanned."
            job.problems.append(_problem(job.place.path, "timeout", cause))
            job.state = "done"
        except (ScanError, WorkerFailed) as error:
            job.state, job.message = "failed", str(error)
        except asyncio.CancelledError:
            job.state = "cancelled"
        finally:
            job.reading = None
            self._tell(_told(job))
            if job.state != "done":
                job.worker.ask(Reading(_who(job), stop=True))

    async def _scan(self, job: _Job) -> None:
        place = job.place
        request = FindFiles(place.path, place.os_path, place.root, place.hidden)
        reply, body = await ask(job.worker, request)
        while reply.reason == PENDING:
            await asyncio.sleep(_PAUSES[-1])
            reply, body = await ask(job.worker, request)
        found = msgspec.json.decode(body, type=Found)
        job.reports.append(found.report)
        job.total = len(found.files)
        told = 0.0
        left = _FINDINGS
        for path, os_path in found.files:
            if time.monotonic() - told > 0.5:
                told = time.monotonic()
                self._tell(_told(job))
                self._forget()
            try:
                scanned = await self._scan_one(job, path, os_path)
            except WorkerFailed as error:
                if error.reason in ("stopped", "configuration"):
                    raise
                job.problems.append(_problem(path, error.reason, f"The file was not assessed: {error}"))
            except ScanError as error:
                job.problems.append(_problem(path, error.reason, f"The file was not assessed: {error}"))
            else:
                left -= len(scanned.report.findings)
                job.reports.append(scanned.report)
                job.models += scanned.models
            job.done += 1
            if left < 0:
                cause = f"it has more than {_FINDINGS:,} findings; {job.done} of {job.total} files were scanned."
                job.problems.append(_problem(place.path, "too-large", cause))
                break

    async def _scan_one(self, job: _Job, path: str, os_path: str) -> Scanned:
        turn = 0
        while True:
            request = ScanAny(path, os_path, job.place.root, _who(job), first=turn == 0)
            reply, body = await ask(job.worker, request)
            if reply.reason != PENDING:
                job.reading = None
                return msgspec.json.decode(body, type=Scanned)
            job.reading = msgspec.json.decode(body, type=dict[str, ReadingModel])["reading"]
            await asyncio.sleep(_PAUSES[min(turn, len(_PAUSES) - 1)])
            turn += 1


def _who(job: _Job) -> str:
    """For whom model files are read; no path of a notebook begins so."""
    return f"/scan/{job.id}"


def _told(job: _Job) -> FileScan:
    running = job.state == "running"
    return FileScan(
        id=job.id,
        path=job.place.path,
        state=job.state,
        done=job.done,
        total=job.total,
        reading=job.reading,
        report=None if running or job.state == "failed" else _merged(job),
        models=[] if running else job.models,
        message=job.message,
    )


def _merged(job: _Job) -> model.Report | None:
    """One report of all files, in the order of their paths."""
    if not job.reports:
        return None
    reports = job.reports
    problems = [*job.problems, *(problem for report in reports for problem in report.problems)]
    return model.Report(
        schema_version=model.SCHEMA_VERSION,
        tool=reports[0].tool,
        inputs=[one for report in reports for one in report.inputs],
        findings=[one for report in reports for one in report.findings],
        suppressed=[one for report in reports for one in report.suppressed],
        problems=sorted(set(problems), key=lambda one: (one.path, one.kind, one.message)),
    )


def _problem(path: str, kind: str, cause: str) -> model.Problem:
    shown = printable(path or ".", 4096)
    return model.Problem(path=shown, kind=kind, message=f"{shown}: {cause}")
