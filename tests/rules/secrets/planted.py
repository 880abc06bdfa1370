"""Notebooks with a fresh made-up token in every context that tokens are found in; none is ever written down."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Callable
from typing import NamedTuple

from jupyter_mlsecops.rules.secrets import checks, tables, unprefixed
from jupyter_mlsecops.rules.secrets.row import Row, compiled
from jupyter_mlsecops.rules.secrets.sample import sample

PREFIXED = tables.prefixed()
UNPREFIXED = unprefixed.ROWS


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _crc62(token: str) -> str:
    return token[:-6] + checks._base62(zlib.crc32(token[-36:-6].encode()), 6)


def _jwt(chance: random.Random) -> str:
    head = _b64({"alg": "HS256", "typ": "JWT"})
    return f"{head}.{_b64({'sub': str(chance.getrandbits(40)), 'iat': 1_700_000_000})}." + sample(
        "[A-Za-z0-9_-]{43}", chance
    )


def _neptune(chance: random.Random) -> str:
    value = {"api_address": "https://app.neptune.ai", "api_key": sample("[0-9a-f]{36}", chance)}
    return base64.b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()


MINTS: dict[str, Callable[[random.Random], str]] = {
    "github-token": lambda c: _crc62(sample("gh[pousr]_[A-Za-z0-9]{36}", c)),
    "npm-token": lambda c: _crc62(sample("npm_[A-Za-z0-9]{36}", c)),
    "jwt": _jwt,
    "neptune-api-token": _neptune,
}


def mint(row: Row, chance: random.Random) -> str:
    """The text of a token of a row, with a valid checksum or structure where the table below has one."""
    return MINTS[row.id](chance) if row.id in MINTS else sample(row.pattern, chance)


def secret_in(row: Row, token: str) -> str:
    """The value inside the text of a token: a connection string holds more than its key."""
    match = compiled(row.pattern).search(token) if not row.context else None
    return match[match.re.groups and 1] if match else token


class Planted(NamedTuple):
    """A value in a notebook: the context, the pointer of its text, and where in that text it stands."""

    context: str
    pointer: str
    start: int
    end: int
    value: str


CODE = {
    "assign": '@N@ = "@T@"',
    "environ": 'import os\nos.environ["@N@"] = "@T@"',
    "dict": 'config = {"@N@": "@T@", "epochs": 3}',
    "magic": "%env @N@=@T@",
    "shell": "!export @N@=@T@ && python train.py",
    "comment": "# @N@: @T@",
    "annotated": '@N@: str = "@T@"',
}
NEEDS_PREFIX = {
    "call_kw": 'client = Client(api_key="@T@", timeout=30)',
    "cli": "!tool run --token @T@ --verbose",
    "header": 'headers = {"Authorization": "Bearer @T@"}',
    "clone": "!git clone https://@T@@host.corp.internal/team/repo.git",
    "positional": 'login("@T@")',
}
STREAM = {
    "out": "@N@: @T@\n",
    "out_repr": "{'@N@': '@T@', 'region': 'eu-west-1'}\n",
    "repr_newline": "'first\\n@N@=@T@\\nlast'\n",
}


def notebook(row: Row, seed: int) -> tuple[dict[str, object], list[Planted]]:
    """One notebook with a fresh token of ``row`` in each context."""
    chance = random.Random(f"{row.id} {seed}")
    name = row.variable
    if row.context and not any(word.replace("_", "") in name.lower().replace("_", "") for word in row.context):
        name = f"{row.context[0].upper()}_{name}"
    cells: list[dict[str, object]] = []
    planted: list[Planted] = []

    def put(context: str, pointer: str, template: str) -> str:
        token = mint(row, chance)
        value = secret_in(row, token)
        text = template.replace("@N@", name).replace("@T@", token)
        start = text.index(value)
        planted.append(Planted(context, pointer, start, start + len(value), value))
        return text

    def cell(kind: str, source: str, **more: object) -> dict[str, object]:
        extra: dict[str, object] = {"outputs": [], "execution_count": None} if kind == "code" else {}
        made = {"cell_type": kind, "id": f"c{len(cells)}", "metadata": {}, "source": source, **extra, **more}
        cells.append(made)
        return made

    code = CODE if row.context else {**CODE, **NEEDS_PREFIX}
    for context, template in code.items():
        cell("code", put(context, f"/cells/{len(cells)}/source", template))
    cell("markdown", put("md", f"/cells/{len(cells)}/source", "Set `@N@` to `@T@` before running."))
    cell("raw", put("raw", f"/cells/{len(cells)}/source", "@N@: @T@"))
    for context, template in STREAM.items():
        text = put(context, f"/cells/{len(cells)}/outputs/0/text", template)
        cell("code", "run()", outputs=[{"output_type": "stream", "name": "stdout", "text": text}])
    at = f"/cells/{len(cells)}/outputs/0"
    message = put("evalue", f"{at}/evalue", "401 invalid credentials for @N@=@T@")
    plain = put("traceback", f"{at}/traceback/0", "AuthError: 401 invalid credentials for @N@=@T@")
    colour = put("ansi", f"{at}/traceback/1", "\x1b[0;31mError\x1b[0m: @N@=\x1b[32m@T@\x1b[39m failed")
    frames = [plain, colour]
    cell(
        "code",
        "run()",
        outputs=[{"output_type": "error", "ename": "AuthError", "evalue": message, "traceback": frames}],
    )
    at = f"/cells/{len(cells)}/outputs/0/data"
    data = {
        "text/html": put("html", f"{at}/text~1html", "<table><tr><td>@N@</td><td>@T@</td></tr></table>"),
        "application/json": {name: put("json", f"{at}/application~1json/{name}", "@T@")},
        "text/plain": put("plain", f"{at}/text~1plain", "Config(@N@='@T@', epochs=3)"),
    }
    cell("code", "show()", outputs=[{"output_type": "display_data", "metadata": {}, "data": data}])
    here = f"/cells/{len(cells)}/metadata/parameters/{name}"
    cell("code", "run()", metadata={"parameters": {name: put("cell_metadata", here, "@T@")}})
    papermill = {"parameters": {name: put("notebook_metadata", f"/metadata/papermill/parameters/{name}", "@T@")}}
    tree = {"cells": cells, "metadata": {"papermill": papermill}, "nbformat": 4, "nbformat_minor": 5}
    return tree, planted
