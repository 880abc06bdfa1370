"""Python values that IPython puts into a shell line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from jupyter_mlsecops.sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Frozen,
    Match,
    Place,
    Proposal,
    Severity,
    Shell,
    Span,
    Taint,
    TextEdit,
    Value,
    expression,
    import_edits,
    own_shells,
    regex,
    rule,
    taint,
)

from .sinks import QUOTES, SAID

_BRACES = regex(r"(?<![{$])\{(?!\{)([^{}\r\n]{1,300})\}(?!\})")
_DOLLAR = regex(r"(?<![\\$])\$([A-Za-z_]\w*(?:\.\w+)*)")
_MOST = 40  # places of one line that are looked at
_HARMLESS = frozenset(("sys.executable", "sys.prefix", "sys.version"))
_PROGRAMS_IN_QUOTES = frozenset(("awk", "gawk", "jq", "perl", "sed"))


class _Filled(Frozen, frozen=True):
    """A place of a shell line that IPython fills in: its span there, the expression, and what that is made of."""

    span: Span
    text: str
    made: Taint


@rule(
    id="interpolated-shell-line",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    title="Python value put into a shell line",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("!", "%sx", "%system"),
    bad=[
        Example("!wget «{url}»", fixed="import shlex\n!wget {shlex.quote(str(url))}"),
        Example(
            "import shlex\n# %%\nout = !ls -l «$folder»",
            fixed="import shlex\n# %%\nout = !ls -l {shlex.quote(str(folder))}",
        ),
        "!python train.py --name «{args.name}» --lr {lr}",
        "!git clone https://host.example/«{repo}».git",
        "name = «input('file? ')»\n# %%\n!cat «{name}»",
        "import requests\nname = «requests.get(url)».json()['name']\n!rm -r «$name»",
        "import ipywidgets as w\nbox = w.Text()\n# %%\n!grep «{box.value}» notes.txt",
        "def run(path):\n    !rm -r «{path}»",
        "import pandas as pd\nfor url in «pd.read_csv('a.csv')»['url']:\n    !wget «{url}»",
        "%sx ls «{folder}»",
        "NAME = «input('file? ')»\n!cat «$NAME»",
        "!rm «{input('file? ')}»",
        "import os\n!echo «{os.environ['NAME']}»",
        Example("!ls '«{folder}»'", fixed="import shlex\n!ls {shlex.quote(str(folder))}"),
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
        "URL = 'https://host.example/a.csv'\n# %%\n!wget {URL}",
        "for k in range(3):\n    !mkdir run{k}",
        "for name in ['a', 'b']:\n    !mkdir {name}",
        "import os\nfolder = os.getcwd()\n!ls $folder",
        "FOLDER = 'data'\npath = f'{FOLDER}/a.csv'\n!head $path",
        "text = '!rm {name}'",
        "!jq '.rows | {name}' a.json",
        "!for f in a b; do echo $f; done",
    ],
)
def interpolated_shell_line(code: Code) -> Iterator[Match]:
    """IPython pastes the value into the command as it is, so a value with a quote or a semicolon runs as a command.

    Quote it with `{shlex.quote(value)}`, or call `subprocess.run` with a list."""
    for shell in own_shells(code):
        places = list(islice(_filled(code, shell), _MOST)) if shell.kind == "line" else []
        if not places:
            continue
        worst = max(places, key=lambda place: (place.made.kind == "tainted", place.made.source == "parameter"))
        severity, message = None, ""
        if worst.made.kind == "tainted":
            strong = worst.made.source in ("model", "network", "widget")
            severity = Severity.HIGH if strong else Severity.MEDIUM
            message = f"{SAID[worst.made.source].capitalize()} is put into a shell line"
        place = worst.made.place
        related: tuple[Place, ...] = (place,) if place is not None else ()
        span = worst.span.shift(shell.start)
        yield Match(span, message, severity, related=related, proposals=_quoted(code, shell, places))


def _filled(code: Code, shell: Shell) -> Iterator[_Filled]:
    """The places that are filled in with something other than constants, numbers and quoted text."""
    if any(command.name in _PROGRAMS_IN_QUOTES for command in shell.commands()):
        return
    own = {word.text for command in shell.commands() if command.name == "for" for word in command.words[1:2]}
    found = [(m.span(), m.group(1)) for m in _BRACES.finditer(shell.text)]
    found += [(m.span(), m.group(1)) for m in _DOLLAR.finditer(shell.text) if _is_name(code, m.group(1))]
    for span, text in sorted(found)[: 2 * _MOST]:
        value = expression(code, text.partition(":")[0])
        if value is None or text in own or text in _HARMLESS or not _is_value(value):
            continue
        made = taint(code, value, QUOTES)
        if made.kind != "clean" and not _is_constant(value):
            yield _Filled(Span(*span), text, made)


def _is_constant(value: Value) -> bool:
    return value.kind == "constant" or value.is_harmless


def _is_name(code: Code, name: str) -> bool:
    # awk's NR and the shell's own variables are in capitals; Python's rarely are, and then the notebook binds them
    known = not name.isupper() or any(name in facts.scopes[0].names for facts in code.names.facts)
    return known and name not in _HARMLESS and not name.startswith("_")


def _is_value(value: Value) -> bool:
    """Whether braces hold a Python value, not awk, JSON, a brace list or a quoted value."""
    node = value.spot.node
    if isinstance(node, ast.Name):
        return node.id != "print"
    return isinstance(node, (ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.JoinedStr, ast.IfExp))


def _quoted(code: Code, shell: Shell, places: list[_Filled]) -> tuple[Proposal, ...]:
    """A proposal to quote all that is filled in, where no quotes of the shell stand around it."""
    imported = import_edits(code, "shlex")
    if imported is None:
        return ()
    edits = list(imported)
    for place in places:
        start, end = place.span
        before, behind = shell.text[start - 1 : start], shell.text[end : end + 1]
        if before in ("'", '"') and before == behind:
            start, end = start - 1, end + 1
        elif shell.text[:start].count("'") % 2 or shell.text[:start].count('"') % 2:
            return ()
        if ":" in place.text or "!" in place.text:
            return ()
        new = f"{{shlex.quote(str({place.text}))}}"
        edits.append(TextEdit(Span(start, end).shift(shell.start), new))
    return (Proposal("Quote with shlex.quote", Applicability.REVIEW, tuple(edits)),)
