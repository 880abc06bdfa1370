"""HDF5 that leads astray: circles, contradictions, what is not known, and counts as high as they can be said."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from jupyter_mlsecops.formats.record import Limits

from . import assemble as a
from .test_places import TEXT, gaps, indexed

DRIVER = "The HDF5 file asks for a driver of its own: parts of it may stand in other files."
CIRCLE = "An index of the HDF5 file leads back to itself."


def root(*messages: tuple[int, bytes], flags: int = 0) -> Callable[[a.Pool], bytes]:
    return lambda pool: pool.new(pool.put(a.new_header(*messages, flags=flags)))


def own_header(pool: a.Pool) -> bytes:
    address = pool.put(bytes(64))
    head = a.old_header((16, a.u8(address + 16, 24)))
    pool.body[address : address + len(head)] = head
    return pool.old(address)


def own_tree(pool: a.Pool) -> bytes:
    heap, _ = a.local_heap(pool, "a")
    tree = a.tree(pool, 1, len(pool.body))
    return pool.old(pool.put(a.old_header((17, a.u8(tree, heap)))))


def own_index(pool: a.Pool) -> bytes:
    heap = pool.put(a.heap_head(2**64 - 1))
    node, record = pool.put(bytes(512)), bytes(17)
    inner = b"BTIN\0\x08" + record + (a.u8(node) + b"\1" + bytes(2)) * 2
    pool.body[node : node + 512] = inner.ljust(512, b"\0")
    return indexed(pool, heap, a.index(pool, 8, record, depth=2, root=node))


def own_heap(pool: a.Pool) -> bytes:
    """An indirect block whose children are itself."""
    place = pool.put(a.indirect(*[len(pool.body)] * 40))
    heap = pool.put(a.heap_head(place, rows=10))
    return indexed(pool, heap, a.index(pool, 8, a.identifier(9000, 9) + bytes(9)))


def endless_texts(pool: a.Pool) -> bytes:
    held = pool.put(b"GCOL\1\0\0\0" + a.u8(4096) + bytes(4080))
    return root(a.attribute("model_config", a.VARIABLE, a.reference(5, held)))(pool)


def other_place(pool: a.Pool) -> bytes:
    """A block that says itself that it begins elsewhere: the library would take another object."""
    heap = pool.put(a.heap_head(pool.put(a.block(8, TEXT[1]))))
    return indexed(pool, heap, a.index(pool, 8, a.identifier(a.BLOCK_HEAD, len(TEXT[1])) + bytes(9)))


def filtered(pool: a.Pool) -> bytes:
    return indexed(pool, pool.put(a.heap_head(0, filters=12)), a.index(pool, 8, bytes(17)))


def own_driver(pool: a.Pool) -> bytes:
    return pool.old(pool.put(a.old_header((0, bytes(8)))), driver=a.u8(96))


def driver_in_extension(pool: a.Pool) -> bytes:
    extension = a.u8(pool.put(a.new_header((20, bytes(8)))))
    return pool.new(pool.put(a.new_header()), extension=extension)


def behind_its_end(pool: a.Pool) -> bytes:
    held = a.collection(pool, b"{}\0[1]")
    return root(a.attribute("model_config", a.VARIABLE, a.reference(6, held)))(pool)


ASTRAY: dict[str, tuple[Callable[[a.Pool], bytes], str]] = {
    "header of itself": (own_header, "A header of the HDF5 file leads back to itself."),
    "index of itself": (own_index, CIRCLE),
    "tree of itself": (own_tree, f"{CIRCLE} It is in /."),
    "heap of itself": (own_heap, "There is no FHDB where the HDF5 file says so."),
    "endless texts": (endless_texts, "The attribute model_config cannot be read: A heap of the HDF5 file never ends."),
    "block elsewhere": (other_place, "A block of a heap contradicts the HDF5 file about its place."),
    "compressed": (filtered, "Links or attributes of the HDF5 file are compressed."),
    "driver": (own_driver, DRIVER),
    "extension": (driver_in_extension, DRIVER),
    "deep type": (root(a.attribute("a", struct.pack("<BBHI", 0x19, 0, 0, 16) * 40 + a.BYTE, bytes(16))),
                  "A type of the HDF5 file is nested too deeply."),
    "shared": (root((12, b"\3\1" + bytes(8)), flags=2), "An attribute of the HDF5 file is shared by objects."),
    "version": (root((12, b"\7\0" + bytes(8))), "An attribute of the HDF5 file is of an unknown version."),
    "no end of a name": (root((12, TEXT[1].replace(b"_config\0", b"_config!"))), "A name of an attribute has no end."),
    "own links": (root((6, b"\1\x08\xc8\1a" + bytes(4))),
                  "A link of the HDF5 file is of a kind that a program defines. It is in /."),
    "no text": (root(a.attribute("model_config", a.fixed(1), b"{}", a.space(2))),
                "The attribute model_config is no text."),
    "not there": (root(a.attribute("model_config", a.VARIABLE, a.reference(5, 1 << 40))),
                  "The attribute model_config cannot be read: An address of the HDF5 file leads past its end."),
    "no attribute": (root(a.link("model_config", 0)), "model_config is no attribute."),
    "behind its end": (behind_its_end, "A text has more behind its end."),
    "many values": (root(a.attribute("a", a.fixed(1), b"", a.space(1 << 60, 1 << 60))),
                    "The attribute a: A value of the HDF5 file is cut short."),
}  # fmt: skip


@pytest.mark.parametrize("name", ASTRAY)
def test_what_leads_astray_is_told(name: str) -> None:
    make, why = ASTRAY[name]
    assert why in gaps(make(a.Pool()))


def test_groups_that_hold_themselves_are_walked_once() -> None:
    pool = a.Pool()
    address = pool.put(bytes(64))
    pool.body[address : address + 64] = a.new_header(a.link("again", address)).ljust(64, b"\0")
    assert gaps(pool.new(address), Limits(items=50)) == []


def wide_claims() -> dict[str, bytes]:
    """Counts as high as they can be said, over a file that has the room for them."""
    made = {}
    pool = a.Pool()
    node = a.tree(pool, 0, *[pool.put(b"SNOD\1\0\0\0") for _ in range(12_000)])
    heap, _ = a.local_heap(pool, "a")
    made["children"] = pool.old(pool.put(a.old_header((17, a.u8(node, heap)))))
    pool = a.Pool()
    made["messages"] = pool.new(pool.put(b"OHDR\2\2" + struct.pack("<I", 4 << 20) + bytes((4 << 20) + 4)))
    pool = a.Pool()
    held = pool.put(b"GCOL\1\0\0\0" + a.u8(1 << 60) + struct.pack("<HH4xQ", 9, 1, 0) * 200_000)
    made["texts"] = pool.new(pool.put(a.new_header(a.attribute("model_config", a.VARIABLE, a.reference(1, held)))))
    pool = a.Pool()
    made["values"] = pool.new(pool.put(a.new_header(a.attribute("a", a.fixed(1), b"x" * 60_000, a.space(60_000)))))
    pool = a.Pool()
    addresses = [pool.put(a.new_header(a.text("a", b"x"))) for _ in range(20_000)]
    made["objects"] = pool.new(pool.put(a.new_header(*[a.link(f"{n}", each) for n, each in enumerate(addresses)])))
    return made


@pytest.mark.parametrize(("name", "raw"), wide_claims().items())
def test_work_is_counted(name: str, raw: bytes) -> None:
    assert "It has more than 10,000 entries." in gaps(raw, Limits(items=10_000))
