"""Requests that may wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_VERBS = ("get", "post", "put", "delete", "head", "patch", "options", "request")
_WAITING = tuple(
    f"{client}.{verb}" for client in ("requests", "requests.Session()", "requests.session()") for verb in _VERBS
)
# These wait for a few seconds only, unless they are told to wait for ever.
_IMPATIENT = ("httpx.Client", "httpx.AsyncClient", *(f"httpx.{verb}" for verb in _VERBS))


@rule(
    id="request-without-timeout",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    profile="audit",
    title="Request without a timeout",
    cwe=400,
    screen=("requests", "httpx"),
    aliases=("B113", "S113"),
    bad=[
        Example("import requests\nr = «requests.get(url)»", fixed="import requests\nr = requests.get(url, timeout=30)"),
        "from requests import post\nr = «post(url, json=x)»",
        "import requests\ns = requests.Session()\n# %%\nr = «s.get(url)»",
        Example(
            "import httpx\nr = «httpx.get(url, timeout=None)»", fixed="import httpx\nr = httpx.get(url, timeout=30)"
        ),
    ],
    ok=[
        "import requests\nr = requests.get(url, timeout=3)",
        "import requests\nr = requests.get(url, **options)",
        "import httpx\nr = httpx.get(url)",
    ],
)
def request_without_timeout(code: Code) -> Iterator[Match]:
    """A server that never answers stops the notebook for ever.

    Pass timeout=30."""
    for call in code.calls(*_WAITING, *_IMPATIENT):
        timeout = call.keywords.get("timeout")
        missing = timeout is None and not call.has_unknown_kwargs and not call.name.startswith("httpx.")
        if missing or (timeout is not None and timeout.constant is None):
            fix = offer("Set timeout=30", Applicability.REVIEW, call.set_keyword("timeout", "30"))
            yield Match(call.span, proposals=fix)
