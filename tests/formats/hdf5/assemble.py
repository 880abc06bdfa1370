"""HDF5 files put together by hand, in the old notation and in the new one. Checksums are zero: no reader of ours asks.

``Pool`` hands out addresses; everything else is bytes.
"""

from __future__ import annotations

import struct

NOWHERE = b"\xff" * 8
MAGIC = b"\x89HDF\r\n\x1a\n"


def u8(*values: int) -> bytes:
    """Addresses and lengths."""
    return struct.pack(f"<{len(values)}Q", *values)


class Pool:
    """A file in the making. The first 128 bytes are kept for the superblock."""

    def __init__(self, before: bytes = b"") -> None:
        self.before = before
        self.body = bytearray(128)

    def put(self, data: bytes) -> int:
        """Add bytes; returns their address."""
        self.body += bytes(-len(self.body) % 8)
        address = len(self.body)
        self.body += data
        return address

    def old(self, root: int, *, tree: int | None = None, heap: int = 0, driver: bytes = NOWHERE) -> bytes:
        """The whole file, with a superblock of version 0."""
        cached = u8(tree, heap) if tree is not None else bytes(16)
        block = MAGIC + bytes(5) + b"\x08\x08\0" + struct.pack("<HHI", 4, 16, 0)
        block += u8(len(self.before)) + NOWHERE + u8(len(self.body)) + driver
        block += u8(0, root) + struct.pack("<II", tree is not None, 0) + cached
        return self.before + block + bytes(self.body[len(block) :])

    def new(self, root: int, *, extension: bytes = NOWHERE) -> bytes:
        """The whole file, with a superblock of version 3."""
        block = MAGIC + b"\3\x08\x08\0" + u8(len(self.before)) + extension + u8(len(self.body), root) + bytes(4)
        return self.before + block + bytes(self.body[len(block) :])


# Headers of objects


def old_messages(*messages: tuple[int, bytes], flags: int = 0) -> bytes:
    padded = [(kind, data + bytes(-len(data) % 8)) for kind, data in messages]
    return b"".join(struct.pack("<HHB3x", kind, len(data), flags) + data for kind, data in padded)


def old_header(*messages: tuple[int, bytes]) -> bytes:
    body = old_messages(*messages)
    return struct.pack("<BBHII4x", 1, 0, len(messages), 1, len(body)) + body


def new_messages(*messages: tuple[int, bytes], flags: int = 0) -> bytes:
    return b"".join(struct.pack("<BHB", kind, len(data), flags) + data for kind, data in messages)


def new_header(*messages: tuple[int, bytes], flags: int = 0) -> bytes:
    body = new_messages(*messages, flags=flags)
    return b"OHDR\2\2" + struct.pack("<I", len(body)) + body + bytes(4)


# Types and values


def fixed(size: int) -> bytes:
    """The type of a text of so many bytes."""
    return struct.pack("<BBHI", 0x13, 0, 0, size)


VARIABLE = struct.pack("<BBHI", 0x19, 1, 0, 16) + fixed(1)  # a text of any length
BYTE = struct.pack("<BBHIHH", 0x10, 0, 0, 1, 0, 8)
ROWS = struct.pack("<BBHI", 0x19, 0, 0, 16) + BYTE  # a list of bytes of any length


def space(*sizes: int) -> bytes:
    return struct.pack("<BBBB", 2, len(sizes), 0, 1 if sizes else 0) + u8(*sizes)


def attribute(name: str, kind: bytes, data: bytes, dims: bytes | None = None, *, version: int = 3) -> tuple[int, bytes]:
    dims = space() if dims is None else dims
    title = name.encode() + b"\0"
    head = struct.pack("<BBHHH", version, 0, len(title), len(kind), len(dims))
    if version == 1:
        title, kind, dims = (each + bytes(-len(each) % 8) for each in (title, kind, dims))
    return 12, head + (b"\0" if version == 3 else b"") + title + kind + dims + data


def text(name: str, value: bytes, *, version: int = 3) -> tuple[int, bytes]:
    """An attribute that is one text of fixed length."""
    return attribute(name, fixed(len(value)), value, version=version)


def collection(pool: Pool, *texts: bytes) -> int:
    """A heap of texts, counted from 1; returns its address."""
    body = b""
    for index, value in enumerate(texts, 1):
        body += struct.pack("<HH4xQ", index, 1, len(value)) + value + bytes(-len(value) % 8)
    free = max(16, 4096 - 16 - len(body))
    body += struct.pack("<HH4xQ", 0, 0, free) + bytes(free - 16)
    return pool.put(b"GCOL\1\0\0\0" + u8(len(body) + 16) + body)


