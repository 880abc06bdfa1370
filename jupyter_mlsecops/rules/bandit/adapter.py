"""bandit, asked about single cells in this process. All that is known about its inside is in this file.

It is imported when the first cell may hold something that a kept test finds, which most notebooks never do. One set of
tests is made in a process: bandit keeps the settings of some tests on functions that all sets share, so they are read
once and put back as they were. Its own driver is not used: it parses, prints, obeys comments and hides errors itself.
Here a test sees a copy of the cell's tree, with the names that other cells have bound, and what it finds is noted with
the node that it looked at, which has the whole place and not only a line.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from jupyter_mlsecops.sdk import Code, Frozen, Span, node_span

from .row import Hit
from .tables import ROWS

KEPT = frozenset(test for row in ROWS for test in row.tests)
_MODULES = frozenset(module.partition(".")[0] for row in ROWS for module in row.modules)
_CALLED = frozenset(word for row in ROWS if row.modules for group in row.words for word in group if word.isidentifier())
_FILE = "./cell.py"  # a file without a folder is warned of
# The kinds of nodes that kept tests look at, and that tell bandit names.
_SEEN = (ast.Call, ast.Constant, ast.ExceptHandler, ast.FunctionDef, ast.Import, ast.ImportFrom)
_LOCK = Lock()


class BanditIsMissing(Exception):
    """bandit is not installed."""


class BanditIsDifferent(Exception):
    """The installed bandit is made otherwise than this adapter expects."""


class BanditTestFailed(Exception):
    """One of bandit's tests, or bandit itself, cannot cope with a cell."""


class Test(NamedTuple):
    """One of bandit's functions: ``ask`` wants a context and gives an issue or None; ``ids`` are all it can report."""

    name: str
    ask: Callable[[Any], Any]
    ids: frozenset[str]


