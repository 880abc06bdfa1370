"""safetensors: a length, a JSON header, the bytes of the tensors. Only the header is read."""

from __future__ import annotations

import math

from .fact import Kind
from .jsons import Json, parse_json
from .pickles.source import Source
from .record import Record, Unreadable

_LONGEST_HEADER = 100_000_000  # what the format allows
# Bits of one value.
_TYPES = {
    "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E5M2FNUZ": 8, "F8_E4M3FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32,
    "C64": 64, "F64": 64, "I64": 64, "U64": 64, "C128": 128,
}  # fmt: skip


def recognise(head: bytes) -> bool:
    """Whether bytes begin like a safetensors file."""
    return len(head) > 8 and head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") < 1 << 40


def read(source: Source, record: Record) -> None:
    """Check that header and tensors explain the file to the byte."""
    size = source.size or 0
    prefix = source.read(0, 8)
    if len(prefix) < 8:
        raise Unreadable("It is shorter than the length of a header.", offset=0)
    length = int.from_bytes(prefix, "little")
    if length > _LONGEST_HEADER:
        record.fact(Kind.HEADER_SIZE, f"{length:,} bytes", 0)
    if 8 + length > size:
        record.fact(Kind.BOUNDS, "header", 0, detail=f"ends at {8 + length:,} of {size:,} bytes")
        return
    if length > record.limits.text_bytes:
        raise Unreadable(f"Its header is longer than {record.limits.text_bytes:,} bytes.", offset=8)
    record.read(length)
    raw = source.read(8, length)
    header, twice = parse_json(raw, record)
    if not isinstance(header, dict) or raw[:1] != b"{":
        raise Unreadable("Its header is no JSON object.", offset=8)
    for name in twice:
        record.fact(Kind.DUPLICATE_KEY, name, 8)
    _spans(header, 8 + length, size, record)


def _spans(header: dict[str, Json], start: int, size: int, record: Record) -> None:
    spans: list[tuple[int, int, str]] = []
    for name, entry in header.items():
        if name == "__metadata__":
            if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
                record.gap("Its metadata are not texts.", offset=8)
            continue
        span = _span(name, entry, record)
        if span is not None:
            spans.append((*span, name))
    spans.sort()
    reached, before = 0, ""
    for begin, end, name in spans:
        if begin < reached:
            record.fact(Kind.OVERLAP, name, start + begin, detail=f"with {before}")
        elif begin > reached:
            record.fact(Kind.HOLE, name, start + reached, detail=f"{begin - reached:,} bytes before it")
        if end >= reached:
            reached, before = end, name
    if start + reached > size:
        record.fact(Kind.BOUNDS, before, start, detail=f"ends at {start + reached:,} of {size:,} bytes")
    elif start + reached < size:
        record.fact(Kind.TRAILING, f"{size - start - reached:,} bytes", start + reached)


def _span(name: str, entry: Json, record: Record) -> tuple[int, int] | None:
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [int(begin), int(end)]}:
            sizes = [n for n in shape if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 1 << 63]
            if len(sizes) != len(shape) or begin < 0 or not 0 <= end < 1 << 63 or len(shape) > 1000:
                record.fact(Kind.SPAN, name, 8, detail="not a shape or not a span")
                return None
            if end < begin:
                record.fact(Kind.SPAN, name, 8, detail="ends before it begins")
                return None
            bits = _TYPES.get(dtype)
            if bits is None:
                record.gap(f"Type {dtype!r} of a tensor is not known.", offset=8)
            elif (needs := -(-math.prod(sizes) * bits // 8)) != end - begin:
                needed = f"{needs:,}" if needs < 1 << 80 else "far more"
                record.fact(Kind.SPAN, name, 8, detail=f"{end - begin:,} bytes where {needed} are needed")
            return begin, end
    record.fact(Kind.SPAN, name, 8, detail="not the description of a tensor")
    return None
