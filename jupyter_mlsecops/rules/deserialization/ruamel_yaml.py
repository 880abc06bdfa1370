"""ruamel.yaml set up to build objects."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="unsafe-ruamel-yaml",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="ruamel.yaml with the unsafe loader",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0050"],
    screen=("ruamel",),
    aliases=("B506",),
    bad=[
        Example(
            "from ruamel.yaml import YAML\ny = «YAML(typ='unsafe')»",
            fixed='from ruamel.yaml import YAML\ny = YAML(typ="safe")',
        ),
        "import ruamel.yaml as r\ny = «r.YAML(typ=['unsafe', 'pytypes'])»",
        "from ruamel import yaml\nc = «yaml.load(f)»",
        "import ruamel.yaml\nc = «ruamel.yaml.load(f, Loader=ruamel.yaml.UnsafeLoader)»",
    ],
    ok=[
        "from ruamel.yaml import YAML\ny = YAML(typ='safe')",
        "from ruamel.yaml import YAML\ny = YAML()\ny.load(f)",
        "import ruamel.yaml\nc = ruamel.yaml.load(f, Loader=ruamel.yaml.SafeLoader)",
    ],
)
def unsafe_ruamel_yaml(code: Code) -> Iterator[Match]:
    """The unsafe loader lets YAML name Python objects to build, and that can run code.

    Use YAML(typ="safe"), or the default, which keeps comments."""
    for call in code.calls("ruamel.yaml.YAML", "ruamel.yaml.main.YAML"):
        typ = call.argument(-1, "typ")
        kinds = [typ.constant, *(item.constant for item in typ.items)] if typ is not None else []
        if typ is not None and "unsafe" in kinds:
            yield Match(
                call.span, proposals=offer('Use typ="safe"', Applicability.SAFE, call.set_keyword("typ", '"safe"'))
            )
    for call in code.calls(
        "ruamel.yaml.load", "ruamel.yaml.load_all", "ruamel.yaml.unsafe_load", "ruamel.yaml.main.load"
    ):
        loader = call.argument(1, "Loader")
        if loader is None or loader.name.rpartition(".")[2] in ("Loader", "UnsafeLoader", "CLoader"):
            yield Match(call.span)