class Bandit(NamedTuple):
    """What is used of bandit: its visitor and the kept tests by the kind of node that they look at."""

    visitor: Callable[..., Any]
    tests: dict[str, list[Test]]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all tests."""
        return frozenset().union(*(test.ids for tests in self.tests.values() for test in tests))


class Answer(Frozen, frozen=True):
    """What bandit found in a cell, and the tests that failed there."""

    hits: tuple[Hit, ...]
    failed: frozenset[str]


def hits(code: Code, tests: Iterable[str]) -> Iterator[Hit]:
    """What some of bandit's tests find in a cell. The cell is shown to bandit once, as long as nothing changes.

    Raises one of the errors above, after the hits, if something was not assessed: once for a notebook where none of
    the tests can be asked.
    """
    bandit = _bandit()
    if isinstance(bandit, Exception):
        _complain(code, bandit)
        return
    wanted = frozenset(tests)
    answer = _answer(code, bandit)
    yield from (hit for hit in answer.hits if hit.test in wanted)
    if not wanted <= bandit.ids:
        raise BanditIsDifferent(sorted(wanted - bandit.ids))
    if bandit.ids <= answer.failed:
        _complain(code, BanditTestFailed())
    elif wanted & answer.failed:
        raise BanditTestFailed(sorted(wanted & answer.failed))


def _complain(code: Code, error: Exception) -> None:
    """Raise an error that all rules here would have, unless it was raised for this notebook before."""
    complaints = code.remember(_complaints)
    if not complaints:
        complaints.append(error)
        raise error


def _complaints(codes: tuple[Code, ...]) -> list[Exception]:
    return []


def _bandit() -> Bandit | Exception:
    with _LOCK:
        return _loaded()


@cache
def _loaded() -> Bandit | Exception:
    """bandit with its tests, or why it cannot be used."""
    import logging  # nothing else of a scan needs it

    formatted = warnings.formatwarning  # bandit puts its own in place when it is imported
    loader = logging.getLogger("stevedore.extension")  # tells of report formats that want other packages as of errors
    level = loader.level
    loader.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read()
    except ImportError as error:
        return BanditIsMissing() if error.name == "bandit" else BanditIsDifferent(error.name)
    except Exception as error:
        return BanditIsDifferent(type(error).__name__)
    finally:
        warnings.formatwarning = formatted
        loader.setLevel(level)


def _read() -> Bandit:
    from bandit.core import blacklisting, config, node_visitor, test_set

    shared = vars(blacklisting.blacklist)
    before = dict(shared)
    try:
        chosen = test_set.BanditTestSet(config.BanditConfig(), {"include": sorted(KEPT)}).tests
        tests = {kind: [_test(function, kind) for function in functions] for kind, functions in chosen.items()}
    finally:
        shared.clear()
        shared.update(before)
    return Bandit(node_visitor.BanditNodeVisitor, tests)


def _test(function: Any, kind: str) -> Test:
    if not hasattr(function, "_config"):
        return Test(function.__name__, function, frozenset([function._test_id]))
    settings = function._config
    ids = [check["id"] for check in settings[kind]] if function.__name__ == "blacklist" else [function._test_id]
    return Test(function.__name__, lambda context: function(context, settings), frozenset(ids))


def _answer(code: Code, bandit: Bandit) -> Answer:
    names = code.known_as(_MODULES)
    for module in code.names.stars:
        if module.partition(".")[0] in _MODULES:
            names = {name: f"{module}.{name}" for name in _CALLED if name in code.text} | names
    imports = frozenset(name for name in code.imports if name.partition(".")[0] in _MODULES)
    key = imports, tuple(sorted(names.items()))
    kept = code.cell.by_source.get("bandit")  # with the cell, as its summary is
    if kept is None or kept[0] != key:
        kept = code.cell.by_source["bandit"] = key, _asked(code, bandit, imports, names)
    answer: Answer = kept[1]
    return answer


def _asked(code: Code, bandit: Bandit, imports: frozenset[str], names: dict[str, str]) -> Answer:
    likely = {test for row in ROWS if row.may_be_in(code) for test in row.tests}
    tests = {kind: [test for test in of_kind if test.ids & likely] for kind, of_kind in bandit.tests.items()}
    notes = _Notes(code, tests)
    try:
        visitor = bandit.visitor(_FILE, None, None, notes, False, {}, None)
        visitor.imports = set(imports)
        visitor.import_aliases = dict(names)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for node in copied(code.summary.parsed.tree)[1:]:
                if isinstance(node, _SEEN) and not (isinstance(node, ast.Constant) and not isinstance(node.value, str)):
                    visitor.pre_visit(node)
                    visitor.visit(node)
                    visitor.post_visit(node)
    except Exception:  # a kind of node that it does not know, or another interface
        notes.failed.update(bandit.ids)
    return Answer(tuple(notes.hits), frozenset(notes.failed))


class _Notes:
    """bandit's visitor asks this for tests. It gets some that always find nothing, and note what they found here."""

    def __init__(self, code: Code, tests: dict[str, list[Test]]) -> None:
        self.hits: dict[Hit, None] = {}
        self.failed: set[str] = set()
        self._code = code
        self._tests = {kind: [_Noted(test, self) for test in of_kind] for kind, of_kind in tests.items()}

    def get_tests(self, kind: str) -> list[_Noted]:
        return self._tests.get(kind, [])

    def note(self, id: str, issue: Any, node: Any) -> None:
        arguments = node.args if isinstance(node, ast.Call) else []
        hit = Hit(
            test=id,
            span=self._span(node),
            level=issue.severity,
            confidence=issue.confidence,
            is_literal=bool(arguments) and isinstance(arguments[0], ast.Constant),
        )
        self.hits[hit] = None

    def _span(self, node: Any) -> Span:
        """The place of a node; of a function its defaults, of a handler its first line."""
        lines = self._code.summary.lines
        if isinstance(node, ast.FunctionDef):
            defaults = [node_span(default, lines) for default in node.args.defaults]
            return Span(min(span.start for span in defaults), max(span.end for span in defaults))
        if not isinstance(node, ast.ExceptHandler):
            with suppress(UnicodeError):  # before Python 3.12 what is in an f-string has no place of its own
                return node_span(node, lines)
        line = lines.line_span(node.lineno)
        return Span(line.end - len(lines.text[slice(*line)].lstrip()), line.end)


class _Noted:
    """One of bandit's tests, in the shape in which bandit calls it."""

    def __init__(self, test: Test, notes: _Notes) -> None:
        self.__name__ = test.name
        self._test_id = next(iter(test.ids))
        self._test = test
        self._notes = notes

    def __call__(self, context: Any) -> None:
        try:
            issue = self._test.ask(context)
            if issue is not None:
                self._notes.note(issue.test_id or self._test_id, issue, context.node)
        except Exception:
            self._notes.failed.update(self._test.ids)


def copied(tree: ast.Module) -> list[Any]:
    """The nodes of a copy of a tree in the order in which they are written, the module first, with the parent and the
    next sibling that bandit's tests ask for. None is one of the tree's, not even what all trees share: ``Load()``."""
    root = _copy(tree)
    nodes, stack = [], [root]
    while stack:
        node = stack.pop()
        nodes.append(node)
        children: list[Any] = []
        for name, value in ast.iter_fields(node):
            many = isinstance(value, list)
            copies = [_copy(one) if isinstance(one, ast.AST) else one for one in (value if many else [value])]
            setattr(node, name, copies if many else copies[0])
            for one, following in zip(copies, [*copies[1:], None], strict=False):
                if isinstance(one, ast.AST):
                    vars(one).update(_bandit_parent=node, _bandit_sibling=following)
                    children.append(one)
        stack.extend(reversed(children))
    return nodes


def _copy(node: Any) -> Any:
    made = node.__class__.__new__(node.__class__)  # its constructor warns of fields that it is not given
    vars(made).update(vars(node))
    return made
