"""All texts that an expression may be worth: in each turn of a loop, at each call of the function that it stands in.

Nothing is executed. An expression is read under one choice of turns and calls; where it turns out to depend on another
loop or call, it is read again for each of those.
"""

from __future__ import annotations

import ast
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from .budget import Budget
from .callers import added, given
from .code import Code
from .facts import IMPORT, UNKNOWN, VALUE
from .filling import GAP, braces, percent
from .folding import constant
from .spot import Spot

T = TypeVar("T")
_MOST_READINGS = 200
_MOST_ELEMENTS = 500
_MOST_PARTS = 200
_MOST_CHARACTERS = 4000
_MOST_REPLACED = 200
_DEEPEST = 40
_COPIES = frozenset(("list", "tuple", "set", "sorted", "reversed", "frozenset", "iter", "tqdm"))
_STRIPPED = frozenset(("strip", "lower", "upper", "rstrip", "lstrip"))
_LEFT = frozenset(("copy", "difference", "keys", "intersection", "union"))


def spellings(code: Code, read: Callable[[Speller], T], budget: Budget) -> Iterator[T]:
    """``read`` under each choice of loop turns and calls that it depends on, in their order; a bounded number."""
    pending: list[dict[int, int]] = [{}]
    for _ in range(_MOST_READINGS):
        if not pending:
            return
        chosen = pending.pop()
        speller = Speller(code, chosen, budget)
        found = read(speller)
        if speller.met is None:
            yield found
        else:
            key, count = speller.met
            pending += ({**chosen, key: turn} for turn in reversed(range(count)))


