"""What PyYAML does in the version that a notebook runs with."""

from __future__ import annotations

from ...sdk import Code, Severity
from .versions import named


def full(code: Code) -> tuple[Severity, str]:
    """How bad the full loader is, and why; nothing to say where it is as good as it gets, or not known."""
    if code.is_before("pyyaml", 5, 4):
        return Severity.HIGH, f"{named(code, 'pyyaml', 'PyYAML')} runs code with the full loader (CVE-2020-14343)"
    return Severity.MEDIUM, ""


def without_loader(code: Code) -> tuple[Severity | None, str]:
    """How bad it is to name no loader, and why; None for as bad as the rule says."""
    if code.is_before("pyyaml", 6) is False:
        return Severity.MEDIUM, f"{named(code, 'pyyaml', 'PyYAML')} asks for a loader here: name the safe one"
    return None, ""
