"""The command ``jupyter-mlsecops``, so also ``jupyter mlsecops``."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys

INCOMPLETE = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command and end the process with its exit status.

    What wants to be called at the end is called; then it ends at once, for Python would take all modules apart first.
    """
    status = run(sys.argv[1:])
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it any more
            stream.flush()
    os._exit(status)


def run(args: list[str]) -> int:
    """Run the command and return its exit status. Whatever goes wrong is 2, never 1: 1 means findings."""
    from . import starting

    starting.prepare()
    import click

    from .commands import cli

    try:
        status = cli.main(args=args, prog_name="jupyter mlsecops", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return INCOMPLETE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _mute()
        return INCOMPLETE
    except Exception as error:
        import traceback

        # The text of an exception may hold what was being looked at; the frames cannot.
        name = type(error).__name__
        click.echo(f"jupyter mlsecops failed ({name}); nothing was assessed. Please report this:", err=True)
        for frame in traceback.extract_tb(error.__traceback__):
            click.echo(f"  {frame.filename}:{frame.lineno} in {frame.name}", err=True)
        return INCOMPLETE


def _mute() -> None:
    """Nobody reads our output any more: keep the interpreter from complaining about that when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
