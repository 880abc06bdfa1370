"""JSON: the report as it is. The same report is the same bytes."""

from __future__ import annotations

import msgspec

from ..core.model import Wire


def render(report: Wire) -> str:
    """``report`` as one JSON object with a line end behind it."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
