"""Loading YAML that may build objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    TextEdit,
    Value,
    import_edits,
    offer,
    rule,
)
from .yaml_versions import full, without_loader

_LOADERS = {
    "Loader": Severity.HIGH,
    "CLoader": Severity.HIGH,
    "UnsafeLoader": Severity.HIGH,
    "CUnsafeLoader": Severity.HIGH,
    "FullLoader": Severity.MEDIUM,
    "CFullLoader": Severity.MEDIUM,
}
_SAFE = {"load": "safe_load", "load_all": "safe_load_all"}


@rule(
    id="unsafe-yaml-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="yaml.load without a safe loader",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0050"],
    screen=("yaml",),
    aliases=("B506", "S506"),
    bad=[
        Example("import yaml\nc = «yaml.load(f)»", fixed="import yaml\nc = yaml.safe_load(f)"),
        Example(
            "import yaml\nc = «yaml.load(open('c.yml'), Loader=yaml.FullLoader)»  # read",
            fixed="import yaml\nc = yaml.safe_load(open('c.yml'))  # read",
        ),
        Example(
            "import yaml as y\nc = «y.load_all(\n    f,\n    y.UnsafeLoader,\n)»",
            fixed="import yaml as y\nc = y.safe_load_all(\n    f,\n)",
        ),
        Example(
            "from yaml import load, Loader\nc = «load(f, Loader=Loader)»",
            fixed="import yaml\nfrom yaml import load, Loader\nc = load(f, Loader=yaml.SafeLoader)",
        ),
        Example(
            "import yaml\nfrom yaml import load as read\nc = «read(f)»",
            fixed="import yaml\nfrom yaml import load as read\nc = yaml.safe_load(f)",
        ),
        "from yaml import *\nc = «load(f, Loader=Loader)»",
        "import yaml\nread = yaml.load\n# %%\nc = «read(f)»",
        "import yaml\nclass Own(yaml.Loader): ...\n# %%\nc = «yaml.load(f, Loader=Own)»",
        "from yaml import FullLoader\nclass Own(FullLoader): ...\nclass More(Own): ...\nimport yaml\n"
        "c = «yaml.load(f, More)»",
        "import functools, yaml\nread = functools.partial(yaml.load, Loader=yaml.UnsafeLoader)\nc = «read(f)»",
        "import yaml\nkw = {'Loader': yaml.Loader}\nc = «yaml.load(f, **kw)»",
        Example(
            "import yaml\nconfigs = list(map(«yaml.load», texts))",
            fixed="import yaml\nconfigs = list(map(yaml.safe_load, texts))",
        ),
        "from yaml import CLoader as L\nimport yaml\nc = «yaml.load(f, Loader=L)»",
    ],
    ok=[
        "import yaml\nc = yaml.safe_load(f)",
        "import yaml\nc = yaml.load(f, Loader=yaml.SafeLoader)",
        "from yaml import load, CSafeLoader\nc = load(f, CSafeLoader)",
        "import yaml\nc = yaml.load(f, Loader=yaml.BaseLoader)",
        "from ruamel.yaml import YAML\nyaml = YAML()\nc = yaml.load(f)",
        "import yaml\nclass Own(yaml.SafeLoader): ...\nc = yaml.load(f, Loader=Own)",
        "import yaml\nc = yaml.load(f, **options)",
    ],
)
def unsafe_yaml_load(code: Code) -> Iterator[Match]:
    """Without a safe loader YAML can name Python objects to build, and that can run code.

    Use yaml.safe_load, which knows plain values only."""
    for call in code.calls("yaml.load", "yaml.load_all", "oyaml.load", "oyaml.load_all"):
        loader = call.argument(1, "Loader")
        if loader is None:
            if call.has_unknown_kwargs and not call.is_reference:
                continue
            bad, words = without_loader(code)
            yield Match(call.span, words, bad, proposals=_fix(code, call, Applicability.SAFE))
            continue
        written = code.cell.source[slice(*loader.span)]
        severity = _severity(loader) or code.remember(_own_loaders).get(written)
        if severity is not None:
            is_full = severity is Severity.MEDIUM
            fix = _fix(code, call, Applicability.SAFE if is_full else Applicability.REVIEW)
            severity, words = full(code) if is_full else (severity, "")
            yield Match(call.span, words, severity, proposals=fix)


def _own_loaders(codes: tuple[Code, ...]) -> dict[str, Severity]:
    """The loader classes that the notebook makes of unsafe ones, by name."""
    found: dict[str, Severity] = {}
    for code in codes:
        known = code.known_as(("yaml",))
        for statement in code.summary.parsed.tree.body:
            for base in statement.bases if isinstance(statement, ast.ClassDef) else ():
                root = base.value if isinstance(base, ast.Attribute) else base
                name = root.id if isinstance(root, ast.Name) else ""
                last = base.attr if isinstance(base, ast.Attribute) else known.get(name, "").rpartition(".")[2]
                severity = _LOADERS.get(last) if name in known else found.get(name)
                if severity is not None and isinstance(statement, ast.ClassDef):
                    found[statement.name] = severity
    return found


def _severity(loader: Value) -> Severity | None:
    module, _, name = loader.name.rpartition(".")
    return _LOADERS.get(name) if module.partition(".")[0] in ("yaml", "oyaml", "") else None


def _fix(code: Code, call: Call, applicability: Applicability) -> tuple[Proposal, ...]:
    """Call the safe function; where that is no small edit, name the safe loader."""
    safe = _SAFE[call.name.rpartition(".")[2]]
    title = f"Use yaml.{safe}"
    loader = call.argument(1, "Loader")
    edits = call.rename(safe, first_argument_only=True)
    imported = import_edits(code, "yaml")
    if edits is None and imported is not None and loader is None:
        edits = (TextEdit(call.func_span, f"yaml.{safe}"), *imported)
    elif edits is None and imported is not None and loader is not None:
        title = "Use yaml.SafeLoader"
        inside = call.span.start < loader.span.start and loader.span.end < call.span.end
        is_written = inside and loader.name.rpartition(".")[2] in code.cell.source[slice(*loader.span)]
        edits = (*loader.replaced("yaml.SafeLoader"), *imported) if is_written else None
    return offer(title, applicability, edits)
