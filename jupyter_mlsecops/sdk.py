"""Everything a rule needs, and the only module of this package that a rule imports."""

from __future__ import annotations

from msgspec.structs import replace

from .core.advisory import Advisory, Assessment
from .core.around import Around
from .core.assessing import AssessedVersion, Dependency, dependencies
from .core.casing import lowered
from .core.clearing import clear_output, output_of
from .core.dataloads import DATA_LOAD_SCREEN, data_loads
from .core.declared import declared
from .core.dependency import Declared, Imported
from .core.enumerating import enumerated
from .core.example import Example
from .core.found import Found
from .core.frozen import Frozen
from .core.hub import Cached
from .core.imported import imported
from .core.installed import StartUp
from .core.ipynb import Cell, Notebook, escape
from .core.licencenames import hub_licence, package_licence
from .core.licences import Judgement, judged
from .core.loads import LOAD_SCREEN, Load, loads
from .core.model import Applicability, Category, Confidence, Part, SecretStore, Severity
from .core.modelfile import Altered, ModelFile, Signature
from .core.needles import BLANK, Literals
from .core.once import once
from .core.project import RELEASE_AGE, Project, Release
from .core.python.callfix import node_span, offer
from .core.python.code import NOT_CONSTANT, Call, Code, Origin, Store, Text, Value
from .core.python.importing import import_edits
from .core.python.inserted import GAP, Inserted, expression, inserted, skeleton
from .core.python.loading import load_match
from .core.python.magics import quiet
from .core.python.pieces import JOINTS, pieces
from .core.python.summary import Summary
from .core.python.taint import Source, Taint, taint
from .core.regex import regex
from .core.rlang.call import RCall, RValue
from .core.rlang.code import RCode, r_code
from .core.rule import Match, Place, Proposal, Rule, TextEdit, rule
from .core.segments import Segment, segments, segments_of
from .core.shell.called import called_shells, command_of, matching_calls, own_shells
from .core.shell.commands import SHELLS
from .core.shell.installs import Install, Option, installs
from .core.shell.launched import launched
from .core.shell.line import Command, Shell, Variable, Word, commands, shells_of
from .core.shell.requirement import Requirement
from .core.shell.runners import ASYNC_SHELLS, GET_OUTPUT, IPYTHON, OS_SHELLS, SUBPROCESS
from .core.text import Span, shape
from .core.urls import host, is_local, is_nearby, is_remote
from .core.views import unescape

__all__ = [
    "RELEASE_AGE",
    "ASYNC_SHELLS",
    "BLANK",
    "DATA_LOAD_SCREEN",
    "GAP",
    "GET_OUTPUT",
    "IPYTHON",
    "JOINTS",
    "LOAD_SCREEN",
    "NOT_CONSTANT",
    "OS_SHELLS",
    "SHELLS",
    "SUBPROCESS",
    "Advisory",
    "Altered",
    "Applicability",
    "AssessedVersion",
    "Assessment",
    "Around",
    "Cached",
    "Call",
    "Category",
    "Cell",
    "Code",
    "Command",
    "Confidence",
    "Declared",
    "Dependency",
    "Example",
    "Found",
    "Frozen",
    "Imported",
    "Inserted",
    "Install",
    "Judgement",
    "Literals",
    "Load",
    "Match",
    "ModelFile",
    "Notebook",
    "Option",
    "Origin",
    "Part",
    "Place",
    "Project",
    "Proposal",
    "RCall",
    "RCode",
    "RValue",
    "Release",
    "Requirement",
    "Rule",
    "SecretStore",
    "Segment",
    "Severity",
    "Shell",
    "Signature",
    "Source",
    "Span",
    "StartUp",
    "Store",
    "Summary",
    "Taint",
    "Text",
    "TextEdit",
    "Value",
    "Variable",
    "Word",
    "called_shells",
    "clear_output",
    "command_of",
    "commands",
    "data_loads",
    "declared",
    "dependencies",
    "enumerated",
    "escape",
    "expression",
    "host",
    "hub_licence",
    "import_edits",
    "imported",
    "inserted",
    "installs",
    "is_local",
    "is_nearby",
    "is_remote",
    "judged",
    "launched",
    "load_match",
    "loads",
    "lowered",
    "matching_calls",
    "node_span",
    "offer",
    "once",
    "output_of",
    "own_shells",
    "package_licence",
    "pieces",
    "quiet",
    "r_code",
    "regex",
    "replace",
    "rule",
    "segments",
    "segments_of",
    "shape",
    "shells_of",
    "skeleton",
    "taint",
    "unescape",
]
