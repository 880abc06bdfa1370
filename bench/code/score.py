"""Unsafe code in cells: which seeds are found at their place, which clean ones are reported, beside other tools.

python bench/code/score.py [--positives-only] [--group G | --forms] [--peers DIR]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from figures import Figure  # noqa: E402

from bench.code import forms, peers, seeds  # noqa: E402
from bench.code.seeds import Seed  # noqa: E402
from jupyter_mlsecops import rules  # noqa: E402
from jupyter_mlsecops.core.engine import Engine  # noqa: E402
from jupyter_mlsecops.core.model import Finding, Location, Severity  # noqa: E402
from jupyter_mlsecops.core.policy import Policy  # noqa: E402


@dataclass
class Score:
    """What became of the seeds. ``hits`` and ``alarms`` hold the names of positive and of clean seeds, for ours and for
    each other tool; ``problems`` are rules that failed; ``known`` are the rules there are."""

    positives: list[Seed]
    negatives: list[Seed]
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    by_default: set[str] = field(default_factory=set)
    hits: dict[str, set[str]] = field(default_factory=dict)
    alarms: dict[str, set[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[Seed]:
        """The seeds that no acceptable rule reports at every marked place."""
        return [seed for seed in self.positives if seed.name not in self.hits["ours"]]

    @property
    def alarmed(self) -> list[Seed]:
        """The clean seeds of which we report something at medium or above."""
        return [seed for seed in self.negatives if seed.name in self.alarms["ours"]]


def score(positives: Sequence[Seed], negatives: Sequence[Seed]) -> Score:
    """Scan every seed with all rules."""
    result = Score(list(positives), list(negatives))
    loaded = rules.load()
    result.known = frozenset(rule.id for rule in loaded)
    of_category = {rule.id: f"@{rule.category.value}" for rule in loaded}
    engine, policy = Engine(loaded, Policy(profile="audit"), b"k" * 32), Policy()
    by_id = {rule.id: rule for rule in loaded}
    for seed in (*positives, *negatives):
        scan = engine.scan(seed.raw, f"{seed.name}.ipynb")
        result.problems += [problem.message for problem in scan.problems if problem.kind == "rule-failed"]
        result.findings[seed.name] = scan.findings
    ours = result.hits["ours"] = set()
    for seed in positives:
        right = [f for f in result.findings[seed.name] if {f.rule, of_category[f.rule]} & set(seed.rules)]
        if is_found(seed, right):
            ours.add(seed.name)
        if is_found(seed, [f for f in right if policy.shows(by_id[f.rule], f.severity)]):
            result.by_default.add(seed.name)
    result.alarms["ours"] = {seed.name for seed in negatives if serious(result.findings[seed.name])}
    return result


def compare(result: Score, place: Path | None = None) -> Score:
    """The same with what the other tools say of the seeds; see ``peers.reports`` for where they are looked for."""
    notebooks = {seed.name: seed.raw for seed in (*result.positives, *result.negatives)}
    for tool, said in peers.reports(notebooks, place).items():
        result.hits[tool] = {seed.name for seed in result.positives if said.get(seed.name)}
        result.alarms[tool] = {seed.name for seed in result.negatives if any(bad for _, bad in said.get(seed.name, []))}
    return result


def is_found(seed: Seed, found: Iterable[Finding]) -> bool:
    """Whether one of ``found`` is bad enough and stands at each place of a seed, or names it as a further one."""
    enough = [finding for finding in found if finding.severity.rank >= seed.least.rank]
    where = [location for finding in enough for location in (finding.location, *finding.related)]
    if not seed.places:
        return bool(where)
    enough_of = any if seed.any_place else all
    return enough_of(any(_covers(at, place) for at in where) for place in seed.places)


def _covers(at: Location, place: tuple[str, int, int]) -> bool:
    pointer, first, last = place
    return (
        at.pointer == pointer and at.region is not None and first <= at.region.end_line and at.region.start_line <= last
    )


def serious(found: Iterable[Finding]) -> list[Finding]:
    """Those at medium or above."""
    return [finding for finding in found if finding.severity.rank >= Severity.MEDIUM.rank]


def measure(place: Path | None = None) -> list[Figure]:
    """Recall on the seeds and false alarms on the clean ones, ours and those of the tools that are here."""
    seeded = compare(score(seeds.load("positives"), seeds.load("negatives")), place)
    written = score(list(forms.every(forms.CALLS)), list(forms.every(forms.CLEAN, "clean-")))
    size, clean = len(seeded.positives), len(seeded.negatives)
    exact = f"{size} notebooks: the right rule in the right cell and line"
    every = f"{len(forms.CALLS)} calls in {len(forms.FORMS)} written forms, {len(written.positives)} notebooks"
    alike = f"{len(forms.CLEAN)} calls, {len(written.negatives)} notebooks, medium or above"
    figures = [
        Figure("unsafe code: seeds found", _share(seeded.hits["ours"], size), "%", exact),
        Figure("unsafe code: the same, default profile", _share(seeded.by_default, size), "%", exact),
        Figure("unsafe code: clean seeds reported", len(seeded.alarmed), "", f"{clean} notebooks, medium or above", 0),
        Figure("unsafe code: forms found", _share(written.hits["ours"], len(written.positives)), "%", every),
        Figure("unsafe code: clean forms reported", len(written.alarmed), "", alike, 0),
    ]
    for tool, hit in seeded.hits.items():
        if tool != "ours":
            how = f"anything reported anywhere in them; and {len(seeded.alarms[tool])} of {clean} clean seeds"
            figures.append(Figure(f"unsafe code: seeds found by {tool}", _share(hit, size), "%", how))
    return figures


def _share(hit: set[str], size: int) -> float:
    return 100 * len(hit) / max(size, 1)


def overall(result: Score) -> str:
    """Every tool in a Markdown table."""
    rows = ["| tool | seeds found | of | share | clean ones reported | of |", "|---|---:|---:|---:|---:|---:|"]
    everyone = {**result.hits, "ours, default profile": result.by_default}
    for tool, hit in everyone.items():
        alarms = result.alarms.get(tool, result.alarms["ours"])
        share = f"{_share(hit, len(result.positives)):.1f} %"
        rows.append(
            f"| {tool} | {len(hit)} | {len(result.positives)} | {share} | {len(alarms)} | {len(result.negatives)} |"
        )
    return "\n".join(rows)


def by(result: Score, title: str, keys: Callable[[Seed], Iterable[str]]) -> str:
    """Hits of every tool by something that seeds have, in a Markdown table."""
    members: dict[str, set[str]] = defaultdict(set)
    for seed in result.positives:
        for key in keys(seed):
            members[key].add(seed.name)
    tools = list(result.hits)
    rows = [f"| {title} | seeds | {' | '.join(tools)} |", "|---|" + "---:|" * (len(tools) + 1)]
    for key, names in sorted(members.items()):
        rows.append(f"| {key} | {len(names)} | {' | '.join(str(len(result.hits[tool] & names)) for tool in tools)} |")
    return "\n".join(rows)


def misses(result: Score) -> str:
    """Every seed that was missed, by rule: what is expected, where, the lines, and what we report in it instead."""
    lines = []
    for seed in sorted(result.missed, key=lambda one: (one.rules, one.name)):
        unknown = "" if any(rule in result.known or rule.startswith("@") for rule in seed.rules) else " (no such rule)"
        lines.append(f"- {seed.rules[0]}{unknown}: {seed.group}/{seed.name} ({', '.join(seed.variants)})")
        if len(seed.rules) > 1:
            lines.append(f"    also accepted: {', '.join(seed.rules[1:])}")
        lines += [f"    wanted ({seed.least.value} or worse) at {_place(seed, place)}" for place in seed.places]
        lines += [f"    reported: {_said(f)}" for f in result.findings[seed.name]]
    return "\n".join(lines) or "none"


def false_alarms(result: Score) -> str:
    """Every finding at medium or above in a clean seed."""
    return (
        "\n".join(
            f"- {finding.rule}: {seed.group}/{seed.name} ({', '.join(seed.variants)}): {_said(finding)}"
            for seed in sorted(result.alarmed, key=lambda one: one.name)
            for finding in serious(result.findings[seed.name])
        )
        or "none"
    )


def elsewhere(result: Score) -> str:
    """Every finding at medium or above in a seed with unsafe code that stands at none of its marks."""
    lines = []
    for seed in result.positives:
        for finding in serious(result.findings[seed.name]):
            if seed.places and not any(_covers(finding.location, place) for place in seed.places):
                lines.append(f"- {seed.group}/{seed.name}: {_said(finding)}")
    return "\n".join(lines) or "none"


def _place(seed: Seed, place: tuple[str, int, int]) -> str:
    pointer, first, last = place
    text = seeds.text_at(seed.tree, pointer).split("\n")
    return f"{pointer} line {first}: {' / '.join(line.strip() for line in text[first - 1 : last])[:160]}"


def _said(finding: Finding) -> str:
    region = finding.location.region
    line = f" line {region.start_line}" if region else ""
    return f"{finding.rule} {finding.severity.value} at {finding.location.pointer}{line}: {finding.message[:110]}"


def main() -> None:
    """Print the tables, then what was missed and what was reported wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--positives-only", action="store_true")
    parser.add_argument("--group", default="", help="one file of seeds, such as shell")
    parser.add_argument(
        "--forms", action="store_true", help="every call of a table in every written form, in place of the seeds"
    )
    parser.add_argument("--peers", type=Path, help="an environment for the other tools; it is made if there is none")
    options = parser.parse_args()
    if options.peers:
        peers.install(options.peers)
    if options.forms:
        positives, negatives = list(forms.every(forms.CALLS)), list(forms.every(forms.CLEAN, "clean-"))
    else:
        positives, negatives = seeds.load("positives", options.group), seeds.load("negatives", options.group)
    result = compare(score(positives, [] if options.positives_only else negatives), options.peers)
    print(overall(result), "\n")
    print(by(result, "rule", lambda seed: seed.rules[:1]), "\n")
    print(by(result, "variant", lambda seed: seed.variants), "\n")
    print("Missed:\n", misses(result), "\n", sep="")
    print("False alarms at medium or above:\n", false_alarms(result), "\n", sep="")
    print("Reported at medium or above beside the marks of a seed (true or not is for a reader):")
    print(elsewhere(result))
    if result.problems:
        sys.exit("\n".join(["Rules that failed:", *sorted(set(result.problems))]))


if __name__ == "__main__":
    main()
