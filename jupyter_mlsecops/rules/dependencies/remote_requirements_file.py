"""Lists of requirements that are read from a URL."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Severity, Shell, installs, rule
from .url_install_without_hash import can_change


@rule(
    id="remote-requirements-file",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Requirements read from a URL",
    cwe=(494, 829),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("://",),
    aliases=("url-install-without-hash",),
    bad=[
        "!pip install -r «https://files.tool.dev/requirements.txt»",
        "%pip install -q --requirement=«https://raw.tool.dev/acme/main/requirements.txt» numpy==2.1.0",
        "!uv pip install -r «https://files.tool.dev/requirements.txt»",
    ],
    ok=[
        "!pip install -r requirements.txt",
        "!pip install -r https://files.tool.dev/0123456789abcdef0123456789abcdef01234567/requirements.txt",
        "!pip install -r http://localhost:8000/requirements.txt",
        "!pip install acme==1.0 -c https://files.tool.dev/constraints-1.0.txt",
        "!wget https://files.tool.dev/requirements.txt",
        "# !pip install -r https://files.tool.dev/requirements.txt",
    ],
)
def remote_requirements_file(shell: Shell) -> Iterator[Match]:
    """Whoever can change the list decides what runs on this machine, for packages run code when they are installed.

    Keep the list beside the notebook, or name the commit in its address."""
    for install in installs(shell):
        for requirement in install.requirements:
            if requirement.kind == "file" and can_change(requirement.url):
                yield Match(requirement.span)
