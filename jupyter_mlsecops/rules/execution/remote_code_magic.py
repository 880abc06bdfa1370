"""``%run`` and ``%load`` of a URL."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Severity, Shell, is_local, rule

_MAGICS = {
    "run": Severity.HIGH,
    "install_ext": Severity.HIGH,
    "load": Severity.MEDIUM,  # it only writes the code into the cell: somebody can still read it
    "loadpy": Severity.MEDIUM,
}


@rule(
    id="remote-code-magic",
    on=Shell,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Magic loads code from a URL",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("%run", "%load", "%install_ext"),
    bad=[
        "%run «https://gist.example.dev/raw/setup.py»",
        "%load «http://files.tool.dev/helpers.py»",
        "%loadpy -y -r 1-20 «https://files.tool.dev/helpers.py»",
    ],
    ok=[
        "%run ./setup.py",
        "%load helpers.py",
        "%load_ext autoreload",
        "%run report.py --url https://files.tool.dev/data.csv",
        "%load http://localhost:8000/helpers.py",
    ],
)
def remote_code_magic(shell: Shell) -> Iterator[Match]:
    """Code from a URL can change between two runs, and it runs with your rights.

    Save the file beside the notebook, read it, and run the local copy."""
    severity = _MAGICS.get(shell.magic)
    if severity is None:
        return
    words = [word for word in shell.words()[1:] if not word.text.startswith("-")]
    for word in words if shell.magic.startswith("load") else words[:1]:  # what follows %run's file is for the file
        if word.text.lower().startswith(("http://", "https://", "ftp://")) and not is_local(word.text):
            yield Match(word.span, f"%{shell.magic} loads code from a URL", severity=severity)
