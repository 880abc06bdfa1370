"""``jupyter mlsecops check``: the entry of pre-commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from ..core.model import Problem
from . import output, running, session, walk
from .config import PolicyOptions
from .options import baseline_option, look_options, policy_options, report_options
from .paths import kind_of_name
from .session import Result, Session, Wanted


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option("--staged", is_flag=True, help="Check what is about to be committed: the content of git's index.")
@policy_options
@baseline_option
@report_options
@look_options
def command(
    files: tuple[str, ...],
    staged: bool,
    policy: PolicyOptions,
    baseline: str | None,
    format_: str,
    output_: str | None,
    jobs: int | None,
    no_color: bool,
    quiet: bool,
) -> int:
    """Check the files of a commit: the entry of pre-commit.

    Prints one line a finding and nothing where there is none. The exit status stops the commit.
    """
    if not files and not staged:
        raise click.UsageError("Name the files to check, or give --staged.")
    form = output.Form(format_, output_, no_color, quiet, compact=True)
    here = session.start(policy, files, baseline)
    problems: Sequence[Problem] = ()
    if staged:
        done = list(_scan_staged(here, files, form.wanted))
    else:
        targets, problems = walk.find(files)
        done = running.scan_all(here, targets, form.wanted, jobs, bar=False)
    results = session.gather(here, done, problems)
    output.write(here, results, form)
    return session.exit_status(here, results.report)


def _scan_staged(here: Session, files: Sequence[str], wanted: Wanted) -> Iterator[Result]:
    from .staged import contents
    from .staged import staged as staged_blobs

    for (target, _), raw in contents(staged_blobs(files)):
        if raw is not None and len(raw) <= session.MAX_BYTES:
            yield session.scan_bytes(here.engine, raw, target, wanted)
            continue
        kind, cause = ("unreadable", "git does not have it") if raw is None else ("too-large", "it is too large")
        message = f"{target.name}: The staged content cannot be read: {cause}."
        problem = Problem(path=target.name, kind=kind, message=message)
        yield Result(session.not_scanned(target, kind_of_name(target.path) or "other", problem))
