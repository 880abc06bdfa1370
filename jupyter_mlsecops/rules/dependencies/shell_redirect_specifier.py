"""``pip install numpy>=1`` without quotes."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Install,
    Match,
    Proposal,
    Requirement,
    Severity,
    Shell,
    Span,
    TextEdit,
    installs,
    regex,
    rule,
)

_VERSION = regex(r"=?\d[\w.*]*(?:,.*)?\Z")


@rule(
    id="shell-redirect-specifier",
    on=Shell,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    profile="strict",
    title="Version bound read as a shell redirection",
    cwe=1104,
    screen=("install", "add"),
    bad=[
        Example("!pip install «numpy>=1.26»", fixed='!pip install "numpy>=1.26"'),
        Example(
            "%pip install -q «numpy>=1.26,<2» pandas==2.2.3", fixed='%pip install -q "numpy>=1.26,<2" pandas==2.2.3'
        ),
        "!pip install «scipy<1.14»",
    ],
    ok=[
        "!pip install 'numpy>=1.26'",
        "!pip install numpy==2.1.0 > log.txt 2>&1",
        "!pip install numpy==2.1.0 >/dev/null",
    ],
)
def shell_redirect_specifier(shell: Shell) -> Iterator[Match]:
    """Without quotes the shell takes `>` and `<` for itself: it writes a file named `=1.26` and installs any version.

    Put the requirement in quotes."""
    for install in installs(shell):
        for requirement in install.requirements:
            end = _end(install, requirement)
            span = Span(requirement.span.start, end)
            text = shell.text[slice(*span)]
            if end > requirement.span.end:
                edit = TextEdit(span, f'"{text}"')
                fixes = (Proposal("Quote the requirement", Applicability.SAFE, (edit,)),) if '"' not in text else ()
                yield Match(span, proposals=fixes)


def _end(install: Install, requirement: Requirement) -> int:
    """Where the version ends that the shell takes for redirections; the requirement's own end if there is none."""
    end = requirement.span.end
    for redirect in install.command.redirects:
        bound = redirect.operator in (">", "<") and redirect.target and _VERSION.match(redirect.target.text)
        if bound and redirect.span.start == end:
            end = redirect.span.end
    return end
