"""What older and newer Pythons write, in words that the running one can parse.

Every change keeps the length and the line ends, so that all that is found stands where the source has it.
"""

from __future__ import annotations

import re
import sys

from ..regex import regex
from .literals import Literal, literals

_PRINT = regex(r"((?:^|[:;])[ \t]*print)([ \t])(?=[ \t]*(?:>>|[^\s=(,.)\]:;]))([ \t]*)(>>)?", re.MULTILINE)
_HANDLER = regex(r"^([ \t]*except[ \t]*(?:\([^)\r\n]*\)|[\w.]+)[ \t]*)(,[^:\r\n#]*)(?=:)", re.MULTILINE)
_GROUP = regex(r"^([ \t]*except)\*(?=[ \t])", re.MULTILINE)
_RAISE = regex(r"^([ \t]*raise[ \t]+[\w.]+[ \t]*),", re.MULTILINE)
_UNEQUAL = regex(r"(?<=[\w)\] \t])<>(?=[\w(\[ \t'\"])")
_TYPE = regex(r"^([ \t]*type)[ \t](?=\w+[ \t]*(?:\[[^\r\n]*\][ \t]*)?=)", re.MULTILINE)
_GENERIC = regex(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+(?=\[)", re.MULTILINE)
_HEAD = regex(r"[ \t]*(?:async[ \t]+)?(\w+)(?!\w).*:[ \t]*(?:#.*)?\Z", re.DOTALL)
_TEMPLATE = regex(r"[tT]")
_COMMENT = regex(r"#[^\r\n]*")
_ESCAPED = regex(r"\\[^\r\n]")


def reworded(text: str) -> str:
    """A text that does not parse, with what this Python does not know written in another way; it may parse now."""
    text = _PRINT.sub(lambda m: m[1] + ";" + m[3] + ("  " if m[4] else ""), text)
    text = _HANDLER.sub(lambda m: m[1] + " " * len(m[2]), text)
    text = _RAISE.sub(r"\1;", text)
    text = _UNEQUAL.sub("!=", text)
    if sys.version_info < (3, 11):
        text = _GROUP.sub(r"\1 ", text)
    if sys.version_info < (3, 12):
        text = _TYPE.sub(r"\1_", text)
        text = _without_parameters(text)
    if sys.version_info < (3, 14):
        text = _with_plain_strings(text)
    return text


def head(line: str) -> str | None:
    """A line that opens the block that a line opened which cannot be read, so that the block can be; else None."""
    opened = _HEAD.match(line)
    if opened is None:
        return None
    word = opened[1]
    new = f"{word}:" if word in ("else", "try", "finally", "except") else f"{'elif' if word == 'elif' else 'if'} 1:"
    indent = line[: len(line) - len(line.lstrip())]
    room = len(line) - len(indent) - len(new)
    return indent + new + " " * room if room >= 0 else None


def _without_parameters(text: str) -> str:
    """``def first[T](items: list[T])`` without ``[T]``."""
    out: list[str] = []
    at = 0
    for match in _GENERIC.finditer(text):
        depth, end = 0, match.end()
        for end in range(match.end(), min(len(text), match.end() + 300)):
            depth += (text[end] == "[") - (text[end] == "]")
            if depth == 0 or text[end] in "\r\n":
                break
        if depth == 0 and match.end() < len(text):
            out += (text[at : match.end()], " " * (end + 1 - match.end()))
            at = end + 1
    return "".join(out) + text[at:]


def _with_plain_strings(text: str) -> str:
    """Template strings as f-strings, and fields without the quotes around them, backslashes and comments."""
    out: list[str] = []
    at = 0
    for literal in literals(text, 0, len(text)):
        out += (text[at : literal.span.start], _TEMPLATE.sub("f", literal.prefix), literal.quote)
        at = literal.body.start
        for field in literal.fields:
            out.append(text[at : field.span.start])
            at = field.span.start
            for inner in field.inner:
                out += (_without_comments(text[at : inner.span.start]), _inner(text, inner, literal.quote))
                at = inner.span.end
            out.append(_without_comments(text[at : field.span.end]))
            at = field.span.end
    return "".join(out) + text[at:]


def _without_comments(code: str) -> str:
    return _COMMENT.sub(lambda m: " " * len(m.group()), code)


def _inner(text: str, literal: Literal, around: str) -> str:
    """A string in a field of an f-string that is written with the quotes ``around``."""
    prefix, quote, body = _TEMPLATE.sub("f", literal.prefix), literal.quote, text[slice(*literal.body)]
    if "\\" not in body and around not in quote + body:
        return prefix + quote + body + quote
    other = "'" if around[0] == '"' else '"'
    body = _ESCAPED.sub("  ", body).replace(other, " ").replace(around[0], " ")
    return prefix + other * len(quote) + body + other * len(quote)
