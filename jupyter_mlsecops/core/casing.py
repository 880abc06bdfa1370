"""Lower case in which offsets stay."""

from __future__ import annotations


def lowered(text: str) -> str:
    """``text`` in lower case, character for character: one that has two in lower case stays as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(low := c.lower()) > 1 else low for c in text)
