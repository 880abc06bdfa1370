"""Numbers and strings as text, read as the most tolerant unpickler reads them."""

from __future__ import annotations

import re

# Longer integer text is given no value: Python may be told to refuse text from 640 digits on.
_LONGEST = 600
_STRTOL = re.compile(rb"[ \t\n\v\f\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))\Z")
_CANONICAL = re.compile(rb"(?:0|-?[1-9][0-9]*|0[01])\Z")
_ESCAPE = re.compile(rb"\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|([\\'\"abfnrtv])|(x?))", re.DOTALL)
_LETTERS = dict(zip(b"\\'\"abfnrtv", (b"\\", b"'", b'"', b"\a", b"\b", b"\f", b"\n", b"\r", b"\t", b"\v"), strict=True))


class Huge:
    """An integer of more than 64 bits, or one too long to read: its value is not known."""

    __slots__ = ()


HUGE = Huge()


def canonical(text: bytes) -> bool:
    """Whether an integer's text is what picklers write."""
    return _CANONICAL.match(text) is not None


def integer(text: bytes) -> int | Huge | None:
    """The value of INT's text, without its newline; None where every unpickler refuses it.

    C reads like ``strtol``: octal after a leading zero, up to a NUL. What C refuses may be fine for Python.
    """
    cut, nul, _ = text.partition(b"\0")
    if nul and not cut:
        return 0  # strtol converts nothing and stops at the NUL, which is the end for it
    if len(cut) > _LONGEST:
        return HUGE
    match = _STRTOL.match(cut)
    if match is not None:
        sign, hexadecimal, octal, decimal = match.groups()
        value = int(hexadecimal, 16) if hexadecimal else int(octal or b"0", 8) if octal is not None else int(decimal)
        return _bounded(-value if sign == b"-" else value)
    return long(text)


def long(text: bytes) -> int | Huge | None:
    """The value of LONG's text, without its newline and its L; None where every unpickler refuses it."""
    cut = text.partition(b"\0")[0]
    if len(cut) > _LONGEST:
        return HUGE
    try:
        return _bounded(int(cut, 0))
    except ValueError:
        return None


def index(text: bytes) -> int | None:
    """A memo index, base 10; None where every unpickler refuses it."""
    cut = text.partition(b"\0")[0].strip()
    if len(cut) > _LONGEST:
        cut = cut.lstrip(b"+0_").replace(b"_", b"") or b"0"
        if len(cut) > _LONGEST:  # the C unpickler refuses it; for the other one it is as good a key as any
            return int.from_bytes(cut, "big") if cut.isdigit() else None
    try:
        return int(cut)
    except ValueError:
        return None


def is_float(text: bytes) -> bool:
    """Whether some unpickler accepts a float's text: C stops at a NUL, Python allows spaces and underscores."""
    try:
        float(text.partition(b"\0")[0])
    except ValueError:
        return False
    return True


def _bounded(value: int) -> int | Huge:
    return value if -(1 << 63) <= value < 1 << 64 else HUGE


def unescaped(text: bytes) -> bytes | None:
    """A byte string's escapes decoded as Python decodes them; None where it would refuse."""
    if b"\\" not in text:
        return text
    refused = False

    def replace(match: re.Match[bytes]) -> bytes:
        nonlocal refused
        newline, octal, hexadecimal, letter, rest = match.groups()
        if newline:
            return b""
        if octal:
            return bytes([int(octal, 8) & 255])
        if hexadecimal:
            return bytes([int(hexadecimal, 16)])
        if letter:
            return _LETTERS[letter[0]]
        refused |= rest == b"x" or match.end() == len(text)
        return match.group()

    decoded = _ESCAPE.sub(replace, text)
    return None if refused else decoded


def python2(text: bytes) -> tuple[str, bool]:
    """A Python 2 string as a loader may decode it, and whether loaders differ about it."""
    try:
        return text.decode("ascii"), False
    except UnicodeDecodeError:
        try:
            return text.decode("utf-8"), True
        except UnicodeDecodeError:
            return text.decode("latin-1"), True
