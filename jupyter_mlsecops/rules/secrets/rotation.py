"""What removing a secret does not do: its provider must be told, and copies are left."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jupyter_mlsecops.sdk import Applicability, Match, Proposal, Severity

from .tables import prefixed, unprefixed

if TYPE_CHECKING:
    from .row import Row

_COPIES = "copies are left in git history, .ipynb_checkpoints, IPython's history and exported HTML"
_SHOWN = 8  # so many characters of a value in a row are never shown
_LOCKS = ("password", "passphrase", "credential")


@cache
def rows() -> dict[str, Row]:
    """The rows of all token tables by label; of two with the same label the one that names a page."""
    by_label: dict[str, Row] = {}
    for row in (*prefixed(), *unprefixed()):
        if row.label not in by_label or (row.revoke and not by_label[row.label].revoke):
            by_label[row.label] = row
    return by_label


def rotate(match: Match, label: str, value: str) -> tuple[Proposal, ...]:
    """The advice that ends the fixes of a secret; none for what is public or an example of the documentation."""
    if match.severity is Severity.INFO or match.message.endswith("(documentation example)"):
        return ()
    row = rows().get(label)
    if row is not None and row.severity is Severity.INFO:
        return ()
    if "private key" in label.lower():
        act = "Make a new key pair and take this one out of use everywhere"
    elif row is not None and row.revoke and not tells(row.revoke, value):
        act = f"Revoke it at {row.revoke}"
    elif any(word in label.lower() for word in _LOCKS):
        act = "Change it where it is valid"
    else:
        act = "Revoke it where it was issued"
    return (Proposal(f"{act} ({_COPIES})", Applicability.MANUAL),)


def tells(text: str, value: str) -> bool:
    """Whether a text holds a piece of a value, in whatever case."""
    return not pieces(text).isdisjoint(pieces(value))


def pieces(text: str) -> set[str]:
    """The pieces of a text that are as long as what is never shown of a value, in lower case."""
    lowered = text.lower()
    return {lowered[k : k + _SHOWN] for k in range(len(lowered) - _SHOWN + 1)}
