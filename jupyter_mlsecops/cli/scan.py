"""``jupyter mlsecops scan``."""

from __future__ import annotations

import sys

import click

from . import output, running, session, walk
from .config import PolicyOptions
from .options import baseline_option, look_options, policy_options, report_options


def _show_schema(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib import resources

        schema = resources.files("jupyter_mlsecops") / "schemas" / "report.schema.json"
        click.echo(schema.read_text("utf-8"), nl=False)
        ctx.exit()


@click.command("scan")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@policy_options
@baseline_option
@report_options
@look_options
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_schema,
    help="Print the JSON schema of the report.",
)
def command(
    paths: tuple[str, ...],
    policy: PolicyOptions,
    baseline: str | None,
    format_: str,
    output_: str | None,
    jobs: int | None,
    no_color: bool,
    quiet: bool,
) -> int:
    """Scan notebooks, Python and requirements files, and folders of them.

    PATHS default to the current folder; - reads one notebook from standard input. In a folder, what git ignores is
    left out. A file that is named is scanned whatever its name.
    """
    form = output.Form(format_, output_, no_color, quiet)
    here = session.start(policy, paths or (".",), baseline)
    targets, problems = walk.find(paths or (".",))
    if not targets and not quiet:
        click.echo(walk.NOTHING, err=True)
    bar = not quiet and sys.stderr.isatty()
    done = running.scan_all(here, targets, form.wanted, jobs, bar=bar)
    results = session.gather(here, done, problems)
    output.write(here, results, form)
    return session.exit_status(here, results.report)
