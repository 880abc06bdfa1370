"""Installs that depend on how the cell runs."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, Span, called_shells, installs, own_shells, regex, rule

_HEADER = regex(r"(except|for|while|async[ \t]{1,20}for)\b")
_UP = 200  # lines above an install that are looked at
_WIDEST = 400  # characters of each


@rule(
    id="conditional-pip-install",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="Packages installed only if an import fails, or in a loop",
    cwe=1104,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("install",),
    bad=[
        "try:\n    import acme\nexcept ImportError:\n    «!pip install acme==1.0»\n    import acme",
        "for name in names:\n    if name:\n        «!pip install {name}»",
        "import subprocess\nfor name in ['a', 'b']:\n    «subprocess.check_call(['pip', 'install', name])»",
    ],
    ok=[
        "!pip install acme==1.0",
        "if colab:\n    !pip install acme==1.0",
        "try:\n    import acme\nexcept ImportError:\n    raise\n!pip install acme==1.0",
        "for name in names:\n    print(name)\n%pip install acme==1.0",
        "for name in names:\n    !pip show {name}",
    ],
)
def conditional_pip_install(code: Code) -> Iterator[Match]:
    """What is installed depends on what was there before, so that two runs of the notebook can have other packages.

    Install in a cell of its own at the top, with the versions that you tried."""
    source = code.cell.source
    for shell in own_shells(code):
        line = source.rfind("\n", 0, shell.start) + 1
        start = line + _indent(source[line : shell.start])
        if installs(shell) and _depends(source, line):
            yield Match(Span(start, shell.start + len(shell.text)))
    for call, shell in called_shells(code):
        if installs(shell) and _depends(source, source.rfind("\n", 0, call.span.start) + 1):
            yield Match(call.span)


def _depends(source: str, at: int) -> bool:
    """Whether the line that begins at an offset stands in an ``except`` or a loop."""
    indent = _indent(source[at : at + _WIDEST])
    for _ in range(_UP):
        if not indent or not at:
            return False
        at = source.rfind("\n", 0, at - 1) + 1
        line = source[at : at + _WIDEST].partition("\n")[0]
        if line.strip() and _indent(line) < indent:
            if _HEADER.match(line.lstrip()):
                return True
            indent = _indent(line)
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
