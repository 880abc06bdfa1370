"""Any file: what it is by its content, what its name says otherwise, and what cannot be read."""

from __future__ import annotations

import base64
import io
import json
import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops.formats.reading import Limits, Room, read

from .archives.assemble import HARMFUL, PLAIN, RUNS, TAR_END, File, gaps, notes, runs, tar_file, torch_zip, zipped
from .archives.test_layers import LAYERS
from .archives.test_torches import legacy, raw, storage
from .archives.wrappers import F8, pad, shaped, wrapper
from .pickles import assemble as a

TEXT_PICKLE = a.call(a.global_("made_up", "run"), a.string_line(b"'x'")) + a.STOP


@pytest.mark.parametrize("name", ["m.bin", "m", "m.txt", "m.safetensors", "m.onnx", "m.npy", "m.h5", "m.gguf", "m.pb"])
@pytest.mark.parametrize("data", [HARMFUL, TEXT_PICKLE, torch_zip(HARMFUL)], ids=["pickle", "text pickle", "torch zip"])
def test_names_do_not_decide(name: str, data: bytes) -> None:
    found = read(data, name)
    assert {each for each, _ in runs(found)} == {RUNS}
    promised = name not in ("m.bin", "m", "m.txt")
    kind = "torch zip" if data.startswith(b"PK") else "pickle"
    assert notes(found) == ([("wrong-name", kind, f".{name.rpartition('.')[2]}", "")] if promised else [])


@pytest.mark.parametrize("name", ["m.bin", "m", "m.pkl", "m.pt"])
def test_names_that_promise_nothing(name: str) -> None:
    for data in (PLAIN, torch_zip(PLAIN)):
        found = read(data, name)
        assert (found.complete, notes(found), runs(found)) == (True, [], set())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "No bytes at all."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "Content of no format that is known."),
        (b"# A text\n\nwith lines\n", "Content of no format that is known."),
        (bytes(4096), "Content of no format that is known."),
        (random.Random(1).randbytes(4096), "Content of no format that is known."),
        (b"\x80", "Content of no format that is known."),
        (b"Rar!\x1a\x07\x01\0" + bytes(64), "A RAR archive, which no loader of models reads."),
        (b"PK", "Content of no format that is known."),
    ],
    ids=["empty", "image", "text", "zeros", "noise", "one byte", "rar", "two bytes"],
)
def test_what_is_nothing_known_is_never_complete(data: bytes, why: str) -> None:
    found = read(data, "model.pt")
    assert ("", why) in gaps(found)
    assert found.facts == ()


def test_an_array_of_objects_leads_to_its_pickle() -> None:
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    for inner in (PLAIN, HARMFUL):
        data = b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + inner
        at = f"@{len(data) - len(inner)}"
        for file, path in ((data, (at,)), (zipped(File("a.npy", data, method=8)), ("a.npy", at))):
            found = read(file)
            assert found.complete
            assert runs(found) == ({(RUNS, path)} if inner is HARMFUL else set())


def test_archives_in_payloads() -> None:
    for body in (PLAIN, HARMFUL):
        for payload in (torch_zip(body), LAYERS["gzip"](body), LAYERS["zlib"](torch_zip(body)), tar_file("a", body)):
            for pushed in (a.data(payload), a.text(base64.b64encode(payload).decode())):
                if payload[:1] == b"a":
                    continue  # a tar has no mark at its beginning: the machine does not hand it over
                found = read(a.proto(4) + pushed + a.STOP)
                assert {name for name, _ in runs(found)} == ({RUNS} if body is HARMFUL else set())


def test_safe_formats_that_are_pickles_too() -> None:
    header = json.dumps({"__metadata__": {}}).encode()
    good = struct.pack("<Q", len(header)) + header
    assert runs(read(good, "m.safetensors")) == set()
    assert read(good, "m.safetensors").complete
    both = good + torch_zip(HARMFUL)
    assert {name for name, _ in runs(read(both, "m.safetensors"))} == {RUNS}


