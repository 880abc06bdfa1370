"""Temporary files that somebody else can take."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, TextEdit, offer, rule


@rule(
    id="insecure-temp-file",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Temporary file name made by mktemp",
    cwe=377,
    screen=("mktemp", "tempnam", "tmpnam"),
    aliases=("B306", "S306"),
    bad=[
        Example(
            "import tempfile\np = «tempfile.mktemp()»",
            fixed="import tempfile\np = tempfile.NamedTemporaryFile(delete=False).name",
        ),
        "from tempfile import mktemp\np = «mktemp('.csv')»",
    ],
    ok=["import tempfile\nf = tempfile.NamedTemporaryFile()", "def mktemp(): ...\nmktemp()", "# tempfile.mktemp()"],
)
def insecure_temp_file(code: Code) -> Iterator[Match]:
    """mktemp only gives a name, and another user of this machine can make that file first.

    Use tempfile.NamedTemporaryFile or tempfile.mkstemp, which make the file."""
    for call in code.calls("tempfile.mktemp", "os.tempnam", "os.tmpnam"):
        edits = None
        if call.written.endswith(".mktemp") and not call.args and not call.keywords and not call.is_reference:
            edits = (
                TextEdit(call.span, call.written.removesuffix("mktemp") + "NamedTemporaryFile(delete=False).name"),
            )
        yield Match(call.span, proposals=offer("Make the file with NamedTemporaryFile", Applicability.REVIEW, edits))
