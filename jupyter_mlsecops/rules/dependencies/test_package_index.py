"""The index on which people try out how to publish."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Severity, Shell, rule
from .indexes import TEST_INDEX, addresses

_URL = f"https://{TEST_INDEX}/simple"


@rule(
    id="test-package-index",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Packages from the index for trials",
    cwe=(829, 427),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("test.pypi",),
    bad=lambda: [
        f"%pip install -i «{_URL}» acme-models==0.1",
        f"!pip install --extra-index-url=«{_URL}» acme-models",
        f"!uv pip install --index «{_URL}» acme-models",
        f"!PIP_INDEX_URL=«{_URL}» pip install acme-models",
        f"%env PIP_INDEX_URL=«{_URL}»",
        f"!pip config set global.index-url «{_URL}»",
    ],
    ok=[
        "%pip install acme-models==0.1",
        f"!curl -sI {_URL}/acme-models/",
        f"!twine upload --repository-url https://{TEST_INDEX}/legacy/ dist/acme-0.1.tar.gz",
        f"# %pip install -i {_URL} acme-models",
        f"print('{_URL}')",
    ],
)
def test_package_index(shell: Shell) -> Iterator[Match]:
    """Anyone can take any name on the index for trials, also those of well-known packages that yours depends on.

    Publish the package where its users install from, or install a wheel that you built."""
    for address in addresses(shell):
        if address.is_for_trials:
            yield Match(address.span)
