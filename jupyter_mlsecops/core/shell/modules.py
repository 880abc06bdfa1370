"""Commands run through functions with their names: ``sh.pip.install("numpy")``, ``local["pip"]("install")``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec.structs import replace

from ..python.code import Call, Code, Value
from ..python.spot import Spot

_PROGRAMS = (
    *("pip", "pip3", "python", "python3", "uv", "uvx", "pipx", "conda", "mamba", "micromamba", "poetry", "pdm"),
    *("pipenv", "pixi", "sudo", "bash", "env"),
)
_VERBS = ("install", "add", "create", "update", "download", "wheel")
_ROOTS = ("sh", "plumbum.cmd", "plumbum.local.cmd")
NAMES = (
    *(f"{root}.{program}" for root in _ROOTS for program in _PROGRAMS),
    *(f"sh.*.{verb}" for verb in _VERBS),
    "sh.Command()",
)
"""The functions of ``sh`` and ``plumbum`` that are named after programs that install."""
_LOCAL = "plumbum.local"
_WORDS = ("plumbum", "local[")  # of which a cell has one that takes programs out of ``plumbum.local``
_DEEPEST = 6


def named_commands(code: Code) -> Iterator[tuple[Call, tuple[str | Value, ...]]]:
    """The calls of a cell that run a program through such a function, each with the words of its command."""
    found = {call.order: call for call in code.calls(*NAMES)}
    if code.mentions(*_WORDS):
        found |= {call.order: call for call in code.calls("*") if call.name.startswith(f"{_LOCAL}[")}
    for _, call in sorted(found.items()):
        lead = _lead(code, call.called.spot, 0)
        if lead:
            yield call, (*lead, *call.args)


def _lead(code: Code, spot: Spot, depth: int) -> tuple[str | Value, ...]:
    """The words that what is called stands for; empty where it is no such function."""
    spot = code.names.settled(spot)
    node = spot.node
    if depth > _DEEPEST:
        return ()
    if isinstance(node, ast.Subscript):
        is_local = code.names.qualified(replace(spot, node=node.value)) == _LOCAL
        ahead = () if is_local else _lead(code, replace(spot, node=node.value), depth + 1)
        given = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return (*ahead, *(Value(code, replace(spot, node=one)) for one in given)) if ahead or is_local else ()
    name = code.names.qualified(spot)
    if isinstance(node, ast.Call):
        is_program = name == "sh.Command()" and len(node.args) == 1
        return (Value(code, replace(spot, node=node.args[0])),) if is_program else ()
    root = next((root for root in _ROOTS if name.startswith(f"{root}.")), "")
    return tuple(name[len(root) + 1 :].split(".")) if root else ()
