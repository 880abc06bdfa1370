"""Opcodes that bring a value with them: numbers, texts, bytes, buffers.

Each takes the state and the position after its opcode byte, and returns the position of the next opcode.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct

from .facts import Kind
from .payloads import look, payload
from .state import Malformed, State
from .texts import HUGE, Huge, canonical, integer, is_float, long, python2, unescaped
from .values import Blob, Frozen, Unknown, kind_of

Handler = Callable[[State, int], int]

_I4 = Struct("<i").unpack_from
_MOST = (1 << 63) - 1


# Numbers


def int_(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    if not canonical(text):
        state.tell_once(Kind.ODD_INTEGER, pos)
    return _number(state, integer(text) if whole else HUGE, end)


def long_(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    digits = text[:-1] if text.endswith(b"L") else text
    if not canonical(digits):
        state.tell_once(Kind.ODD_INTEGER, pos)
    return _number(state, long(digits) if whole else HUGE, end)


def _number(state: State, value: int | Huge | None, end: int) -> int:
    if value is None:
        raise Malformed("integer text that is no integer")
    state.stack.append(value)
    return end


def long1_(state: State, pos: int) -> int:
    return _counted(state, pos, pos + 1, state.window[pos])


def long4_(state: State, pos: int) -> int:
    (size,) = _I4(state.window, pos)
    if size < 0:
        raise Malformed("an integer of negative length")
    return _counted(state, pos, pos + 4, size)


def _counted(state: State, at: int, pos: int, size: int) -> int:
    end = pos + size
    if size > 8:
        end = payload(state, at, pos, size, "bytes")
        state.stack[-1] = HUGE
        return end
    data = state.window[pos:end] if end <= state.limit else state.source.read(state.base + pos, size)
    if len(data) < size:
        raise Malformed("an integer that goes past the end")
    state.stack.append(int.from_bytes(data, "little", signed=True))
    return end


def float_(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    if whole and not is_float(text):
        raise Malformed("float text that is no number")
    state.stack.append(0.0)
    return end


# Texts and bytes


def string_(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    if not whole:
        state.stack.append(Blob("text", state.base + pos, end - pos))
        return end
    if len(text) < 2 or text[0] != text[-1] or text[0] not in b"'\"":
        raise Malformed("a string without quotes")
    raw = unescaped(text[1:-1])
    if raw is None:
        raise Malformed("a string with an escape that is none")
    value, odd = python2(raw)
    if odd:
        state.tell_once(Kind.ODD_TEXT, pos)
    _keep(state, pos, value, text, end)
    return end


def unicode_(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    if not whole:
        state.stack.append(Blob("text", state.base + pos, end - pos))
        return end
    try:
        value = text.decode("raw-unicode-escape")
    except UnicodeDecodeError as error:
        raise Malformed("a text with an escape that is none") from error
    _keep(state, pos, value, text, end)
    return end


def _keep(state: State, pos: int, value: str, text: bytes, end: int) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    if len(value) > 255:
        state.stack.append(Blob("text", state.base + pos, end - pos - 1))
    else:
        state.budget.keep(len(value))
        state.stack.append(value)
    length = end - pos - 1
    if b"\\" not in text:
        look(state, pos, "text", state.base + pos, length, raw)
    elif state.budget.decode(len(raw)):
        look(state, pos, "text", state.base + pos, length, raw, raw)


def sized_(kind: str, codec: str, width: int) -> Handler:
    def sized(state: State, pos: int) -> int:
        length = int.from_bytes(state.window[pos : pos + width], "little")
        if length > _MOST:
            raise Malformed("a length beyond all memory")
        return payload(state, pos, pos + width, length, kind, codec)

    return sized


def next_buffer_(state: State, pos: int) -> int:
    state.tell_once(Kind.OUT_OF_BAND, pos)
    state.stack.append(Unknown("buffer"))
    return pos


def readonly_buffer_(state: State, pos: int) -> int:
    if type(state.stack[-1]) in (type(None), bool, int, float, str, tuple, Frozen):
        raise Malformed(f"a buffer that is of type {kind_of(state.stack[-1])}")
    return pos
