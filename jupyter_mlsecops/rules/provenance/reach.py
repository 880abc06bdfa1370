"""What the text of an expression shows, and what an expression is made of: names followed, masked pieces left out."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from ...sdk import Code, Span, Summary, Value, node_span, regex

_SOUGHT = regex(r"(?i)key|token|secret|passw|cred")
_MOST = 200  # expressions that are looked at for one argument
_NOTHING: Mapping[str, ast.expr] = {}
# Functions whose result shows all that is in their arguments, and methods that show what they are called on.
_SHOWING = frozenset(
    """
    dict str repr list tuple set sorted reversed json.dumps pprint.pformat pandas.Series pandas.DataFrame format
    bytes next iter base64.b64encode base64.b64decode base64.urlsafe_b64encode zip enumerate vars textwrap.indent
    IPython.display.Markdown IPython.display.HTML IPython.display.JSON Markdown HTML rich.panel.Panel tabulate.tabulate
    yaml.dump yaml.safe_dump toml.dumps urllib.parse.urlencode
    """.split()
)
_FILLING = frozenset(("format", "join", "format_map"))
_SAME = frozenset(
    "strip lstrip rstrip encode decode upper lower title copy hex to_string to_dict to_frame splitlines __str__".split()
)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


# What an expression holds of the environment; ``text`` is what a command printed that lists all variables.
Held = Literal["", "all", "pairs", "pair", "names", "name", "values", "value", "text"]
# Only these may stand for another expression.
_FOLLOWED = frozenset((ast.Name, ast.Attribute, ast.Subscript, ast.NamedExpr, ast.Await))
# Only these show expressions inside of them; most steps end at others.
_SHOWERS = frozenset(
    (
        *(ast.JoinedStr, ast.FormattedValue, ast.Starred, ast.Await, ast.BinOp, ast.Tuple, ast.List, ast.Set),
        *(ast.Dict, ast.IfExp, ast.BoolOp, ast.Call, *_COMPREHENSIONS),
    )
)


class Step:
    """An expression on the way, with what the loops of comprehensions around it bind.

    ``node`` is the expression as written, names not followed. The same is asked of one step many times, so it keeps
    what it stands for, what it calls, what it is made of and, in ``held``, what ``environ`` knows of it.
    """

    __slots__ = ("_called", "_inner", "_settled", "held", "loops", "node", "value")

    def __init__(self, value: Value, loops: Mapping[str, ast.expr]) -> None:
        self.value = value
        self.loops = loops
        self.node = value.spot.node
        self._settled: Step | None = None
        self._called: str | None = None
        self._inner: dict[int, Step] | None = None
        self.held: Held | None = None

    def settled(self, code: Code) -> Step:
        """The expression that a name was last given."""
        if self._settled is None:
            here = at(self, code, self.node) if self.loops else self
            if here.node.__class__ in _FOLLOWED:
                spot = code.names.settled(here.value.spot)
                here = here if spot is here.value.spot else Step(Value(code, spot), self.loops)
            self._settled = here
            here._settled = here
        return self._settled

    def inner(self, node: ast.expr) -> Step:
        """An expression in this one."""
        if self._inner is None:
            self._inner = {}
        found = self._inner.get(id(node))
        if found is None or found.node is not node:
            found = self._inner[id(node)] = Step(self.value.beside(node), self.loops)
        return found

    def called(self, code: Code, lasts: Collection[str]) -> str:
        """The qualified name of what the expression calls; empty where it is no call, and where the last part of that
        name is surely none of ``lasts``."""
        if self._called is None:
            if not isinstance(self.node, ast.Call):
                return ""
            last = code.names.last(self.node.func)
            if last and last not in lasts:
                return ""
            self._called = at(self, code, self.node.func).value.name
        return self._called


def last_parts(names: Iterable[str]) -> frozenset[str]:
    """The last parts of qualified names, for ``Step.called``."""
    return frozenset(name.rpartition(".")[2] for name in names)


def shown(code: Code, value: Value, closed: Callable[[Step], bool] | None = None) -> Iterator[Step]:
    """The expressions whose whole value the text of ``value`` shows: no slices, lengths, comparisons or hashes.

    Nothing is looked for inside of what ``closed`` is true of.
    """
    return _walk(code, value, False, closed)


def made_of(code: Code, value: Value, closed: Callable[[Step], bool] | None = None) -> Iterator[Step]:
    """The expressions that ``value`` is made of, in whatever way; ``closed`` as for ``shown``."""
    return _walk(code, value, True, closed)


def at(step: Step, code: Code, node: ast.expr) -> Step:
    """Another expression at the same place, names of comprehensions put in."""
    while isinstance(node, ast.Name) and node.id in step.loops:
        node = step.loops[node.id]
    return step if node is step.node else step.inner(node)


def settled(step: Step, code: Code) -> Step:
    """The expression that a name was last given."""
    return step.settled(code)


def is_filtered(code: Code, span: Span) -> bool:
    """Whether what stands at ``span`` runs under a condition inside of a loop: only some elements get there.

    A condition that looks for credentials lets through what matters, and does not count.
    """
    return is_inside(span, code.summary.remember(_conditions))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def is_inside(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a span is inside of one of the ``merged`` ones."""
    before = bisect_right(stretches, span.start, key=_start) - 1
    return before >= 0 and span.end <= stretches[before].end


