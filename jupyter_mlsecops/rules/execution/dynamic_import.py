"""Modules chosen by text."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule


@rule(
    id="dynamic-import",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    profile="strict",
    title="Module imported by a name that is made up at run time",
    cwe=470,
    atlas=["AML.T0010.001"],
    screen=("import_module", "__import__", "runpy"),
    bad=[
        "import importlib\nm = «importlib.import_module(name)»",
        "m = «__import__(name)»",
        "import runpy\n«runpy.run_path(path)»",
    ],
    ok=["import importlib\nm = importlib.import_module('json')", "import importlib\nimportlib.reload(m)"],
)
def dynamic_import(code: Code) -> Iterator[Match]:
    """Importing a module runs it, and here the name of the module comes from elsewhere.

    Choose from a fixed list of modules."""
    for call in code.calls("importlib.import_module", "__import__", "runpy.run_path", "runpy.run_module"):
        name = call.argument(0, "name", "path_name", "mod_name")
        if name is not None and name.kind != "constant":
            yield Match(call.span)
