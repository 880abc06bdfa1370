"""Which honest files the list of names may be built from: half of them, by a rule that nobody can bend."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def held_out(library: str, name: str) -> bool:
    """Whether what a library calls so is kept away from ``scripts/pickle_allowlist.py``: a class, a kind of model."""
    return sha256(f"{library}/{name}".encode()).digest()[0] % 2 == 1


def held_out_path(relative: Path) -> bool:
    """The same for a file by its path below the folder of all honest files: ``LIBRARY/NAME...``."""
    name = relative.parts[1].split(".")[0]
    return is_late(name) or held_out(relative.parts[0], name)


def is_late(name: str) -> bool:
    """Whether a file was thought of when the list of names was there already."""
    return name.startswith(("late_", "later_", "latest_"))
