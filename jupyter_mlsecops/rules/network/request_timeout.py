"""Requests that may wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="request-without-timeout",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    profile="audit",
    title="Request without a timeout",
    cwe=400,
    screen=("requests",),
    aliases=("B113", "S113"),
    bad=[
        Example("import requests\nr = «requests.get(url)»", fixed="import requests\nr = requests.get(url, timeout=30)"),
        "from requests import post\nr = «post(url, json=x)»",
    ],
    ok=["import requests\nr = requests.get(url, timeout=3)", "import requests\nr = requests.get(url, **options)"],
)
def request_without_timeout(code: Code) -> Iterator[Match]:
    """A server that never answers stops the notebook for ever.

    Pass timeout=30."""
    for call in code.calls(
        *(f"requests.{verb}" for verb in ("get", "post", "put", "delete", "head", "patch", "request"))
    ):
        timeout = call.keywords.get("timeout")
        if (timeout is None and not call.has_unknown_kwargs) or (timeout is not None and timeout.constant is None):
            fix = offer("Set timeout=30", Applicability.REVIEW, call.set_keyword("timeout", "30"))
            yield Match(call.span, proposals=fix)
