"""``jupyter mlsecops verify``: the one command that sends something anywhere, and only on a clear word."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from .. import policyfile, rules
from ..core import policy as policies
from ..core.engine import Engine
from ..core.model import Category, Finding, Problem
from ..core.policy import PolicyError
from ..core.text import Sensitive, fingerprint
from ..key import find_key
from ..reports import json
from ..verification import report
from ..verification.providers import provider_of
from ..verification.report import Result, Verification
from ..verification.verify import MOST, Candidate, Question, State, Verdict, ask, questions
from . import output, session, walk
from .config import PolicyOptions, read_policy
from .options import look_options
from .paths import STDIN, kind_of, shown
from .running import with_bar
from .session import CannotRead, Session
from .walk import Target


@dataclass(frozen=True)
class Order:
    """What the command line asks for."""

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    most: int = MOST
    yes: bool = False
    format: str = "text"
    no_color: bool = False
    quiet: bool = False


@dataclass
class _Secrets:
    """The secrets of all files: their findings, the values by fingerprint, and what could not be read."""

    findings: list[Finding] = field(default_factory=list)
    values: dict[str, Sensitive] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("--yes-send-to-provider", "yes", is_flag=True, help="Send the tokens without asking first.")
@click.option(
    "--rule",
    "rules_",
    multiple=True,
    metavar="ID",
    help="Ask only about tokens that this rule finds; may be given several times.",
)
@click.option(
    "--most", type=click.IntRange(1), default=MOST, show_default=True, metavar="N", help="Ask about N tokens at most."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@look_options
def command(
    paths: tuple[str, ...],
    yes: bool,
    rules_: tuple[str, ...],
    most: int,
    format_: str,
    no_color: bool,
    quiet: bool,
) -> int:
    """Ask the providers of the tokens in notebooks and other files whether they still work.

    Each token goes to the provider that issued it, over HTTPS, in one request that changes nothing there;
    docs/verification.md leads to each. Nothing is sent before you agree, and nothing at all where a policy says
    `verification = "forbidden"`. Exit status: 0 none is live, 1 some are, 2 some could not be found out.
    """
    return perform(Order(paths, rules_, most, yes, format_, no_color, quiet))


def perform(order: Order, endpoint: str | None = None) -> int:
    """Do what was ordered, print the report, and return the exit status. ``endpoint`` is that of ``client.send``.

    Raises ``click.ClickException`` where nothing may be sent.
    """
    targets, problems = walk.find(order.paths, models=False)
    here = _start({Path.cwd(), *(Path(t.path).resolve().parent for t in targets if t.path != STDIN)})
    unknown = [rule for rule in order.rules if rule not in here.rules]
    if unknown:
        raise click.UsageError(f"No rule is named {unknown[0]!r}. `jupyter mlsecops rules` lists them.")
    found = _secrets(here, targets, set(order.rules))
    candidates = _candidates(here, found)
    wanted, verdicts = questions(candidates, order.most)
    if wanted:
        _agree(wanted, order)
    answers = ask(wanted, endpoint=endpoint)
    verdicts.update(with_bar(answers, len(wanted), "tokens") if not order.quiet and sys.stderr.isatty() else answers)
    done = Verification(
        tool=here.engine.tool,
        results=[_result(one, verdicts[one.fingerprint]) for one in found.findings],
        problems=sorted([*here.problems, *problems, *found.problems], key=lambda p: (p.path, p.kind, p.message)),
    )
    colour = output.Form("text", None, order.no_color, order.quiet).colour
    output.echo(json.render(done) if order.format == "json" else report.as_text(done, colour, not order.quiet))
    states = {verdict.state for verdict in verdicts.values()}
    if done.problems or State.UNKNOWN in states:
        return 2
    return 1 if State.LIVE in states else 0


def _start(folders: set[Path]) -> Session:
    """Rules, policy and key. Raises ``click.ClickException`` where a policy forbids to send, or cannot be read: an
    administrator's, or that of one of ``folders``.
    """
    nearest = {file for folder in folders if (file := policyfile.find(folder)) is not None}
    for file in [*policyfile.of_administrators(), *sorted(nearest)]:
        _refuse_if_forbidden(file)
    found, problems = rules.available()
    policy, more = read_policy(PolicyOptions(None, None, (), (), None), found)
    key, no_key = find_key()
    return Session(found, policy, key, [*problems, *more, *([no_key] if no_key else [])])


def _refuse_if_forbidden(file: Path) -> None:
    name = shown(str(file))
    try:
        policy = policies.from_table(policyfile.read(file))
    except PolicyError as error:  # it may forbid it: nobody can tell
        raise click.ClickException(f"{name}: {error} Nothing was sent.") from error
    if policy.verification == "forbidden":
        raise click.ClickException(f"{name} forbids to send tokens to their providers. Nothing was sent.")


def _secrets(here: Session, targets: Sequence[Target], only: set[str]) -> _Secrets:
    """The secrets that a scan reports, with their values. In this process: no value goes through a pipe."""
    all_ = _Secrets()
    for target in targets:
        try:
            raw = session.read(target)
            scan = here.engine.scan(raw, target.name, kind_of(target.path, raw))
        except CannotRead as error:
            all_.problems.append(error.problem)
            continue
        except Exception as error:  # one hostile file must not end the run, and its text must not be shown
            failed = f"{target.name}: The scan of it failed ({type(error).__name__}). Please report this."
            all_.problems.append(Problem(path=target.name, kind="unreadable", message=failed))
            continue
        all_.problems += scan.problems
        for one in scan.matched.found if scan.matched else ():
            if one.rule.category is Category.SECRETS and one.rule.hides:
                name = fingerprint(here.key, one.rule.category.value, one.value)
                all_.values[name] = Sensitive(one.value)
        all_.findings += [
            finding
            for finding in scan.findings
            if finding.category is Category.SECRETS
            and finding.fingerprint in all_.values
            and (not only or finding.rule in only)
        ]
    return all_


def _candidates(here: Session, found: _Secrets) -> list[Candidate]:
    """The secrets to ask about, each by the rule that tells whose it is."""
    candidates = []
    for finding in found.findings:
        value = found.values[finding.fingerprint]
        rule = finding.rule
        if provider_of(rule, value.reveal()) is None:
            rule = next(_rules_of(here.engine, value.reveal()), rule)
        candidates.append(Candidate(rule, finding.fingerprint, value))
    return candidates


def _rules_of(engine: Engine, token: str) -> Iterator[str]:
    """The rules that know a token as a whole and by itself: one that is written in pieces, or was found by its name."""
    try:
        matched = engine.scan(token.encode("utf-8", "replace"), "", "other").matched
    except Exception:  # a rule of somebody else's; it was reported when it saw the file
        return
    for one in matched.found if matched else ():
        if one.value == token and provider_of(one.rule.id, token):
            yield one.rule.id


def _agree(wanted: Sequence[Question], order: Order) -> None:
    """Return if the tokens may be sent; else raise ``click.ClickException``."""
    numbers = Counter((question.provider.name, question.provider.host) for question in wanted)
    hosts = ", ".join(f"{name} ({host}): {number}" for (name, host), number in sorted(numbers.items()))
    if order.yes:
        return
    click.echo(f"Tokens to send to {hosts}.", err=True)
    is_person = sys.stdin.isatty() and sys.stderr.isatty() and STDIN not in order.paths
    if not is_person:
        raise click.ClickException("Nothing was sent. Say --yes-send-to-provider to send them.")
    if not click.confirm("Each provider sees its tokens and may log them. Send them?", err=True):
        raise click.ClickException("Nothing was sent.")


def _result(finding: Finding, verdict: Verdict) -> Result:
    return Result(
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        location=finding.location,
        state=verdict.state,
        provider=verdict.provider,
        reason=verdict.reason,
    )
