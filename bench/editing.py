"""Scanning again after one cell was edited: in the engine, and as the browser does it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from figures import Figure, median, milliseconds, percentile
from servers import server

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Edit
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy


def measure(raw: bytes, rounds: int) -> list[Figure]:
    """Full scan, and scan after an edit, in milliseconds."""
    how = f"median of {rounds} edits, {len(raw) / 1000:.0f} kB"
    cold, warm = engine(raw, rounds)
    over_http = asyncio.run(rest(raw, rounds))
    return [
        Figure("edit: first scan, in the engine", cold, "ms", how),
        Figure("edit: scan after one cell changed, in the engine", median(warm), "ms", how),
        Figure("edit: the same over REST, p50", median(over_http), "ms", how),
        Figure("edit: the same over REST, p95", percentile(over_http, 0.95), "ms", how),
    ]


def engine(raw: bytes, rounds: int) -> tuple[float, list[float]]:
    """The first scan and those after edits, with the patch."""
    index, source = code_cell(raw)
    one = Engine(rules.load(), Policy(), b"k" * 32)
    one.scan(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "import os"}]}', "warm.ipynb")
    first = milliseconds(lambda: one.scan(raw, "a.ipynb"))
    state, taken, like = raw, [], None
    for i in range(rounds):
        began = time.perf_counter()
        insert = json.dumps(f"edited = {i}\n{source}")
        state = apply(state, [Edit(pointer=f"/cells/{index}/source", region=None, insert=insert)])
        like = one.scan(state, "a.ipynb", like=like).notebook
        taken.append((time.perf_counter() - began) * 1000)
    return first, taken


async def rest(raw: bytes, rounds: int) -> list[float]:
    """The times of ``POST scan`` with one changed cell."""
    index, source = code_cell(raw)
    taken = []
    async with server(extension=True) as one:
        body: dict[str, Any] = {"path": "a.ipynb", "notebook": json.loads(raw)}
        report = await one.call("POST", "mlsecops/api/scan", body)
        for i in range(rounds):
            cell = {"index": index, "id": report["cells"][index]["cell_id"], "source": f"edited = {i}\n{source}"}
            began = time.perf_counter()
            body = {"path": "a.ipynb", "base": report["digest"], "cell": cell}
            report = await one.call("POST", "mlsecops/api/scan", body)
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def code_cell(raw: bytes) -> tuple[int, str]:
    """Index and source of the middle one of the code cells."""
    cells = json.loads(raw)["cells"]
    indices = [i for i, cell in enumerate(cells) if cell["cell_type"] == "code"]
    index = indices[len(indices) // 2]
    return index, "".join(cells[index]["source"])
