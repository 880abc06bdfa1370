"""What can be imported, and what is refused: the old database is the same, byte for byte, after each refusal."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import hashlib
import io
import json
import lzma
import os
import random
import stat
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.advisories import budget, importing, sources
from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.refusal import Refused

from .exports import A, B, C, folder, left, named, rows, tarred, zipped
from .written import record

FILES = named(A, B, C)
YAML = b"""\
id: PYSEC-2026-1
modified: 2026-01-02T03:04:05Z
summary: About PYSEC-2026-1
aliases: [CVE-2026-1]
affected:
- package: {ecosystem: PyPI, name: Alpha.Lib}
  ranges:
  - type: ECOSYSTEM
    events:
    - introduced: 0
    - fixed: 1.2
  versions:
withdrawn: null
"""


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, Any]:
    """What A, B and C are in a database."""
    return rows(imported(folder(tmp_path / "expected" / "in", FILES)))


def imported(path: Path, **wish: Any) -> Path:
    """A database made of a file or folder, beside it."""
    target = path.parent / "out" / "advisories.sqlite"
    from_path(path, target, Wish(**wish))
    assert left(target) == ["advisories.sqlite"]
    return target


IN_FOLDERS = {f"./advisory-database-main/vulns/a/{name}": content for name, content in FILES.items()}
DEEP = {f"{'x' * 60}/{'y' * 60}/{'z' * 120}/{name}": content for name, content in FILES.items()}
BESIDE = FILES | {
    "README.md": b"# Advisories",
    ".github/workflows/a.yml": b"on: push\nid: 1\n",
    "package.json": b'{"name": "x"}',
    "sub/": b"",
}
GOOD: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(FILES),
    "zip, stored": lambda: zipped(FILES, zipfile.ZIP_STORED),
    "zip with other files": lambda: zipped(BESIDE),
    "zip with folders": lambda: zipped(IN_FOLDERS),
    "tar": lambda: tarred(FILES),
    "tar with other files": lambda: tarred({name: content for name, content in BESIDE.items() if name != "sub/"}),
    "tar.gz": lambda: tarred(IN_FOLDERS, "w:gz"),
    "tar.bz2": lambda: tarred(FILES, "w:bz2"),
    "tar.xz": lambda: tarred(FILES, "w:xz"),
    "tar, GNU with long names": lambda: tarred(DEEP, form=tarfile.GNU_FORMAT),
    "tar, pax with long names": lambda: tarred(DEEP, form=tarfile.PAX_FORMAT),
    "tar, ustar": lambda: tarred(IN_FOLDERS, form=tarfile.USTAR_FORMAT),
    "tar.gz in two parts": lambda: b"".join(map(gzip.compress, halves(tarred(FILES)))),
    "tar.xz in two parts": lambda: b"\0\0\0\0".join(map(lzma.compress, halves(tarred(FILES)))),
    "tar.bz2 in two parts": lambda: b"".join(map(bz2.compress, halves(tarred(FILES)))),
}


def halves(raw: bytes) -> list[bytes]:
    return [raw[: len(raw) // 2], raw[len(raw) // 2 :]]


@pytest.mark.parametrize("kind", GOOD)
def test_archives(kind: str, expected: dict[str, Any], tmp_path: Path) -> None:
    """The name of the file says nothing: what it is, is looked at."""
    (tmp_path / "a").write_bytes(GOOD[kind]())
    assert rows(imported(tmp_path / "a")) == expected


def test_a_folder_of_json_and_yaml(expected: dict[str, Any], tmp_path: Path) -> None:
    files = named(B, C) | {"vulns/alpha/PYSEC-2026-1.yaml": YAML, ".git/config.json": b"no JSON", "LICENSE": b"free"}
    place = folder(tmp_path / "records", files)
    (place / "link.json").symlink_to(place / "LICENSE")
    assert rows(imported(place)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"a: &x [1]\nb: *x", "anchors"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchors"),
        (b"[" * 2_000, "deep"),
        (b"a: " + b"[" * 2_000, "deep"),
        (b"\xff\xfe", "UTF-8"),
        (b"id: [", "not YAML"),
        (b"id: a\n---\nid: b\n", "one YAML document"),
        (b"? [a]\n: b\n", "key"),
        (b"!!python/object/apply:os.system [id]", "wrong type"),
        (b"id: PYSEC-1\nmodified: 7\n", "wrong type"),
    ],
)
def test_yaml_that_is_no_record(text: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=why):
        imported(folder(tmp_path / "records", named(A) | {"z.yaml": text}))


# ---- what is refused


def patched(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert old in raw
    return raw.replace(old, new)


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


def test_links_and_devices_in_an_archive_are_passed_over(expected: dict[str, Any], tmp_path: Path) -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            member = tarfile.TarInfo("passwd.json")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    (tmp_path / "a").write_bytes(raw.getvalue())
    assert rows(imported(tmp_path / "a")) == expected

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        link = zipfile.ZipInfo("link.json")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        for name, content in FILES.items():
            packed.writestr(name, content)
    (tmp_path / "b").write_bytes(out.getvalue())
    assert rows(imported(tmp_path / "b")) == expected


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["zip", "zip, stored", "tar, pax with long names", "tar.gz", "tar.xz", "database"])
def test_whatever_is_changed_is_imported_or_refused(kind: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"{kind} {seed}")
    raw = imported(folder(tmp_path / "in", FILES)).read_bytes() if kind == "database" else GOOD[kind]()
    changed = bytearray(raw)
    for _ in range(chance.choice([1, 2, 9])):
        at = chance.randrange(len(changed))
        changed[at : at + chance.choice([0, 1, 8])] = chance.randbytes(chance.choice([0, 1, 8]))
    changed[chance.choice([-1, len(changed) // 2]) :] = b""
    for mutant in (changed, bytearray(raw[: chance.randrange(len(raw))])):
        (tmp_path / "mutant").write_bytes(mutant)
        with contextlib.suppress(Refused):
            from_path(tmp_path / "mutant", tmp_path / "out" / "mutant.sqlite", Wish(allow_downgrade=True))


def test_a_zip_entry_without_a_name_is_passed_over(expected: dict[str, Any], tmp_path: Path) -> None:
    raw = zipped(FILES | {"nameless": b"y"})
    (tmp_path / "a").write_bytes(patched(raw, b"nameless", b"\0ameless"))
    assert rows(imported(tmp_path / "a")) == expected


def test_records_that_may_be_left_out_are_named(tmp_path: Path) -> None:
    bad = patched(FILES["MAL-2026-3.json"], b'"0.1"', b'""')
    (tmp_path / "a").write_bytes(zipped(named(A, B) | {"bad.json": bad, "worse.json": b"{"}))
    done = from_path(tmp_path / "a", tmp_path / "out" / "a.sqlite", Wish(skip_invalid=True))
    assert [where for where, _ in done.invalid] == ["bad.json", "worse.json"]
    assert (done.header.records, done.header.invalid) == (2, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(Refused, match="not a regular file"):
        imported(tmp_path / "pipe.zip")
    place = folder(tmp_path / "records", FILES)
    os.mkfifo(place / "pipe.json")
    assert len(rows(imported(place))["adv"]) == 3


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read.*No such file"):
        imported(tmp_path / "none.zip")


# ---- checksums

ZIP = zipped(named(A))
SUM = hashlib.sha256(ZIP).hexdigest()
OTHER = "0" * 64


@pytest.mark.parametrize(
    ("beside", "wish", "why"),
    [
        (None, {}, None),
        (None, {"sha256": SUM}, None),
        (None, {"sha256": SUM.upper(), "require_checksum": True}, None),
        (None, {"sha256": OTHER}, "SHA-256"),
        (None, {"require_checksum": True}, "There is no all.zip.sha256"),
        (f"{SUM}  all.zip\n", {"require_checksum": True}, None),
        (f"{SUM} *out/all.zip\r\n", {}, None),
        (f"{OTHER}  other.zip\n{SUM}  all.zip\n", {}, None),
        (f"SHA256 (all.zip) = {SUM}\n", {}, None),
        (f"{SUM}\n", {}, None),
        (f"{OTHER}  all.zip\n", {}, "SHA-256"),
        (f"{SUM}  other.zip\n", {}, "no SHA-256 of all.zip"),
        (f"{SUM}\n{OTHER}\n", {}, "no SHA-256 of all.zip"),
        ("", {}, "no SHA-256 of all.zip"),
        (f"{OTHER}  all.zip\n", {"sha256": SUM}, None),
    ],
)
def test_checksums(beside: str | None, wish: dict[str, Any], why: str | None, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(ZIP)
    if beside is not None:
        (tmp_path / "all.zip.sha256").write_text(beside)
    target = tmp_path / "out" / "a.sqlite"
    if why is None:
        assert from_path(tmp_path / "all.zip", target, Wish(**wish)).header.sha256 == SUM
    else:
        with pytest.raises(Refused, match=why):
            from_path(tmp_path / "all.zip", target, Wish(**wish))
        assert not target.exists()


def test_a_folder_has_no_checksum(tmp_path: Path) -> None:
    place = folder(tmp_path / "records", FILES)
    with pytest.raises(Refused, match="folder has no checksum"):
        imported(place, sha256=SUM)
    with pytest.raises(Refused, match="no records.sha256"):
        imported(place, require_checksum=True)


def test_the_watch_sees_every_entry(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None, str]] = []

    class Counting(importing.Watch):
        def over(self, items: Iterator[Any], total: int | None, noun: str) -> Iterator[Any]:
            number = 0
            for number, item in enumerate(items, 1):  # noqa: B007
                yield item
            seen.append((number, total, noun))

    (tmp_path / "a").write_bytes(zipped(FILES))
    from_path(tmp_path / "a", tmp_path / "a.sqlite", Wish(), Counting())
    assert seen == [(3, 3, "records")]


def test_a_record_with_thousands_of_versions_is_quick(tmp_path: Path) -> None:
    versions = " ".join(f"{n}.{m}" for n in range(100) for m in range(300))
    (tmp_path / "a").write_bytes(zipped(named(record("PYSEC-1", "a", ">= 0", versions))))
    assert rows(imported(tmp_path / "a"))["aff"][0][3] == "[]"
