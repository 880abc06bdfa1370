"""How much is reported of real notebooks, in each profile, rule by rule, beside bandit.

python bench/noise.py [--corpus DIR_OR_ZIP] [--peers DIR] [--sample N --seed S [--profile P] [--rule ID]]

With ``--sample`` it prints so many findings about code, with the lines around them, for a careful reader, and no table.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import corpus
from figures import Figure

sys.path.insert(0, str(corpus.ROOT))
from bench.code import peers  # noqa: E402
from jupyter_mlsecops import rules  # noqa: E402
from jupyter_mlsecops.core.engine import Engine  # noqa: E402
from jupyter_mlsecops.core.model import Category, Finding, Severity  # noqa: E402
from jupyter_mlsecops.core.policy import Policy  # noqa: E402
from jupyter_mlsecops.core.rule import PROFILES  # noqa: E402
from jupyter_mlsecops.core.text import Lines  # noqa: E402

NOT_CODE = {Category.SECRETS, Category.PII}
AROUND = 3


@dataclass(frozen=True)
class Reported:
    """A finding of the loudest profile, the quieter ones that show it too, and the text that it stands in."""

    book: str
    finding: Finding
    profiles: frozenset[str]
    text: str


def scan(books: dict[str, bytes]) -> list[Reported]:
    """Everything that any profile reports."""
    loaded = rules.load()
    by_id = {rule.id: rule for rule in loaded}
    engine = Engine(loaded, Policy(profile="audit"), b"k" * 32)
    policies = {profile: Policy(profile=profile) for profile in PROFILES}
    reported = []
    for name, raw in books.items():
        done = engine.scan(raw, name)
        texts = done.matched.texts if done.matched else {}
        for finding in done.findings:
            seen = (p for p, policy in policies.items() if policy.shows(by_id[finding.rule], finding.severity))
            text = texts[finding.location.pointer].raw if finding.location.pointer in texts else ""
            reported.append(Reported(name, finding, frozenset(seen), text))
    return reported


def measure(books: dict[str, bytes]) -> list[Figure]:
    """Findings per notebook in each profile, and those of the other tools that are here."""
    reported = scan(books)
    figures = []
    for profile in PROFILES:
        shown = [one for one in reported if profile in one.profiles]
        code = sum(one.finding.category not in NOT_CODE for one in shown)
        how = f"{len(shown)} in {len({one.book for one in shown})} of {len(books)} notebooks, {code} of them about code"
        limit = 0.3 if profile == "default" else None
        figures.append(
            Figure(f"noise: findings per notebook, {profile} profile", len(shown) / len(books), "", how, limit)
        )
    for tool, said in peers.reports(books).items():
        total = sum(map(len, said.values()))
        how = f"{total} in {len(said)} of {len(books)} notebooks"
        figures.append(Figure(f"noise: findings per notebook of {tool}", total / len(books), "", how))
    return figures


def profiles(reported: list[Reported], notebooks: int) -> str:
    """Findings per notebook in each profile, and of those at medium or above, in a Markdown table."""
    rows = [
        "| profile | findings | per notebook | notebooks with any | code alone | per notebook | notebooks with any |"
    ]
    rows.append("|---|" + "---:|" * 6)
    shown = {profile: [one for one in reported if profile in one.profiles] for profile in PROFILES}
    shown["medium or above"] = [one for one in reported if one.finding.severity.rank >= Severity.MEDIUM.rank]
    for profile, every in shown.items():
        columns = []
        for part in (every, [one for one in every if one.finding.category not in NOT_CODE]):
            columns += [f"{len(part)}", f"{len(part) / notebooks:.2f}", f"{len({one.book for one in part})}"]
        rows.append(f"| {profile} | {' | '.join(columns)} |")
    return "\n".join(rows)


def by_rule(reported: list[Reported]) -> str:
    """Findings of every rule by severity, the loudest first, in a Markdown table."""
    words = [severity.value for severity in Severity]
    rows = [f"| rule | category | findings | notebooks | {' | '.join(words)} | default profile |"]
    rows.append("|---|---|" + "---:|" * (len(words) + 3))
    counts = Counter(one.finding.rule for one in reported)
    for rule, count in counts.most_common():
        own = [one for one in reported if one.finding.rule == rule]
        severities = Counter(one.finding.severity.value for one in own)
        category, books = own[0].finding.category.value, len({one.book for one in own})
        shown = sum("default" in one.profiles for one in own)
        each = " | ".join(str(severities[word] or "") for word in words)
        rows.append(f"| {rule} | {category} | {count} | {books} | {each} | {shown or ''} |")
    return "\n".join(rows)


def others(books: dict[str, bytes], place: Path | None) -> str:
    """What the other tools report of the same notebooks, findings about an import alone left out."""
    rows = ["| tool | findings | per notebook | notebooks with any | medium or above | most often |"]
    rows.append("|---|---:|---:|---:|---:|---|")
    for tool, said in peers.reports(books, place).items():
        codes = Counter(code for found in said.values() for code, _ in found)
        medium = sum(bad for found in said.values() for _, bad in found)
        often = ", ".join(f"{code} {count}" for code, count in codes.most_common(6))
        total = codes.total()
        rows.append(f"| {tool} | {total} | {total / len(books):.2f} | {len(said)} | {medium} | {often} |")
    return "\n".join(rows)


def sample(reported: list[Reported], count: int, seed: int) -> Iterator[str]:
    """Some of the findings, drawn at random, with the lines around them."""
    drawn = random.Random(seed).sample(reported, min(count, len(reported)))
    for number, one in enumerate(drawn, 1):
        finding, where = one.finding, one.finding.location
        yield f"--- {number}. {finding.rule} {finding.severity.value}: {finding.message}"
        yield f"    {one.book}, cell {where.cell_index}, {where.pointer}; {len(finding.related)} further places"
        lines = Lines(one.text)
        first, last = (where.region.start_line, where.region.end_line) if where.region else (1, 1)
        for line in range(max(1, first - AROUND), min(len(lines.starts), last + AROUND) + 1):
            mark = ">" if first <= line <= last else " "
            yield f"  {mark} {line:4} {one.text[slice(*lines.line_span(line))][:200]}"


def main() -> None:
    """Print the tables, or the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus")
    parser.add_argument("--peers", type=Path, help="an environment that holds bandit")
    parser.add_argument("--sample", type=int, default=0, help="print so many findings about code with their context")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=PROFILES, default="default", help="which findings to draw from")
    parser.add_argument("--rule", help="draw from the findings of one rule")
    options = parser.parse_args()
    books = corpus.load(corpus.locate(options.corpus))
    reported = scan(books)
    if options.sample:
        wanted = [
            one
            for one in reported
            if options.profile in one.profiles
            and (one.finding.rule == options.rule if options.rule else one.finding.category not in NOT_CODE)
        ]
        print("\n".join(sample(wanted, options.sample, options.seed)))
        return
    print(f"{len(books)} notebooks\n\n{profiles(reported, len(books))}\n\n{by_rule(reported)}\n")
    print(others(books, options.peers))


if __name__ == "__main__":
    main()
