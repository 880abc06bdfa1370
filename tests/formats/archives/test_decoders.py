"""Decoders that are not in the standard library: where they are installed, what they unpack is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_mlsecops.formats.reading import Limits, Room, read

from .assemble import HARMFUL, PLAIN, RUNS, File, runs, zipped


def lz4(data: bytes) -> bytes:
    frame: Any = pytest.importorskip("lz4.frame")
    packed: bytes = frame.compress(data)
    return packed


def zstd(data: bytes) -> bytes:
    zstandard: Any = pytest.importorskip("zstandard")
    packed: bytes = zstandard.compress(data)
    return packed


def seven(data: bytes, name: str = "rf.pkl") -> bytes:
    py7zr: Any = pytest.importorskip("py7zr")
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w") as archive:
        archive.writestr(data, name)
        archive.writestr(b"text", "readme.txt")
    return file.getvalue()


@pytest.mark.parametrize(
    ("pack", "path"), [(lz4, ("@lz4",)), (zstd, ("@zstd",)), (seven, ("rf.pkl",))], ids=["lz4", "zstd", "7z"]
)
def test_what_is_unpacked_is_read(pack: Callable[[bytes], bytes], path: tuple[str, ...]) -> None:
    for data in (PLAIN, HARMFUL):
        found = read(pack(data))
        assert (found.complete, runs(found)) == (True, {(RUNS, path)} if data is HARMFUL else set())
    assert runs(read(zipped(File("a", pack(HARMFUL))))) == {(RUNS, ("a", *path))}


@pytest.mark.parametrize("pack", [lz4, zstd, seven], ids=["lz4", "zstd", "7z"])
def test_bombs_and_damage(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(PLAIN[:-1] + b"N0" * 2_000_000 + PLAIN[-1:])
    assert not read(packed, room=Room(Limits(decoded_bytes=1 << 20))).complete
    packed = pack(HARMFUL)
    assert not read(packed[: len(packed) // 2]).complete
    for place in range(6, len(packed), 7):
        read(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
