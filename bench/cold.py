"""Cold start: the command on one notebook, beside what anything in Python costs.

Programs start at another pace than expressions are searched: where the goal of 250 ms was set, the manager of bandit
took 171 ms to be imported by a new process, so that the goal is 1.46 of such imports.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from figures import Figure, interleaved, median

BANDIT = "import of bandit's manager"


def measure(notebook: bytes, rounds: int) -> list[Figure]:
    """Median wall time of each command, warm disk cache, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.ipynb"
        file.write_bytes(notebook)
        read = f"import nbformat; nbformat.read({str(file)!r}, 4)"
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "read with nbformat": [sys.executable, "-c", read],
            "detect-secrets scan -n": [sys.executable, "-m", "detect_secrets", "scan", "-n", str(file)],
            BANDIT: [sys.executable, "-c", "import bandit.core.manager"],
            "jupyter-mlsecops scan": [sys.executable, "-m", "jupyter_mlsecops", "scan", str(file)],
        }
        works: dict[str, Callable[[], object]] = {
            label: lambda command=command: run(command, folder)
            for label, command in commands.items()  # type: ignore[misc]
        }
        taken = interleaved(works, rounds)
    how = f"median of {rounds}, {len(notebook) / 1000:.0f} kB"
    middle = {label: median(times) for label, times in taken.items()}
    imports = middle["jupyter-mlsecops scan"] / middle[BANDIT]
    limits = {"jupyter-mlsecops scan": 250.0}
    return [
        *(Figure(f"cold: {label}", time, "ms", how, limits.get(label), pace=1.0) for label, time in middle.items()),
        Figure("cold: the scan, in such imports", imports, "times", how + "; the goal is 1.46"),
    ]


def run(command: list[str], folder: str) -> None:
    """Run to the end; 2 or more and no report means that it did not work."""
    done = subprocess.run(command, cwd=folder, capture_output=True)
    if done.returncode > 1 and not done.stdout:
        raise SystemExit(f"{' '.join(command[1:4])} failed: {done.stderr.decode(errors='replace')[-300:]}")
