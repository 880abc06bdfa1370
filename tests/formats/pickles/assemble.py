"""Pickles assembled from opcodes, so that no payload lies in the repository and none comes from a pickler."""

from __future__ import annotations

import struct

HARMLESS = "echo harmless"
STOP = b"."
MARK = b"("
POP = b"0"
POP_MARK = b"1"
DUP = b"2"
NONE = b"N"
REDUCE = b"R"
BUILD = b"b"
OBJ = b"o"
NEWOBJ = b"\x81"
NEWOBJ_EX = b"\x92"
STACK_GLOBAL = b"\x93"
MEMOIZE = b"\x94"
TUPLE = b"t"
TUPLE1, TUPLE2, TUPLE3 = b"\x85", b"\x86", b"\x87"
EMPTY_TUPLE, EMPTY_LIST, EMPTY_DICT, EMPTY_SET = b")", b"]", b"}", b"\x8f"
LIST, DICT, FROZENSET = b"l", b"d", b"\x91"
APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS = b"a", b"e", b"s", b"u", b"\x90"
BINPERSID = b"Q"
NEXT_BUFFER, READONLY_BUFFER = b"\x97", b"\x98"


def proto(number: int) -> bytes:
    return b"\x80" + bytes([number])


def frame(length: int) -> bytes:
    return b"\x95" + struct.pack("<Q", length)


def global_(module: str, name: str) -> bytes:
    return b"c" + module.encode() + b"\n" + name.encode() + b"\n"


def inst(module: str, name: str) -> bytes:
    return b"i" + module.encode() + b"\n" + name.encode() + b"\n"


def text(value: str) -> bytes:
    """SHORT_BINUNICODE, or BINUNICODE where it is too long."""
    raw = value.encode("utf-8", "surrogatepass")
    return b"\x8c" + bytes([len(raw)]) + raw if len(raw) < 256 else b"X" + struct.pack("<I", len(raw)) + raw


def text8(value: str) -> bytes:
    raw = value.encode()
    return b"\x8d" + struct.pack("<Q", len(raw)) + raw


def unicode_line(value: bytes) -> bytes:
    return b"V" + value + b"\n"


def string_line(value: bytes) -> bytes:
    return b"S" + value + b"\n"


def short_string(value: bytes) -> bytes:
    return b"U" + bytes([len(value)]) + value


def data(value: bytes) -> bytes:
    """SHORT_BINBYTES, or BINBYTES where they are too long."""
    return b"C" + bytes([len(value)]) + value if len(value) < 256 else b"B" + struct.pack("<I", len(value)) + value


def bytes8(value: bytes, claimed: int | None = None) -> bytes:
    return b"\x8e" + struct.pack("<Q", len(value) if claimed is None else claimed) + value


def bytearray8(value: bytes, claimed: int | None = None) -> bytes:
    return b"\x96" + struct.pack("<Q", len(value) if claimed is None else claimed) + value


def stack_global(module: str, name: str) -> bytes:
    return text(module) + text(name) + STACK_GLOBAL


def int1(value: int) -> bytes:
    return b"K" + bytes([value])


def int4(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def int_line(value: bytes) -> bytes:
    return b"I" + value + b"\n"


def long_line(value: bytes) -> bytes:
    return b"L" + value + b"\n"


def float_line(value: bytes) -> bytes:
    return b"F" + value + b"\n"


def binput(number: int) -> bytes:
    return b"q" + bytes([number])


def binget(number: int) -> bytes:
    return b"h" + bytes([number])


def long_binput(number: int) -> bytes:
    return b"r" + struct.pack("<I", number)


def put(number: bytes) -> bytes:
    return b"p" + number + b"\n"


def get(number: bytes) -> bytes:
    return b"g" + number + b"\n"


def persid(value: str) -> bytes:
    return b"P" + value.encode() + b"\n"


def ext1(code: int) -> bytes:
    return b"\x82" + bytes([code])


def ext4(code: int) -> bytes:
    return b"\x84" + struct.pack("<i", code)


def call(target: bytes, *args: bytes) -> bytes:
    """A target called with arguments, by REDUCE."""
    return target + MARK + b"".join(args) + TUPLE + REDUCE


def command(module: str = "os", name: str = "system") -> bytes:
    """A harmless command handed to something that would run it."""
    return call(stack_global(module, name), text(HARMLESS))
