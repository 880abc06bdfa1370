"""What was found in one notebook, before any policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from .found import Found
from .ipynb import escape
from .model import Problem
from .once import once
from .segments import Segment, Texts
from .text import Span, mask


class Lost(msgspec.Struct, frozen=True):
    """The lines of a cell, from 1, that no code rule has seen, and why: "it is not valid Python"."""

    lines: tuple[int, ...]
    reason: str


class Matched(msgspec.Struct, frozen=True, eq=False, dict=True):
    """All that was found in one notebook, before any policy; ``by_cell`` are its texts."""

    found: list[Found]
    problems: list[Problem]
    by_cell: Sequence[Texts]
    lost: dict[str, Lost]

    @property
    def segments(self) -> Iterator[Segment]:
        """All its texts, in order."""
        return chain.from_iterable(texts.segments for texts in self.by_cell)

    @once
    def texts(self) -> dict[str, Segment]:
        """Its texts by pointer."""
        return {segment.pointer: segment for segment in self.segments}

    @once
    def masks(self) -> dict[str, list[Span]]:
        """By pointer, the spans that must not be shown, in code points of the raw text."""
        hidden: dict[str, list[Span]] = {}
        for one in self.found:
            for place in one.match.hidden:
                if place.span is not None:
                    hidden.setdefault(place.pointer, []).append(place.span)
            if one.rule.hides and one.span is not None and not one.match.hidden:
                hidden.setdefault(one.pointer, []).append(one.span)
        return hidden

    @once
    def tally(self) -> Counter[tuple[str, str]]:
        """How often each rule found something in each cell, by what findings call it and cell."""
        return Counter((one.rule.name, one.cell_key) for one in self.found)

    def shown(self, pointer: str) -> str:
        """``pointer`` as it may be shown: the name of an attachment in it may be what must not be."""
        for name, masked in self._masked_names.items():
            if pointer == name or pointer.startswith(name + "/"):
                return masked + pointer[len(name) :]
        return pointer

    @once
    def _masked_names(self) -> dict[str, str]:
        names = ((p, self.texts.get(p), spans) for p, spans in self.masks.items())
        return {
            p: p.rpartition("/")[0] + "/" + escape(mask(text.raw, spans))
            for p, text, spans in names
            if text is not None and text.kind == "name"
        }
