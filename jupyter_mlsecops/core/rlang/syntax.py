"""R text to calls and assignments, each at its place. A reader: nothing is run, and whatever is in the text it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from ..regex import regex
from ..text import Span

_TOKEN = regex(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<raw>[rR](?P<mark>["'])(?P<dashes>-{0,20})[(\[{])
    |(?P<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)
    |(?P<name>(?:`[^`\r\n]*`|(?:[^\W\d]|\.(?!\d))[\w.]*)(?::::?(?:`[^`\r\n]*`|[^\W\d.][\w.]*))?)
    |(?P<number>(?:0[xX][\da-fA-F]+|\d[\d.]*(?:[eE][+-]?\d+)?|\.\d+)[Li]?)
    |(?P<operator><<-|<-|->>|->|\|>|%[^%\s]*%|==|<=|>=|!=|&&|\|\||[-+*/^=<>!&|~?:$@])
    |(?P<open>\[\[|[(\[{])
    |(?P<close>\]\]|[)\]}])
    |(?P<comma>,)
    |(?P<end>[\r\n;])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_ESCAPED = regex(r"\\(.)", re.DOTALL)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_ASSIGNS = ("<-", "<<-", "=")
_PIPES = ("|>", "%>%", "%<>%")
_LONGEST = 4_000  # tokens of one call; a longer one is a block of code
MAX_CHARACTERS = 256 * 1024


class Token(msgspec.Struct, frozen=True):
    """A piece of R: ``kind`` is string, name, number, operator, open, close, comma or end; ``text`` of a string is its
    value."""

    kind: str
    text: str
    span: Span


class Argument(msgspec.Struct, frozen=True):
    """An argument: its name, empty where it has none, and the tokens of its value; ``start`` is where it begins."""

    name: str
    value: tuple[Token, ...]
    start: int

    @property
    def span(self) -> Span:
        """The value as written."""
        return Span(self.value[0].span.start, self.value[-1].span.end) if self.value else Span(self.start, self.start)


class Call(msgspec.Struct, frozen=True, eq=False):
    """A call: ``name`` without its package, ``package`` as written (``utils`` in ``utils::unzip``), its arguments.

    Of ``x |> f(y)`` the first argument is ``x``. ``order`` counts the calls of a text as they end.
    """

    name: str
    package: str
    arguments: tuple[Argument, ...]
    span: Span
    order: int


class Assignment(msgspec.Struct, frozen=True):
    """A name gets a value: ``x <- f(y)``."""

    name: str
    value: tuple[Token, ...]
    at: int


class Parsed(msgspec.Struct, frozen=True):
    """The calls and assignments of one text, in order."""

    calls: tuple[Call, ...]
    assignments: tuple[Assignment, ...]


@lru_cache(maxsize=512)
def parse(text: str) -> Parsed:
    """What an R text calls and assigns; nothing for one of more than ``MAX_CHARACTERS``."""
    if len(text) > MAX_CHARACTERS:
        return Parsed((), ())
    found = tokens(text)
    return Parsed(tuple(_calls(found)), tuple(_assignments(found)))


def tokens(text: str) -> list[Token]:
    """The tokens of a text, without comments."""
    found: list[Token] = []
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        kind, written = match.lastgroup or "", match.group()
        start, at = match.span()
        if match["raw"]:
            close = _CLOSERS[written[-1]] + match["dashes"] + match["mark"]
            end = text.find(close, at)
            value, at = (text[at:end], end + len(close)) if end >= 0 else (text[at:], len(text))
            found.append(Token("string", value, Span(start, at)))
        elif match["string"]:
            body = written[1:-1] if len(written) > 1 and written[-1] == written[0] else written[1:]
            value = _ESCAPED.sub(lambda m: _ESCAPES.get(m[1], m[1]), body) if "\\" in body else body
            found.append(Token("string", value, Span(start, at)))
        elif not match["comment"]:
            found.append(Token(kind, written, Span(start, at)))
    return found


def call_of(value: Sequence[Token]) -> Call | None:
    """The call that an expression is as a whole; None for any other expression."""
    if len(value) < 3 or value[0].kind != "name" or value[1].text != "(" or value[-1].text != ")":
        return None
    depth = 0
    for token in value[1:-1]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return None
    calls = list(_calls(list(value)))
    return calls[-1] if calls else None


def _calls(found: list[Token]) -> list[Call]:
    calls: list[Call] = []
    stack: list[int] = []
    for index, token in enumerate(found):
        if token.kind == "open":
            stack.append(index)
        elif token.kind == "close" and stack:
            opened = stack.pop()
            before = found[opened - 1] if opened else None
            if found[opened].text != "(" or before is None or before.kind != "name" or index - opened > _LONGEST:
                continue
            package, _, name = before.text.rpartition("::")
            arguments = _arguments(found, opened, index)
            piped = _piped(found, opened - 1)
            if piped:
                arguments.insert(0, Argument("", piped, piped[0].span.start))
            span = Span(before.span.start, token.span.end)
            calls.append(Call(name.strip("`"), package.rstrip(":"), tuple(arguments), span, len(calls)))
    return calls


def _arguments(found: list[Token], opened: int, closed: int) -> list[Argument]:
    arguments: list[Argument] = []
    depth, first = 0, opened + 1
    for index in range(opened + 1, closed + 1):
        token = found[index]
        if index == closed or (depth == 0 and token.kind == "comma"):
            value = [t for t in found[first:index] if t.kind != "end" or depth]
            if value:
                named = len(value) > 1 and value[1].text == "=" and value[0].kind in ("name", "string")
                name = value[0].text.strip("`") if named else ""
                arguments.append(Argument(name, tuple(value[2:] if named else value), value[0].span.start))
            first = index + 1
        depth += (token.kind == "open") - (token.kind == "close")
    return arguments


def _piped(found: list[Token], at: int) -> tuple[Token, ...]:
    """What is piped into the call whose name is at a place: the expression in front of ``|>``."""
    pipe = at - 1
    while pipe >= 0 and found[pipe].kind == "end":
        pipe -= 1
    if pipe < 1 or found[pipe].text not in _PIPES:
        return ()
    depth, first = 0, pipe
    while first > 0:
        token = found[first - 1]
        depth += (token.kind == "close") - (token.kind == "open")
        if depth < 0 or (depth == 0 and (token.kind in ("end", "comma") or token.text in (*_PIPES, *_ASSIGNS))):
            break
        first -= 1
        if pipe - first > 200:
            return ()
    return tuple(found[first:pipe])


def _assignments(found: list[Token]) -> list[Assignment]:
    assignments: list[Assignment] = []
    depth = 0
    for index, token in enumerate(found):
        if token.kind in ("open", "close") and token.text[0] in "([])":
            depth = max(0, depth + (1 if token.kind == "open" else -1))
        if token.kind != "operator" or index == 0:
            continue
        before = found[index - 1]
        is_first = index == 1 or found[index - 2].kind == "end" or found[index - 2].text in ("{", "}", ")")
        if token.text in _ASSIGNS and before.kind in ("name", "string") and is_first:
            if token.text == "=" and depth:
                continue  # the name of an argument
            value = _until_end(found, index + 1)
            assignments.append(Assignment(before.text.strip("`"), value, token.span.start))
    return assignments


def _until_end(found: list[Token], first: int) -> tuple[Token, ...]:
    depth, last = 0, first
    while last < len(found) and last - first < 200:
        token = found[last]
        if token.kind == "close" and depth == 0:
            break
        depth += (token.kind == "open") - (token.kind == "close")
        ends = token.kind == "end" and depth == 0
        if ends and last > first and not (found[last - 1].kind == "operator" or token.text == ";"):
            break
        if ends and token.text == ";":
            break
        last += 1
    return tuple(token for token in found[first:last] if token.kind != "end")
