"""Python values that IPython puts into a shell line."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Confidence, Match, Severity, Shell, Span, rule

_BRACES = regex(r"(?<![{$])\{(?!\{)([^{}\r\n]{1,300})\}(?!\})")
_DOLLAR = regex(r"(?<![\\$])\$([A-Za-z_]\w*(?:\.\w+)*)")
_HARMLESS = frozenset(("sys.executable", "sys.prefix", "sys.version"))


@rule(
    id="interpolated-shell-line",
    on=Shell,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    profile="audit",
    title="Python value put into a shell line",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("!", "%sx", "%system"),
    bad=[
        "!wget «{url}»",
        "out = !ls -l «$folder»",
        "!python train.py --name «{args.name}» --lr {lr}",
        "!git clone https://host.example/«{repo}».git",
    ],
    ok=[
        "!{sys.executable} -m pip install numpy==2.1.0",
        "!$sys.executable -V",
        "!ls -l | awk '{print $1}'",
        "!ls -l | awk '{sum += $5} END {print sum}'",
        "!echo $HOME $PATH",
        "!find . -name '*.pyc' -exec rm {} +",
        "!cp model.{json,pt} out/",
        "!echo {{name}} $$ \\$name $(date)",
        "!ls {shlex.quote(folder)}",
        "!curl -d '{\"rows\": [1, 2]}' https://host.example/api",
        "%%bash\nfor f in *.csv; do echo $f; done",
    ],
)
def interpolated_shell_line(shell: Shell) -> Iterator[Match]:
    """IPython pastes the value into the command as it is, so a value with a quote or a semicolon runs as a command.

    Quote it with `{shlex.quote(value)}`, or call `subprocess.run` with a list."""
    if shell.kind != "line":
        return
    places = [m.span() for m in _BRACES.finditer(shell.text) if _is_value(m.group(1))]
    places += [m.span() for m in _DOLLAR.finditer(shell.text) if _is_name(m.group(1))]
    if places:
        yield Match(Span(*min(places)))


def _is_name(name: str) -> bool:
    # awk's NR and the shell's own variables are in capitals; Python's rarely are
    return name not in _HARMLESS and not name.isupper() and not name.startswith("_")


def _is_value(expression: str) -> bool:
    """Whether braces hold a Python value, not awk, JSON, a brace list or a quoted value."""
    if expression in _HARMLESS:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(expression.partition(":")[0].strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    if isinstance(tree, ast.Name) and tree.id == "print":
        return False
    if isinstance(tree, ast.Call):
        return not ast.unparse(tree.func).endswith("quote")
    return isinstance(tree, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.JoinedStr, ast.IfExp))
