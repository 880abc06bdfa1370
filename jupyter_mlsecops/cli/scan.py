"""``jupyter mlsecops scan``."""

from __future__ import annotations

import sys

import click
from msgspec.structs import replace

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
    "--since-update",
    is_flag=True,
    help="Read and scan nothing: tell which flaws became known since of packages that files scanned before need. PATHS "
    "default to all of these files.",
)
@click.option(
    "--no-ledger",
    is_flag=True,
    help="Do not compare the files that notebooks load with what they were, and put down nothing of this scan.",
)
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
    since_update: bool,
    no_ledger: bool,
) -> int:
    """Scan notebooks, Python files, lists of packages and model files, and folders of them.

    Model files are read and never loaded: pickles and all that holds them, PyTorch, joblib, NumPy, Keras, TensorFlow,
    ONNX, GGUF, safetensors and the configurations beside them.
    Lists of packages are requirements and constraints, pyproject.toml, setup.cfg, Pipfile, environment.yml, pixi.toml
    and the lock files that belong to them, and bills of materials: CycloneDX and SPDX 2 as JSON.
    PATHS default to the current folder; - reads one notebook from standard input. In a folder, what git ignores is
    left out. A file that is named is scanned whatever its name.
    """
    form = output.Form(format_, output_, no_color, quiet)
    here = session.start(policy, paths or (".",), baseline)
    if since_update:
        from . import remembering

        results = remembering.since_update(here, paths)
        output.write(here, results, form)
        return session.exit_status(here, results.report)
    targets, problems = walk.find(paths or (".",))
    if not targets and not quiet:
        click.echo(walk.NOTHING, err=True)
    bar = not quiet and sys.stderr.isatty()
    # Only who has an advisory database can make use of what is put down.
    remembers = not no_ledger and here.advisories.read().about is not None
    wanted = replace(form.wanted, packages=remembers, compares=not no_ledger, remembers=not no_ledger)
    done = running.scan_all(here, targets, wanted, jobs, bar=bar)
    if remembers:
        from . import remembering

        if problem := remembering.remember(targets, done):
            click.echo(problem, err=True)
    if any(result.loaded or result.written for result in done):
        from . import remembering

        if problem := remembering.remember_loaded(targets, done):
            click.echo(f"{problem} --no-ledger does without.", err=True)
    results = session.gather(here, done, problems)
    output.write(here, results, form)
    return session.exit_status(here, results.report)
