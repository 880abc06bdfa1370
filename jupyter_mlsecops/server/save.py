"""What happens around a save: the scan after it, and the policy's veto before it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout  # the built-in one only from Python 3.11 on
from typing import Any

from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError

from ..core.text import printable
from . import contents
from .events import ScanEvents
from .process import Worker, WorkerFailed
from .protocol import Blocked, Reply, ScanBytes, SeverityWord
from .reports import Reports, ScanError

_PARTS = {
    "output": "an output of ",
    "attachment": "an attachment of ",
    "cell-metadata": "the metadata of ",
}


class SaveListener:
    """Scans what was saved, renamed or copied; at most one scan of a path runs and one waits."""

    def __init__(self, manager: ContentsManager, reports: Reports, events: ScanEvents, log: logging.Logger) -> None:
        self._manager = manager
        self._reports = reports
        self._events = events
        self._log = log
        self._running: set[str] = set()
        self._waiting: set[str] = set()

    async def __call__(self, logger: object, schema_id: str, data: dict[str, Any]) -> None:
        """Listen to the event of the contents manager. It runs as a task of its own, after the save was answered."""
        action, path = data["action"], data["path"].strip("/")
        if action == "delete":
            self._reports.forget(path)
        elif action in ("save", "upload", "copy"):
            await self._scan(path)
        elif action == "rename":
            # A report names its path, so it cannot move along; to scan again is cheap.
            self._reports.forget(str(data.get("source_path", "")).strip("/"))
            await self._scan(path)

    async def _scan(self, path: str) -> None:
        if path in self._running:
            self._waiting.add(path)
            return
        self._running.add(path)
        try:
            await self._scan_once(path)
            while path in self._waiting:
                self._waiting.discard(path)
                await self._scan_once(path)
        finally:
            self._running.discard(path)

    async def _scan_once(self, path: str) -> None:
        if not path.endswith(".ipynb") and not await self._is_notebook(path):
            return
        self._events.started(path)
        try:
            saved = await self._reports.get(contents.clean_path(path))
        except (ScanError, contents.ContentsError, WorkerFailed) as error:
            self._log.info("mlsecops: %s was not scanned: %s", printable(path), error.reason)
            self._events.failed(path, str(error.reason))
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self._log.warning("mlsecops: %s was not scanned: %s", printable(path), type(error).__name__)
            self._events.failed(path, "failed")
        else:
            if saved.reason:
                self._events.failed(path, saved.reason)
            else:
                self._events.done(path, saved.digest, saved.counts)

    async def _is_notebook(self, path: str) -> bool:
        """Whether a file of another name is a notebook to the contents manager (jupytext's are)."""
        try:
            return isinstance(await contents.find(self._manager, contents.clean_path(path)), contents.Remote)
        except contents.ContentsError:
            return False


class SaveGate:
    """A pre-save hook that refuses a save for a finding, and for nothing else.

    It has a worker of its own, because a save cannot wait behind the scan of some other, larger notebook.
    """

    __name__ = "mlsecops"  # the contents manager logs it

    def __init__(
        self,
        severity: SeverityWord,
        worker: Worker,
        events: ScanEvents,
        log: logging.Logger,
        timeout: float,
        max_bytes: int,
    ) -> None:
        self._severity = severity
        self._worker = worker
        self._events = events
        self._log = log
        self._timeout = timeout
        self._max_bytes = max_bytes

    def __call__(self, model: dict[str, Any], path: str, contents_manager: ContentsManager, **_: object) -> None:
        """Raise ``HTTPError`` 409 if the policy refuses what is to be saved."""
        if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
            return
        try:
            reply = self._scan(path, model["content"], contents.os_path_of(contents_manager, path))
        except Exception as error:
            self._let_pass(path, _reason(error))
            return
        if reply.blocked is not None:
            self._log.warning("mlsecops: refused to save %s: %s", printable(path), reply.blocked.rule)
            self._tell(self._events.blocked, path, reply.digest, reply.counts, reply.blocked)
            raise HTTPError(409, refusal(reply.blocked, self._severity))

    def _scan(self, path: str, content: dict[str, Any], os_path: str) -> Reply:
        """The worker's answer. Raises whatever goes wrong."""
        raw = contents.encode(content)
        if len(raw) > self._max_bytes:
            raise ScanError(413, "too-large", "")
        # Hooks are synchronous, so the event loop waits here; the contents manager leaves no other way.
        reply, _ = self._worker.ask(ScanBytes(path, self._severity, os_path), raw, self._timeout).result(self._timeout)
        if reply.status != 200 or not reply.complete:
            raise ScanError(reply.status, reply.reason or "unreadable", "")
        return reply

    def _let_pass(self, path: str, reason: str) -> None:
        self._log.warning("mlsecops: %s is saved without the check of block_on_save: %s", printable(path), reason)
        self._tell(self._events.failed, path, reason)

    def _tell(self, emit: Callable[..., None], *arguments: object) -> None:
        """Emit an event; that it fails (a save outside the event loop) must not change what becomes of the save."""
        try:
            emit(*arguments)
        except Exception as error:
            self._log.warning("mlsecops: no event: %s", type(error).__name__)


def _reason(error: Exception) -> str:
    if isinstance(error, (ScanError, WorkerFailed)):
        return error.reason
    return "timeout" if isinstance(error, FutureTimeout) else "failed"


def refusal(why: Blocked, gate: str) -> str:
    """The sentences for the person whose save is refused: what, where, and the ways out."""
    if why.cell_index is None:
        where = "the notebook's metadata"
    else:
        line = f", line {why.line}" if why.line is not None and why.part == "source" else ""
        where = f"{_PARTS.get(why.part, '')}cell {why.cell_index + 1}{line}"
    more = f" and {why.number - 1} more" if why.number > 1 else ""
    return (
        f"Not saved, by the security policy of this server (findings from {gate} on): {why.title} - {where} "
        f"({why.rule}, {why.severity}){more}. Fix it, ignore it with a reason, or save a copy outside this server."
    )
