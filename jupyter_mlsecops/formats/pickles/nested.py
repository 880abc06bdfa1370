"""Payloads that are streams themselves, or archives, or compressed; as they are, or as base64."""

from __future__ import annotations

import binascii
from typing import NamedTuple

from .payloads import BASE64
from .source import Source
from .state import Candidate

_DECODED = 1 << 20

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x5d\0\0", "lzma"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"ZF0x", "joblib-zlib"),
    (b"\x93NUMPY", "npy"),
)


class Inner(NamedTuple):
    """What a payload may be: ``format`` is ``pickle``, ``text pickle`` (without magic) or an archive's name."""

    format: str
    encoding: str
    source: Source


def inner(source: Source, found: Candidate, may_decode: bool) -> Inner | None:
    """What a payload may be, judged by its first bytes; None if it is nothing that is looked into."""
    whole = source.window(found.offset, found.length) if found.decoded is None else Source(found.decoded)
    head = whole.read(0, 64)
    if BASE64(head) is not None:
        if may_decode and (decoded := _from_base64(whole.read(0, _DECODED))) is not None:
            kind = format_of(decoded)
            if kind:
                return Inner(kind, "base64", Source(decoded))
        return None
    if found.kind == "text" and not head.isascii():
        raw = whole.read(0, _DECODED) if may_decode else b""
        try:
            data = raw.decode("utf-8").encode("latin-1")
        except UnicodeError:
            return None
        return Inner(format_of(data), "latin-1", Source(data)) if data else None
    return Inner(format_of(head), "", whole)


def format_of(head: bytes) -> str:
    """What bytes begin with. Pickles of protocols 0 and 1 have no magic: anything may be one."""
    if len(head) > 1 and head[0] == 0x80 and 1 <= head[1] <= 5:
        return "pickle"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[:1] == b"x" and len(head) > 1 and head[1] in b"\x01\x5e\x9c\xda":
        return "zlib"
    return "text pickle"


def _from_base64(text: bytes) -> bytes | None:
    text = b"".join(text.split()).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    text = text[: len(text) - (len(text) % 4 == 1)]
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return None
