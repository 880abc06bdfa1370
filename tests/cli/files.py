"""Files for the tests of the command. Tokens are put together here, so that no file of ours holds one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HUGGING_FACE = "hf_" + "QmZrTbYkWnVx" + "LpDsFgHjCaEu" + "RiOoPqKzMe"
GITHUB = "ghp_" + "x7Kq2LmN9vBt" + "R4wYzH1sJd8F" + "gP3cQe6UaX05"
STRIPE = "sk_live_" + "9dK2mQ7xVb4T" + "zR8nW1cYp5Ls"
PASSWORD = "Zk81" + "xQ-vT3n" + "Wd7r"
SECRETS = (HUGGING_FACE, GITHUB, STRIPE, PASSWORD)


def code(source: str, *outputs: dict[str, Any], id: str = "c") -> dict[str, Any]:
    """A code cell as Jupyter writes it."""
    return {
        "cell_type": "code",
        "execution_count": 1,
        "id": id,
        "metadata": {},
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def printed(text: str) -> dict[str, Any]:
    """An output of ``print``."""
    return {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}


def notebook(*cells: dict[str, Any], **more: Any) -> str:
    """A notebook as Jupyter writes it."""
    tree = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def leaky() -> str:
    """A notebook with a token in an output, on its second line."""
    return notebook(code("x = 1\n", id="a"), code("show()\n", printed(f"one\ntoken: {HUGGING_FACE} end\n"), id="b"))


def harmless() -> str:
    """A notebook in which nothing is to be found."""
    return notebook(code("import pandas as pd\npd.DataFrame()\n"))


def run(*args: str, cwd: Path, stdin: bytes | None = None, **env: str) -> "subprocess.CompletedProcess[bytes]":
    """The installed command, in a process of its own. It knows no advisories but those below ``cwd``'s folder."""
    import os

    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "MLSECOPS_ADVISORIES")}
    return subprocess.run(
        [str(Path(sys.executable).parent / "jupyter-mlsecops"), *args],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=60,
        env=variables
        | {"MLSECOPS_KEY_FILE": str(cwd.parent / "key"), "JUPYTER_DATA_DIR": str(cwd.parent / "data")}
        | {"PYTHONIOENCODING": "utf-8"}
        | env,
    )
