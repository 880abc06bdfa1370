"""Where in the file of a notebook its findings and edits stand: what SARIF viewers and code hosts can show."""

from __future__ import annotations

import msgspec

from .model import Edit, Location, Region
from .patch import Document, PatchError
from .text import Lines, Span


class Replacement(msgspec.Struct, frozen=True):
    """An edit as the file sees it: the region of the file that goes, and the text that comes."""

    region: Region
    insert: str


class FileMap:
    """Turns addresses inside a notebook into regions of its file. For other files the two are the same."""

    def __init__(self, raw: bytes) -> None:
        self._document = Document(raw.decode("utf-8", "replace"))
        self._lines = Lines(self._document.text)

    def region(self, location: Location) -> Region | None:
        """The region of the file that a location covers; None where the file has nothing at its pointer.

        A location without a region is the whole value at its pointer, and without a pointer it is the whole file.
        """
        if not location.pointer:
            return location.region
        try:
            if location.region is None:
                start, end = self._document.find(location.pointer)
            else:
                edit = Edit(pointer=location.pointer, region=location.region, insert="")
                start, end, _ = self._document.splices(edit)[0]
        except (PatchError, ValueError, IndexError):
            return None
        return self._lines.region(Span(start, end))

    def replacement(self, edit: Edit) -> Replacement | None:
        """The edit as a replacement in the file; None if it cannot be made there."""
        try:
            start, end, insert = self._document.splices(edit)[0]
        except (PatchError, ValueError, IndexError):
            return None
        return Replacement(self._lines.region(Span(start, end)), insert)
