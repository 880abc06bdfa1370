"""How a row is written whose tokens only a name beside them tells from other text."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from .row import Row

ANY = "[A-Za-z0-9][A-Za-z0-9._+/=:-]{14,510}[A-Za-z0-9=]"
PASSWORD = "[A-Za-z0-9!#$%&*+.:=?@^_~-]{8,512}"


def named_row(id: str, label: str, pattern: str, words: str, variable: str, revoke: str = "") -> Row:
    """A row that takes a value of this class and length beside one of ``words``, which spaces separate.

    No word may be a part of another provider's name or of a common word: it bars that provider's rows from the value.
    """
    context = tuple(words.split())
    loose = pattern in (ANY, PASSWORD)
    return Row(id, label, pattern, (), variable, revoke, Severity.HIGH, Confidence.MEDIUM, context=context, loose=loose)
