"""Advisories: agreement with what records list, what an assessment costs, and pip-audit on the same records.

python bench/advisories.py [--export ZIP] [--pip-audit PROGRAM] [--rounds N]

The export is one of OSV records (``PyPI/all.zip``): ``--export``, ``$MLSECOPS_OSV_EXPORT``, or
``../shared/advisories/PyPI-all.zip``. pip-audit is asked with ``-s osv`` through a server on this machine that has its
answers ready. It is not part of the project; give it an environment of its own:

    python -m venv DIR && DIR/bin/pip install pip-audit
    python bench/advisories.py --pip-audit DIR/bin/pip-audit
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import corpus
from figures import Figure, interleaved, median, milliseconds, table
from osvserver import Record, serving, spoken, version
from packaging.version import Version
from yardstick import paced

sys.path.insert(0, str(corpus.ROOT))
from jupyter_mlsecops.advisories.database import Database  # noqa: E402
from jupyter_mlsecops.advisories.known import Known  # noqa: E402
from jupyter_mlsecops.advisories.versions import point  # noqa: E402
from tests.advisories import real  # noqa: E402

Environment = list[tuple[str, str]]
PACKAGES = 400
WITH_RECORDS = 100
SHARE = 100 / 15  # per cent of pip-audit's time

START = "import jupyter_mlsecops.cli.commands, jupyter_mlsecops.core.engine"
OURS = """
import sys
from jupyter_mlsecops.cli import starting
starting.prepare()  # as our command does
from pathlib import Path
import msgspec
from jupyter_mlsecops.advisories.database import Database
from jupyter_mlsecops.advisories.known import Known
pairs = [line.strip().split("==") for line in open(sys.argv[2])]
found = Known(Database.open(Path(sys.argv[1]))).assess_all((name, version) for name, version in pairs)
print(msgspec.json.encode([
    [name, [one.id, *one.aliases]]
    for (name, _), answer in zip(pairs, found) for one in answer.advisories
]).decode())
"""


def environment(records: list[Record]) -> Environment:
    """400 packages: TensorFlow and 99 others that have records, and 300 that have none, as an environment may hold.

    A package that has records is installed in the version that stands at four fifths of those they list or repair.
    """
    known: dict[str, set[Version]] = {}
    for record in records:
        for name, entry in real.affected(record):
            events = [text for one in entry.get("ranges", ()) for event in one["events"] for text in event.values()]
            found = [version(text) for text in [*entry.get("versions", ()), *events] if text != "0"]
            known.setdefault(name, set()).update(one for one in found if one is not None and one.local is None)
    named = sorted((name for name in known if known[name]), key=lambda name: hashlib.sha256(name.encode()).digest())
    chosen = ["tensorflow", *(name for name in named if not name.startswith("tensorflow"))][:WITH_RECORDS]
    pairs = [(name, sorted(known[name])[len(known[name]) * 4 // 5]) for name in chosen if name in known]
    rest = range(PACKAGES - len(pairs))
    return [(name, str(one)) for name, one in pairs] + [(f"bench-package-{number}", f"1.{number}") for number in rest]


def agreement(records: list[Record], database: Database) -> list[Figure]:
    """Whether each listed version is told to be affected, by nothing that is withdrawn, and each flaw once."""
    listed = real.listed(records)
    withdrawn = {record["id"] for record in records if record.get("withdrawn")}
    pairs = sorted(listed)
    missed = doubled = hits = 0
    for pair, found in zip(pairs, database.assess_all(pairs), strict=True):
        names = [name for one in found.advisories for name in (one.id, *one.aliases)]
        missed += len(listed[pair] - set(names))
        doubled += len(names) - len(set(names))
        hits += sum(one.id in withdrawn for one in found.advisories)
    asked = f"of {sum(map(len, listed.values())):,} pairs of an advisory and a version it lists"
    return [
        Figure("advisories: not told of a listed version", missed, "pairs", asked, 0.0),
        Figure("advisories: told of a withdrawn record", hits, "times", f"{len(withdrawn)} withdrawn records", 0.0),
        Figure("advisories: names told twice", doubled, "names", f"{len(pairs):,} versions", 0.0),
    ]


def fresh(file: Path, env: Environment) -> None:
    """Assess an environment of which nothing is known yet."""
    with Database.open(file) as database:
        Known(database).assess_all(env)


def in_process(file: Path, env: Environment, rounds: int) -> list[Figure]:
    """An assessment of the environment: nothing known yet, the package with most records changed, nothing changed."""

    def first() -> None:
        point.cache_clear()
        fresh(file, env)

    fresh(file, env)
    with Database.open(file) as database:
        known = Known(database)
        known.assess_all(env)
        other = iter(range(10_000))
        kept = [milliseconds(lambda: known.assess_all(env)) for _ in range(rounds * 20)]
        changed = [
            milliseconds(lambda: known.assess_all([*env[1:], ("tensorflow", f"2.4.1.post{next(other)}")]))
            for _ in range(rounds * 20)
        ]
    taken = interleaved({"first time": first, "new database": lambda: fresh(file, env)}, rounds)
    how = f"median, {len(env)} packages"
    return [
        Figure("advisories: nothing changed", median(kept), "ms", how, 1.0),
        Figure("advisories: TensorFlow changed", median(changed), "ms", how, 20.0),
        Figure("advisories: database just replaced", median(taken["new database"]), "ms", how, None),
        Figure("advisories: first time in a process", median(taken["first time"]), "ms", how, None),
    ]


def output(command: list[str]) -> str:
    """What a program prints; pip-audit ends with 1 where it found something."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=corpus.ROOT)
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(command[:3])} failed: {done.stderr[-500:]}")
    return done.stdout


