"""Reads the events of a cell off its syntax tree, in the order in which Python would run a straight line."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from .facts import IMPORT, UNKNOWN, Facts, Use
from .recorder import Recorder
from .unpacking import defaults, expected

_CHANGERS = ("update", "setdefault")
# What nothing happens at, and members of nodes that are no nodes: half of all there is, so it is not even looked at.
_SILENT = frozenset(
    (
        *(ast.Constant, ast.Name, ast.Pass, ast.Break, ast.Continue, str, int, type(None)),
        *(
            kind
            for of in (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)
            for kind in of.__subclasses__()
        ),
    )
)


def read(tree: ast.Module) -> Facts:
    """The events of a tree."""
    return _Reader().read(tree)


class _Reader(Recorder):
    """Walks one tree with a stack of its own: the notebook decides how deep the tree is."""

    def read(self, tree: ast.Module) -> Facts:
        stack, visits = self.stack, _VISITS
        stack.extend(reversed(tree.body))
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind in _SILENT:
                continue
            if kind is tuple:
                node[0](*node[1:])
                continue
            visits.get(kind, _Reader.push_children)(self, node)
        return self.facts

    def push_children(self, node: ast.AST) -> None:
        children: list[Any] = []
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                children += [item for item in value if item.__class__ not in _SILENT]
            elif value.__class__ not in _SILENT:
                children.append(value)
        self.push(children)

    # one method a kind of node; each pushes what is to be walked, in the order in which it runs

    def call(self, node: ast.Call) -> None:
        use = Use(node, self.tick(), self.scope)
        use.named = id(node) in self.called
        facts, func = self.facts, node.func
        facts.uses.append(use)
        if isinstance(func, ast.Attribute):
            facts.methods.setdefault(func.attr, []).append(use)
            if func.attr in _CHANGERS and isinstance(func.value, ast.Name):
                self.changed(node, func.attr, func.value.id)
        elif isinstance(func, ast.Name):
            facts.functions.setdefault(func.id, []).append(use)
        else:
            facts.unnamed.append(use)
            if isinstance(func, ast.Call):
                self.called.add(id(func))
        for keyword in reversed(node.keywords):
            facts.passed.setdefault(keyword.arg, []).append(use)
            self.stack.append(keyword.value)
        self.stack += node.args[::-1]
        self.stack.append(func)

    def changed(self, node: ast.Call, method: str, name: str) -> None:
        if method == "update":
            for argument in node.args[:1]:
                self.change(name, None, argument)
            for keyword in node.keywords:
                self.change(name, keyword.arg, keyword.value)
        elif len(node.args) == 2 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            self.change(name, node.args[0].value, node.args[1])

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
        value = None
        counts = isinstance(node.value, ast.Constant) and not isinstance(node.value.value, str)
        if isinstance(node.target, ast.Name) and not counts:  # `text += more` is `text = text + more`
            before = ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target)
            value = ast.copy_location(ast.BinOp(before, node.op, node.value), node)
        elif isinstance(node.target, ast.Attribute) and isinstance(node.op, ast.BitOr):
            value = ast.copy_location(ast.BinOp(node.target, node.op, node.value), node)  # `os.environ |= {...}`
        self.push([node.value, (self.bind_target, node.target, value, node)])

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
        before = [*node.decorator_list, *arguments.defaults, *(d for d in arguments.kw_defaults if d is not None)]
        body = self.inside(False, [(self.parameters, arguments), *node.body])
        number = len(self.facts.scopes) - 1
        self.facts.scopes[number].owner = node
        self.push([*before, (self.bind, node.name, UNKNOWN, "", None, number), *body])

    def function_expression(self, node: ast.Lambda) -> None:
        before = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        body = self.inside(False, [(self.parameters, node.args), node.body, (self.gives, node.body)])
        self.facts.scopes[-1].owner = node
        self.push([*before, *body])

    def returned(self, node: ast.Return) -> None:
        if node.value is not None:
            self.push([node.value, (self.gives, node.value)])

    def gives(self, value: ast.expr) -> None:
        self.facts.scopes[self.scope].returns.append((self.tick(), value))

    def parameters(self, node: ast.arguments) -> None:
        given = defaults(node)
        scope = self.facts.scopes[self.scope]
        is_method = self.facts.scopes[scope.outer].is_class
        for argument in [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]:
            if argument is not None:
                self.bind(argument.arg, UNKNOWN, node=expected(argument, given.get(argument.arg)))
                if is_method:
                    scope.names[argument.arg][-1].of = scope.outer
                is_method = False

    def class_body(self, node: ast.ClassDef) -> None:
        before = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        body = self.inside(True, list(node.body))
        self.facts.scopes[-1].bases = tuple(node.bases)
        self.push([*before, (self.bind_class, node.name, len(self.facts.scopes) - 1), *body])

    def bind_class(self, name: str, scope: int) -> None:
        self.bind(name, UNKNOWN)
        holder = self.facts.scopes[0 if name in self.facts.scopes[self.scope].shared else self.scope]
        holder.names[name][-1].of = scope

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

    def conditional(self, node: ast.If) -> None:
        self.branches += 1
        one, other = self.arm(self.branches, 0), self.arm(self.branches, 1)
        self.push([node.test, one, *node.body, other, *node.orelse, (self.branch, self.arms)])

    def handler(self, node: ast.ExceptHandler) -> None:
        self.branches += 1
        items: list[Any] = [(self.handle, 1), self.arm(self.branches, 0)]
        if node.name:
            items.append((self.bind, node.name, UNKNOWN))
        self.push([*items, *node.body, (self.handle, -1), (self.branch, self.arms)])

    def matched(self, node: ast.Match) -> None:
        self.branches += 1
        items: list[Any] = [node.subject]
        for number, case in enumerate(node.cases):
            items += [self.arm(self.branches, number), case.pattern, *([case.guard] if case.guard else ()), *case.body]
        self.push([*items, (self.branch, self.arms)])

    def captured(self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping) -> None:
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        self.push_children(node)
        if name:
            self.bind(name, UNKNOWN)

    def deleted(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bind(target.id, UNKNOWN)
        self.push([target for target in node.targets if not isinstance(target, ast.Name)])

    def shared(self, node: ast.Global) -> None:
        self.facts.scopes[self.scope].shared.update(node.names)


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
    ast.Return: _Reader.returned,
    ast.ClassDef: _Reader.class_body,
    ast.For: _Reader.loop,
    ast.AsyncFor: _Reader.loop,
    ast.With: _Reader.block,
    ast.AsyncWith: _Reader.block,
    ast.ExceptHandler: _Reader.handler,
    ast.If: _Reader.conditional,
    ast.Match: _Reader.matched,
    ast.Delete: _Reader.deleted,
    **dict.fromkeys((ast.MatchAs, ast.MatchStar, ast.MatchMapping), _Reader.captured),
    ast.Global: _Reader.shared,
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _Reader.comprehension),
}
