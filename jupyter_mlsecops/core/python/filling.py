"""Templates of ``%`` and ``.format`` with their places filled in, as far as the values are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..regex import regex

GAP = "{…}"
"""What stands in a text for a value that is not known."""
_PLACE = regex(r"%(?:%|(?:\(\w{1,80}\))?[-+ #0-9.]{0,10}[a-zA-Z])")
_FIELD = regex(r"\{\{|\}\}|\{([^{}]{0,200})\}")


def percent(template: str, values: Sequence[str]) -> str:
    """``template % values``, in order."""
    following = iter(values)
    return _PLACE.sub(lambda match: "%" if match.group() == "%%" else next(following, GAP), template)


def braces(template: str, values: Sequence[str], named: Mapping[str, str]) -> str:
    """``template.format(*values, **named)``; what is formatted in another way than as it is, too."""
    following = iter(values)

    def fill(match: re.Match[str]) -> str:
        text = match.group()
        if text in ("{{", "}}"):
            return text[0]
        key = match.group(1).partition(":")[0].partition("!")[0]
        if text == GAP:
            return text
        if not key:
            return next(following, GAP)
        return values[int(key)] if key.isdecimal() and int(key[:4]) < len(values) else named.get(key, GAP)

    return _FIELD.sub(fill, template)
