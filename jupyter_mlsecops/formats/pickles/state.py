"""What an unpickler has at hand while it reads one stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .budget import Budget, OverBudget
from .facts import Argument, Fact, Kind, Pair
from .frames import crossed
from .opcodes import NAMES
from .source import Source
from .values import Call, Global

STREAM = -1
"""What ``Context.after_build`` says where another stream, with a memo of its own, stands between two opcodes."""

_KEPT_LINE = 64 << 10
# After the last byte of a file: no opcode, and long enough for every argument of fixed size.
_PAD = b"\xff" * 16


class Malformed(Exception):
    """No unpickler continues here. The message says why."""


class Candidate(NamedTuple):
    """A payload that may be a stream itself: ``text`` or ``bytes``, where it is, and its opcode's name.

    ``decoded`` is what it stands for where the file has it with escapes.
    """

    kind: str
    offset: int
    length: int
    opcode: str
    decoded: bytes | None = None


TELLING = frozenset(("restore_design_info", "_parse_arg_template", "append", "extend", "add"))
"""Keys of a state with which listed classes do more than take it: what ``Entry.unless`` names, and methods that opcodes
call."""


class Context(NamedTuple):
    """What a loader does differently from ``pickle.load``.

    ``renames``: names the loader moves, beside those of Python 2. ``keys``: text keys whose values are kept in
    ``Grown.kept``, those that are told among them. ``after_build``: asked after each BUILD with the object, the source
    and the offset of the next opcode; it returns None, the offset at which opcodes go on, or STREAM.
    """

    renames: Mapping[Pair, Pair] = MappingProxyType({})
    keys: frozenset[str] = TELLING
    after_build: Callable[[Call, Source, int], int | None] | None = None


class Memo:
    """The memo. Indices from 0 without a gap stand in a list, whatever is beyond in a dict."""

    __slots__ = ("dense", "sparse")

    def __init__(self) -> None:
        self.dense: list[Any] = []
        self.sparse: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self.dense) + len(self.sparse)

    def put(self, index: int, value: Any) -> None:
        dense, sparse = self.dense, self.sparse
        if index < len(dense):
            dense[index] = value
        elif index > len(dense):
            sparse[index] = value
        else:
            sparse.pop(index, None)
            dense.append(value)
            while sparse and len(dense) in sparse:
                dense.append(sparse.pop(len(dense)))

    def get(self, index: int) -> Any:
        """The value of a slot; KeyError where it is unset."""
        return self.dense[index] if 0 <= index < len(self.dense) else self.sparse[index]


class State:
    """One stream being read.

    ``stack`` is what stands above the last mark, ``below`` the stacks under it and ``height`` their sizes together,
    so that nothing under a mark can be reached: the pure-Python unpickler does the same. ``window`` is the part of
    the source at hand: its bytes from ``base`` on, of which ``limit`` are from the file.
    """

    __slots__ = (
        "base",
        "below",
        "budget",
        "called",
        "candidates",
        "context",
        "extra",
        "crossing",
        "facts",
        "first_get",
        "frame_end",
        "globals",
        "grown_late",
        "hashed",
        "height",
        "inner",
        "limit",
        "memo",
        "path",
        "protocol",
        "lazy",
        "plain",
        "said",
        "source",
        "stack",
        "start",
        "stream",
        "window",
    )

    def __init__(
        self,
        source: Source,
        start: int,
        budget: Budget,
        *,
        context: Context,
        memo: Memo,
        stream: int,
        path: tuple[str, ...],
        inner: Callable[[int], int],
    ) -> None:
        self.source = source
        self.start = start
        self.budget = budget
        self.context = context
        self.memo = memo
        self.stream = stream
        self.path = path
        self.inner = inner
        self.protocol = 0
        self.stack: list[Any] = []
        self.below: list[list[Any]] = []
        self.height = 0
        self.window = b""
        self.base = start
        self.limit = 0
        self.extra = 0  # opcodes not yet charged to the budget
        self.hashed = 0  # the weight of everything a loader hashes
        self.frame_end = -1  # where the frame at hand ends; -1 outside of frames
        self.crossing: tuple[int, int] | None = None  # see ``frames``
        self.grown_late = False  # a container grew after another one held it
        self.first_get = -1
        self.facts: list[Fact] = []
        self.candidates: list[Candidate] = []
        self.globals: dict[tuple[str, str, int], Global] = {}
        self.said: set[tuple[object, ...]] = set()
        self.called: dict[tuple[object, ...], int] = {}  # calls that are told, and their largest integer
        self.lazy = False  # whether there are iterators in the file
        self.plain: set[tuple[object, ...]] = set()  # calls with plain arguments that are told

    def tell(
        self,
        kind: Kind,
        pos: int,
        pairs: tuple[Pair, ...] = (),
        arguments: tuple[Argument, ...] = (),
        detail: str = "",
    ) -> None:
        """Add a fact about the opcode whose arguments begin at ``pos``."""
        self.budget.spend_fact()
        at = self.base + pos - 1
        name = NAMES.get(self.window[pos - 1], "")
        self.facts.append(Fact(kind, at, name, pairs, arguments, detail, self.protocol, self.stream, self.path))

    def tell_once(self, kind: Kind, pos: int, detail: str = "", pairs: tuple[Pair, ...] = ()) -> None:
        """Add a fact unless the stream has the same one already, elsewhere."""
        key = (kind, detail, pairs)
        if key not in self.said:
            self.said.add(key)
            self.tell(kind, pos, pairs, detail=detail)

    def cross(self, pos: int, op: int) -> None:
        """Note that an opcode that began at ``pos - 1`` reached over the end of its frame, if it is the first."""
        self.tell_once(Kind.FRAME, pos, "crossed")
        if self.crossing is None:
            self.crossing = crossed(self, pos, op)

    @property
    def opcodes(self) -> int:
        """How many opcodes the file has had so far."""
        return self.budget.opcodes + self.extra

    def refill(self, pos: int, size: int) -> bytes:
        """Charge what was done, check what is held, and go on with the next part of the bytes, which it returns."""
        limits = self.budget.limits
        done, self.extra = self.extra, 0
        self.base += pos
        self.budget.spend_opcodes(done)
        if max(len(self.memo), self.height + len(self.stack)) > limits.values:
            raise OverBudget(f"more than {limits.values:,} values at once")
        if len(self.below) > limits.marks:
            raise OverBudget(f"more than {limits.marks:,} open containers")
        found = self.source.read(self.base, size)
        self.limit = len(found)
        self.window = found if len(found) == size else found + _PAD
        return self.window

    def line(self, pos: int) -> tuple[bytes, int, bool]:
        """A text argument without its newline, where the next byte stands, and whether all of it was kept.

        At the end of the file the pure-Python unpickler takes the last byte for the newline, whatever it is.
        """
        at = self.window.find(b"\n", pos, self.limit)
        if at >= 0:
            return self.window[pos:at], at + 1, True
        offset = self.base + pos
        kept = b""
        while True:
            part = self.source.read(offset, _KEPT_LINE)
            at = part.find(b"\n")
            if len(kept) <= _KEPT_LINE:
                kept += part if at < 0 else part[:at]
            if at >= 0:
                return kept, offset + at + 1 - self.base, len(kept) <= _KEPT_LINE
            if not part:
                end = offset - self.base
                return (kept[:-1] if len(kept) <= _KEPT_LINE else kept), end, len(kept) <= _KEPT_LINE
            offset += len(part)
            self.extra += len(part) >> 6  # a line without an end costs time, too
            if self.opcodes > self.budget.limits.opcodes:
                self.budget.spend_opcodes(self.extra)
