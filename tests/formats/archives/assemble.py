"""Archives assembled from bytes, so that they can be wrong in one place only, and rows to name what is said of them."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from jupyter_mlsecops.formats.fact import Fact, Gap
from jupyter_mlsecops.formats.pickles import End
from jupyter_mlsecops.formats.pickles import Fact as PickleFact
from jupyter_mlsecops.formats.reading import Reading
from tests.formats.pickles import assemble as a

PLAIN = a.proto(2) + a.call(a.global_("collections", "OrderedDict")) + a.STOP
HARMFUL = a.proto(2) + a.command("made_up", "run") + a.STOP
RUNS = "made_up.run"


class File(NamedTuple):
    """A member of a zip, with what its two headers say where that is not the truth."""

    name: str
    data: bytes
    method: int = 0
    flags: int = 0
    local_name: str | None = None
    local_method: int | None = None
    local_flags: int | None = None
    local_size: int | None = None
    crc: int | None = None
    attributes: int = 0
    listed: bool = True
    extra: bytes = b""
    descriptor: bool = False


def zipped(*files: File, before: bytes = b"", after: bytes = b"", comment: bytes = b"", wide: bool = False) -> bytes:
    """A zip archive; ``wide`` gives it 64-bit records."""
    body = bytearray(before)
    directory = bytearray()
    count = 0
    for file in files:
        packed = deflated(file.data) if file.method == 8 else file.data
        crc = zlib.crc32(file.data) if file.crc is None else file.crc
        header, name = len(body) - len(before), file.name.encode()
        flags = file.flags | (8 if file.descriptor else 0)
        local_name = name if file.local_name is None else file.local_name.encode()
        sizes = (0, 0, 0) if file.descriptor else (crc, len(packed), len(file.data))
        if file.local_size is not None:
            sizes = (crc, file.local_size, file.local_size)
        body += b"PK\3\4" + struct.pack(
            "<HHHHHIIIHH",
            20,
            flags if file.local_flags is None else file.local_flags,
            file.method if file.local_method is None else file.local_method,
            0,
            0,
            *sizes,
            len(local_name),
            len(file.extra),
        )
        body += local_name + file.extra + packed
        if file.descriptor:
            body += b"PK\7\10" + struct.pack("<III", crc, len(packed), len(file.data))
        if not file.listed:
            continue
        count += 1
        long = struct.pack("<HHQQQ", 1, 24, len(file.data), len(packed), header) if wide else b""
        packed_size, size, place = (0xFFFFFFFF,) * 3 if wide else (len(packed), len(file.data), header)
        directory += b"PK\1\2" + struct.pack(
            "<HHHHHHIIIHHHHHII",
            20,
            20,
            flags,
            file.method,
            0,
            0,
            crc,
            packed_size,
            size,
            len(name),
            len(long),
            0,
            0,
            0,
            file.attributes,
            place,
        )
        directory += name + long
    start = len(body) - len(before)
    body += directory
    if wide:
        at = len(body) - len(before)
        body += b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, len(directory), start)
        body += b"PK\6\7" + struct.pack("<IQI", 0, at, 1)
        end = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    else:
        end = (count, count, len(directory), start)
    body += b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, *end, len(comment)) + comment
    return bytes(body) + after


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def torch_zip(data: bytes = PLAIN, **changes: object) -> bytes:
    """An archive as PyTorch writes it, whose ``data.pkl`` may be written differently."""
    return zipped(
        File("model/data.pkl", data, **changes),  # type: ignore[arg-type]
        File("model/data/0", bytes(64)),
        File("model/version", b"3\n"),
    )


def tar_header(name: str, size: int = 0, kind: bytes = b"0", link: str = "", prefix: str = "") -> bytes:
    raw = name.encode()
    head = raw.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"0" * 11 + b"\0"
    tail = kind + link.encode().ljust(100, b"\0") + b"ustar\x0000" + bytes(80) + prefix.encode().ljust(155, b"\0")
    block = (head + b" " * 8 + tail).ljust(512, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def tar_file(name: str, data: bytes, kind: bytes = b"0") -> bytes:
    return tar_header(name, len(data), kind) + data + bytes(-len(data) % 512)


TAR_END = bytes(1024)


def runs(reading: Reading) -> set[tuple[str, tuple[str, ...]]]:
    """The made-up names that pickles call, and the members in which they do."""
    return {
        (str(fact.pair), fact.path)
        for fact in reading.facts
        if isinstance(fact, PickleFact) and fact.kind.value == "call" and str(fact.pair).startswith("made_up.")
    }


def notes(reading: Reading) -> list[tuple[str, str, str, str]]:
    """What is said of archives: kind, what about, detail, member."""
    return [(fact.kind.value, fact.what, fact.detail, fact.member) for fact in reading.facts if isinstance(fact, Fact)]


def gaps(reading: Reading) -> list[tuple[str, str]]:
    """What was not read: the member and why; of pickles, how they ended."""
    found = []
    for ending in reading.endings:
        if isinstance(ending, Gap):
            found.append((ending.member, ending.why))
        elif ending.end is not End.STOP:
            found.append(("!".join(ending.path), ending.end.value))
    return found
