"""What a value is made of: text from outside, constants and numbers, or something the notebook does not tell.

A light kind of taint analysis, across cells and through functions of the notebook. It follows the last binding of each
name, not every path a program may take, and it looks at the same expression once.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from ..regex import regex
from ..rule import Place
from .callfix import node_span
from .code import Code
from .facts import UNKNOWN, Scope
from .handed import Handed
from .link import Names, Spot
from .sources import Source, is_clean, is_cleaner, passes_on, source_of
from .value import Value

__all__ = ["Source", "Taint", "taint"]

_STEPS = 300
_LAST = 1 << 60  # behind every event of a cell
_ASKS = frozenset(("invoke", "ainvoke", "stream", "batch", "run", "predict"))
_INVOKES = frozenset(("invoke", "ainvoke"))
# What only its name tells of, for the notebook is handed it or imports it from a module of its own.
_MODEL_NAME = regex(r"(?:\w+_)?(?:llm|chain|agent|chat_model)")
_MODULES = ("langchain", "langchain_core", "langchain_openai", "langchain_community", "langgraph")
# Methods whose result is what a file, a folder or a connection holds, whatever that is called by.
_READS = frozenset(
    (
        *("glob", "rglob", "iterdir", "walk", "read", "readline", "readlines", "read_text", "read_bytes", "open"),
        *("recv", "fetchone", "fetchall", "fetchmany", "load", "loads", "communicate", "getvalue", "readtext"),
    )
)
# Methods whose result holds what they are given as well as what they belong to.
_TAKES = frozenset(
    (
        *("format", "format_map", "join", "replace", "decode", "batch_decode", "get", "apply", "map", "sub"),
        *("substitute", "safe_substitute"),
    )
)
_NUMBERS = frozenset("bcdeEfFgGnoxX%")
_RANK: dict[str, int] = {"clean": 0, "unknown": 1, "tainted": 2}
_ORDER: tuple[Source, ...] = ("model", "widget", "input", "network", "table", "parameter", "environment", "")


class Taint(msgspec.Struct, frozen=True):
    """What a value is made of.

    ``tainted``: somebody outside of the notebook may choose it: ``source`` says how (a language ``model`` answers it, a
    ``widget`` or ``input`` takes it, the ``network`` or a ``table`` holds it). ``clean``: constants, numbers, what the
    interpreter says of itself. ``unknown``: everything else; ``source`` is ``parameter`` for what a function is given
    and ``environment`` for an environment variable. ``place`` is where the source stands, ``cell`` its number from 1;
    None where it is a part of the expression that IPython evaluates.
    """

    kind: Literal["tainted", "unknown", "clean"]
    source: Source = ""
    place: Place | None = None
    cell: int | None = None


CLEAN = Taint("clean")
_UNSURE = Taint("unknown")


def taint(code: Code, value: Value | None, clean: Collection[str] = ()) -> Taint:
    """What a value is made of. ``clean`` names the functions that make text harmless for what is done with it;
    ``*.name`` is a method of anything."""
    if value is None:
        return _UNSURE
    code.uses_module(*_MODULES)  # what the tracer asks of any cell is asked for this one
    tracer = code.follow(_tracer)
    return tracer.trace(value.spot, frozenset(clean))


def _tracer(codes: tuple[Code, ...]) -> _Tracer:
    return _Tracer(codes)


class _Tracer:
    """Follows values through the names of one notebook."""

    def __init__(self, codes: tuple[Code, ...]) -> None:
        self._codes = codes
        self._names: Names = codes[0].names
        self._handed = Handed(codes)
        self._known: dict[tuple[int, int, frozenset[str]], tuple[Spot, Taint]] = {}

    def trace(self, spot: Spot, clean: frozenset[str]) -> Taint:
        """The worst of all that the expression is made of."""
        key = (spot.unit, id(spot.node), clean)
        if key not in self._known:  # the spot is kept, for its node may be all that has this id
            self._known[key] = spot, self._traced(spot, clean)
        return self._known[key][1]

    def _traced(self, spot: Spot, clean: frozenset[str]) -> Taint:
        worst = CLEAN
        stack = [spot]
        seen: set[tuple[int, int]] = set()
        for _ in range(_STEPS):
            if not stack:
                return worst
            spot = stack.pop()
            stack += self._names.in_other_branches(spot)
            at = self._names.settled(spot)
            if (at.unit, id(at.node)) in seen:
                continue
            seen.add((at.unit, id(at.node)))
            found, inner = self._step(at, clean)
            if found is not None:
                worst = _worse(worst, found)
            stack.extend(replace(at, node=one) if isinstance(one, ast.expr) else one for one in inner)
        return _worse(worst, _UNSURE)

    def _step(self, at: Spot, clean: frozenset[str]) -> tuple[Taint | None, list[Any]]:
        """What an expression says itself, and the expressions and spots that it is made of."""
        node = at.node
        if isinstance(node, (ast.Constant, ast.Compare)):
            return None, []
        if isinstance(node, ast.FormattedValue):
            return None, [] if _is_number(node) else [node.value]
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._of_name(at, node)
        if isinstance(node, ast.Call):
            return self._of_call(at, node, clean)
        if isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Mod) and _takes_numbers(node.left):
                return None, []
            return None, [node.left, node.right]
        inner = _inside(node)
        return (None, list(inner)) if inner is not None else (_UNSURE, [])

    def _of_name(self, at: Spot, node: ast.Name | ast.Attribute) -> tuple[Taint | None, list[Any]]:
        name = self._names.qualified(at)
        source = source_of(name)
        if source:
            return self._at(source, at), []
        if is_clean(name):
            return None, []
        if isinstance(node, ast.Attribute):
            return (None, [node.value]) if not isinstance(node.value, ast.Name) else self._of_attribute(at, node)
        found = self._names.lookup(at, node.id)
        if found is None or found[1].kind is not UNKNOWN:
            return _UNSURE, []
        unit, binding = found
        owner = self._names.facts[unit].scopes[binding.scope]
        if owner.owner is None or node.id not in _parameters(owner):
            return _UNSURE, []
        handed = self._handed.source(unit, binding.scope, node.id)
        return self._at(handed, replace(at, unit=unit)) if handed else Taint("unknown", "parameter"), []

    def _of_attribute(self, at: Spot, node: ast.Attribute) -> tuple[Taint | None, list[Any]]:
        """``answer.content``: as good as the answer; a module's attribute is not known."""
        settled = self._names.settled(replace(at, node=node.value))
        if not isinstance(settled.node, ast.Name):
            return None, [settled]
        found, inner = self._of_name(settled, settled.node)
        return found or _UNSURE, inner

    def _of_call(self, at: Spot, node: ast.Call, clean: frozenset[str]) -> tuple[Taint | None, list[Any]]:
        func = replace(at, node=node.func)
        name = self._names.qualified(func)
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if name in clean or "*." + name.rpartition(".")[2] in clean or is_clean(name):
            return None, []
        source = source_of(name)
        if source:
            return self._at(source, at), []
        if self._is_chain(func):
            return self._at("model", at), []
        if passes_on(name):
            return None, arguments
        body = self._body(func)
        if body is not None:
            returned, unit, number = body
            return None, [*(Spot(unit, value, number, order) for order, value in returned), *arguments]
        if is_cleaner(name):
            return _UNSURE, []
        if isinstance(node.func, ast.Attribute):
            attribute = node.func.attr
            found = _UNSURE if attribute in _READS else None
            return found, [node.func.value, *(arguments if attribute in _TAKES else [])]
        return _UNSURE, arguments

    def _is_chain(self, func: Spot) -> bool:
        """Whether ``prompt | model`` is asked: a chain of LangChain, whose parts have no one name."""
        node = func.node
        if not isinstance(node, ast.Attribute) or node.attr not in _ASKS:
            return False
        receiver = self._names.settled(replace(func, node=node.value)).node
        if isinstance(receiver, ast.Name) and node.attr in _INVOKES and _MODEL_NAME.fullmatch(receiver.id):
            return True
        if not (isinstance(receiver, ast.BinOp) and isinstance(receiver.op, ast.BitOr)):
            return False
        return self._codes[0].uses_module(*_MODULES)

    def _body(self, func: Spot) -> tuple[list[tuple[int, ast.expr]], int, int] | None:
        """What a function of the notebook returns, with its cell and scope; None if it is none of them."""
        node = func.node
        if isinstance(node, ast.Attribute):
            found = self._handed.methods.get(node.attr)
            if found is None or not self._names.qualified(replace(func, node=node.value)).startswith("?"):
                return None
            unit, number = found
        elif isinstance(node, ast.Name):
            named = self._names.lookup(func, node.id)
            if named is None:
                return None
            unit, number = named[0], named[1].body or self._handed.scope_of(named[1].node)
        else:
            return None
        returns = self._names.facts[unit].scopes[number].returns
        return (returns, unit, number) if number and returns else None

    def _at(self, source: Source, at: Spot) -> Taint:
        if source == "environment":
            return Taint("unknown", source)
        if at.order >= _LAST:  # an expression of a shell line stands nowhere in the tree
            return Taint("tainted", source)
        code = self._codes[at.unit]
        span = node_span(at.node, code.summary.lines)
        place = Place(code.cell.source_pointer, span, "Comes from here", explains=True)
        return Taint("tainted", source, place, code.cell.index + 1)


