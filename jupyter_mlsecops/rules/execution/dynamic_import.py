"""Modules chosen by text."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Code, Confidence, Match, Severity, rule, taint

from .sinks import SAID, comes_from

_CALLS = (
    *("importlib.import_module", "__import__", "builtins.__import__", "importlib.__import__"),
    *("runpy.run_path", "runpy.run_module", "imp.load_source", "importlib.util.spec_from_file_location"),
    *("pydoc.locate", "pkgutil.resolve_name", "importlib.machinery.SourceFileLoader", "execfile"),
)


@rule(
    id="dynamic-import",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    title="Module imported by a name that is made up at run time",
    cwe=470,
    atlas=["AML.T0010.001"],
    screen=(
        "import_module",
        "__import__",
        "runpy",
        "load_source",
        "spec_from_file",
        "locate",
        "resolve_name",
        "FileLoader",
    ),
    bad=[
        "import importlib\nm = «importlib.import_module(name)»",
        "from importlib import import_module as load\n# %%\nm = «load('plots.' + kind)»",
        "m = «__import__(name)»",
        "import runpy\n«runpy.run_path(path)»",
        "import importlib.util as u\ns = «u.spec_from_file_location('m', path)»",
        "import importlib\nname = «input()»\n# %%\nm = «importlib.import_module(name)»",
        "import runpy, urllib.request\n«urllib.request.urlretrieve(url, 'h.py')»\n# %%\n«runpy.run_path('h.py')»",
        "from pydoc import locate\nc = «locate(f'models.{name}')»",
    ],
    ok=[
        "import importlib\nm = importlib.import_module('json')",
        "import importlib\nimportlib.reload(m)",
        "import importlib\nfor name in ['json', 're']:\n    importlib.import_module(name)",
        "import runpy\nrunpy.run_path('train.py')",
        "text = 'importlib.import_module(name)'",
        "def import_module(x): ...\nimport_module(name)",
        "places.locate(name)",
    ],
)
def dynamic_import(code: Code) -> Iterator[Match]:
    """Importing a module runs it, and here the name of the module comes from elsewhere.

    Choose from a fixed list of modules."""
    for call in code.calls(*_CALLS):
        is_file = call.name.endswith(("load_source", "spec_from_file_location", "SourceFileLoader"))
        name = call.argument(int(is_file), "name", "path_name", "mod_name", "location", "pathname", "path")
        if name is None or call.is_reference:
            continue
        origin = code.origin(name) if is_file or "run" in call.name or call.name == "execfile" else None
        if origin is not None and origin.kind in ("downloaded", "url"):
            related = comes_from(code, call, origin.place)
            yield Match(call.span, "A downloaded file is run", Severity.HIGH, related=related)
            continue
        made = taint(code, name)
        if name.kind == "constant" or made.kind == "clean":
            continue
        if made.kind == "tainted":
            related = comes_from(code, call, made.place)
            message = f"{SAID[made.source].capitalize()} chooses a module"
            yield Match(call.span, message, Severity.MEDIUM, related=related)
        else:
            yield Match(call.span)
