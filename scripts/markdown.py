"""Text and code as Markdown."""

from __future__ import annotations

import re


def escaped(text: str) -> str:
    """Plain text with code marks, as Markdown: nothing else in it is markup."""
    pieces = text.split("`")
    return "`".join(re.sub(r"([\\*_<>\[\]])", r"\\\1", p) if n % 2 == 0 else p for n, p in enumerate(pieces))


def fenced(text: str) -> str:
    """Code in Markdown; the fence is longer than any inside."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"
