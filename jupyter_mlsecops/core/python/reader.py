"""Reads the events of a cell off its syntax tree, in the order in which Python would run a straight line."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from .facts import IMPORT, UNKNOWN, VALUE, Binding, Facts, Put, Scope, Use

_LEAVES = (ast.Constant, ast.Name, ast.Pass, ast.Break, ast.Continue)


def read(tree: ast.Module) -> Facts:
    """The events of a tree."""
    return _Reader().read(tree)


class _Reader:
    """Walks one tree with a stack of its own: the notebook decides how deep the tree is."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.stack: list[Any] = []
        self.scope = 0
        self.order = 0
        self.handlers = 0
        self.called: set[int] = set()  # calls whose result is called at once

    def read(self, tree: ast.Module) -> Facts:
        stack = self.stack
        stack.extend(reversed(tree.body))
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind is tuple:
                node[0](*node[1:])
                continue
            visit = _VISITS.get(kind)
            if visit is not None:
                visit(self, node)
            elif kind not in _LEAVES:
                self.push_children(node)
        return self.facts

    def push_children(self, node: ast.AST) -> None:
        children: list[Any] = []
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                children += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                children.append(value)
        self.push(children)

    def push(self, items: list[Any]) -> None:
        items.reverse()
        self.stack += items

    def tick(self) -> int:
        self.order += 1
        return self.order

    def bind(self, name: str, kind: str, target: str = "", node: ast.expr | None = None) -> None:
        scope = self.facts.scopes[self.scope]
        if name in scope.shared:
            scope = self.facts.scopes[0]
        binding = Binding(self.tick(), kind, self.scope, target, node)
        binding.weak = self.handlers > 0 and kind != IMPORT
        scope.names.setdefault(name, []).append(binding)
        if kind == IMPORT or isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            self.facts.aliases.add(name)

    def bind_target(self, target: ast.expr, value: ast.expr | None, statement: ast.stmt | None) -> None:
        pending: list[tuple[ast.expr, ast.expr | None]] = [(target, value)]
        while pending:
            target, value = pending.pop()
            if isinstance(target, ast.Name):
                self.bind(target.id, VALUE if value is not None else UNKNOWN, node=value)
            elif isinstance(target, ast.Starred):
                pending.append((target.value, None))
            elif isinstance(target, (ast.Tuple, ast.List)):
                values: list[Any] = [None] * len(target.elts)
                if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(values):
                    values = list(value.elts)
                    if any(isinstance(e, ast.Starred) for e in [*target.elts, *values]):
                        values = [None] * len(values)
                pending.extend(reversed(list(zip(target.elts, values, strict=True))))
            elif isinstance(target, (ast.Attribute, ast.Subscript)) and statement is not None and value is not None:
                self.facts.puts.append(Put(target, value, statement, self.tick(), self.scope))

    def bind_each(self, target: ast.expr, values: ast.expr) -> None:
        """Bind the target of a loop to an element of what is looped over."""
        element = _element(values, None)
        if isinstance(target, (ast.Tuple, ast.List)) and not any(isinstance(e, ast.Starred) for e in target.elts):
            for index, name in enumerate(target.elts):
                self.bind_target(name, _element(element, index), None)
        else:
            self.bind_target(target, element, None)

    def enter(self, scope: int) -> None:
        self.scope = scope

    def handle(self, by: int) -> None:
        self.handlers += by

    def inside(self, is_class: bool, body: list[Any]) -> list[Any]:
        """The items that walk ``body`` in a scope of its own."""
        self.facts.scopes.append(Scope(self.scope, is_class))
        return [(self.enter, len(self.facts.scopes) - 1), *body, (self.enter, self.scope)]

    # one method a kind of node; each pushes what is to be walked, in the order in which it runs

    def call(self, node: ast.Call) -> None:
        use = Use(node, self.tick(), self.scope)
        use.named = id(node) in self.called
        self.facts.uses.append(use)
        if isinstance(node.func, ast.Call):
            self.called.add(id(node.func))
        self.push([node.func, *node.args, *(keyword.value for keyword in node.keywords)])

    def expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.call(node.value)
            self.facts.uses[-1].statement = node
        else:
            self.facts.bare.append(node)
            self.stack.append(node.value)

    def assign(self, node: ast.Assign) -> None:
        targets = [(self.bind_target, target, node.value, node) for target in node.targets]
        indexed = [target for target in node.targets if not isinstance(target, ast.Name)]
        self.push([(self.named, node), *indexed, *targets])

    def named(self, node: ast.Assign) -> None:
        if isinstance(node.value, ast.Call):
            self.call(node.value)
            self.facts.uses[-1].named = isinstance(node.targets[0], ast.Name)
        else:
            self.stack.append(node.value)

    def annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.push([node.value, (self.bind_target, node.target, node.value, node)])

    def augmented(self, node: ast.AugAssign) -> None:
        self.push([node.value, (self.bind_target, node.target, None, node)])

    def walrus(self, node: ast.NamedExpr) -> None:
        self.push([node.value, (self.bind_target, node.target, node.value, None)])

    def imported(self, node: ast.Import) -> None:
        for alias in node.names:
            self.facts.modules.add(alias.name)
            if alias.asname:
                self.bind(alias.asname, IMPORT, alias.name)
            else:
                root = alias.name.partition(".")[0]
                self.bind(root, IMPORT, root)

    def imported_from(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        self.facts.modules.add(module)
        for alias in node.names:
            if alias.name == "*":
                self.facts.stars.append(module)
            else:
                self.facts.modules.add(f"{module}.{alias.name}")
                self.bind(alias.asname or alias.name, IMPORT, f"{module}.{alias.name}")

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = node.args
        defaults = [*node.decorator_list, *arguments.defaults, *(d for d in arguments.kw_defaults if d is not None)]
        body = self.inside(False, [(self.parameters, arguments), *node.body])
        self.push([*defaults, (self.bind, node.name, UNKNOWN), *body])

    def function_expression(self, node: ast.Lambda) -> None:
        defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        self.push([*defaults, *self.inside(False, [(self.parameters, node.args), node.body])])

    def parameters(self, node: ast.arguments) -> None:
        for argument in [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]:
            if argument is not None:
                self.bind(argument.arg, UNKNOWN)

    def class_body(self, node: ast.ClassDef) -> None:
        before = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        self.push([*before, (self.bind, node.name, UNKNOWN), *self.inside(True, list(node.body))])

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        items: list[Any] = []
        for generator in node.generators:
            items += [generator.iter, (self.bind_each, generator.target, generator.iter), *generator.ifs]
        items += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.push(self.inside(False, items))

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.push([node.iter, (self.bind_each, node.target, node.iter), *node.body, *node.orelse])

    def block(self, node: ast.With | ast.AsyncWith) -> None:
        items: list[Any] = []
        for item in node.items:
            items.append(item.context_expr)
            if item.optional_vars is not None:
                items.append((self.bind_target, item.optional_vars, item.context_expr, None))
        self.push([*items, *node.body])

    def handler(self, node: ast.ExceptHandler) -> None:
        items: list[Any] = [(self.handle, 1)]
        if node.name:
            items.append((self.bind, node.name, UNKNOWN))
        self.push([*items, *node.body, (self.handle, -1)])

    def shared(self, node: ast.Global) -> None:
        self.facts.scopes[self.scope].shared.update(node.names)


def _element(values: ast.expr, index: int | None) -> ast.expr:
    return ast.copy_location(ast.Subscript(values, ast.Constant(index), ast.Load()), values)


_VISITS: dict[type, Callable[[_Reader, Any], None]] = {
    ast.Call: _Reader.call,
    ast.Expr: _Reader.expression,
    ast.Assign: _Reader.assign,
    ast.AnnAssign: _Reader.annotated,
    ast.AugAssign: _Reader.augmented,
    ast.NamedExpr: _Reader.walrus,
    ast.Import: _Reader.imported,
    ast.ImportFrom: _Reader.imported_from,
    ast.FunctionDef: _Reader.function,
    ast.AsyncFunctionDef: _Reader.function,
    ast.Lambda: _Reader.function_expression,
    ast.ClassDef: _Reader.class_body,
    ast.For: _Reader.loop,
    ast.AsyncFor: _Reader.loop,
    ast.With: _Reader.block,
    ast.AsyncWith: _Reader.block,
    ast.ExceptHandler: _Reader.handler,
    ast.Global: _Reader.shared,
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _Reader.comprehension),
}
