"""The classes of a library, read from its source: those of which a pickle may make objects without harm.

Nothing is imported. A class is left out where one of the methods that loading runs calls something that executes,
imports, opens or fetches, or calls a value that the file may have put there: an argument, an item, an attribute that is
no method. Loading runs ``__new__``, ``__setstate__``, what looks attributes up and sets them, what opcodes call on
containers, what a key of a dictionary is asked for, and ``__del__``; they are followed through methods and functions
that stand in the same library. Its ``__init__`` matters only where it may be called by honest files: then it is
screened as well, and the class is listed as one that may be called.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

RUNS = frozenset("exec eval compile execfile open __import__ input breakpoint".split())
RUNS_OF = frozenset(
    "import_module system popen Popen check_output check_call load loads load_module urlopen urlretrieve open_file "
    "from_pretrained hf_hub_download get_file rmtree unlink makedirs write_text write_bytes read_text read_bytes "
    "load_library load_op_library dmatrices dmatrix CDLL exec_module fetch download remove_tree putenv spawn "
    "deserialize deserialize_binary from_bytes from_disk unpickle read_pickle read_csv run_path run_module startfile "
    "rmdir mkdir mkdtemp TemporaryDirectory NamedTemporaryFile".split()
)
_OS = ("os", "shutil", "subprocess", "sys")
_OF_OS = frozenset("getpid cpu_count fspath getenv getcwd urandom getsizeof getrefcount intern _getframe".split())
# What loading runs of an object that is made without a call, with a state of the file's choice.
LOADED = tuple(
    "__new__ __setstate__ __setattr__ __getattr__ __getattribute__ __setitem__ __del__ __hash__ __eq__ append extend "
    "add".split()
)
# What any class answers, or every library has elsewhere: calling these on an object runs nothing that a file chose.
_ANYWHERE = frozenset("__class__ __dict__ __init__ __new__ __setstate__ __setattr__ __getattribute__ update".split())
_SELVES = ("self", "cls", "klass", "mcs", "mcls", "metacls")
_OF_OPCODES = ("append", "extend", "add")
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
# Functions that make classes of tuples with names.
_TUPLES = ("namedtuple", "NamedTuple", "_make_tuple_bunch")
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
        self._states: dict[tuple[str, str], frozenset[str]] = {}
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
        """All classes at the top of modules, and those within them, whose names begin with one of ``within``."""
        for module, held in self.modules.items():
            if not any(f"{module}.".startswith(f"{prefix}.") for prefix in within):
                continue
            for name in held.classes:
                yield self._judged(module, name)

    def judged(self, module: str, name: str) -> Found | None:
        """One class; None where its source is not there."""
        held = self.modules.get(module)
        return self._judged(module, name) if held is not None and name in held.classes else None

    def calls_in(self, module: str, name: str) -> str:
        """What making an object of a class by calling it runs that executes, imports, opens or fetches."""
        return self._runs(module, name, ("__init__",))

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
        open_ends = [
            (method, found, frozenset(Taint.arguments(found[1])))
            for method in methods
            if (found := self._method(module, name, method)) is not None and not _needs_more(method, found[1])
        ]
        seen: set[tuple[int, frozenset[str]]] = set()
        while open_ends:
            way, (place, function), given = open_ends.pop()
            if (id(function), given) in seen or way.count(" > ") > _DEEP:
                continue
            seen.add((id(function), given))
            taint = Taint(function, given, lambda attribute: self._holds(module, name, attribute))
            for node in taint.calls:
                called = _last(node.func)
                if id(node) not in taint.later and taint.holds(node.func):
                    return f"{way} > {ast.unparse(node.func)}, which the file may set"
                followed = None
                if isinstance(node.func, ast.Name):
                    followed = self.modules[place].functions.get(called)
                    if called in RUNS and followed is None:
                        return f"{way} > {called}"
                elif isinstance(node.func, ast.Attribute):
                    if called in RUNS_OF or (_last(node.func.value) in _OS and called not in _OF_OS):
                        return f"{way} > {called}"
                    of_self = _last(node.func.value) in ("self", "cls", "super")
                    if of_self and (method := self._method(module, name, called)):
                        open_ends.append((f"{way} > {called}", method, taint.passed(node, method[1])))
                if followed is not None:
                    open_ends.append((f"{way} > {called}", (place, followed), taint.passed(node, followed)))
        return ""

    def _holds(self, module: str, name: str, attribute: str) -> bool:
        """Whether a class has an attribute that its objects' states set, and that is no method or property."""
        if (module, name) not in self._states:
            self._states[module, name] = frozenset(self._stored(module, name))
        return attribute in self._states[module, name]

    def _stored(self, module: str, name: str) -> Iterator[str]:
        for place, each in self._lineage(module, name):
            for node in ast.walk(self.modules[place].classes[each]):
                is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
                if is_set and _last(node.value) == "self" and node.attr not in _ANYWHERE:
                    yield node.attr


