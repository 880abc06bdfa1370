"""An engine that has seen a notebook before says the same of it as a new one, whatever changed in what it runs with."""

from __future__ import annotations

import json
from typing import Any

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.testing import notebook

LOADS = "\n# %%\nimport tarfile, torch\nm = torch.load(path)\ntarfile.open(path).extractall()\n# %%\nx = 1"
RAN_WITH = '\n# %% [notebook metadata]\n{"language_info": {"name": "python", "version": "3.14.2"}}'
NEW, OLD = Environment("3.14", {"torch": "2.10.0"}), Environment("3.9.1", {"torch": "2.1.0"})

# the first cell and what follows the others; what is installed; severities of the load and of the archive
STEPS: list[tuple[str, str, Environment | None, dict[str, str]]] = [
    ("%pip install torch==2.1.0", "", None, {"unsafe-torch-load": "high", "unsafe-tar-extract": "medium"}),
    ("%pip install torch==2.10.0", "", None, {"unsafe-tar-extract": "medium"}),
    ("%pip install 'torch>=1.0'", "", None, {"unsafe-torch-load": "medium", "unsafe-tar-extract": "medium"}),
    ("%pip install 'torch>=1.0'", "", NEW, {}),
    ("%pip install 'torch>=1.0'", "", OLD, {"unsafe-torch-load": "high", "unsafe-tar-extract": "medium"}),
    ("%pip install 'torch>=2.6'", "", OLD, {"unsafe-tar-extract": "medium"}),
    ("y = 2", "", OLD, {"unsafe-torch-load": "high", "unsafe-tar-extract": "medium"}),
    ("y = 2", RAN_WITH, OLD, {"unsafe-torch-load": "high", "unsafe-tar-extract": "medium"}),
    ("y = 2", RAN_WITH, None, {"unsafe-torch-load": "medium"}),
    ("y = 2", "", None, {"unsafe-torch-load": "medium", "unsafe-tar-extract": "medium"}),
]


def engine() -> Engine:
    return Engine(rules.load(), Policy(), b"k" * 32)


def found(scan: Scan) -> list[dict[str, Any]]:
    return [{"rule": f.rule, "severity": f.severity.value, "message": f.message} for f in scan.findings]


def test_a_warm_engine_forgets_what_depended_on_a_version() -> None:
    warm, before = engine(), None
    for first, last, environment, expected in STEPS:
        raw = json.dumps(notebook(first + LOADS + last)[0]).encode()
        cold = engine()
        warm.environments = cold.environments = Environments(other=environment)
        scan = warm.scan(raw, "a.ipynb", like=before.notebook if before else None)
        assert {one["rule"]: one["severity"] for one in found(scan)} == expected, (first, last)
        assert found(scan) == found(cold.scan(raw, "a.ipynb"))
        before = scan
