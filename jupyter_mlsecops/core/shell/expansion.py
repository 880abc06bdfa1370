"""What a shell makes of ``${name…}``: a default, a part of the value, an element; and of ``{a,b}``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ..regex import regex

USE = regex(
    r"\$(?:\{([A-Za-z_]\w{0,200}|[1-9@*])(?:\[([@*]|\d{1,3})\])?"
    r"(?:(:?[-=?+]|%%?|##?|//?|\^\^?|,,?)([^{}$`]{0,200}))?\}|([A-Za-z_]\w{0,200}|[1-9@*]))"
)
"""A use of a variable in a word."""
_BRACES = regex(r"([^{}$`]{0,200})\{([^{}$`\s]{0,2000},[^{}$`\s]{0,2000})\}([^{}$`]{0,200})\Z")
_OTHER_GLOBS = ("?", "[")


class Use(msgspec.Struct, frozen=True):
    """One use of a variable: ``element`` of an array, the ``operator`` behind its name and what stands behind that."""

    name: str
    element: str
    operator: str
    argument: str

    @property
    def sets(self) -> bool:
        """Whether the default becomes the value."""
        return self.operator in (":=", "=")

    def values(self, known: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """What it stands for where the variable may have these values; None where that is not known."""
        if self.operator in (":-", "-", ":=", "="):
            return self._element(known) or ((self.argument,) if self.argument else None)
        if self.operator in (":+", "+"):
            return (self.argument,) if known else None
        found = self._element(known)
        if not found or self.operator in ("", ":?", "?"):
            return found
        changed = [self._changed(value) for value in found]
        return tuple(value for value in changed if value is not None) if None not in changed else None

    def _element(self, known: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return known[int(self.element) :][:1] if known and self.element.isdigit() else known

    def _changed(self, value: str) -> str | None:
        if self.operator[0] in "^,":
            return _cased(value, self.operator) if not self.argument else None
        if self.operator[0] == "/":
            old, _, new = self.argument.partition("/")
            plain = old and "*" not in old and not any(mark in old for mark in _OTHER_GLOBS)
            return value.replace(old, new, -1 if self.operator == "//" else 1) if plain else None
        return _cut(value, self.operator, self.argument)


def use(match: re.Match[str]) -> Use:
    """A match of ``USE``."""
    return Use(match[1] or match[5], match[2] or "", match[3] or "", match[4] or "")


def braces(text: str) -> Iterator[str]:
    """The words that ``scikit-{learn,image}`` is; the word itself where it has no such braces."""
    match = _BRACES.match(text)
    if match is None:
        yield text
        return
    for part in match[2].split(","):
        yield f"{match[1]}{part}{match[3]}"


def _cased(value: str, operator: str) -> str:
    change = str.upper if operator[0] == "^" else str.lower
    return change(value) if len(operator) == 2 else change(value[:1]) + value[1:]


def _cut(value: str, operator: str, pattern: str) -> str | None:
    """A value without its beginning (``#``) or end (``%``), the longest that fits if the sign is doubled; None for
    patterns with more than one star, or with other wildcards."""
    before, star, after = pattern.partition("*")
    if "*" in after or any(mark in pattern for mark in _OTHER_GLOBS):
        return None
    is_longest = len(operator) == 2
    if operator[0] == "#":
        if not value.startswith(before):
            return value
        find = value.rfind if is_longest else value.find
        at = find(after, len(before)) if after else (len(value) if is_longest else len(before))
        end = at + len(after) if star else len(before)
        return value[end:] if at >= 0 or not star else value
    if not star:
        return value.removesuffix(before)
    if not value.endswith(after):
        return value
    end = len(value) - len(after)
    find = value.find if is_longest else value.rfind
    at = find(before, 0, end) if before else (0 if is_longest else end)
    return value[:at] if at >= 0 else value
