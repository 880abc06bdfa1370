"""The path that an expression means, as a text in which what is not known is a hole with a name of its own.

Two expressions with the same text mean the same file: ``os.path.join(d, "m.pkl")`` and ``f"{d}/m.pkl"``.
"""

from __future__ import annotations

import ast
import posixpath
import re
from bisect import bisect_right

from ..regex import regex
from ..urls import is_nearby
from .link import Names
from .seen import Seen, settle

HOLE = "\0"
REMOTE = regex(r"(?:https?|ftps?|s3a?|gs|gcs|abfss?|adl|az|wasbs?|hf|oss|cos|r2|sftp|dbfs-http)://[^\s]", re.IGNORECASE)
_ON_THE_WEB = regex(r"(?:https?|ftps?)://", re.IGNORECASE)
_STEPS = 120
_DEPTH = 6
JOINERS = frozenset(("os.path.join", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "posixpath.join"))
_SAME = frozenset(
    (
        *("str", "os.fspath", "os.path.abspath", "os.path.expanduser", "os.path.expandvars", "os.path.normpath"),
        *("os.path.realpath", "tensorflow.compat.as_str"),
    )
)
_SAME_METHODS = frozenset(("resolve", "absolute", "as_posix", "expanduser", "strip", "format"))
_HERE = frozenset(("os.getcwd", "pathlib.Path.cwd"))
_FRESH = ("tempfile.", "io.BytesIO", "io.StringIO")
# Where Colab and Kaggle notebooks start: a path below is the same file as one without it.
_STARTS = regex(r"/(?:content|kaggle/working)/(?!(?:g?drive|content)/)")
_PERCENT = regex(r"%[-\d.]{0,6}[sdifr]")
_BRACES = regex(r"\{\d{0,2}(?:[:!][^{}]{0,20})?\}")


def path_of(names: Names, seen: Seen, depth: int = 0, raw: bool = False) -> str:
    """The path or URL of an expression; all of it is one hole where nothing is known. ``raw`` text is left as it is."""
    out: list[str] = []
    stack: list[Seen | str] = [seen]
    for _ in range(_STEPS):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        at = settle(names, item)
        if isinstance(at.node, ast.Constant):
            out.append(str(at.node.value) if isinstance(at.node.value, (str, int)) else _hole(names, at))
            continue
        pieces = _pieces(names, at, depth) if depth < _DEPTH else None
        if pieces is None:
            out.append(_hole(names, at))
        else:
            stack += [p if isinstance(p, str) else at.inner(p) for p in reversed(pieces)]
    return "".join(out) if raw else tidy("".join(out))


def tidy(path: str) -> str:
    """A path without ``./`` and doubled slashes, counted from where the notebook starts; a URL as it is."""
    if REMOTE.match(path):
        return path
    path = path.replace("\\", "/").removeprefix("file://")
    path = _STARTS.sub("", path + "/", count=1) if path.startswith(("/content", "/kaggle")) else path
    path = posixpath.normpath(path) if path else ""
    return "" if path == "." else path


def is_near(url: str) -> bool:
    """Whether a URL surely leads to this machine or its network."""
    return _ON_THE_WEB.match(url) is not None and is_nearby(url) and HOLE not in url.split("/", 3)[2]


def is_relative(path: str) -> bool:
    """Whether a path starts from the folder that the kernel is in."""
    return not path.startswith(("/", "~", HOLE)) and path[1:2] != ":" and not REMOTE.match(path)


def head(path: str) -> str:
    """What is known of a path up to the last thing in it that is not: a hole or a wildcard; empty if nothing is."""
    star = path.find("*")
    if star >= 0:
        return path[:star]
    if path.endswith(HOLE) and path.count(HOLE) == 2:
        return path[: path.index(HOLE)]
    behind = path.rfind(HOLE)
    return path[: path.rfind(HOLE, 0, behind)] if behind > 0 else ""


def _pieces(names: Names, at: Seen, depth: int) -> list[ast.expr | str] | None:
    """What a path is put together from; None where that is not known."""
    node = at.node
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.FormattedValue):
        return [node.value] if node.conversion == -1 and node.format_spec is None else None
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            return [node.left, node.right]
        if isinstance(node.op, ast.Div):
            return [node.left, "/", node.right]
        if isinstance(node.op, ast.Mod):
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return _filled(names, at.inner(node.left), _PERCENT, values)
        return None
    if isinstance(node, ast.Call):
        return _called(names, at, node, depth)
    if isinstance(node, ast.Subscript):
        return _last_part(names, at, node, depth)
    if isinstance(node, ast.Attribute):
        inner = at.inner(node.value)
        if node.attr in ("name", "parent") and _makes_path(names, inner):
            return [posixpath.split(path_of(names, inner, depth + 1))[node.attr == "name"]]
        if node.attr == "name" and isinstance(settle(names, inner).node, ast.Call):
            return [node.value]
    return None


