"""Names made at run time: by ``getattr``, ``import_module``, ``partial``, a table of modules, an own function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .holders import Holders
from .spot import Spot, last_name

if TYPE_CHECKING:
    from .link import Names

_DEPTH = 8
PARTIAL = ("functools.partial", "functools.partialmethod", "joblib.delayed", "joblib.parallel.delayed", "dask.delayed")
_IMPORTERS = ("importlib.import_module", "__import__", "importlib.__import__", "builtins.__import__")
# Functions that hand their argument on, with the position of that argument.
_PASSES = {
    **dict.fromkeys(("contextlib.closing", "contextlib.nullcontext", "contextlib.aclosing"), 0),
    **dict.fromkeys(("staticmethod", "classmethod", "copy.copy", "copy.deepcopy"), 0),
    "contextlib.ExitStack().enter_context": 0,
    "contextlib.AsyncExitStack().enter_async_context": 0,
    "typing.cast": 1,
}
_MAKERS = frozenset(
    (
        *("getattr", "import_module", "__import__", "partial", "partialmethod", "delayed", "attrgetter"),
        *(name.rpartition(".")[2] for name in _PASSES),
    )
)


class Makers:
    """What calls and elements stand for in one notebook."""

    def __init__(self, names: Names, holders: Holders) -> None:
        self._names = names
        self._holders = holders
        self._known: dict[tuple[int, int, int], str] = {}

    def element(self, spot: Spot, depth: int) -> str:
        """The name of an element of something written out in the notebook, or of a table of modules; else empty."""
        node = spot.node
        if depth >= _DEPTH or not isinstance(node, ast.Subscript):
            return ""
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(key, str) and isinstance(node.value, (ast.Attribute, ast.Call)):
            of = self._names.qualified(Spot(spot.unit, node.value, spot.scope, spot.order), depth + 1)
            if of == "sys.modules":
                return key
            if of in ("globals()", "locals()"):
                return self._names.root(spot, key, depth + 1)
            if of.endswith(".__dict__"):
                return of.removesuffix("__dict__") + key
            if of == "vars()" and isinstance(node.value, ast.Call) and node.value.args:
                owner = Spot(spot.unit, node.value.args[0], spot.scope, spot.order)
                return self._names.qualified(owner, depth + 1) + "." + key
        return self._names.chosen(self._holders.element(spot), depth)

    def may_make(self, call: ast.expr) -> bool:
        """Whether ``made`` may tell something of a call: what it calls decides that."""
        func = call.func if isinstance(call, ast.Call) else None
        last = last_name(func) if func is not None else ""
        is_own = isinstance(func, (ast.Lambda, ast.Call)) or last in self._holders.functions
        return is_own or last in _MAKERS or last in self._names.aliases

    def made(self, spot: Spot, depth: int) -> str:
        """The name of what a call returns where that is a function or module that its arguments name, or that a
        function of the notebook returns; else empty.
        """
        node = spot.node
        if not isinstance(node, ast.Call) or depth >= _DEPTH:
            return ""
        func = node.func
        last = last_name(func)
        if last in self._holders.functions or isinstance(func, ast.Lambda):
            made = self._names.chosen(self._holders.returned(spot), depth)
            if made:
                return made
        if last not in _MAKERS and last not in self._names.aliases:
            return self._got(spot, func, depth) if isinstance(func, ast.Call) else ""
        if not node.args and not node.keywords:
            return ""
        key = id(func), spot.order, self._names.pick
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._names.qualified(Spot(spot.unit, func, spot.scope, spot.order), depth + 1)
        name = known
        arguments = [Spot(spot.unit, argument, spot.scope, spot.order) for argument in node.args]
        if name == "getattr" and len(arguments) >= 2:
            attribute = self._names.literal(arguments[1])
            return f"{self._names.qualified(arguments[0], depth + 1)}.{attribute}" if isinstance(attribute, str) else ""
        if name in PARTIAL:
            return self._names.qualified(arguments[0], depth + 1) if arguments else ""
        if name in _PASSES and len(arguments) > _PASSES[name]:
            passed = self._names.qualified(arguments[_PASSES[name]], depth + 1)
            return "" if passed.startswith("?") else passed
        if name in _IMPORTERS:
            arguments += (Spot(spot.unit, k.value, spot.scope, spot.order) for k in node.keywords if k.arg == "name")
            module = self._names.literal(arguments[0]) if arguments else None
            if isinstance(module, str):
                return module.partition(".")[0] if name.endswith("__import__") and not _takes(node) else module
        return ""

    def _got(self, spot: Spot, getter: ast.Call, depth: int) -> str:
        """The name of ``attrgetter("load")(pickle)``."""
        node = spot.node
        if not isinstance(node, ast.Call) or not node.args or len(getter.args) != 1 or last_name(getter.func) == "":
            return ""
        func = Spot(spot.unit, getter.func, spot.scope, spot.order)
        if self._names.qualified(func, depth + 1) != "operator.attrgetter":
            return ""
        attribute = self._names.literal(Spot(spot.unit, getter.args[0], spot.scope, spot.order))
        owner = self._names.qualified(Spot(spot.unit, node.args[0], spot.scope, spot.order), depth + 1)
        return f"{owner}.{attribute}" if isinstance(attribute, str) else ""


def _takes(node: ast.Call) -> bool:
    """Whether ``__import__("a.b", fromlist=["c"])`` says what is taken from the module, and so gives ``a.b``."""
    taken = next((k.value for k in node.keywords if k.arg == "fromlist"), node.args[3] if len(node.args) > 3 else None)
    return isinstance(taken, (ast.List, ast.Tuple)) and bool(taken.elts)
