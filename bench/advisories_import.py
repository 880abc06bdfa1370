"""Importing advisories: seconds, peak memory and size of the database, of a synthetic export and of a given one.

python bench/advisories_import.py [--export PyPI-all.zip] [--rounds N]

The synthetic export is as large as OSV's was when the limits were set: 8,000 flaws and 20,000 records of malware, made
of a fixed seed. Pages of a package index are imported into the database that it gives: 600 projects of 60 releases,
each of eight files.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from figures import Figure, table

FLAWS, MALWARE = 8_000, 20_000
PROJECTS = 600
LIMITS = {"s": 10.0, "MB peak": 120.0, "MB file": 12.0}
_WORDS = [
    "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=2 + number % 9)) for number in range(4_000)
]
_OFTEN = list(itertools.accumulate(1 / rank for rank in range(1, 4_001)))  # as words of a language are
_MEASURED = """
import resource, sys, time
from jupyter_mlsecops import cli
begun = time.perf_counter()
status = cli.run(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 ** 2)
print(f"measured {time.perf_counter() - begun} {time.process_time()} {peak}")
sys.exit(status)
"""


def main() -> None:
    """Print the figures; exit with 1 if one is over its limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--export", help="a real export to import as well")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    figures = measure(options.rounds, Path(options.export) if options.export else None)
    print(table(figures))
    sys.exit(any(figure.is_over for figure in figures))


def measure(rounds: int = 3, real: Path | None = None) -> list[Figure]:
    """The figures of the synthetic export, and of a real one if there is one."""
    with tempfile.TemporaryDirectory() as folder:
        synthetic = Path(folder) / "synthetic.zip"
        write(synthetic)
        found = _of("synthetic export", synthetic, rounds, Path(folder))
        found += _of_pages(Path(folder) / f"{synthetic.name}.sqlite", rounds, Path(folder))
        return found + (_of("real export", real, rounds, Path(folder)) if real else [])


def _of(name: str, export: Path, rounds: int, folder: Path) -> list[Figure]:
    database = folder / f"{export.name}.sqlite"
    runs = [_run(["db", "import", str(export)], database) for _ in range(rounds)]
    packed = folder / "export.gz"
    _run(["db", "export", str(packed)], database)
    again = [_run(["db", "import", str(packed)], folder / f"{export.name}.again.sqlite") for _ in range(rounds)]
    with zipfile.ZipFile(export) as archive:
        how = (
            f"{len(archive.namelist()):,} records, {export.stat().st_size / 1e6:.1f} MB, the command, best of {rounds}"
        )
    measured = [
        *_figures(f"import of the {name}", runs, how),
        Figure(f"database of the {name}", database.stat().st_size / 1e6, "MB file", how, LIMITS["MB file"]),
        Figure(f"`db export` of it ({name})", packed.stat().st_size / 1e6, "MB file", how),
        *_figures(f"import of `db export` ({name})", again, how),
    ]
    return measured


def _of_pages(database: Path, rounds: int, folder: Path) -> list[Figure]:
    file = folder / "pages.zip"
    size = write_pages(file)
    runs = [_run(["db", "import", str(file), "--allow-downgrade"], database) for _ in range(rounds)]
    how = f"{PROJECTS} projects, {size / 1e6:.1f} MB unpacked, into 28,000 records, the command, best of {rounds}"
    return _figures("import of pages of an index", runs, how)


def write_pages(file: Path) -> int:
    """Write pages of the simple index as a mirror keeps them; the result is how many bytes they have unpacked."""
    size = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for project in range(PROJECTS):
            name = f"project-{project}"
            files = [_file(f"project_{project}", f"{at // 6}.{at % 6}.0", tag) for at in range(60) for tag in range(8)]
            page = {
                "meta": {"api-version": "1.4", "_last-serial": project},
                "name": name,
                "files": files,
                "versions": [],
            }
            text = json.dumps(page)
            size += len(text)
            archive.writestr(f"simple/{name}/index.v1_json", text)
    return size


def _file(name: str, version: str, tag: int) -> dict[str, object]:
    file = f"{name}-{version}-cp3{tag + 7}-cp3{tag + 7}-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
    return {
        "filename": file,
        "url": f"https://example.org/packages/00/{'0' * 60}/{file}",
        "hashes": {"sha256": "0" * 64},
        "requires-python": ">=3.7",
        "size": 1_000_000,
        "upload-time": f"20{16 + int(version[0])}-0{1 + int(version[2])}-0{1 + tag}T01:02:03.456789Z",
        "yanked": "broken" if version[2] == "5" else False,
    }


