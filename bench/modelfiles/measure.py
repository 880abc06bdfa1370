"""How many attacks are found in model files, how many honest files are flagged, and how long a file takes.

    python bench/modelfiles/measure.py [--with PYTHON]... [--honest FOLDER] [--peers PYTHON] [--limit SECONDS] [--list]

The attacks are made here (``malicious/``): harmless files that name what must not be called. Honest files are written
(``honest/``) by this Python and by every one that is given with ``--with``, with the libraries that these have, or are
taken from a folder that ``write_honest.py`` has filled. Only those count that a scan of a folder takes for model files.
Half of them are held out: the list of names was built without them (``split.py``). Those called late were written after
the list was there, and the attacks of that kind after the rules were.

For each attack there is a finding, or the file is said to be read in part only, or there is nothing: silent. Other
scanners (picklescan, fickling, modelscan, modelaudit: what the Python after ``--peers`` has) read the same files in the
same run, each for at most ``--limit`` seconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.figures import Figure, median, percentile  # noqa: E402
from bench.modelfiles import peers, write_attacks  # noqa: E402
from bench.modelfiles.malicious.made import UNREADABLE  # noqa: E402
from bench.modelfiles.split import held_out_path, is_late  # noqa: E402
from jupyter_mlsecops.formats.modelnames import is_model_head, is_model_name, may_be_model  # noqa: E402
from jupyter_mlsecops.rules.models.judging import judge  # noqa: E402
from jupyter_mlsecops.service.modelfiles import examine  # noqa: E402
from jupyter_mlsecops.service.opening import head  # noqa: E402


class Seen(NamedTuple):
    """One file: ``tier`` is critical, review, incomplete or nothing; ``said`` is why; ``took`` are milliseconds."""

    kind: str
    library: str
    path: Path
    tier: str
    partial: bool
    said: str
    took: float


def seen(kind: str, path: Path, library: str = "") -> Seen:
    """Read and judge one file."""
    began = time.perf_counter()
    model = examine(str(path), path.name)
    found = judge(model)
    took = (time.perf_counter() - began) * 1000
    tier = "critical" if found.critical else "review" if found.review else "incomplete" if model.gaps else "nothing"
    said = "; ".join([deed.does for deed in found.critical + found.review] + [str(gap) for gap in model.gaps])
    return Seen(kind, library, path, tier, bool(model.gaps), said, took)


def honest(folder: Path) -> list[tuple[str, Path, str]]:
    """The files below a folder that a scan would take for model files: what each is used for, and its library."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder)).lower()
        if is_model_name(name) or (may_be_model(name) and is_model_head(head(str(path)), name)):
            kind = "held out" if held_out_path(path.relative_to(folder)) else "built from"
            found.append(("late" if is_late(path.name) else kind, path, path.relative_to(folder).parts[0]))
    return found


def is_found(one: Seen) -> bool:
    """Whether the right thing is said of an attack: a finding, or that it was not read where no loader reads it."""
    return one.tier in ("critical", "review") or (one.tier == "incomplete" and one.kind == UNREADABLE)


def write_honest(folder: Path, pythons: Iterable[str]) -> None:
    """Let each Python write what it can."""
    script = Path(__file__).with_name("write_honest.py")
    for python in pythons:
        subprocess.run([python, str(script), str(folder)], check=True, stdout=subprocess.DEVNULL)


def row(name: str, all_of: list[Seen]) -> str:
    """A line of the table of attacks."""
    found, silent = sum(map(is_found, all_of)), sum(one.tier == "nothing" for one in all_of)
    share = f"{found} ({100 * found / len(all_of):.1f} %)"
    return f"| {name} | {len(all_of)} | {share} | {len(all_of) - found - silent} | {silent} |"


def honest_row(name: str, all_of: list[Seen]) -> str:
    """A line of the table of honest files."""
    tiers, partial = Counter(one.tier for one in all_of), sum(one.partial for one in all_of)
    share = 100 * tiers["review"] / len(all_of)
    libraries = len({one.library.removeprefix("late-") for one in all_of})
    review = f"{tiers['review']} ({share:.1f} %)"
    return f"| {name} | {len(all_of)} of {libraries} libraries | {tiers['critical']} | {review} | {partial} |"


def times(all_of: list[float]) -> str:
    """Median, 95th percentile and the longest."""
    return f"{median(all_of):.2f} / {percentile(all_of, 0.95):.1f} / {max(all_of):.0f}"


