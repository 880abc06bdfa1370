"""Which texts an expression of a Jinja template may be: constants, what names are set to, and what is put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import nodes

_MOST = 50
_STEPS = 100_000  # for one template, over all its expressions
# Filters that give back what they are given, or a part of it.
_PASSING = frozenset(
    "default d first last list sort unique select selectattr reject rejectattr map items dictsort groupby min max "
    "random batch slice".split()
)
_NUMBERS = frozenset("length count int float abs round sum wordcount".split())
# Methods whose arguments become part of the text.
_JOINING = frozenset({"join", "format", "format_map", "replace"})


class Texts:
    """What names of a template are set to. Values are looked up by name alone: a template has few of them."""

    def __init__(self, everything: Iterable[nodes.Node]) -> None:
        from jinja2 import nodes

        self._set: dict[str, list[nodes.Node]] = {}
        self._left = _STEPS
        for node in everything:
            if isinstance(node, nodes.Assign):
                self._take(node.target, node.node)
            elif isinstance(node, nodes.For):
                self._take(node.target, node.iter)
            elif isinstance(node, nodes.Macro):
                for name, value in zip(reversed(node.args), reversed(node.defaults)):  # noqa: B905 (the last have them)
                    self._take(name, value)
            elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "namespace":
                for pair in node.kwargs:
                    self._set.setdefault(f".{pair.key}", []).append(pair.value)

    def _take(self, target: nodes.Node, value: nodes.Node) -> None:
        from jinja2 import nodes

        if isinstance(target, nodes.Name):
            self._set.setdefault(target.name, []).append(value)
        elif isinstance(target, nodes.NSRef):
            self._set.setdefault(f".{target.attr}", []).append(value)
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self._take(item, value)

    def known(self, expression: Any) -> set[str]:
        """The constant texts that an expression may be, as far as they can be told."""
        return self._known(expression, frozenset())

    def built(self, expression: Any) -> bool:
        """Whether an expression may put a text together of constants; it may where that is too much to find out."""
        return self._built(expression, frozenset())

    def _known(self, found: Any, seen: frozenset[str]) -> set[str]:
        from jinja2 import nodes

        self._left -= 1
        if self._left < 0:
            return set()
        match found:
            case nodes.Const():
                return {found.value} if isinstance(found.value, str) else set()
            case nodes.TemplateData():
                return {found.data}
            case nodes.Concat():
                return self._joined(found.nodes, seen)
            case nodes.Add():
                return self._joined([found.left, found.right], seen)
            case nodes.CondExpr():
                return self._any([found.expr1, found.expr2], seen)
            case nodes.Or() | nodes.And():
                return self._any([found.left, found.right], seen)
            case nodes.List() | nodes.Tuple():
                return self._any(found.items, seen)
            case nodes.Dict():
                return self._any([part for pair in found.items for part in (pair.key, pair.value)], seen)
            case nodes.Getitem() if not isinstance(found.arg, nodes.Slice):
                return self._known(found.node, seen)
            case nodes.Filter() if found.name in _PASSING:
                return self._any([found.node, *found.args], seen)
            case nodes.Name() | nodes.Getattr():
                name = found.name if isinstance(found, nodes.Name) else f".{found.attr}"
                return self._any(self._set.get(name, []) if name not in seen else [], seen | {name})
        return set()

    def _any(self, parts: Iterable[Any], seen: frozenset[str]) -> set[str]:
        texts: set[str] = set()
        for part in parts:
            if part is not None and len(texts) < _MOST:
                texts |= self._known(part, seen)
        return texts

    def _joined(self, parts: Iterable[Any], seen: frozenset[str]) -> set[str]:
        texts = {""}
        for part in parts:
            found = self._known(part, seen)
            texts = {one + other for one in texts for other in found} if len(texts) * len(found) <= _MOST else set()
        return texts

    def _built(self, found: Any, seen: frozenset[str]) -> bool:
        from jinja2 import nodes

        self._left -= 1
        if self._left < 0:
            return True
        match found:
            case nodes.Concat():
                return any(self._texty(part, seen) for part in found.nodes)
            case nodes.Add():
                return self._texty(found.left, seen) or self._texty(found.right, seen)
            case nodes.Mod() | nodes.Mul():
                return self._texty(found.left, seen)
            case nodes.Filter() if found.name not in _NUMBERS | _PASSING:
                parts = [found.node, *found.args]
                return any(part is not None and self._texty(part, seen) for part in parts)
            case nodes.Filter() if found.name in _PASSING:
                return found.node is not None and self._built(found.node, seen)
            case nodes.Call() if isinstance(found.node, nodes.Getattr):
                receiver = [found.node.node]
                if found.node.attr in _JOINING:
                    receiver += [*found.args, *(pair.value for pair in found.kwargs)]
                return any(self._texty(part, seen) for part in receiver)
            case nodes.Getitem():
                sliced = isinstance(found.arg, nodes.Slice) and self._texty(found.node, seen)
                return sliced or self._built(found.node, seen)
            case nodes.CondExpr():
                branches = [found.expr1, found.expr2]
                return any(part is not None and self._built(part, seen) for part in branches)
            case nodes.Name() | nodes.Getattr():
                name = found.name if isinstance(found, nodes.Name) else f".{found.attr}"
                if name in seen:
                    return False
                return any(self._built(value, seen | {name}) for value in self._set.get(name, []))
        return False

    def _texty(self, found: Any, seen: frozenset[str]) -> bool:
        """Whether constants of the template may be part of an expression's value."""
        return any(self._known(found, seen)) or self._built(found, seen)
