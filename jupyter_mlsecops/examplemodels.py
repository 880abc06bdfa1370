"""Model files of an example of a rule: pickles put together from lines, and read. Nothing loads them."""

from __future__ import annotations

import struct

from .core.modelfile import ModelFile
from .service.modelfiles import examine_bytes


def model_of(name: str, text: str) -> ModelFile:
    """The file that lines describe, as it is read.

    ``global module name`` names something, ``text words`` and ``extension 7`` are values, ``call`` calls what stands
    first with all that follows it, ``state`` gives the first a state. What stands last is what the pickle holds.
    """
    out, first, rest = b"", b"", b""
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, said = line.partition(" ")
        if word == "call":
            first, rest = first + b"(" + rest + b"tR", b""
        elif word == "state":
            first, rest = first + b"}(" + _text("key") + b"Nub", b""
        else:
            value = _value(word, said)
            first, rest = (first, rest + value) if first else (value, b"")
    out = b"\x80\x04" + first + (b"(" + rest + b"t\x86" if rest else b"") + b"."
    return examine_bytes(out, name)


def _value(word: str, said: str) -> bytes:
    if word == "global":
        module, _, name = said.partition(" ")
        return _text(module) + _text(name) + b"\x93"
    return b"\x82" + bytes([int(said)]) if word == "extension" else _text(said)


def _text(words: str) -> bytes:
    raw = words.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw
