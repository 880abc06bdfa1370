"""Where the code of a cell shows a data frame, and how it shows the same without columns of persons."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence

from jupyter_mlsecops.sdk import Frozen, Span, quiet, regex

_MAGIC = regex(r"^[ \t]*[%!?][^\r\n]*", re.MULTILINE)
_LINE_END = regex(r"\r\n|\r|\n")
# What follows the frame in an expression that shows it: the columns are dropped before.
_TAILS = frozenset("head tail sample limit show to_string to_html to_markdown to_csv collect fetch".split())
_LONGEST = 100_000
_LISTS = regex(r"\b(?:usecols|names|columns)\s{0,3}=\s{0,3}[\[(]([^\[\]()]{1,1000})[\])]")
_LITERAL = regex(r"'[^'\n]{1,60}'|\"[^\"\n]{1,60}\"")
_SQL_WORD = regex(r"\b(?:SELECT|FROM)\b", re.IGNORECASE)
_SQL_END = regex(r"[;()]")
_LONGEST_LIST = 400
_SQL_NAME = regex(r"(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]{1,59})(?=[\"`\]]?\s{0,9}(?:,|\Z|[Aa][Ss]\b))")


class Frame(Frozen, frozen=True):
    """The expression in a cell that stands for a frame which the cell shows; ``name`` if it is a variable."""

    span: Span
    text: str
    name: str


def shown_frame(source: str, kind: str, number: int, kinds: Sequence[str]) -> Frame | None:
    """The frame that a cell shows as output ``number``, whose type is ``kind`` and among ``kinds`` of all outputs.

    None if it cannot be told: another language, several candidates, an expression that is no frame.
    """
    if len(source) > _LONGEST:
        return None
    python = _MAGIC.sub(lambda m: " " * len(m.group()), source)
    try:
        with quiet():
            tree = ast.parse(python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    expression = _shown(tree, kind, number, kinds)
    node = _base(expression) if expression is not None else None
    if node is None or not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return None
    span = _span(source, node)
    name = node.id if isinstance(node, ast.Name) else ""
    return Frame(span, source[slice(*span)], name)


def without(columns: Sequence[str], form: str, is_index: bool) -> str:
    """What is put behind a frame so that it lacks ``columns``: a call in the words of its library."""
    names = [json.dumps(column, ensure_ascii=False) for column in columns]
    if form == "spark":
        return f".drop({', '.join(names)})"
    if form == "polars":
        return f".drop([{', '.join(names)}])"
    dropped = f".drop(columns=[{', '.join(names)}])" if names else ""
    return f"{'.reset_index(drop=True)' if is_index else ''}{dropped}"


def hashed(frame: Frame, columns: Sequence[str]) -> str:
    """The same frame of pandas with hashes in ``columns``, made with a variable ``salt``."""
    names = ", ".join(json.dumps(column, ensure_ascii=False) for column in columns)
    digest = "hashlib.sha256(salt + str(v).encode()).hexdigest()[:12]"
    return f"{frame.text}.assign(**{{c: {frame.text}[c].map(lambda v: {digest}) for c in [{names}]}})"


def prelude_place(source: str) -> int | None:
    """Where a cell's first statement begins, behind magics; None if no line may be put there."""
    if "__future__" in source or source.lstrip().startswith("%%"):
        return None
    at = 0
    while match := _MAGIC.match(source, at):
        at = min(match.end() + 1, len(source))
        if source[match.end() : match.end() + 2] == "\r\n":
            at += 1
        if match.end() >= len(source):
            return None
    return at


def _shown(tree: ast.Module, kind: str, number: int, kinds: Sequence[str]) -> ast.expr | None:
    statements = [s.value for s in tree.body if isinstance(s, ast.Expr)]
    if kind in ("execute_result", "pyout"):
        last = tree.body[-1] if tree.body else None
        return last.value if isinstance(last, ast.Expr) else None
    if kind == "stream":
        printed = [e for e in (_printed(each) for each in statements) if e is not None]
        return printed[0] if len(printed) == 1 else None
    displayed = [e for e in (_argument(each, "display") for each in statements) if e is not None]
    shown = [k for k, each in enumerate(kinds) if each in ("display_data", "update_display_data")]
    if len(displayed) == len(shown) and number in shown:
        return displayed[shown.index(number)]
    return None


def _printed(node: ast.expr) -> ast.expr | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "show":
        return node
    argument = _argument(node, "print")
    is_frame = isinstance(argument, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))
    return argument if is_frame else None


def _argument(node: ast.expr, function: str) -> ast.expr | None:
    """The only argument of a call of ``function``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
        return node.args[0] if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred) else None
    return None


def _base(node: ast.expr) -> ast.expr:
    """The frame at the front of ``df.sort_values("x").head(3)``: all but the calls that only show it."""
    while True:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TAILS:
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr == "style":
            node = node.value
        else:
            return node


def _span(source: str, node: ast.expr) -> Span:
    """Where a node stands, in code points; ``ast`` counts UTF-8 bytes in a line."""
    starts = [0, *(m.end() for m in _LINE_END.finditer(source))]

    def offset(line: int, column: int) -> int:
        start = starts[line - 1]
        return start + len(
            source[start : start + column].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore")
        )

    return Span(offset(node.lineno, node.col_offset), offset(node.end_lineno or node.lineno, node.end_col_offset or 0))


def named_columns(source: str) -> Iterator[Span]:
    """The names that code gives columns or takes by: ``df.columns = [...]``, ``usecols=[...]``, ``SELECT … FROM``."""
    for match in _LISTS.finditer(source):
        if not source[max(0, match.start() - 40) : match.start()].rstrip().endswith("drop("):
            for literal in _LITERAL.finditer(source, match.start(1), match.end(1)):
                yield Span(literal.start() + 1, literal.end() - 1)
    begin = -1
    for word in _SQL_WORD.finditer(source):
        if word[0].upper() == "SELECT":
            begin = word.end()
        elif begin >= 0 and word.start() - begin <= _LONGEST_LIST and not _SQL_END.search(source, begin, word.start()):
            for name in _SQL_NAME.finditer(source, begin, word.start()):
                yield Span(*name.span(1))
            begin = -1
