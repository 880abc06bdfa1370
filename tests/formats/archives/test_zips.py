"""Zip archives as PyTorch, numpy, pandas and Python read them, with all that tolerant readers tolerate."""

from __future__ import annotations

import bz2
import io
import zipfile

import pytest

from jupyter_mlsecops.formats.reading import Limits, Room, read

from ..pickles import assemble as a
from .assemble import HARMFUL, PLAIN, RUNS, File, deflated, gaps, notes, runs, torch_zip, zipped

PICKLE = ("model/data.pkl",)


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"method": 8},
        {"flags": 0x800},
        {"descriptor": True},
        {"descriptor": True, "method": 8},
        {"extra": b"FB\x08\0ZZZZZZZZ"},
        {"crc": 0xBAD},
        {"crc": 0xBAD, "method": 8},
    ],
    ids=lambda shape: "-".join(shape) or "stored",
)
def test_torch_zip(shape: dict[str, object]) -> None:
    """Any of the ways in which a member is written that every loader accepts: nothing strange, all read."""
    good, bad = read(torch_zip(PLAIN, **shape)), read(torch_zip(HARMFUL, **shape))
    assert (good.kind, good.complete, runs(good), notes(good)) == ("torch zip", True, set(), [])
    assert (bad.kind, bad.complete, runs(bad), notes(bad)) == ("torch zip", True, {(RUNS, PICKLE)}, [])


@pytest.mark.parametrize("data", [PLAIN, HARMFUL], ids=["plain", "harmful"])
@pytest.mark.parametrize(
    ("archive", "told"),
    [
        (
            lambda data: torch_zip(data, local_name="model/other.pkl"),
            ("zip-tamper", "model/data.pkl", "named 'model/other.pkl' by its own header", ""),
        ),
        (
            lambda data: torch_zip(data, local_method=8),
            ("zip-tamper", "model/data.pkl", "another method or size by its own header", ""),
        ),
        (
            lambda data: torch_zip(data, local_size=3),
            ("zip-tamper", "model/data.pkl", "another method or size by its own header", ""),
        ),
        (
            lambda data: torch_zip(data, flags=1),
            ("zip-tamper", "model/data.pkl", "not encrypted", ""),
        ),
        (
            lambda data: zipped(File("model/data.pkl", PLAIN), File("model/data.pkl", data + b"0")),
            ("zip-tamper", "model/data.pkl", "two members of the same name", ""),
        ),
        (
            lambda data: zipped(File("model/data.pkl", PLAIN), File("hidden.txt", data, listed=False)),
            ("zip-tamper", "hidden.txt", "a member that the directory does not name", ""),
        ),
        (
            lambda data: zipped(File("model/data.pkl", PLAIN), File("hidden", data, method=8, listed=False)),
            ("zip-tamper", "hidden", "a member that the directory does not name", ""),
        ),
        (
            lambda data: zipped(File("model/data.pkl", PLAIN), before=data),
            ("zip-tamper", "@before", "{size} bytes that belong to no member", ""),
        ),
        (
            lambda data: zipped(File("model/data.pkl", data), before=b"#!/bin/sh\n"),
            ("zip-tamper", "@before", "10 bytes that belong to no member", ""),
        ),
        (
            lambda data: torch_zip(PLAIN) + zipped(File("late.pkl", data)),
            ("zip-tamper", "directory", "more than one", ""),
        ),
        (
            lambda data: zipped(File("../../evil.pkl", data)),
            ("path-escape", "../../evil.pkl", "", ""),
        ),
        (
            lambda data: zipped(File("link", data, attributes=0o120777 << 16)),
            ("path-escape", "link", "a symbolic link", ""),
        ),
        (
            lambda data: zipped(File("a.pkl\0.txt", data)),
            ("zip-tamper", "a.pkl", "a name with a NUL in it", ""),
        ),
    ],
    ids=[
        "local name", "local method", "local size", "false flag", "duplicate", "unlisted", "unlisted deflated",
        "prefix",        "behind prefix", "late", "outside", "link", "nul",
    ],
)  # fmt: skip
def test_two_readings(archive: object, told: tuple[str, str, str, str], data: bytes) -> None:
    """Where readers differ in what an archive holds it is told, and what either finds is read."""
    whole = archive(data)  # type: ignore[operator]
    found = read(whole)
    kind, what, detail, member = told
    assert (kind, what, detail.replace("{size}", str(len(data))), member) in notes(found)
    assert {name for name, _ in runs(found)} == ({RUNS} if data is HARMFUL else set())


