"""Model files of an example of a rule: pickles put together from lines, and read. Nothing loads them."""

from __future__ import annotations

import struct
from typing import Any, cast

from msgspec.structs import replace

from .core.modelfile import Altered, ModelFile, Signature, SignatureState, SignedFolder
from .service.modelfiles import examine_bytes


def model_of(name: str, text: str) -> ModelFile:
    """The file that lines describe, as it is read.

    ``global module name`` names something, ``text words`` and ``extension 7`` are values, ``call`` calls what stands
    first with all that follows it, ``state`` gives the first a state. What stands last is what the pickle holds.
    ``altered 2026-11-03 train.ipynb`` says when it was last something else, and who writes it, ``signature trusted ACME
    Ltd`` what a signature beside it is worth, and whose it is; ``missing a.bin`` and ``added b.bin`` what is not as it
    was signed in its folder.
    """
    out, first, rest = b"", b"", b""
    more: dict[str, Any] = {}
    others: dict[str, tuple[str, ...]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, said = line.partition(" ")
        if word in ("altered", "signature"):
            more[word] = _altered(said) if word == "altered" else _signature(name, said)
        elif word in ("missing", "added"):
            others[word] = (*others.get(word, ()), said)
        elif word == "call":
            first, rest = first + b"(" + rest + b"tR", b""
        elif word == "state":
            first, rest = first + b"}(" + _text("key") + b"Nub", b""
        else:
            value = _value(word, said)
            first, rest = (first, rest + value) if first else (value, b"")
    out = b"\x80\x04" + first + (b"(" + rest + b"t\x86" if rest else b"") + b"."
    if others:
        folder = SignedFolder(others.get("missing", ()), others.get("added", ()))
        more["signature"] = replace(more["signature"], folder=folder)
    return replace(examine_bytes(out, name), **more)


def data_of(name: str, text: str) -> ModelFile:
    """The data file that lines describe, of which nothing is read: ``altered`` as in ``model_of``."""
    (line,) = text.split("\n")
    return ModelFile(name, "data", "sha256:" + "0" * 64, 1, altered=_altered(line.partition(" ")[2]))


def _altered(said: str) -> Altered:
    since, _, writer = said.partition(" ")
    return Altered(since, 9, "sha256:" + "1" * 64, writer)


def _signature(name: str, said: str) -> Signature:
    state, _, who = said.partition(" ")
    return Signature(cast(SignatureState, state), f"{name}.sig", "The example says so.", who)


def _value(word: str, said: str) -> bytes:
    if word == "global":
        module, _, name = said.partition(" ")
        return _text(module) + _text(name) + b"\x93"
    return b"\x82" + bytes([int(said)]) if word == "extension" else _text(said)


def _text(words: str) -> bytes:
    raw = words.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw
