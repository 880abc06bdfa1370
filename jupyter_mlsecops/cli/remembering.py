"""What was scanned, put down so that a later update of the advisories can tell what it means for it."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click
from msgspec import structs

from .. import datafolders
from ..core.assessing import counted
from ..core.model import Input
from ..service import news
from ..service.ledger import Ledger, LedgerError, Scanned
from ..service.opening import may_be_kept
from ..service.provenance import Files
from .paths import STDIN, kind_of_name, shown
from .session import Result, Results, Session
from .walk import Target


def ledger() -> Ledger:
    """The one of this user."""
    return Ledger(datafolders.user() / "mlsecops" / "ledger.sqlite")


def remember(targets: Sequence[Target], results: Sequence[Result]) -> str:
    """Put down what scanned files need; what went wrong with that, empty for nothing."""
    scanned = [
        Scanned(os.path.realpath(target.path), result.scan.input.digest, result.facts, result.flaws)
        for target, result in zip(targets, results, strict=True)
        if target.path != STDIN and result.scan.input.digest and may_be_kept(target.path)
    ]
    try:
        ledger().remember(scanned)
    except LedgerError as error:
        return str(error)
    return ""


def files() -> Files:
    """What is known of files that notebooks load."""
    return Files(ledger())


def remember_loaded(targets: Sequence[Target], results: Sequence[Result]) -> str:
    """Put down the files that scanned notebooks load and write; what went wrong with that or with comparing them,
    empty for nothing."""
    pairs = [(os.path.realpath(target.path), result) for target, result in zip(targets, results, strict=True)]
    written = {path: result.written for path, result in pairs if result.scan.input.digest and may_be_kept(path)}
    trouble = next((result.trouble for result in results if result.trouble), "")
    if trouble:
        return f"{trouble} Whether files were altered is not known."
    try:
        files().remember((seen for result in results for seen in result.loaded), written)
    except LedgerError as error:
        return f"{error} What files are now was not put down."
    return ""


def since_update(session: Session, paths: Sequence[str]) -> Results:
    """What became known of files since they were scanned: all of them, or those that are, or lie in, ``paths``.

    No scanned file is read. Raises ``click.ClickException``.
    """
    try:
        return _since_update(session, paths)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def _since_update(session: Session, paths: Sequence[str]) -> Results:
    known, advisories = ledger(), session.advisories.read()
    found, tops = known.reassess(advisories), [os.path.realpath(path) for path in paths]
    scanned = {path: one for path, one in known.scanned().items() if not tops or any(_is_below(path, t) for t in tops)}
    named = {path: shown(path) for path in scanned}
    report = news.report(session.engine, session.key, [one for one in found if one.path in named], named)
    return Results(
        structs.replace(
            report,
            inputs=sorted(map(_input, scanned.values()), key=lambda one: one.path),
            problems=session.problems,
            packages=counted({pair[0]: advisories.assess(*pair).state} for pair in known.versions(scanned)),
        ),
        is_news=True,
    )


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _input(scanned: Scanned) -> Input:
    return Input(
        path=shown(scanned.path),
        kind=kind_of_name(scanned.path) or "other",
        digest=scanned.digest,
        status="skipped",
        reason="It was not read: what its last scan put down was assessed again.",
    )
