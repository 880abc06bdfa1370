"""Notebooks to save and scan, and how to look at what comes back."""

from __future__ import annotations

import asyncio
import json
import string
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError

Json = dict[str, Any]


def token() -> str:
    """A made-up Hugging Face token; never written out, so that no scanner finds it in this file."""
    return "hf" + "_" + "".join(string.ascii_letters[(i * i * 7 + i * 11 + 5) % 52] for i in range(34))


LEAK = "import os\n\napi = '" + token() + "'\n"
PICKLE = "import pickle\nmodel = pickle.load(open('model.pkl', 'rb'))\n"


def cell(source: str, number: int = 0, output: str = "") -> Json:
    """A code cell, with its id."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": {},
        "outputs": outputs,
        "source": source,
    }


def notebook(*sources: str, **metadata: Any) -> Json:
    """A notebook of code cells."""
    cells = [cell(source, number) for number, source in enumerate(sources)]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def places(report: Json) -> list[tuple[str, int, int, int]]:
    """Rule, cell, line and column of the findings of a panel report."""
    found = []
    for finding in report["report"]["findings"]:
        where = finding["location"]
        region = where["region"] or {"start_line": 0, "start_column": 0}
        found.append((finding["rule"], where["cell_index"], region["start_line"], region["start_column"]))
    return found


async def settle(server: ServerApp) -> None:
    """Wait until every listener has done its work, and the listeners to what those emit."""
    assert server.event_logger is not None
    for _ in range(3):
        await asyncio.wait_for(server.event_logger.gather_listeners(), 60)


async def refused(call: Awaitable[Any]) -> tuple[int, Json]:
    """Status and body of a call that must fail."""
    with pytest.raises(HTTPClientError) as caught:
        await call
    assert caught.value.response is not None
    return caught.value.code, json.loads(caught.value.response.body)


def files(folder: Path) -> set[Path]:
    """All files below a folder."""
    return {path for path in folder.rglob("*") if path.is_file()}
