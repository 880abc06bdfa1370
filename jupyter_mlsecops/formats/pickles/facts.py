"""What reading a pickle finds out: facts with their places, and how each stream ended."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, TypeAlias

BOUND = "bound"
"""The detail of a call of ``functools.partial`` whose result is only used as picklers do: what it calls is told."""

HELD = "held"
"""The detail of a call of ``functools.partial`` that nothing calls, of what is listed as harmless to call."""

OF_VALUES = "of values"
"""The detail of a call of ``iter``, or of a name of ``itertools``, that makes an iterator of plain values."""

MISREAD = "misread"
"""The detail of a name that stands in a file only for loaders that its format is not meant for."""


class Pair(NamedTuple):
    """The exact name of something a pickle asks its loader to import."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


class Opaque(NamedTuple):
    """An argument that is told by its kind only: ``list``, ``call``, ``bytes``, ``persistent id``.

    ``offset`` is where bytes stand that were passed over; -1 for anything else.
    """

    kind: str
    offset: int = -1


Argument: TypeAlias = "bool | int | float | str | bytes | Pair | Opaque | tuple[Argument, ...] | None"


class Kind(str, Enum):
    """What a fact says. No kind says that a file is bad: that is for the rules to judge."""

    GLOBAL = "global"  # a name is resolved: its module is imported
    COMPUTED_GLOBAL = "computed-global"  # a name is resolved that is no text in the file
    MALFORMED_NAME = "malformed-name"  # a name has characters that no name has
    CALL = "call"  # a resolved name is called
    CALL_ON_VALUE = "call-on-value"  # something else is called: the result of a call, a persistent id
    MUTATION = "mutation"  # a resolved name, or something unknown, is changed in place
    DUNDER_STATE = "dunder-state"  # an object's state has a key that starts with two underscores
    TELLING_STATE = "telling-state"  # an object's state has a key with which its class does more than take it
    COMPUTED_STATE = "computed-state"  # an object's state has keys that are no text in the file
    EXTENSION = "extension"  # a code of the process-wide extension registry
    PERSISTENT_ID = "persistent-id"  # a value is handed to the loader, which makes of it what it likes
    OUT_OF_BAND = "out-of-band"  # a buffer that the file does not hold
    ODD_INTEGER = "odd-integer"  # integer text that no pickler writes, and that readers read differently
    ODD_TYPE = "odd-type"  # a data type of arrays that hides the objects in it
    ODD_TEXT = "odd-text"  # a Python 2 string whose characters depend on the loader's encoding
    MEMO_CARRY_OVER = "memo-carry-over"  # a value remembered from an earlier stream of the file
    PROTOCOL_SWITCH = "protocol-switch"  # the protocol is declared anew within a stream
    FRAME = "frame"  # a frame that says it is longer than the file
    EXPANSION = "expansion"  # shared structure that is huge once something walks it
    ENDLESS = "endless"  # a call or a state is given an iterator that may have no end
    ALLOCATION = "allocation"  # a length or index that makes a loader reserve memory for nothing
    NESTED = "nested"  # a payload that is itself a pickle, an archive or compressed
    TRAILING = "trailing"  # bytes after the last stream that are no pickle


class Fact(NamedTuple):
    """One thing that a stream does, and where.

    ``offset`` counts bytes from the start of the bytes that were read: those of ``path``, which is empty for the
    file itself and else leads through nested payloads, each named ``@offset``. ``pairs`` are the names meant: first
    the one in the file, then what loaders make of it (Python 2 names, moved classes). ``stream`` counts from 0,
    ``protocol`` is the one in force there. ``detail`` says more by kind: of a call of
    ``getattr``, what made its object.
    """

    kind: Kind
    offset: int
    opcode: str
    pairs: tuple[Pair, ...] = ()
    arguments: tuple[Argument, ...] = ()
    detail: str = ""
    protocol: int = 0
    stream: int = 0
    path: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair | None:
        """The name as the file has it."""
        return self.pairs[0] if self.pairs else None


class End(str, Enum):
    """How a stream ended."""

    STOP = "stop"
    NO_STOP = "no STOP"  # the bytes end first
    MALFORMED = "malformed"  # every unpickler would refuse what stands there
    OVER_BUDGET = "over budget"


class Ending(NamedTuple):
    """Where and why a stream ended; ``start`` and ``offset`` are bytes in what ``path`` names."""

    end: End
    start: int
    offset: int
    why: str = ""
    stream: int = 0
    path: tuple[str, ...] = ()


class Reading(NamedTuple):
    """All facts of some bytes, in the order in which a loader would meet them, and the ending of every stream.

    The streams of nested payloads come after those of the bytes that hold them. ``end`` is the offset after the last
    stream that ended with STOP.
    """

    facts: tuple[Fact, ...]
    endings: tuple[Ending, ...]
    end: int

    @property
    def complete(self) -> bool:
        """Whether every stream was read to its STOP."""
        return all(ending.end is End.STOP for ending in self.endings)

    @property
    def recognised(self) -> bool:
        """Whether the bytes are a pickle, as far as can be told: they resolve a name, or reach a STOP.

        Pickles of protocols 0 and 1 have no magic. What is not recognised may still have facts, as any bytes may.
        """
        resolving = (Kind.GLOBAL, Kind.COMPUTED_GLOBAL, Kind.EXTENSION)
        return self.end > 0 or any(fact.kind in resolving for fact in self.facts)