def scanned(report: str, env: Environment, names: set[frozenset[str]]) -> set[tuple[str, frozenset[str]]]:
    """The flaws in a JSON report of ``scan`` on the requirements file: the package of the line, and all names."""
    found = set()
    for finding in json.loads(report)["findings"]:
        for identity in finding["references"]["advisory"]:
            name = env[finding["location"]["region"]["start_line"] - 1][0]
            found.add((name, next((one for one in names if identity in one), frozenset([identity]))))
    return found


def processes(
    commands: dict[str, list[str]], rounds: int, inside: Callable[[], object]
) -> tuple[dict[str, tuple[float, float]], float]:
    """Milliseconds by the clock and of the processor that each command takes, and by the clock what is done ``inside``.

    All in turns, medians.
    """
    spent: dict[str, list[float]] = {name: [] for name in commands}

    def run(name: str) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        output(commands[name])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent[name].append(1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime))

    works: dict[str, Callable[[], object]] = {name: lambda name=name: run(name) for name in commands}  # type: ignore[misc]
    taken = interleaved({"": inside} | works, rounds)
    return {name: (median(taken[name]), median(spent[name])) for name in commands}, median(taken[""])


def cold(file: Path, env: Environment, records: list[Record], pip_audit: str, rounds: int) -> list[Figure]:
    """New processes that assess one requirements file: ours, and pip-audit where there is one.

    pip-audit has no library to call, so it is compared in four ways: with an assessment in a server that runs and
    keeps nothing, with what the assessment adds to the start of each command, as whole processes, and with the command
    ``scan`` as a person runs it, all rules and fixes included.
    """
    requirements = file.with_name("requirements.txt")
    requirements.write_text("".join(f"{name}=={one}\n" for name, one in env))
    places = [str(file), str(requirements)]
    ours = [sys.executable, "-c", OURS, *places]
    commands = {
        "start of the command": [sys.executable, "-c", START],
        "start and assessment": [sys.executable, "-c", f"{START}\n{OURS}", *places],
        "assessment": ours,
        "scan of the file": [sys.executable, "-m", "jupyter_mlsecops", "scan", str(requirements), "--format", "json"],
    }
    os.environ |= {"MLSECOPS_ADVISORIES": str(file), "JUPYTER_DATA_DIR": str(file.parent), "HOME": str(file.parent)}
    os.environ["PYTHONPYCACHEPREFIX"] = str(file.with_name("bytecode"))  # so that nobody compiles modules each time
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not pip_audit:
        print(f"No pip-audit to compare with.\n{__doc__}", file=sys.stderr)
        return started(processes(commands, rounds, lambda: fresh(file, env))[0], rounds)
    with serving(spoken(records, env)) as address:
        options = "--no-deps --disable-pip --progress-spinner off -s osv --format json --aliases on".split()
        theirs = [pip_audit, *options, "--osv-url", address, "-r", str(requirements)]
        told = {(name, frozenset(names)) for name, names in json.loads(output(ours))}
        heard = {
            (package["name"], frozenset([vuln["id"], *vuln["aliases"]]))
            for package in json.loads(output(theirs))["dependencies"]
            for vuln in package["vulns"]
        }
        report = scanned(output(commands["scan of the file"]), env, {names for _, names in heard})
        commands |= {"pip-audit --version": [pip_audit, "--version"], "pip-audit": theirs}
        taken, replaced = processes(commands, rounds, lambda: fresh(file, env))
    whole = taken["pip-audit"][0] / taken["assessment"][0]
    ours_alone = taken["start and assessment"][0] - taken["start of the command"][0]
    alone = (taken["pip-audit"][0] - taken["pip-audit --version"][0]) / ours_alone
    command = taken["pip-audit"][0] / taken["scan of the file"][0]
    running = taken["pip-audit"][0] / replaced
    return [
        *started(taken, rounds),
        Figure(
            "advisories: share of pip-audit, in the server", 100 / running, "%", f"{running:.0f} times as fast", SHARE
        ),
        Figure("advisories: share of pip-audit, both without start", 100 / alone, "%", f"{alone:.1f} times as fast"),
        Figure("advisories: share of pip-audit, new processes", 100 / whole, "%", f"{whole:.1f} times as fast", SHARE),
        Figure("advisories: share of pip-audit, `scan`", 100 / command, "%", f"{command:.1f} times as fast"),
        Figure("advisories: findings of one of the two", len(told ^ heard), "", f"ours {len(told)}, {len(heard)}", 0.0),
        Figure("advisories: findings of `scan` or pip-audit only", len(report ^ heard), "", f"{len(report)}", 0.0),
    ]


