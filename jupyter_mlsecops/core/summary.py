"""What one cell does, in order: its imports, bindings, calls and stores. It depends on the cell's source alone."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from .magics import Parsed, parse
from .strings import Text, texts
from .text import Lines

IMPORT, VALUE, UNKNOWN = "import", "value", "unknown"
_CACHED_CHARACTERS = 1_500_000
_LEAVES = (ast.Constant, ast.Name, ast.Pass, ast.Break, ast.Continue)


class Binding:
    """A name gets a value: an import's target, the value of an expression, or something that cannot be known."""

    __slots__ = ("kind", "node", "order", "scope", "target", "weak")

    def __init__(self, order: int, kind: str, scope: int, target: str = "", node: ast.expr | None = None) -> None:
        self.order = order
        self.kind = kind
        self.scope = scope
        self.target = target
        self.node = node
        self.weak = False


class Use:
    """A call as it is written. ``statement`` is the statement that is nothing but this call; ``named`` its new name."""

    __slots__ = ("named", "node", "order", "scope", "statement")

    def __init__(self, node: ast.Call, order: int, scope: int) -> None:
        self.node = node
        self.order = order
        self.scope = scope
        self.statement: ast.stmt | None = None
        self.named = False


class Put:
    """A store to an attribute or an element: ``s.verify = False``, ``os.environ["A"] = "1"``."""

    __slots__ = ("node", "order", "scope", "statement", "value")

    def __init__(
        self, node: ast.Attribute | ast.Subscript, value: ast.expr, statement: ast.stmt, order: int, scope: int
    ) -> None:
        self.node = node
        self.value = value
        self.statement = statement
        self.order = order
        self.scope = scope


class Scope:
    """A function, class, lambda or comprehension; scope 0 is the cell itself, which all cells share."""

    __slots__ = ("is_class", "names", "outer", "shared")

    def __init__(self, outer: int, is_class: bool = False) -> None:
        self.outer = outer
        self.is_class = is_class
        self.names: dict[str, list[Binding]] = {}
        self.shared: set[str] = set()


class Summary:
    """The parsed source of one cell and what was read off its tree. Independent of every other cell."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    @cached_property
    def lines(self) -> Lines:
        """Line starts of the text that the tree's positions count in."""
        return Lines(self.parsed.text)

    @cached_property
    def facts(self) -> Facts:
        """Bindings, calls and stores; read off the tree on first use."""
        return _Reader().read(self.parsed.tree)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The constant strings, each with its name and places."""
        return tuple(texts(self.parsed.tree, self.lines))


class Facts:
    """The events of one cell. Orders count up in the order in which Python would run a straight line."""

    def __init__(self) -> None:
        self.scopes = [Scope(-1)]
        self.uses: list[Use] = []
        self.puts: list[Put] = []
        self.bare: list[ast.Expr] = []
        self.stars: list[str] = []
        self.modules: set[str] = set()
        self.aliases: set[str] = set()

    @cached_property
    def by_last(self) -> dict[str, list[Use]]:
        """Calls by the last attribute of what is called; under the empty name those of a name or another expression."""
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            func = use.node.func
            found.setdefault(func.attr if isinstance(func, ast.Attribute) else "", []).append(use)
        return found

    @cached_property
    def by_keyword(self) -> dict[str, list[Use]]:
        """Calls by each keyword that is written; under the empty name those with ``**``."""
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            for keyword in use.node.keywords:
                found.setdefault(keyword.arg or "", []).append(use)
        return found


def summarise(source: str) -> Summary:
    """The summary of a cell's source; remembered, so that a cell that did not change costs a look-up."""
    key = hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    known = _cache.pop(key, None)
    if known is None:
        known = Summary(parse(source))
        held = sum(len(other.parsed.text) for other in _cache.values()) if len(_cache) % 64 == 0 else 0
        while held > _CACHED_CHARACTERS and _cache:
            held -= len(_cache.pop(next(iter(_cache))).parsed.text)
    _cache[key] = known  # the last of a dict is the newest
    return known


_cache: dict[bytes, Summary] = {}


class _Reader:
    """Walks one tree with a stack of its own: the notebook decides how deep the tree is."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.stack: list[Any] = []
        self.scope = 0
        self.order = 0
        self.handlers = 0

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
        self.facts.uses.append(Use(node, self.tick(), self.scope))
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
            items += [generator.iter, (self.bind_target, generator.target, None, None), *generator.ifs]
        items += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.push(self.inside(False, items))

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.push([node.iter, (self.bind_target, node.target, None, None), *node.body, *node.orelse])

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


def imports_of(facts: Iterable[Facts]) -> frozenset[str]:
    """The modules that cells import, and ``module.name`` for each name taken from one."""
    return frozenset().union(*(one.modules for one in facts))
