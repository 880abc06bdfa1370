"""``jupyter mlsecops fix``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import click
from msgspec.structs import replace

from ..core.engine import Scan
from ..core.model import Applicability, Category, Finding, Problem
from ..core.patch import PatchError, apply
from ..reports import words
from ..reports.forms import seen_once
from ..service.secrets import PLACES
from . import output, session, walk
from .config import PolicyOptions
from .moving import Mover
from .options import look_options, policy_options
from .paths import STDIN, kind_of, kind_of_name
from .replace import Changed, replace_file
from .session import CannotRead, Result, Session, Wanted
from .walk import Target

_ROUNDS = 5  # a fix may uncover what another one overlapped


@dataclass
class _Fixed:
    """What became of one file."""

    raw: bytes
    scan: Scan
    diffs: list[str] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--review", is_flag=True, help="Apply those fixes too that a person should look at: see --diff first.")
@click.option(
    "--rule", "rules", multiple=True, metavar="ID", help="Fix only findings of this rule; may be given several times."
)
@click.option("--diff", is_flag=True, help="Show what would change, with secrets masked, and write nothing.")
@click.option(
    "--move-to",
    type=click.Choice(PLACES),
    help="With --review: write each secret to the .env file beside its notebook, or to the keyring, and have the code "
    "read it from there.",
)
@click.option("--yes", is_flag=True, help="Write secrets to the store of --move-to without asking first.")
@policy_options
@look_options
def command(
    paths: tuple[str, ...],
    review: bool,
    rules: tuple[str, ...],
    diff: bool,
    move_to: str | None,
    yes: bool,
    policy: PolicyOptions,
    no_color: bool,
    quiet: bool,
) -> int:
    """Apply the safe fixes to notebooks, Python files and lists of packages, and folders of them.

    Every byte outside of a fix stays as it is. A fix is applied only where a scan of the result shows that the
    finding is gone and nothing new came. What remains is reported, and decides the exit status as in scan.
    """
    here = session.start(policy, paths or (".",))
    unknown = [rule for rule in rules if rule not in here.rules]
    if unknown:
        raise click.UsageError(f"No rule is named {unknown[0]!r}. `jupyter mlsecops rules` lists them.")
    if move_to is not None:
        if not review:
            raise click.UsageError("--move-to changes what code does: say --review as well.")
        here = replace(here, policy=replace(here.policy, secret_store=move_to))
    form = output.Form("text", None, no_color, quiet)
    targets, problems = walk.find(paths or (".",), models=False)
    if not targets and not quiet:
        click.echo(walk.NOTHING, err=True)
    results = []
    for target in targets:
        if target.path == STDIN:
            raise click.UsageError("fix changes files: name one instead of -.")
        mover = Mover(move_to, here.key, target, yes, quiet) if move_to is not None and not diff else None
        applicability = Applicability.REVIEW if review else Applicability.SAFE
        results.append(_one(here, target, applicability, rules, diff, form, mover))
    done = session.gather(here, [result for result, _ in results], problems)
    output.write(here, done, form)
    # --diff fixed nothing: what it could fix counts as well.
    is_pending = diff and here.policy.gate(finding for _, pending in results for finding in pending)
    return max(session.exit_status(here, done.report), 1 if is_pending else 0)


def _one(
    here: Session,
    target: Target,
    applicability: Applicability,
    rules: Sequence[str],
    diff: bool,
    form: output.Form,
    mover: Mover | None,
) -> tuple[Result, list[Finding]]:
    """Fix one file, say what was done, and return what remains and what there was before."""
    try:
        before = session.read(target)
    except CannotRead as error:
        return Result(session.not_scanned(target, kind_of_name(target.path) or "other", error.problem)), []
    first = session.scan_bytes(here.engine, before, target, Wanted())
    if not first.scan.findings:
        return first, []
    fixed = _fixed(here, before, target, applicability, set(rules) or None, mover)
    if mover is not None:
        fixed.scan.problems.extend(mover.problems)
    if fixed.raw == before:
        return session.with_places(fixed.scan, before, form.wanted), first.scan.findings
    if diff:
        click.echo(f"{target.name}:\n{_painted(fixed.diffs, form.colour)}\n")
        return session.with_places(fixed.scan, fixed.raw, form.wanted), first.scan.findings
    try:
        replace_file(target.path, before, fixed.raw)
    except (OSError, Changed) as error:
        cause = "it changed while it was read; try again" if isinstance(error, Changed) else error.strerror
        result = session.scan_bytes(here.engine, before, target, form.wanted)
        message = f"{target.name}: The fixed file cannot be written: {cause}."
        result.scan.problems.append(Problem(path=target.name, kind="not-written", message=message))
        return result, first.scan.findings
    if not form.quiet:
        what = ", ".join(f"{rule} ×{number}" if number > 1 else rule for rule, number in sorted(fixed.rules.items()))
        click.echo(f"{target.name}: fixed {fixed.rules.total()} ({what})", err=True)
        for rule in sorted(fixed.rules):
            if here.rules[rule].category is Category.SECRETS:  # what was readable once must be revoked
                click.echo(f"  {rule}: {words.first_sentence(here.rules[rule].remedy)}", err=True)
    return session.with_places(fixed.scan, fixed.raw, form.wanted), first.scan.findings


def _fixed(
    here: Session,
    raw: bytes,
    target: Target,
    applicability: Applicability,
    rules: set[str] | None,
    mover: Mover | None,
) -> _Fixed:
    """The file with its fixes applied, in memory."""
    kind = kind_of(target.path, raw)
    state = _Fixed(raw, session.scan_with_files(here.engine, raw, target, kind))
    for _ in range(_ROUNDS):
        wanted = None
        if mover is not None:
            wanted = {finding.fingerprint for finding in state.scan.findings} - mover.move(state.scan, rules)
        plan = here.engine.plan(state.scan, applicability, rules, wanted)
        if not plan.edits:
            break
        try:
            raw = apply(state.raw, plan.edits)
        except PatchError:  # the document in memory and the file disagree: leave the file alone
            break
        scan = session.scan_with_files(here.engine, raw, target, kind)
        if len(scan.findings) >= len(state.scan.findings) or len(scan.problems) > len(state.scan.problems):
            break
        gone = _by_rule(state.scan.findings) - _by_rule(scan.findings)
        state = _Fixed(raw, scan, [*state.diffs, plan.diff], state.rules + gone)
    return state


def _by_rule(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in seen_once(findings))


def _painted(diffs: Sequence[str], colour: bool) -> str:
    lines = "\n".join(diffs).split("\n")
    if colour:
        codes = {"+": "32", "-": "31", "@": "36"}
        lines = [f"\x1b[{codes[line[0]]}m{line}\x1b[0m" if line[:1] in codes else line for line in lines]
    encoding = sys.stdout.encoding or "utf-8"
    return "\n".join(lines).encode(encoding, "backslashreplace").decode(encoding)
