"""Tar archives: PyTorch's oldest files, .nemo, pandas' and whatever is packed by hand."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from jupyter_mlsecops.formats.reading import Limits, Room, read

from ..pickles import assemble as a
from .assemble import HARMFUL, PLAIN, RUNS, TAR_END, File, gaps, notes, runs, tar_file, tar_header, torch_zip, zipped


def old_torch(data: bytes) -> bytes:
    return b"".join(tar_file(name, data) for name in ("sys_info", "pickle", "tensors", "storages")) + TAR_END


@pytest.mark.parametrize("data", [PLAIN, HARMFUL], ids=["plain", "harmful"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tar.gz"])
@pytest.mark.parametrize(
    ("archive", "kind", "member"),
    [
        (lambda data: tar_file("rf.pkl", data) + TAR_END, "tar", ("rf.pkl",)),
        (lambda data: tar_file("rf.txt", data, b"\0") + TAR_END, "tar", ("rf.txt",)),
        (lambda data: tar_file("rf.txt", data, b"7") + TAR_END, "tar", ("rf.txt",)),
        (lambda data: tar_file("rf.txt", data, b"Y") + TAR_END, "tar", ("rf.txt",)),
        (old_torch, "torch tar", ("pickle",)),
        (
            lambda data: (
                tar_file("./model_config.yaml", b"a: b\n") + tar_file("./weights.ckpt", torch_zip(data)) + TAR_END
            ),
            "nemo",
            ("./weights.ckpt", "model/data.pkl"),
        ),
        (
            lambda data: tar_file("././@LongLink", b"n" * 150 + b"\0", b"L") + tar_file("n" * 99, data) + TAR_END,
            "tar",
            ("n" * 150,),
        ),
        (
            lambda data: tar_file("x", b"16 path=far.pkl\n", b"x") + tar_file("near", data) + TAR_END,
            "tar",
            ("far.pkl",),
        ),
        (lambda data: tar_file("inner.zip", zipped(File("a", data, method=8))) + TAR_END, "tar", ("inner.zip", "a")),
    ],
    ids=["file", "old", "contiguous", "unknown kind", "torch", "nemo", "long name", "pax", "zip in tar"],
)
def test_members(archive: object, kind: str, member: tuple[str, ...], pack: object, data: bytes) -> None:
    found = read(pack(archive(data)))  # type: ignore[operator]
    layer = () if pack is bytes else ("@gzip",)
    assert (found.kind, found.complete, notes(found)) == (kind, True, [])
    here = {(name, path) for name, path in runs(found) if path == (*layer, *member)}
    assert here == ({(RUNS, (*layer, *member))} if data is HARMFUL else set())


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (tar_file("../../x", b"y"), ("path-escape", "../../x", "", "")),
        (tar_file("/etc/x", b"y"), ("path-escape", "/etc/x", "", "")),
        (tar_header("x", 1, prefix="..") + b"y" + bytes(511), ("path-escape", "../x", "", "")),
        (tar_header("x", kind=b"2", link="../y"), ("path-escape", "x", "a symbolic link to ../y", "")),
        (tar_header("x", kind=b"1", link="y"), ("path-escape", "x", "a hard link to y", "")),
        (tar_header("x", kind=b"3"), ("path-escape", "x", "a character device", "")),
        (tar_header("x", kind=b"4"), ("path-escape", "x", "a block device", "")),
        (tar_header("x", kind=b"6"), ("path-escape", "x", "a named pipe", "")),
    ],
)
def test_members_that_lead_elsewhere(entry: bytes, told: tuple[str, str, str, str]) -> None:
    found = read(tar_file("a.txt", b"text") + entry + tar_file("b.pkl", HARMFUL) + TAR_END)
    assert told in notes(found)
    assert (RUNS, ("b.pkl",)) in runs(found)


def test_members_after_the_end_and_behind_junk() -> None:
    found = read(tar_file("a", PLAIN) + TAR_END + tar_file("late", HARMFUL) + TAR_END)
    assert runs(found) == {(RUNS, ("late",))}
    assert ("zip-tamper", "late", "a member after the end of the archive", "") in notes(found)
    found = read(tar_file("a", PLAIN) + b"junk".ljust(512, b"!") + tar_file("late", HARMFUL) + TAR_END)
    assert runs(found) == {(RUNS, ("late",))}
    assert ("", "Bytes that are no member's header.") in gaps(found)


def test_a_name_that_is_a_pickle() -> None:
    """A tar begins with a name, and a loader of pickles reads that."""
    for call in (b"cmade_up\nrun\n(S'x'\ntR.", b"ccollections\nOrderedDict\n(tR."):
        block = tar_header("x" * len(call), 1)
        named = call + block[len(call) : 148]
        block = named + b"%06o\0 " % (sum(named) + 8 * 32 + sum(block[156:])) + block[156:]
        found = read(block + b"y" + bytes(511) + TAR_END)
        assert found.kind == "tar"
        assert {name for name, _ in runs(found)} == ({RUNS} if b"made_up" in call else set())
        assert ("zip-tamper", "", "the same bytes are also a pickle", "") in notes(found)


def test_a_tar_with_a_zip_in_it_is_a_tar() -> None:
    found = read(tar_file("a.zip", zipped(File("b.pkl", HARMFUL))))
    assert (found.kind, runs(found)) == ("tar", {(RUNS, ("a.zip", "b.pkl"))})


@pytest.mark.parametrize(
    ("archive", "gap"),
    [
        (tar_file("a.pkl", HARMFUL + bytes(2000))[:1024], ("a.pkl", "The archive ends within it.")),
        (tar_file("a.txt", b"text"), ("", "No end record: the archive is cut off.")),
        (gzip.compress(tar_file("a.txt", bytes(9000)) + TAR_END)[:-20], ("", "The compressed bytes end too soon.")),
    ],
)
def test_cut_off(archive: bytes, gap: tuple[str, str]) -> None:
    found = read(archive)
    assert not found.complete
    assert gap in [(member.removeprefix("@gzip"), why) for member, why in gaps(found)]


def test_limits() -> None:
    archive = b"".join(tar_file(f"{number}", b"x") for number in range(20)) + TAR_END
    assert ("", "More than 10 members.") in gaps(read(archive, room=Room(Limits(members=10))))
    assert read(archive).complete


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_tarfile_writes(form: int) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in {"a.pkl": PLAIN, "b/" + "c" * 90 + "/d.pkl": HARMFUL, "e": b""}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    found = read(file.getvalue())
    assert (found.kind, found.complete, notes(found)) == ("tar", True, [])
    assert runs(found) == {(RUNS, ("b/" + "c" * 90 + "/d.pkl",))}


def test_a_pickle_inside_that_is_cut_tells_both() -> None:
    found = read(tar_file("a.pkl", HARMFUL[:-1]) + TAR_END)
    assert runs(found) == {(RUNS, ("a.pkl",))}
    assert gaps(found) == [("a.pkl", "no STOP")]
    assert read(tar_file("a.pkl", a.NONE + a.STOP) + TAR_END).complete
