"""What a cell binds, changes and puts, and where: noted in the order in which a walk of its tree tells of it."""

from __future__ import annotations

import ast
from typing import Any

from .facts import IMPORT, UNKNOWN, VALUE, Binding, Change, Facts, Put, Scope
from .unpacking import element, unpacked

_DEEPEST = 20


class Recorder:
    """The events so far, and where the walk stands: in which scope, in which arms of branches, below which handlers.

    ``stack`` holds what is still to be walked, the next at its end: nodes, and tuples of a method and its arguments.
    """

    def __init__(self) -> None:
        self.facts = Facts()
        self.stack: list[Any] = []
        self.scope = 0
        self.order = 0
        self.handlers = 0
        self.arms: tuple[tuple[int, int], ...] = ()
        self.branches = 0
        self.called: set[int] = set()  # calls whose result is called at once

    def push(self, items: list[Any]) -> None:
        """Have items walked next, the first of them first."""
        items.reverse()
        self.stack += items

    def tick(self) -> int:
        """The number of the next event."""
        self.order += 1
        return self.order

    def bind(self, name: str, kind: str, target: str = "", node: ast.expr | None = None, body: int = 0) -> None:
        """Bind a name in the scope where the walk stands, or in the outermost if it is declared global."""
        scope = self.facts.scopes[self.scope]
        if name in scope.shared:
            scope = self.facts.scopes[0]
        binding = Binding(self.tick(), kind, self.scope, target, node)
        binding.weak = self.handlers > 0 and kind == VALUE
        binding.body = body
        binding.arms = self.arms
        scope.names.setdefault(name, []).append(binding)
        if kind is IMPORT:
            self.facts.aliases.add(name)
            if target.rpartition(".")[2] != name:
                self.facts.other_names.add(name)
        elif node is not None:
            self.facts.other_names.add(name)
            if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
                self.facts.aliases.add(name)

    def bind_target(self, target: ast.expr, value: ast.expr | None, statement: ast.stmt | None) -> None:
        """Bind all names of a target to the parts of a value that fall to them; puts into others are noted."""
        pending: list[tuple[ast.expr, ast.expr | None]] = [(target, value)]
        while pending:
            target, value = pending.pop()
            if isinstance(target, ast.Name):
                self.bind(target.id, VALUE if value is not None else UNKNOWN, node=value)
            elif isinstance(target, ast.Starred):
                pending.append((target.value, None))
            elif isinstance(target, (ast.Tuple, ast.List)):
                pending.extend(reversed(list(zip(target.elts, unpacked(target.elts, value), strict=True))))
            elif isinstance(target, (ast.Attribute, ast.Subscript)) and statement is not None and value is not None:
                self.facts.puts.append(Put(target, value, statement, self.tick(), self.scope))
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    key = target.slice.value if isinstance(target.slice, ast.Constant) else None
                    if isinstance(key, (str, int)):
                        self.change(target.value.id, key, value)

    def bind_each(self, target: ast.expr, values: ast.expr) -> None:
        """Bind the target of a loop to an element of what is looped over."""
        each = element(values, None)
        if isinstance(target, (ast.Tuple, ast.List)) and not any(isinstance(e, ast.Starred) for e in target.elts):
            for index, name in enumerate(target.elts):
                self.bind_target(name, element(each, index), None)
        else:
            self.bind_target(target, each, None)

    def change(self, name: str, key: str | int | None, value: ast.expr) -> None:
        """Note that an item of what a name stands for is set; of any key where that is None."""
        self.facts.changes.setdefault(name, []).append(Change(key, value, self.tick(), self.scope))

    def enter(self, scope: int) -> None:
        self.scope = scope

    def branch(self, arms: tuple[tuple[int, int], ...]) -> None:
        self.arms = arms
        self.facts.turns.append((self.order, arms))

    def arm(self, branch: int, arm: int) -> tuple[Any, ...]:
        """The item that enters one arm of a branch; code nested deeper than anybody reads it is not told apart."""
        return (self.branch, (*self.arms, (branch, arm)) if len(self.arms) < _DEEPEST else self.arms)

    def handle(self, by: int) -> None:
        self.handlers += by

    def inside(self, is_class: bool, body: list[Any]) -> list[Any]:
        """The items that walk ``body`` in a scope of its own."""
        self.facts.scopes.append(Scope(self.scope, is_class))
        return [(self.enter, len(self.facts.scopes) - 1), *body, (self.enter, self.scope)]
