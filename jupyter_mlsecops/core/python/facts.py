"""The events of one cell: names bound, functions called, attributes stored."""

from __future__ import annotations

import ast
from collections.abc import Set

from ..once import once

IMPORT, VALUE, UNKNOWN = "import", "value", "unknown"
Function = ast.FunctionDef | ast.AsyncFunctionDef
# What makes an object of the values that it is given by name: ``SimpleNamespace(lr=0.1)``, ``EasyDict({"lr": 0.1})``.
RECORDS = frozenset(
    (
        *("SimpleNamespace", "Namespace", "EasyDict", "edict", "AttrDict", "DotMap", "Munch", "munchify", "Box"),
        *("ConfigDict", "OmegaConf", "create", "dotdict", "DotDict", "Bunch"),
    )
)

# What reads the flags of a command line.
PARSERS = frozenset(("parse_args", "parse_known_args"))


class Binding:
    """A name gets a value: an import's target, the value of an expression, or something that cannot be known.

    ``body`` is the number of the scope that the function has inside whose name this is; 0 for anything else. ``of`` is
    the scope of the class that this names, or that it is an object of (``self``). ``arms`` are the branches it stands
    in, outermost first: those of one ``if`` have the same first number.
    """

    __slots__ = ("arms", "body", "kind", "node", "of", "order", "scope", "target", "weak")

    def __init__(self, order: int, kind: str, scope: int, target: str = "", node: ast.expr | None = None) -> None:
        self.order = order
        self.kind = kind
        self.scope = scope
        self.target = target
        self.node = node
        self.weak = False
        self.body = 0
        self.of = 0
        self.arms: tuple[tuple[int, int], ...] = ()


class Use:
    """A call as it is written.

    ``statement`` is the statement that is nothing but this call; ``named`` says that the result gets a name or is
    called at once, so that what it returns is judged where it is used.
    """

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

    @property
    def last(self) -> str:
        """The attribute stored to; ``[]`` for an element."""
        return self.node.attr if isinstance(self.node, ast.Attribute) else "[]"


class Change:
    """An entry of the mapping with a name: ``kw["verify"] = False``, ``kw.update(verify=False)``.

    ``key`` is None where ``value`` is a mapping of such entries.
    """

    __slots__ = ("key", "order", "scope", "value")

    def __init__(self, key: str | int | None, value: ast.expr, order: int, scope: int) -> None:
        self.key = key
        self.value = value
        self.order = order
        self.scope = scope


class Scope:
    """A function, class, lambda or comprehension; scope 0 is the cell itself, which all cells share.

    ``owner`` is the function or lambda that it is the inside of, ``returns`` what that returns, each with its order;
    ``bases`` are those of a class.
    """

    __slots__ = ("bases", "is_class", "names", "outer", "owner", "returns", "shared")

    def __init__(self, outer: int, is_class: bool = False) -> None:
        self.outer = outer
        self.is_class = is_class
        self.names: dict[str, list[Binding]] = {}
        self.shared: set[str] = set()
        self.owner: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = None
        self.returns: list[tuple[int, ast.expr]] = []
        self.bases: tuple[ast.expr, ...] = ()


