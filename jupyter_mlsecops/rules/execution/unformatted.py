"""F-strings that become ordinary strings once nothing is filled into them any more."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_mlsecops.sdk import Inserted, Span, TextEdit


def unformatted(source: str, fields: Sequence[Inserted]) -> list[TextEdit]:
    """Edits that take the ``f`` off the literals of some fields of ``source``; doubled braces need it still."""
    edits: list[TextEdit] = []
    for literal in dict.fromkeys(one.literal for one in fields):
        written = source[slice(*literal)]
        f = next((k for k, letter in enumerate(written[:2]) if letter in "fF"), None)
        if f is not None and "{{" not in written and "}}" not in written:
            edits.append(TextEdit(Span(literal.start + f, literal.start + f + 1)))
    return edits
