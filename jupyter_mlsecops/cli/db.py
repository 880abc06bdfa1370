"""``jupyter mlsecops db``: the advisory database. ``update`` is the one command here that uses the network."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from ..advisories import checksum, importing, places
from ..advisories.importing import Imported, Wish
from ..advisories.places import Place
from ..advisories.refusal import Refused
from .paths import shown

URL_VARIABLE = "MLSECOPS_ADVISORIES_URL"
_TOLD = 5  # records that were left out
T = TypeVar("T")


@click.group("db")
def command() -> None:
    """The advisory database: which versions of which packages have known flaws, or are malware.

    Nothing is downloaded unless `update` is called. Exit status: 0 done, 2 not done: the database is as it was.
    """


def _wishes(function: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--sha256", metavar="HEX", callback=_sum, help="Take only a file with this SHA-256."),
        click.option(
            "--require-checksum",
            is_flag=True,
            help="Take nothing without a checksum: --sha256, or a file FILE.sha256 (as sha256sum writes) beside it.",
        ),
        click.option("--allow-downgrade", is_flag=True, help="Take records that are older than those of the database."),
        click.option("--skip-invalid", is_flag=True, help="Leave out records that cannot be used, and say which."),
        click.option("--system", is_flag=True, help="Write the database of everybody, not that of this user."),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing when all is well; no progress bar."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _sum(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    if value is not None and not checksum.is_sum(value):
        raise click.BadParameter("64 hexadecimal digits are wanted, as sha256sum writes them.")
    return (value or "").lower()


@command.command("import")
@click.argument("file", metavar="FILE_OR_FOLDER")
@_wishes
def import_(file: str, system: bool, quiet: bool, **wishes: Any) -> int:
    """Make the database of a file or a folder.

    For machines without a network, and for records of one's own.
    FILE is the all.zip of OSV for PyPI, a tar archive or a folder of OSV records (JSON or YAML), or what
    `jupyter mlsecops db export` wrote on another machine. Pages of a package index (the JSON of the simple index, as
    mirrors keep it) can stand beside them, or in a file or folder of their own: they tell what was yanked or archived.
    """
    place = places.target(system)
    try:
        done = importing.from_path(Path(file), place.file, Wish(**wishes), _Bar(quiet))
    except Refused as error:
        raise click.ClickException(f"{shown(file)}: {error}") from error
    return _tell(done, place, quiet)


@command.command("update")
@click.option(
    "--url",
    envvar=URL_VARIABLE,
    show_default="the export of OSV for PyPI",
    metavar="URL",
    help=f"Where the export is: any file that `import` takes. Also the variable {URL_VARIABLE}.",
)
@click.option("--allow-http", is_flag=True, help="Take it over plain http from another machine, too.")
@_wishes
def update(url: str | None, allow_http: bool, system: bool, quiet: bool, **wishes: Any) -> int:
    """Download the advisories and make the database of them.

    Asks the server for one file, and only if it changed since. HTTPS_PROXY and NO_PROXY count.
    """
    from ..advisories import download, updating

    place, url = places.target(system), url or download.OSV_URL
    try:
        done = updating.from_url(url, place.file, Wish(**wishes), allow_http=allow_http, watch=_Bar(quiet))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    if done is not None:
        return _tell(done, place, quiet)
    if not quiet:
        click.echo(f"{place.file} is already current: the server has nothing newer.")
    return 0


@command.command("export")
@click.argument("file", metavar="FILE")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing when all is well.")
def export(file: str, quiet: bool) -> int:
    """Write the database as one file, to be carried.

    It is compressed, and its checksum stands in FILE.sha256 beside it. `jupyter mlsecops db import FILE` reads it on a
    machine without a network.
    """
    from ..advisories import exporting

    found = places.find()
    if found.place is None:
        why = "; ".join(reason for _, reason in found.broken)
        raise click.ClickException(f"{why or 'There is no advisory database'}. `jupyter mlsecops db update` makes one.")
    try:
        told = exporting.export(found.place.file, Path(file))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    if not quiet:
        size = os.stat(file).st_size / 1_000_000
        click.echo(f"{shown(file)}: {told.records:,} records, newest of {told.newest[:10]}, {size:.1f} MB.")
    return 0


@command.command("status")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Form of the report.",
)
def status(format_: str) -> int:
    """Say which database is used, what is in it and how old it is.

    Exit status: 0, also without a database; 2 if there is one that cannot be read.
    """
    from ..advisories import status as statuses
    from ..reports import json

    today = datetime.datetime.now(datetime.timezone.utc).date()
    found = statuses.status(today)
    click.echo(json.render(found) if format_ == "json" else statuses.as_text(found), nl=False)
    return 2 if found.broken else 0


def _tell(done: Imported, place: Place, quiet: bool) -> int:
    for where, why in done.invalid[:_TOLD]:
        click.echo(f"{where} was left out: {why}.", err=True)
    if len(done.invalid) > _TOLD:
        click.echo(f"{len(done.invalid) - _TOLD:,} more were left out.", err=True)
    told = done.header
    if not quiet:
        click.echo(
            f"{place.file}: {told.records:,} records about {told.packages:,} packages, newest of {told.newest[:10]}."
        )
        if told.projects:
            click.echo(f"Pages of {told.projects:,} projects of {told.index_source}.")
        _offer_news()
    return 0


def _offer_news() -> None:
    """Say how to learn what the update means for what was scanned before it, if anything was."""
    from ..reports.words import count
    from ..service.ledger import LedgerError
    from .remembering import ledger

    try:
        files = len(ledger().scanned())
    except LedgerError:  # whoever asks for the news is told
        return
    if files:
        click.echo(f"What is new about {count(files, 'file')} scanned before: jupyter mlsecops scan --since-update")


class _Bar(importing.Watch):
    """A progress bar on a terminal, where the end is known."""

    def __init__(self, quiet: bool) -> None:
        self._is_shown = not quiet and sys.stderr.isatty()

    def over(self, items: Iterator[T], total: int | None, noun: str) -> Iterator[T]:
        if not self._is_shown or total is None:
            return items
        from .running import with_bar  # with all of the engine

        return with_bar(items, total, noun)
