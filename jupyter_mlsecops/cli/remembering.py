"""What was scanned, put down so that a later update of the advisories can tell what it means for it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .. import datafolders
from ..service import news
from ..service.ledger import Ledger, LedgerError, Scanned
from .paths import STDIN, shown
from .session import Result, Results, Session
from .walk import Target


def ledger() -> Ledger:
    """The one of this user."""
    return Ledger(datafolders.user() / "mlsecops" / "ledger.sqlite")


def wanted(session: Session) -> bool:
    """Whether scans are put down: only for who has an advisory database, which is what makes use of it."""
    return session.advisories.read().about is not None


def remember(targets: Sequence[Target], results: Sequence[Result]) -> str:
    """Put down what scanned files need; what went wrong with that, empty for nothing."""
    scanned = [
        Scanned(os.path.abspath(target.path), result.scan.input.digest, result.facts, result.flaws)
        for target, result in zip(targets, results, strict=True)
        if target.path != STDIN and result.scan.input.digest
    ]
    try:
        ledger().remember(scanned)
    except LedgerError as error:
        return str(error)
    return ""


def since_update(session: Session) -> Results:
    """What became known of files since they were scanned. No scanned file is read. Raises ``LedgerError``."""
    found = ledger().reassess(session.advisories.read())
    paths = {one.path: shown(one.path) for one in found}
    return Results(news.report(session.engine, session.key, found, paths), {}, {}, {})
