"""Files that everybody may change."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, Value, offer, regex, rule

_OTHERS_WRITE = 0o002
_NAMED = regex(r"\b(?:S_IWOTH|S_IRWXO)\b")
_ALL_NAMES = regex(r"[\w.\s|()]{1,300}\Z")


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
        Example("import os\n«os.umask(0)»", fixed="import os\nos.umask(0o077)"),
        "import os\nMODE = 0o777\n«os.chmod(path, MODE)»",
        "from os import chmod as allow\n«allow(path, mode=511)»",
        "from pathlib import Path\nbase = Path('a')\n# %%\n«(base / 'b').chmod(mode=0o777)»",
        Example(
            "import os, stat\n«os.chmod(path, stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)»",
            fixed="import os, stat\nos.chmod(path, 0o700)",
        ),
        "import os\nfor name in names:\n    «os.chmod(name, 0o777)»",
        "import paramiko\nsftp = paramiko.SSHClient().open_sftp()\n«sftp.chmod('a', 0o777)»",
    ],
    ok=[
        "import os\nos.chmod(path, 0o600)",
        "import os\nos.chmod(path, 0o755)",
        "import os, stat\nos.chmod(path, stat.S_IRWXU)",
        "import os\nos.umask(0o077)",
        "import os, stat\nos.chmod(path, os.stat(path).st_mode | stat.S_IEXEC)",
        "robot.chmod(777)",
        "print('os.chmod(path, 0o777)')",
    ],
)
def loose_file_permissions(code: Code) -> Iterator[Match]:
    """Every user of this machine can change the file, and so what you load from it.

    Use 0o600 for a file and 0o700 for a folder or program."""
    for call in code.calls("os.chmod", "os.fchmod", "os.lchmod", "*.chmod"):
        mode = _mode(call)
        if mode is None:
            continue
        value = mode.constant
        if isinstance(value, int) and not isinstance(value, bool):
            opened, runs = bool(value & _OTHERS_WRITE) and value <= 0o7777, bool(value & 0o111)
        else:
            written = code.cell.source[slice(*mode.span)] if mode.spot.unit == code.unit else ""
            opened = _NAMED.search(written) is not None and _ALL_NAMES.match(written) is not None
            runs = "S_IRWX" in written or "S_IX" in written
        if opened and (
            call.name.startswith(("os.", "pathlib.")) or code.uses_module("pathlib", "os", "paramiko", "stat")
        ):
            edits = mode.replaced("0o700" if runs else "0o600") if mode.spot.unit == code.unit else None
            yield Match(call.span, proposals=offer("Keep it to yourself", Applicability.REVIEW, edits))
    for call in code.calls("os.umask"):
        mode = call.argument(0, "mask")
        if mode is not None and mode.constant == 0 and mode.constant is not False:
            yield Match(call.span, proposals=offer("Use 0o077", Applicability.REVIEW, mode.replaced("0o077")))


def _mode(call: Call) -> Value | None:
    """The mode is the only argument of a path's method and the second one of a function."""
    if call.name.startswith("os.") or len(call.args) == 2:
        return call.argument(1, "mode")
    return call.argument(0, "mode")
