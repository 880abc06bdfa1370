"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from ..core.model import Severity
from ..core.modelfile import HARD_STOP
from ..core.policy import MOST_SECONDS
from ..core.rule import PROFILES
from .config import PolicyOptions

FORMATS = ("text", "json", "sarif", "github")


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options about the policy; the command gets them as one ``policy`` argument."""
    return _policy_options(command, has_gate=True)


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same without the gate, for a command whose exit status does not depend on findings."""
    return _policy_options(command, has_gate=False)


def _policy_options(command: Callable[..., Any], has_gate: bool) -> Callable[..., Any]:
    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        names = ("fail_on", "profile", "select", "ignore", "config", "environment", "model_timeout")
        policy = PolicyOptions(**{name: kwargs.pop(name, None) for name in names})
        return command(*args, policy=policy, **kwargs)

    words = [severity.value for severity in Severity]
    options = (
        click.option(
            "--fail-on",
            type=click.Choice([*words, "never"]),
            help="Exit with 1 if there is a finding at or above this severity.  [default: medium]",
        ),
        click.option("--profile", type=click.Choice(PROFILES), help="Which rules speak.  [default: default]"),
        click.option(
            "--select",
            multiple=True,
            callback=_split,
            metavar="RULE_OR_CATEGORY",
            help="Run only these rules; may be given several times, or separated by commas.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            callback=_split,
            metavar="RULE_OR_CATEGORY",
            help="Do not run these rules; may be given several times, or separated by commas.",
        ),
        click.option(
            "--config",
            metavar="FILE",
            help="The policy: mlsecops.toml, or pyproject.toml with [tool.mlsecops].  [default: the nearest of them, "
            "from this folder upwards]",
        ),
        click.option(
            "--environment",
            metavar="FOLDER",
            help="The environment that the notebooks run in (.venv, a conda prefix): some rules depend on versions. "
            "It is read, never started.  [default: that of the kernel a notebook names, if this machine has it]",
        ),
        click.option(
            "--model-timeout",
            type=click.IntRange(1, MOST_SECONDS),
            metavar="SECONDS",
            help=f"How long one model file is read; after that it counts as not assessed.  [default: {HARD_STOP}]",
        ),
    )
    return _all(options if has_gate else options[1:], wrapped)


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options about the report and how it is made."""
    options = (
        click.option(
            "--format",
            "format_",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            help="Form of the report.",
        ),
        click.option(
            "--output", "output_", metavar="FILE", help="Write the report to this file instead of standard output."
        ),
        click.option(
            "--jobs",
            type=click.IntRange(1),
            metavar="N",
            help="Scan with N processes.  [default: several where that pays]",
        ),
    )
    return _all(options, command)


def baseline_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The baseline whose findings are suppressed."""
    return click.option(
        "--baseline",
        metavar="FILE",
        help="Suppress what is in this baseline: one that `jupyter mlsecops baseline` wrote, or a .secrets.baseline of "
        "detect-secrets.",
    )(command)


def look_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options about how much is said, and how."""
    options = (
        click.option("--no-color", is_flag=True, help="No colours; as does the variable NO_COLOR."),
        click.option("--quiet", "-q", is_flag=True, help="Only findings and problems: no sum, no progress bar."),
    )
    return _all(options, command)


def _all(options: tuple[Callable[[Any], Any], ...], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def _split(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())
