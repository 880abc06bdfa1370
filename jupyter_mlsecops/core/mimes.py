"""Types of outputs and attachments."""

from __future__ import annotations

V3_MIMES = {
    "text": "text/plain",
    "html": "text/html",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
    "svg": "image/svg+xml",
}
"""The names that nbformat 3 has for types of outputs."""


def is_binary(mime: str) -> bool:
    """Whether what has this type is no text."""
    top = mime.partition("/")[0]
    return (top in ("image", "audio", "video", "font") and mime != "image/svg+xml") or mime in (
        "application/pdf",
        "application/octet-stream",
    )
