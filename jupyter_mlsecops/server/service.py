"""What the routes and the save listener share: the workers, the reports, and what is known of the rules."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from jupyter_server.services.contents.manager import ContentsManager

from .. import __version__
from ..core import model
from ..core.packagereport import NewsReport
from ..core.panelreport import FileScan
from .process import Settings, WorkerFailed, Workers
from .protocol import About
from .remembered import Remembered
from .reports import Reports, ScanError, ask
from .workspace import Workspace


class AboutRules(msgspec.Struct, frozen=True):
    """What a worker says of itself. ``rules`` stays encoded: the server needs to know nothing of it."""

    rules_digest: str
    rules: msgspec.Raw


class Service:
    """The scanning part of one server."""

    def __init__(
        self,
        manager: ContentsManager,
        settings: Settings,
        *,
        enabled: bool,
        number: int,
        block_on_save: str,
        tell: Callable[[FileScan], None],
        log: logging.Logger,
    ) -> None:
        self.enabled = enabled
        self.max_bytes = settings.max_bytes
        self.may_store = settings.may_store
        self.workers = Workers(number, settings, log)
        self.remembered = Remembered(log)
        self.reports = Reports(manager, self.workers, settings.max_bytes, self.remembered)
        self.workspace = Workspace(self.workers, tell)
        self._block_on_save = block_on_save
        self._about: AboutRules | None = None
        self._advisories: model.Advisories | None = None

    async def about(self) -> AboutRules:
        """The rules, asked for once. Raises ``ScanError`` and ``WorkerFailed``."""
        if self._about is None:
            _, body = await ask(self.workers.of(""), About())
            self._about = msgspec.json.decode(body, type=AboutRules)
        return self._about

    async def status(self) -> dict[str, object]:
        """What is running. ``problem`` says why nothing can be scanned, or is empty."""
        digest, problem = "", ""
        if self.enabled:
            try:
                digest = (await self.about()).rules_digest
            except (ScanError, WorkerFailed) as error:
                problem = str(error)
        return {
            "version": __version__,
            "rules_digest": digest,
            "enabled": self.enabled,
            "block_on_save": self._block_on_save,
            "scan_on_save": self.enabled,
            "move_secrets": self.enabled and self.may_store,
            "problem": problem,
        }

    async def news(self, root: str) -> NewsReport:
        """What became known of notebooks below a folder. Reports that were made with other advisories are dropped."""
        told = await self.remembered.news(root)
        if told.advisories != self._advisories:
            self._advisories = told.advisories
            self.reports.forget_all()
        return told

    async def stop(self) -> None:
        """End the workers."""
        await self.workspace.stop()
        self.workers.stop()
        self.remembered.stop()
