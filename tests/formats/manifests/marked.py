"""Texts with marks around places: ``«numpy==1.0»``."""

from jupyter_mlsecops.core.text import Span


def unmarked(text: str) -> tuple[str, list[Span]]:
    """The text without its marks, and what stood between them, in order."""
    spans: list[Span] = []
    plain: list[str] = []
    length = 0
    for part in text.split("«"):
        inside, mark, behind = part.partition("»")
        if mark:
            spans.append(Span(length, length + len(inside)))
        plain += (inside, behind)
        length += len(inside) + len(behind)
    return "".join(plain), spans
