"""How long it takes to learn what a kernel has installed: ours, and the standard library's reader beside it.

    python bench/environment.py [packages]

The environment is made of copies of the metadata of the one that this runs in, until it has that many packages (400).
Each figure is the median of some runs; "first" is a process that has read nothing, with the files in the page cache.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

from figures import Figure, table

from jupyter_mlsecops.environment import Kernels
from jupyter_mlsecops.environment.metadata import Metadata
from jupyter_mlsecops.environment.packages import read

RUNS = 9


def made(root: Path, many: int) -> Path:
    """An environment with that many packages; its site folder."""
    site = root / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    site.mkdir(parents=True)
    (root / "bin").mkdir()
    (root / "bin" / "python").symlink_to(sys.executable)
    (root / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {sys.version.split()[0]}\n")
    folders = [
        path
        for one in distributions()
        if (path := Path(str(getattr(one, "_path", "")))).suffix == ".dist-info" and (path / "METADATA").is_file()
    ]
    for number in range(many):
        source = folders[number % len(folders)]
        name, _, version = source.stem.partition("-")
        copy = f"_{number // len(folders)}" if number >= len(folders) else ""
        shutil.copytree(source, site / f"{name}{copy}-{version}.dist-info")
    return site


def median(run: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of one run."""
    taken = []
    for _ in range(RUNS):
        prepare()
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def standard(site: Path) -> int:
    """The same facts by the standard library."""
    found = 0
    for one in distributions(path=[str(site)]):
        found += len(one.requires or ()) + len(one.metadata.get_all("Classifier") or ())
        found += len({file.parts[0] for file in one.files or ()})
    return found


def measure(many: int = 400) -> list[Figure]:
    """Milliseconds of each way to read an environment of so many packages."""
    before = {name: os.environ.get(name) for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR")}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        site = made(root / "env", many)
        kernel = root / "data" / "kernels" / "python3"
        kernel.mkdir(parents=True)
        argv = [str(root / "env" / "bin" / "python"), "-m", "ipykernel_launcher"]
        (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "language": "python", "display_name": "x"}))
        os.environ["JUPYTER_PATH"] = str(root / "data")
        os.environ["JUPYTER_DATA_DIR"] = str(root / "none")
        try:
            return _of(root / "env" / "bin" / "python", site, many)
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


def _of(python: Path, site: Path, many: int) -> list[Figure]:
    names = median(lambda: read(python))
    first = median(lambda: read(python, Metadata()))
    kernels = Kernels()
    kernels.read(lambda name: name == "python3")
    same = median(lambda: kernels.read(lambda name: name == "python3"))
    packages = sorted(site.iterdir())
    turns = iter(range(RUNS))

    def change() -> None:
        number = next(turns)
        packages[number].rename(packages[number].with_name(f"changed{number}-1.0.dist-info"))

    changed = median(lambda: kernels.read(lambda name: name == "python3"), change)
    details = kernels.read().kernels["python3"].details
    assert details is not None
    start = time.perf_counter()
    chains = details.chains(sorted(details.packages)[::10])
    chained = (time.perf_counter() - start) * 1e3
    other = median(lambda: standard(site))
    how = f"{many} packages, median of {RUNS}"
    return [
        Figure("environment: names and versions", names, "ms", how),
        Figure("environment: all metadata, first", first, "ms", how),
        Figure("environment: all metadata, importlib.metadata", other, "ms", how),
        Figure("environment: importlib.metadata takes longer by", other / first, "times", how),
        Figure("environment: all kernels of this machine, none changed", same, "ms", how),
        Figure("environment: after one package changed", changed, "ms", how),
        Figure("environment: which package brings in which", chained, "ms", f"{len(chains)} packages, first time"),
    ]


def main() -> None:
    print(table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 400)))


if __name__ == "__main__":
    main()
