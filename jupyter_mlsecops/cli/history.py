"""``jupyter mlsecops history``: whether the secrets that a scan finds stand in git's history too."""

from __future__ import annotations

import click

from ..core.model import Category, Finding, Problem
from ..reports import json
from ..service.commits import Held, Histories, address, as_text
from ..service.history import History, search
from ..service.secrets import Secret, secrets_of
from . import output, session, walk
from .config import PolicyOptions
from .options import look_options
from .paths import STDIN, kind_of
from .session import CannotRead, Session
from .walk import Target


@click.command("history")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("--whole", is_flag=True, help="Look into all files of the repository, not only into the one scanned.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@look_options
def command(paths: tuple[str, ...], whole: bool, format_: str, no_color: bool, quiet: bool) -> int:
    """Say in which commits the secrets of files stand, and where to rotate them.

    Looks into all branches, tags and stashes of the git repository around each file, and changes nothing. What is
    found in a commit stays there when the file is fixed: only rotating the secret helps. Exit status: 0 none is in
    the history, 1 some are, 2 something could not be looked at.
    """
    here = session.start(PolicyOptions(None, None, (), (), None), paths)
    targets, problems = walk.find(paths, models=False)
    if any(target.path == STDIN for target in targets):
        raise click.UsageError("history looks at files: name one instead of -.")
    held: list[Held] = []
    for target in targets:
        held += _of(here, target, whole, problems)
    done = Histories(
        tool=here.engine.tool,
        results=held,
        problems=sorted([*here.problems, *problems], key=lambda p: (p.path, p.kind, p.message)),
    )
    colour = output.Form("text", None, no_color, quiet).colour
    output.echo(json.render(done) if format_ == "json" else as_text(done, colour, not quiet))
    if done.problems or not all(one.history.complete for one in held):
        return 2
    return 1 if any(one.history.number for one in held) else 0


def _of(here: Session, target: Target, whole: bool, problems: list[Problem]) -> list[Held]:
    """The secrets of one file, each looked for once. In this process: no value goes through a pipe."""
    try:
        raw = session.read(target)
        scan = here.engine.scan(raw, target.name, kind_of(target.path, raw))
    except CannotRead as error:
        problems.append(error.problem)
        return []
    except Exception as error:  # one hostile file must not end the run, and its text must not be shown
        message = f"{target.name}: The scan of it failed ({type(error).__name__}). Please report this."
        problems.append(Problem(path=target.name, kind="unreadable", message=message))
        return []
    problems += scan.problems
    secrets = secrets_of(scan, here.key)
    known: dict[str, History] = {}
    return [
        _held(finding, secrets[finding.fingerprint], target, whole, known)
        for finding in (*scan.findings, *scan.suppressed)
        if finding.category is Category.SECRETS and finding.fingerprint in secrets
    ]


def _held(finding: Finding, secret: Secret, target: Target, whole: bool, known: dict[str, History]) -> Held:
    name = finding.fingerprint
    if name not in known:
        known[name] = search(target.path, secret.needles, whole)
    return Held(
        rule=finding.rule,
        label=finding.message,
        fingerprint=name,
        location=finding.location,
        rotate=_page(finding),
        history=known[name],
    )


def _page(finding: Finding) -> str:
    """The page of the provider that the advice of the finding names; empty where it names none."""
    return next(filter(None, (address(fix.title) for fix in finding.fixes if not fix.edits)), "")
