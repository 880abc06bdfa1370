"""Which part of the environment an expression holds: all of it, its names, or the value of any name."""

from __future__ import annotations

import ast
from typing import Literal

from ...sdk import Code
from .reach import Step, at, settled

# ``text`` is what a command printed that lists all variables.
Held = Literal["", "all", "pairs", "pair", "names", "name", "values", "value", "text"]

VALUES = ("all", "pairs", "pair", "values", "value", "text")
_ALL = frozenset(("os.environ", "os.environb", "os.environ._data", "os.environ.__dict__"))
_SAME = frozenset(("sorted", "list", "tuple", "set", "reversed", "iter", "tqdm.tqdm", "tqdm.auto.tqdm", "frozenset"))
_OUTPUTS = ("subprocess.check_output", "subprocess.getoutput", "get_ipython().getoutput")
_TAKERS = ("get", "pop", "setdefault")
_DEPTH = 8
_ELEMENTS: dict[Held, Held] = {"all": "name", "names": "name", "pairs": "pair", "values": "value"}


def held(code: Code, step: Step, depth: int = 0) -> Held:
    """What an expression holds of the environment; empty for one of its variables, and for everything else."""
    step = settled(step, code)
    node = step.node
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return ""
    if step.value.name in _ALL or (step.value.name == "environ" and "os" in code.names.stars):
        return "all"
    if depth > _DEPTH:
        return ""
    if isinstance(node, ast.Subscript):
        return _element(held(code, at(step, code, node.value), depth + 1), node, code, step, depth)
    if isinstance(node, ast.Call):
        return "text" if _lists(code, step, node) else _called(code, step, node, depth)
    if isinstance(node, ast.Attribute) and node.attr == "stdout":
        made = settled(at(step, code, node.value), code)
        is_list = isinstance(made.node, ast.Call) and _lists(code, made, made.node, ("subprocess.run",))
        return "text" if is_list else ""
    return ""


def _lists(code: Code, step: Step, node: ast.Call, names: tuple[str, ...] = _OUTPUTS) -> bool:
    """Whether a call gives what ``env`` prints: ``subprocess.check_output("env")``, ``os.popen("env").read()``."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "read":
        made = settled(at(step, code, node.func.value), code)
        return isinstance(made.node, ast.Call) and _lists(code, made, made.node, ("os.popen",))
    if at(step, code, node.func).value.name not in names or not node.args:
        return False
    given = settled(at(step, code, node.args[0]), code)
    only = given.node.elts[0] if isinstance(given.node, ast.List) and len(given.node.elts) == 1 else given.node
    return at(given, code, only).value.constant in ("env", "printenv", "set")


def is_part(code: Code, step: Step, kind: Held) -> bool:
    """Whether an expression that holds ``kind`` takes no more than names, or one variable, out of the environment."""
    if kind in ("names", "name"):
        return True
    node = settled(step, code).node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TAKERS:
        base: ast.expr = node.func.value
    elif isinstance(node, ast.Subscript):
        base = node.value
    else:
        return False
    return kind == "" and held(code, at(settled(step, code), code, base)) == "all"


class Holding:
    """What expressions hold of the environment, worked out once for each of them."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._known: dict[int, tuple[Step, Held]] = {}  # a step is kept, so that no other node gets its number

    def __call__(self, step: Step) -> Held:
        key = id(step.node)
        if key not in self._known:
            self._known[key] = step, held(self._code, step)
        return self._known[key][1]

    def is_part(self, step: Step) -> bool:
        """See ``is_part``."""
        return is_part(self._code, step, self(step))


def is_mentioned(cells: tuple[Code, ...]) -> bool:
    """Whether the notebook says anything by which it could come to the whole environment."""
    return any(word in code.cell.source for code in cells for word in ("environ", "subprocess", "popen", "getoutput"))


def _element(base: Held, node: ast.Subscript, code: Code, step: Step, depth: int) -> Held:
    index = node.slice.value if isinstance(node.slice, ast.Constant) else ...
    if base == "pair":
        return "name" if index == 0 else "value" if index == 1 else ""
    if index is None:  # an element that a loop takes
        return _ELEMENTS.get(base, "")
    if base == "all" and index is ...:
        return "value" if held(code, at(step, code, node.slice), depth + 1) == "name" else ""
    return ""


def _called(code: Code, step: Step, node: ast.Call, depth: int) -> Held:
    func = node.func
    name = at(step, code, func).value.name
    if name == "os.getenv" and node.args:
        return "value" if held(code, at(step, code, node.args[0]), depth + 1) == "name" else ""
    if isinstance(func, ast.Attribute) and func.attr in ("items", "values", "keys", "copy", "get", "pop"):
        base = held(code, at(step, code, func.value), depth + 1)
        if base != "all":
            return ""
        if func.attr in ("get", "pop"):
            is_any = node.args and held(code, at(step, code, node.args[0]), depth + 1) == "name"
            return "value" if is_any else ""
        kinds: dict[str, Held] = {"items": "pairs", "values": "values", "keys": "names", "copy": "all"}
        return kinds[func.attr]
    if not node.args:
        return ""
    inner = held(code, at(step, code, node.args[0]), depth + 1)
    if name == "dict":
        return "all" if inner in ("all", "pairs") else ""
    if name in _SAME:
        return "names" if inner == "all" else inner
    return ""
