"""HDF5 files of Keras. The notation is read by h5py, where it is installed; no values are read, no link is followed."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from ..fact import Kind
from ..jsons import parse_json
from ..pickles.source import Source
from ..record import PATIENCE, Record, Unreadable
from .config import read_config

MAGIC = b"\x89HDF\r\n\x1a\n"
_CONFIGS = ("model_config", "training_config")
_INSTALL = "Install h5py."


def recognise(head: bytes) -> bool:
    """Whether bytes begin like an HDF5 file."""
    return head.startswith(MAGIC)


def read(source: Source, record: Record, member: str = "") -> None:
    """Read the configurations, and walk groups for values that stand in other files."""
    try:
        h5py: Any = import_module("h5py")
    except ImportError:
        record.gap("HDF5 was not read: h5py is missing.", member, cure=_INSTALL)
        return
    try:
        with h5py.File(_File(source), "r") as file:
            _configs(h5py, file, record, member)
            _groups(h5py, file, record, member)
    except Unreadable:
        raise
    except Exception as error:  # the library raises what it likes
        raise Unreadable("It is not valid HDF5.") from error


def _configs(h5py: Any, file: Any, record: Record, member: str) -> None:
    for name in _CONFIGS:
        if name not in file.attrs:
            continue
        attribute = h5py.h5a.open(file.id, name.encode())
        if attribute.get_storage_size() > record.limits.text_bytes:
            record.gap(f"The attribute {name} is too long.", member, cure=PATIENCE)
            continue
        value = file.attrs[name]
        raw = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        if not isinstance(raw, bytes):
            record.gap(f"The attribute {name} is no text.", member)
            continue
        record.read(len(raw))
        try:
            parsed, twice = parse_json(raw, record)
        except Unreadable as error:
            record.gap(f"The attribute {name}: {error}", member, cure=error.cure)
            continue
        for key in twice:
            record.fact(Kind.DUPLICATE_KEY, key, member=member, detail=name)
        read_config(parsed, record, member=member)


def _groups(h5py: Any, file: Any, record: Record, member: str) -> None:
    seen: set[int] = set()
    waiting = [("", file)]
    while waiting:
        path, group = waiting.pop()
        record.items(1 + group.id.get_num_objs())
        for name in group:
            place = f"{path}/{name}"
            link = group.get(name, getlink=True)
            if isinstance(link, h5py.ExternalLink):
                record.fact(Kind.HDF5_LINK, str(link.filename), member=member, detail=place)
            if not isinstance(link, h5py.HardLink):
                continue
            found = group[name]
            address = h5py.h5o.get_info(found.id).addr
            if address in seen:
                continue
            seen.add(address)
            if isinstance(found, h5py.Group):
                waiting.append((place, found))
            elif isinstance(found, h5py.Dataset):
                for target in found.external or ():
                    record.fact(Kind.HDF5_LINK, str(target[0]), member=member, detail=place)
                if found.is_virtual:
                    record.fact(Kind.HDF5_LINK, "virtual dataset", member=member, detail=place)


class _File(io.RawIOBase):
    """A source as h5py wants it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence, self._source.size or 0)
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        found = self._source.read(self._at, len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
