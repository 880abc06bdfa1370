"""Fixes that load a file of a format in which there is no code, and tell how the old file is converted, once.

The conversion stands in a comment above the line: whether to run it, and where, is for a person to say. Until then the
new file is not there, so none of these is taken where many findings are fixed.
"""

from __future__ import annotations

import ast

from ...sdk import Applicability, Call, Code, Frozen, Proposal, Span, TextEdit, import_edits, node_span, offer
from .loadedfile import LoadedFile, loaded_file, needs_pathlib, renamed, written

_LONGEST = 160  # characters of an expression that is written once more
_ISOLATED = "Once, where nothing is at stake, for this runs what the old file says"


class _Format(Frozen, frozen=True):
    """A format to convert to: ``convert`` is code with the old load and the new path to fill in, ``how`` says when to
    run it. Where another function loads it, ``load`` is called with a path, ``load_open`` with an open file and what
    ``of_open`` puts behind that; ``rest`` is what it is passed as well, ``module`` what it is imported from."""

    ending: str
    title: str
    convert: str
    how: str
    module: str = ""
    load: str = ""
    load_open: str = ""
    of_open: str = ""
    rest: str = ""


_SAFETENSORS = _Format(
    ".safetensors",
    "Keep the weights as safetensors, which hold no code (safetensors 0.4 or newer)",
    "safetensors.torch.save_file({old}, {new})",
    "Once, if the file holds a dict of tensors (safetensors 0.4 and torch 2.6, or newer)",
    module="safetensors.torch",
    load="safetensors.torch.load_file",
    load_open="safetensors.torch.load",
    of_open=".read()",
)
_SKOPS = _Format(
    ".skops",
    "Keep the model as skops, which loads only types that you trust (skops 0.13 or newer)",
    "skops.io.dump({old}, {new})",
    f"{_ISOLATED} (skops 0.13 or newer)",
    module="skops.io",
    load="skops.io.load",
    load_open="skops.io.load",
    rest=", trusted=[]",
)
_KERAS = _Format(
    ".keras",
    "Keep the model as .keras, which is loaded in safe mode (Keras 3.14 or newer)",
    "{old}.save({new})",
    f"{_ISOLATED} (Keras 3.14 or newer)",
)
_PARQUET = _Format(
    ".parquet",
    "Keep the table as Parquet, which holds no code (pandas with pyarrow)",
    "{old}.to_parquet({new})",
    f"{_ISOLATED} (pandas with pyarrow)",
)


