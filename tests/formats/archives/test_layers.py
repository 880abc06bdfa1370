"""Compression around pickles, as joblib and pandas take it off."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import lzma
import struct
import zlib
from collections.abc import Callable

import pytest

from jupyter_mlsecops.formats.archives.decoders import ARCHIVES
from jupyter_mlsecops.formats.reading import Limits, Room, read

from ..pickles import assemble as a
from .assemble import HARMFUL, PLAIN, RUNS, File, gaps, runs, zipped


def old_joblib(data: bytes, space: bytes = b"") -> bytes:
    return b"ZF" + hex(len(data)).encode().ljust(19) + space + zlib.compress(data)


def bad_trailer(data: bytes) -> bytes:
    return gzip.compress(data)[:-8] + bytes(8)


def named_gzip(data: bytes) -> bytes:
    """A header with every field that there is."""
    packed = gzip.compress(data)
    return packed[:3] + b"\x1e" + packed[4:10] + b"\3\0abc" + b"name\0" + b"comment\0" + b"\0\0" + packed[10:]


LAYERS: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress,
    "zlib-1": lambda data: zlib.compress(data, 1),
    "zlib-9": lambda data: zlib.compress(data, 9),
    "zlib-trailer": lambda data: zlib.compress(data)[:-4] + b"\0\0\0\0",
    "gzip": gzip.compress,
    "gzip-trailer": bad_trailer,
    "gzip-fields": named_gzip,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zlib-old": old_joblib,
    "zlib-old-space": lambda data: old_joblib(data, b" "),
}


@pytest.mark.parametrize("data", [PLAIN, HARMFUL], ids=["plain", "harmful"])
@pytest.mark.parametrize("layer", LAYERS)
def test_layers(layer: str, data: bytes) -> None:
    found = read(LAYERS[layer](data))
    name = layer if layer == "zlib-old" else "zlib-old" if layer.startswith("zlib-old") else layer.partition("-")[0]
    assert (found.kind, found.complete) == ("pickle", True)
    assert runs(found) == ({(RUNS, (f"@{name}",))} if data is HARMFUL else set())


@pytest.mark.parametrize("layer", ["zlib", "gzip", "bz2", "xz", "lzma"])
def test_several_members_in_a_row(layer: str) -> None:
    pack = LAYERS[layer]
    assert runs(read(pack(PLAIN) + pack(HARMFUL))) == {(RUNS, (f"@{layer}",))}
    half = len(HARMFUL) // 2
    assert runs(read(pack(HARMFUL[:half]) + pack(HARMFUL[half:]))) == {(RUNS, (f"@{layer}",))}


@pytest.mark.parametrize("layer", ["zlib", "gzip"])
def test_cut_off(layer: str) -> None:
    """What comes out is read, and the rest is told."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 15 if layer == "zlib" else 31)
    found = read(packer.compress(HARMFUL) + packer.flush(zlib.Z_SYNC_FLUSH))
    assert runs(found) == {(RUNS, (f"@{layer}",))}
    assert (f"@{layer}", "The compressed bytes end too soon.") in gaps(found)


def test_damage_in_the_middle() -> None:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    found = read(packer.compress(HARMFUL[:-1]) + packer.flush(zlib.Z_SYNC_FLUSH) + b"\xff" * 40)
    assert runs(found) == {(RUNS, ("@gzip",))}
    assert ("@gzip", "The compressed bytes are damaged.") in gaps(found)


@pytest.mark.parametrize(
    ("magic", "package", "module"),
    [(b"\x04\x22\x4d\x18", "lz4", "lz4"), (b"\x28\xb5\x2f\xfd", "zstandard", "zstandard")],
)
def test_decoders_that_are_not_there(magic: bytes, package: str, module: str) -> None:
    """What to install is said; with the decoder, these bytes are damaged."""
    found = read(magic + bytes(60))
    assert not found.complete
    if importlib.util.find_spec(module) is None:
        assert [(ending.why, ending.cure) for ending in found.endings] == [  # type: ignore[union-attr]
            (f"No decoder for {package}.", ARCHIVES)
        ]


def test_layers_in_layers() -> None:
    found = read(gzip.compress(bz2.compress(zipped(File("x.pkl", lzma.compress(HARMFUL))))))
    assert runs(found) == {(RUNS, ("@gzip", "@bz2", "x.pkl", "@xz"))}


def test_a_pickle_that_begins_like_a_layer() -> None:
    """``BZ`` is an opcode and the length of its argument, too."""
    payload = b"B" + struct.pack("<I", 0x5A) + bytes(0x5A)
    assert payload.startswith(b"BZ")
    for data in (HARMFUL, PLAIN):
        found = read(payload + a.POP + data)
        assert (found.kind, {name for name, _ in runs(found)}) == ("pickle", {RUNS} if data is HARMFUL else set())


@pytest.mark.parametrize("layer", ["zlib", "gzip", "bz2", "xz", "lzma"])
def test_bombs_end_at_the_limit(layer: str) -> None:
    body = a.proto(2) + a.bytes8(bytes(3 << 20)) + a.POP + HARMFUL[2:]
    packed = LAYERS[layer](body)
    assert runs(read(packed)) == {(RUNS, (f"@{layer}",))}
    found = read(packed, room=Room(Limits(decoded_bytes=1 << 20)))
    assert (f"@{layer}", "More than 1 MiB unpacked.") in gaps(found)


def test_an_xz_that_asks_for_memory() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 64 << 20}]
    packed = lzma.compress(HARMFUL, lzma.FORMAT_XZ, filters=filters)
    assert runs(read(packed)) == {(RUNS, ("@xz",))}
    found = read(packed, room=Room(Limits(memory=8 << 20)))
    assert not found.complete


def test_many_large_payloads_are_unpacked_once() -> None:
    """A compressed file is read forwards: its payloads do not make it start over."""
    parts = b"".join(a.bytes8(bytes([number]) * (600 << 10)) + a.POP for number in range(12))
    room = Room()
    found = read(gzip.compress(a.proto(4) + parts + HARMFUL[2:], 1), room=room)
    assert runs(found) == {(RUNS, ("@gzip",))}
    assert room.decoded < 2 * len(parts)
