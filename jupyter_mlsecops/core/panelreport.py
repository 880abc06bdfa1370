"""Wire types that only the browser gets: the report of an open notebook, and of a scan that somebody asked for."""

from __future__ import annotations

from typing import Literal

from .model import Report, Wire
from .modelreport import LoadedModel, ReadingModel


class FileScan(Wire, frozen=True, kw_only=True):
    """The scan of one file, or of all files of a folder, that somebody asked for.

    ``id`` names it in later questions. ``done`` of ``total`` files were scanned; ``total`` is 0 until they were
    counted, and ``reading`` says how far the file is that is read now. ``report`` and ``models``, its model files, are
    complete in the state ``done``; in the state ``cancelled`` they are what there was until then. ``message`` says why
    a scan failed.
    """

    id: str
    path: str
    state: Literal["running", "done", "cancelled", "failed"]
    done: int
    total: int
    reading: ReadingModel | None
    report: Report | None
    models: list[LoadedModel]
    message: str


class CellStamp(Wire, frozen=True, kw_only=True):
    """Which text of a cell a report was made from: CRC-32 of its UTF-8 bytes; only to notice that it changed since."""

    cell_id: str | None
    crc: int


class PanelReport(Wire, frozen=True, kw_only=True):
    """What the browser gets for one notebook: the report, and stamps that tell whether its cells are still the same.

    ``digest`` names the scanned state; a later request can say "one cell changed since this". ``reading`` counts the
    model files that are still being read in the background: their findings come with a later report.
    """

    path: str
    digest: str
    cells: list[CellStamp]
    report: Report
    reading: int = 0


class SuppressionEntry(Wire, frozen=True, kw_only=True):
    """One entry of the notebook's metadata ``mlsecops.suppressions``."""

    fingerprint: str
    rule: str
    reason: str
    by: str = ""
    on: str = ""
