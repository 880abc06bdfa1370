"""Everything a rule needs, and the only module of this package that a rule imports."""

from __future__ import annotations

from .core.around import Around
from .core.ipynb import Cell, Notebook
from .core.matching import Found
from .core.model import Applicability, Category, Confidence, Part, SecretStore, Severity
from .core.needles import Literals
from .core.python.callfix import node_span, offer
from .core.python.code import NOT_CONSTANT, Call, Code, Origin, Store, Text, Value
from .core.python.importing import import_edits
from .core.python.inserted import GAP, Inserted, expression, inserted, skeleton
from .core.python.loading import load_match
from .core.python.pieces import JOINTS, pieces
from .core.python.taint import Source, Taint, taint
from .core.regex import regex
from .core.rlang.code import RCall, RCode, RValue, r_code
from .core.rule import Example, Match, Place, Proposal, Rule, TextEdit, rule
from .core.segments import Segment, segments
from .core.shell.called import called_shells
from .core.shell.installs import Install, Option, installs
from .core.shell.line import Command, Shell, Variable, Word, commands
from .core.shell.requirement import Requirement
from .core.text import Span, shape
from .core.urls import host, is_local, is_nearby, is_remote

__all__ = [
    "GAP",
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
    "Inserted",
    "Install",
    "Literals",
    "Match",
    "Notebook",
    "Option",
    "Origin",
    "Part",
    "Place",
    "Proposal",
    "RCall",
    "RCode",
    "RValue",
    "Requirement",
    "Rule",
    "SecretStore",
    "Segment",
    "Severity",
    "Shell",
    "Source",
    "Span",
    "Store",
    "Taint",
    "Text",
    "TextEdit",
    "Value",
    "Variable",
    "Word",
    "called_shells",
    "commands",
    "expression",
    "host",
    "import_edits",
    "inserted",
    "installs",
    "is_local",
    "is_nearby",
    "is_remote",
    "load_match",
    "node_span",
    "offer",
    "pieces",
    "r_code",
    "regex",
    "rule",
    "segments",
    "shape",
    "skeleton",
    "taint",
]