def _worse(one: Taint, other: Taint) -> Taint:
    def rank(taint: Taint) -> tuple[int, int]:
        return _RANK[taint.kind], -_ORDER.index(taint.source)

    return other if rank(other) > rank(one) else one


def _parameters(scope: Scope) -> Iterator[str]:
    if scope.owner is not None:
        given = scope.owner.args
        for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
            if argument is not None:
                yield argument.arg


def _inside(node: ast.expr) -> list[ast.expr] | None:
    """The expressions that one is made of, where that is all there is to it."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, (ast.Subscript, ast.Starred, ast.Await, ast.NamedExpr)):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    return None


def _is_number(node: ast.FormattedValue) -> bool:
    """Whether a format says that a number is written: any other value is an error."""
    spec = node.format_spec
    last = spec.values[-1] if isinstance(spec, ast.JoinedStr) and spec.values else None
    return isinstance(last, ast.Constant) and str(last.value)[-1:] in _NUMBERS


def _takes_numbers(template: ast.expr) -> bool:
    """Whether a template takes nothing but numbers: ``"n = %d"``."""
    if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
        return False
    fields = template.value.replace("%%", "").split("%")[1:]
    return bool(fields) and all(field.lstrip("0123456789.+- #")[:1] in tuple("dioxXeEfFgG") for field in fields)
