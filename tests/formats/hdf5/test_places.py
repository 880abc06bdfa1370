"""HDF5: where attributes, links and values can stand, in every notation."""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Callable

import pytest

from jupyter_mlsecops.formats.fact import Part
from jupyter_mlsecops.formats.reading import read
from jupyter_mlsecops.formats.record import Limits

from .. import shapes
from . import assemble as a

CODE = json.dumps({"config": [{"class_name": "Lambda", "config": {"function": ["4wEA"], "name": "l"}}]}).encode()
TOLD = {("keras-code", "lambda"), ("keras-lambda", "l")}
PICKLE = pickle.dumps([1, 2])
TEXT = a.text("model_config", CODE)


def said(raw: bytes) -> set[tuple[str, str]]:
    return {fact[:2] for fact in shapes.told("m.h5", raw)}


def gaps(raw: bytes, limits: Limits | None = None) -> list[str]:
    return [gap.why for gap in shapes.look("m.h5", raw, limits).gaps]


def compact() -> bytes:
    pool = a.Pool()
    return pool.new(pool.put(a.new_header(TEXT)))


def old(version: int) -> Callable[[], bytes]:
    def made() -> bytes:
        pool = a.Pool()
        return pool.old(pool.put(a.old_header(a.text("model_config", CODE, version=version))))

    return made


def variable() -> bytes:
    pool = a.Pool()
    held = a.collection(pool, b"other", CODE)
    value = a.reference(len(CODE), held, 2)
    return pool.new(pool.put(a.new_header(a.attribute("model_config", a.VARIABLE, value))))


def continued(new: bool) -> Callable[[], bytes]:
    def made() -> bytes:
        pool = a.Pool()
        body = b"OCHK" + a.new_messages(TEXT) + bytes(4) if new else a.old_messages(TEXT)
        more = (16, a.u8(pool.put(body), len(body)))
        if new:
            return pool.new(pool.put(a.new_header(more)))
        return pool.new(pool.put(a.old_header(more)))

    return made


def dense() -> bytes:
    pool = a.Pool()
    return pool.new(pool.put(a.new_header(a.dense(pool, a.text("a", b"x"), TEXT))))


def indexed(pool: a.Pool, heap: int, index: int) -> bytes:
    """A root group whose attributes stand in a heap."""
    return pool.new(pool.put(a.new_header((21, b"\0\0" + a.u8(heap, index)))))


def in_rows() -> bytes:
    """A heap of 4 columns: the attribute stands in the second block of the second row, behind an indirect block."""
    pool = a.Pool()
    begin = 4 * 512 + 512
    rows = [0, 0, 0, 0, 0, pool.put(a.block(begin, TEXT[1]))]
    heap = pool.put(a.heap_head(pool.put(a.indirect(*rows)), rows=2))
    where = a.identifier(begin + a.BLOCK_HEAD, len(TEXT[1])) + bytes(9)
    return indexed(pool, heap, a.index(pool, 8, where))


def below_rows() -> bytes:
    """The fourth row of blocks of 512 to 1024 bytes is one of indirect blocks: the attribute is two levels down."""
    pool = a.Pool()
    begin = 4 * (512 + 512 + 1024) + 512
    inner = pool.put(a.indirect(0, pool.put(a.block(begin, TEXT[1]))))
    heap = pool.put(a.heap_head(pool.put(a.indirect(*[0] * 12, inner)), rows=4))
    where = a.identifier(begin + a.BLOCK_HEAD, len(TEXT[1])) + bytes(9)
    return indexed(pool, heap, a.index(pool, 8, where))


def huge() -> bytes:
    pool = a.Pool()
    record = a.u8(pool.put(TEXT[1]), len(TEXT[1]), 7)
    heap = pool.put(a.heap_head(2**64 - 1, huge=a.u8(a.index(pool, 1, record))))
    where = b"\x10" + struct.pack("<Q", 7)[:7] + bytes(9)
    return indexed(pool, heap, a.index(pool, 8, where))


def by_order_only() -> bytes:
    """An index by name that is empty hides nothing that the one by order of creation has."""
    pool = a.Pool()
    heap = pool.put(a.heap_head(pool.put(a.block(0, TEXT[1]))))
    where = a.identifier(a.BLOCK_HEAD, len(TEXT[1])) + bytes(5)
    by_name, by_order = a.index(pool, 8), a.index(pool, 9, where)
    return pool.new(pool.put(a.new_header((21, b"\0\2" + a.u8(heap, by_name, by_order)))))


def deep_index() -> bytes:
    """An index of two levels, with a record in each."""
    pool = a.Pool()
    other = a.text("a", b"x")
    heap = pool.put(a.heap_head(pool.put(a.block(0, other[1] + TEXT[1]))))
    first = a.identifier(a.BLOCK_HEAD, len(other[1])) + bytes(9)
    second = a.identifier(a.BLOCK_HEAD + len(other[1]), len(TEXT[1])) + bytes(9)
    leaf, empty = (pool.put((b"BTLF\0\x08" + each).ljust(512, b"\0")) for each in (second, b""))
    inner = b"BTIN\0\x08" + first + a.u8(empty) + b"\0" + a.u8(leaf) + b"\1"
    return indexed(pool, heap, a.index(pool, 8, first, depth=1, root=pool.put(inner.ljust(512, b"\0"))))


def shared_type() -> bytes:
    pool = a.Pool()
    kind = pool.put(a.new_header((3, a.fixed(len(CODE)))))
    raw = bytearray(a.attribute("model_config", b"\3\2" + a.u8(kind), CODE)[1])
    raw[1] = 1
    return pool.new(pool.put(a.new_header((12, bytes(raw)))))


