"""What a model file would do when it is loaded: one thing, how bad it is, and where in the file it stands."""

from __future__ import annotations

from enum import IntEnum

from jupyter_mlsecops.sdk import Frozen

_LONGEST = 100  # characters of a name out of a file that are shown


class Tier(IntEnum):
    """How bad: ``CRITICAL`` does harm by what is known of it, ``REVIEW`` nobody knows, ``NOTE`` is worth a word."""

    NOTE = 0
    REVIEW = 1
    CRITICAL = 2


class Deed(Frozen, frozen=True):
    """One thing that a file does.

    ``does`` continues the sentence "Loading it …". ``name`` is the name it is about (``os.system``), empty where it is
    about none: a policy accepts names. ``offset`` counts bytes within ``member``, -1 where no place is known;
    ``member`` leads into the file, as readers write it (``inner.zip!data.pkl!@4``). ``opcode`` is empty outside of
    pickles.
    """

    tier: Tier
    does: str
    name: str = ""
    offset: int = -1
    opcode: str = ""
    member: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words: ``REDUCE at byte 27 of data.pkl``; empty where that is not known."""
        inside = way_in(self.member)
        where = f"byte {self.offset}" if self.offset >= 0 else ""
        if inside:
            where = f"{where} of {inside}" if where else f"in {inside}"
        return f"{self.opcode} at {where}" if self.opcode and where else where


def way_in(member: str) -> str:
    """The way into a file in words, from the inside: ``data.pkl in inner.zip``; empty for the file itself."""
    parts = [_part(part) for part in reversed(member.split("!"))]
    return cut(" in ".join(filter(None, parts)))


def _part(name: str) -> str:
    """One step into a file: a member, a payload at an offset; nothing for a layer of compression."""
    if not name.startswith("@"):
        return name
    return f"the payload at byte {name[1:]}" if name[1:].isdigit() else ""


def cut(text: str) -> str:
    """A name out of a file, short enough to be shown."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
