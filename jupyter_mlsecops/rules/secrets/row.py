"""A kind of token is one row of a table; here a row becomes a rule.

A pattern describes the whole token and nothing around it. It begins with literal characters where it can: the search
then runs at the speed of a substring search, and the boundary before the token is looked at only behind those.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from jupyter_mlsecops.sdk import Category, Confidence, Frozen, Match, Rule, Segment, Severity, Span, regex, rule, shape

from .filters import is_blank, is_word, looks_random
from .fixes import proposals
from .sample import sample

_NAME_CHARACTERS = "A-Za-z0-9_-"
# What may stand directly before a token although it ends in a letter or digit: an escape of printed or encoded text.
_ESCAPES = (r"\\[nrtbfv]", r"%[0-9A-Fa-f]{2}", r"\\u[0-9A-Fa-f]{4}", r"\\x[0-9A-Fa-f]{2}", r"\[\d{1}m", r"\[\d{2}m")
_BASE64_RUN = regex(r"[A-Za-z0-9+/=]+")
_DOCUMENTED = regex(r"EXAMPLE")
_NEVER_ISSUED = regex(
    r"(?i)placeholder|redacted|example|change[-_]?me|your[-_]?(?:own|api|key|token|secret|access)|insert[-_]|dummy[-_]|"
    r"fake[-_]|notreal|not[-_]a[-_]real|goes[-_]here|replace[-_]"
)
_AMBIGUOUS = 3  # so short a literal is in many texts
# How a pattern begins: what has one length, and a class of which eight characters stand there, or more.
_BEGINNING = regex(r"(?:(?:[\w:/=-]|\[[^\]]+\](?:\{[1-8]\})?)(?![?*+{]))*(?:\[[^\]]+\](?=\{(?:[89]|\d\d)))?")
_SHORT = 3.2  # rows that ask for more have a prefix so short that words begin with it
_PREVIEW = 7  # so that no eight characters in a row of any value are ever shown


class Row(Frozen, frozen=True):
    """One kind of token.

    ``pattern`` matches the token; with a group, the group is the value. ``screen`` names literals of which one is in
    every such token; those it begins with are its public prefix. ``check`` is a checksum or structure: it raises
    ``confidence`` to high where it holds. With ``context``, the pattern is only a class and a length, and one of these
    words must stand in the value's name, before it in its line, or as an import in its cell. ``anchor`` is searched
    instead of a pattern that begins with no literal; the token begins at most ``lead`` characters before it.
    ``least`` is the lowest entropy of its body; ``shown`` its public prefix where ``screen`` lacks it; ``loose``
    says that class and length are wide, so that the value must look random as well; ``dense`` is that of ``rule``.
    """

    id: str
    label: str
    pattern: str
    screen: tuple[str, ...]
    variable: str
    revoke: str = ""
    severity: Severity = Severity.CRITICAL
    confidence: Confidence = Confidence.HIGH
    check: Callable[[str], bool] | None = None
    context: tuple[str, ...] = ()
    anchor: str = ""
    lead: int = 0
    least: float = 2.5
    shown: str = ""
    loose: bool = False
    dense: bool = True

    @property
    def prefix(self) -> str:
        """The public prefix, if all tokens of this kind share one."""
        return _head(self.pattern)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """``pattern`` with the boundaries of a token around it."""
    head = _head(pattern)
    quoted = re.escape(head)
    before = "|".join([f"(?<![{_NAME_CHARACTERS}]{quoted})", *(f"(?<={escape}{quoted})" for escape in _ESCAPES)])
    return re.compile(f"{quoted}(?:{before}){pattern[len(head) :]}(?![{_NAME_CHARACTERS}])")


@cache
def _anchor(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _head(pattern: str) -> str:
    """The literal characters that a pattern begins with."""
    end = 0
    while end < len(pattern) and (pattern[end].isalnum() or pattern[end] in "_-:/="):
        end += 1
    return pattern[: end - 1] if end and end < len(pattern) and pattern[end] in "?*{" else pattern[:end]


def found(row: Row, text: str) -> Iterator[tuple[Span, str]]:
    """The tokens of a row in a text, placeholders left out: the span of each, and the token."""
    if not any(literal in text for literal in row.screen):
        return
    issued: dict[str, bool] = {}  # a log prints the same token on every line
    for match in _matches(row, text):
        span = Span(*match.span(match.re.groups and 1))
        value = text[slice(*span)]
        if value not in issued:
            issued[value] = _was_issued(row, value)
        if issued[value] and not in_base64(text, span):
            yield span, value


def _was_issued(row: Row, value: str) -> bool:
    """Whether a value in the format of a row is no placeholder."""
    body = value.removeprefix(row.prefix)
    if is_blank(body, row.least) or (_NEVER_ISSUED.search(value) and not _DOCUMENTED.search(value)):
        return False
    return row.least <= _SHORT or looks_random("key", body)


def _matches(row: Row, text: str) -> Iterator[re.Match[str]]:
    pattern = compiled(row.pattern)
    if not row.anchor:
        yield from pattern.finditer(text)
        return
    at = tried = 0
    for anchor in _anchor(row.anchor).finditer(text):
        if anchor.start() < at:
            continue
        # Tried place by place, each once: a search would run on behind the anchor.
        starts = range(max(at, tried, anchor.start() - row.lead), anchor.start() + 1)
        match = next(filter(None, (pattern.match(text, start) for start in starts)), None)
        tried = match.start() if match else anchor.start() + 1
        if match and anchor.start() < match.end():
            at = match.end()
            yield match


def in_base64(text: str, span: Span) -> bool:
    """Whether the characters on both sides make the token a part of a long base64 text."""
    if text[span.start - 1 : span.start] not in ("+", "/") and text[span.end : span.end + 1] not in ("+", "/", "="):
        return False
    around = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    return all(len(side) == 40 and _BASE64_RUN.fullmatch(side) for side in around)


def match_of(row: Row, segment: Segment | None, span: Span, value: str) -> Match:
    """The match of a token of a row; ``segment`` None stands for code."""
    severity, confidence, note = row.severity, row.confidence, ""
    if row.check is not None:
        confidence = Confidence.HIGH if row.check(value) else Confidence.MEDIUM
    if _DOCUMENTED.search(value):
        severity, note = Severity.LOW, " (documentation example)"
    return Match(
        span,
        message=f"{row.label} {segment.where if segment is not None else 'in code'}{note}",
        severity=severity,
        confidence=confidence,
        label=row.label,
        preview=shape(shown_prefix(row, value)),
    )


def shown_prefix(row: Row, value: str) -> str:
    """What may be shown of a value: its public prefix, cut to seven characters at a mark."""
    prefix = row.shown or max((s for s in row.screen if value.startswith(s)), key=len, default="")
    if len(prefix) <= _PREVIEW:
        return prefix
    cut = max(prefix.rfind(mark, 0, _PREVIEW) for mark in "-_.")
    return prefix[: cut + 1] if cut > 0 else prefix[:4]


Screen = tuple[tuple[str, ...], tuple[str, ...]]  # literals, and shapes
Finder = Callable[[Row, Segment], Iterable[Match]]
Guard = Callable[[Segment], Collection[str]]


def find_prefixed(row: Row, segment: Segment) -> Iterator[Match]:
    """The matches of a row whose tokens are known by their own shape."""
    for span, value in found(row, segment.text):
        yield match_of(row, segment, span, value)


def rules_of(
    rows: Sequence[Row],
    precedence: int,
    find: Finder = find_prefixed,
    guard: Guard | None = None,
    shared: Screen | None = None,
) -> tuple[Rule, ...]:
    """One rule for each row. Of two rows that claim the same text the earlier one wins.

    ``shared`` is a screen for all of them, whatever the case; without one each is screened by its own literals.
    """
    return tuple(_rule_of(row, precedence + index, find, guard, shared) for index, row in enumerate(rows))


def _rule_of(row: Row, precedence: int, find: Finder, guard: Guard | None, shared: Screen | None) -> Rule:
    literals, shapes = shared or (row.screen, _shapes(row))

    def check(segment: Segment) -> Iterable[Match]:
        return find(row, segment)

    where = f" at {row.revoke}" if row.revoke else " where it was issued"
    check.__doc__ = (
        f"Everyone who gets the notebook can use this {row.label}.\n\n"
        f"Revoke it{where}, then read it from the environment; removing the text does not make it secret again."
    )
    return rule(
        id=row.id,
        on=Segment,
        severity=row.severity,
        confidence=row.confidence,
        title=row.label[:1].upper() + row.label[1:],
        category=Category.SECRETS,
        cwe=798,
        bad=lambda: [_bad(row)],
        ok=[f'import os\ntoken = os.environ["{row.variable}"]'],
        screen=literals,
        caseless=shared is not None,
        precedence=precedence,
        propose=proposals(row.label, row.variable),
        guard=guard,
        dense=row.dense and shared is None,
        shapes=shapes,
    )(check)


def _shapes(row: Row) -> tuple[str, ...]:
    """What is closer than the literal of a row that is in many texts: its pattern, or how it begins."""
    if row.anchor:
        return (row.pattern,) if not re.search(r"\(\?(?!:)", row.pattern) else ()
    match = _BEGINNING.match(row.pattern) if max(map(len, row.screen)) <= _AMBIGUOUS else None
    return (f"{match[0]}{{8}}",) if match is not None and row.pattern.startswith("{", match.end()) else ()


def _bad(row: Row) -> str:
    example = _example(row)
    word = row.context[0] if row.context else ""
    name = row.variable if not word or word in row.variable.lower() else f"{word}_api_key"
    return _marked(f'{name} = "{example}"', row.pattern, example)


def _example(row: Row) -> str:
    import random

    chance = random.Random(zlib.crc32(row.id.encode()))  # noqa: S311 - an example, the same each time
    examples = (sample(row.pattern, chance) for _ in range(10))
    drawn = (
        e
        for e in examples
        if not is_word(e) and any(c.isdigit() for c in e) and (not row.context or looks_random("token", e))
    )
    return next(drawn, "") or sample(row.pattern, chance)


def _marked(text: str, pattern: str, example: str) -> str:
    """``text`` with the marks of an example around the value, which is the pattern's group if it has one."""
    match = re.fullmatch(pattern, example)
    value = match[match.re.groups and 1] if match else example
    return text.replace(value, f"«{value}»")
