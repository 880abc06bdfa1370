"""Packages that are installed from a URL as they come."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Severity, Shell, installs, is_nearby, regex, rule

_HASH = regex(r"[#&](?:sha256|sha384|sha512)=[0-9a-fA-F]{64,128}")
_COMMIT = regex(r"/[0-9a-fA-F]{40}[/.]")


@rule(
    id="url-install-without-hash",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Package installed from a URL without a hash",
    cwe=(494, 829),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("://",),
    bad=[
        "%pip install «https://files.tool.dev/acme-1.0-py3-none-any.whl»",
        "!pip install «'acme @ https://github.com/acme/acme/archive/main.zip'»",
    ],
    ok=[
        "!pip install https://files.tool.dev/acme-1.0-py3-none-any.whl#sha256=" + "0a" * 32,
        "!pip install https://github.com/acme/acme/archive/0123456789abcdef0123456789abcdef01234567.zip",
        "!pip install -r https://files.tool.dev/requirements.txt",
        "!pip install ./acme-1.0-py3-none-any.whl",
        "!wget https://files.tool.dev/acme-1.0-py3-none-any.whl",
    ],
)
def url_install_without_hash(shell: Shell) -> Iterator[Match]:
    """The file behind a URL can be replaced, and a package runs code when it is installed.

    Add `#sha256=…` to the address of a wheel or archive, or keep a copy beside the notebook."""
    for install in installs(shell):
        for requirement in install.requirements:
            if requirement.kind == "url" and can_change(requirement.url):
                yield Match(requirement.span)


def can_change(url: str) -> bool:
    """Whether others decide what an address leads to: it is far away, and names no hash and no full commit."""
    return "://" in url and not is_nearby(url) and not _HASH.search(url) and not _COMMIT.search(url)
