"""Models of xgboost and LightGBM that are data: JSON, UBJSON and text. Their bounds are checked, not their trees."""

from __future__ import annotations

import re

from . import ubjson
from .fact import Kind
from .pickles.source import Source
from .record import Record, Unreadable

_WINDOW = 1 << 20
_SIZES = re.compile(rb"^tree_sizes=([0-9 ]{0,1000000})\r?$", re.MULTILINE)
_XGBOOST = re.compile(rb'\s{0,64}\{\s{0,64}"(?:learner|version|Config)"\s{0,64}:')
_OPENERS = b"{["
_BRACKET = re.compile(rb"[{}\[\]]")


def recognise_text(head: bytes) -> bool:
    """Whether bytes begin like a model of LightGBM."""
    return re.match(rb"tree\r?\n(?:version|num_class)=", head) is not None


def recognise_json(head: bytes) -> bool:
    """Whether bytes begin like a model of xgboost in JSON."""
    return _XGBOOST.match(head) is not None


def recognise_ubjson(head: bytes) -> bool:
    """Whether bytes begin like a model of xgboost in UBJSON."""
    return ubjson.key_of(head) in (b"learner", b"version", b"Config")


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
    in_text = ended = False
    while piece := source.read(at, _WINDOW):
        record.read(len(piece))
        at += len(piece)
        raw, held = _whole_escapes(held + piece)
        # Without escapes every quote opens or closes a text.
        pieces = (b'"' * in_text + raw.replace(rb"\\", b"").replace(rb"\"", b"")).split(b'"')
        in_text = len(pieces) % 2 == 0
        plain = b"".join(pieces[::2])
        if not ended:
            plain, depth = _closed(plain, depth)
            ended = depth == 0
        if ended and (in_text or plain.strip()):
            record.fact(Kind.TRAILING, "text after the model")
            return
    if not ended:
        raise Unreadable("It is cut short, or not valid JSON.", offset=at)


def _whole_escapes(raw: bytes) -> tuple[bytes, bytes]:
    """Bytes without a backslash at the end whose other half is still to come, and that backslash."""
    count = len(raw) - len(raw.rstrip(b"\\"))
    return (raw[:-1], raw[-1:]) if count % 2 else (raw, b"")


def _closed(plain: bytes, depth: int) -> tuple[bytes, int]:
    """What stands after the bracket that closes the outermost one, and how many are open."""
    for found in _BRACKET.finditer(plain):
        depth += 1 if found[0] in _OPENERS else -1
        if depth == 0:
            return plain[found.end() :], 0
    return b"", depth


def read_ubjson(source: Source, record: Record) -> None:
    """Check that a model in UBJSON is one object from end to end."""
    end, keys = ubjson.end_of(source, record)
    if not keys & {"learner", "version", "Config"}:
        record.fact(Kind.CONTRADICTION, "no model of xgboost", 0)
    if source.size is not None and end < source.size:
        record.fact(Kind.TRAILING, f"{source.size - end:,} bytes", end)
