"""Streams for the differential fuzz: mutants of small pickles, and programs made of random opcodes."""

from __future__ import annotations

import collections
import datetime
import fractions
import os
import pickle
import random
import struct
from typing import Any

from .. import assemble as a


class _Calls:
    def __init__(self, *reduced: Any) -> None:
        self.reduced = reduced

    def __reduce__(self) -> Any:
        return self.reduced


class _Plain:
    def __init__(self) -> None:
        self.x = [1, 2.5, "three"]


_Plain.__module__, _Plain.__qualname__ = "collections", "OrderedDict"


def seeds() -> list[bytes]:
    """Small pickles of every kind, of every protocol."""
    recursive: list[Any] = [1]
    recursive.append(recursive)
    objects: list[Any] = [
        _Calls(os.system, (a.HARMLESS,)),
        _Calls(os.system, (a.HARMLESS,), {"a": 1, "__class__": 2}),
        _Calls(collections.OrderedDict, (), None, iter([1, 2]), iter([("k", "v")])),
        [datetime.date(2020, 1, 2), fractions.Fraction(1, 3), {1, 2}, frozenset("ab"), b"bytes", 1 << 70, -5],
        {"a": (1, 2, 3), "b": [None, True, False], "c": ({"d": 1.5},), 300: 70000},
        recursive,
        [pickle.dumps(_Calls(os.system, ("x",))), "text\nlines", "é\u20ac"],
        collections.OrderedDict(x=1),
    ]
    found = [pickle.dumps(thing, protocol) for thing in objects for protocol in range(6)]
    found += [first + second for first, second in zip(found[::5], found[3::5], strict=False)]
    found += [
        a.MARK + a.text(a.HARMLESS) + a.inst("os", "system") + a.STOP,
        a.MARK + a.global_("os", "system") + a.text("x") + a.OBJ + a.STOP,
        a.global_("m", "C") + a.EMPTY_TUPLE + a.NEWOBJ + a.EMPTY_DICT + a.BUILD + a.STOP,
        a.global_("m", "C") + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NEWOBJ_EX + a.STOP,
        a.string_line(rb"'o\x73'") + a.unicode_line(rb"sys\u0074em") + a.STACK_GLOBAL + a.STOP,
        a.int_line(b"010") + a.int_line(b"01") + a.long_line(b"0x1fL") + a.float_line(b"1.5") + a.LIST[:0] + a.STOP,
        a.persid("id") + a.text("x") + a.BINPERSID + a.TUPLE2 + a.STOP,
        a.text("os")
        + a.put(b"7")
        + a.POP
        + a.text("system")
        + a.MEMOIZE
        + a.get(b"7")
        + a.binget(1)
        + a.STACK_GLOBAL
        + a.STOP
        + a.binget(1)
        + a.binget(7)
        + a.STACK_GLOBAL
        + a.STOP,
        a.global_("m", "g")
        + a.MARK
        + a.text("k")
        + a.text("v")
        + a.SETITEMS
        + a.MARK
        + a.int1(1)
        + a.APPENDS
        + a.MARK
        + a.int1(1)
        + a.ADDITEMS
        + a.STOP,
    ]
    return found


_STRUCTURAL = b"(.012NRbcdaehijloqstu}])\x81\x85\x86\x87\x88\x90\x91\x92\x93\x94\x97\x98G\x95\x80"


def mutant(corpus: list[bytes], r: random.Random) -> bytes:
    """A seed with one to three changes: bytes flipped, cut out, opcodes put in, slices copied, the end cut off."""
    data = bytearray(r.choice(corpus))
    for _ in range(r.randint(1, 3)):
        at = r.randrange(len(data)) if data else 0
        way = r.randrange(7)
        if way == 0 and data:
            data[at] ^= 1 << r.randrange(8)
        elif way == 1:
            del data[at : at + r.randint(1, 3)]
        elif way == 2:
            data[at:at] = bytes([r.choice(_STRUCTURAL)])
        elif way == 3:
            start = r.randrange(len(data) + 1)
            data[at:at] = data[start : start + r.randint(1, 12)]
        elif way == 4:
            data[at:at] = step(r)
        elif way == 5:
            other = r.choice(corpus)
            start = r.randrange(len(other))
            data[at:at] = other[start : start + r.randint(1, 40)]
        elif r.random() < 0.3:
            del data[at:]
    return bytes(data)


_WORDS = ["os", "system", "builtins", "eval", "a.b", "m", "C", "x y", "", "__class__", "copy_reg", "é"]


