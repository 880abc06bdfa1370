"""Models of xgboost and LightGBM that are data: JSON, UBJSON and text. Their bounds are checked, not their trees."""

from __future__ import annotations

import re

from . import ubjson
from .fact import Kind
from .pickles.source import Source
from .record import PATIENCE, Record, Unreadable

_WINDOW = 1 << 20
_SIZES = re.compile(rb"^tree_sizes=([0-9 ]{0,1000000})\r?$", re.MULTILINE)
_XGBOOST = re.compile(rb'\s{0,64}\{\s{0,64}"(?:learner|version|Config)"\s{0,64}:')
_OPENERS, _CLOSERS = b"{[", b"}]"
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def recognise_text(head: bytes) -> bool:
    """Whether bytes begin like a model of LightGBM."""
    return re.match(rb"tree\r?\n(?:version|num_class)=", head) is not None


def recognise_json(head: bytes) -> bool:
    """Whether bytes begin like a model of xgboost in JSON."""
    return _XGBOOST.match(head) is not None


def recognise_ubjson(head: bytes) -> bool:
    """Whether bytes begin like a model of xgboost in UBJSON."""
    return ubjson.recognise(head) and any(key in head[:64] for key in (b"learner", b"version", b"Config"))


def read_text(source: Source, record: Record) -> None:
    """Check that the trees of a LightGBM model are where its header says."""
    size = source.size or 0
    head = source.read(0, _WINDOW)
    record.read(len(head))
    if b"\0" in head:
        record.fact(Kind.CONTRADICTION, "bytes that are no text", head.index(b"\0"))
    sizes = _SIZES.search(head)
    first = head.find(b"\nTree=0")
    if sizes is not None and first >= 0:
        lengths = [int(length[:18]) for length in sizes[1].split()]
        record.items(len(lengths))
        if first + 1 + sum(lengths) > size:
            record.fact(Kind.BOUNDS, "trees", sizes.start(), detail=f"{sum(lengths):,} bytes of {size:,}")
    tail = source.read(max(0, size - _WINDOW), _WINDOW)
    if b"end of trees" not in tail and b"end of trees" not in head:
        record.gap("It is cut short: its trees do not end.", offset=size)


def read_json_model(source: Source, record: Record) -> None:
    """Check that a model in JSON is one object from end to end."""
    depth = at = 0
    held = b""
    size = source.size or 0
    ended = -1
    while at < size:
        piece = source.read(at, _WINDOW)
        if not piece:
            break
        record.read(len(piece))
        at += len(piece)
        held, plain = _unquoted(held + piece)
        if len(held) > 4 * _WINDOW:
            raise Unreadable("A text in it is too long.", offset=at, cure=PATIENCE)
        if ended >= 0 and plain.strip():
            break
        opened = sum(plain.count(c) for c in _OPENERS)
        closed = sum(plain.count(c) for c in _CLOSERS)
        record.items((opened + plain.count(b",")) // 64)
        depth += opened - closed
        if depth == 0 and (opened or closed):
            ended = at
            last = max(plain.rfind(b"}"), plain.rfind(b"]"))
            if plain[last + 1 :].strip():
                record.fact(Kind.TRAILING, "text after the model", at - len(plain) + last + 1)
                return
    if ended < 0 or depth or held.strip():
        raise Unreadable("It is cut short, or not valid JSON.", offset=size)


def _unquoted(raw: bytes) -> tuple[bytes, bytes]:
    """What is left of an open text, and everything before it without texts."""
    plain = _QUOTED.sub(b"", raw)
    opened = plain.find(b'"')
    return (plain[opened:], plain[:opened]) if opened >= 0 else (b"", plain)


def read_ubjson(source: Source, record: Record) -> None:
    """Check that a model in UBJSON is one object from end to end."""
    end, keys = ubjson.end_of(source, record)
    if not keys & {"learner", "version", "Config"}:
        record.fact(Kind.CONTRADICTION, "no model of xgboost", 0)
    if source.size is not None and end < source.size:
        record.fact(Kind.TRAILING, f"{source.size - end:,} bytes", end)
