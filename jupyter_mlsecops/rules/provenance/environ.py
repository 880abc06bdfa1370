"""Which part of the environment an expression holds: all of it, its names, or the value of any name."""

from __future__ import annotations

import ast

from ...sdk import Code
from .reach import Held, Step, at, last_parts, settled
from .shells import OUTPUTS

VALUES = ("all", "pairs", "pair", "values", "value", "text")
_ALL = frozenset(("os.environ", "os.environb", "os.environ._data", "os.environ.__dict__"))
_SAME = frozenset(("sorted", "list", "tuple", "set", "reversed", "iter", "tqdm.tqdm", "tqdm.auto.tqdm", "frozenset"))
_TAKERS = ("get", "pop", "setdefault")
_ALL_LASTS = last_parts(_ALL)
_LASTS = last_parts((*_SAME, "dict", "os.getenv"))
_LISTERS = last_parts((*OUTPUTS, "os.popen", "subprocess.run"))
_DEPTH = 8
_KEPT = 2  # what was found deeper may be all that could be looked at
_ELEMENTS: dict[Held, Held] = {"all": "name", "names": "name", "pairs": "pair", "values": "value"}


def held(code: Code, step: Step, depth: int = 0) -> Held:
    """What an expression holds of the environment; empty for one of its variables, and for everything else."""
    if depth > _KEPT:
        return _held(code, settled(step, code), depth)
    if step.held is None:
        step.held = _held(code, settled(step, code), depth)
    return step.held


def _held(code: Code, step: Step, depth: int) -> Held:
    node = step.node
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return ""
    last = code.names.last(node)
    name = step.value.name if not last or last in _ALL_LASTS else ""
    if name in _ALL or (name == "environ" and "os" in code.names.stars):
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


def _lists(code: Code, step: Step, node: ast.Call, names: tuple[str, ...] = OUTPUTS) -> bool:
    """Whether a call gives what ``env`` prints: ``subprocess.check_output("env")``, ``os.popen("env").read()``."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "read":
        made = settled(at(step, code, node.func.value), code)
        return isinstance(made.node, ast.Call) and _lists(code, made, made.node, ("os.popen",))
    if not node.args or step.called(code, _LISTERS) not in names:
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
    """What expressions of a cell hold of the environment."""

    def __init__(self, code: Code) -> None:
        self._code = code

    def __call__(self, step: Step) -> Held:
        return held(self._code, step)

    def is_part(self, step: Step) -> bool:
        """See ``is_part``."""
        return is_part(self._code, step, self(step))


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
    name = step.called(code, _LASTS)
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
    if not node.args or (name != "dict" and name not in _SAME):
        return ""
    inner = held(code, at(step, code, node.args[0]), depth + 1)
    if name == "dict":
        return "all" if inner in ("all", "pairs") else ""
    return "names" if inner == "all" else inner
