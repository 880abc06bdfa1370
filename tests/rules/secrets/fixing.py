"""What the tests of fixes share: notebooks with made-up secrets in them, and what their fixes make of them."""

from __future__ import annotations

import base64
import json
import random
from typing import Any
from urllib.parse import quote

from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Category, Finding, Fix
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.secrets.sample import sample
from jupyter_mlsecops.testing import notebook

RULES = RuleSet(builtin())
VALUES = {
    "@HF": sample("hf_[A-Za-z0-9]{34}", random.Random(1)),
    "@H2": sample("hf_[A-Za-z0-9]{34}", random.Random(2)),
    "@WB": sample("[0-9a-f]{40}", random.Random(3)),
    "@AWS": sample("[A-Za-z0-9/+]{40}", random.Random(4)),
    "@OA": "sk-"
    + sample("[A-Za-z0-9]{20}", random.Random(5))
    + "T3Blbk"
    + "FJ"
    + sample("[A-Za-z0-9]{20}", random.Random(6)),
    "@PW": "x7!Kq" + "Zr4bWm9",
}
_engines: dict[str, Engine] = {}


def filled(text: str) -> str:
    """``text`` with the made-up secrets in the place of their marks."""
    for mark, value in VALUES.items():
        text = text.replace(mark, value)
    return text


def tree(text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """The notebook that a text in percent format stands for."""
    made, _ = notebook(filled(text))
    return made | {"metadata": metadata or {}}


def raw(document: dict[str, Any]) -> bytes:
    """The bytes of a notebook as Jupyter writes them."""
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def findings(document: dict[str, Any], secret_store: str = "") -> list[Finding]:
    """The secrets that are found in it, in order."""
    if secret_store not in _engines:
        _engines[secret_store] = Engine(RULES, Policy(secret_store=secret_store), b"key")
    scan = _engines[secret_store].scan(raw(document), "n.ipynb")
    return [f for f in scan.findings if f.category is Category.SECRETS]


def fixed(document: dict[str, Any], fix: Fix) -> dict[str, Any]:
    """The notebook after a fix."""
    done: dict[str, Any] = json.loads(apply(raw(document), fix.edits))
    return done


def shown(finding: Finding) -> str:
    """All text of a finding that anybody gets to see, and what its fixes put in."""
    fixes = "\n".join(
        f"{fix.title}\n{fix.diff}\n" + "\n".join(e.insert or "" for e in fix.edits) for fix in finding.fixes
    )
    return f"{finding.message}\n{finding.preview}\n{fixes}"


def pieces(value: str) -> set[str]:
    """Every stretch of eight characters of a value, as it is, in base64 at each offset, and as part of a URL."""
    encoded = [value, quote(value, safe=""), json.dumps(value)[1:-1], value[::-1]]
    encoded += [base64.b64encode(b"\0" * k + value.encode()).decode()[4:-4] for k in range(3)]
    return {text[k : k + 8] for text in encoded for k in range(len(text) - 7)}
