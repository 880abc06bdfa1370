"""Files of 500 MB that hold tensors and arrays, as four libraries lay them out; their data are holes."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from typing import BinaryIO

PARTS = 10
SIZE = 50_000_000


def torch_zip(file: BinaryIO) -> None:
    directory = []

    def add(name: str, data: bytes = b"", size: int = 0) -> None:
        at, raw = file.tell(), name.encode()
        size = size or len(data)
        padding = -(at + 34 + len(raw)) % 64
        extra = b"FB" + struct.pack("<H", padding) + b"Z" * padding
        fields = struct.pack("<HHHHIII", 0x800, 0, 0, 0, 0, size, size)
        file.write(b"PK\3\4\0\0" + fields + struct.pack("<HH", len(raw), len(extra)) + raw + extra + data)
        file.seek(size - len(data), os.SEEK_CUR)
        directory.append(b"PK\1\2\0\0\0\0" + fields + struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, at) + raw)

    tensors = b"".join(tensor(part) for part in range(PARTS))
    add("model/data.pkl", b"\x80\x02}(" + tensors + b"u.")
    add("model/version", b"3\n")
    for part in range(PARTS):
        add(f"model/data/{part}", size=SIZE)
    at, whole = file.tell(), b"".join(directory)
    counts = struct.pack("<HHHHIIH", 0, 0, len(directory), len(directory), len(whole), at, 0)
    file.write(whole + b"PK\5\6" + counts)


def tensor(part: int) -> bytes:
    key = str(part).encode()
    storage = (
        b"(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + key + b"X\3\0\0\0cpuJ" + struct.pack("<i", SIZE // 4)
    )
    rebuilt = (
        b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + b"tQK\0K\5\x85K\1\x85\x89ccollections\nOrderedDict\n)RtR"
    )
    return b"X\1\0\0\0" + key + rebuilt


def joblib_raw(file: BinaryIO) -> None:
    dtype = b"cnumpy\ndtype\nX\2\0\0\0f8\x89\x88\x87R(K\3X\1\0\0\0<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
    file.write(b"\x80\4](")
    for _ in range(PARTS):
        state = b"X\5\0\0\0shapeJ" + struct.pack("<i", SIZE // 8) + b"\x85X\5\0\0\0dtype" + dtype
        state += b"X\x1b\0\0\0numpy_array_alignment_bytesK\x10"
        file.write(b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(" + state + b"ub\1\xff")
        file.seek(SIZE, os.SEEK_CUR)
    file.write(b"e.")


def torch_legacy(file: BinaryIO) -> None:
    tensors = b"".join(tensor(part) for part in range(PARTS)).replace(b"tQK", b"NtQK")
    file.write(b"\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\2M\xe9\3.\x80\2}.\x80\2}(" + tensors + b"u.\x80\2].")
    for _ in range(PARTS):
        file.write(struct.pack("<q", SIZE // 4))
        file.seek(SIZE, os.SEEK_CUR)
    file.truncate()


def npz(file: BinaryIO) -> None:
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }" % (SIZE // 8)
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    start = b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header
    directory = []
    for part in range(PARTS):
        raw, at, size = b"%d.npy" % part, file.tell(), len(start) + SIZE
        fields = struct.pack("<HHHHIII", 0, 0, 0, 0, 0, size, size)
        file.write(b"PK\3\4\0\0" + fields + struct.pack("<HH", len(raw), 0) + raw + start)
        file.seek(SIZE, os.SEEK_CUR)
        directory.append(b"PK\1\2\0\0\0\0" + fields + struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, at) + raw)
    at, whole = file.tell(), b"".join(directory)
    file.write(whole + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, PARTS, PARTS, len(whole), at, 0))


LARGE: dict[str, Callable[[BinaryIO], None]] = {
    "torch.pt": torch_zip,
    "raw.joblib": joblib_raw,
    "legacy.pt": torch_legacy,
    "stored.npz": npz,
}
