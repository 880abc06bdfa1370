"""The seeds: small notebooks with unsafe code at marked places, and clean ones that look alike.

A file in ``positives/`` or ``negatives/`` holds many. Each begins with ``#### name | rules | variants``: the rules of
which one must speak (for a clean one: the rules that might be tempted; ``@secrets`` is any rule of that category), and
how the code is written. Below it stands the notebook in the percent format of ``jupyter_mlsecops.testing``, with the
places marked by ``«»``; a seed without a mark is found wherever it is reported. What percent format has no word for
comes first: ``@counts 3 1``, the execution counts of the code cells; ``@notebook {…}``, metadata of the notebook;
``@attachment CELL NAME MIME BASE64``; ``@least critical``, how bad the finding must be; ``@any mark``, one
of the marks is enough. ``⟦name⟧`` is replaced by a text that no file should hold.

The seeds were written from the catalogue of what is unsafe and from the way notebooks look, not from the rules; one is
changed only when it is wrong. This folder is no package: ``code`` is a module of the standard library.
"""

from __future__ import annotations

import base64
import json
import pickle
import random
import re
import string
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_mlsecops.core.ipynb import joined, resolve
from jupyter_mlsecops.core.model import Severity
from jupyter_mlsecops.testing import notebook

HERE = Path(__file__).parent
_HEAD = re.compile(r"^#### ", re.MULTILINE)
_PLACEHOLDER = re.compile(r"⟦(\w+)⟧")


def _letters(count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    draw = random.Random(count)
    return "".join(draw.choice(alphabet) for _ in range(count))


TEXTS = {
    "hf": "hf" + "_" + _letters(34, string.ascii_letters),
    "github": "gh" + "p_" + _letters(36),
    "hex40": _letters(40, "0123456789abcdef"),
    "pickle": base64.b64encode(pickle.dumps({"weights": [0.1] * 30, "classes": ["cat", "dog"]})).decode(),
    "spaces": " " * 240,
    "cr": "\r",
    "filler": "\u3164",
    "rlo": "\u202e",
    "lri": "\u2066",
    "pdi": "\u2069",
}

NAMES = {
    "active-script-cell": "javascript-in-cell active-content-in-output",
    "bind-all-interfaces": "exposed-server-command",
    "mutable-pip-source": "unpinned-vcs-dependency unhashed-url-dependency extra-index-confusion",
    "extra-index-confusion": "mutable-pip-source",
    "unhashed-url-dependency": "mutable-pip-source",
    "unpinned-vcs-dependency": "mutable-pip-source",
    "dynamic-import": "downloaded-module-import",
    "remote-code-magic": "downloaded-module-import",
    "loose-file-permissions": "shell-world-writable-permissions",
    "startup-side-effects": "javascript-in-cell",
    "unsafe-xml-parser": "bandit-xml-parser",
}
"""Rules of the catalogue that the product calls otherwise or splits: each of the names is as good."""


@dataclass(frozen=True)
class Seed:
    """One notebook. ``rules`` are the names in the seed and those of ``NAMES`` for them; ``places`` are pointer, first
    and last line (from 1) of every mark; ``least`` is how bad the finding must be;
    ``any_place``: one mark is enough."""

    name: str
    group: str
    rules: tuple[str, ...]
    variants: tuple[str, ...]
    tree: dict[str, Any]
    places: tuple[tuple[str, int, int], ...]
    least: Severity
    any_place: bool

    @cached_property
    def raw(self) -> bytes:
        """The file as Jupyter writes it."""
        return json.dumps(self.tree, ensure_ascii=False, indent=1).encode()


def load(kind: str, group: str = "") -> list[Seed]:
    """The seeds of ``positives`` or ``negatives``, all groups or one. Raises ``ValueError`` for a name used twice."""
    files = sorted((HERE / kind).glob("*.txt"))
    texts = {path.stem: path.read_text("utf-8") for path in files if group in ("", path.stem)}
    found = [seed(block, name) for name, text in texts.items() for block in _HEAD.split(text)[1:]]
    twice = [name for name, count in Counter(one.name for one in found).items() if count > 1]
    if twice:
        raise ValueError(f"{kind}: used twice: {', '.join(twice)}")
    return found


def seed(block: str, group: str) -> Seed:
    """One seed from its text, without the ``####``."""
    head, _, body = block.partition("\n")
    name, rules, variants = (part.strip() for part in head.split("|"))
    lines = _PLACEHOLDER.sub(lambda found: TEXTS[found[1]], body).strip("\n").split("\n")
    orders = []
    while lines[0].startswith("@"):
        orders.append(lines.pop(0)[1:].split(" ", 1))
    tree, spans = notebook("\n".join(lines))
    places = []
    for pointer, span in sorted(spans):
        text = text_at(tree, pointer)
        places.append((pointer, text.count("\n", 0, span.start) + 1, text.count("\n", 0, span.end) + 1))
    said = dict(orders)
    least, any_place = Severity(said.pop("least", "info")), said.pop("any", "") == "mark"
    for order, argument in said.items():
        _extend(tree, order, argument)
    wanted = _words(rules)
    wanted += tuple(also for rule in wanted for also in NAMES.get(rule, "").split())
    return Seed(name, group, wanted, _words(variants), _in_lines(tree), tuple(places), least, any_place)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def text_at(tree: dict[str, Any], pointer: str) -> str:
    """The text at a JSON pointer, in one piece."""
    return joined(resolve(tree, pointer))


def _extend(tree: dict[str, Any], order: str, argument: str) -> None:
    if order == "counts":
        code = [cell for cell in tree["cells"] if cell["cell_type"] == "code"]
        for cell, count in zip(code, argument.split(), strict=True):
            cell["execution_count"] = int(count)
    elif order == "notebook":
        tree["metadata"] |= json.loads(argument)
    elif order == "attachment":
        cell, name, mime, data = argument.split(" ")
        tree["cells"][int(cell)]["attachments"] = {name: {mime: data}}
    else:
        raise ValueError(f"@{order} is no order of a seed")


def _in_lines(tree: dict[str, Any]) -> dict[str, Any]:
    """The notebook with every source as a list of lines, as Jupyter writes it."""
    for cell in tree["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True) if "\n" in cell["source"] else cell["source"]
    return tree
