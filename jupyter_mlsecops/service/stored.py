"""What became of a value that was to be stored, in words that hold nothing of it."""

from __future__ import annotations

import re

import msgspec

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,119}\Z")


class StoreError(Exception):
    """The value was not stored. The text says why and what to do, and holds nothing of the value."""


class Stored(msgspec.Struct, frozen=True):
    """``where`` the value called ``name`` stands now; ``note`` says what else was done, or is empty."""

    name: str
    where: str
    note: str = ""


def check_name(name: str) -> None:
    """Raise ``StoreError`` for a name that a shell or a program would not take for a variable."""
    if not NAME.match(name):
        raise StoreError("The name may hold letters, digits and underscores, and begins with no digit.")
