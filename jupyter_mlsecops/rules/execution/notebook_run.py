"""Notebooks that run other notebooks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    IPYTHON,
    Call,
    Code,
    Confidence,
    Match,
    Severity,
    Value,
    expression,
    own_shells,
    regex,
    replace,
    rule,
    taint,
)

from .sinks import SAID, comes_from

_CALLS = (
    *(
        "papermill.execute_notebook",
        "papermill.execute.execute_notebook",
        "nbclient.execute",
        "nbclient.NotebookClient",
    ),
    *(
        "nbclient.client.execute",
        "*.ExecutePreprocessor().preprocess",
        "nbconvert.preprocessors.ExecutePreprocessor().preprocess",
    ),
    *("dbutils.notebook.run", "mssparkutils.notebook.run", "testbook.testbook", "ploomber.tasks.NotebookRunner"),
)
_MAGICS = tuple(f"{root}.run_line_magic" for root in IPYTHON)
_FILLED = regex(r"(?<![{$])\{([^{}\r\n]{1,200})\}|(?<![\\$])\$([A-Za-z_]\w*)")
_READERS = ("nbformat.read()", "nbformat.reads()", "open()", "io.open()", "open().read()")


@rule(
    id="dynamic-notebook-run",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Notebook or script chosen at run time and run",
    cwe=829,
    atlas=["AML.T0011"],
    screen=(
        "papermill",
        "nbclient",
        "nbconvert",
        "ExecutePreprocessor",
        "%run",
        "run_line_magic",
        "notebook.run",
        "testbook",
    ),
    bad=[
        "%run «{path}»",
        "def run(name):\n    %run «$name»",
        "import papermill as pm\n«pm.execute_notebook(path, 'out.ipynb')»",
        "from papermill import execute_notebook as run\nname = «input()»\n# %%\n«run(f'{name}.ipynb', None)»",
        "import urllib.request, papermill\n«urllib.request.urlretrieve(url, 'a.ipynb')»\n# %%\n"
        "«papermill.execute_notebook('a.ipynb', 'b.ipynb')»",
        "import nbformat\nfrom nbclient import NotebookClient\nnb = nbformat.read(path, 4)\n"
        "«NotebookClient(nb)».execute()",
        "from nbconvert.preprocessors import ExecutePreprocessor\nimport nbformat\nwith open(path) as f:\n"
        "    nb = nbformat.read(f, 4)\nep = ExecutePreprocessor()\n«ep.preprocess(nb)»",
        "«dbutils.notebook.run(path, 60)»",
        "from urllib.request import urlretrieve\n«urlretrieve(url, 'helpers.py')»\n# %%\n%run «helpers.py»",
        "«get_ipython().run_line_magic('run', path)»",
        "«!wget https://files.tool.dev/a.ipynb»\n# %%\nimport papermill\n"
        "«papermill.execute_notebook('a.ipynb', 'b.ipynb')»",
    ],
    ok=[
        "%run ./helpers.ipynb",
        "NAME = 'helpers.ipynb'\n# %%\n%run {NAME}",
        "import papermill as pm\npm.execute_notebook('a.ipynb', 'b.ipynb', parameters={'a': a})",
        "import papermill as pm\nfor name in ['a', 'b']:\n"
        "    pm.execute_notebook(f'{name}.ipynb', f'out/{name}.ipynb')",
        "import nbformat\nfrom nbclient import NotebookClient\nnb = nbformat.read('a.ipynb', 4)\n"
        "NotebookClient(nb).execute()",
        "get_ipython().run_line_magic('run', 'a.ipynb')",
        "dbutils.notebook.run('./prepare', 60)",
        "%run train.py --lr {lr}",
        "text = '%run {path}'",
    ],
)
def dynamic_notebook_run(code: Code) -> Iterator[Match]:
    """The notebook that is run does everything with your rights, and which one it is depends on a value.

    Choose from a fixed list of notebooks that lie beside this one, and read a downloaded one first."""
    for call in code.calls(*_CALLS):
        path = call.argument(0, "input_path", "nb", "path")
        if path is not None and not call.is_reference:
            yield from _match(code, call, path)
    for call in code.calls(*_MAGICS):
        path = call.argument(1, "line")
        if path is not None and call.args[0].constant == "run" and _is_chosen(code, path):
            yield Match(call.span)
    for shell in own_shells(code):
        if shell.kind == "magic" and shell.magic == "run":
            word = next((word for word in shell.words()[1:] if not word.text.startswith("-")), None)
            filled = _FILLED.search(word.text) if word is not None else None
            path = expression(code, filled.group(1) or filled.group(2)) if filled else None
            if word is None:
                continue
            if path is not None and _is_chosen(code, path):
                yield Match(word.span.shift(shell.start))
            elif filled is None:
                origin = code.origin(expression(code, repr(word.text)))
                if origin.kind == "downloaded" and origin.place is not None:
                    span = word.span.shift(shell.start)
                    yield Match(span, "A downloaded file is run", related=(origin.place,))


def _match(code: Code, call: Call, path: Value) -> Iterator[Match]:
    file = _read_from(code, path)
    origin = code.origin(file)
    if origin.kind in ("downloaded", "url"):
        related = comes_from(code, call, origin.place)
        yield Match(call.span, "A downloaded notebook is run", Severity.HIGH, related=related)
    elif _is_chosen(code, file):
        made = taint(code, file)
        if made.kind == "tainted":
            message = f"{SAID[made.source].capitalize()} chooses what is run"
            yield Match(call.span, message, Severity.HIGH, related=comes_from(code, call, made.place))
        else:
            yield Match(call.span)


def _is_chosen(code: Code, path: Value) -> bool:
    return path.kind != "constant" and taint(code, path).kind != "clean"


def _read_from(code: Code, value: Value) -> Value:
    """The file that a notebook in memory was read from; the value itself where it is none."""
    for _ in range(4):
        at = code.names.settled(value.spot)
        node = at.node
        if not isinstance(node, ast.Call) or not node.args or value.name not in _READERS:
            break
        value = Value(code.cells[at.unit], replace(at, node=node.args[0]))
    return value
