"""Temporary files that somebody else can take."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, TextEdit, import_edits, offer, rule


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
        Example(
            "from tempfile import mktemp\np = «mktemp('.csv')»",
            fixed="import tempfile\nfrom tempfile import mktemp\n"
            "p = tempfile.NamedTemporaryFile(delete=False, suffix='.csv').name",
        ),
        Example(
            "import tempfile as t\np = «t.mktemp(suffix='.pt', dir=folder)»",
            fixed="import tempfile as t\np = t.NamedTemporaryFile(delete=False, suffix='.pt', dir=folder).name",
        ),
        "import os\np = «os.tmpnam()»",
        "from tempfile import *\np = «mktemp()»",
        "import tempfile\nname = tempfile.mktemp\n# %%\np = «name()»",
    ],
    ok=["import tempfile\nf = tempfile.NamedTemporaryFile()", "def mktemp(): ...\nmktemp()", "# tempfile.mktemp()"],
)
def insecure_temp_file(code: Code) -> Iterator[Match]:
    """mktemp only gives a name, and another user of this machine can make that file first.

    Use tempfile.NamedTemporaryFile or tempfile.mkstemp, which make the file."""
    for call in code.calls("tempfile.mktemp", "os.tempnam", "os.tmpnam"):
        edits = None if call.name.startswith("os.") or call.is_reference else _made(code, call)
        yield Match(call.span, proposals=offer("Make the file with NamedTemporaryFile", Applicability.REVIEW, edits))


def _made(code: Code, call: Call) -> tuple[TextEdit, ...] | None:
    """The file made at once, with the same ending, beginning and folder."""
    if call.has_unknown_kwargs or len(call.args) > 3:
        return None
    given = {**dict(zip(("suffix", "prefix", "dir"), call.args, strict=False)), **call.keywords}
    if any(value.spot.unit != code.unit for value in given.values()):
        return None
    options = "".join(f", {name}={code.cell.source[slice(*value.span)]}" for name, value in given.items())
    imported: tuple[TextEdit, ...] = ()
    maker = call.written.removesuffix("mktemp") + "NamedTemporaryFile"
    if not call.written.endswith(".mktemp"):
        maker, needed = "tempfile.NamedTemporaryFile", import_edits(code, "tempfile")
        if needed is None:
            return None
        imported = needed
    return (*imported, TextEdit(call.span, f"{maker}(delete=False{options}).name"))
