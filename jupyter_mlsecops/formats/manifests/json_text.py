"""JSON that holds an object, read without a word of it being trusted."""

from __future__ import annotations

from typing import Any

import msgspec

from ...core.dependency import NotReadable
from ...core.regex import regex

_WHERE = regex(r" \(byte \d+\)\Z")


def parse(text: str) -> dict[str, Any]:
    """The object in a JSON text. Raises ``NotReadable``."""
    try:
        tree = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        where = _WHERE.search(str(error))
        raise NotReadable(f"The file is not valid JSON{where[0] if where else ''}.") from error
    if not isinstance(tree, dict):
        raise NotReadable("The file is JSON, but its top level is not an object.")
    return tree