class Facts:
    """The events of one cell. Orders count up in the order in which Python would run a straight line."""

    def __init__(self) -> None:
        self.scopes = [Scope(-1)]
        self.uses: list[Use] = []
        self.methods: dict[str, list[Use]] = {}  # calls of ``x.name``, by name
        self.functions: dict[str, list[Use]] = {}  # calls of a plain name
        self.unnamed: list[Use] = []  # calls of anything else
        self.passed: dict[str | None, list[Use]] = {}  # calls by the keywords that they pass; None is ``**mapping``
        self.puts: list[Put] = []
        self.bare: list[ast.Expr] = []
        self.changes: dict[str, list[Change]] = {}
        self.turns: list[tuple[int, tuple[tuple[int, int], ...]]] = [(-1, ())]  # the arms that events behind are in
        self.stars: list[str] = []
        self.modules: set[str] = set()
        self.aliases: set[str] = set()
        self.other_names: set[str] = set()  # that may stand for a function of another name: values, ``import … as``

    @once
    def roots(self) -> frozenset[str]:
        """The first parts of the modules that the cell imports."""
        return frozenset(module.partition(".")[0] for module in self.modules)

    @once
    def around(self) -> frozenset[str]:
        """What the cell imports, and the modules around it: ``a`` and ``a.b`` for ``a.b``."""
        found = set(self.modules)
        for name in self.modules:
            while name := name.rpartition(".")[0]:
                found.add(name)
        return frozenset(found)

    @once
    def members(self) -> frozenset[str]:
        """The names that the cell's classes define, and the attributes that it stores to names."""
        stored = (p.node.attr for p in self.attribute_puts if isinstance(p.node, ast.Attribute))
        given = (name for use in self.called(RECORDS, RECORDS) for name, _ in given_by_name(use.node))
        flags = (name for name, _ in self.flags)
        return frozenset(stored).union(given, flags, *(scope.names for scope in self.scopes if scope.is_class))

    @once
    def flags(self) -> tuple[tuple[str, Use], ...]:
        """The flags that the cell declares for a command line with a constant as their default, by name."""
        declared = ((use, dict(given_by_name(use.node))) for use in self.methods.get("add_argument", ()))
        return tuple((_flag(use.node, g), use) for use, g in declared if isinstance(g.get("default"), ast.Constant))

    @once
    def attribute_puts(self) -> tuple[Put, ...]:
        """The stores to attributes of names."""
        stores = ((put, put.node) for put in self.puts)
        return tuple(p for p, node in stores if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))

    @once
    def lambdas(self) -> tuple[tuple[ast.Lambda, int], ...]:
        """The lambdas of the cell, each with the number of the scope inside."""
        owners = ((scope.owner, number) for number, scope in enumerate(self.scopes))
        return tuple((owner, number) for owner, number in owners if isinstance(owner, ast.Lambda))

    @once
    def returning(self) -> frozenset[str]:
        """The names of functions that return something; empty for a lambda."""
        return frozenset(getattr(s.owner, "name", "") for s in self.scopes if s.returns and s.owner is not None)

    @once
    def defined(self) -> frozenset[str]:
        """The names that functions have, in all scopes."""
        named = ((name, bindings) for scope in self.scopes for name, bindings in scope.names.items())
        return frozenset(name for name, bindings in named if any(binding.body for binding in bindings))

    @once
    def methods_defined(self) -> tuple[tuple[Function, int], ...]:
        """The functions that stand in classes, each with the number of the scope inside."""
        inside = (
            (scope.owner, number) for number, scope in enumerate(self.scopes) if self.scopes[scope.outer].is_class
        )
        return tuple((o, number) for o, number in inside if isinstance(o, (ast.FunctionDef, ast.AsyncFunctionDef)))

    @once
    def decorated(self) -> tuple[tuple[Function, int], ...]:
        """The functions that have decorators, each with the number of the scope inside."""
        owners = ((scope.owner, number) for number, scope in enumerate(self.scopes))
        functions = ((o, n) for o, n in owners if isinstance(o, (ast.FunctionDef, ast.AsyncFunctionDef)))
        return tuple((owner, number) for owner, number in functions if owner.decorator_list)

    def called(self, methods: Set[str], functions: Set[str]) -> list[Use]:
        """The calls of methods and of plain names that are called so, in order."""
        found = [use for name, uses in self.methods.items() if name in methods for use in uses]
        found += [use for name, uses in self.functions.items() if name in functions for use in uses]
        if len(found) > 1:
            found.sort(key=lambda use: use.order)
        return found


def _flag(call: ast.Call, given: dict[str, ast.expr]) -> str:
    """The name under which the value of a flag is found: that of its first long option, else the one it is told."""
    texts = [one.value for one in (given.get("dest"), *call.args) if isinstance(one, ast.Constant)]
    names = [text for text in texts if isinstance(text, str)]
    long = [name for name in names if not name.startswith("-") or name.startswith("--")]
    return (long or names or [""])[0].lstrip("-").replace("-", "_")


def given_by_name(call: ast.Call) -> list[tuple[str, ast.expr]]:
    """The values that a call is given by name: as keywords, and in a dict that is written out as its first argument."""
    found = [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
    written = call.args[0] if call.args else None
    if isinstance(written, ast.Dict):
        pairs = zip(written.keys, written.values, strict=True)
        found += ((k.value, v) for k, v in pairs if isinstance(k, ast.Constant) and isinstance(k.value, str))
    return found
