"""What hostile texts cost: every rule that reads texts, on 100 KB made of what it looks for."""

from __future__ import annotations

from figures import Figure, milliseconds

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules import load

SIZE = 100_000
TAILS = ("", "a", "=", ' "', ":", "_key=", "\\n", " = ")


def measure() -> list[Figure]:
    """The slowest rule on its worst text, and how its time grows when the text doubles."""
    slowest = max(
        ((_on(rule, text, SIZE), rule, text) for rule in load().on(Segment) for text in _texts(rule)),
        key=lambda entry: entry[0],
    )
    worst, rule, text = slowest
    growth = _on(rule, text, 2 * SIZE) / worst
    how = f"worst of all rules and texts: {rule.id} on {text!r} repeated"
    return [
        Figure("hostile 100 KB text, slowest rule", worst, "ms", how),
        Figure("the same when the text doubles", growth, "x", "2 is linear, 4 is quadratic"),
    ]


def _texts(rule) -> set[str]:
    heads = rule.screen[:3] or ("key", "1.2.3.", "password")
    return {head + tail for head in heads for tail in TAILS}


def _on(rule, piece: str, size: int) -> float:
    text = piece * (size // len(piece))
    segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")
    return milliseconds(lambda: list(rule.check(segment)))