def _figures(name: str, runs: list[tuple[float, float, float]], how: str) -> list[Figure]:
    wall, processor, peak = zip(*runs, strict=True)
    return [
        Figure(name, min(wall), "s", how, LIMITS["s"]),
        Figure(f"{name}: processor time", min(processor), "s", f"{how}; of a machine that does other things as well"),
        Figure(f"{name}: memory", max(peak), "MB peak", how, LIMITS["MB peak"]),
    ]


def _run(args: list[str], database: Path) -> tuple[float, float, float]:
    """Seconds, those of the processor, and MB at the peak, of a command in a process of its own."""
    environment = os.environ | {"MLSECOPS_ADVISORIES": str(database)}
    command = [sys.executable, "-c", _MEASURED, *args]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    found = re.search(r"^measured (\S+) (\S+) (\S+)$", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise SystemExit(f"{' '.join(args)} failed: {done.stderr[-300:]}")
    return float(found[1]), float(found[2]), float(found[3])


def write(file: Path, flaws: int = FLAWS, malware: int = MALWARE) -> None:
    """Write a synthetic export: always the same records."""
    chance = random.Random(5)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number in range(flaws):
            record = _flaw(chance, number)
            archive.writestr(f"{record['id']}.json", json.dumps(record, indent=2))
        for number in range(malware):
            record = _malware(chance, number)
            archive.writestr(f"{record['id']}.json", json.dumps(record, indent=2))


def _flaw(chance: random.Random, number: int) -> dict[str, object]:
    """Two of three flaws are told twice, once by each of two sources, under one CVE."""
    cve = f"CVE-{2015 + number % 11}-{10_000 + number * 2 // 3}"
    versions = [f"{a}.{b}.{c}" for a in range(3) for b in range(chance.randint(2, 12)) for c in range(4)]
    fixed = chance.sample(range(len(versions)), 2)
    ranges = [
        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": versions[max(fixed)]}]},
        {"type": "GIT", "repo": "https://example.org/a.git", "events": [{"introduced": "0"}, {"fixed": "0" * 40}]},
    ]
    enumerated = [*versions[: max(fixed)], *(["9.9.9.dev1"] if number % 9 == 0 else [])]
    source = ("PYSEC", "GHSA")[number % 2]
    return {
        "schema_version": "1.7.4",
        "id": f"{source}-{2015 + number % 11}-{number}",
        "modified": _date(chance),
        "published": _date(chance),
        "aliases": [cve],
        "summary": _text(chance, 9),
        "details": _text(chance, chance.randint(20, 260)),
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [
            {
                "package": {"name": f"package-{chance.randint(0, 3_000)}", "ecosystem": "PyPI"},
                "ranges": ranges,
                "versions": enumerated,
            }
        ],
        "references": [{"type": "WEB", "url": f"https://example.org/{_text(chance, 3, '/')}"} for _ in range(5)],
    }


def _malware(chance: random.Random, number: int) -> dict[str, object]:
    name = f"{_text(chance, 2, '-')}-{number}"
    return {
        "schema_version": "1.7.4",
        "id": f"MAL-{2022 + number % 5}-{number}",
        "modified": _date(chance),
        "summary": f"Malicious code in {name} (PyPI)",
        "details": _text(chance, chance.randint(30, 90)),
        "affected": [
            {
                "package": {"name": name, "ecosystem": "PyPI"},
                "versions": [f"0.{minor}" for minor in range(chance.randint(1, 6))],
            }
        ],
        "references": [{"type": "WEB", "url": f"https://example.org/{name}"}],
        "database_specific": {
            "malicious-packages-origins": [
                {"source": "example", "sha256": f"{chance.getrandbits(256):064x}", "versions": ["0.1"]}
                for _ in range(3)
            ]
        },
    }


def _text(chance: random.Random, words: int, between: str = " ") -> str:
    return between.join(chance.choices(_WORDS, cum_weights=_OFTEN, k=words))


def _date(chance: random.Random) -> str:
    return f"{chance.randint(2018, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T00:00:00Z"


if __name__ == "__main__":
    main()
