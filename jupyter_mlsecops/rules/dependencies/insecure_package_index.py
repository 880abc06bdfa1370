"""Package indexes that are reached over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    rule,
)
from .indexes import addresses


@rule(
    id="insecure-package-index",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Package index over plain HTTP",
    cwe=(319, 494),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("http://",),
    bad=[
        Example(
            "%pip install -i «http://pypi.tool.dev/simple» numpy==2.1.0",
            fixed="%pip install -i https://pypi.tool.dev/simple numpy==2.1.0",
        ),
        "!pip install numpy==2.1.0 --extra-index-url=«http://pypi.tool.dev/simple»",
        "!pip install torch==2.6.0 -f '«http://wheels.tool.dev/torch.html»'",
        "!PIP_INDEX_URL=«http://pypi.tool.dev/simple» pip install numpy==2.1.0",
        "%env UV_INDEX_URL=«http://pypi.tool.dev/simple»",
        "!pip config set global.index-url «http://pypi.tool.dev/simple»",
    ],
    ok=[
        "%pip install -i https://pypi.tool.dev/simple numpy==2.1.0",
        "%pip install -i http://localhost:3141/root/pypi numpy==2.1.0",
        "%pip install -i http://devpi:3141/root/pypi numpy==2.1.0",
        "%pip install --proxy http://proxy.tool.dev:3128 numpy==2.1.0",
    ],
)
def insecure_package_index(shell: Shell) -> Iterator[Match]:
    """Packages from this index can be replaced on the way, and a package runs code when it is installed.

    Use the https address of the index."""
    for address in addresses(shell):
        if address.is_plain and not address.is_for_trials:
            edit = TextEdit(Span(address.span.start, address.span.start + 4), "https")
            yield Match(address.span, proposals=(Proposal("Use https", Applicability.REVIEW, (edit,)),))
