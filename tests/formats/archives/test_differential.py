"""What the standard library finds in a damaged archive, ours finds as well, or says that it did not read all of it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from jupyter_mlsecops.formats.reading import Limits, Reading, Room, read

from ..pickles.inert import trace
from ..test_reading import mutated
from .assemble import HARMFUL, PLAIN, TAR_END, File, runs, tar_file, torch_zip, zipped

MUTANTS = 150
NAME = ("made_up", "run")


def of_zip(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist()[:20]:
            try:
                with archive.open(entry) as member:
                    yield member.read(1 << 16)
            except Exception:  # noqa: BLE001, S112 (whatever a damaged archive makes of it)
                continue


def of_tar(data: bytes) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            member = archive.extractfile(entry) if entry.isreg() and entry.size < 1 << 20 else None
            if member is not None:
                yield member.read(1 << 16)


def of_file(opener: Callable[[io.BytesIO], io.BufferedIOBase]) -> Callable[[bytes], Iterator[bytes]]:
    def parts(data: bytes) -> Iterator[bytes]:
        found = b""
        with opener(io.BytesIO(data)) as file:
            try:
                while len(found) < 1 << 16 and (part := file.read(64)):
                    found += part
            except Exception:  # noqa: BLE001 (what came before has been read)
                pass
        yield found

    return parts


def of_zlib(data: bytes) -> Iterator[bytes]:
    decoder = zlib.decompressobj()
    found = b""
    for place in range(len(data)):
        try:
            found += decoder.decompress(data[place : place + 1])
        except zlib.error:
            break
    yield found


BODY = HARMFUL + PLAIN * 20
CASES: dict[str, tuple[bytes, Callable[[bytes], Iterator[bytes]]]] = {
    "torch zip": (torch_zip(HARMFUL), of_zip),
    "deflated": (torch_zip(HARMFUL, method=8), of_zip),
    "descriptors": (torch_zip(HARMFUL, method=8, descriptor=True), of_zip),
    "wide": (zipped(File("a.pkl", HARMFUL), File("b", b"c"), wide=True, before=b"#!", comment=b"d"), of_zip),
    "tar": (tar_file("a.txt", b"b") + tar_file("c.pkl", HARMFUL) + tar_file("d", b"e") + TAR_END, of_tar),
    "tar.gz": (gzip.compress(tar_file("c.pkl", HARMFUL) + TAR_END), of_tar),
    "gzip": (gzip.compress(BODY), of_file(lambda file: gzip.GzipFile(fileobj=file))),
    "bz2": (bz2.compress(HARMFUL) + bz2.compress(PLAIN * 9), of_file(bz2.BZ2File)),
    "xz": (lzma.compress(HARMFUL) + lzma.compress(PLAIN * 9), of_file(lzma.LZMAFile)),
    "lzma": (lzma.compress(BODY * 9, lzma.FORMAT_ALONE), of_file(lzma.LZMAFile)),
    "zlib": (zlib.compress(BODY), of_zlib),
}


def told(found: Reading) -> bool:
    return bool(runs(found)) or not found.complete or any(fact.kind.value == "global" for fact in found.facts)


@pytest.mark.parametrize("name", CASES)
def test_nothing_that_the_standard_library_reads_is_missed(name: str) -> None:
    seed, parts = CASES[name]
    r = random.Random(name)
    reached = 0
    for _ in range(MUTANTS):
        data = mutated(seed, r)
        try:
            members = list(parts(data))
        except Exception:  # noqa: BLE001, S112 (no archive any more)
            continue
        if any(NAME in trace(member, pure=False).resolved for member in members):
            reached += 1
            found = read(data, room=Room(Limits(decoded_bytes=4 << 20)))
            assert told(found), data
    assert reached > 3
