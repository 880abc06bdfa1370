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
    installs,
    is_remote,
    rule,
)

_OPTIONS = ("index-url", "extra-index-url", "index", "default-index", "find-links")
_VARIABLES = frozenset(
    "PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL "
    "UV_FIND_LINKS".split()
)


@rule(
    id="pip-plain-http-index",
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
def pip_plain_http_index(shell: Shell) -> Iterator[Match]:
    """Packages from this index can be replaced on the way, and a package runs code when it is installed.

    Use the https address of the index."""
    for span in _places(shell):
        text = shell.text[slice(*span)]
        at = text.find("http://")
        url = text[at:].strip("'\"")
        if at >= 0 and is_remote(url):
            start = span.start + at
            edit = TextEdit(Span(start, start + 4), "https")
            yield Match(
                Span(start, start + len(url)), proposals=(Proposal("Use https", Applicability.REVIEW, (edit,)),)
            )


def _places(shell: Shell) -> Iterator[Span]:
    for install in installs(shell):
        for option in install.values(*_OPTIONS):
            yield option.value_span
    for variable in shell.variables():
        if variable.name in _VARIABLES:
            yield variable.span
    for command in shell.commands():
        words = command.words
        if command.name == "pip" and len(words) > 4 and (words[1].text, words[2].text) == ("config", "set"):
            yield words[4].span