def _called(names: Names, at: Seen, node: ast.Call, depth: int) -> list[ast.expr | str] | None:
    name = names.qualified(at.inner(node.func).spot)
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return None
    if name in _HERE:
        return [""]
    if name in JOINERS:
        return _joined(node.args) if node.args else [""]
    if name in _SAME and len(node.args) == 1:
        return [node.args[0]]
    if name in ("os.path.basename", "os.path.dirname") and len(node.args) == 1:
        parts = posixpath.split(path_of(names, at.inner(node.args[0]), depth + 1))
        return [_plain(parts[1]) if name.endswith("basename") else parts[0]]
    func = node.func
    if not isinstance(func, ast.Attribute):
        return None
    if func.attr == "format":
        values = node.args if not node.keywords else []
        return _filled(names, at.inner(func.value), _BRACES, values)
    if func.attr == "joinpath":
        return _joined([func.value, *node.args])
    if func.attr in _SAME_METHODS and not node.args:
        return [func.value]
    return None


def _last_part(names: Names, at: Seen, node: ast.Subscript, depth: int) -> list[ast.expr | str] | None:
    """The last part of a path that is split: ``url.split("/")[-1]``."""
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if isinstance(node.slice, ast.UnaryOp) and isinstance(node.slice.operand, ast.Constant):
        key = -node.slice.operand.value if isinstance(node.slice.operand.value, int) else None
    settled = settle(names, at.inner(node.value))
    value = settled.node
    if isinstance(value, ast.Call) and key in (-1, 1):
        func = value.func
        text: ast.expr | None = None
        if isinstance(func, ast.Attribute) and func.attr in ("split", "rsplit") and value.args:
            separator = value.args[0]
            if isinstance(separator, ast.Constant) and separator.value == "/" and (key == -1 or func.attr == "rsplit"):
                text = func.value
            elif names.qualified(settled.inner(func).spot) == "os.path.split":
                text = value.args[0]
        if text is not None:
            path = path_of(names, settled.inner(text), depth + 1)
            return [_plain(path.rpartition("/")[2])]
    return None


def _joined(parts: list[ast.expr]) -> list[ast.expr | str]:
    out: list[ast.expr | str] = []
    for part in parts:
        out += [part, "/"]
    return out[:-1]


def _filled(
    names: Names, template: Seen, holes: re.Pattern[str], values: list[ast.expr]
) -> list[ast.expr | str] | None:
    """The pieces of a template with as many places to fill as there are values."""
    node = settle(names, template).node
    text = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(text, str):
        return None
    parts = holes.split(text)
    if len(parts) != len(values) + 1:
        return None
    out: list[ast.expr | str] = [parts[0]]
    for value, part in zip(values, parts[1:], strict=True):
        out += [value, part]
    return out


def _makes_path(names: Names, seen: Seen) -> bool:
    at = settle(names, seen)
    if isinstance(at.node, ast.BinOp):
        return isinstance(at.node.op, ast.Div)
    return isinstance(at.node, ast.Call) and names.qualified(at.spot).startswith("pathlib.")


def _plain(name: str) -> str:
    return re.split(r"[?#]", name, maxsplit=1)[0]


def _hole(names: Names, at: Seen) -> str:
    """An unknown as a word: its shape and what each name in it is bound to."""
    words: list[object] = []
    stack: list[ast.AST] = [at.node]
    while stack and len(words) < 60:
        node = stack.pop()
        if isinstance(node, ast.Name):
            found = names.lookup(at.inner(node).spot, node.id)
            # the object is the same in all methods of its class
            words.append((node.id, (found[0], found[1].of) if found and found[1].of else id(found[1]) if found else 0))
            continue
        if isinstance(node, ast.Constant):
            words.append(repr(node.value))
            continue
        if isinstance(node, ast.Call):
            name = names.qualified(at.inner(node.func).spot)
            if name.startswith(_FRESH):  # each of them is another file
                words.append((at.spot.unit, node.lineno, node.col_offset))
        words.append(node.attr if isinstance(node, ast.Attribute) else node.__class__.__name__)
        stack.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context))
    return f"{HOLE}{hash(tuple(words)) & 0xFFFFFFFFFFFF:x}{HOLE}"


class Folders:
    """The folders that a notebook changes to, in order, each from a cell and an offset in it on."""

    def __init__(self) -> None:
        self._from: list[tuple[int, int]] = []
        self._folders: list[str] = []

    def clear(self) -> None:
        """Forget all of them."""
        self._from.clear()
        self._folders.clear()

    def is_like(self, other: Folders) -> bool:
        """Whether they are the same, entered at the same places."""
        return self._from == other._from and self._folders == other._folders

    def enter(self, unit: int, offset: int, path: str) -> None:
        """From here on the kernel is in another folder; where it is not known which, in the first one."""
        before = self._folders[-1] if self._folders else ""
        if path in ("", "-", "~") or (HOLE in path and not before):
            path = ""
        path = tidy(path)
        if path and before and is_relative(path):
            path = tidy(f"{before}/{path}")
        self._from.append((unit, offset))
        self._folders.append(path)

    def at(self, unit: int, offset: int, path: str) -> str:
        """A path that is written at a place, counted from the first folder."""
        behind = bisect_right(self._from, (unit, offset))
        folder = self._folders[behind - 1] if behind else ""
        return tidy(f"{folder}/{path}") if folder and is_relative(path) else path
