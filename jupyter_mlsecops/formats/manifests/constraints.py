"""``constraints.txt``: versions of packages that are installed only if something else asks for them."""

from __future__ import annotations

from ...core.manifest import Manifest
from .requirements import listing


def read(text: str) -> Manifest:
    """The versions that the file lets in; lines that pip would refuse are problems."""
    return listing(text, "constraints.txt", "constrain")