def in_pieces() -> bytes:
    half = len(CODE) // 2
    pieces = [a.text("model_config_1", CODE[half:]), a.text("model_config_0", CODE[:half])]
    pool = a.Pool()
    return pool.new(pool.put(a.new_header(*pieces)))


PLACES = {
    "compact": compact, "old 1": old(1), "old 2": old(2), "old 3": old(3), "any length": variable,
    "continued": continued(True), "continued old": continued(False), "dense": dense, "second row": in_rows,
    "below rows": below_rows, "huge": huge, "by order": by_order_only, "deep index": deep_index,
    "shared type": shared_type, "in pieces": in_pieces,
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_configuration_wherever_it_stands(place: str) -> None:
    raw = PLACES[place]()
    assert said(raw) == TOLD
    assert gaps(raw) == []
    for cut in range(0, len(raw) - 4, 37):
        assert said(raw[:cut]) == TOLD or gaps(raw[:cut])


def test_a_file_that_begins_farther_on() -> None:
    pool = a.Pool(bytes(1024))
    raw = pool.new(pool.put(a.new_header(TEXT)))
    found = read(raw, "m.h5")
    assert (found.kind, found.complete) == ("hdf5", True)
    assert {fact.what for fact in found.facts if hasattr(fact, "what")} == {"lambda", "l"}
    behind = read(PICKLE + raw[len(PICKLE) :], "m.h5")
    assert {"keras-code", "zip-tamper"} <= {fact.kind.value for fact in behind.facts}


# Groups


def dataset_elsewhere(pool: a.Pool) -> int:
    heap, (place,) = a.local_heap(pool, "/etc/passwd")
    files = (7, b"\1\0\0\0" + struct.pack("<HH", 1, 1) + a.u8(heap, place, 0, 4))
    return pool.put(a.dataset(a.BYTE, 0, a.space(4), files))


@pytest.mark.parametrize("levels", [0, 1, 5])
def test_links_of_the_old_notation(levels: int) -> None:
    pool = a.Pool()
    inner = pool.put(a.old_header((17, a.u8(*a.old_group(pool, {"raw": dataset_elsewhere(pool)})))))
    root = pool.put(a.old_header((17, a.u8(*a.old_group(pool, {"a": inner, "b": inner}, levels=levels)))))
    found = shapes.look("m.h5", pool.old(root))
    assert [(fact.what, fact.detail) for fact in found.facts] == [("/etc/passwd", "/a/raw")]
    assert found.complete


def test_the_root_group_that_the_superblock_knows_itself() -> None:
    pool = a.Pool()
    tree, heap = a.old_group(pool, {"raw": dataset_elsewhere(pool)})
    raw = pool.old(pool.put(a.old_header((0, bytes(8)))), tree=tree, heap=heap)
    assert said(raw) == {("hdf5-link", "/etc/passwd")}


def test_links_of_the_new_notation() -> None:
    pool = a.Pool()
    virtual = pool.put(a.new_header((1, a.space(1)), (3, a.BYTE), (8, b"\4\3" + a.u8(0) + bytes(4))))
    messages = [a.outside("away", "other.h5"), a.soft("near", "/away"), a.link("raw", dataset_elsewhere(pool))]
    raw = pool.new(pool.put(a.new_header(*messages, a.link("virtual", virtual))))
    assert said(raw) == {("hdf5-link", each) for each in ("other.h5", "/etc/passwd", "virtual dataset")}
    assert gaps(raw) == []


def test_many_links() -> None:
    pool = a.Pool()
    raw = a.outside("away", "other.h5")[1]
    heap = pool.put(a.heap_head(pool.put(a.block(0, raw))))
    record = bytes(4) + a.identifier(a.BLOCK_HEAD, len(raw))[:7]
    info = (2, b"\0\0" + a.u8(heap, a.index(pool, 5, record)))
    assert said(pool.new(pool.put(a.new_header(info)))) == {("hdf5-link", "other.h5")}


# Pickles


def parts(raw: bytes) -> list[bytes]:
    found = shapes.look("m.h5", raw).parts
    return [raw[part.offset : part.offset + (part.size or 0)] for part in found if isinstance(part, Part)]


def test_texts_that_end_like_a_pickle_are_handed_on() -> None:
    pool = a.Pool()
    attributes = [a.text("pickled", b"(lp0\n."), a.text("plain", b"earth"), a.text("padded", b"I1\n.\0\0")]
    many = a.attribute("array", a.fixed(2), b"abN.", a.space(2))
    held = a.reference(len(PICKLE), a.collection(pool, PICKLE))
    row = a.attribute("any length", a.VARIABLE, held)
    raw = pool.new(pool.put(a.new_header(*attributes, many, row)))
    assert parts(raw) == [b"(lp0\n.", b"I1\n.\0\0", b"N.", PICKLE]


def test_arrays_of_bytes_that_begin_like_a_pickle_are_handed_on() -> None:
    pool = a.Pool()
    sets = [a.dataset(a.BYTE, pool.put(data), a.space(len(data))) for data in (PICKLE, b"\x80picture")]
    raw = pool.new(pool.put(a.new_header(*[a.link(f"d{n}", pool.put(each)) for n, each in enumerate(sets)])))
    assert parts(raw) == [PICKLE]


@pytest.mark.parametrize(("kind", "rows"), [("object", [b"N.x", PICKLE]), ("vlstring", [PICKLE])])
def test_rows_of_lists_are_handed_on(kind: str, rows: list[bytes]) -> None:
    pool = a.Pool()
    a.collection(pool, b"N.x", PICKLE)
    attributes = [a.text("PSEUDOATOM", kind.encode())] if kind == "object" else []
    raw = pool.new(pool.put(a.new_header(a.link("rows", pool.put(a.dataset(a.ROWS, 0, a.space(2), *attributes))))))
    assert parts(raw) == rows
