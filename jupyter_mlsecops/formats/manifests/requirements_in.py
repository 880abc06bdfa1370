"""``requirements.in``: a list with exact versions is compiled from it, so that open versions are as they should be."""

from __future__ import annotations

from ...core.manifest import Manifest
from .requirements import listing


def read(text: str) -> Manifest:
    """What the file asks for; lines that pip would refuse are problems."""
    return listing(text, "requirements.in", "compile")
