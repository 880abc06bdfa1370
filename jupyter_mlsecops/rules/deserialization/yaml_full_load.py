"""Loading YAML with the functions that build objects."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_SAFE = {
    "yaml.unsafe_load": "safe_load",
    "yaml.unsafe_load_all": "safe_load_all",
    "yaml.full_load": "safe_load",
    "yaml.full_load_all": "safe_load_all",
}


@rule(
    id="unsafe-yaml-full-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="YAML loaded with object building on",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0050"],
    screen=("unsafe_load", "full_load", "yaml"),
    aliases=("B506", "S506"),
    bad=[
        Example("import yaml\nc = «yaml.unsafe_load(f)»", fixed="import yaml\nc = yaml.safe_load(f)"),
        Example("import yaml\nc = «yaml.full_load(f)»", fixed="import yaml\nc = yaml.safe_load(f)"),
        "from yaml import unsafe_load as read\nc = «read(f)»",
    ],
    ok=["import yaml\nc = yaml.safe_load(f)", "def full_load(x): ...\nfull_load(1)  # yaml"],
)
def unsafe_yaml_full_load(code: Code) -> Iterator[Match]:
    """These functions let YAML name Python objects to build, and that can run code.

    Use yaml.safe_load, which knows plain values only."""
    for call in code.calls(*_SAFE):
        safe, unsafe = _SAFE[call.name], ".unsafe" in call.name
        fix = offer(f"Use yaml.{safe}", Applicability.REVIEW if unsafe else Applicability.SAFE, call.rename(safe))
        yield Match(call.span, severity=None if unsafe else Severity.MEDIUM, proposals=fix)
