"""Everything a rule needs, and the only module of this package that a rule imports."""

from __future__ import annotations

from .core.code import Call, Code, Value
from .core.ipynb import Cell, Notebook
from .core.model import Applicability, Category, Confidence, Part, Severity
from .core.rule import Example, Match, Place, Proposal, Rule, TextEdit, rule
from .core.segments import Segment
from .core.shell import Shell, Word
from .core.text import Span, shape

__all__ = [
    "Applicability",
    "Call",
    "Category",
    "Cell",
    "Code",
    "Confidence",
    "Example",
    "Match",
    "Notebook",
    "Part",
    "Place",
    "Proposal",
    "Rule",
    "Segment",
    "Severity",
    "Shell",
    "Span",
    "TextEdit",
    "Value",
    "Word",
    "rule",
    "shape",
]
