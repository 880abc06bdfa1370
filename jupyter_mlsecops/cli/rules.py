"""``jupyter mlsecops rules``."""

from __future__ import annotations

import difflib
import shutil
import sys
import textwrap

import click
import msgspec

from ..core.rule import Rule, quietest_profile
from ..core.ruleset import RuleSet
from ..reports import examples
from ..rules import available
from .output import echo


@click.command("rules")
@click.argument("id", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Form of the list.",
)
def command(id: str | None, format_: str) -> int:
    """List the rules, or explain one: why it matters, an example, what to do, references.

    ID is a rule, or what another tool calls it (B301, S301).
    """
    rules, problems = available()
    chosen = _named(rules, id) if id else rules.named()
    if format_ == "json":
        encoded = msgspec.json.encode({"rules": [rule.info for rule in chosen]})
        echo(msgspec.json.format(encoded, indent=2).decode() + "\n")
    elif len(chosen) == 1:
        echo(explained(chosen[0], shutil.get_terminal_size().columns if sys.stdout.isatty() else 100))
    else:
        echo(listed(chosen))
    for problem in problems:
        click.echo(problem.message, err=True)
    return 2 if problems else 0


def _named(rules: RuleSet, id: str) -> list[Rule]:
    """The rule with an id, or all that another tool calls so."""
    named = [rules[id]] if id in rules else [rule for rule in rules.named() if id.upper() in rule.aliases]
    if named:
        return named
    near = difflib.get_close_matches(id, [rule.id for rule in rules], 3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`jupyter mlsecops rules` lists them."
    raise click.UsageError(f"No rule is named {id!r}. {hint}")


def listed(rules: list[Rule]) -> str:
    """A table of rules: id, severity, category, title."""
    wide = max((len(rule.id) for rule in rules), default=0)
    rows = [f"{rule.id:<{wide}}  {rule.severity.value:<8}  {rule.category.value:<15}  {rule.title}" for rule in rules]
    return "\n".join([*rows, f"{len(rows)} rules. Explain one: jupyter mlsecops rules ID"]) + "\n"


def explained(rule: Rule, width: int) -> str:
    """One rule in words and examples."""
    info = rule.info
    others = [*info.references.cwe, *info.references.owasp, *info.references.atlas]
    parts = [
        f"{info.id}: {info.title}",
        f"{info.category.value}, {info.severity.value} severity, {info.confidence.value} confidence, "
        f"profile {rule.profile or quietest_profile(rule.severity)}",
        _paragraph("Why", info.why, width),
        _paragraph("Fix", info.remedy, width),
        *(_example("Found", example.text, rule.hides) for example in rule.bad[:2]),
        *(_example("Not found", example.text, False) for example in rule.ok[:1]),
        f"References: {', '.join(others)}" if others else "",
        f"Other tools call it: {', '.join(rule.aliases)}" if rule.aliases else "",
        f"More: {info.help_uri}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _paragraph(title: str, text: str, width: int) -> str:
    return textwrap.fill(f"{title}: {text}", max(40, min(width, 100)), break_on_hyphens=False) if text else ""


def _example(title: str, text: str, hidden: bool) -> str:
    return f"{title}:\n{textwrap.indent(examples.masked(text) if hidden else examples.underlined(text), '    ')}"