def to_safetensors(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Load tensors from safetensors, in place of ``torch.load``."""
    node = written(code, call)
    file = _file(code, call, node, True, ("unknown", "downloaded", "uploaded"))
    device = _device(code, node) if node is not None else None
    if node is None or file is None or device is None or (device and file.is_open):
        return ()
    old = f'{call.written}({{path}}, map_location="cpu", weights_only=True)'
    return _proposed(code, node, file, _SAFETENSORS, old, f", device={device}" if device else "")


def to_skops(code: Code, call: Call, takes_path: bool) -> tuple[Proposal, ...]:
    """Load a model from skops, in place of joblib, which ``takes_path``, or pickle, which takes open files."""
    node = written(code, call)
    file = _file(code, call, node, takes_path)
    if node is None or file is None:
        return ()
    old = f"{call.written}({{path}})" if takes_path else f'{call.written}(open({{path}}, "rb"))'
    return _proposed(code, node, file, _SKOPS, old)


def to_keras(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Load a model from a .keras file, in place of an HDF5 file."""
    node = written(code, call)
    file = _file(code, call, node, takes_path=True)
    if node is None or file is None or file.is_open:
        return ()
    return _proposed(code, node, file, _KERAS, f"{call.written}({{path}})")


def to_parquet(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Read a table from Parquet, in place of ``read_pickle``."""
    node = written(code, call)
    file = _file(code, call, node, takes_path=True)
    again = call.rename("read_parquet", first_argument_only=True)
    if node is None or file is None or file.is_open or again is None:
        return ()
    return _proposed(code, node, file, _PARQUET, f"{call.written}({{path}})", edits=again)


def _file(
    code: Code, call: Call, node: ast.Call | None, takes_path: bool, origins: tuple[str, ...] = ("unknown",)
) -> LoadedFile | None:
    """The file that a call loads, if it has it from one of these origins: whoever converts a file that is downloaded
    runs what a stranger says, and what the notebook writes it can write in another format itself."""
    if node is None or code.origin(call.args[0]).kind not in origins:
        return None
    return loaded_file(code, call, node, takes_path)


def _proposed(
    code: Code,
    node: ast.Call,
    file: LoadedFile,
    to: _Format,
    old: str,
    more: str = "",
    edits: tuple[TextEdit, ...] | None = (),
) -> tuple[Proposal, ...]:
    """The proposal for a call. ``old`` is the load of the old file, with its path to fill in, ``more`` are arguments
    that the new one gets; ``edits`` those of the call where it stays, else it is written anew."""
    now = renamed(code, file.path, to.ending)
    path = code.text[slice(*node_span(file.path, code.summary.lines))]
    if now is None or "\n" in path or len(path) > _LONGEST:
        return ()
    moved, new_path = now
    heads: list[TextEdit] = []
    for module in filter(None, ("pathlib" if needs_pathlib(file.path) else "", to.module)):
        found = import_edits(code, module)
        if found is None:
            return ()
        heads += found
    if to.load:
        edits = _anew(code, node, file, to, more)
    if edits is None:
        return ()
    end = "\r\n" if "\r\n" in code.text else "\n"
    convert = to.convert.format(old=old.format(path=path), new=new_path)
    comment = _comment(code, file.anchor, (f"{to.how}:", f"    {convert}"), end)
    return offer(to.title, Applicability.MANUAL, (*_together([*heads, comment]), *moved, *edits))


def _anew(code: Code, node: ast.Call, file: LoadedFile, to: _Format, more: str) -> tuple[TextEdit, ...] | None:
    """The edits after which another function is called, with the file and what ``to`` passes."""
    lines = code.summary.lines
    func, argument = node_span(node.func, lines), node_span(file.argument, lines)
    whole = node_span(node, lines)
    between, behind = code.text[func.end : argument.start], code.text[argument.end : whole.end]
    if between.strip() != "(" or not behind.lstrip().startswith((")", ",")) or "#" in behind:
        return None
    passed = (to.of_open if file.is_open else "") + to.rest + more
    name = to.load_open if file.is_open else to.load
    return TextEdit(func, name), TextEdit(Span(argument.end, whole.end - 1), passed)


def _device(code: Code, node: ast.Call) -> str | None:
    """What ``map_location`` is as a device, in code; empty for the processor, None for what is no single device."""
    given = [one.value for one in node.keywords if one.arg == "map_location"] or node.args[1:2]
    if not given:
        return ""
    (where,) = given
    text = code.text[slice(*node_span(where, code.summary.lines))]
    if isinstance(where, ast.Lambda):
        return "" if isinstance(where.body, ast.Name) else None
    if isinstance(where, ast.Constant):
        return "" if where.value in (None, "cpu") else text
    if isinstance(where, (ast.Dict, ast.Starred)) or "\n" in text or len(text) > _LONGEST:
        return None
    return f"str({text})"


def _comment(code: Code, before: ast.stmt, words: tuple[str, ...], end: str) -> TextEdit:
    """Lines of a comment above a statement, as far to the right as it."""
    lines = code.summary.lines
    start = lines.ast_offset(before.lineno, 0)
    indent = code.text[start : lines.ast_offset(before.lineno, before.col_offset)]
    return TextEdit(Span(start, start), "".join(f"{indent}# {line}{end}" for line in words))


def _together(edits: list[TextEdit]) -> tuple[TextEdit, ...]:
    """Insertions, those at one place as one."""
    found: dict[Span | None, str] = {}
    for edit in edits:
        found[edit.span] = found.get(edit.span, "") + edit.insert
    return tuple(TextEdit(span, insert) for span, insert in found.items())
