"""What walking an archive yields: members, facts about it, and what could not be read."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from ..fact import Kind
from ..pickles import Source


class Member(NamedTuple):
    """One member: its name as a loader sees it, its bytes, and where in the archive it stands.

    ``doubtful`` says that the archive need not be right about these bytes: that they are encrypted, that they are a
    member at all. If they turn out to be nothing known, ``otherwise`` is what is to be said of them.
    """

    name: str
    source: Source
    offset: int
    doubtful: bool = False
    otherwise: str = ""


class Missing(NamedTuple):
    """A member that cannot be read, or the archive itself where ``name`` is empty."""

    name: str
    why: str
    cure: str = ""
    offset: int | None = None


class Strange(NamedTuple):
    """A fact about the archive: ``what`` is what it is about (a member's name), ``detail`` says what of it."""

    kind: Kind
    what: str
    offset: int
    detail: str = ""


Walked: TypeAlias = "Member | Missing | Strange"
