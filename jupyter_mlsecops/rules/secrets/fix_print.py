"""The statement that prints a secret: without a change the next run of the cell prints it again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Applicability,
    Around,
    Cell,
    Code,
    Frozen,
    Match,
    Part,
    Proposal,
    Segment,
    Span,
    TextEdit,
    regex,
)

from .fix_output import redactions, value_of
from .imports import head_edits
from .names import names
from .stores import ENVIRONMENT, spelled

_PRINTERS = frozenset(
    (
        *("print", "pprint", "pp", "display", "write", "echo", "rprint"),
        *("debug", "info", "warning", "error", "critical", "exception", "log"),
    )
)
_SHOWS = frozenset(
    ("str", "repr", "dict", "vars", "list", "tuple", "format", "copy", "items", "values", "get", "getenv")
)
_READS = frozenset(("getpass", "getenv", "get_secret", "get_password", "get_secret_value"))
_PRINTING_LINE = regex(r"([!%]{1,2})[ \t]{0,9}(?:env|set_env|printenv|set|echo)\b[ \t]*([^\r\n]*)")
_CREDENTIAL = regex(r"(?i)token|api_?key|secret|passw|pwd|credential")
_ROUNDS = 4  # how often names are followed through the cells: a value that goes through more is not followed


class _Statement(Frozen, frozen=True):
    """A statement that prints the value.

    ``name`` is the variable that it mentions, if it is the value itself. A ``fixed`` one cannot go: it does more.
    """

    start: int
    span: Span
    name: str = ""
    is_bare: bool = False
    fixed: bool = False


def in_printing_cell(segment: Segment, match: Match, label: str) -> Iterator[Proposal]:
    """Change the one statement that prints the value, and redact the output; where it is not one, name the lines."""
    around, cell = segment.around, segment.cell
    code = around.codes.get(cell.source_pointer) if around is not None and cell is not None else None
    if around is None or cell is None or code is None or segment.kind == "traceback":
        return
    value = value_of(segment, match)
    found = _printing(around, code, value)
    if len(found) != 1 or found[0].fixed:
        lines = [str(line) for line in sorted({cell.lines.line_of(each.start) for each in found})]
        what = "Find what prints it"
        if lines:
            what = f"Line {lines[0]} prints it" if len(lines) == 1 else f"Lines {', '.join(lines)} may print it"
        yield Proposal(f"{what}: change the cell, or the next run prints it again", Applicability.MANUAL)
        return
    (statement,) = found
    redacted = redactions(segment, match, label)
    name = names(around).get(value, "SECRET")
    yield from _without(cell, statement, redacted)
    yield from _only_whether(around, cell, statement, name, redacted)


def _without(cell: Cell, statement: _Statement, redacted: tuple[TextEdit, ...]) -> Iterator[Proposal]:
    edit = TextEdit(*_line_or_pass(cell.source, statement.span), cell.source_pointer)
    yield Proposal("Delete the statement that prints it, and redact", Applicability.REVIEW, (edit, *redacted))


def _only_whether(
    around: Around, cell: Cell, statement: _Statement, name: str, redacted: tuple[TextEdit, ...]
) -> Iterator[Proposal]:
    edits: tuple[TextEdit, ...]
    if statement.name:
        shown = f"bool({statement.name})"
        edits = (TextEdit(statement.span, shown if statement.is_bare else f"print({shown})", cell.source_pointer),)
        name = statement.name
    else:
        environ = spelled(ENVIRONMENT, around, cell, statement.start)
        if environ is None:
            return
        inside = f'"{name}" in {environ.code.partition("[")[0]}'
        insert = inside if statement.is_bare else f"print({inside})"
        edits = (
            TextEdit(statement.span, insert, cell.source_pointer),
            *head_edits(around, cell, statement.start, environ.lines),
        )
    yield Proposal(f"Print only whether {name} is set, and redact", Applicability.REVIEW, (*edits, *redacted))


def _printing(around: Around, code: Code, value: str) -> list[_Statement]:
    """The statements of a cell that print the value, in order."""
    bound = _bound(around, code, value)
    lines = code.summary.lines
    body = code.summary.parsed.tree.body
    found: list[_Statement] = []
    for escape in code.escapes:
        text = code.cell.source[slice(*escape.span)]
        printed = _PRINTING_LINE.match(text)
        if printed is None:
            continue
        sets = printed[1] == "%" and re.match(r"\w+[ \t]*[= \t]", printed[2]) is not None
        if printed[2][:1] in ("", "|") or any(variable in printed[2] for variable in bound.variables):
            found.append(_Statement(escape.span.start, escape.span, fixed=sets))
    for node in ast.walk(code.summary.parsed.tree):
        if not isinstance(node, ast.Expr):
            continue
        span = Span(
            lines.ast_offset(node.lineno, node.col_offset),
            lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )
        is_last = bool(body) and node is body[-1] and not code.text[span.end :].lstrip().startswith(";")
        shown = _shown(node.value, is_last)
        if shown is not None and bound.mentions(shown):
            name = bound.only_value(shown)
            found.append(_Statement(span.start, span, name, shown == [node.value]))
    return sorted(found, key=lambda each: each.start)


def _shown(value: ast.expr, is_last: bool) -> list[ast.expr] | None:
    """What a statement shows: the arguments of a call that prints, or the last expression of a cell itself."""
    if isinstance(value, ast.Call):
        name = _last_name(value.func)
        if name in _PRINTERS:
            return [*value.args, *(keyword.value for keyword in value.keywords)]
        return [value] if is_last and name in _SHOWS else None
    return [value] if is_last else None


class _Bound:
    """Names that hold the value, or something built from it, and environment variables that do.

    Where the code does not hold the value, every variable that it reads may be the one (``is_known`` is false).
    """

    def __init__(self, is_known: bool) -> None:
        self.is_known = is_known
        self.names: set[str] = set()
        self.values: set[str] = set()  # those of them that are the value itself
        self.variables: set[str] = set()

    def mentions(self, expressions: list[ast.expr]) -> bool:
        nodes: list[ast.AST] = list(expressions)
        while nodes:
            node = nodes.pop()
            key = _environment_key(node)
            if key is not None:
                if key in self.variables or not self.is_known:
                    return True
            elif self._is_mention(node):
                return True
            else:
                nodes += ast.iter_child_nodes(node)
        return False

    def only_value(self, expressions: list[ast.expr]) -> str:
        """The one name in the expressions that holds the value, where it holds nothing else; else empty."""
        nodes = (node for each in expressions for node in ast.walk(each))
        named = {node.id for node in nodes if isinstance(node, ast.Name) and self._is_mention(node)}
        name = named.pop() if len(named) == 1 else ""
        return name if name in self.values or name not in self.names else ""

    def _is_mention(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self.names or (not self.is_known and _CREDENTIAL.search(node.id) is not None)
        return isinstance(node, ast.Attribute) and (node.attr == "environ" or ast.unparse(node) in self.names)


def _environment_key(node: ast.AST) -> str | None:
    """The variable that an expression reads from the environment; None where it reads no single one."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value) if _last_name(node.value) == "environ" else None
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        func = node.func
        is_get = isinstance(func, ast.Attribute) and func.attr == "get" and _last_name(func.value) == "environ"
        return str(node.args[0].value) if is_get or _last_name(func) == "getenv" else None
    return None


