"""The list of commands; the module of one is imported when it is asked for."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "scan": "Scan notebooks, Python files and lists of packages, and folders of them.",
    "check": "Check the files of a commit: the entry of pre-commit.",
    "fix": "Apply the safe fixes.",
    "baseline": "Write or update a baseline: what is found today is known from then on.",
    "rules": "List the rules, or explain one.",
    "history": "Say in which commits the secrets of files stand.",
    "db": "The advisory database: its age, and how to update, import and export it.",
    "sign": "Sign a model file or folder with a key of yours.",
    "verify": "Ask the providers of tokens whether they still work; sends them there.",
}


class _Commands(click.Group):
    """Commands by name, each in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, imported now; None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"{__package__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help text, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from .. import __version__

        click.echo(f"jupyter_mlsecops {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """A security companion inside Jupyter.

    Exit status: 0 nothing at or above the gate, 1 findings at or above it, 2 incomplete (a file could not be assessed
    in full) or wrong use.
    """
