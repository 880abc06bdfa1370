"""From a file or a folder to the database: what ``db import`` does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..core.text import printable
from . import checksum, sources
from .build import Origin, build, not_writable
from .header import Header
from .intake import Intake
from .refusal import Refused

T = TypeVar("T")


@dataclass(frozen=True)
class Wish:
    """What is asked of an import. ``sha256``: nothing with another sum; ``require_checksum``: nothing without one."""

    sha256: str = ""
    require_checksum: bool = False
    allow_downgrade: bool = False
    skip_invalid: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did: the new database says of itself, and ``(where, why)`` of records that were left out."""

    header: Header
    invalid: tuple[tuple[str, str], ...] = ()


class Watch:
    """Sees an import go on; this one looks away. ``total`` is None where nobody knows."""

    def over(self, items: Iterator[T], total: int | None, noun: str) -> Iterator[T]:
        """The items, one by one."""
        return items


def from_path(path: Path, target: Path, wish: Wish, watch: Watch | None = None) -> Imported:
    """Import a file or a folder into the database ``target``.

    A checksum in ``PATH.sha256`` counts whether it is asked for or not. Raises ``Refused``; the database is as it was
    then.
    """
    wanted = wish.sha256 or (None if path.is_dir() else checksum.beside(path)) or ""
    if wish.require_checksum and not wanted:
        raise Refused(f"There is no {path.name}{checksum.ENDING} beside it. Put it there, or give --sha256.")
    return import_records(path, target, wish, wanted, Origin(printable(path.resolve().name, 100)), watch or Watch())


def import_records(path: Path, target: Path, wish: Wish, sha256: str, origin: Origin, watch: Watch) -> Imported:
    """Import what ``path`` holds and ``origin`` names, if it has the SHA-256 or none is wanted. Raises ``Refused``."""
    intake = Intake(wish.skip_invalid)
    with sources.opened(path, scratch=folder_of(target), sha256=sha256) as source:
        named = printable(source.header.source, 200) if source.header else origin.source
        pages = printable(source.header.index_source, 200) if source.header else ""
        built = build(
            sources.records(watch.over(source.entries, source.total, "records"), intake),
            target,
            Origin(named, origin.url, origin.etag, source.sha256, pages),
            intake=intake,
            allow_downgrade=wish.allow_downgrade,
        )
    return Imported(built, tuple(intake.invalid))


def folder_of(target: Path) -> Path:
    """The folder of a database, made if it is not there. Raises ``Refused``."""
    folder = Path(os.path.realpath(target)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(target, error) from error
    return folder
