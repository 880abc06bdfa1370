"""``jupyter mlsecops baseline``."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

import click

from .. import baselinefile
from ..core.baseline import Baseline, BaselineError, DetectSecrets, Own, key_of
from ..core.engine import Scan
from ..core.found import Found
from ..core.model import Category, Problem
from . import session, walk
from .config import PolicyOptions
from .loading import Loading
from .options import rule_options
from .paths import STDIN, kind_of, shown
from .session import CannotRead, Session
from .walk import Target


@click.command("baseline")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--output",
    "output_",
    metavar="FILE",
    default=baselinefile.OWN_NAME,
    show_default=True,
    help="The baseline. One that is called .secrets.baseline is written in the format of detect-secrets.",
)
@click.option("--detect-secrets", "theirs", metavar="FILE", help="Update this baseline of detect-secrets instead.")
@click.option("--reason", default="", metavar="TEXT", help="Why the new findings are accepted.")
@rule_options
@click.option("--quiet", "-q", is_flag=True, help="Say only what went wrong.")
def command(
    paths: tuple[str, ...], output_: str, theirs: str | None, reason: str, policy: PolicyOptions, quiet: bool
) -> int:
    """Write or update a baseline: what is found in PATHS today is known from then on.

    Give it to scan and check with --baseline. Findings of files that are not named stay as they are, and so do the
    date and the reason of what was known before. A baseline of detect-secrets gets what detect-secrets sees itself,
    and keeps the labels of its audit.
    """
    file = Path(theirs or output_)
    here = session.start(policy, paths or (".",))
    targets, problems = walk.find(paths or (".",))
    if any(target.path == STDIN for target in targets):
        raise click.UsageError("baseline knows files by their name: name one instead of -.")
    targets = [target for target in targets if os.path.realpath(target.path) != os.path.realpath(file)]
    scans = [_scan(here, target) for target in targets]
    found = {scan.input.path: here.engine.acceptable(scan) for scan in scans if scan.notebook is not None}
    in_part = {scan.input.path for scan in scans if scan.problems}
    problems = [*here.problems, *problems, *(problem for scan in scans for problem in scan.problems)]
    try:
        old = baselinefile.content(file) if os.path.lexists(file) else None
        is_theirs = theirs is not None or file.name == baselinefile.THEIR_NAME
        known = baselinefile.read(file) if old is not None else None
        if is_theirs or isinstance(known, DetectSecrets):
            if isinstance(known, Own):
                raise BaselineError("it is one of jupyter_mlsecops, not one of detect-secrets.")
            raw, new, gone = _theirs(old, file, targets, found)
        else:
            own = known if isinstance(known, Own) else baselinefile.empty(file)
            today = datetime.date.today().isoformat()
            updated, new, gone = own.updated(found, in_part, _missing(own, file), today, reason)
            raw = updated.encode()
    except BaselineError as error:
        raise _failed(file, f"The baseline was not updated: {error}") from error
    try:
        if raw != old:
            baselinefile.write(file, raw)
        after = baselinefile.read(file)
    except (OSError, BaselineError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise _failed(file, f"The baseline cannot be written: {cause}.") from error
    _say(file, found, after, new, gone, problems, quiet)
    return 2 if problems else 0


def _failed(file: Path, message: str) -> click.ClickException:
    return click.ClickException(f"{shown(str(file))}: {message}")


def _scan(here: Session, target: Target) -> Scan:
    if session.is_model(target.path):
        return session.scan_model(here.engine, target)
    try:
        raw = session.read(target)
    except CannotRead as error:
        return session.not_scanned(target, "other", error.problem)
    loading = Loading(target, here.policy)
    return session.scan_with_files(here.engine, raw, target, kind_of(target.path, raw), loading)


def _missing(own: Own, file: Path) -> list[str]:
    """The files of a baseline that are not there any more."""
    return [name for name in own.files if not (file.parent / name).exists()]


def _theirs(
    old: bytes | None, file: Path, targets: Sequence[Target], found: dict[str, list[Found]]
) -> tuple[bytes, int, int]:
    from ..detect_secrets_baseline import updated

    start = baselinefile.prefix(file)
    files = {key_of(start, target.name): target.path for target in targets if target.name in found}
    return updated(old, files, file.name)


def _say(
    file: Path,
    found: dict[str, list[Found]],
    after: Baseline,
    new: int,
    gone: int,
    problems: Sequence[Problem],
    quiet: bool,
) -> None:
    for problem in problems:
        click.echo(f"not assessed  {problem.message}", err=True)
    if problems:
        click.echo("What was known of these files before is still known.", err=True)
    if quiet:
        return
    click.echo(f"{shown(str(file))}: {new} new, {gone} gone", err=True)
    loud = [one for path, some in found.items() for one in some if after.by(path, one) is None]
    secrets = sum(one.rule.category is Category.SECRETS for one in loud)
    if secrets:
        click.echo(
            f"{secrets} findings of secrets stay loud: detect-secrets does not see them, or its audit confirmed them. "
            "`jupyter mlsecops baseline` writes a baseline of ours, which covers all rules.",
            err=True,
        )
