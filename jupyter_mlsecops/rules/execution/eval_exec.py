"""Text that is run as Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Taint,
    TextEdit,
    Value,
    import_edits,
    offer,
    rule,
    taint,
)

from .decoded import is_decoded
from .sinks import RUNNERS, SAID, comes_from, runs_code


@rule(
    id="dynamic-eval-exec",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Text evaluated as Python",
    cwe=95,
    owasp=["LLM05"],
    atlas=["AML.T0050"],
    screen=("eval", "exec", "get_ipython", "InteractiveInterpreter", "InteractiveConsole", "timeit"),
    aliases=("B307", "S307", "B102", "S102"),
    bad=[
        Example("x = «eval(text)»", fixed="import ast\nx = ast.literal_eval(text)"),
        Example("import ast\n# %%\nx = «eval(input())»", fixed="import ast\n# %%\nx = ast.literal_eval(input())"),
        Example("%%time\nx = «eval(row['tags'])»", fixed="%%time\nimport ast\nx = ast.literal_eval(row['tags'])"),
        "«exec(f'x = {value}')»",
        "import builtins\n«builtins.exec(source)»",
        "from builtins import eval as run\n«run(source)»",
        "run = eval\n# %%\n«run(text)»",
        "«getattr(__builtins__, 'eval')(text)»",
        Example(
            "df['b'] = df['a'].apply(«eval»)",
            fixed="import ast\ndf['b'] = df['a'].apply(ast.literal_eval)",
        ),
        Example(
            "import pandas as pd\ndf = pd.read_csv('a.csv', converters={'tags': «eval»})",
            fixed="import ast\nimport pandas as pd\ndf = pd.read_csv('a.csv', converters={'tags': ast.literal_eval})",
        ),
        "import requests\n«exec(requests.get(url).text)»",
        "import urllib.request as r\nwith «r.urlopen(url)» as f:\n    source = f.read()\n# %%\n«exec(source)»",
        "import urllib.request\n«urllib.request.urlretrieve(url, 'h.py')»\n# %%\n«exec(open('h.py').read())»",
        "«exec(open(path).read())»",
        "from pathlib import Path\n«exec(Path('helpers.py').read_text())»",
        "with open('helpers.py') as f:\n    «exec(f.read())»",
        "«exec(compile(open(path).read(), path, 'exec'))»",
        "program = compile(text, 'x', 'exec')\n# %%\n«exec(program, space)»",
        "«get_ipython().run_cell(text)»",
        "shell = get_ipython()\nx = «shell.ev(text)»\n«shell.ex('x = ' + text)»",
        "ok = «eval(text, {'__builtins__': {}})»",
        "def f(text):\n    return «eval(text)»",
        "from functools import partial\nrun = partial(eval)\n«run(text)»",
        "kw = {'source': text}\n«exec(**kw)»",
        "import timeit\n«timeit.timeit(f'f({name})')»",
        "import polars as pl\nc = pl.col('a').map_elements(«eval»)",
    ],
    ok=[
        "model.eval()",
        "df.eval('a + b')",
        "x = eval('1 + 1')",
        "model = Net()\nmodel.eval(batch)",
        "def eval(x): ...\neval(text)",
        "from mypackage import eval\neval(text)",
        "import ast\nast.literal_eval(text)",
        "print('eval(text)')  # eval(text)",
        "code = 'x = 1'\nexec(code)",
        "import torch\nmodel.train(); model.exec(text)",
        "for k in range(3):\n    exec(f'x{k} = {k}')",
        "import timeit\ntimeit.timeit(lambda: f(x))\ntimeit.timeit('f(x)', setup)",
        "pattern = compile(text)",
        "# %% [markdown]\nUse eval(text) here",
        "%%writefile notes.txt\neval(text)",
    ],
)
def dynamic_eval_exec(code: Code) -> Iterator[Match]:
    """Whoever can change the text that is evaluated here can run any code in the kernel.

    Use ast.literal_eval for data, json.loads for JSON, and a dict of functions to choose one by name."""
    for call in code.calls(*RUNNERS):
        if call.is_reference:
            edits = (TextEdit(call.span, "ast.literal_eval"), *(import_edits(code, "ast") or ()))
            fixes = offer("Read data only: ast.literal_eval", Applicability.REVIEW, edits)
            yield Match(call.span, proposals=fixes if call.name.endswith("eval") else ())
    for call, source in runs_code(code):
        if call.is_reference or source is None or source.kind == "constant" or is_decoded(code, source):
            continue
        made = taint(code, source)
        if made.kind == "clean" or made.source in ("model", "widget"):  # others say more of those
            continue
        yield _match(code, call, source, made)


def _match(code: Code, call: Call, source: Value, made: Taint) -> Match:
    origin = code.origin(source)
    related = comes_from(code, call, origin.place or made.place)
    if origin.kind == "downloaded" or made.source == "network":
        return Match(call.span, "What a server sends is run as Python", Severity.CRITICAL, related=related)
    if origin.kind == "url":
        return Match(call.span, "A file from the network is run as Python", Severity.CRITICAL)
    if origin.kind == "written":
        return Match(call.span, "A file that this notebook writes is run", Severity.INFO, related=related)
    if _is_local_file(code, source):
        return Match(call.span, "A file beside the notebook is run")
    fixes = literal_eval(code, call, source)
    if made.kind == "tainted":
        message = f"{SAID[made.source].capitalize()} is run as Python"
        return Match(call.span, message, Severity.HIGH, related=related, proposals=fixes)
    return Match(call.span, proposals=fixes)


def _is_local_file(code: Code, source: Value) -> bool:
    """Whether it is what a file of a fixed name holds: ``exec(open("helpers.py").read())``."""
    if source.name not in ("open().read()", "io.open().read()", "pathlib.Path().read_text()"):
        return False
    node = code.names.settled(source.spot).node
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Call) and node.args:
            return isinstance(node.args[0], ast.Constant)
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def literal_eval(code: Code, call: Call, source: Value) -> tuple[Proposal, ...]:
    """A proposal to read data only, for ``eval`` of a text that is not put together here."""
    is_eval = call.name in ("eval", "builtins.eval") and len(call.args) == 1 and not call.keywords
    imported = import_edits(code, "ast")
    if not is_eval or source.is_filled_in or source.kind not in ("name", "call", "unknown") or imported is None:
        return ()
    edits = (TextEdit(call.func_span, "ast.literal_eval"), *imported)
    return offer("Read data only: ast.literal_eval", Applicability.REVIEW, edits)
