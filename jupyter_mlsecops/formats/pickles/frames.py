"""Frames, which announce how many bytes belong together, and the readers that take them at their word.

An unpickler that reads from memory ignores frames. The C unpickler that reads from a file takes a whole frame at once
and drops what is left of it when an argument reaches over its end: the argument then begins after the frame. The
pure-Python one refuses. No pickler writes such frames, but a file may be made to be read in two ways.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

from .facts import Kind
from .source import Source

if TYPE_CHECKING:
    from .state import State

_U8 = Struct("<Q").unpack_from
_MOST = (1 << 63) - 1
# Opcodes whose payload the C unpickler puts together from both sides of the end.
_JOINED = b"BC\x8e\x96"
_PREFIX = {ord("X"): 4, ord("T"): 4, ord("U"): 1, 0x8A: 1, 0x8B: 4, 0x8C: 1, 0x8D: 8}
_PREFIX |= {ord("B"): 4, ord("C"): 1, 0x8E: 8, 0x96: 8}
_FIXED = {ord("h"): 1, ord("j"): 4, ord("q"): 1, ord("r"): 4, ord("K"): 1, ord("M"): 2, ord("J"): 4, ord("G"): 8}
_FIXED |= {0x80: 1, 0x82: 1, 0x83: 2, 0x84: 4, 0x95: 8}
_LINES = {**dict.fromkeys(b"ci", 2), **dict.fromkeys(b"SVPFILpg", 1)}


class BeyondMemory(Exception):
    """A frame longer than any memory: both unpicklers refuse."""


def begin_frame(state: State, pos: int) -> int:
    """FRAME. Returns where the next opcode stands for a reader that ignores frames."""
    (length,) = _U8(state.window, pos)
    if length > _MOST:
        raise BeyondMemory
    after = state.base + pos + 8
    end = state.source.placed(state.source.real(after) + length)
    if state.source.size is not None and end > state.source.size:
        state.tell_once(Kind.FRAME, pos, "longer than the file")
        return pos + 8
    if state.frame_end <= after:
        state.frame_end = end
    elif end > state.frame_end:
        state.tell_once(Kind.FRAME, pos, "crossed")
        if state.crossing is None:
            state.crossing = after, state.frame_end
        state.frame_end = end
    return pos + 8


def crossed(state: State, pos: int, op: int) -> tuple[int, int] | None:
    """The bytes that the C unpickler drops: from the start of what it could not read whole to the end of the frame.

    None where it drops nothing.
    """
    end = state.frame_end
    start = state.base + pos
    width = _PREFIX.get(op)
    if width is not None and start + width <= end:
        return None if op in _JOINED else (start + width, end)
    if _LINES.get(op) == 2:
        line = state.line(pos)[1] + state.base
        if line <= end:
            start = line
    return (start, end) if start < end else None


def reaches(state: State, pos: int, op: int) -> bool:
    """Whether an opcode in a frame that no reader understood as it stands reaches over the frame's end."""
    if not state.base + pos <= state.frame_end:
        return False
    end = pos + _FIXED.get(op, 0)
    for _ in range(_LINES.get(op, 0)):
        end = state.line(end)[1]
    if op in _PREFIX:
        end += _PREFIX[op]
        end += int.from_bytes(state.window[pos:end], "little")
    return state.base + end > state.frame_end


class Spliced(Source):
    """A source without some of its bytes, as a reader sees it that drops them."""

    __slots__ = ("_cut", "_dropped", "_whole")

    def __init__(self, whole: Source, start: int, end: int) -> None:
        self._whole = whole
        self._cut = start
        self._dropped = end - start
        self.size = None if whole.size is None else max(start, whole.size - self._dropped)

    def read(self, offset: int, size: int) -> bytes:
        if offset >= self._cut:
            return self._whole.read(offset + self._dropped, size)
        found = self._whole.read(offset, min(size, self._cut - offset))
        return found + self._whole.read(self._cut + self._dropped, size - len(found)) if len(found) < size else found

    def real(self, offset: int) -> int:
        return self._whole.real(offset if offset < self._cut else offset + self._dropped)

    def placed(self, real: int) -> int:
        offset = self._whole.placed(real)
        return offset if offset <= self._cut else max(self._cut, offset - self._dropped)

    def forget(self) -> None:
        self._whole.forget()