class Speller:
    """Reads expressions under one choice: which turn of a loop, which call of a function, by what is chosen from.

    ``met`` is the first thing to choose from, with the number of its choices, about which nothing was chosen.
    """

    def __init__(self, code: Code, chosen: Mapping[int, int], budget: Budget) -> None:
        self._code = code
        self._names = code.names
        self._chosen = chosen
        self._bound: dict[str, str] = {}
        self._budget = budget
        self.met: tuple[int, int] | None = None

    def text(self, spot: Spot, depth: int = 0) -> str:
        """The text that an expression is worth, with ``GAP`` for all that is not known."""
        found = self._text(spot, depth)
        self._budget.spend(len(found) // 100)
        return found if len(found) <= _MOST_CHARACTERS else GAP

    def words(self, spot: Spot, depth: int = 0) -> list[str] | None:
        """The texts of the elements of a list, tuple, set or dict; None for any other expression."""
        elements = self.elements(spot, depth)
        return None if elements is None else [self.text(one, depth + 1) for one in elements]

    def elements(self, spot: Spot, depth: int = 0) -> list[Spot] | None:
        """The elements of a list, tuple, set or dict (its keys); None for any other expression."""
        at = self._settled(spot, depth)
        if at is None:
            return None
        found = self._elements(at, depth + 1)
        if found is None:
            return None
        for one, is_list in added(self._code, spot)[:_MOST_PARTS]:
            more = self.elements(one, depth + 1) if is_list else [one]
            found = [*found, *(more if more is not None else [_constant(spot, GAP)])]
        return found[:_MOST_ELEMENTS]

    def _text(self, spot: Spot, depth: int) -> str:
        at = self._settled(spot, depth)
        if at is None:
            return GAP
        node, depth = at.node, depth + 1
        if isinstance(node, ast.Name):
            return self._bound.get(node.id, GAP)
        if isinstance(node, ast.Constant):
            value = node.value
            is_number = isinstance(value, (int, float)) and abs(value) < 1e15
            return value if isinstance(value, str) else str(value) if is_number else GAP
        if isinstance(node, ast.JoinedStr):
            is_long = len(node.values) > _MOST_PARTS
            return GAP if is_long else "".join(self.text(replace(at, node=part), depth) for part in node.values)
        if isinstance(node, ast.FormattedValue):
            plain = node.format_spec is None and node.conversion in (-1, ord("s"))
            return self.text(replace(at, node=node.value), depth) if plain else GAP
        if isinstance(node, ast.BinOp):
            return self._operation(at, node, depth)
        if isinstance(node, ast.Call):
            return self._call(at, node, depth)
        if isinstance(node, ast.Attribute) and self._names.qualified(at) == "sys.executable":
            return "python"
        return GAP

    def _operation(self, at: Spot, node: ast.BinOp, depth: int) -> str:
        left = self.text(replace(at, node=node.left), depth)
        if isinstance(node.op, ast.Add):
            return left + self.text(replace(at, node=node.right), depth)
        if not isinstance(node.op, ast.Mod):
            return GAP
        right = self._settled(replace(at, node=node.right), depth)
        if right is None or not isinstance(right.node, ast.Tuple):
            return percent(left, [self.text(replace(at, node=node.right), depth)])
        return percent(left, [self.text(replace(right, node=one), depth) for one in right.node.elts[:_MOST_PARTS]])

    def _call(self, at: Spot, node: ast.Call, depth: int) -> str:
        func = node.func
        values = [replace(at, node=one) for one in node.args]
        if isinstance(func, ast.Name) and func.id == "str" and len(values) == 1:
            return self.text(values[0], depth)
        if not isinstance(func, ast.Attribute):
            return GAP
        owner = replace(at, node=func.value)
        if func.attr == "join" and len(values) == 1:
            words = self.words(values[0], depth)
            return self.text(owner, depth).join(words) if words is not None else GAP
        if func.attr == "format":
            named = {one.arg: self.text(replace(at, node=one.value), depth) for one in node.keywords if one.arg}
            return braces(self.text(owner, depth), [self.text(one, depth) for one in values[:_MOST_PARTS]], named)
        if func.attr in _STRIPPED:
            return self.text(owner, depth)
        if func.attr == "replace" and len(values) == 2:
            before, after = (self.text(one, depth) for one in values)
            is_short = before and len(after) <= _MOST_REPLACED
            return self.text(owner, depth).replace(before, after) if is_short else GAP
        return GAP

    def _elements(self, at: Spot, depth: int) -> list[Spot] | None:
        node = at.node
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            found: list[Spot] = []
            for one in node.elts[:_MOST_ELEMENTS]:
                if isinstance(one, ast.Starred):
                    more = self.elements(replace(at, node=one.value), depth)
                    found += more if more is not None else [_constant(at, GAP)]
                else:
                    found.append(replace(at, node=one))
            return found
        if isinstance(node, ast.Dict):
            return [replace(at, node=key) for key in node.keys if key is not None]
        if isinstance(node, ast.BinOp):
            left = self.elements(replace(at, node=node.left), depth)
            if isinstance(node.op, (ast.Sub, ast.BitAnd)):  # `wanted - installed`: what may be left of it
                return left
            right = self.elements(replace(at, node=node.right), depth)
            is_sum = isinstance(node.op, (ast.Add, ast.BitOr)) and (left is not None or right is not None)
            return [one for part in (left, right) for one in (part or [_constant(at, GAP)])] if is_sum else None
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) and len(node.generators) == 1:
            return self._comprehended(at, node.elt, node.generators[0], depth)
        return self._called_elements(at, node, depth) if isinstance(node, ast.Call) else None

    def _called_elements(self, at: Spot, node: ast.Call, depth: int) -> list[Spot] | None:
        func = node.func
        values = [replace(at, node=one) for one in node.args]
        if isinstance(func, ast.Name) and values:
            if func.id in _COPIES:
                return self.elements(values[0], depth)
            if func.id in ("enumerate", "zip"):
                lists = [self.elements(one, depth) for one in values]
                columns = [one for one in lists if one is not None]
                if len(columns) < len(lists):
                    return None
                if func.id == "enumerate":
                    columns = [[_constant(at, str(k)) for k in range(len(columns[0]))], columns[0]]
                rows = zip(*columns, strict=False)
                return [replace(at, node=ast.Tuple([one.node for one in row], ast.Load())) for row in rows]
        if not isinstance(func, ast.Attribute):
            return None
        owner = replace(at, node=func.value)
        if func.attr == "split" and self._names.qualified(replace(at, node=func)) == "shlex.split" and values:
            return [_constant(at, word) for word in _split(self.text(values[0], depth))]
        if func.attr in ("split", "splitlines"):
            separator = self.text(values[0], depth) if values else None
            text = self.text(owner, depth)
            parts = text.split(separator) if separator and func.attr == "split" else text.split()
            return [_constant(at, part.strip()) for part in parts[:_MOST_ELEMENTS]]
        if func.attr in ("values", "items"):
            inner = self._settled(owner, depth)
            if inner is None or not isinstance(inner.node, ast.Dict):
                return None
            pairs = [(k, v) for k, v in zip(inner.node.keys, inner.node.values, strict=True) if k is not None]
            of_both = func.attr == "items"
            return [replace(inner, node=ast.Tuple([k, v], ast.Load()) if of_both else v) for k, v in pairs]
        return self.elements(owner, depth) if func.attr in _LEFT else None

    def _comprehended(self, at: Spot, each: ast.expr, loop: ast.comprehension, depth: int) -> list[Spot] | None:
        """What a comprehension with one loop makes; its conditions may let everything through."""
        values = self.elements(replace(at, node=loop.iter), depth)
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        names = [one.id for one in targets if isinstance(one, ast.Name)]
        if values is None or len(names) < len(targets):
            return None
        outer, made = self._bound, []
        for value in values:
            parts = [self.text(value, depth)] if targets == [loop.target] else self.words(value, depth) or []
            self._bound = {**outer, **dict(zip(names, parts, strict=False))}
            made.append(_constant(at, self.text(replace(at, node=each), depth)))
            self._bound = outer
        return made

    def _settled(self, spot: Spot, depth: int) -> Spot | None:
        """The expression behind names, loops, parameters and elements; None where it is not known."""
        for _ in range(_DEEPEST):
            node = spot.node
            if depth > _DEEPEST or not self._budget.spend():
                return None
            step: Spot | None
            if isinstance(node, (ast.NamedExpr, ast.Await)):
                step = replace(spot, node=node.value)
            elif isinstance(node, ast.Name):
                if node.id in self._bound:
                    return spot
                step = self._named(spot, node.id)
            elif isinstance(node, ast.IfExp):
                step = replace(spot, node=self._choice(node, [node.body, node.orelse]))
            elif isinstance(node, ast.BoolOp):
                step = replace(spot, node=self._choice(node, node.values))
            elif isinstance(node, ast.Subscript):
                step = self._element(spot, node, depth + 1)
            elif isinstance(node, ast.Attribute):
                step = self._names.settled(spot)
                if step.node is node:
                    return spot
            else:
                return spot
            if step is None:
                return None
            spot = step
        return None

    def _named(self, spot: Spot, name: str) -> Spot | None:
        found = self._names.lookup(spot, name)
        if found is None:
            return None
        unit, binding = found
        if binding.kind is IMPORT:
            return _constant(spot, "python") if binding.target == "sys.executable" else None
        if binding.kind is VALUE and binding.node is not None:
            last = Spot(unit, binding.node, binding.scope, binding.order)
            return self._choice(spot.node, [last, *self._names.in_other_branches(spot)])
        values = given(self._code, unit, binding.scope, name) if binding.kind is UNKNOWN else []
        inside = self._names.facts[unit].scopes[binding.scope]
        return self._choice(inside.owner or spot.node, values) if values else None

    def _element(self, spot: Spot, node: ast.Subscript, depth: int) -> Spot | None:
        holder = replace(spot, node=node.value)
        key = node.slice
        if isinstance(key, ast.Constant) and key.value is None:  # the variable of a loop
            values = self.elements(holder, depth)
            return self._choice(node.value, values) if values else None
        if isinstance(key, ast.Slice):
            return holder if key.lower is None and key.upper is None else None
        at = self._settled(holder, depth)
        if at is None:
            return None
        if isinstance(at.node, ast.Dict):
            wanted = self.text(replace(spot, node=key), depth)
            pairs = zip(at.node.keys, at.node.values, strict=True)
            found = [v for k, v in pairs if isinstance(k, ast.Constant) and str(k.value) == wanted]
            return replace(at, node=found[-1]) if found else None
        number = constant(self._names, replace(spot, node=key))
        values = self.elements(at, depth) if isinstance(number, int) else None
        return values[number] if values and -len(values) <= number < len(values) else None

    def _choice(self, of: ast.AST, options: list[T]) -> T:
        chosen = self._chosen.get(id(of))
        if chosen is None and len(options) > 1 and self.met is None:
            self.met = (id(of), len(options))
        return options[min(chosen or 0, len(options) - 1)]


def _constant(at: Spot, text: str) -> Spot:
    return replace(at, node=ast.copy_location(ast.Constant(text), at.node))


def _split(text: str) -> Iterable[str]:
    try:
        return shlex.split(text)[:_MOST_ELEMENTS]
    except ValueError:
        return text.split()[:_MOST_ELEMENTS]
