"""Finding and reading the policy: the options of the command, then ``mlsecops.toml`` or ``pyproject.toml``."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from ..core import policy as policies
from ..core.model import Category, Problem
from ..core.policy import Policy, PolicyError
from ..core.rule import RuleSet
from .paths import shown


@dataclass(frozen=True)
class PolicyOptions:
    """What the command line says about the policy; None and empty where it says nothing."""

    fail_on: str | None
    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None


def read_policy(options: PolicyOptions, rules: RuleSet) -> tuple[Policy, list[Problem]]:
    """The policy to scan with. What the command line names takes the place of the same key in the file.

    A file that cannot be used is a problem, and the rest is scanned with what is left of it; a wrong word on the
    command line is wrong use.
    """
    _refuse_unknown((*options.select, *options.ignore), rules)
    file = Path(options.config) if options.config else find(Path.cwd())
    policy, problems = Policy(), []
    if file is not None:
        try:
            policy = policies.from_table(read_table(file))
        except PolicyError as error:
            problems.append(_problem(file, f"{error} The default policy was used."))
        else:
            unknown = ", ".join(policies.check_names(policy, rules))
            if unknown:
                message = f"No rule or category is named {unknown}; `jupyter mlsecops rules` lists them."
                problems.append(_problem(file, message))
    changes: dict[str, Any] = {}
    if options.profile:
        changes["profile"] = options.profile
    if options.fail_on:
        changes["fail_on"] = policies.parse_severity(options.fail_on)
    if options.select:
        changes["select"] = frozenset(options.select)
    if options.ignore:
        changes["ignore"] = frozenset(options.ignore)
    return replace(policy, **changes), problems


def find(folder: Path) -> Path | None:
    """The nearest ``mlsecops.toml``, or ``pyproject.toml`` that speaks of us, in ``folder`` or above it."""
    for place in (folder, *folder.parents):
        if (place / "mlsecops.toml").is_file():
            return place / "mlsecops.toml"
        pyproject = place / "pyproject.toml"
        try:
            if b"mlsecops" in pyproject.read_bytes() and _has_section(pyproject):
                return pyproject
        except OSError:
            pass
        if (place / ".git").exists():
            break
    return None


def read_table(file: Path) -> dict[str, Any]:
    """The table of a policy file. Raises ``PolicyError``."""
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: dict[str, Any] = toml.loads(file.read_text("utf-8"))
    except OSError as error:
        raise PolicyError(f"The policy cannot be read ({error.strerror}).") from error
    except ValueError as error:
        cause = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise PolicyError(f"The policy is not valid TOML ({cause}).") from error
    if file.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("mlsecops", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise PolicyError("tool.mlsecops: a table is wanted.")
    return table


def _has_section(pyproject: Path) -> bool:
    try:
        return bool(read_table(pyproject))
    except PolicyError:
        return True  # it names us and cannot be read: that must be said


def _refuse_unknown(words: Iterable[str], rules: RuleSet) -> None:
    known = [*(category.value for category in Category), *(rule.id for rule in rules)]
    for word in words:
        if word not in known:
            near = difflib.get_close_matches(word, known, 1)
            hint = f"Did you mean {near[0]}?" if near else "`jupyter mlsecops rules` lists them."
            raise click.UsageError(f"No rule or category is named {word!r}. {hint}")


def _problem(file: Path, message: str) -> Problem:
    path = shown(str(file))
    return Problem(path=path, kind="configuration", message=f"{path}: {message}")