def seeds() -> Iterator[tuple[str, bytes]]:
    yield "torch zip", torch_zip(HARMFUL)
    yield "torch zip, deflated", torch_zip(HARMFUL, method=8)
    yield "zip in zip", zipped(File("a.zip", torch_zip(HARMFUL), method=8), wide=True)
    yield "tar", tar_file("a.pkl", HARMFUL) + tar_file("b", torch_zip(HARMFUL)) + TAR_END
    yield "joblib", a.proto(4) + wrapper(shaped(4), F8) + pad(3) + bytes(32) + a.POP + HARMFUL[2:]
    yield "torch legacy", legacy(storage("FloatStorage", "1", 4), raw(4, 4))
    for name, pack in LAYERS.items():
        yield name, pack(HARMFUL * 3)


def mutated(data: bytes, r: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(r.randint(1, 4)):
        at = r.randrange(len(found))
        match r.randrange(5):
            case 0:
                found[at] = r.randrange(256)
            case 1:
                found[at : at + r.randint(1, 8)] = b""
            case 2:
                found[at:at] = r.randbytes(r.randint(1, 8))
            case 3:
                found[at : at + 4] = r.choice((b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"PK\3\4", b"PK\5\6"))
            case _:
                found = found[: max(1, at)]
        if not found:
            break
    return bytes(found) or b"\0"


@pytest.mark.parametrize(("name", "data"), list(seeds()), ids=[name for name, _ in seeds()])
def test_mutants_never_raise(name: str, data: bytes) -> None:
    r = random.Random(name)
    room = Limits(decoded_bytes=1 << 20)
    for _ in range(60):
        found = read(mutated(data, r), room=Room(room))
        assert found.kind or not found.complete


def test_cut_anywhere() -> None:
    """No beginning of a file that calls something is complete and silent, unless it holds all of it."""
    for data in (torch_zip(HARMFUL), torch_zip(HARMFUL, method=8), tar_file("a.pkl", HARMFUL) + bytes(1024)):
        for length in range(0, len(data) - 1, 3):
            found = read(data[:length])
            assert runs(found) or not found.complete


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a million newlines": lambda: b"\n" * 1_000_000,
    "PK over and over": lambda: b"PK\3\4" * 100_000,
    "end records": lambda: b"PK\5\6" * 20_000,
    "end records that point to themselves": lambda: (b"PK\1\2" + bytes(42)) * 2_000 + b"PK\5\6" + bytes(18),
    "local headers": lambda: (b"PK\3\4" + bytes(26)) * 20_000,
    "tar headers": lambda: tar_file("a", b"") * 3_000,
    "blocks that are no headers": lambda: tar_file("a", b"") + b"!" * (2 << 20),
    "a claim of much": lambda: a.proto(4) + wrapper(shaped(1 << 30, 1 << 30), F8) + a.STOP,
    "empty gzips": lambda: LAYERS["gzip"](b"") * 20_000,
    "gzips in gzips": lambda: _nested("gzip", 30),
    "bzip2 bomb": lambda: LAYERS["bz2"](LAYERS["bz2"](bytes(4 << 20)) * 20),
    "a name without an end": lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 1_000_000,
}


def _nested(layer: str, depth: int) -> bytes:
    data = HARMFUL
    for _ in range(depth):
        data = LAYERS[layer](data)
    return data


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_not_read_in_full(name: str) -> None:
    found = read(HOSTILE[name](), room=Room(Limits(decoded_bytes=16 << 20)))
    assert not found.complete or name == "tar headers"


class Shrinking(io.FileIO):
    """A file that somebody cuts off after it was opened and looked at a few times."""

    def __init__(self, path: Path, looks: int) -> None:
        super().__init__(path, "r+")
        self.looks = looks

    def read(self, size: int | None = -1, /) -> bytes:
        self.looks -= 1
        if self.looks == 0:
            self.truncate(90)
        return super().read(size) or b""


@pytest.mark.parametrize("looks", range(1, 20, 3))
def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path, looks: int) -> None:
    path = tmp_path / "m.pt"
    path.write_bytes(torch_zip(HARMFUL, method=8))
    with Shrinking(path, looks) as file:
        found = read(file)
    assert runs(found) or not found.complete
