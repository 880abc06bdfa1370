"""Names of files that a model file holds: whether they stay in their folder."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,15}://")


def escapes(path: str) -> bool:
    """Whether a path leads out of the folder it is relative to, on any system."""
    plain = path.replace("\\", "/")
    return plain.startswith(("/", "~")) or _DRIVE.match(plain) is not None or ".." in plain.split("/") or "\0" in plain


def is_address(text: str) -> bool:
    """Whether a text is an address with a scheme, such as https, s3 or file."""
    return _ADDRESS.match(text) is not None
