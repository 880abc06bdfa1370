"""Versions as PEP 440 orders them. Its parser is imported when the first one is read, for a cold start counts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from packaging.version import Version

LONGEST = 256  # characters; nothing longer is a version


class Point(msgspec.Struct, frozen=True):
    """Where a version stands in the order of versions: as it is, and without its local part (``2.1.0+cu118``)."""

    full: Version
    public: Version


@lru_cache(65_536)
def point(text: str) -> Point | None:
    """Where a version stands; None for a text that is no PEP 440 version."""
    from packaging.version import Version

    if len(text) > LONGEST:
        return None
    try:
        full = Version(text)
        return Point(full, Version(full.public) if full.local else full)
    except ValueError:
        return None
