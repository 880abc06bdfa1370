"""Loading YAML that may build objects."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Proposal, Severity, Value, offer, rule

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
        "from yaml import load, Loader\nc = «load(f, Loader=Loader)»",
        "from yaml import *\nc = «load(f, Loader=Loader)»",
        "import yaml\nread = yaml.load\n# %%\nc = «read(f)»",
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
    for call in code.calls("yaml.load", "yaml.load_all"):
        loader = call.argument(1, "Loader")
        if loader is None:
            if call.has_unknown_kwargs and not call.is_reference:
                continue
            yield Match(call.span, proposals=_fix(call, Applicability.SAFE))
            continue
        severity = _severity(loader)
        if severity is not None:
            full = severity is Severity.MEDIUM
            fix = _fix(call, Applicability.SAFE if full else Applicability.REVIEW)
            yield Match(call.span, severity=severity, proposals=fix)


def _severity(loader: Value) -> Severity | None:
    module, _, name = loader.name.rpartition(".")
    return _LOADERS.get(name) if module.partition(".")[0] in ("yaml", "") else None


def _fix(call: Call, applicability: Applicability) -> tuple[Proposal, ...]:
    safe = _SAFE[call.name.rpartition(".")[2]]
    return offer(f"Use yaml.{safe}", applicability, call.rename(safe, first_argument_only=True))
