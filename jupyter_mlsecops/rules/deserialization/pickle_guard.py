"""Guards around unpickling that let everything pass."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, Span, Value, offer, rule

_ALLOWS = ("torch.serialization.add_safe_globals", "torch.serialization.safe_globals")
# Functions with which a file can do anything once it may name them.
_DANGEROUS = frozenset(
    (
        *("eval", "exec", "compile", "getattr", "setattr", "open", "__import__", "globals", "vars", "input", "type"),
        *("os.system", "os.popen", "os.execv", "os.spawnv", "posix.system", "nt.system", "pty.spawn", "os.remove"),
        *("subprocess.run", "subprocess.call", "subprocess.Popen", "subprocess.check_output", "subprocess.check_call"),
        *("importlib.import_module", "builtins.eval", "builtins.exec", "builtins.getattr", "builtins.__import__"),
        *("operator.attrgetter", "operator.methodcaller", "functools.partial", "runpy.run_path", "types.FunctionType"),
        *("pickle.loads", "marshal.loads", "shutil.rmtree", "webbrowser.open", "code.interact", "types.CodeType"),
    )
)
_UNHOOKS = (
    "fickling.hook.deactivate_safe_ml_environment",
    "fickling.hook.remove_hook",
)
_CHECKS = (ast.If, ast.IfExp, ast.Raise, ast.Assert, ast.Compare, ast.Match, ast.Try, ast.BoolOp)


@rule(
    id="pickle-guard-disabled",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Guard around unpickling lets everything pass",
    cwe=693,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("find_class", "safe_globals", "fickling"),
    bad=[
        "import pickle\nclass Reader(pickle.Unpickler):\n"
        "    «def find_class(self, module, name):\n        return super().find_class(module, name)»",
        "import io, pickle as p, sys\nclass Reader(p.Unpickler):\n    «def find_class(self, module, name):\n"
        "        module = module.replace('old', 'new')\n        __import__(module)\n"
        "        return getattr(sys.modules[module], name)»",
        "import pickle, io, torch\nclass OnCpu(pickle.Unpickler):\n    «def find_class(self, module, name):\n"
        "        if module == 'torch.storage':\n            return lambda b: torch.load(io.BytesIO(b))\n"
        "        return super().find_class(module, name)»",
        "import torch\n«torch.serialization.add_safe_globals([getattr, Net])»\nm = torch.load(p, weights_only=True)",
        "from torch.serialization import safe_globals\nimport os\nwith «safe_globals([os.system])»:\n    pass",
        "from pickle import Unpickler as U\nclass Reader(U):\n    «def find_class(self, module, name):\n"
        "        return U.find_class(self, module, name)»",
        Example(
            "import fickling\nfickling.hook.activate_safe_ml_environment()\n"
            "«fickling.hook.deactivate_safe_ml_environment()»",
            fixed="import fickling\nfickling.hook.activate_safe_ml_environment()",
        ),
    ],
    ok=[
        "import pickle\nclass Reader(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        if (module, name) not in ALLOWED:\n            raise pickle.UnpicklingError(name)\n"
        "        return super().find_class(module, name)",
        "import pickle\nclass Reader(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        raise pickle.UnpicklingError(name)",
        "import pickle\nclass Reader(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        return ALLOWED[module, name]",
        "import pickle\nclass Reader(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        if module in ALLOWED:\n            return super().find_class(module, name)\n"
        "        return self.placeholder(module, name)",
        "import torch\ntorch.serialization.add_safe_globals([Net, Config])",
        "class Registry:\n    def find_class(self, module, name):\n        return getattr(module, name)",
        "import fickling\nfickling.always_check_safety()",
    ],
)
def pickle_guard_disabled(code: Code) -> Iterator[Match]:
    """This looks like a guard, but it lets a pickle name any function, so loading a file still runs its code.

    Let find_class return only names from a fixed list and raise for all others, and allow no builtins and no
    functions of os."""
    for span in _open_guards(code):
        yield Match(span, "find_class lets every class and function pass")
    for call in code.calls(*_ALLOWS):
        allowed = call.argument(0, "safe_globals")
        names = [_name(item) for item in allowed.items] if allowed is not None else []
        dangerous = [name for name in names if name in _DANGEROUS]
        if dangerous:
            yield Match(call.span, f"{dangerous[0]} is allowed in pickles, and it can run any code", Severity.HIGH)
    for call in code.calls(*_UNHOOKS):
        fix = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
        yield Match(call.span, "The checks of fickling are switched off", proposals=fix)


def _name(item: Value) -> str:
    """The name of what is allowed; a pair gives it beside the function."""
    return item.items[0].name if item.items else item.name


def _open_guards(code: Code) -> Iterator[Span]:
    """The ``find_class`` methods of unpicklers that look up whatever they are asked for."""
    for node in ast.walk(code.summary.parsed.tree):
        if not isinstance(node, ast.ClassDef) or not any(_is_unpickler(code, base) for base in node.bases):
            continue
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.name == "find_class" and _passes_all(method):
                lines = code.summary.lines
                start = lines.ast_offset(method.lineno, method.col_offset)
                yield Span(start, lines.ast_offset(method.end_lineno or method.lineno, method.end_col_offset or 0))


def open_unpicklers(code: Code) -> Iterator[str]:
    """The names of the cell's own unpicklers that load whatever they are given, with or without a ``find_class``."""
    known = code.known_as(("pickle", "_pickle", "dill", "cloudpickle"))
    for node in ast.walk(code.summary.parsed.tree):
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        names = [base.attr if isinstance(base, ast.Attribute) else known.get(getattr(base, "id", "")) for base in bases]
        if isinstance(node, ast.ClassDef) and any("Unpickler" in (name or "") for name in names):
            guards = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "find_class"]
            if all(map(_passes_all, guards)):
                yield node.name


def _passes_all(method: ast.FunctionDef) -> bool:
    inside = [node for statement in method.body for node in ast.walk(statement)]
    if any(isinstance(node, _CHECKS) for node in inside) and not _ends_open(method, inside):
        return False
    return any(isinstance(node, ast.Call) and _looks_up(node.func) for node in inside)


def _ends_open(method: ast.FunctionDef, inside: list[ast.AST]) -> bool:
    """Whether some names are only treated in another way, and all the rest is looked up without a word."""
    for node in inside:  # a call as a statement may be a check that raises
        if isinstance(node, (ast.Raise, ast.Assert, ast.Try)):
            return False
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            return False
    last = method.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and _looks_up(last.value.func)


def _looks_up(func: ast.expr) -> bool:
    return (isinstance(func, ast.Name) and func.id == "getattr") or (
        isinstance(func, ast.Attribute) and func.attr == "find_class"
    )


def _is_unpickler(code: Code, base: ast.expr) -> bool:
    if isinstance(base, ast.Attribute):
        return "Unpickler" in base.attr
    known = code.known_as(("pickle", "_pickle", "dill", "cloudpickle", "joblib", "torch"))
    return isinstance(base, ast.Name) and "Unpickler" in known.get(base.id, base.id)
