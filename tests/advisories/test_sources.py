"""What can be imported: archives of every kind, folders, what is passed over in them, and what is left out."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import random
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.advisories import importing
from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.refusal import Refused

from .exports import A, B, C, folder, imported, named, patched, rows, tarred, zipped
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
