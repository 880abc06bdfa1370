"""Other scanners on the same files, each in its own process: which of the files they flag, and how long they take.

One that is not installed in the given Python is left out. Each has a limit of time, and 20 seconds for a file. They
come in an order that has nothing to do with what they are, so that what a slow one has seen is a fair part of all.
"""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

_FRAME = """
import json, logging, os, signal, sys, time, warnings
logging.disable(logging.CRITICAL); warnings.simplefilter("ignore")
{setup}
def late(number, frame):
    raise TimeoutError
signal.signal(signal.SIGALRM, late)
limit, paths = float(sys.argv[1]), json.load(sys.stdin)
began = time.perf_counter()
for path in paths:
    if time.perf_counter() - began > limit:
        break
    start = time.perf_counter()
    signal.alarm(20)
    try:
        said = look(path)
    except BaseException as error:
        said = "error"
    signal.alarm(0)
    print("\\n@" + json.dumps([path, said, time.perf_counter() - start]), flush=True)
"""
_SETUPS = {
    "picklescan": """
from picklescan.scanner import scan_file_path
def look(path):
    found = scan_file_path(path)
    if found.issues_count:
        return "flagged"
    return "error" if found.scan_err else "quiet" if found.scanned_files else "skipped"
""",
    "fickling": """
import zipfile
from fickling.analysis import Severity, check_safety
from fickling.fickle import Pickled, StackedPickle
def look(path):
    with open(path, "rb") as file:
        if file.read(2) == b"PK":
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist() if name.endswith(".pkl")]
            if not texts:
                return "skipped"
            parts = [Pickled.load(text) for text in texts]
        else:
            file.seek(0)
            parts = list(StackedPickle.load(file))
    return "flagged" if any(check_safety(part).severity > Severity.LIKELY_SAFE for part in parts) else "quiet"
""",
    "modelscan": """
from modelscan.modelscan import ModelScan
def look(path):
    found = ModelScan().scan(path)
    if found["summary"]["total_issues"]:
        return "flagged"
    return "error" if found["errors"] else "quiet" if found["summary"]["scanned"]["total_scanned"] else "skipped"
""",
    "modelaudit": """
os.environ["PROMPTFOO_DISABLE_TELEMETRY"] = "1"
from modelaudit.core import scan_model_directory_or_file
def look(path):
    found = scan_model_directory_or_file(path, timeout=60)
    worst = {str(getattr(issue.severity, "value", issue.severity)).lower() for issue in found.issues}
    if worst & {"warning", "critical"}:
        return "flagged"
    return "error" if not found.success else "quiet" if found.files_scanned else "skipped"
""",
}


class Heard(NamedTuple):
    """What a scanner said of a file: ``flagged``, ``quiet``, ``skipped`` or ``error``; and in how many milliseconds."""

    said: str
    took: float


def heard(python: str, paths: list[Path], limit: float) -> dict[str, dict[Path, Heard]]:
    """What each scanner that this Python has says of the files that it comes to within ``limit`` seconds."""
    ordered = sorted(map(str, paths), key=lambda path: sha256(Path(path).name.encode()).digest())
    found: dict[str, dict[Path, Heard]] = {}
    for name, setup in _SETUPS.items():
        if subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False).returncode:
            continue
        with subprocess.Popen(
            [python, "-c", _FRAME.format(setup=setup), str(limit)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(ordered))
            process.stdin.close()
            rows = [json.loads(line[1:]) for line in process.stdout if line.startswith("@")]
        found[name] = {Path(path): Heard(said, took * 1000) for path, said, took in rows}
    return found
