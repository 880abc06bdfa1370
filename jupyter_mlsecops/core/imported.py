"""The modules that a notebook imports, and the distributions that bring them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice

import msgspec

from .dependency import Imported
from .distributions import namespaces, of_module
from .environment import Environment, canonical
from .ipynb import Cell, Notebook
from .python.budget import Budget
from .python.callfix import node_span
from .python.code import Code, Value, linked
from .python.magics import quiet
from .python.spelled import Speller, spellings
from .python.summary import Summary, summarise
from .regex import regex
from .text import Span

_STEPS = 50_000  # that may be spent on the arguments of calls that import
_MOST = 5_000  # imports of one cell
_KEPT = 10_000  # modules whose distributions are kept with a notebook
_DEEPEST = 8  # parts of a module name that are looked at
_IMPORTERS = ("__import__", "builtins.__import__", "importlib.import_module", "importlib.__import__")
_MODULE = regex(r"from[ \t\f]*(?:\\\r?\n[ \t\f]*)*([\w.]+)")
_NAME = regex(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")
# The standard library of other versions of Python than the one that runs this.
_STANDARD = sys.stdlib_module_names | frozenset(
    """
    __builtin__ __main__ _dummy_thread _typeshed _winreg annotationlib asynchat asyncore binhex cgi cgitb chunk
    commands compression ConfigParser Cookie cookielib copy_reg cPickle crypt cStringIO distutils dummy_thread
    dummy_threading formatter future_builtins htmlentitydefs HTMLParser httplib imghdr imp js lib2to3 macpath mailcap
    md5 msilib nis nntplib ossaudiodev parser pipes pyodide_js Queue robotparser sets sha smtpd sndhdr SocketServer
    spwd StringIO sunau symbol telnetlib thread Tkinter tkMessageBox tomllib urllib2 urlparse UserDict UserList uu
    xdrlib xmlrpclib
    """.split()
)


class _Read(msgspec.Struct, frozen=True):
    """The modules that the statements of one cell import, by dotted name, each with its place."""

    modules: tuple[tuple[str, Span], ...]
    calls: bool


def imported(notebook: Notebook) -> tuple[Imported, ...]:
    """The modules that are not of Python itself, each at its first place, in order of place.

    ``module`` is the top-level name (``sklearn``), or as much of a namespace as one distribution brings
    (``google.cloud.storage``). What the notebook's environment says comes before the tables of ``core.distributions``.
    Statements count wherever they stand, ``__import__`` and ``import_module`` where they name a constant; relative
    imports do not. Cells that did not change are not read again.
    """
    known = notebook.state.get("imported")
    if known is None or known[0] != notebook.cells or known[1] is not notebook.environment:
        found = tuple(_imported(notebook))
        known = notebook.state["imported"] = notebook.cells, notebook.environment, found
    result: tuple[Imported, ...] = known[2]
    return result


def _imported(notebook: Notebook) -> Iterator[Imported]:
    with quiet():
        read = {c: _read(c) for c in notebook.cells if c.kind == "code" and c.language == "python"}
    called: dict[Cell, list[tuple[str, Span]]] = {}
    if any(one.calls for one in read.values()):
        budget = Budget(_STEPS)
        with linked(notebook) as cells:
            for code in cells.codes:
                called[code.cell] = list(_called(code, budget))
    known = notebook.state.get("distributions")
    if known is None or known[0] is not notebook.environment or len(known[1]) > _KEPT:
        known = notebook.state["distributions"] = notebook.environment, {}
    brought: dict[str, tuple[str, str]] = known[1]
    seen: set[str] = set()
    for cell, one in read.items():
        for dotted, span in sorted((*one.modules, *called[cell]), key=_span) if called.get(cell) else one.modules:
            if dotted not in brought:
                brought[dotted] = _distribution(dotted, notebook.environment)
            module, name = brought[dotted]
            if module not in seen:
                seen.add(module)
                yield Imported(module, name, cell.source_pointer, span)


def _called(code: Code, budget: Budget) -> Iterator[tuple[str, Span]]:
    for call in code.calls(*_IMPORTERS):
        value = call.argument(0, "name")
        for name in spellings(code, partial(_spelled, value), budget) if value is not None else ():
            if _NAME.match(name) and name.partition(".")[0] not in _STANDARD:
                yield name, call.span


def _span(one: tuple[str, Span]) -> Span:
    return one[1]


def _spelled(value: Value, speller: Speller) -> str:
    return speller.text(value.spot)


def _distribution(dotted: str, environment: Environment | None) -> tuple[str, str]:
    """What counts as the module of a dotted name, and the distribution that brings it; empty where not known."""
    root = dotted.partition(".")[0]
    module, name = of_module(dotted)
    details = environment.details if environment is not None else None
    brought = details.imports.get(root, ()) if details is not None else ()
    if len(brought) == 1 and root not in namespaces():
        return root, brought[0]
    if len(brought) > 1 and name not in brought:
        parts = dotted.split(".")[:_DEEPEST]
        for end in range(len(parts), 0, -1):  # google-cloud-storage brings google.cloud.storage
            if canonical("-".join(parts[:end])) in brought:
                return ".".join(parts[:end]), canonical("-".join(parts[:end]))
    packages = environment.packages if environment is not None else {}
    if name not in packages and canonical(root) in packages and root not in namespaces():
        return root, canonical(root)
    return (module, name) if name else (_outer(dotted), "")


def _outer(dotted: str) -> str:
    """The top-level name of a module, for a namespace with the first part that is none."""
    parts = dotted.split(".")[:_DEEPEST]
    end = 1
    while end < len(parts) and ".".join(parts[:end]) in namespaces():
        end += 1
    return ".".join(parts[:end])


def _read(cell: Cell) -> _Read:
    """What the statements of a cell import; kept with the cell."""
    known: _Read | None = cell.by_source.get("imports")
    if known is None:
        summary = summarise(cell)
        text = summary.parsed.text
        every = islice(_statements(summary), _MOST) if "import" in text else ()
        found = tuple(sorted((one for one in every if one[0].partition(".")[0] not in _STANDARD), key=_span))
        known = cell.by_source["imports"] = _Read(found, "__import__" in text or "import_module" in text)
    return known


def _statements(summary: Summary) -> Iterator[tuple[str, Span]]:
    pending: list[ast.AST] = list(reversed(summary.parsed.tree.body))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            for alias in node.names:
                span = node_span(alias, summary.lines)
                yield alias.name, Span(span.start, span.start + len(alias.name))
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node, summary)
        elif not isinstance(node, ast.expr):
            pending += reversed([child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)])


def _from(node: ast.ImportFrom, summary: Summary) -> Iterator[tuple[str, Span]]:
    if node.level or not node.module:
        return
    if node.module in namespaces():  # `from google.cloud import storage`
        for alias in node.names:
            yield f"{node.module}.{alias.name}", node_span(alias, summary.lines)
        return
    whole = node_span(node, summary.lines)
    match = _MODULE.match(summary.parsed.text, whole.start)
    yield node.module, Span(*match.span(1)) if match is not None else whole
