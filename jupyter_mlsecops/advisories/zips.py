"""Zip archives: every entry read in memory, one after the other, nothing unpacked to the disk."""

from __future__ import annotations

import contextlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from .budget import Budget, check_ratio
from .refusal import Refused
from .tar import Member

_LEAST_ENTRY = 46  # bytes of an entry in the directory of an archive, without its name
_DAMAGED = "The zip archive is damaged or was cut off. Get it anew from its source."
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Zip:
    """A zip archive. Raises ``Refused`` for one that is damaged, or that has too many entries."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._budget = budget
        guarded = _Guarded(file, budget.entries * _LEAST_ENTRY)
        with _refusing():
            self._zip = zipfile.ZipFile(guarded)
        self.entries = self._zip.infolist()
        for _ in self.entries:
            budget.entry()

    def members(self, most: int, wanted: tuple[str, ...]) -> Iterator[Member]:
        """The regular files whose names end so, in order; their contents have at most ``most + 1`` bytes."""
        names: set[str] = set()
        for entry in self.entries:
            if not entry.filename.endswith(wanted) or not _is_regular(entry):
                continue
            if entry.filename in names:
                raise Refused("Two entries of the zip archive have the same name. Get it anew from its source.")
            names.add(entry.filename)
            yield Member(entry.filename, self._content(entry, most))

    def _content(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        if entry.flag_bits & 0x1:
            raise Refused("The zip archive is encrypted. Unpack it with its password and import the folder.")
        if entry.compress_type not in _METHODS:
            raise Refused("The zip archive is packed in an unusual way. Unpack it and import the folder.")
        check_ratio(entry.file_size, entry.compress_size)
        with _refusing(), self._zip.open(entry) as opened:
            content = opened.read(most + 1)
            self._budget.take(len(content))
            if len(content) <= most and (opened.read(1) or len(content) != entry.file_size):
                raise Refused(_DAMAGED)
        return content


class _Guarded:
    """A file that is never read in one piece larger than the directory of an archive may be."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most

    def read(self, number: int = -1) -> bytes:
        if number > self._most:
            raise Refused("It has too many entries for an export of advisories. Get it anew from its source.")
        return self._file.read(number if number >= 0 else self._most)  # to the end: of the last bytes only

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError) as error:
        raise Refused(_DAMAGED) from error
    except (ValueError, RuntimeError, IndexError, OverflowError, UnicodeError) as error:  # hostile numbers in headers
        raise Refused(_DAMAGED) from error


def _is_regular(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG)
