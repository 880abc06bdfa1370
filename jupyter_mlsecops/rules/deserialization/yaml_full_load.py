"""Loading YAML with the functions that build objects."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, TextEdit, import_edits, offer, rule
from .yaml_versions import full

_SAFE = {
    "yaml.unsafe_load": "safe_load",
    "yaml.unsafe_load_all": "safe_load_all",
    "yaml.full_load": "safe_load",
    "yaml.full_load_all": "safe_load_all",
}

_UNSAFE = ("Loader", "CLoader", "UnsafeLoader", "CUnsafeLoader", "FullLoader", "CFullLoader")
_READERS = (*(f"yaml.{name}" for name in _UNSAFE), *(f"yaml.loader.{name}" for name in _UNSAFE))
_READERS += ("hyperpyyaml.load_hyperpyyaml",)


@rule(
    id="unsafe-yaml-full-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="YAML loaded with object building on",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0050"],
    screen=("yaml",),
    aliases=("B506", "S506"),
    bad=[
        Example("import yaml\nc = «yaml.unsafe_load(f)»", fixed="import yaml\nc = yaml.safe_load(f)"),
        Example("import yaml\nc = «yaml.full_load(f)»", fixed="import yaml\nc = yaml.safe_load(f)"),
        "import yaml\nc = «yaml.UnsafeLoader(f)».get_single_data()",
        "from yaml import FullLoader\nc = «FullLoader(text)».get_data()",
        "import yaml\n«yaml.add_constructor('!env', read_env)»",
        "import yaml\nload = yaml.unsafe_load\n# %%\ncs = [«load(f)» for f in files]",
        "from hyperpyyaml import load_hyperpyyaml\nc = «load_hyperpyyaml(f)»",
        Example(
            "from yaml import unsafe_load as read\nc = «read(f)»",
            fixed="import yaml\nfrom yaml import unsafe_load as read\nc = yaml.safe_load(f)",
        ),
    ],
    ok=[
        "import yaml\nc = yaml.safe_load(f)",
        "import yaml\nyaml.add_constructor('!e', f, Loader=yaml.SafeLoader)",
        "def full_load(x): ...\nfull_load(1)  # yaml",
    ],
)
def unsafe_yaml_full_load(code: Code) -> Iterator[Match]:
    """These functions let YAML name Python objects to build, and that can run code.

    Use yaml.safe_load, which knows plain values only."""
    for call in code.calls(*_READERS):
        severity, words = full(code) if "Full" in call.name else (None, "")
        yield Match(call.span, words, severity)
    for call in code.calls("yaml.add_constructor", "yaml.add_multi_constructor"):
        loader = call.argument(2, "Loader")
        if loader is None or loader.name.rpartition(".")[2] in _UNSAFE:
            yield Match(call.span, "Own YAML tag added to the loaders that build objects", Severity.LOW)
    for call in code.calls(*_SAFE):
        safe, unsafe = _SAFE[call.name], ".unsafe" in call.name
        edits, imported = call.rename(safe), import_edits(code, "yaml")
        if edits is None and imported is not None:
            edits = (TextEdit(call.func_span, f"yaml.{safe}"), *imported)
        fix = offer(f"Use yaml.{safe}", Applicability.REVIEW if unsafe else Applicability.SAFE, edits)
        severity, words = (None, "") if unsafe else full(code)
        yield Match(call.span, words, severity, proposals=fix)
