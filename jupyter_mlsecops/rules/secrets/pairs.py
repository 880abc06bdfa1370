"""Names of credentials and the values beside them: ``api_key="…"``, ``export TOKEN=…``, ``Set `KEY` to `…` ``.

The search goes from the words that name credentials outwards, so a text without them costs nine substring searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_mlsecops.sdk import Part, Segment, Span

from .literals import is_python, token_at

WORDS = (
    "key",
    "token",
    "secret",
    "passw",
    "passphrase",
    "pwd",
    "_pass",
    "credential",
    "bearer",
    "authorization",
    "login",
)

_TAIL = re.compile(
    r"""(?:key|token|secret|passw(?:or)?d|passphrase|pwd|_pass|credential|bearer|authorization|login)s?
    (?:[_-]?(?:key|id|value|val|prod(?:uction)?|dev(?:elopment)?|test|staging|live|main|primary|secondary|str(?:ing)?|
        text|env|default|old|new|[12]|v?\d{1,3}))?
    (?P<closers>(?:\\{0,2}["'`\])*]){0,3})
    (?:[ \t]{0,3}(?:
          :[ ]?[A-Za-z_][\w.\[\]|]{0,30}[ ]{0,2}=(?!=)
        | :=|=>|={1,2}|:|\|
        | (?P<comma>,)
        | (?P<call>\()
        | [ ](?:is|to|as|was)(?:[ ]?:)?
       )
      | (?P<gap>[ \t]{1,40}|[ \t]*\r?\n[ \t\r\n]{0,40})(?=\S)
    )
    [ \t]{0,3}(?:\(?\\?\r?\n[ \t]{1,40}(?=[bfruBFRU]?["']))?
    (?:[\[({]{1,2}(?=[ "'])|\*\*(?=[^*]))?[ ]?
    (?P<wrap>[A-Za-z_][\w.]{0,30}\((?=[bfruBFRU]?["']))?
    (?:[bfruBFRU]{1,2}(?=["']))?
    (?:(?P<open>\\{0,2}["'`])\s?)?
    (?:(?:Bearer|Basic|Token|Bot|Key|ApiKey|Api-Key)[ ]{1,3}|(?:sso|api)-key[ ])?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTED = {
    '"': re.compile(r'([^\s"\\]{8,1300})(?=["\\]|\Z)'),
    "'": re.compile(r"([^\s'\\]{8,1300})(?=['\\]|\Z)"),
    "`": re.compile(r"([^\s`\\]{8,1300})(?=[`\\]|\Z)"),
}
_BARE = re.compile(r"[^\s\"'`,;)\]}\\<>|]{8,1300}")
_NAME = re.compile(r"[A-Za-z0-9_.-]*\Z")
_SPACED = re.compile(
    r"(?i)\b(?:api|access|secret|account|private|auth|license|subscription|secret access|signing)[ ]\Z"
)

_WEAK_KEY = re.compile(
    r"(?i)(?:[_.-]|api|access|auth|account|private|secret|subscription|master|admin|service|signing|encryption|license|consumer|app|client|write|read|project|storage|shared|function|host|master)keys?"
)
_GETS = re.compile(r"(?i)(?:^|[._])(?:get|fetch|load|read|find|lookup|resolve|getenv|environ|prompt|input|widget)")
_ENV_LINE = re.compile(r"\s*%(?:set_)?env\s")
_LOGIN = re.compile(r"(?i)\blogin\Z")
_CALLS = re.compile(r"\(\s{0,8}[bfruBFRU]?([\"'])([A-Za-z0-9+/=_.~-]{16,200})\1")
_CALLEE = re.compile(r"[A-Za-z_][\w.]*\Z")


_LONG_VALUE = 256  # names inside a value as long as this are no names


class Pair(NamedTuple):
    """A value and the name it stands beside. ``weak``: a name that alone says nothing (``key``, ``login``, a call)."""

    name: str
    span: Span
    value: str
    quoted: bool
    weak: bool


def pairs(segment: Segment) -> tuple[Pair, ...]:
    """The names and values of a text, unjudged, in order; several rules ask for the same text."""
    return segment.remember(_all_pairs)


def called(segment: Segment) -> tuple[Pair, ...]:
    """The first arguments of calls that may be credentials: the name is the callee."""
    return segment.remember(_all_called)


def _all_pairs(segment: Segment) -> tuple[Pair, ...]:
    return tuple(_pairs(segment))


def _all_called(segment: Segment) -> tuple[Pair, ...]:
    text = segment.text
    out = []
    for match in _CALLS.finditer(text):
        callee = _CALLEE.search(text, max(0, match.start() - 80), match.start())
        if callee and not _GETS.search(callee[0]):
            out.append(Pair(callee[0], Span(*match.span(2)), match[2], True, True))
    return tuple(out)


def _pairs(segment: Segment) -> Iterator[Pair]:
    if segment.key and segment.kind in ("metadata", "json") and 8 <= len(segment.text) <= 4096:
        value = segment.text
        if not any(c.isspace() for c in value):
            lowered_key = segment.key.lower()
            if any(word in lowered_key for word in WORDS) or lowered_key.endswith("pass"):
                span = Span(0, len(value))
                yield Pair(segment.key, span, value, True, _is_weak(segment.key))
    yield from text_pairs(segment.text, segment)


def text_pairs(text: str, segment: Segment | None = None) -> Iterator[Pair]:
    """The names and values in a text. ``segment`` tells what kind of text it is; without one it is an output."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change their length
        lowered = "".join(c.lower() if c.isascii() else c for c in text)
    starts: list[int] = []
    for word in WORDS:
        at = lowered.find(word)
        while at >= 0:
            starts.append(at)
            at = lowered.find(word, at + len(word))
    taken: set[int] = set()
    behind = 0
    for start in sorted(starts):
        if start < behind:
            continue
        tail = _TAIL.match(text, start)
        if tail is None:
            continue
        pair = _pair(text, segment, start, tail)
        if pair is not None and pair.span.start not in taken:
            taken.add(pair.span.start)
            behind = pair.span.end if len(pair.value) > _LONG_VALUE else 0
            yield pair


def _pair(text: str, segment: Segment | None, start: int, tail: re.Match[str]) -> Pair | None:
    opener = (tail["open"] or "")[-1:]
    body = (_QUOTED[opener] if opener else _BARE).match(text, tail.end())
    if body is None:
        return None
    end = body.end()
    if not opener and (tail["wrap"] or tail["call"] or tail["comma"]):
        return None
    head = _NAME.search(text, max(0, start - 40), start)
    begin = head.start() if head else start
    if text[begin - 1 : begin] == "%" and re.match(r"[0-9A-Fa-f]{2}", text[begin : begin + 2]):
        begin += 2
    link = tail.start("closers") if tail["closers"] else _name_end(text, start)
    name = text[begin:link]
    spaced = _SPACED.search(text, max(0, start - 20), start) if begin == start else None
    if spaced:
        name = spaced[0].replace(" ", "_") + name
    if tail["wrap"] and _GETS.search(tail["wrap"]):
        return None
    if tail["call"] and _GETS.search(name):
        return None
    if tail["comma"] and not any(q in tail["closers"] for q in "\"'"):
        return None
    if tail["gap"] and not _may_be_apart(text, segment, begin, name, tail["gap"], bool(opener)):
        return None
    value = body[0]
    if not opener:
        value = value.rstrip(".:" if "pass" in name.lower() or "pwd" in name.lower() else ".:!?*")
        if text[begin - 1 : begin] in ("?", "&"):
            value = value.partition("&")[0].partition("#")[0]
        if len(value) < 8:
            return None
    end = body.start() + len(value)
    weak = _is_weak(name) and not spaced
    return Pair(name, Span(body.start(), end), value, bool(opener), weak)


_NAME_REST = re.compile(r"[A-Za-z0-9_-]*")


def _name_end(text: str, start: int) -> int:
    match = _NAME_REST.match(text, start)
    return match.end() if match else start


def _may_be_apart(text: str, segment: Segment | None, begin: int, name: str, gap: str, quoted: bool) -> bool:
    """Whether nothing but space may separate a name from its value here."""
    lowered = name.lower()
    if "\n" not in gap:
        if name.startswith("--") or text[begin - 2 : begin] == "--" or lowered.endswith(("login", "bearer")):
            return True
        if quoted and ("passw" in lowered or lowered.endswith("pwd")):
            return True
        line = text[max(text.rfind("\n", max(0, begin - 200), begin) + 1, begin - 200) : begin]
        if _ENV_LINE.match(line + " "):
            return True
    if segment is None:
        return len(gap) >= 2 and "\n" not in gap
    if segment.kind in ("html", "svg"):
        return len(gap) >= 2
    return segment.part is Part.OUTPUT and len(gap) >= 2 and "\n" not in gap


def _is_weak(name: str) -> bool:
    lowered = name.lower()
    if lowered.endswith(("login",)):
        return True
    if re.search(r"(?i)keys?(?:[_-]\w{1,12})?\Z", name) and not re.search(r"(?i)token|secret|passw|credential", name):
        return _WEAK_KEY.search(name) is None
    return False


def is_literal(segment: Segment, pair: Pair) -> bool:
    """Whether the value is written there, not computed: in Python, in a string, comment or ``!`` line."""
    if pair.quoted or segment.kind != "code" or segment.cell is None or not is_python(segment.language, segment.text):
        return True
    return token_at(segment.text, *pair.span) is not None
