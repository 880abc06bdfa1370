"""What an expression is worth: its constant, the text it begins with, what its text shows."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urljoin

from .link import Names, Spot

_MAX_FOLDED = 200
_URL_JOINERS = ("urllib.parse.urljoin", "six.moves.urllib.parse.urljoin", "requests.compat.urljoin", "urlparse.urljoin")
# Functions whose result shows all that is in their argument.
_SHOWING = ("dict", "str", "repr", "list", "tuple", "json.dumps", "pprint.pformat", "pandas.Series", "pandas.DataFrame")


class _NotConstant:
    """The type of ``NOT_CONSTANT``: there is no constant, which is not the constant None."""

    def __repr__(self) -> str:
        return "NOT_CONSTANT"

    def __bool__(self) -> bool:
        return False


NOT_CONSTANT: Final = _NotConstant()


def constant(names: Names, spot: Spot) -> Any:
    """The constant that an expression is worth: a number, a string, True, None; else ``NOT_CONSTANT``.

    Strings may be added, f-strings hold constants, ``os.path.join`` and ``Path`` of constants are their text.
    """
    text = leading(names, spot)
    if text is not None:
        return text[0] if text[1] else NOT_CONSTANT
    node = names.settled(spot).node
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp):
        at = names.settled(spot)
        operand = names.settled(Spot(at.unit, node.operand, at.scope, at.order)).node
        if not isinstance(operand, ast.Constant):
            return NOT_CONSTANT
        value = operand.value
        if isinstance(node.op, ast.USub) and isinstance(value, (int, float)):
            return -value
        if isinstance(node.op, ast.Not):
            return not value
    return NOT_CONSTANT


def leading(names: Names, spot: Spot) -> tuple[str, bool] | None:
    """The text that a string expression begins with, and whether that is all of it; None if it is no string."""
    out: list[str] = []
    stack: list[Spot | str] = [spot]
    steps = 0
    any_text = False
    while stack:
        steps += 1
        item = stack.pop()
        if isinstance(item, str):
            if not (out and out[-1].endswith(item)):
                out.append(item)
            continue
        at = names.settled(item)
        node = at.node
        pieces = _pieces(names, at) if steps < _MAX_FOLDED else None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            any_text = True
            out.append(node.value)
        elif isinstance(node, ast.Constant) and steps > 1 and isinstance(node.value, (int, float)):
            out.append(str(node.value))
        elif pieces is not None:
            any_text = any_text or isinstance(node, ast.JoinedStr)
            stack.extend(
                piece if isinstance(piece, str) else Spot(at.unit, piece, at.scope, at.order)
                for piece in reversed(pieces)
            )
        else:
            template = _template(node)
            if template is None and steps < 20 and isinstance(node, ast.Call):
                linked = _linked(names, at, node)
                if linked is not None:
                    out.append(linked[0])
                    any_text = True
                    if linked[1]:
                        continue
            if template is not None:
                inner = leading(names, Spot(at.unit, template[0], at.scope, at.order)) if steps < 20 else None
                any_text = any_text or inner is not None
                out.append(inner[0].partition(template[1])[0] if inner else "")
            return ("".join(out), False) if any_text else None
    return ("".join(out), True) if any_text else None


def is_harmless(names: Names, spot: Spot) -> bool:
    """Whether a text is made of constants and the interpreter's own path alone."""
    stack = [spot]
    for _ in range(_MAX_FOLDED):
        if not stack:
            return True
        at = names.settled(stack.pop())
        node = at.node
        inner: Sequence[ast.expr]
        if isinstance(node, ast.Constant):
            continue
        if isinstance(node, ast.JoinedStr):
            inner = node.values
        elif isinstance(node, ast.FormattedValue):
            inner = [node.value]
        elif isinstance(node, ast.BinOp):
            inner = [node.left, node.right]
        elif names.qualified(at) in ("sys.executable", "os.cpu_count()", "os.getcwd()", "os.getpid()"):
            continue
        else:
            return False
        stack.extend(Spot(at.unit, one, at.scope, at.order) for one in inner)
    return False


def shows(names: Names, spot: Spot, wanted: Sequence[str]) -> bool:
    """Whether the text of an expression shows the value of a qualified name, or a value out of its items."""
    stack = [spot]
    for _ in range(_MAX_FOLDED):
        if not stack:
            break
        at = names.settled(stack.pop())
        node = at.node
        inner: Sequence[ast.expr] = ()
        if isinstance(node, ast.JoinedStr):
            inner = node.values
        elif isinstance(node, ast.FormattedValue):
            inner = [node.value]
        elif isinstance(node, ast.BinOp):
            inner = [node.left, node.right]
        elif isinstance(node, (ast.Tuple, ast.List)):
            inner = node.elts
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == 1:
            pair = names.qualified(Spot(at.unit, node.value, at.scope, at.order))
            if pair in [f"{name}.items()[]" for name in wanted]:
                return True
        elif names.qualified(at) in wanted:
            return True
        elif isinstance(node, ast.Call):
            called = names.qualified(Spot(at.unit, node.func, at.scope, at.order))
            if called in _SHOWING or called.endswith(".format"):
                inner = node.args
        stack.extend(Spot(at.unit, one, at.scope, at.order) for one in inner)
    return False


def _pieces(names: Names, at: Spot) -> list[ast.expr | str] | None:
    """The pieces that a string expression is put together from."""
    node = at.node
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.FormattedValue):
        return [node.value] if node.conversion == -1 and node.format_spec is None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return [node.left, "/", node.right]
    if isinstance(node, ast.Call) and node.args and not node.keywords:
        listed = _listed(node)
        if listed is not None:
            return listed
        name = names.qualified(Spot(at.unit, node.func, at.scope, at.order))
        if name in ("os.path.join", "pathlib.Path", "pathlib.PurePath"):
            out: list[ast.expr | str] = []
            for argument in node.args:
                out += [argument, "/"]
            return out[:-1]
        if name in ("str", "os.path.abspath", "os.path.expanduser", "os.fspath") and len(node.args) == 1:
            return [node.args[0]]
    return None


def _listed(node: ast.Call) -> list[ast.expr | str] | None:
    """The pieces of ``"/".join([a, b])``, where the list is written there."""
    func = node.func
    if not (isinstance(func, ast.Attribute) and func.attr == "join" and isinstance(func.value, ast.Constant)):
        return None
    parts = node.args[0]
    if not isinstance(parts, (ast.List, ast.Tuple)) or not parts.elts or not isinstance(func.value.value, str):
        return None
    out: list[ast.expr | str] = []
    for part in parts.elts:
        out += [func.value, part]
    return out[1:]


def _linked(names: Names, at: Spot, node: ast.Call) -> tuple[str, bool] | None:
    """What ``urljoin(base, path)`` begins with, and whether that is all; None for any other call."""
    if len(node.args) < 2 or names.qualified(Spot(at.unit, node.func, at.scope, at.order)) not in _URL_JOINERS:
        return None
    base, path = (leading(names, Spot(at.unit, one, at.scope, at.order)) for one in node.args[:2])
    if base is None or not base[1]:
        return base
    if path is not None and (path[1] or "://" in path[0]):
        return urljoin(base[0], path[0]), path[1]
    return urljoin(base[0], "/"), False


def _template(node: ast.expr) -> tuple[ast.expr, str] | None:
    """The text of ``text % values`` or ``text.format(...)`` and what a place to fill begins with."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return node.left, "%"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return node.func.value, "{"
    return None
