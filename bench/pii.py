"""Personal data: what is found of planted values, what is reported of their twins and of figures, what it costs.

python bench/pii.py [--corpus DIR_OR_ZIP] [--count N] [--list RULE]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import corpus
from figures import Figure

sys.path.insert(0, str(corpus.ROOT))
from jupyter_mlsecops.core.decoding import NotebookError  # noqa: E402
from jupyter_mlsecops.core.ipynb import build, parse  # noqa: E402
from jupyter_mlsecops.core.matching import Matcher  # noqa: E402
from jupyter_mlsecops.core.ruleset import RuleSet  # noqa: E402
from jupyter_mlsecops.core.segments import segments  # noqa: E402
from jupyter_mlsecops.rules.pii import rules  # noqa: E402
from tests.rules.pii import planted  # noqa: E402

MATCHER = Matcher(RuleSet(rules.RULES))


def missed(kind: planted.Kind, count: int) -> list[planted.Place]:
    """The planted values that their rule did not find exactly."""
    tree, places = planted.book(kind, count)
    found = _found(tree)
    return [place for place in places if (kind.rule, place.pointer, place.value) not in found]


def false(kind: planted.Kind, count: int) -> list[tuple[str, str, str]]:
    """What is reported of the twins of a kind: rule, pointer, text."""
    return sorted(_found(planted.book(kind, count, True)[0])) if kind.twin else []


def false_in_noise(count: int) -> Iterator[tuple[str, str, str]]:
    """What is reported of figures that are nobody's."""
    for name, tree in planted.noise(count):
        for rule, _, text in sorted(_found(tree)):
            yield name, rule, text


def _found(tree: dict[str, object]) -> set[tuple[str, str, str]]:
    matched = MATCHER.run(build(tree))
    return {
        (one.rule.id, place.pointer, matched.texts[place.pointer].raw[slice(*place.span)])
        for one in matched.found
        for place in one.match.hidden
        if place.span is not None
    }


def measure(books: dict[str, bytes], count: int = 100) -> list[Figure]:
    """Recall, false alarms, counts on the corpus, and the time it takes."""
    values = sum(len(planted.book(kind, count)[1]) for kind in planted.KINDS)
    gone = [place for kind in planted.KINDS for place in missed(kind, count)]
    twins = sum(len(planted.book(kind, count, True)[1]) for kind in planted.KINDS if kind.twin)
    wrong = [entry for kind in planted.KINDS for entry in false(kind, count)]
    loud = list(false_in_noise(count))
    counts, mean = on_corpus(books)
    shown = ", ".join(f"{rule} {n}" for rule, n in counts.most_common()) or "none"
    return [
        Figure("personal data: planted values found", 100 * (1 - len(gone) / values), "%", f"{values:,} values"),
        Figure("personal data: twins reported", len(wrong), "", f"{twins:,} values with a wrong check digit", 0),
        Figure("personal data: figures reported", len(loud), "", f"{2 * count * len(planted.NOISE):,} texts", 0),
        Figure("personal data: texts of the corpus with any", counts.total(), "", shown),
        Figure("personal data: added per notebook", mean, "ms", "CPU time, best of 5 passes over all texts", 0.4),
    ]


def on_corpus(books: dict[str, bytes], show: Sequence[str] = ()) -> tuple[Counter[str], float]:
    """How many texts of the corpus each rule finds something in, and CPU milliseconds per notebook."""
    texts = []
    read = 0
    for name, raw in books.items():
        try:
            notebook = parse(raw, name)
        except NotebookError:
            continue
        read += 1
        texts += [(name, segment) for segment in segments(notebook)]
    counts: Counter[str] = Counter()
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        results = [rules.survey(segment) for _, segment in texts]
        best = min(best, time.process_time() - began)
    for (name, segment), found in zip(texts, results, strict=True):
        counts.update(found.keys())
        for rule, values in found.items():
            if rule in show:
                print(name, segment.pointer, [segment.text[max(0, v.start - 40) : v.end + 10] for v in values[:4]])
    return counts, 1000 * best / max(read, 1)


def main() -> None:
    """Print a line for each kind: recall by context, and what is reported of its twins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--list", action="append", default=[], help="print where a rule finds something in the corpus")
    options = parser.parse_args()
    books = corpus.load(corpus.locate(options.corpus))
    for kind in planted.KINDS:
        contexts = len(planted.CONTEXTS) + (len(planted.FREE) if kind.free else 0)
        gone = Counter(place.context for place in missed(kind, options.count))
        wrong = Counter(rule for rule, _, _ in false(kind, options.count))
        total = contexts * options.count
        print(f"{kind.rule:32} {100 * (1 - gone.total() / total):6.1f} %  missed {dict(gone)}  twins {dict(wrong)}")
    print("figures:", Counter((name, rule) for name, rule, _ in false_in_noise(options.count)) or "none reported")
    counts, mean = on_corpus(books, options.list)
    print(f"corpus: {dict(counts)}, {mean:.3f} ms of CPU time per notebook")


if __name__ == "__main__":
    main()
