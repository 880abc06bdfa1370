"""Warnings about missing certificate checks, switched off."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="tls-warnings-silenced",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    profile="audit",
    title="Warnings about certificate checks silenced",
    cwe=295,
    screen=("disable_warnings",),
    bad=[
        Example("import urllib3\n«urllib3.disable_warnings()»\nx = 1", fixed="import urllib3\nx = 1"),
        "import requests, urllib3\n«requests.packages.urllib3.disable_warnings()»",
    ],
    ok=["import urllib3\nurllib3.PoolManager()  # disable_warnings"],
)
def tls_warnings_silenced(code: Code) -> Iterator[Match]:
    """The warning says that a connection is not checked; without it nobody sees that.

    Delete the line and switch the certificate check on."""
    for call in code.calls("urllib3.disable_warnings", "requests.packages.urllib3.disable_warnings"):
        yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
