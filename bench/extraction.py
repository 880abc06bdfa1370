"""What notebooks declare and import, as the extractor reads it, against labels that were made by hand.

python bench/extraction.py [--corpus DIR_OR_ZIP] [--misses]

The labels are in ``labels/extraction.json``, by the sha256 of each notebook; notebooks without a label are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import corpus
from figures import Figure, median, milliseconds, table

sys.path.insert(0, str(corpus.ROOT))
from jupyter_mlsecops.core.declared import declared  # noqa: E402
from jupyter_mlsecops.core.imported import imported  # noqa: E402
from jupyter_mlsecops.core.ipynb import Notebook, parse  # noqa: E402

LABELS = Path(__file__).parent / "labels" / "extraction.json"


@dataclass
class Count:
    """Things that were found and are there, that were found and are not, and that were not found."""

    right: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, book: str, found: set[str], there: set[str]) -> None:
        """One more notebook."""
        self.right += len(found & there)
        self.false += (f"{book}: {one}" for one in sorted(found - there))
        self.missed += (f"{book}: {one}" for one in sorted(there - found))

    def figures(self, name: str, how: str) -> Iterator[Figure]:
        """The shares that are wanted small: 100 % less precision and less recall."""
        of = f"{how}: {self.right} right, {len(self.false)} false, {len(self.missed)} missed"
        yield Figure(f"{name}: false", _percent(len(self.false), self.right), "%", of, 1.0)
        yield Figure(f"{name}: missed", _percent(len(self.missed), self.right), "%", of, 1.0)


def compare(books: Iterable[tuple[str, bytes]], labels: dict[str, Any]) -> dict[str, Count]:
    """Declared packages with how their versions are fixed, imported modules, and the distributions of modules."""
    counts = {"declared packages": Count(), "imported modules": Count(), "their distributions": Count()}
    distributions: dict[str, str] = labels["distributions"]
    for name, raw in books:
        label = labels["notebooks"].get(hashlib.sha256(raw).hexdigest())
        if label is None:
            continue
        notebook = parse(raw, name)
        asked = {f"{one.name}:{one.requirement.kind}" for one in declared(notebook)}
        modules = imported(notebook)
        roots = {one.module.partition(".")[0] for one in modules}
        brought = {f"{one.module}={one.name}" for one in modules if one.module in distributions and one.name}
        known = {f"{root}={distributions.get(root, '')}" for root in label["imported"]}
        counts["declared packages"].add(name, asked, set(label["declared"]))
        counts["imported modules"].add(name, roots, set(label["imported"]))
        counts["their distributions"].add(name, brought, {one for one in known if not one.endswith("=")})
    return counts


def measure(books: dict[str, bytes]) -> list[Figure]:
    """Errors against the labels, and milliseconds: of each notebook at first, and of one that did not change."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    counts = compare(books.items(), labels)
    labelled = sum(1 for raw in books.values() if hashlib.sha256(raw).hexdigest() in labels["notebooks"])
    if not labelled:
        return []
    figures = [one for name, count in counts.items() for one in count.figures(name, f"{labelled} labelled notebooks")]
    notebooks = [parse(raw, name) for name, raw in books.items()]
    first = [milliseconds(lambda book=book: _both(book)) for book in notebooks]  # type: ignore[misc]
    again = [milliseconds(lambda book=book: _both(book)) for book in notebooks]  # type: ignore[misc]
    how = f"median of {len(notebooks)} notebooks"
    figures.append(Figure("what a notebook names, read for the first time", median(first), "ms", how, 10.0))
    figures.append(Figure("the same, nothing changed", median(again), "ms", how, 0.2))
    return figures


def _both(notebook: Notebook) -> None:
    declared(notebook)
    imported(notebook)


def _percent(some: int, rest: int) -> float:
    return 100 * some / max(1, some + rest)


def main() -> None:
    """Print a table, or what is false and missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", help="a folder or a zip file of notebooks")
    parser.add_argument("--misses", action="store_true", help="print what is false and missed, not a table")
    given = parser.parse_args()
    books = corpus.load(corpus.locate(given.corpus))
    if given.misses:
        for name, count in compare(books.items(), json.loads(LABELS.read_text(encoding="utf-8"))).items():
            for wrong, entries in (("false", count.false), ("missed", count.missed)):
                for entry in entries:
                    print(f"{name}, {wrong}: {entry}")
        return
    figures = measure(books)
    print(table(figures) if figures else "No notebook of this corpus has a label.")


if __name__ == "__main__":
    main()