def started(taken: dict[str, tuple[float, float]], rounds: int) -> list[Figure]:
    """The times of new processes, and what the assessment adds to the start of the command."""
    added = [taken["start and assessment"][at] - taken["start of the command"][at] for at in (0, 1)]
    how = f"median of {rounds}"
    return [
        *(
            Figure(f"advisories, new process: {name}", clock, "ms", f"{how}; CPU {processor:.0f} ms")
            for name, (clock, processor) in taken.items()
        ),
        Figure("advisories, new process: added to the start", added[0], "ms", f"{how}; CPU {added[1]:.0f} ms", 150.0),
    ]


def measure(export: Path, pip_audit: str, rounds: int) -> list[Figure]:
    """All figures."""
    records = real.records(export)
    env = environment(records)
    with tempfile.TemporaryDirectory() as folder:
        file = real.database(export, Path(folder))
        with Database.open(file) as database:
            found = agreement(records, database)
        return [*found, *in_process(file, env, rounds), *cold(file, env, records, pip_audit, rounds)]


def main() -> None:
    """Print a table; exit with 1 if a figure is over its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--export", type=Path, default=real.archive())
    parser.add_argument("--pip-audit", default=os.environ.get("PIP_AUDIT", "pip-audit"))
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    if options.export is None or not options.export.is_file():
        raise SystemExit(f"There is no export of OSV records; name one.\n{__doc__}")
    figures = paced(lambda: measure(options.export, shutil.which(options.pip_audit) or "", options.rounds))
    print(table(figures))
    if any(figure.is_over for figure in figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
