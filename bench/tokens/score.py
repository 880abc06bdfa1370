"""Who found what: each finding of the scanner against what was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.found import Found
from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet

from .notebooks import Book
from .planting import Json, Planted

Scanner = Callable[[Json], list[Found]]


def scanner() -> Scanner:
    """The secrets that the default profile reports in a notebook."""
    chosen = RuleSet(rule for rule in rules.load() if rule.category.value == "secrets")
    matcher, policy = Matcher(chosen), Policy()

    def scan(tree: Json) -> list[Found]:
        matched = matcher.run(build(tree))
        if matched.problems:
            raise RuntimeError(matched.problems[0].message)
        return [one for one in matched.found if policy.shows(one.rule, one.match.severity or one.rule.severity)]

    return scan


@dataclass
class Score:
    """What became of the tokens: ``planted`` all, ``missed`` not found, the others found but not as they should be."""

    planted: list[Planted] = field(default_factory=list)
    missed: list[Planted] = field(default_factory=list)
    inexact: list[tuple[Planted, str]] = field(default_factory=list)
    misnamed: list[tuple[Planted, str]] = field(default_factory=list)
    repeated: list[tuple[Planted, str]] = field(default_factory=list)

    def share(self, of: Callable[[Planted], str] | None = None) -> dict[str, float]:
        """The share of tokens found, in percent: of all, or by what ``of`` says."""
        name = of or (lambda one: "all")
        lost = Counter(map(name, self.missed))
        return {key: 100 - 100 * lost[key] / size for key, size in Counter(map(name, self.planted)).items()}


def score(books: Iterable[Book], scan: Scanner) -> Score:
    """Scan all notebooks and compare."""
    result = Score()
    for book in books:
        by_pointer: dict[str, list[Found]] = defaultdict(list)
        for one in scan(book.tree):
            by_pointer[one.pointer].append(one)
        for planted in book.planted:
            _judge(planted, by_pointer[planted.pointer], result)
    return result


def _judge(planted: Planted, here: list[Found], result: Score) -> None:
    result.planted.append(planted)
    over = [one for one in here if one.span and one.span.start < planted.end and planted.start < one.span.end]
    whole = [one for one in over if one.span and one.span.start <= planted.start and planted.end <= one.span.end]
    if not whole:
        result.missed.append(planted)
        return
    one = whole[0]
    if (one.span and (one.span.start, one.span.end)) != (planted.start, planted.end):
        result.inexact.append((planted, f"{one.rule.id} {one.span}"))
    if one.rule.id not in planted.rules and one.rule.id != "split-secret":
        result.misnamed.append((planted, one.rule.id))
    if len(over) > 1:
        result.repeated.append((planted, " ".join(sorted(each.rule.id for each in over))))