def report(attacks: list[Seen], good: list[Seen], others: dict[str, dict[Path, peers.Heard]], everything: bool) -> None:
    """Print the tables."""
    print("| attacks | files | found | read in part only | silent |\n|---|---:|---:|---:|---:|")
    for kind in dict.fromkeys(one.kind for one in attacks):
        print(row(kind, [one for one in attacks if one.kind == kind]))
    print(row("**together**", attacks))
    if good:
        print("\n| honest files | files | critical | review | incomplete |\n|---|---:|---:|---:|---:|")
        for kind in dict.fromkeys(one.kind for one in good):
            print(honest_row(kind, [one for one in good if one.kind == kind]))
        print(honest_row("**together**", good))
    else:
        print("\nNo honest files: no library is installed. Give a Python that has some with --with.")
    print("\n| scanner | attacks | found | error | silent | honest | flagged | error | ms: median / p95 / most |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---|")
    ours = [one.took for one in attacks + good]
    quiet = sum(one.tier == "nothing" for one in attacks)
    part = len(attacks) - quiet - sum(map(is_found, attacks))
    flagged = sum(one.tier in ("critical", "review") for one in good)
    gaps = sum(one.tier == "incomplete" for one in good)
    cells = [len(attacks), len(attacks) - quiet - part, part, quiet, len(good), flagged, gaps, times(ours)]
    print(f"| jupyter_mlsecops | {' | '.join(map(str, cells))} |")
    for name, said in others.items():
        bad = Counter(said[one.path].said for one in attacks if one.path in said)
        fine = Counter(said[one.path].said for one in good if one.path in said)
        cells = [bad.total(), bad["flagged"], bad["error"], bad["quiet"] + bad["skipped"]]
        cells += [fine.total(), fine["flagged"], fine["error"], times([one.took for one in said.values()])]
        print(f"| {name} | {' | '.join(map(str, cells))} |")
    if not others:
        print("\nNo other scanner is installed. Give a Python that has some with --peers.")
    if everything:
        for one in attacks:
            if not is_found(one):
                print(f"attack, {one.tier}: {one.kind}: {one.path.name}: {one.said}")
        for one in good:
            if one.tier != "nothing" or one.partial:
                print(f"honest, {one.kind}, {one.tier}: {one.path.parent.name}/{one.path.name}: {one.said}")


def figures(attacks: list[Seen], good: list[Seen]) -> list[Figure]:
    """The figures of ``bench/run.py``."""
    found = sum(map(is_found, attacks))
    ours = [one.took for one in attacks + good]
    how = f"{len(attacks)} attacks, {len(good)} honest files"
    told = [
        Figure(
            "model files: attacks that nothing is said of",
            sum(one.tier == "nothing" for one in attacks),
            "files",
            how,
            0,
        ),
        Figure("model files: attacks without a finding", 100 - 100 * found / len(attacks), "%", how, 1),
        Figure("model files: median", median(ours), "ms", how, 2),
        Figure("model files: 95th percentile", percentile(ours, 0.95), "ms", how, 25),
    ]
    if good:
        review = 100 * sum(one.tier == "review" for one in good) / len(good)
        told.append(
            Figure("model files: honest, critical", sum(one.tier == "critical" for one in good), "files", how, 0)
        )
        told.append(Figure("model files: honest, review", review, "%", how, 3))
    return told


def measure(folder: Path, pythons: Iterable[str], filled: Path | None = None) -> tuple[list[Seen], list[Seen]]:
    """Write and read all files below a folder; honest ones are taken from ``filled`` if it is given."""
    attacks = write_attacks.write(folder / "attacks")
    good = filled or folder / "honest"
    if filled is None:
        write_honest(good, pythons)
    for made, path in attacks[:20]:
        seen(made.kind, path)  # modules are imported, and lists read, once in a process
    return [seen(made.kind, path) for made, path in attacks], [seen(*one) for one in honest(good)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--with", dest="pythons", action="append", default=[], help="a Python that has libraries")
    parser.add_argument("--honest", type=Path, help="a folder of honest files, instead of writing them")
    parser.add_argument("--peers", help="a Python that has other scanners")
    parser.add_argument("--limit", type=float, default=600, help="seconds that another scanner may take")
    parser.add_argument(
        "--list", action="store_true", help="every attack without a finding, every honest file with one"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pythons = [sys.executable, *options.pythons]
        attacks, good = measure(Path(name), pythons, options.honest)
        paths = [one.path for one in attacks + good]
        others = peers.heard(options.peers, paths, options.limit) if options.peers else {}
        report(attacks, good, others, options.list)
    return int(any(one.tier == "nothing" for one in attacks) or any(one.tier == "critical" for one in good))


if __name__ == "__main__":
    sys.exit(main())
