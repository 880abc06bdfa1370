"""Length-prefixed arguments: kept where they are short, passed over where they are long."""

from __future__ import annotations

import re

from .facts import Kind
from .opcodes import NAMES
from .state import Candidate, Malformed, State
from .texts import python2
from .values import Blob

KEPT = 255
"""Longer texts become a Blob: no name is that long, and a computed name is told anyway."""

_KEPT_BYTES = 64
"""Longer bytes become one, too: what they are is told by where they are."""

_HEAD = 64
_LOOKED_AT = 64 << 10
_CLAIM = 1 << 20

BASE64 = re.compile(rb"[gKYXfUHeQ/][A-Za-z0-9+/_-]{15,}(?:={0,2}\Z|(?<=[\s\S]{60}))").match
"""Base64 of a first byte with which pickles, archives and compressed bytes begin: all of a text, or its first 60."""

# What a stream without magic may begin with: an opcode that needs nothing on the stack, and a likely argument.
_OPENING = re.compile(
    rb"[(KMJGN)\]}cVPi\x8a\x8c\x80\x82-\x84\x88\x89\x8f\x95]|[CU][\s\S]|[IL][\s+\-]*[\d\0]|F[\s+\-]*[\d.niNI]|S['\"]"
    rb"|[TXB\x8b\x8d\x8e\x96][\s\S]{3}[\0-\x3f]"
).match
_MAGIC = re.compile(
    rb"PK|\x1f\x8b|x[\x01\x5e\x9c\xda]|BZ|\xfd7z|\x5d\0\0|\x04\x22\x4d\x18|\x28\xb5\x2f\xfd|ZF|7z\xbc|\x93NUMPY"
).match
_TEXT_PICKLE = re.compile(rb"[ci][^\s\0]{1,100}\n[^\s\0]{1,100}(?:\n|\Z)").search


def payload(state: State, at: int, pos: int, length: int, kind: str, codec: str = "") -> int:
    """Push a payload of the opcode before ``at`` whose bytes begin at ``pos``; returns where it ends.

    ``kind`` is ``text`` or ``bytes``; ``codec`` is ``utf-8`` or ``python2`` for texts.
    """
    end = pos + length
    start = state.base + pos
    whole = end <= state.limit
    if not whole and not state.source.holds(start + length):
        if length > _CLAIM:
            state.tell(Kind.ALLOCATION, at, arguments=(length,), detail="length")
        raise Malformed(f"{NAMES[state.window[at - 1]]} of {length:,} bytes, which goes past the end")
    if length > KEPT:
        state.stack.append(Blob(kind, start, length))
        size = min(length, _LOOKED_AT) if kind == "text" else _HEAD
        held = whole or pos + size <= state.limit
        head = state.window[pos : pos + size] if held else state.source.read(start, min(size, length))
        if codec == "python2" and not head.isascii():
            state.tell_once(Kind.ODD_TEXT, at)
        look(state, at, kind, start, length, head)
        return end
    raw = state.window[pos:end] if whole else state.source.read(start, length)
    state.budget.keep(length)
    if kind == "bytes":
        state.stack.append(raw if length <= _KEPT_BYTES else Blob(kind, start, length))
    elif codec == "python2":
        text, odd = python2(raw)
        if odd:
            state.tell_once(Kind.ODD_TEXT, at)
        state.stack.append(text)
    else:
        state.stack.append(utf8(raw))
    look(state, at, kind, start, length, raw)
    return end


def utf8(raw: bytes) -> str:
    """A text as both unpicklers decode it, halves of surrogate pairs included."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise Malformed("text that is not UTF-8") from error


def look(state: State, at: int, kind: str, start: int, length: int, head: bytes, decoded: bytes | None = None) -> None:
    """Note a payload that may be a stream, an archive or compressed, to be looked into when this stream has ended."""
    if length < 4:
        return
    likely: object
    if kind == "text":
        likely = head[:2] == b"\xc2\x80" or b"\xc2\x93" in head or _TEXT_PICKLE(head) or _MAGIC(head[:4])
    elif length > KEPT or b"\x93" in head or b"\n" in head or head[0] == 0x80:
        likely = _OPENING(head) or _MAGIC(head)
    else:
        likely = _MAGIC(head)
    if likely or BASE64(head[:_HEAD]):
        state.candidates.append(Candidate(kind, start, length, NAMES[state.window[at - 1]], decoded))
