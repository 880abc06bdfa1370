"""Finding and reading the policy: the options of the command, then ``mlsecops.toml`` or ``pyproject.toml``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec.structs import replace

from .. import policyfile
from ..core import policy as policies
from ..core.model import Category, Problem
from ..core.policy import Policy, PolicyError
from ..core.ruleset import RuleSet
from .paths import shown

if TYPE_CHECKING:
    from ..core.baseline import Baseline


class PolicyOptions(msgspec.Struct, frozen=True):
    """What the command line says about the policy; None and empty where it says nothing."""

    fail_on: str | None
    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None
    environment: str | None = None
    model_timeout: int | None = None


def plugin_modules(options: PolicyOptions, folders: Sequence[str]) -> tuple[str, ...]:
    """The modules with plugins of detect-secrets that a policy may name: one of the administrator, or one that the
    command line names and that does not lie in a folder that is scanned.
    """
    return tuple(dict.fromkeys(name for one in _chosen(options, folders) for name in one.detect_secrets_plugins))


def _chosen(options: PolicyOptions, folders: Sequence[str]) -> list[Policy]:
    """The policies of the administrator, and the one that the command line names, if that does not lie in a folder that
    is scanned."""
    files = policyfile.of_administrators()
    if options.config and not _is_inside(Path(options.config), folders):
        files.append(Path(options.config))
    found = []
    for file in files:
        with contextlib.suppress(PolicyError):  # read_policy says what is wrong with it
            found.append(policies.from_table(policyfile.read(file)))
    return found


def _is_inside(file: Path, folders: Sequence[str]) -> bool:
    scanned = [Path(folder).resolve() for folder in (*folders, ".")]
    return any(folder in file.resolve().parents for folder in scanned)


def read_policy(
    options: PolicyOptions, rules: RuleSet, folders: Sequence[str] = (".",)
) -> tuple[Policy, list[Problem]]:
    """The policy to scan with. What the command line names takes the place of the same key in the file.

    A file that cannot be used is a problem, and the rest is scanned with what is left of it; a wrong word on the
    command line is wrong use.
    """
    _refuse_unknown((*options.select, *options.ignore), rules)
    file = Path(options.config) if options.config else policyfile.find(Path.cwd())
    policy, problems = Policy(), []
    if file is not None:
        try:
            policy = policies.from_table(policyfile.read(file))
        except PolicyError as error:
            problems.append(_problem(file, f"{error} The default policy was used."))
        else:
            unknown = ", ".join(policies.check_names(policy, rules))
            if unknown:
                message = f"No rule or category is named {unknown}; `jupyter mlsecops rules` lists them."
                problems.append(_problem(file, message))
            if policy.detect_secrets_plugins and (not options.config or _is_inside(file, folders)):
                message = (
                    "detect-secrets-plugins was not followed, because plugins are code and this file lies in what is "
                    "scanned or was found there. Name the modules in a policy elsewhere, and give it with --config."
                )
                problems.append(_problem(file, message))
            if policy.model_signers and (not options.config or _is_inside(file, folders)):
                message = (
                    "model-signers was not followed, because who can write here could sign as anybody. Put them in a "
                    "policy elsewhere, and give it with --config."
                )
                problems.append(_problem(file, message))
    signers = dict.fromkeys(signer for one in _chosen(options, folders) for signer in one.model_signers)
    changes: dict[str, Any] = {"model_signers": tuple(signers)}
    if options.profile:
        changes["profile"] = options.profile
    if options.fail_on:
        changes["fail_on"] = policies.parse_severity(options.fail_on)
    if options.model_timeout:
        changes["model_timeout"] = options.model_timeout
    if options.select:
        changes["select"] = frozenset(options.select)
    if options.ignore:
        changes["ignore"] = frozenset(options.ignore)
    return replace(policy, **changes), problems


def read_baseline(file: str, problems: list[Problem]) -> Baseline | None:
    """What was accepted before; None, and a further problem, where the file cannot be used."""
    from ..baselinefile import read
    from ..core.baseline import BaselineError

    try:
        return read(Path(file))
    except BaselineError as error:
        name = shown(file)
        message = f"{name}: The baseline was not used: {error}"
        problems.append(Problem(path=name, kind="configuration", message=message))
        return None


def _refuse_unknown(words: Iterable[str], rules: RuleSet) -> None:
    known = [*(category.value for category in Category), *(rule.id for rule in rules)]
    for word in words:
        if word not in known:
            import difflib

            near = difflib.get_close_matches(word, known, 1)
            hint = f"Did you mean {near[0]}?" if near else "`jupyter mlsecops rules` lists them."
            raise click.UsageError(f"No rule or category is named {word!r}. {hint}")


def _problem(file: Path, message: str) -> Problem:
    path = shown(str(file))
    return Problem(path=path, kind="configuration", message=f"{path}: {message}")
