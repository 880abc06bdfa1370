"""Files that everybody may change."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="loose-file-permissions",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="File that everybody may change",
    cwe=732,
    screen=("chmod", "umask"),
    aliases=("B103", "S103"),
    bad=[
        Example("import os\n«os.chmod(path, 0o777)»", fixed="import os\nos.chmod(path, 0o700)"),
        Example(
            "from pathlib import Path\n«Path('a').chmod(0o666)»",
            fixed="from pathlib import Path\nPath('a').chmod(0o600)",
        ),
        "import os\n«os.umask(0)»",
        "import os\nMODE = 0o777\n«os.chmod(path, MODE)»",
    ],
    ok=[
        "import os\nos.chmod(path, 0o600)",
        "import os\nos.chmod(path, 0o755)",
        "import os, stat\nos.chmod(path, stat.S_IRWXU)",
        "import os\nos.umask(0o077)",
    ],
)
def loose_file_permissions(code: Code) -> Iterator[Match]:
    """Every user of this machine can change the file, and so what you load from it.

    Use 0o600 for a file and 0o700 for a folder or program."""
    for call in code.calls("os.chmod", "pathlib.Path().chmod", "os.fchmod"):
        mode = call.argument(0 if call.name.startswith("pathlib") else 1, "mode")
        value = mode.constant if mode is not None else None
        if mode is not None and isinstance(value, int) and not isinstance(value, bool) and value & 0o002:
            edits = mode.replaced("0o700" if value & 0o111 else "0o600") if mode.is_written_out else None
            yield Match(call.span, proposals=offer("Keep it to yourself", Applicability.REVIEW, edits))
    for call in code.calls("os.umask"):
        mode = call.argument(0, "mask")
        if mode is not None and mode.constant == 0 and mode.constant is not False:
            yield Match(call.span)
