"""Any model file: what it is, judged by its content, and all that it and everything packed into it says.

Compression is taken off, archives are walked, pickles in payloads are followed, other formats go to their readers. All
draw on one budget. Nothing is loaded, and where two loaders would read the same bytes differently, both readings are
told.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import pickles, recognise, torchscript
from .archives import pickled, sevenz, tars, torches, zips
from .archives.decoded import Unpacked
from .archives.layers import layer, unpacked
from .archives.members import Member, Missing, Strange, Walked
from .archives.room import PATIENT, Limits, Room
from .archives.views import Part
from .fact import Kind
from .gathered import Gathered, Path, Reading, levels, shown
from .hdf5.opened import superblock
from .pickles.nested import inner
from .pickles.source import Seekable, Source
from .pickles.state import Candidate
from .record import PATIENCE, Record, safe

__all__ = ["PATIENT", "Limits", "Reading", "Room", "read", "read_source"]

_HEAD = 1024
_IN_MEMORY = 64 << 20  # what is compressed and must be read out of order
_POLYGLOT = 1 << 20
_RATIO, _LARGE = 1_000, 1 << 20
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_RAR = b"Rar!\x1a\x07"
_GENERAL = ("zip", "tar", "npz")
_AMBIGUOUS = ("bz2", "zlib-old", "zlib", "lzma")  # so short a magic that other bytes may begin so, too


def read(file: Seekable | bytes, name: str = "", room: Room | None = None) -> Reading:
    """Read a file opened in binary mode, or bytes. OSError is raised if it cannot be read; its bytes raise nothing.

    ``name`` is the file's path: some formats have no mark but their name, and others contradict it.
    """
    return read_source(Source(file), name, room)


def read_source(source: Source, name: str = "", room: Room | None = None) -> Reading:
    """Read a part of a file, within what is left of ``room``."""
    reader = _Reader(room or Room())
    return reader.told.reading(reader.look(source, (), name))


class _Reader:
    """The way through a file: what was found so far, and what it may still cost."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.told = Gathered()

    def look(self, source: Source, path: Path, name: str, *, optional: bool = False) -> str:
        """Read what some bytes are; returns the word for it. ``name`` is what they are called.

        ``optional``: they may as well be nothing known, as members of archives are. Otherwise that is told.
        """
        if len(path) > 4 * self.room.limits.nesting or levels(path) > self.room.limits.nesting:
            self.told.gap(path, "archives within archives, too deep to follow", PATIENCE)
            return ""
        before = len(self.told.endings)
        head = source.read(0, _HEAD)
        kind = self.format(source, head, path, name, optional) if head else ""
        kind = self.behind(source, path, kind)
        self.told.trouble(source, path)
        if not kind and not optional and len(self.told.endings) == before:
            self.told.gap(path, "content of no format that is known" if head else "no bytes at all")
        # What an archive is for is told by its members: without them all, its name may be right.
        unsure = kind in _GENERAL and len(self.told.endings) > before
        if kind and not unsure and not layer(head):
            self.misnamed(kind, path, name)
        return kind

    def format(self, source: Source, head: bytes, path: Path, name: str, optional: bool) -> str:
        """Ask each reader in turn. A tar may hold a zip at its end, and a pickle may: the order matters."""
        if tars.is_tar(head):
            return self.tar(source, path)
        packing = layer(head)
        if packing and (kind := self.compressed(packing, source, path, name, optional)) is not None:
            return kind
        if head.startswith(_ZIP):
            return self.zip(source, path)
        if head.startswith(sevenz.MAGIC):
            self.archive(sevenz.walk(source, self.room), source, path)
            return "7z"
        if head.startswith(_RAR):
            self.told.gap(path, "a RAR archive, which no loader of models reads")
            return "rar"
        kind = "" if head.startswith(b"PK") else self.other(source, path, name)
        found = self.pickle(source, head, path, aside=bool(kind), sure=not kind and torches.must_be_pickle(name))
        kind = kind or (found.kind if found else "")
        behind = self.zip_behind(source, found)
        if behind is not None:
            self.told.strange(path, Strange(Kind.ZIP_TAMPER, "", behind, "a zip archive stands behind other content"))
            inside = self.zip(source, path)
            kind = kind or inside
        return kind

    def behind(self, source: Source, path: Path, kind: str) -> str:
        """Read an HDF5 file that begins farther on, as the library finds it there; returns what the bytes are."""
        at = superblock(source)
        if not at:
            return kind
        if kind:
            what = "an HDF5 file stands behind other content"
            self.told.strange(path, Strange(Kind.ZIP_TAMPER, "", at, what))
        self.others("hdf5", source, path)
        return kind or "hdf5"

    def misnamed(self, kind: str, path: Path, name: str) -> None:
        """Tell a name that promises another format: a pickle that is called .safetensors."""
        expected = recognise.expected_formats(name)
        if expected and kind not in expected:
            self.told.strange(path, Strange(Kind.WRONG_NAME, kind, 0, recognise.extension_of(name)))

    # Compression and archives

    def compressed(self, packing: str, source: Source, path: Path, name: str, optional: bool) -> str | None:
        """Under a layer. None where the bytes are not compressed after all."""
        opened = unpacked(packing, source, self.room)
        if not opened.read(0, 1):
            if packing in _AMBIGUOUS or optional:
                return None
            self.told.trouble(opened, path)
            if not opened.trouble[0]:
                self.told.gap(path, "no bytes at all in it")
            return packing
        return self.look(opened, (*path, f"@{packing}"), name, optional=optional) or packing

    def held(self, source: Source, path: Path) -> Source | None:
        """The same bytes with a size, in memory where they are unpacked; None where they are too many."""
        if source.size is not None:
            return source
        held = source.read(0, _IN_MEMORY + 1)
        if len(held) > _IN_MEMORY:
            self.told.gap(path, f"a compressed file of more than {_IN_MEMORY >> 20} MiB", "Unpack it first.")
            return None
        return Source(held)

    def tar(self, source: Source, path: Path) -> str:
        return torches.tar_kind(self.archive(tars.walk(source, self.room), source, path))

    def zip(self, source: Source, path: Path) -> str:
        whole = self.held(source, path)
        if whole is None:
            return "zip"
        names = self.archive(zips.walk(whole, self.room), whole, path)
        members = frozenset(names)
        kind = next((row.name for row in recognise.FORMATS if row.names is not None and row.names(members)), "npz")
        if kind == "npz":  # whose arrays have been read, each as what it is
            return torches.zip_kind(names)
        self.others(kind, whole, path, members_read=True)
        return kind

    def zip_behind(self, source: Source, found: pickled.Pickled | None) -> int | None:
        """Where the directory of a zip archive stands that other content comes before; None where there is none."""
        if source.size is None or source.size < 22:
            return None
        at = zips.behind(source, self.room)
        if at is None or found is None:
            return at
        explained = found.end == source.size and any(
            fact.kind is pickles.Kind.NESTED and fact.detail.endswith("zip") for fact in found.facts
        )
        return None if explained else at

    def archive(self, walked: Iterator[Walked], source: Source, path: Path) -> list[str]:
        """All members, and the same bytes as a pickle: the name of a tar's first member may be one. Returns names."""
        names: list[str] = []
        for each in walked:
            if self.room.out_of_time:
                self.told.gap(path, pickles.OUT_OF_TIME)
                break
            if isinstance(each, Strange):
                self.told.strange(path, each)
                continue
            if each.name:
                names.append(each.name)
            if isinstance(each, Member):
                self.member(each, path)
            else:
                self.missing(each, path)
        start = source.window(0, _POLYGLOT) if source.size is None or source.size > _POLYGLOT else source
        self.pickle(start, b"", path, aside=True)
        return names

    def missing(self, each: Missing, path: Path) -> None:
        self.told.gap((*path, each.name) if each.name else path, each.why, each.cure, each.offset)

    def member(self, member: Member, path: Path) -> None:
        inside = (*path, safe(member.name) or "?")
        before = len(self.told.endings)
        if torchscript.is_code(member.name):
            self.code(member.source, inside)
        if member.doubtful:
            kind = self.look(member.source, inside, "", optional=True)
        else:
            kind = self.look(member.source, inside, member.name, optional=not torches.must_be_pickle(member.name))
        self.grown(member, path)
        if not member.doubtful:
            return
        if kind and member.otherwise:
            detail = f"not {member.otherwise}"
            self.told.strange(path, Strange(Kind.ZIP_TAMPER, member.name, member.offset, detail))
        if not kind:
            del self.told.endings[before:]
            if member.otherwise:
                self.told.gap(inside, member.otherwise)

    def grown(self, member: Member, path: Path) -> None:
        """Tell a member that holds far more than it takes."""
        if isinstance(member.source, Unpacked):
            packed, made = member.source.growth
            if made > max(_RATIO * packed, _LARGE):
                detail = f"{made:,} bytes and perhaps more, of {packed:,}"
                self.told.strange(path, Strange(Kind.ZIP_RATIO, member.name, member.offset, detail))

    # Pickles

    def pickle(
        self, source: Source, head: bytes, path: Path, *, aside: bool = False, sure: bool = False
    ) -> pickled.Pickled | None:
        """Read as a pickle; None where the bytes are none.

        ``aside``: they are something else already. ``sure``: a loader reads them as a pickle, whatever they are.
        """
        found = pickled.read(source, self.room, path, shown(path))
        if (not sure and not found.likely(head, source.size)) or (aside and not found.resolves):
            self.told.endings += [ending for ending in found.endings if ending.end is pickles.End.OVER_BUDGET]
            return None
        if aside:
            self.told.strange(path, Strange(Kind.ZIP_TAMPER, "", 0, "the same bytes are also a pickle"))
            self.told.facts += found.facts
            return found
        self.told.pickled(found)
        self.nested(found, source, path)
        return found

    def nested(self, found: pickled.Pickled, source: Source, path: Path) -> None:
        """Archives and compressed bytes in the payloads of a pickle."""
        places: dict[Path, Source] = {path: source}
        for fact in found.facts:
            if fact.kind is not pickles.Kind.NESTED or fact.path not in places or len(fact.arguments) != 2:
                continue
            offset, length = fact.arguments
            if not isinstance(offset, int) or not isinstance(length, int):
                continue
            outer = places[fact.path]
            kind = "text" if "UNICODE" in fact.opcode or "STRING" in fact.opcode else "bytes"
            inside = inner(outer, Candidate(kind, offset, length, fact.opcode), True)
            outer.forget()
            if inside is None:
                continue
            here = (*fact.path, f"@{offset}")
            places[here] = inside.source
            if not fact.detail.endswith("pickle"):
                self.look(inside.source, here, "", optional=True)
                outer.forget()

    # Other formats

    def other(self, source: Source, path: Path, name: str) -> str:
        """Formats that are neither archives nor pickles, by their own readers; empty where it is none of them."""
        kind = recognise.recognise(name, source, self.room.pickles.stop)
        if kind:
            self.others(kind, source, path)
        return kind

    def code(self, source: Source, path: Path) -> None:
        """Compiled code of TorchScript."""
        record = self.record("torchscript")
        recognise.attempt(torchscript.read, source, record)
        self.told.said(record.reading(), path)

    def record(self, kind: str) -> Record:
        """For what a reader of another format finds, with the limits and the deadline of the whole."""
        return Record(kind, self.room.limits.others, self.room.pickles.stop)

    def others(self, kind: str, source: Source, path: Path, *, members_read: bool = False) -> None:
        """What the reader of another format says, and what it hands on, unless it is a member that has been read."""
        record = self.record(kind)
        recognise.run(kind, source, record)
        said = record.reading()
        self.told.said(said, path)
        for part in said.parts:
            if part.sibling:
                self.told.siblings.append(part.sibling)
            elif not members_read and not part.member:
                self.handed(Part(source, part.offset, part.size), part.format, (*path, f"@{part.offset}"))

    def handed(self, source: Source, kind: str, path: Path) -> None:
        if kind != "pickle" or self.pickle(source, b"", path, sure=True) is None:
            self.look(source, path, "", optional=True)
