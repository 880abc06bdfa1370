"""PyTorch's older files, and the code in compiled ones."""

from __future__ import annotations

import struct

import pytest

from jupyter_mlsecops.formats.reading import read

from ..pickles import assemble as a
from .assemble import HARMFUL, PLAIN, RUNS, File, gaps, notes, runs, zipped

MAGIC = a.proto(2) + b"\x8a\x0al\xfc\x9cF\xf9\x20j\xa8P\x19" + a.STOP
COMPUTED = a.proto(2) + a.call(a.global_("builtins", "int"), a.text("1")) + a.STOP
PROTOCOL = a.proto(2) + b"M\xe9\x03" + a.STOP
SYSTEM = a.proto(2) + a.EMPTY_DICT + a.STOP
KEYS = a.proto(2) + a.EMPTY_LIST + a.text("1") + a.APPEND + a.STOP


def storage(kind: str, key: str, count: int) -> bytes:
    parts = (a.text("storage"), a.global_("torch", kind), a.text(key), a.text("cpu"), a.int4(count), a.NONE)
    return a.MARK + b"".join(parts) + a.TUPLE + a.BINPERSID


def legacy(body: bytes, *storages: bytes, magic: bytes = MAGIC) -> bytes:
    return magic + PROTOCOL + SYSTEM + a.proto(2) + body + a.STOP + KEYS + b"".join(storages)


def raw(count: int, width: int, fill: bytes = b"\0") -> bytes:
    return struct.pack("<q", count) + fill * (count * width)


@pytest.mark.parametrize("last", [b"", a.command("made_up", "run")], ids=["plain", "harmful"])
@pytest.mark.parametrize("magic", [MAGIC, COMPUTED], ids=["literal", "computed"])
@pytest.mark.parametrize(
    ("body", "tail"),
    [
        (a.NONE, b""),
        (storage("FloatStorage", "1", 10), raw(10, 4)),
        (storage("FloatStorage", "1", 40), raw(40, 4, b"(")),
        (storage("HalfStorage", "1", 5) + a.POP + storage("LongStorage", "2", 3), raw(5, 2) + raw(3, 8)),
        (storage("DoubleStorage", "1", 5) + a.POP + storage("DoubleStorage", "1", 5), raw(5, 8)),
        (storage("BFloat16Storage", "1", 99), raw(99, 2, b"N")),
        (storage("ByteStorage", "1", 46), raw(46, 1)),
    ],
    ids=["none", "floats", "marks", "two", "shared", "opcodes", "stop"],
)
def test_legacy(body: bytes, tail: bytes, magic: bytes, last: bytes) -> None:
    """Five pickles, then storages whose bytes are explained by the pickles, whatever they look like."""
    found = read(legacy(body + last, tail, magic=magic))
    assert (found.kind, found.complete, notes(found)) == ("torch legacy", True, [])
    assert [fact for fact in found.facts if fact.kind.value == "trailing"] == []
    assert {name for name, _ in runs(found)} == ({RUNS} if last else set())


def test_what_the_storages_do_not_explain_is_read() -> None:
    body = storage("FloatStorage", "1", 10)
    assert {name for name, _ in runs(read(legacy(body, raw(10, 4) + HARMFUL)))} == set()
    for tail in (HARMFUL, PLAIN):
        found = read(legacy(a.NONE, tail))
        assert {name for name, _ in runs(found)} == ({RUNS} if tail is HARMFUL else set())
    found = read(legacy(body, raw(10, 4) + b"more"))
    assert "trailing" in [fact.kind.value for fact in found.facts]


@pytest.mark.parametrize("place", range(5))
def test_any_of_the_five_pickles(place: int) -> None:
    parts = [MAGIC, PROTOCOL, SYSTEM, PLAIN, KEYS]
    parts[place] = HARMFUL
    assert {name for name, _ in runs(read(b"".join(parts)))} == {RUNS}


def test_torchscript() -> None:
    code = b"def forward(self, x):\n  _0 = torch.save(x, 'y')\n  return ops.mine.op(x)\n"
    archive = zipped(
        File("m/data.pkl", PLAIN),
        File("m/constants.pkl", PLAIN),
        File("m/code/__torch__/m.py", code, method=8),
        File("m/version", b"3"),
    )
    found = read(archive)
    assert (found.kind, found.complete) == ("torchscript", True)
    where = "m/code/__torch__/m.py"
    assert [("script-operator", name, "", where) for name in ("torch.save", "ops.mine.op")] == notes(found)
    found = read(archive.replace(code, code) + b"")
    bad = zipped(File("m/data.pkl", PLAIN), File("m/constants.pkl", HARMFUL), File("m/code/a.py", b"x = 1"))
    assert runs(read(bad)) == {(RUNS, ("m/constants.pkl",))}


def test_the_pickle_of_an_archive_must_be_one() -> None:
    assert gaps(read(zipped(File("m/data.pkl", b"")))) == []
    assert gaps(read(zipped(File("m/data.pkl", b"\xff\xff")))) == [("m/data.pkl", "malformed")]
