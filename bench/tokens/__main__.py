"""Plant made-up tokens in notebooks and tell who finds them.

python -m bench.tokens [--seeds N] [--peers DIR] [--misses]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from . import files, peers
from .notebooks import books
from .score import Scanner, Score, scanner, score
from .twins import twin_books


def main() -> None:
    """Print tables: all seeds; misses; twins; recall by context, with other tools beside where they are wanted."""
    options = _arguments()
    scan = scanner()
    scores = [score(books(seed), scan) for seed in range(1, options.seeds + 1)]
    print("| seed | tokens | found | exact span | right id | one finding | twins | false alarms |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for seed, one in enumerate(scores, 1):
        twins, alarms = _twins(seed, scan)
        print(f"| {seed} | {len(one.planted)} | {_line(one)} | {twins} | {len(alarms)} |")
        for alarm in alarms:
            print(f"  false alarm: {alarm}")
    first = scores[0]
    if options.misses:
        for missed in (missed for one in scores for missed in one.missed):
            print(f"  missed: {missed.provider} | {missed.context} | {missed.phrase!r}")
        for planted, what in (each for one in scores for each in (*one.inexact, *one.misnamed, *one.repeated)):
            print(f"  not as it should be: {planted.provider} | {planted.context} | {planted.phrase!r} | {what}")
    by_provider = sorted((share, name) for name, share in first.share(lambda each: each.provider).items())
    print("\nproviders:", len(by_provider), "lowest:", ", ".join(f"{n} {s:.1f} %" for s, n in by_provider[:5]), "\n")
    _contexts(first, options.peers)


def _line(one: Score) -> str:
    total, found = len(one.planted), len(one.planted) - len(one.missed)
    shares = [found / total, *(1 - len(bad) / found for bad in (one.inexact, one.misnamed, one.repeated))]
    return " | ".join(f"{100 * share:.2f} %" for share in shares)


def _twins(seed: int, scan: Scanner) -> tuple[int, list[str]]:
    """How many twins there are, and what is found in them."""
    number, alarms = 0, []
    for book in twin_books(seed):
        number += len(book.planted)
        named = {one.pointer: one for one in book.planted}
        for found in scan(book.tree):
            one = named.get(found.pointer)
            alarms.append(f"{found.rule.id} in {one.provider}, {one.context}" if one else f"{found.rule.id} elsewhere")
    return number, alarms


def _contexts(first: Score, place: Path | None) -> None:
    """Recall by context in percent, for us and for each other tool on the text and on the file."""
    ours = {"all": first.share()["all"], **first.share(lambda each: each.context)}
    columns: dict[str, dict[str, float]] = {"jupyter_mlsecops": ours}
    if place is not None:
        peers.install(place)
        with tempfile.TemporaryDirectory() as scratch:
            made = list(books(1))
            folders = {
                "text": files.decoded(made, Path(scratch) / "text"),
                "file": files.raw(made, Path(scratch) / "file"),
            }
            for name, tool in peers.tools(place).items():
                for form, folder in folders.items():
                    columns[f"{name}, {form}"], _ = peers.recall(folder, tool)
    print("| context |", " | ".join(columns), "|")
    print("|---|" + "---:|" * len(columns))
    for context in ours:
        print(f"| {context} |", " | ".join(f"{column.get(context, 0):.1f}" for column in columns.values()), "|")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tokens", description="The token benchmark")
    parser.add_argument("--seeds", type=int, default=3, help="how many sets of notebooks")
    parser.add_argument("--peers", type=Path, help="an environment with other scanners; it is made if there is none")
    parser.add_argument("--misses", action="store_true", help="list every token that was missed or misnamed")
    return parser.parse_args()


main()
