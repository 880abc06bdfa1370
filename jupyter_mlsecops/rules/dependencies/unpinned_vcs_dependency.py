"""Installs from a repository at whatever it holds today."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Requirement, Severity, Shell, installs, regex, rule

_COMMIT = regex(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?\Z")
_SAFE = regex(r"[\w.+/-]{1,60}\Z")


@rule(
    id="unpinned-vcs-dependency",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Package installed from a repository without a commit",
    cwe=(494, 829),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("git+", "hg+", "svn+", "bzr+", "git@", "git://"),
    bad=[
        "%pip install «git+https://github.com/acme/models»",
        "!pip install -q -U «git+https://github.com/acme/models.git@main»",
        "!pip install -e «git+https://github.com/acme/models.git@v1.0#egg=acme-models»",
        "!pip install «'acme-models @ git+https://github.com/acme/models'»",
        "!cd x && pip install «acme-models @ git+ssh://git@github.com/acme/models.git@1a2b3c4»",
    ],
    ok=[
        "%pip install git+https://github.com/acme/models@0123456789abcdef0123456789abcdef01234567",
        "!pip install git+https://github.com/acme/models@{commit}",
        "!git clone https://github.com/acme/models",
        "# !pip install git+https://github.com/acme/models",
    ],
)
def unpinned_vcs_dependency(shell: Shell) -> Iterator[Match]:
    """A branch or a tag can be moved, so the next run may install and run other code than the one that was tried.

    Write the full commit behind the address: `git+https://…@<40 hex digits>`."""
    for install in installs(shell):
        for requirement in install.requirements if not install.locks else ():
            if requirement.kind == "vcs" and not _COMMIT.match(requirement.ref):
                yield Match(requirement.span, _message(requirement))


def _message(requirement: Requirement) -> str:
    name = requirement.name if _SAFE.match(requirement.name) else "A package"
    if not requirement.ref:
        return f"{name} installed from a default branch"
    return f"{name} installed from “{requirement.ref}”, not a commit" if _SAFE.match(requirement.ref) else ""