@pytest.mark.parametrize("name", ["model/data/0", "model/readme.txt", "weights.png", "model/byteorder", "no extension"])
@pytest.mark.parametrize("payload", [HARMFUL, a.call(a.global_("made_up", "run"), a.string_line(b"'x'")) + a.STOP])
def test_every_member_is_looked_at(name: str, payload: bytes) -> None:
    """Whatever a member is called, and also if the pickle in it has no magic."""
    assert runs(read(zipped(File("model/data.pkl", PLAIN), File(name, payload)))) == {(RUNS, (name,))}


def test_members_that_are_nothing_known_are_no_gap() -> None:
    found = read(zipped(File("model/data.pkl", PLAIN), File("model/data/0", bytes(range(256))), File("r.md", b"# A\n")))
    assert (found.kind, found.complete, notes(found)) == ("torch zip", True, [])


def test_zip_in_zip_and_wide_records_and_a_comment() -> None:
    for method in (0, 8):
        inside = zipped(File("model/data.pkl", HARMFUL), File("x", b"y"))
        outside = zipped(File("inner.zip", inside, method=method), wide=True, comment=b"by hand")
        found = read(outside)
        assert (runs(found), found.complete, notes(found)) == ({(RUNS, ("inner.zip", "model/data.pkl"))}, True, [])


def test_a_pickle_with_a_zip_behind_it() -> None:
    found = read(PLAIN + torch_zip(HARMFUL))
    assert runs(found) == {(RUNS, PICKLE)}
    assert ("zip-tamper", "", "a zip archive stands behind other content", "") in notes(found)


def test_a_pickle_that_holds_a_zip_is_no_polyglot() -> None:
    payload = zipped(File("notes.txt", b"nothing here" * 30))
    found = read(a.proto(4) + a.data(payload) + a.STOP)
    assert (found.kind, found.complete, notes(found)) == ("pickle", True, [])
    payload = torch_zip(HARMFUL)
    found = read(a.proto(4) + a.data(payload) + a.STOP)
    assert {name for name, _ in runs(found)} == {RUNS}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_zipfile_writes(method: int) -> None:
    for data in (PLAIN, HARMFUL):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("df.pkl", data)
            archive.writestr("folder/", b"")
        found = read(file.getvalue())
        assert (found.complete, notes(found)) == (True, [])
        assert runs(found) == ({(RUNS, ("df.pkl",))} if data is HARMFUL else set())


