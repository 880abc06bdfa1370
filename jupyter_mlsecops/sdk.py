"""Everything a rule needs, and the only module of this package that a rule imports."""

from __future__ import annotations

from .core.around import Around
from .core.ipynb import Cell, Notebook
from .core.matching import Found
from .core.model import Applicability, Category, Confidence, Part, SecretStore, Severity
from .core.needles import Literals
from .core.python.callfix import offer
from .core.python.code import NOT_CONSTANT, Call, Code, Origin, Store, Text, Value
from .core.python.loading import load_match
from .core.python.pieces import JOINTS, pieces
from .core.regex import regex
from .core.rule import Example, Match, Place, Proposal, Rule, TextEdit, rule
from .core.segments import Segment
from .core.shell.installs import Install, Option, installs
from .core.shell.line import Command, Shell, Variable, Word, commands
from .core.shell.requirement import Requirement
from .core.text import Span, shape
from .core.urls import host, is_local, is_remote

__all__ = [
    "JOINTS",
    "NOT_CONSTANT",
    "Applicability",
    "Around",
    "Call",
    "Category",
    "Cell",
    "Code",
    "Command",
    "Confidence",
    "Example",
    "Found",
    "Install",
    "Literals",
    "Match",
    "Notebook",
    "Option",
    "Origin",
    "Part",
    "Place",
    "Proposal",
    "Requirement",
    "Rule",
    "SecretStore",
    "Segment",
    "Severity",
    "Shell",
    "Span",
    "Store",
    "Text",
    "TextEdit",
    "Value",
    "Variable",
    "Word",
    "commands",
    "host",
    "installs",
    "is_local",
    "is_remote",
    "load_match",
    "offer",
    "pieces",
    "regex",
    "rule",
    "shape",
]
