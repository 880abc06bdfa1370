"""Suppressions: one finding silenced, with a reason, in a comment or in the notebook's metadata."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from .found import Found
from .ipynb import Cell, Notebook
from .model import Part, Suppression
from .policy import Policy
from .python import magics
from .regex import regex
from .rule import Rule
from .text import printable

if TYPE_CHECKING:
    from .baseline import Baseline

_OURS = regex(r"#\s*mlsecops:\s*ignore(?:\[([\w\s,.*-]*)\])?\s*(.*)")
_PRAGMA = regex(r"(?:#|//|--|/\*|<!--|%)\s*pragma:\s*(?:allowlist|whitelist)\s+(nextline\s+)?secret\b", re.IGNORECASE)
_NOSEC = regex(r"#\s*nosec\b:?\s*([A-Z]\d{3}(?:[\s,]+[A-Z]\d{3})*)?(.*)", re.IGNORECASE)
_NOQA = regex(r"#\s*noqa:\s*([A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)(.*)", re.IGNORECASE)
_WORDS = ("mlsecops", "pragma", "nosec", "noqa")


class Comment(msgspec.Struct, frozen=True):
    """A suppression written in a cell: the lines it covers (from 1), what it silences, and the reason given.

    ``names`` holds rule ids, categories or other tools' ids; empty silences every rule that ``secrets_only`` allows.
    """

    first: int
    last: int
    names: frozenset[str]
    reason: str
    secrets_only: bool = False
    code_only: bool = False

    def covers(self, rule: Rule, first: int, last: int) -> bool:
        """Whether it silences ``rule`` on a finding that stands on the lines from ``first`` to ``last``."""
        if self.last < first or last < self.first:
            return False
        if self.secrets_only:
            return rule.category.value == "secrets"
        if self.code_only and rule.hides:
            return False
        return not self.names or bool(self.names & rule.names.union(rule.aliases))


def comments(cell: Cell) -> list[Comment]:
    """The suppressing comments of one code cell, or of any other text that has lines."""
    source = cell.source
    lowered = source.lower()
    if not any(word in lowered for word in _WORDS):
        return []
    lines = [source[slice(*cell.lines.line_span(n + 1))] for n in range(len(cell.lines.starts))]
    found: list[Comment] = []
    for number, line in enumerate(lines, 1):
        if match := _OURS.search(line):
            names = (
                frozenset(re.split(r"[\s,]+", match.group(1).strip())) - {"", "*"} if match.group(1) else frozenset()
            )
            alone = not line[: match.start()].strip()
            first, last = _next_statement(cell, lines, number) if alone else (number, number)
            found.append(Comment(first, last, names, match.group(2).strip()))
        if match := _PRAGMA.search(line):
            at = number + 1 if match.group(1) else number
            found.append(Comment(at, at, frozenset(), "pragma: allowlist secret", secrets_only=True))
        if match := _NOSEC.search(line):
            found.append(
                Comment(number, number, _ids(match.group(1)), match.group(2).strip(" -:#") or "nosec", code_only=True)
            )
        if match := _NOQA.search(line):
            found.append(
                Comment(number, number, _ids(match.group(1)), match.group(2).strip(" -:#") or "noqa", code_only=True)
            )
    return found


def _ids(text: str | None) -> frozenset[str]:
    return frozenset(re.split(r"[\s,]+", text.upper().strip())) if text else frozenset()


def _next_statement(cell: Cell, lines: list[str], number: int) -> tuple[int, int]:
    """The lines of the statement after a comment that stands alone; of a compound statement only its head."""
    first = next((n for n in range(number + 1, len(lines) + 1) if not _is_blank(lines[n - 1])), number)
    for node in ast.walk(magics.parse(cell.source).tree):
        if isinstance(node, ast.stmt) and node.lineno == first:
            body = getattr(node, "body", None)
            head_end = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or first
            return first, max(first, head_end)
    return first, first


def _is_blank(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def entries(notebook: Notebook) -> dict[str, Mapping[str, str]]:
    """The suppressions in the notebook's metadata, by fingerprint. What is malformed there silences nothing."""
    metadata = notebook.json.get("metadata")
    section = metadata.get("mlsecops") if isinstance(metadata, dict) else None
    listed = section.get("suppressions") if isinstance(section, dict) else None
    found: dict[str, Mapping[str, str]] = {}
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("fingerprint"), str):
            found[entry["fingerprint"]] = {k: v for k, v in entry.items() if isinstance(v, str)}
    return found


def from_entry(entry: Mapping[str, str], rule: Rule) -> Suppression | None:
    """The suppression that a metadata entry makes for ``rule``; None if it is meant for another rule."""
    if entry.get("rule", rule.name) != rule.name:
        return None
    return Suppression(kind="metadata", reason=entry.get("reason", ""), where="/metadata/mlsecops/suppressions")


class Silencer:
    """What silences the findings of one notebook."""

    def __init__(self, notebook: Notebook, policy: Policy, baseline: Baseline | None = None) -> None:
        self._notebook = notebook
        self._baseline = baseline
        self._policy = policy
        self._entries = entries(notebook)
        self._comments: dict[Cell, list[Comment]] = {}

    def by(self, one: Found, name: str) -> Suppression | None:
        """The suppression of a finding, or None."""
        if not self._policy.may_suppress(one.rule):
            return None
        if one.match.accepted:
            return Suppression(kind="policy", reason=printable(one.match.accepted), where="known-models")
        said = self._said(one, name)
        return said or (self._baseline.by(self._notebook.path, one) if self._baseline else None)

    def _said(self, one: Found, name: str) -> Suppression | None:
        entry = self._entries.get(name)
        found = from_entry(entry, one.rule) if entry is not None else None
        cell = self._notebook.cell_at(one.pointer)
        if found or cell is None or one.part is not Part.SOURCE or one.span is None:
            return found
        if cell not in self._comments:
            self._comments[cell] = comments(cell)
        first, last = cell.lines.line_of(one.span.start), cell.lines.line_of(max(one.span.start, one.span.end - 1))
        for comment in self._comments[cell]:
            if comment.covers(one.rule, first, last):
                where = (
                    f"cell {cell.index + 1}, line {comment.first}"
                    if not self._notebook.is_script
                    else f"line {comment.first}"
                )
                return Suppression(kind="comment", reason=printable(comment.reason), where=where)
        return None