class Taint:
    """What a file chooses in one function: arguments that are ``given`` by it, attributes that ``is_state`` says so of,
    and what is taken out of these. ``later`` are the parts of functions within, which do not run when this one does."""

    def __init__(self, function: ast.FunctionDef, given: Iterable[str], is_state: Callable[[str], bool]) -> None:
        self._is_state = is_state
        self._names = set(given)
        self.calls, assigned, self.later = _parts(function)
        for node in assigned:  # in the order of the source, near enough
            if self.holds(node.value):
                self._names |= {target.id for target in node.targets if isinstance(target, ast.Name)}

    @staticmethod
    def arguments(function: ast.FunctionDef) -> list[str]:
        """The arguments of a function, but for the object or class itself."""
        named = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        return [name for name in named if name not in _SELVES]

    def holds(self, value: ast.expr) -> bool:
        """Whether a value is of the file's choice."""
        if isinstance(value, ast.Name):
            return value.id in self._names
        if isinstance(value, ast.Subscript):
            return self.holds(value.value) or getattr(value.value, "attr", "") == "__dict__"
        if isinstance(value, ast.Attribute):
            return isinstance(value.value, ast.Name) and value.value.id == "self" and self._is_state(value.attr)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in ("get", "pop"):
            return self.holds(value.func.value)
        if isinstance(value, ast.Call) and _last(value.func) == "getattr" and value.args:
            return not isinstance(value.args[0], ast.Name) or value.args[0].id in ("self", *self._names)
        return False

    def passed(self, call: ast.Call, function: ast.FunctionDef) -> frozenset[str]:
        """Which arguments of a called function are of the file's choice."""
        names = self.arguments(function)
        if id(call) in self.later:
            return frozenset()
        given = {name for name, value in zip(names, call.args, strict=False) if self.holds(value)}
        given |= {word.arg for word in call.keywords if word.arg and self.holds(word.value)}
        if any(isinstance(one, ast.Starred) for one in call.args) or any(word.arg is None for word in call.keywords):
            given.update(names)
        return frozenset(given)


@functools.cache
def _parts(function: ast.FunctionDef) -> tuple[list[ast.Call], list[ast.Assign], frozenset[int]]:
    """The calls in a function, its assignments, and the nodes of functions within it, by their identity."""
    nodes = list(ast.walk(function))
    inner = (node for node in nodes if isinstance(node, (ast.FunctionDef, ast.Lambda)) and node is not function)
    later = frozenset(id(node) for within in inner for node in ast.walk(within))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return calls, [node for node in nodes if isinstance(node, ast.Assign)], later


def _needs_more(method: str, function: ast.FunctionDef) -> bool:
    """Whether an opcode cannot call a method, which wants more than the one value that opcodes give."""
    if method not in _OF_OPCODES:
        return False
    wanted = [arg.arg for arg in function.args.args if arg.arg != "self"]
    return len(wanted) - len(function.args.defaults) > 1


def _module(tree: ast.Module) -> _Module:
    classes: dict[str, ast.ClassDef] = {}
    functions: dict[str, ast.FunctionDef] = {}
    imported: dict[str, str] = {}
    open_ends: list[ast.stmt] = list(tree.body)
    while open_ends:
        node = open_ends.pop(0)
        if isinstance(node, ast.ClassDef):
            classes[node.name] = node
            inner = [each for each in node.body if isinstance(each, ast.ClassDef)]
            classes.update({f"{node.name}.{each.name}": each for each in inner})
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if _last(node.value.func) in _TUPLES and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                source = f"class {name}(NamedTuple): ..."
                classes[name] = cast(ast.ClassDef, ast.parse(source).body[0])
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
