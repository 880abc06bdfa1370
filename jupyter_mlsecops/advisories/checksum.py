"""Checksum files, as ``sha256sum`` writes them, beside what they are about."""

from __future__ import annotations

import re
from pathlib import Path

from .refusal import Refused

ENDING = ".sha256"
_MOST_BYTES = 1_000_000
_LINE = re.compile(r"([0-9a-fA-F]{64})(?:[ \t]{1,8}\*?(.{1,1000}))?|SHA256 \((.{1,1000})\) = ([0-9a-fA-F]{64})")


class NotAChecksum(Exception):
    """A text that names no checksum for a file; the text says why."""


def is_sum(text: str) -> bool:
    """Whether a text is a SHA-256 in hexadecimal."""
    return re.fullmatch(r"[0-9a-fA-F]{64}", text) is not None


def beside(file: Path) -> str | None:
    """The SHA-256 in the file ``FILE.sha256``; None where there is no such file. Raises ``Refused``."""
    place = file.with_name(file.name + ENDING)
    try:
        with place.open("rb") as there:
            raw = there.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(f"{place} cannot be read ({error.strerror or type(error).__name__}).") from error
    try:
        return parsed(raw, file.name)
    except NotAChecksum as error:
        raise Refused(f"{place}: {error}") from error


def parsed(raw: bytes, name: str) -> str:
    """The SHA-256 of a file by its name: of the line that names it, or of a single line that names none.

    Raises ``NotAChecksum``.
    """
    nameless: list[str] = []
    for line in raw.decode("utf-8", "replace").splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            continue
        told, of = found[1] or found[4], found[2] or found[3]
        if of is None:
            nameless.append(told.lower())
        elif of.replace("\\", "/").rpartition("/")[2] == name:
            return told.lower()
    if len(nameless) == 1:
        return nameless[0]
    raise NotAChecksum(f"There is no SHA-256 of {name} in it. `sha256sum {name}` writes one.")


def line(digest: str, name: str) -> str:
    """The text of a checksum file."""
    return f"{digest}  {name}\n"
