"""What is refused: the old database is the same, byte for byte, after each refusal."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories import budget, sources
from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.refusal import Refused

from .exports import A, B, C, folder, named, patched, tarred, zipped

FILES = named(A, B, C)


def encrypted() -> bytes:
    raw = bytearray(zipped(FILES))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            raw[at + offset] |= 1
    return bytes(raw)


def lying_about_size() -> bytes:
    """A zip whose directory says that an entry is larger than it is."""
    raw = bytearray(zipped(named(A)))
    at = raw.rfind(b"PK\1\2")
    (size,) = struct.unpack_from("<I", raw, at + 24)
    struct.pack_into("<I", raw, at + 24, size + 7)
    return bytes(raw)


def twice_the_name() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("A.json", FILES["PYSEC-2026-1.json"])
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("A.json", FILES["MAL-2026-3.json"])
    return out.getvalue()


def many(number: int) -> bytes:
    """A zip with a directory of so many entries, all of them the same."""
    name = b"a.json"
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    size = number * len(entry)
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, 0)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, size, 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return b"PK\3\4" + entry[4:] + entry * (number - 1) + end64 + locator + end


def sparse() -> bytes:
    raw = bytearray(tarred(named(A)))
    raw[156:157] = b"S"
    return resummed(raw)


def resummed(raw: bytearray, at: int = 0) -> bytes:
    raw[at + 148 : at + 156] = b" " * 8
    raw[at + 148 : at + 156] = b"%06o\0 " % sum(raw[at : at + 512])
    return bytes(raw)


def sized(size: bytes) -> bytes:
    raw = bytearray(tarred(named(A), form=tarfile.USTAR_FORMAT))
    raw[124:136] = size
    return resummed(raw)


def pax(content: bytes) -> bytes:
    """A tar archive with an extended header of this content."""
    head = bytearray(tarred({"x": content}, form=tarfile.USTAR_FORMAT)[: 512 + -(-len(content) // 512) * 512])
    head[156:157] = b"x"
    return resummed(head) + tarred(named(A), form=tarfile.USTAR_FORMAT)


LARGE = json.dumps(A | {"details": "x" * 6_000_000}).encode()
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no file that can be imported"),
    "a text": (lambda: b"# Advisories\n" * 100, "no file that can be imported"),
    "JSON": (lambda: FILES["PYSEC-2026-1.json"], "no file that can be imported"),
    "a program": (lambda: b"\x7fELF" + bytes(2_000), "no file that can be imported"),
    "zip without records": (lambda: zipped({"README.md": b"nothing"}), "holds no advisory"),
    "zip of nothing": (lambda: zipped({}), "holds no advisory"),
    "zip of other ecosystems": (
        lambda: zipped({"a.json": patched(FILES["MAL-2026-3.json"], b'"PyPI"', b'"npm"')}),
        "holds no advisory",
    ),
    "zip, cut off": (lambda: zipped(FILES)[:-200], "damaged or was cut off"),
    "zip, cut in the middle": (lambda: zipped(FILES)[:300], "damaged or was cut off"),
    "zip, changed": (lambda: patched(zipped(FILES, 0), b"Alpha.Lib", b"Omega.Lib"), "damaged or was cut off"),
    "zip, lying about a size": (lying_about_size, "damaged or was cut off"),
    "zip, encrypted": (encrypted, "encrypted"),
    "zip, lzma": (lambda: zipped(FILES, zipfile.ZIP_LZMA), "unusual"),
    "zip, two entries of a name": (twice_the_name, "same name"),
    "zip, a million entries": (lambda: many(1_000_000), "too many entries"),
    "zip, pointing out": (lambda: zipped(FILES | {"../../evil.json": FILES["MAL-2026-3.json"]}), "points out"),
    "zip, absolute": (lambda: zipped(FILES | {"/etc/evil.json": FILES["MAL-2026-3.json"]}), "points out"),
    "zip, drive": (lambda: zipped(FILES | {"C:\\evil.json": FILES["MAL-2026-3.json"]}), "points out"),
    "zip, bomb": (lambda: zipped(FILES | {"b.json": bytes(50_000_000)}), "far more"),
    "zip, a large record": (lambda: zipped({"b.json": LARGE}, zipfile.ZIP_STORED), "larger than 5 MB"),
    "zip, bad UTF-8": (lambda: zipped(FILES | {"b.json": b'{"id": "\xff"}'}), "b.json.*UTF-8"),
    "zip, no JSON": (lambda: zipped(FILES | {"b.json": b"{"}), "b.json.*not JSON"),
    "zip, deep JSON": (lambda: zipped(FILES | {"b.json": b'{"a":' * 50_000}), "b.json.*deep"),
    "zip, invalid range": (
        lambda: zipped({"b.json": patched(FILES["PYSEC-2026-1.json"], b'"introduced"', b'"appeared"')}),
        "b.json.*event.*--skip-invalid",
    ),
    "zip, a name that rings": (lambda: zipped({"\x1b[31m\u202e.json": b"{"}), "^[^\x1b\u202e]*$"),
    "tar, cut off": (lambda: tarred(FILES)[:3_000], "damaged or was cut off"),
    "tar, cut off between entries": (lambda: tarred(FILES).rstrip(b"\0").ljust(3_072, b"\0")[:3_072], "cut off"),
    "tar, pointing out": (lambda: tarred(FILES | {"a/../../evil.json": b"{}"}), "points out"),
    "tar, sparse": (sparse, "sparse"),
    "tar, no size": (lambda: sized(b"-7\0".ljust(12, b"\0")), "damaged"),
    "tar, a huge size": (lambda: sized(b"\x80" + b"\xff" * 11), "damaged"),
    "tar, wrong sum": (lambda: patched(tarred(FILES), b"ustar", b"ustaX"), "damaged|no file"),
    "tar, a long header": (lambda: pax(b"9" * 70_000), "too long"),
    "tar, a header that lies": (lambda: pax(b"99 path=x\n"), "damaged"),
    "tar, a header of nothing": (lambda: pax(b"0 =\n" * 100), "damaged"),
    "tar, a size that is none": (lambda: pax(b"11 size=-1\n"), "damaged"),
    "tar.gz, cut off": (lambda: tarred(FILES, "w:gz")[:-20], "damaged or was cut off"),
    "tar.xz, cut off": (lambda: tarred(FILES, "w:xz")[:-20], "damaged or was cut off"),
    "tar.bz2, cut off": (lambda: tarred(FILES, "w:bz2")[:-20], "damaged or was cut off"),
    "gz, changed": (lambda: gzip.compress(tarred(FILES))[:-8] + bytes(8), "damaged or was cut off"),
    "gz, bomb": (lambda: gzip.compress(tarred(FILES | {"b.bin": bytes(50_000_000)})), "far more"),
    "xz, bomb": (lambda: lzma.compress(tarred(FILES | {"b.bin": bytes(50_000_000)})), "far more"),
    "bz2, bomb": (lambda: bz2.compress(tarred(FILES | {"b.bin": bytes(50_000_000)})), "far more"),
    "xz that wants much memory": (
        lambda: lzma.compress(tarred(FILES), filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]),
        "damaged",
    ),
    "gz of a text": (lambda: gzip.compress(b"hello" * 200), "no file that can be imported"),
    "twice with other contents": (
        lambda: zipped(named(A) | {"again.json": json.dumps(A | {"summary": "Else"}).encode()}),
        "two of it",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_and_the_old_database_stays(kind: str, old: Path, tmp_path: Path) -> None:
    make, why = REFUSED[kind]
    (tmp_path / "hostile").write_bytes(make())
    with pytest.raises(Refused, match=why) as refused:
        from_path(tmp_path / "hostile", old, Wish())
    assert str(refused.value).isprintable()
    assert not (tmp_path / "evil.json").exists()


@pytest.mark.parametrize("make", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize(
    ("allowed", "why"),
    [(budget.Budget(entries=2), "too many entries"), (budget.Budget(unpacked=500), "unpacks to more")],
)
def test_what_is_over_the_budget_is_refused(
    make: Callable[[dict[str, bytes]], bytes], allowed: budget.Budget, why: str, tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(make(FILES))
    mine = budget.Budget(allowed.entries, allowed.unpacked)
    with pytest.raises(Refused, match=why), sources.opened(tmp_path / "a", scratch=tmp_path, budget=mine) as source:
        list(source.entries)


@pytest.mark.parametrize(("allowed", "why"), [((2, 10**9), "too many entries"), ((99, 100), "unpacks to more")])
def test_a_folder_has_a_budget_too(allowed: tuple[int, int], why: str, tmp_path: Path) -> None:
    place = folder(tmp_path / "records", FILES)
    mine = budget.Budget(*allowed)
    with pytest.raises(Refused, match=why), sources.opened(place, scratch=tmp_path, budget=mine) as source:
        list(source.entries)
