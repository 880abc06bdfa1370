"""Secrets in Kubernetes manifests, whose values are base64 and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .checks import decoded
from .filters import looks_random
from .fixes import proposals
from .passwords import is_password

_KIND = regex(r"^[ \t]*kind:[ ]{1,3}[\"']?Secret[\"']?[ \t]*\r?$", re.MULTILINE)
_VALUE = regex(
    r"^[ \t]+([A-Za-z0-9._-]{1,80}):[ ]{1,3}[\"']?([A-Za-z0-9+/]{8,600}={0,2})[\"']?[ \t]*\r?$", re.MULTILINE
)
_REACH = 4000
LABEL = "Kubernetes secret"


@rule(
    id="kubernetes-secret",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.MEDIUM,
    title="Value of a Kubernetes secret",
    cwe=(522, 798),
    bad=["%%writefile s.yaml\nkind: Secret\ndata:\n  password: «" + "dDdLcTJ4" + "V3o5TG0=»"],
    ok=[
        "%%writefile s.yaml\nkind: Secret\ndata:\n  password: cGFzc3dvcmQ=",
        "%%writefile s.yaml\nkind: ConfigMap\ndata:\n  name: " + "dDdLcTJ4" + "V3o5TG0=",
    ],
    screen=("kind: Secret", 'kind: "Secret'),
    precedence=3950,
    propose=proposals(LABEL, ""),
)
def kubernetes_secret(segment: Segment) -> Iterator[Match]:
    """Base64 is no encryption: everyone who gets the notebook can read this value.

    Change it, and let the manifest name a secret that is created outside the notebook."""
    text, seen = segment.text, 0
    for kind in _KIND.finditer(text):
        start, stop = max(seen, kind.start() - _REACH), kind.end() + _REACH
        start = max(start, text.rfind("\n---", start, kind.start()))
        end = text.find("\n---", kind.end(), stop)
        seen = stop if end < 0 else end
        for match in _VALUE.finditer(text, start, seen):
            try:
                value = decoded(match[2]).decode()
            except UnicodeDecodeError:
                continue
            if value.isprintable() and is_password(value) and looks_random("password", value):
                yield Match(Span(*match.span(2)), message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())
