"""Subjects to ``Found``: every rule on every subject it looks at, screened first and remembered with the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import chain, compress
from operator import attrgetter
from unicodedata import is_normalized, normalize

from msgspec.structs import replace

from .echoes import without_echoes
from .found import Found, found_in_source, found_in_text, part_at, shifted
from .ipynb import Cell, Notebook, column
from .matched import Lost, Matched
from .model import Part, Problem
from .modelfile import ModelFile
from .needles import COMBINATIONS, Adaptive, Search
from .python.code import Code, linked
from .python.dispatch import Dispatch
from .python.joined import Tried
from .python.reuse import State
from .python.summary import Summary
from .rule import Match, Rule
from .ruleset import RuleSet
from .screen import Screen
from .segments import OUTPUT, Segment, Texts, texts_of
from .settling import settle, spread
from .shell.line import Shell, commands, shells_of

_SEGMENTS, _MATCHES = attrgetter("segments"), attrgetter("matches")
_RAW, _SOURCE = attrgetter("raw"), attrgetter("source")


class Matcher:
    """Runs a set of rules. Texts of cells that did not change since the last scan are not looked at again."""

    def __init__(self, rules: RuleSet, using: type[Search] = Adaptive) -> None:
        about_texts = rules.on(Segment)
        self._texts = Screen([rule for rule in about_texts if not rule.stored and not rule.printed], using)
        self._printed = Screen([rule for rule in about_texts if rule.printed], using)
        self._stored = Screen([rule for rule in about_texts if rule.stored], using)
        self._sources = Screen([*rules.on(Code), *rules.on(Shell), *rules.on(Notebook)], using)
        self._always = self._sources.present("")  # what is in every text
        # Code that cannot be read is worth a word where its safety was to be judged, not where secrets were looked for.
        self._reads_code = any(not rule.hides for rule in rules.on(Code))
        self._dispatch = Dispatch()
        self._models = rules.on(ModelFile)
        self._chosen: dict[frozenset[int], tuple[tuple[Rule, ...], ...]] = {}  # by what stands in the code

    def run(self, notebook: Notebook, like: Tried | None = None) -> Matched:
        """All matches in ``notebook``: overlapping claims settled, known secrets marked wherever they stand.

        ``like`` is what is known of the code from an earlier time that the same fix was tried.
        """
        matched = Matched([], [], texts_of(notebook), {})
        found = self._in_texts(notebook, matched)
        found += self._in_model(notebook, matched.problems)
        found += self._in_code(notebook, matched, like)
        matched.found.extend(spread(settle(without_echoes(found, notebook)), matched.segments))
        return matched

    def _in_texts(self, notebook: Notebook, matched: Matched) -> list[Found]:
        fresh = [texts for texts in matched.by_cell if texts.matcher is not self]
        if fresh:
            self._look(fresh, notebook, matched.problems)
        return [found_in_text(*one) for one in chain.from_iterable(map(_MATCHES, matched.by_cell))]

    def _look(self, fresh: Sequence[Texts], notebook: Notebook, problems: list[Problem]) -> None:
        """Look at texts that are new: at those in which a rule may match at all."""
        segments = [*chain.from_iterable(map(_SEGMENTS, fresh))]
        passing = self._passing(segments)
        found: dict[Cell | None, list[tuple[Rule, Match, Segment]]] = {}
        failing: set[Cell | None] = set()
        for k in sorted(passing):
            segment, failed = segments[k], len(problems)
            found.setdefault(segment.cell, []).extend(
                (rule, match, segment)
                for group in passing[k]
                for rule in _admitted(group, segment)
                for match in _checked(rule, segment, notebook, problems)
            )
            if len(problems) > failed:
                failing.add(segment.cell)
        for texts in fresh:
            texts.matches, texts.matcher = found.get(texts.cell, ()), self
            if failing and texts.cell in failing:
                texts.matcher = None  # what a rule has not seen is looked at, and reported, in the next scan as well

    def _passing(self, segments: Sequence[Segment]) -> dict[int, list[list[Rule]]]:
        """By the number of a text the rules that may match in it, those with one guard together."""
        screened = [segment.screened if segment.key else segment.text for segment in segments]
        outputs = [k for k, segment in enumerate(segments) if segment.part is OUTPUT]
        passing = self._texts.passing(screened)
        printed = self._printed.passing([screened[k] for k in outputs])
        stored = self._stored.passing(map(_RAW, segments))
        for k, groups in (*((outputs[k], groups) for k, groups in printed.items()), *stored.items()):
            passing[k] = [*passing.get(k, ()), *groups]
        return passing

    def _in_model(self, notebook: Notebook, problems: list[Problem]) -> Iterator[Found]:
        for rule in self._models if notebook.model is not None else ():
            for match in _checked(rule, notebook.model, notebook, problems):
                yield Found(rule, match, "", Part.FILE, None, match.about)

    def _in_code(self, notebook: Notebook, matched: Matched, like: Tried | None) -> Iterator[Found]:
        code_rules, shell_rules, other_rules = self._candidates(notebook)
        problems = matched.problems
        reads = self._reads_code or bool(code_rules)
        with linked(notebook) if reads else nullcontext() as cells:
            matched.lost.update(notebook.gather(_lost) if cells is not None else ())
            guard, now = partial(_guarded, notebook, problems), notebook.state.get("code")
            asked = self._dispatch.run_after
            matches, state = asked(cells, code_rules, guard, now, like) if cells is not None else ([], State())
            notebook.state["code"] = state
            for rule, cell, match in matches:
                yield found_in_source(rule, match, cell.source_pointer, cell.source)
            yield from _in_shells(notebook, shell_rules, problems) if shell_rules else ()
            for rule in other_rules:
                for match in _checked(rule, notebook, notebook, problems):
                    if match.related:
                        yield _at_first_place(rule, match, notebook, matched.texts)

    def _candidates(self, notebook: Notebook) -> tuple[tuple[Rule, ...], ...]:
        """The rules that may find something in the code of a notebook: those about code, shell lines and the whole.

        Cells that were looked for in together are known together: what one of them had counts as long as another is
        there, and the most that this costs is that a rule is asked for nothing.
        """
        needles = self._always.union(*set(column(notebook, "present", partial(self._present, notebook), self)))
        chosen = self._chosen.get(needles)
        if chosen is None:
            rules = [rule for group in self._sources.of(needles) for rule in group]
            chosen = tuple([tuple([rule for rule in rules if rule.on is kind]) for kind in (Code, Shell, Notebook)])
            if len(self._chosen) == COMBINATIONS:
                self._chosen.clear()
            self._chosen[needles] = chosen
        return chosen

    def _present(self, notebook: Notebook, cells: Sequence[Cell]) -> list[frozenset[int]]:
        """For each cell the needles that stand in its code."""
        fresh = [cell for cell in cells if cell.kind == "code" and cell.by_source.get("screened_by") is not self]
        sources = [*map(_SOURCE, fresh)]
        if notebook.manifest is not None:
            sources.insert(0, notebook.manifest.command_lines)
        odd = "\n".join([source for source in sources if not source.isascii()])
        if not is_normalized("NFKC", odd):
            sources.append(normalize("NFKC", odd))  # as Python reads names: ｅval is eval
        present = self._sources.present("\n".join(("", *sources))) if fresh else self._always
        for cell in fresh:
            cell.by_source["screened_by"], cell.by_source["present"] = self, present
        return [cell.by_source["present"] if cell.kind == "code" else self._always for cell in cells]


def _lost(cell: Cell) -> tuple[tuple[str, Lost], ...]:
    """The lines of a Python cell that no code rule has seen, with its pointer."""
    summary: Summary | None = cell.by_source.get("summary")
    if summary is None or not summary.parsed.lost:
        return ()
    return ((cell.source_pointer, Lost(summary.parsed.lost, summary.parsed.reason)),)


def _in_shells(notebook: Notebook, rules: tuple[Rule, ...], problems: list[Problem]) -> Iterator[Found]:
    """What rules find in the shell lines of each cell, which depends on nothing but the cell: kept with the cell."""
    if notebook.manifest is not None:
        for shell in commands(notebook):
            for rule, match in _in_shell(shell, rules, notebook, problems):
                yield found_in_source(rule, match, shell.cell.source_pointer, shell.cell.source)
        return
    failed = len(problems)

    def look(cells: Sequence[Cell]) -> list[list[tuple[Rule, Match]]]:
        return [_in_shells_of(cell, rules, notebook, problems) for cell in cells]

    matches = column(notebook, "shells", look, rules)
    if len(problems) > failed:  # what a rule that failed has not seen is looked at in the next scan as well
        del notebook.state["shells"]
    for cell, found in zip(compress(notebook.cells, matches), filter(None, matches), strict=True):
        for rule, match in found:
            yield found_in_source(rule, match, cell.source_pointer, cell.source)


def _in_shells_of(
    cell: Cell, rules: tuple[Rule, ...], notebook: Notebook, problems: list[Problem]
) -> list[tuple[Rule, Match]]:
    known: tuple[tuple[Rule, ...], list[tuple[Rule, Match]]] | None = cell.__dict__.get("shells")
    if known is None or (known[0] is not rules and known[0] != rules):
        failed = len(problems)
        known = rules, [one for shell in shells_of(cell) for one in _in_shell(shell, rules, notebook, problems)]
        if len(problems) == failed:
            cell.__dict__["shells"] = known
    return known[1]


def _in_shell(
    shell: Shell, rules: tuple[Rule, ...], notebook: Notebook, problems: list[Problem]
) -> Iterator[tuple[Rule, Match]]:
    for rule in rules:
        for match in _checked(rule, shell, notebook, problems):
            yield rule, shifted(match, shell.start)


def _admitted(group: list[Rule], segment: Segment) -> list[Rule]:
    """Those of the rules with one guard that it lets look at a text."""
    guard = group[0].guard
    if guard is None:
        return group
    admitted = segment.remember(guard)
    if not admitted:
        return []
    return group if isinstance(admitted, bool) else [rule for rule in group if rule.id in admitted]


def _at_first_place(rule: Rule, match: Match, notebook: Notebook, texts: dict[str, Segment]) -> Found:
    """The match of a rule about the whole notebook: the first of its places is the finding's own."""
    place, rest = match.related[0], match.related[1:]
    segment = texts.get(place.pointer)
    return Found(
        rule,
        replace(match, span=place.span, related=rest),
        place.pointer,
        segment.part if segment else part_at(notebook, place.pointer),
        place.span,
        match.about or (segment.raw[slice(*place.span)] if segment and place.span else ""),
    )


def _checked(rule: Rule, subject: object, notebook: Notebook, problems: list[Problem]) -> list[Match]:
    return _guarded(notebook, problems, rule, lambda: rule.check(subject))


def _guarded(
    notebook: Notebook, problems: list[Problem], rule: Rule, matches: Callable[[], Iterable[Match]]
) -> list[Match]:
    found: list[Match] = []
    try:
        for match in matches():
            found.append(match)  # one by one, for a rule that fails hides no finding  # noqa: PERF402
    except Exception as error:  # its text may hold what it looked at
        message = f"The rule {rule.id} failed ({type(error).__name__}); what it looks for was not assessed."
        problem = Problem(path=notebook.path, kind="rule-failed", message=message)
        if problem not in problems:
            problems.append(problem)
    return found