def _bound(around: Around, code: Code, value: str) -> _Bound:
    """The names that hold the value where a cell runs, after the cells before it."""
    literals = around.remember(_literals).get(value, {})
    bound = _Bound(is_known=bool(literals))
    bound.variables.add(names(around).get(value, "SECRET"))
    cells = [each for each in around.codes.values() if each.cell.index <= code.cell.index]
    for _ in range(_ROUNDS):
        before = len(bound.names)
        for each in cells:
            _bind(each, bound, literals.get(each.cell.source_pointer, []))
        if len(bound.names) == before:
            break
    return bound


def _literals(around: Around) -> dict[str, dict[str, list[Span]]]:
    """Where secrets stand in the code, by value and by the pointer of the source."""
    literals: dict[str, dict[str, list[Span]]] = {}
    for one in around.found:
        if one.part is Part.SOURCE and one.span is not None:
            literals.setdefault(one.value, {}).setdefault(one.pointer, []).append(one.span)
    return literals


def _bind(code: Code, bound: _Bound, literals: list[Span]) -> None:
    """Add the names that the statements of a cell give the value to."""
    lines = code.summary.lines
    for node in ast.walk(code.summary.parsed.tree):
        targets, source = _assigned(node)
        if source is None:
            continue
        start = lines.ast_offset(source.lineno, source.col_offset)
        end = lines.ast_offset(source.end_lineno or source.lineno, source.end_col_offset or 0)
        holds = any(start <= span.start and span.end <= end for span in literals)
        if holds or bound.mentions([source]) or (not bound.is_known and _reads(source)):
            for target in targets:
                if isinstance(target, (ast.Subscript, ast.Attribute)) and not isinstance(target.value, ast.Name):
                    continue  # ``os.environ[...]`` is looked for everywhere
                name = ast.unparse(target.value if isinstance(target, ast.Subscript) else target)
                bound.names.add(name)
                if isinstance(target, ast.Name) and _is_value(source, bound):
                    bound.values.add(name)


def _assigned(node: ast.AST) -> tuple[list[ast.expr], ast.expr | None]:
    """The targets of a statement that binds names, tuples taken apart, and what they are bound to."""
    if isinstance(node, ast.Assign):
        targets, source = list(node.targets), node.value
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
        targets, source = [node.target], node.value
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        targets, source = [node.target], node.iter
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        targets, source = [node.optional_vars], node.context_expr
    else:
        return [], None
    flat: list[ast.expr] = []
    while targets:
        target = targets.pop()
        if isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts
        else:
            flat.append(target.value if isinstance(target, ast.Starred) else target)
    return flat, source


def _is_value(source: ast.expr, bound: _Bound) -> bool:
    """Whether an expression that holds the value is nothing but the value."""
    if isinstance(source, ast.Name):
        return source.id in bound.values
    is_text = isinstance(source, ast.Constant) or (isinstance(source, ast.BinOp) and isinstance(source.op, ast.Add))
    return is_text or _environment_key(source) is not None or (isinstance(source, ast.Call) and _reads(source))


def _reads(source: ast.expr) -> bool:
    """Whether an expression asks for a secret."""
    return any(isinstance(node, ast.Call) and _last_name(node.func) in _READS for node in ast.walk(source))


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _line_or_pass(source: str, span: Span) -> tuple[Span, str]:
    """The edit that deletes a statement with its line; ``pass`` stands in where something else is on the line, and in
    a block, where it may be the only statement."""
    start = source.rfind("\n", 0, span.start) + 1
    end = source.find("\n", span.end)
    stop = len(source) if end < 0 else end
    if source[start : span.start] or source[span.end : stop].strip():
        return span, "pass"
    if end >= 0:
        return Span(start, end + 1), ""
    return Span(start - (2 if source[:start].endswith("\r\n") else 1) if start else 0, stop), ""
