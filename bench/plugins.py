"""The default plugins of detect-secrets: as they come, and where a screen hits, on the same decoded texts.

python bench/plugins.py [--corpus DIR_OR_ZIP] [--rounds N]

Both report the same, which is checked in the run: no filter of ours is applied, and those of theirs are on both sides,
but for the one by the shape of a line, which we do not use; it is timed apart. The file is not called detect_secrets,
or the package of that name could not be imported here.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from sys import path

import corpus
from detect_secrets.core.scan import _process_line_based_plugins
from detect_secrets.settings import default_settings
from figures import Figure, table

path.insert(0, str(Path(__file__).resolve().parents[1]))

from jupyter_mlsecops.core.decoding import NotebookError  # noqa: E402
from jupyter_mlsecops.core.ipynb import Notebook, parse  # noqa: E402
from jupyter_mlsecops.core.matching import Matcher  # noqa: E402
from jupyter_mlsecops.core.model import Category, Confidence, Severity  # noqa: E402
from jupyter_mlsecops.core.needles import Hyperscan, Search, Standard  # noqa: E402
from jupyter_mlsecops.core.rule import Match, Rule, rule  # noqa: E402
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.core.segments import Segment, segments  # noqa: E402
from jupyter_mlsecops.rules.secrets import adapter  # noqa: E402
from jupyter_mlsecops.rules.secrets.adapter import WINDOW, asked, installed, places  # noqa: E402
from jupyter_mlsecops.rules.secrets.plugin_table import PLUGINS, Plugin  # noqa: E402
from tests.rules.secrets.unmodified import INDIRECT, NAME, Hits, filtered, lines  # noqa: E402


def measure(books: dict[str, bytes], rounds: int = 3) -> list[Figure]:
    """CPU seconds of both on all texts; raises ``AssertionError`` where they differ."""
    notebooks = [notebook for raw in books.values() if (notebook := _parsed(raw)) is not None]
    texts = [segment.text for notebook in notebooks for segment in segments(notebook)]
    how = f"{len(notebooks)} notebooks, {sum(map(len, texts)) / 1e6:.1f} M characters, CPU time"
    with default_settings():
        whole, _ = _timed(lambda: [_unmodified(text) for text in texts])
    with default_settings() as chosen:
        chosen.disable_filters(INDIRECT)
        theirs, found_there = _timed(lambda: [_unmodified(text) for text in texts])
        rules = RuleSet(_rule_of(kind, plugin) for kind, plugin in PLUGINS.items())
        installed()
        ours = {search: _screening(rules, books, search, rounds) for search in (Hyperscan, Standard)}
        found_here = [filtered(text, _screened(text)) for text in texts]
    assert [hits for hits, _ in found_there] == found_here
    number = sum(map(len, found_here))
    return [
        Figure("detect-secrets as it comes", whole, "s", how),
        Figure("the same without is_indirect_reference", theirs, "s", f"{number} findings on lines up to {WINDOW}"),
        *(
            figure
            for search, seconds in ours.items()
            for figure in (
                Figure(f"its plugins where a screen hits ({search.name})", seconds, "s", f"best of {rounds}"),
                Figure("detect-secrets as it comes takes longer by", whole / seconds, "times", search.name),
                Figure("without is_indirect_reference by", theirs / seconds, "times", "identical findings"),
            )
        ),
    ]


def _screening(rules: RuleSet, books: dict[str, bytes], search: type[Search], rounds: int) -> float:
    """CPU seconds of the product's way through all texts, with nothing remembered; compiling is not counted."""
    passes = []
    for _ in range(rounds):
        adapter._reported.cache_clear()
        notebooks = [notebook for raw in books.values() if (notebook := _parsed(raw)) is not None]
        matcher = Matcher(rules, search)
        matcher.run(notebooks.pop())
        passes.append(_timed(lambda: [matcher.run(notebook) for notebook in notebooks])[0])  # noqa: B023
    return min(passes)


def _parsed(raw: bytes) -> Notebook | None:
    try:
        return parse(raw)
    except NotebookError:
        return None


def _timed(work: Callable[[], list]) -> tuple[float, list]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def _unmodified(text: str) -> tuple[Hits, int]:
    """What detect-secrets reports on the lines that are compared; the longer ones are only counted, and timed."""
    every = [(number, line) for number, line in enumerate(text.replace("\r", "\n").split("\n"), 1)]
    found = list(_process_line_based_plugins([line for line in every if line[1]], filename=NAME))
    starts, at = {}, 0
    for number, line in every:
        starts[number] = (at, len(line))
        at += len(line) + 1
    short = [secret for secret in found if starts[secret.line_number][1] <= WINDOW]
    return {(starts[s.line_number][0], s.type, str(s.secret_value)) for s in short}, len(found)


def _rule_of(kind: str, plugin: Plugin) -> Rule:
    """A rule that yields what one plugin finds where its screen hits, and filters nothing."""

    def check(segment: Segment) -> Iterator[Match]:
        """A plugin of detect-secrets."""
        for window, returned in asked(kind, segment.text, places(kind, segment.text)):
            for _ in returned:
                yield Match(window.span)

    return rule(
        id=kind.lower().translate(str.maketrans(" ", "-", "()")),
        on=Segment,
        severity=Severity.HIGH,
        confidence=Confidence.LOW,
        category=Category.NOTEBOOK,
        screen=plugin.literals(plugin.is_caseless),
        caseless=plugin.is_caseless,
        shapes=plugin.shapes,
    )(check)


def _screened(text: str) -> Hits:
    comparable = dict(lines(text))
    return {
        (window.span.start, kind, value)
        for kind in PLUGINS
        for window, returned in asked(kind, text, places(kind, text))
        if len(comparable.get(window.span.start, "")) == window.span.end - window.span.start
        for value in returned
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", help="a folder of notebooks or a zip file of them")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(table(measure(corpus.load(corpus.locate(options.corpus)), options.rounds)))
