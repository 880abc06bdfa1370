"""Other scanners on the same notebooks, as Python files with the magics masked.

They are asked for less than we are: any finding in the notebook counts, but for those about an import alone. A cell
that is no Python even then is left out, as nbQA does, because they would skip the whole file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from jupyter_mlsecops.core import ipynb
from jupyter_mlsecops.core.python import magics

PACKAGES = ["bandit==1.9.4"]
Reports = dict[str, list[tuple[str, bool]]]
"""By notebook: the codes of a tool's findings, and whether it calls them medium or worse."""


def install(place: Path) -> None:
    """Make an environment with the other tools, if there is none yet."""
    if not (place / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    have = subprocess.run([place / "bin" / "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    missing = [package for package in PACKAGES if package not in have]
    if missing:
        subprocess.run([place / "bin" / "pip", "install", "--quiet", *missing], check=True)


def reports(notebooks: Mapping[str, bytes], place: Path | None = None) -> dict[str, Reports]:
    """What each tool that is here says of notebooks, by the tool's name. Tools are looked for in the environment
    ``place``, beside this Python and on the path."""
    folders = [*([place / "bin"] if place else []), Path(sys.executable).parent]
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, raw) in enumerate(notebooks.items()):
            names[f"n{number}"] = name
            Path(folder, f"n{number}.py").write_text(script(raw), "utf-8", "surrogateescape")
        done = {}
        for tool, run in TOOLS.items():
            program = next((str(p / tool) for p in folders if (p / tool).exists()), shutil.which(tool))
            if program is None:
                continue
            found: Reports = defaultdict(list)
            for path, code, is_serious in run(program, folder):
                if not is_import(code):
                    found[names[Path(path).stem]].append((code, is_serious))
            done[tool] = found
    return done


def script(raw: bytes) -> str:
    """The Python of a notebook in one text, empty for a file that is none."""
    try:
        cells = ipynb.parse(raw).cells
    except ipynb.NotebookError:
        return ""
    parsed = [magics.parse(cell.source) for cell in cells if cell.kind == "code"]
    return "\n".join(one.text.rstrip() + "\n" for one in parsed if not one.lost)


def is_import(code: str) -> bool:
    """Whether a finding is about an import and nothing else (B403, S403)."""
    return code[1:2] == "4" and len(code) == 4


def _bandit(program: str, folder: str) -> Iterator[tuple[str, str, bool]]:
    command = [program, "--quiet", "--recursive", "--format", "json", folder]
    for one in json.loads(_output(command))["results"]:
        yield one["filename"], one["test_id"], one["issue_severity"] != "LOW"


def _ruff(program: str, folder: str) -> Iterator[tuple[str, str, bool]]:
    """ruff has no severities: each of its findings counts as medium."""
    command = [program, "check", "--isolated", "--preview", "--select", "S", "--output-format", "json", folder]
    for one in json.loads(_output(command)):
        if one["code"] and one["code"].startswith("S"):
            yield one["filename"], one["code"], True


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


TOOLS: dict[str, Callable[[str, str], Iterator[tuple[str, str, bool]]]] = {"bandit": _bandit, "ruff": _ruff}
