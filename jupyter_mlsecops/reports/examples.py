"""A rule's examples as people read them: the text between ``«»`` underlined, or hidden where it is a secret's."""

from __future__ import annotations

import re

_MARKED = re.compile("«(.*?)»", re.DOTALL)
_PREFIX = re.compile(r"[A-Za-z]{2,12}(?:[-_][a-z]{2,8})?[-_]")
_DOTS = "••••••"


def masked(text: str) -> str:
    """``text`` with every marked value replaced by its shape: a prefix that everybody knows, then dots."""

    def shape(match: re.Match[str]) -> str:
        prefix = _PREFIX.match(match.group(1))
        return (prefix.group() if prefix else "") + _DOTS

    return _MARKED.sub(shape, text).strip("\n")


def plain(text: str) -> str:
    """``text`` without its marks."""
    return text.replace("«", "").replace("»", "").strip("\n")


def underlined(text: str) -> str:
    """``text`` without its marks, with carets on a line of their own below what was marked."""
    out: list[str] = []
    inside = False
    for line in text.strip("\n").split("\n"):
        shown: list[str] = []
        below: list[str] = []
        for char in line:
            if char in "«»":
                inside = char == "«"
            else:
                shown.append(char)
                below.append("^" if inside else "\t" if char == "\t" else " ")
        out.append("".join(shown))
        if "^" in below:
            out.append("".join(below).rstrip())
    return "\n".join(out)