def _start(span: Span) -> int:
    return span.start


def _conditions(summary: Summary) -> tuple[Span, ...]:
    """The stretches of a cell that run under a condition inside of a loop."""
    return merged(_under_conditions(summary))


def _under_conditions(summary: Summary) -> Iterator[Span]:
    lines = summary.lines
    stack: list[tuple[ast.AST, bool]] = [(summary.parsed.tree, False)]
    while stack:
        node, is_looped = stack.pop()
        if is_looped and isinstance(node, ast.If) and not _seeks_credentials(node.test):
            yield Span(node_span(node.body[0], lines).start, node_span(node.body[-1], lines).end)
        is_looped = is_looped or isinstance(node, (ast.For, ast.AsyncFor))
        stack += ((child, is_looped) for child in ast.iter_child_nodes(node))


def _seeks_credentials(test: ast.expr) -> bool:
    texts = (node.value for node in ast.walk(test) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and _SOUGHT.search(text) for text in texts)


def _walk(code: Code, value: Value, wide: bool, closed: Callable[[Step], bool] | None) -> Iterator[Step]:
    stack = [Step(value, _NOTHING)]
    for _ in range(_MOST):
        if not stack:
            return
        step = stack.pop()
        yield step
        if closed is not None and closed(step):
            continue
        after = step.settled(code)
        if after.node is not step.node:
            yield after
        if wide or after.node.__class__ in _SHOWERS:
            loops, children = _children(after, code, wide)
            around = after if loops is after.loops else Step(after.value, loops)
            stack += [at(around, code, child) for child in reversed(children)]


def _children(step: Step, code: Code, wide: bool) -> tuple[Mapping[str, ast.expr], list[ast.expr]]:
    node, loops = step.node, step.loops
    if isinstance(node, _COMPREHENSIONS):
        loops = {**loops, **_bound(node)}
        return loops, [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    if wide:
        return loops, _all(node)
    return loops, _visible(step, code)


def _all(node: ast.expr) -> list[ast.expr]:
    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            found.append(child)
        elif isinstance(child, ast.keyword):
            found.append(child.value)
    return found


def _visible(step: Step, code: Code) -> list[ast.expr]:
    node = step.node
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, (ast.FormattedValue, ast.Starred, ast.Await)):
        return [node.value]
    if isinstance(node, ast.BinOp):
        return [node.left, node.right] if isinstance(node.op, (ast.Add, ast.Mod)) else []
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return node.elts
    if isinstance(node, ast.Dict):
        return [*node.values]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if not isinstance(node, ast.Call):
        return []
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in _FILLING:
            return [node.func.value, *arguments]
        if node.func.attr in _SAME:
            return [node.func.value]
    return arguments if step.called(code, _LASTS) in _SHOWING else []


_LASTS = last_parts(_SHOWING)


def _bound(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> dict[str, ast.expr]:
    """The names that a comprehension binds, each with the element that it stands for."""
    found: dict[str, ast.expr] = {}
    for generator in node.generators:
        one = element(generator.iter, None)
        target = generator.target
        if isinstance(target, ast.Name):
            found[target.id] = one
        elif isinstance(target, (ast.Tuple, ast.List)):
            for index, name in enumerate(target.elts):
                if isinstance(name, ast.Name):
                    found[name.id] = element(one, index)
    return found


def element(values: ast.expr, index: int | None) -> ast.expr:
    """An element of ``values``: any one, or that at an index."""
    return ast.copy_location(ast.Subscript(values, ast.Constant(index), ast.Load()), values)
