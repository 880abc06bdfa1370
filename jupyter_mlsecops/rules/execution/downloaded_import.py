"""Modules that the notebook downloads and imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Code, Confidence, Match, Place, Severity, Span, expression, node_span, regex, rule

_FILE = regex(r"\b([A-Za-z_]\w{0,60})\.py\b")


@rule(
    id="downloaded-module-import",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Downloaded module is imported",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=(".py",),
    bad=[
        "«!wget https://files.tool.dev/helper_functions.py»\n# %%\n«from helper_functions import plot»",
        "import urllib.request\n«urllib.request.urlretrieve(url, 'prepare.py')»\n«import prepare»",
        "import requests\ntext = «requests.get(url)».text\nwith open('tools.py', 'w') as f:\n    f.write(text)\n# %%\n"
        "def run():\n    «import tools as t»\n    t.go()",
        "%%bash\n«curl -O https://files.tool.dev/engine.py»\n# %%\n«import engine, math»",
    ],
    ok=[
        "!wget https://files.tool.dev/helper_functions.py",
        "!wget https://files.tool.dev/train.py\n!python train.py",
        "%%writefile tools.py\nx = 1\n# %%\nimport tools",
        "import tools\nprint('tools.py')",
        "!wget https://files.tool.dev/data.csv\n# %%\nimport data",
    ],
)
def downloaded_module_import(code: Code) -> Iterator[Match]:
    """Importing a module runs it, and this one is whatever the server sends today.

    Read the file and keep it beside the notebook, or install a package with a pinned version."""
    for module in dict.fromkeys(_FILE.findall(code.cell.source)):
        if not code.uses_module(module):
            continue
        origin = code.origin(expression(code, repr(f"{module}.py")))
        place = origin.place
        if origin.kind != "downloaded" or origin.is_checked or place is None or place.span is None:
            continue
        if place.pointer == code.cell.source_pointer:
            message = f"{module}.py is downloaded here and imported"
            span = _line(code.cell.source, place.span, f"{module}.py")
            yield Match(span, message, related=tuple(_imports(code, module))[:1])


def _line(source: str, span: Span, name: str) -> Span:
    """Of a download in a cell for a shell the line that names the file."""
    at = source.find(name, *span)
    if at < 0 or not source.startswith("%%", span.start):
        return span
    end = source.find("\n", at)
    return Span(source.rfind("\n", 0, at) + 1, end if end >= 0 else len(source))


def _imports(code: Code, module: str) -> Iterator[Place]:
    """Where a module is imported."""
    for other in code.cells:
        for node in ast.walk(other.summary.parsed.tree):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                named = [node.module or ""]
            else:
                continue
            if any(name.partition(".")[0] == module for name in named):
                span = node_span(node, other.summary.lines)
                yield Place(other.cell.source_pointer, span, "Imported here", explains=True)
