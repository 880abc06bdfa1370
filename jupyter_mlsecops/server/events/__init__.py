"""The events that the extension puts on the server's event bus."""

from __future__ import annotations

from pathlib import Path

import msgspec
from jupyter_events import EventLogger

from ...core.panelreport import FileScan
from ..protocol import Blocked, Counts, count

SCAN = "https://events.jupyter-mlsecops.org/scan/v1"
WORKSPACE = "https://events.jupyter-mlsecops.org/workspace/v1"
SCHEMAS = [Path(__file__).with_name("scan.v1.yaml"), Path(__file__).with_name("workspace.v1.yaml")]


class ScanEvents:
    """Emits scan events: counts, digests and ids only."""

    def __init__(self, logger: EventLogger) -> None:
        self._logger = logger
        for schema in SCHEMAS:
            logger.register_event_schema(schema)

    def started(self, path: str) -> None:
        """A scan begins."""
        self._emit(path, "started")

    def done(self, path: str, digest: str, counts: Counts) -> None:
        """The report of ``path`` can be fetched."""
        self._emit(path, "done", digest=digest, counts=counts)

    def failed(self, path: str, reason: str) -> None:
        """There is no report of ``path``; ``reason`` is a word."""
        self._emit(path, "failed", reason=reason)

    def blocked(self, path: str, digest: str, counts: Counts, why: Blocked) -> None:
        """A save was refused."""
        self._emit(path, "blocked", digest=digest, counts=counts, rule=why.rule, cell_index=why.cell_index)

    def workspace(self, scan: FileScan) -> None:
        """A scan of a file or folder goes on, or ended."""
        counts = count(scan.report.findings if scan.report is not None else ())
        data = {"id": scan.id, "path": scan.path, "state": scan.state, "done": scan.done, "total": scan.total}
        self._logger.emit(schema_id=WORKSPACE, data={**data, **msgspec.structs.asdict(counts)})

    def _emit(
        self,
        path: str,
        state: str,
        digest: str = "",
        counts: Counts = Counts(),  # noqa: B008 - frozen
        reason: str = "",
        rule: str = "",
        cell_index: int | None = None,
    ) -> None:
        data = {
            "path": path,
            "state": state,
            "digest": digest,
            "reason": reason,
            "rule": rule,
            "cell_index": cell_index,
        }
        self._logger.emit(schema_id=SCAN, data={**data, **msgspec.structs.asdict(counts)})
