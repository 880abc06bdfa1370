"""What older and newer Pythons write, in words that the running one can parse.

Every change keeps the length and the line ends, so that all that is found stands where the source has it.
"""

from __future__ import annotations

import re
import sys

from ..regex import regex

_PRINT = regex(r"((?:^|[:;])[ \t]*print)([ \t])(?=[ \t]*(?:>>|[^\s=(,.)\]:;]))([ \t]*)(>>)?", re.MULTILINE)
_HANDLER = regex(r"^([ \t]*except[ \t]*(?:\([^)\r\n]*\)|[\w.]+)[ \t]*)(,[^:\r\n#]*)(?=:)", re.MULTILINE)
_GROUP = regex(r"^([ \t]*except)\*(?=[ \t])", re.MULTILINE)
_RAISE = regex(r"^([ \t]*raise[ \t]+[\w.]+[ \t]*),", re.MULTILINE)
_UNEQUAL = regex(r"(?<=[\w)\] \t])<>(?=[\w(\[ \t'\"])")
_TYPE = regex(r"^([ \t]*type)[ \t](?=\w+[ \t]*(?:\[[^\r\n]*\][ \t]*)?=)", re.MULTILINE)
_GENERIC = regex(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+(?=\[)", re.MULTILINE)
_HEAD = regex(r"[ \t]*(?:async[ \t]+)?(\w+)(?!\w).*:[ \t]*(?:#.*)?\Z", re.DOTALL)
_STRING = regex(r"(?<!\w)([rRbBuUfFtT]{0,3})(\"\"\"|'''|\"|')|\#[^\r\n]*")
_ESCAPED = regex(r"\\[^\r\n]")
_LONGEST = 5_000  # characters of an f-string on one line


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
    """Template strings as f-strings, and f-strings without their own quotes and backslashes between the braces."""
    out: list[str] = []
    at = 0
    while (match := _STRING.search(text, at)) is not None:
        prefix, quote = match[1], match[2]
        out.append(text[at : match.start()])
        if quote is None:  # a comment
            out.append(match.group())
            at = match.end()
            continue
        template = "t" in prefix.lower()
        out.append((re.sub("[tT]", "f", prefix) if template else prefix) + quote)
        at = match.end()
        is_filled = template or "f" in prefix.lower()
        if is_filled and len(quote) == 1:
            inside, at = _filled(text, at, quote)
            out.append(inside)
        else:
            end = _end(text, at, quote)
            out.append(text[at:end])
            at = end
    return "".join(out) + text[at:]


def _end(text: str, at: int, quote: str) -> int:
    """Behind the quote that ends a string; the end of its line where a string on one line is not ended."""
    for match in re.compile(rf"\\(?:\r\n|.)|{quote}" + ("" if len(quote) == 3 else r"|[\r\n]"), re.DOTALL).finditer(
        text, at
    ):
        if match.group() in ("\r", "\n"):
            return match.start()
        if not match.group().startswith("\\"):
            return match.end()
    return len(text)


def _filled(text: str, start: int, quote: str) -> tuple[str, int]:
    """The rest of an f-string on one line as any Python reads it, and the offset behind it."""
    out: list[str] = []
    depth = 0
    limit = min(len(text), start + _LONGEST)
    at = start
    while at < limit:
        char = text[at]
        if char in "\r\n":
            break
        if depth == 0:
            step = 2 if text[at : at + 2] in ("{{", "}}") or char == "\\" else 1
            out.append(text[at : at + step])
            at += step
            if char == quote:
                return "".join(out), at
            depth += step == 1 and char == "{"
        elif char in "\"'":
            end = min(_end(text, at + 1, char), limit)
            out.append(_inner(text[at:end], quote))
            at = end
        else:
            out.append(char)
            at += 1
            depth += (char in "{[(") - (char in "}])")
    return text[start:at], at


def _inner(literal: str, quote: str) -> str:
    """A string inside the braces of an f-string that is written with ``quote``."""
    other = "'" if quote == '"' else '"'
    if literal[0] != quote and quote not in literal and "\\" not in literal:
        return literal
    body = _ESCAPED.sub("  ", literal[1:-1])
    return other + body.replace(other, " ").replace(quote, " ") + other