def reference(length: int, address: int, index: int = 1) -> bytes:
    """A text of any length, as it stands in a value."""
    return struct.pack("<IQI", length, address, index)


def dataset(kind: bytes, place: int, dims: bytes, *more: tuple[int, bytes], size: int = 0) -> bytes:
    """A dataset whose values stand in one piece."""
    return new_header((1, dims), (3, kind), (8, b"\3\1" + u8(place, size)), *more)


# Groups


def link(name: str, address: int) -> tuple[int, bytes]:
    return 6, b"\1\0" + bytes([len(name)]) + name.encode() + u8(address)


def soft(name: str, target: str) -> tuple[int, bytes]:
    return 6, b"\1\x08\1" + bytes([len(name)]) + name.encode() + struct.pack("<H", len(target)) + target.encode()


def outside(name: str, file: str, target: str = "/x") -> tuple[int, bytes]:
    value = b"\0" + file.encode() + b"\0" + target.encode() + b"\0"
    return 6, b"\1\x08\x40" + bytes([len(name)]) + name.encode() + struct.pack("<H", len(value)) + value


def local_heap(pool: Pool, *names: str) -> tuple[int, list[int]]:
    """A heap of names: its address, and where each name stands in it."""
    data, places = bytearray(8), []
    for name in names:
        places.append(len(data))
        data += name.encode() + b"\0"
        data += bytes(-len(data) % 8)
    return pool.put(b"HEAP\0\0\0\0" + u8(len(data), 1, pool.put(bytes(data)))), places


def old_group(pool: Pool, members: dict[str, int], *, levels: int = 0) -> tuple[int, int]:
    """The tree and the heap of a group in the old notation."""
    heap, places = local_heap(pool, *members)
    body = b"".join(u8(place, address) + bytes(24) for place, address in zip(places, members.values(), strict=True))
    child = pool.put(b"SNOD\1\0" + struct.pack("<H", len(members)) + body)
    for level in range(levels + 1):
        child = tree(pool, level, child)
    return child, heap


def tree(pool: Pool, level: int, *children: int) -> int:
    body = b"".join(u8(0, child) for child in children)
    return pool.put(b"TREE\0" + struct.pack("<BH", level, len(children)) + NOWHERE * 2 + body + u8(0))


# Many attributes or links: a heap in blocks and an index into it


def index(pool: Pool, kind: int, *records: bytes, size: int = 512, depth: int = 0, root: int | None = None) -> int:
    wide = len(records[0]) if records else 17
    if root is None:
        root = pool.put((b"BTLF\0" + bytes([kind]) + b"".join(records)).ljust(size, b"\0"))
    head = b"BTHD\0" + struct.pack("<BIHHBB", kind, size, wide, depth, 100, 40)
    return pool.put(head + u8(root) + struct.pack("<H", len(records)) + u8(len(records)) + bytes(4))


def heap_head(root: int, *, huge: bytes = NOWHERE, rows: int = 0, filters: int = 0, width: int = 4, start: int = 512,
              most: int = 1024, longest: int = 4096) -> bytes:  # fmt: skip
    """A heap with identifiers of 8 bytes and offsets of 4."""
    head = b"FRHP\0" + struct.pack("<HHBI", 8, filters, 0, longest) + u8(0) + huge + u8(0) + NOWHERE + u8(*[0] * 8)
    table = struct.pack("<HQQHH", width, start, most, 32, 1)
    return head + table + u8(root) + struct.pack("<H", rows) + bytes(4)


def block(begin: int, data: bytes, size: int = 512) -> bytes:
    """A block of a heap that holds objects from its 17th byte on."""
    return (b"FHDB\0" + u8(0) + struct.pack("<I", begin) + data).ljust(size, b"\0")


def indirect(*children: int) -> bytes:
    return b"FHIB\0" + u8(0) + bytes(4) + u8(*children) + bytes(4)


BLOCK_HEAD = 17


def identifier(offset: int, size: int) -> bytes:
    """Of an object in a block."""
    return b"\0" + struct.pack("<IH", offset, size) + b"\0"


def dense(pool: Pool, *attributes: tuple[int, bytes]) -> tuple[int, bytes]:
    """Attributes in a heap of one block, and the message that leads there."""
    data, records = b"", []
    for number, (_, raw) in enumerate(attributes):
        records.append(identifier(BLOCK_HEAD + len(data), len(raw)) + b"\0" + struct.pack("<II", number, 0))
        data += raw
    heap = pool.put(heap_head(pool.put(block(0, data))))
    return 21, b"\0\0" + u8(heap, index(pool, 8, *records))