def step(r: random.Random) -> bytes:
    """One opcode with a likely argument, or a few that belong together."""
    word, other = r.choice(_WORDS), r.choice(_WORDS)
    number = str(r.choice([0, 1, 2, 3, 7, 300])).encode()
    odd = r.choice(
        [b"010", b"0x1", b" 1", b"1_0", b"1\0x", b"+1", b"00", b"01", b"0b1", b"0o7", b"08", b"\0", b"1L", b"-1"]
    )
    return r.choice(
        [
            lambda: a.global_(word, other),
            lambda: a.MARK + a.text(word) + a.inst("mod", "name"),
            lambda: a.stack_global(word, other),
            lambda: a.text(word) + a.text(other),
            lambda: a.int1(r.randrange(256)),
            lambda: a.int4(r.randrange(-(1 << 31), 1 << 31)),
            lambda: a.int_line(odd),
            lambda: a.long_line(odd),
            lambda: a.float_line(odd),
            lambda: a.put(r.choice([number, odd])),
            lambda: a.get(r.choice([number, odd])),
            lambda: a.binput(r.randrange(4)),
            lambda: a.binget(r.randrange(4)),
            lambda: a.long_binput(r.choice([1, 5, 70])),
            lambda: b"j" + struct.pack("<I", r.randrange(4)),
            lambda: a.string_line(r.choice([b"'a'", rb"'\x6f\163'", b'"\'"', b"'\xe9'", b"'", rb"'\x'"])),
            lambda: a.unicode_line(r.choice([b"a", rb"\u006fs", b"\xe9", rb"\u"])),
            lambda: a.short_string(r.choice([b"os", b"\xe9", b""])),
            lambda: b"T" + struct.pack("<i", 2) + b"os",
            lambda: a.data(b"abc"),
            lambda: a.bytes8(b"abc"),
            lambda: a.bytearray8(b"abc"),
            lambda: a.text8(word),
            lambda: a.proto(r.randrange(7)),
            lambda: a.frame(r.choice([0, 1, 10, 1 << 20])),
            lambda: a.persid(word if word.isascii() else ""),
            lambda: a.ext1(r.randrange(3)),
            lambda: b"\x8a\x01\x05",
            lambda: b"\x8b\x02\0\0\0\x05\x01",
            lambda: b"G" + struct.pack(">d", 1.5) * 1,
            lambda: (b"K\x01" * 20 + b"M\x01\x02" * 20 + b"J\x01\x02\x03\x04" * 20) if r.random() < 0.2 else b"K\x01",
            lambda: (b"G" + struct.pack(">d", 1.5)) * 20 if r.random() < 0.2 else b"N",
            lambda: a.MARK + a.EMPTY_TUPLE + a.TUPLE,
            lambda: a.EMPTY_DICT + a.text(word) + a.NONE + a.SETITEM + a.BUILD,
            lambda: a.EMPTY_TUPLE + a.REDUCE,
            lambda: a.EMPTY_TUPLE + a.NEWOBJ,
            lambda: a.MARK + a.global_("k", word or "n") + a.NONE + a.OBJ,
            lambda: a.NEXT_BUFFER + a.READONLY_BUFFER,
            *[(lambda code=code: bytes([code])) for code in _STRUCTURAL],
        ]
    )()


# What an opcode needs above the last mark (or a mark), and by how much it changes the height.
_PLAIN = {b"0": (1, -1), b"2": (1, 1), b"N": (0, 1), b"R": (2, -1), b"b": (2, -1), b"a": (2, -1), b"s": (3, -2)}
_PLAIN |= {b")": (0, 1), b"]": (0, 1), b"}": (0, 1), b"\x8f": (0, 1), b"\x85": (1, 0), b"\x86": (2, -1)}
_PLAIN |= {b"\x87": (3, -2), b"\x93": (2, -1), b"\x94": (1, 0), b"\x81": (2, -1), b"\x92": (3, -2), b"Q": (1, 0)}


def program(r: random.Random) -> bytes:
    """Random opcodes that mostly find on the stack what they need."""
    heights = [0]
    out = [a.proto(r.randrange(6))] if r.random() < 0.7 else []
    memoized = 0
    for _ in range(r.randint(3, 30)):
        way = r.randrange(10)
        if way < 3:
            module, name = r.choice(_WORDS[:7]), r.choice(_WORDS[:7])
            out.append(r.choice([a.global_(module, name), a.stack_global(module, name), a.text(name), a.int1(3)]))
            heights[-1] += 1
        elif way == 3:
            out.append(a.MARK)
            heights.append(0)
        elif way == 4 and len(heights) > 1:
            above = heights.pop()
            if above % 2 == 0 and heights[-1] and r.random() < 0.4:
                out.append(r.choice([a.SETITEMS, a.APPENDS, a.ADDITEMS]))
            elif above and r.random() < 0.3:
                out.append(r.choice([a.OBJ, a.inst("p.q", "r")]))
                heights[-1] += 1
            else:
                out.append(r.choice([a.TUPLE, a.LIST, a.FROZENSET, a.TUPLE]))
                heights[-1] += 1
        elif way == 5 and memoized:
            out.append(a.binget(r.randrange(memoized)))
            heights[-1] += 1
        elif way == 6 and heights[-1]:
            out.append(r.choice([a.MEMOIZE, a.binput(memoized)]))
            memoized += 1
        elif way == 7 and heights[-1]:
            out.append(a.EMPTY_TUPLE + a.REDUCE)
        else:
            code, (needs, change) = r.choice(list(_PLAIN.items()))
            if heights[-1] >= needs:
                out.append(code)
                heights[-1] += change
    return b"".join(out) + a.STOP
