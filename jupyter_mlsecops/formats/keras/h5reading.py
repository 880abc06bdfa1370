"""HDF5 read by h5py, in a process of its own: its library can hang or crash on bytes that are made for that.

The file is standard input, or comes through it. What is found goes to standard output as JSON.
"""

from __future__ import annotations

import io
import json
import sys
from importlib import import_module
from typing import Any

from ..fact import Kind
from ..jsons import parse_json
from ..pickles.source import Source
from ..record import PATIENCE, Limits, Record, Unreadable
from .config import read_config

_CONFIGS = ("model_config", "training_config")
_MEMORY = 2 << 30


def main(start: str, size: str, limits: str) -> None:
    """Read ``size`` bytes of standard input from ``start`` on, with these limits as JSON."""
    _restrict()
    record = Record("hdf5", Limits(*json.loads(limits)))
    given = sys.stdin.buffer
    source = Source(given, int(start), int(start) + int(size)) if given.seekable() else Source(given.read())
    h5py: Any = import_module("h5py")
    try:
        with h5py.File(_File(source), "r") as file:
            _configs(h5py, file, record)
            _groups(h5py, file, record)
    except Unreadable as error:
        record.gap(str(error), offset=error.offset, cure=error.cure)
    except Exception:  # the library raises what it likes
        record.gap("It is not valid HDF5.")
    found = record.reading()
    print(json.dumps([found.facts, found.parts, found.gaps]))


def _restrict() -> None:
    """Let the system end this process where it takes too much memory."""
    try:
        resource: Any = import_module("resource")
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _configs(h5py: Any, file: Any, record: Record) -> None:
    for name in _CONFIGS:
        if name not in file.attrs:
            continue
        attribute = h5py.h5a.open(file.id, name.encode())
        if attribute.get_storage_size() > record.limits.text_bytes:
            record.gap(f"The attribute {name} is too long.", cure=PATIENCE)
            continue
        # Of anything but one text the library may make, or walk, as many values as the file says.
        kind, space = attribute.get_type(), attribute.get_space()
        if not isinstance(kind, h5py.h5t.TypeStringID) or space.get_simple_extent_npoints() != 1:
            record.gap(f"The attribute {name} is no text.")
            continue
        value = file.attrs[name]
        raw = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        if not isinstance(raw, bytes):
            record.gap(f"The attribute {name} is no text.")
            continue
        record.read(len(raw))
        try:
            parsed, twice = parse_json(raw, record)
        except Unreadable as error:
            record.gap(f"The attribute {name}: {error}", cure=error.cure)
            continue
        for key in twice:
            record.fact(Kind.DUPLICATE_KEY, key, detail=name)
        read_config(parsed, record)


def _groups(h5py: Any, file: Any, record: Record) -> None:
    seen: set[int] = set()
    waiting = [("", file)]
    while waiting:
        path, group = waiting.pop()
        record.items(1 + group.id.get_num_objs())
        for name in group:
            place = f"{path}/{name}"
            link = group.get(name, getlink=True)
            if isinstance(link, h5py.ExternalLink):
                record.fact(Kind.HDF5_LINK, str(link.filename), detail=place)
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
                    record.fact(Kind.HDF5_LINK, str(target[0]), detail=place)
                if found.is_virtual:
                    record.fact(Kind.HDF5_LINK, "virtual dataset", detail=place)


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
