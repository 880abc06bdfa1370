"""Exports of hand-written records: archives, folders, and what somebody would send who means harm."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from jupyter_mlsecops.advisories.importing import Wish, from_path

from .written import record

A = record("PYSEC-2026-1", "Alpha.Lib", ">= 0, < 1.2", aliases=["CVE-2026-1"])
B = record("GHSA-aaaa-bbbb-cccc", "beta", ">= 1, <= 2.0", aliases=["CVE-2026-2"])
C = record("MAL-2026-3", "gamma", versions="0.1 0.2")


def named(*records: dict[str, Any]) -> dict[str, bytes]:
    """The files of records as OSV names them."""
    return {f"{one['id']}.json": json.dumps(one).encode() for one in records}


def page(name: str, *files: tuple[Any, ...], status: str = "", reason: str = "") -> bytes:
    """A page of the simple index about a project: files by name, with the upload and why they are yanked."""
    told: dict[str, Any] = {"meta": {"api-version": "1.4", "_last-serial": 7}, "name": name, "versions": []}
    told["files"] = []
    for file, uploaded, *yanked in files:
        one = {"filename": file, "url": f"https://example.org/{file}", "hashes": {"sha256": "0" * 64}, "size": 9}
        told["files"].append(one | {"upload-time": uploaded, "yanked": yanked[0] if yanked else False})
    if status:
        told["project-status"] = {"status": status, "reason": reason}
    return json.dumps(told).encode()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of files; ``mode`` as of ``tarfile.open``."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def folder(place: Path, files: dict[str, bytes]) -> Path:
    """A folder with files."""
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a database says, by table, without the numbers that only link its rows."""
    import contextlib
    import sqlite3

    questions = {
        "adv": "select id, modified, withdrawn, kind, severity, summary, body from adv order by id",
        "alias": "select id, alias from alias join adv using (n) order by id, alias",
        "aff": "select id, pkg, ranges, versions from aff join adv using (n) order by id, aff.rowid",
        "project": "select pkg, status, reason, releases from project order by pkg",
        "groups": "select a.id, b.id from adv a join adv b using (grp) where a.id < b.id order by a.id, b.id",
    }
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return {name: connection.execute(question).fetchall() for name, question in questions.items()}


def left(database: Path) -> list[str]:
    """The names in the folder of a database."""
    return sorted(one.name for one in database.parent.iterdir())


def imported(path: Path, **wish: Any) -> Path:
    """A database made of a file or folder, beside it."""
    target = path.parent / "out" / "advisories.sqlite"
    from_path(path, target, Wish(**wish))
    assert left(target) == ["advisories.sqlite"]
    return target


def patched(raw: bytes, old: bytes, new: bytes) -> bytes:
    """The same with another text where one stands."""
    assert old in raw
    return raw.replace(old, new)