@pytest.mark.parametrize(
    ("archive", "gap"),
    [
        (zipped(File("model/data.pkl", b"\x11" * 64, flags=1)), ("model/data.pkl", "Encrypted.")),
        (
            zipped(File("model/data.pkl", b"\x11" * 64, method=99, flags=1)),
            ("model/data.pkl", "Encrypted."),
        ),
        (
            zipped(File("model/data.pkl", b"\x11" * 64, method=97)),
            ("model/data.pkl", "Packed by method 97, which no loader of models reads."),
        ),
        (torch_zip(PLAIN)[:-30], ("", "No directory at the end: the archive is cut off, or no archive.")),
        (torch_zip(PLAIN)[:20], ("", "No directory at the end: the archive is cut off, or no archive.")),
        (
            torch_zip(PLAIN)[:8] + torch_zip(PLAIN)[80:],
            ("model/data.pkl", "No member stands where the directory says."),
        ),
        (zipped(File("model/data.pkl", b"no pickle")), ("model/data.pkl", "malformed")),
        (
            zipped(File("model/data.pkl", b"\xff" + deflated(HARMFUL), local_method=8)).replace(
                b"PK\1\2\x14\0\x14\0\0\0\0\0", b"PK\1\2\x14\0\x14\0\0\0\x08\0"
            ),
            ("model/data.pkl", "The compressed bytes are damaged."),
        ),
    ],
    ids=["encrypted", "aes", "method", "cut", "cut in header", "hole", "no pickle", "damaged"],
)
def test_unreadable(archive: bytes, gap: tuple[str, str]) -> None:
    found = read(archive)
    assert not found.complete
    assert gap in gaps(found)


def test_what_is_cut_off_is_still_read() -> None:
    found = read(torch_zip(HARMFUL)[:-60])
    assert runs(found) == {(RUNS, PICKLE)}
    assert not found.complete


@pytest.mark.parametrize("packer", [deflated, bz2.compress])
def test_bombs(packer: object) -> None:
    """A member that grows without end ends the reading of it, whatever it is called, and says so."""
    bomb = packer(PLAIN[:-1] + b"N0" * 1_000_000)  # type: ignore[operator]
    method = 8 if packer is deflated else 12
    archive = zipped(File("model/data.pkl", bomb, method=0)).replace(
        b"\x14\0\0\0\0\0\0\0\0\0", b"\x14\0\0\0" + bytes([method, 0]) + bytes(4)
    )
    found = read(archive, room=Room(Limits(decoded_bytes=1 << 20)))
    assert ("model/data.pkl", "More than 1 MiB unpacked.") in gaps(found)


def test_a_member_that_grows_a_thousandfold() -> None:
    for unit, told in ((bytes(4), True), (bytes(range(256)) * 16, False)):
        body = a.proto(4) + a.bytes8(unit * ((4 << 20) // len(unit))) + a.STOP
        packed = bz2.compress(body) if told else deflated(body)
        method = 12 if told else 8
        archive = zipped(File("a.pkl", packed)).replace(bytes([20, 0, 0, 0, 0, 0]), bytes([20, 0, 0, 0, method, 0]))
        found = read(archive)
        assert found.complete
        assert [kind for kind, *_ in notes(found)] == (["zip-ratio"] if told else [])


def test_limits_on_members() -> None:
    archive = zipped(*[File(f"{number}", b"x") for number in range(20)])
    assert ("", "More than 10 members.") in gaps(read(archive, room=Room(Limits(members=10))))
    assert read(archive, room=Room(Limits(members=20))).complete


def test_archives_in_archives_end() -> None:
    archive = zipped(File("a.pkl", HARMFUL))
    for _ in range(12):
        archive = zipped(File("a.zip", archive))
    found = read(archive)
    assert any(why == "Archives within archives, too deep to follow." for _, why in gaps(found))


def test_overlapping_members_are_told() -> None:
    inner = zipped(File("a.pkl", PLAIN))[: 30 + 5 + len(PLAIN)]
    archive = zipped(File("b.bin", inner))
    directory = archive.index(b"PK\1\2")
    second = zipped(File("a.pkl", PLAIN))
    entry = second[second.index(b"PK\1\2") : second.index(b"PK\5\6")]
    entry = entry[:42] + (35).to_bytes(4, "little") + entry[46:]
    end = archive.index(b"PK\5\6")
    body = archive[:end] + entry
    size = len(body) - directory
    whole = body + b"PK\5\6" + bytes(4) + b"\2\0\2\0" + size.to_bytes(4, "little") + directory.to_bytes(4, "little")
    assert ("zip-tamper", "members", "overlap", "") in notes(read(whole + b"\0\0"))
