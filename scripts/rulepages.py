"""The pages of the documentation about rules: docs/rules.md lists them, docs/rules/ID.md explains one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.example import Example
from jupyter_mlsecops.core.model import Category
from jupyter_mlsecops.core.rule import Rule, quietest_profile
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.reports import examples
from jupyter_mlsecops.rules.dependencies.indexes import TEST_INDEX
from scripts.markdown import escaped, fenced

FOLDER = "docs/rules"
INDEX = TEST_INDEX.partition(".")[2]


def pages() -> dict[str, str]:
    """The text of every page by its path in the repository."""
    found = RuleSet(rule for _, rule in rules.imported())  # without those of other packages that happen to be installed
    forms = {rule.id: [form for form in found if form.form_of == rule.id] for rule in found}
    pages = {f"{FOLDER}/{rule.id}.md": page(rule, forms[rule.id]) for rule in found.named()}
    return {f"{FOLDER}.md": contents(found.named()), **pages}


def contents(found: Sequence[Rule]) -> str:
    """The list of all rules, a table a category."""
    parts = [HEAD.format(number=len(found))]
    for category in Category:
        rows = [
            f"| [{rule.id}](rules/{rule.id}.md) | {escaped(rule.title)} | {rule.severity.value} |"
            for rule in found
            if rule.category is category
        ]
        if rows:
            table = "\n".join(["| rule | what it finds | severity |", "| --- | --- | --- |", *rows])
            parts.append(f"## {category.value.capitalize()}\n\n{table}\n")
    return "\n".join(parts)


HEAD = """# Rules

The {number} rules of jupyter_mlsecops. `jupyter mlsecops rules ID` shows one of them in the terminal. The severity is
the usual one: where a file comes from or which version is installed can change it, and the finding then says so. On the
pages values of secrets stand as shapes (`hf_••••••`); what is found is underlined with carets.
"""


def page(rule: Rule, forms: Iterable[Rule] = ()) -> str:
    """One rule with its forms: what it is, why, what to do, examples, references."""
    info = rule.info
    references = ", ".join([*map(cwe_link, info.references.cwe), *info.references.owasp, *info.references.atlas])
    profile = rule.profile or quietest_profile(rule.severity)
    facts = [f"{info.severity.value} severity", f"{info.confidence.value} confidence", f"profile {profile}"]
    parts = [
        f"# {info.id}",
        f"{escaped(info.title)} ({', '.join([info.category.value, *facts])}).",
        f"**Why:** {escaped(info.why)}",
        f"**What to do:** {escaped(info.remedy)}" if info.remedy else "",
        *shown(rule),
        *(part for form in forms for part in form_section(form)),
        f"References: {references}" if references else "",
        f"Also silenced by: {', '.join(f'`{alias}`' for alias in rule.aliases)}" if rule.aliases else "",
        "[All rules](../rules.md)",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def shown(rule: Rule) -> list[str]:
    """Examples of what a rule finds, and of what it does not."""
    bad = [examples.masked(text) if rule.hides else examples.underlined(text) for text in printable(rule.bad)[:3]]
    ok = [] if rule.hides else [examples.plain(text) for text in printable(rule.ok)[:2]]
    return [*(f"Found:\n\n{fenced(text)}" for text in bad), *(f"Not found:\n\n{fenced(text)}" for text in ok)]


def form_section(form: Rule) -> list[str]:
    """What a form of a rule finds, and why that matters."""
    severity = f"{form.severity.value} severity; `{form.id}` names this form alone in a policy or a comment"
    return [f"## {escaped(form.title)}", f"{severity}.", f"{escaped(form.why)} {escaped(form.remedy)}", *shown(form)]


def printable(shown: Iterable[Example]) -> list[str]:
    """The examples that name no host of the package index: a file of ours that does is taken for one that asks it."""
    return [example.text for example in shown if INDEX not in example.text]


def cwe_link(cwe: str) -> str:
    """A link to a weakness."""
    return f"[{cwe}](https://cwe.mitre.org/data/definitions/{cwe.removeprefix('CWE-')}.html)"
