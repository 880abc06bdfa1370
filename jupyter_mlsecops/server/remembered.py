"""What was scanned here before, and what became known of its packages since."""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor

from .. import datafolders
from ..advisories.current import Current
from ..core import packagereport
from ..core.model import Severity
from ..core.text import printable
from ..service.ledger import Ledger, LedgerError, News, Scanned
from ..service.needed import Fact
from ..service.provenance import Files, Seen
from .protocol import Reply


class Remembered:
    """The ledger of this user, used by one thread so that the event loop never waits for a disk."""

    def __init__(self, log: logging.Logger) -> None:
        self._ledger = Ledger(datafolders.user() / "mlsecops" / "ledger.sqlite")
        self._current = Current()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mlsecops-ledger")
        self._log = log

    def remember(self, os_path: str, reply: Reply) -> None:
        """Put down what a scanned file needs and loads, in a while."""
        if reply.needs is not None:
            facts = [Fact(*fact) for fact in reply.needs.facts]
            scanned = Scanned(os.path.realpath(os_path), reply.digest, facts, reply.needs.flaws)
            self._thread.submit(self._remember, scanned)
        if reply.loaded:
            self._thread.submit(self._remember_loaded, [Seen(*one) for one in reply.loaded])

    async def news(self, root: str) -> packagereport.NewsReport:
        """What became known of notebooks below a folder of this machine. Never raises for what the ledger is like."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._news, os.path.realpath(root))

    def stop(self) -> None:
        """Wait for nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _remember(self, scanned: Scanned) -> None:
        try:
            self._ledger.remember([scanned])
        except LedgerError as error:
            self._log.warning("mlsecops: %s", error)

    def _remember_loaded(self, seen: list[Seen]) -> None:
        try:
            Files(self._ledger).remember(seen)
        except LedgerError as error:
            self._log.warning("mlsecops: %s", error)

    def _news(self, root: str) -> packagereport.NewsReport:
        known = self._current.read()
        try:
            found = self._ledger.reassess(known)
        except LedgerError as error:
            return packagereport.NewsReport(advisories=known.about, news=[], problem=str(error))
        below = root.rstrip(os.sep) + os.sep
        own = [_told(one, one.path.removeprefix(below)) for one in found if one.path.startswith(below)]
        return packagereport.NewsReport(advisories=known.about, news=own, problem=self._current.problem)


def _told(one: News, path: str) -> packagereport.News:
    return packagereport.News(
        path=path.replace(os.sep, "/"),
        name=printable(one.name, 120),
        version=printable(one.version, 80),
        through=printable(one.through, 120),
        advisory=printable(one.advisory, 80),
        kind="malware" if one.kind == "malware" else "vulnerability",
        severity=Severity(one.severity) if one.severity else None,
        summary=printable(one.summary, 200),
        safe=printable(one.safe, 80),
        since=one.since,
    )
