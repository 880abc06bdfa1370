"""The file that a written-out call loads: where its path stands in the code, and the same path with another ending."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import Call, Code, Frozen, Span, TextEdit, Value, node_span, regex

_ENDINGS = regex(
    r"(?:\.(?:pt|pth|bin|ckpt|pkl|pickle|p|pck|joblib|jbl|sav|model|obj|dat|h5|hdf5|hdf|tar|gz|z|bz2|xz|lzma|zip|zst))+\Z"
)
_WRAPPERS = ("Path", "PurePath", "PosixPath", "WindowsPath", "str", "fspath", "abspath", "realpath", "expanduser")
_JOINERS = ("join", "joinpath")
_NO_PATHS = frozenset(
    "open bytesio gzipfile bz2file lzmafile urlopen read namedtemporaryfile temporaryfile spooledtemporaryfile".split()
)
_HANDLES = frozenset("f fp fh fd file fileobj handle fin infile stream buf buffer bio io data reader".split())


class LoadedFile(Frozen, frozen=True):
    """What a call loads: a file that it names, or one that is open.

    ``argument`` is what the call is given, ``path`` the expression that names the file, ``anchor`` the statement before
    which a comment about all of it may stand. ``is_open``: the call is given an open file, not its path.
    """

    argument: ast.expr
    path: ast.expr
    anchor: ast.stmt
    is_open: bool


def written(code: Code, call: Call) -> ast.Call | None:
    """The call as it is written, where it passes all that it is known to pass, the file in the first place."""
    lines = code.summary.lines
    line = lines.line_of(call.span.start)
    for node in ast.walk(code.summary.parsed.tree):
        if isinstance(node, ast.Call) and node.lineno == line and node_span(node, lines) == call.span:
            break
    else:
        return None
    is_plain = not any(isinstance(argument, ast.Starred) for argument in node.args)
    if call.is_reference or not node.args or not is_plain or call.has_unknown_kwargs:
        return None
    same = len(call.args) == len(node.args) and set(call.keywords) == {one.arg for one in node.keywords}
    return node if same else None


def loaded_file(code: Code, call: Call, node: ast.Call, takes_path: bool) -> LoadedFile | None:
    """The file that ``node``, the call as it is written, loads; ``takes_path``: the loader takes paths as well. None
    where it cannot be told, or is not to be changed: it is fetched while it is read, or somebody else reads from it."""
    argument = node.args[0]
    above = _statements(code, node)
    if not above:
        return None
    opened = _opened(argument)
    if opened is not None:
        return LoadedFile(argument, opened, above[0], True)
    if isinstance(argument, ast.Name):
        for statement in above:
            path = _opened_by(statement, argument.id)
            if path is not None:
                return LoadedFile(argument, path, statement, True) if _is_read_once(statement, argument.id) else None
    value = call.args[0]
    return LoadedFile(argument, argument, above[0], False) if takes_path and _may_be_path(argument, value) else None


def renamed(code: Code, path: ast.expr, ending: str) -> tuple[tuple[TextEdit, ...], str] | None:
    """The edits after which an expression names the file with another ending, and the expression that it is then."""
    lines = code.summary.lines
    whole = node_span(path, lines)
    tail = _tail(path)
    if tail is None:
        wrapped = f'pathlib.Path({code.text[slice(*whole)]}).with_suffix("{ending}")'
        return (TextEdit(whole, wrapped),), wrapped
    span = node_span(tail, lines)
    quote = code.text[span.end - 1]
    inner = code.text[span.start : span.end - 1]
    if quote not in "'\"" or inner.endswith(quote):  # three quotes, or nothing between two
        return None
    known = _ENDINGS.search(inner.lower())
    at = span.start + known.start() if known is not None else span.end - 1
    after = code.text[whole.start : at] + ending + code.text[span.end - 1 : whole.end]
    return (TextEdit(Span(at, span.end - 1), ending),), after


def needs_pathlib(path: ast.expr) -> bool:
    """Whether ``renamed`` makes use of pathlib."""
    return _tail(path) is None


def _statements(code: Code, node: ast.Call) -> list[ast.stmt]:
    """The statements around a call that have a line of their own to begin with, from the inside."""
    lines, found = code.summary.lines, []
    level: list[ast.stmt] = list(code.summary.parsed.tree.body)
    place = (node.lineno, node.col_offset)
    while level:
        holder = next((one for one in level if _starts(one) <= place <= _ends(one)), None)
        if holder is None:
            break
        start = lines.ast_offset(holder.lineno, holder.col_offset)
        if not code.text[lines.ast_offset(holder.lineno, 0) : start].strip():
            found.append(holder)
        level = [one for one in _inside(holder)]
    return found[::-1]


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            yield from child.body


def _starts(node: ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _ends(node: ast.stmt) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _opened(node: ast.expr) -> ast.expr | None:
    """The path of a file that an expression opens to read its bytes."""
    if not isinstance(node, ast.Call):
        return None
    func, arguments = node.func, [*node.args, *(one.value for one in node.keywords if one.arg == "mode")]
    if isinstance(func, ast.Attribute) and func.attr == "open" and _is_call_of(func.value, _WRAPPERS):
        return func.value if _is_binary(arguments[:1]) else None
    if isinstance(func, ast.Name) and func.id == "open" and node.args:
        return node.args[0] if _is_binary(arguments[1:2]) else None
    return None


def _is_binary(mode: list[ast.expr]) -> bool:
    return bool(mode) and isinstance(mode[0], ast.Constant) and mode[0].value in ("rb", "br")


def _opened_by(statement: ast.stmt, name: str) -> ast.expr | None:
    """The path of the file that a ``with`` opens under a name."""
    for item in statement.items if isinstance(statement, (ast.With, ast.AsyncWith)) else ():
        if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name:
            return _opened(item.context_expr)
    return None


def _is_read_once(statement: ast.stmt, name: str) -> bool:
    used = [one for one in ast.walk(statement) if isinstance(one, ast.Name) and one.id == name]
    return len(used) == 2  # where it is opened, and where it is loaded


def _may_be_path(node: ast.expr, value: Value) -> bool:
    """Whether an expression may name a file on disk, as far as its name and what it is worth tell."""
    if value.text.partition("://")[1]:
        return False
    last = value.name.replace("()", "").replace("[]", "").rpartition(".")[2].lower()
    if last in _NO_PATHS or (isinstance(node, ast.Call) and not _is_call_of(node, (*_WRAPPERS, *_JOINERS))):
        return False
    return not (isinstance(node, ast.Name) and node.id.lower() in _HANDLES and not value.text)


def _tail(node: ast.expr) -> ast.expr | None:
    """The text in an expression that a path ends with."""
    if isinstance(node, ast.Constant):
        return node if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        last = node.values[-1] if node.values else None
        return node if isinstance(last, ast.Constant) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
        return _tail(node.right)
    if isinstance(node, ast.Call) and node.args and not node.keywords:
        if _is_call_of(node, _JOINERS) and len(node.args) > (_last_name(node.func) == "join"):
            return _tail(node.args[-1])
        if _is_call_of(node, _WRAPPERS):
            return _tail(node.args[-1])
    return None


def _is_call_of(node: ast.expr, names: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) in names


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
