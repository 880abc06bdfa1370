"""The classes of a library, read from its source: those of which a pickle may make objects without harm.

Nothing is imported. A class is left out where one of the methods that loading runs calls something that executes,
imports, opens or fetches: ``__new__``, ``__setstate__``, ``__setattr__``, those that opcodes call on containers, and
``__del__``; followed through methods and functions that stand in the same library. Its ``__init__`` matters only where
it may be called by honest files: then it is screened as well, and the class is listed as one that may be called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

RUNS = frozenset("exec eval compile execfile open __import__ input breakpoint".split())
RUNS_OF = frozenset(
    "import_module system popen Popen check_output check_call load loads load_module urlopen urlretrieve open_file "
    "from_pretrained hf_hub_download get_file rmtree unlink makedirs write_text write_bytes read_text read_bytes "
    "load_library load_op_library dmatrices dmatrix CDLL exec_module fetch download remove_tree putenv spawn".split()
)
# What loading runs of an object that is made without a call, with a state of the file's choice.
LOADED = ("__new__", "__setstate__", "__setattr__", "__setitem__", "__del__", "append", "extend", "add")
_SKIPPED = frozenset(
    "test tests testing _testing conftest externals _vendor vendor _vendored benchmarks examples cli setup scripts "
    "__main__ _build_utils tools third_party fixtures".split()
)
_ENUMS = ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ExplicitEnum")
# What is derived from these is pickled as a call.
_CALLED = (
    "Counter OrderedDict defaultdict deque set frozenset tuple NamedTuple namedtuple date datetime timedelta tzinfo "
    "Exception ValueError KeyError TypeError RuntimeError Warning UserWarning"
).split()
_DEEP = 6


class Found(NamedTuple):
    """A class: ``why_not`` is empty where it may be listed, ``kind`` is class or instance then."""

    module: str
    name: str
    kind: str
    why_not: str


class _Module(NamedTuple):
    classes: dict[str, ast.ClassDef]
    functions: dict[str, ast.FunctionDef]
    imported: dict[str, str]  # a name, and the last part of what it stands for


class Library:
    """The source of a package in a folder (``.../site-packages/torch``), as modules called ``package...``."""

    def __init__(self, folder: Path, package: str) -> None:
        self.modules: dict[str, _Module] = {}
        self._owners: dict[str, list[str]] = {}
        for path in sorted(folder.rglob("*.py")):
            parts = [package, *path.relative_to(folder).with_suffix("").parts]
            if _SKIPPED.intersection(parts[1:]) or not all(part.isidentifier() for part in parts):
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            try:
                self.modules[name] = _module(ast.parse(path.read_text("utf-8", "replace")))
            except (SyntaxError, ValueError, RecursionError):
                continue
            for found in self.modules[name].classes:
                self._owners.setdefault(found, []).append(name)

    def classes(self, within: tuple[str, ...]) -> Iterator[Found]:
        """All classes at the top of modules whose names begin with one of ``within``."""
        for module, held in self.modules.items():
            if not any(f"{module}.".startswith(f"{prefix}.") for prefix in within):
                continue
            for name in held.classes:
                yield self._judged(module, name)

    def _judged(self, module: str, name: str) -> Found:
        if why := self._runs(module, name, LOADED):
            return Found(module, name, "", f"runs {why}")
        called = self._is_of(module, name, _CALLED) or any(
            self._method(module, name, method) is not None for method in ("__reduce__", "__reduce_ex__")
        )
        enum = self._is_of(module, name, _ENUMS)
        if enum or (called and not self._runs(module, name, ("__init__",))):
            return Found(module, name, "class", "")
        return Found(module, name, "instance", "")

    def _lineage(self, module: str, name: str) -> list[tuple[str, str]]:
        """A class and those it is derived from, as far as they are of this library."""
        found, open_ends = [], [(module, name)]
        while open_ends and len(found) < 40:
            here = open_ends.pop(0)
            if here in found:
                continue
            found.append(here)
            for base in self.modules[here[0]].classes[here[1]].bases:
                place = self._place(here[0], _last(base))
                if place is not None:
                    open_ends.append(place)
        return found

    def _place(self, module: str, name: str) -> tuple[str, str] | None:
        """Where a class that a module knows by a name is defined."""
        held = self.modules[module]
        if name in held.classes:
            return module, name
        name = held.imported.get(name, name)
        owners = self._owners.get(name, [])
        return (owners[0], name) if owners else None

    def _is_of(self, module: str, name: str, kinds: Sequence[str]) -> bool:
        return any(
            _last(base) in kinds
            for place, each in self._lineage(module, name)
            for base in self.modules[place].classes[each].bases
        )

    def _method(self, module: str, name: str, wanted: str) -> tuple[str, ast.FunctionDef] | None:
        for place, each in self._lineage(module, name):
            for node in self.modules[place].classes[each].body:
                if isinstance(node, ast.FunctionDef) and node.name == wanted:
                    return place, node
        return None

    def _runs(self, module: str, name: str, methods: tuple[str, ...]) -> str:
        """What methods call that executes, imports, opens or fetches, and the way there; "" if nothing is seen."""
        open_ends = [(method, self._method(module, name, method)) for method in methods]
        seen: set[int] = set()
        while open_ends:
            way, found = open_ends.pop()
            if found is None or id(found[1]) in seen or way.count(" > ") > _DEEP:
                continue
            place, function = found
            seen.add(id(function))
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                called = _last(node.func)
                if isinstance(node.func, ast.Name):
                    if called in RUNS and called not in self.modules[place].functions:
                        return f"{way} > {called}"
                    if called in self.modules[place].functions:
                        open_ends.append((f"{way} > {called}", (place, self.modules[place].functions[called])))
                elif isinstance(node.func, ast.Attribute):
                    if called in RUNS_OF:
                        return f"{way} > {called}"
                    if _last(node.func.value) in ("self", "cls", "super"):
                        open_ends.append((f"{way} > {called}", self._method(module, name, called)))
        return ""


def _module(tree: ast.Module) -> _Module:
    classes: dict[str, ast.ClassDef] = {}
    functions: dict[str, ast.FunctionDef] = {}
    imported: dict[str, str] = {}
    open_ends: list[ast.stmt] = list(tree.body)
    while open_ends:
        node = open_ends.pop(0)
        if isinstance(node, ast.ClassDef):
            classes[node.name] = node
        elif isinstance(node, ast.FunctionDef):
            functions[node.name] = node
        elif isinstance(node, ast.ImportFrom):
            imported.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, (ast.If, ast.Try)):
            open_ends += [*node.body, *node.orelse]
    return _Module(classes, functions, imported)


def _last(node: ast.expr) -> str:
    """The last name of an expression: what ``a.b``, ``b``, ``b[int]`` and ``b()`` are called."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, (ast.Call, ast.Subscript)):
        return _last(node.func if isinstance(node, ast.Call) else node.value)
    return ""
