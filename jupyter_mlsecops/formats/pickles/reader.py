"""All streams of some bytes, one after the other, and those in their payloads."""

from __future__ import annotations

from .budget import Budget
from .expansion import heaviest, limit
from .facts import End, Ending, Fact, Kind, Reading
from .frames import Spliced
from .machine import run
from .nested import inner
from .source import Seekable, Source
from .state import Candidate, Context, Memo, State

# A stream costs time even if it is empty.
_STREAM = 16
# How often a stream is read again whose frames do not end where opcodes do.
_CROSSINGS = 8
# What a stream without magic must do to be one, and not some text that happens to begin like it.
_ACTS = frozenset((Kind.CALL, Kind.CALL_ON_VALUE, Kind.MUTATION))
_RESOLVES = frozenset((Kind.GLOBAL, Kind.COMPUTED_GLOBAL, Kind.EXTENSION))


def read(
    source: Source | Seekable | bytes,
    *,
    budget: Budget | None = None,
    context: Context | None = None,
    path: tuple[str, ...] = (),
) -> Reading:
    """Read bytes as pickles: every stream until the end, and pickles in payloads.

    ``path`` says where the bytes come from (an archive's member) and is repeated in every fact. OSError is raised if
    the file cannot be read; nothing in the bytes raises.
    """
    whole = source if isinstance(source, Source) else Source(source)
    reader = _Reader(budget or Budget(), context or Context())
    end = reader.streams(whole, path, 0)
    return Reading(tuple(reader.facts), tuple(reader.endings), end)


class _Reader:
    """What has been found so far."""

    def __init__(self, budget: Budget, context: Context) -> None:
        self.budget = budget
        self.context = context
        self.facts: list[Fact] = []
        self.endings: list[Ending] = []

    def streams(self, source: Source, path: tuple[str, ...], level: int) -> int:
        """All streams of a source; returns the offset after the last that ended with STOP.

        A stream may begin where the one before stopped, and where the frame ends in which it stopped.
        """
        carried = _Carried(self, source, path, level)
        first = len(self.facts)
        candidates: list[Candidate] = []
        starts, seen, end, number = [(0, -1)], {0}, 0, 0
        while starts:
            start, frame_end = starts.pop(0)
            state = self._state(source, start, path, number, level, Memo())
            state.frame_end = frame_end
            ending = run(state)
            state, ending = carried.also(state, ending)
            onward = [ending.offset, state.frame_end] if ending.end is End.STOP else []
            ending = self._reread(state, ending, onward, frame_end)
            if number and ending.end in (End.NO_STOP, End.MALFORMED) and not _told(state):
                if not starts:
                    size = 0 if source.size is None else source.size - start
                    self.facts.append(Fact(Kind.TRAILING, start, "", arguments=(size,), stream=number, path=path))
                continue
            self._expanded(state)
            self.facts += state.facts
            self.endings.append(ending)
            candidates += state.candidates
            if ending.end is End.OVER_BUDGET:
                break
            end = max(end, ending.offset if ending.end is End.STOP else 0)
            self.budget.opcodes += state.extra + _STREAM
            number += 1
            for offset in onward:
                if offset not in seen and offset > start and source.holds(offset + 1):
                    seen.add(offset)
                    starts.append((offset, state.frame_end if state.frame_end > offset else -1))
            starts.sort()
        self.facts[first:] = sorted(self.facts[first:], key=lambda fact: fact.offset)  # streams within streams
        for candidate in candidates:
            self._look_into(source, candidate, path, level)
        return end

    def _reread(self, state: State, ending: Ending, onward: list[int], frame_end: int) -> Ending:
        """Read a stream again as readers do that drop what is left of a frame; adds facts and places to go on."""
        known = {(fact.kind, fact.pairs) for fact in state.facts}
        last, source = state, state.source
        for _ in range(_CROSSINGS):
            if last.crossing is None or ending.end is End.OVER_BUDGET:
                break
            source = Spliced(source, *last.crossing)
            last = self._state(source, state.start, state.path, state.stream, 0, Memo())
            last.frame_end = source.placed(frame_end) if frame_end > 0 else -1
            other = run(last)
            for fact in last.facts:
                if (fact.kind, fact.pairs) not in known:
                    known.add((fact.kind, fact.pairs))
                    state.facts.append(fact._replace(offset=source.real(fact.offset)))
            if other.end is End.STOP:
                onward += [source.real(other.offset), source.real(max(last.frame_end, 0))]
                if ending.end is not End.STOP:
                    ending = other._replace(offset=source.real(other.offset))
        return ending

    def _state(self, source: Source, start: int, path: tuple[str, ...], number: int, level: int, memo: Memo) -> State:
        def stream(offset: int) -> int:
            """A stream between two opcodes, as a loader's own bytes."""
            within = self._state(source, offset, path, number, level + 1, Memo())
            if level >= self.budget.limits.nesting:
                self.endings.append(Ending(End.OVER_BUDGET, offset, offset, "nested too deep", number, path))
                return offset
            ending = run(within)
            self._expanded(within)
            self.facts += within.facts
            self.endings.append(ending)
            for candidate in within.candidates:
                self._look_into(source, candidate, path, level + 1)
            return ending.offset

        return State(
            source, start, self.budget, context=self.context, memo=memo, stream=number, path=path, inner=stream
        )

    def _look_into(self, source: Source, candidate: Candidate, path: tuple[str, ...], level: int) -> None:
        """A payload: read as a pickle if it is one, told of if it is an archive."""
        inside = (*path, f"@{candidate.offset}")
        if level >= self.budget.limits.nesting or not self.budget.spend_nested():
            self.endings.append(Ending(End.OVER_BUDGET, 0, 0, "too many payloads to look into", 0, inside))
            return
        found = inner(source, candidate, self.budget.decode(min(candidate.length, 1 << 20)))
        source.forget()
        if found is None:
            return
        detail = f"{found.encoding} {found.format}".strip()
        news = Fact(
            Kind.NESTED,
            candidate.offset,
            candidate.opcode,
            arguments=(candidate.offset, candidate.length),
            detail=detail.replace("text pickle", "pickle"),
            path=path,
        )
        if found.format not in ("pickle", "text pickle"):
            self.facts.append(news)
            return
        before = len(self.facts), len(self.endings)
        self.facts.append(news)
        self.streams(found.source, inside, level + 1)
        source.forget()
        if not _is_pickle(self.facts[before[0] + 1 :], self.endings[before[1]], found.format == "pickle"):
            del self.facts[before[0] :], self.endings[before[1] :]

    def _expanded(self, state: State) -> None:
        """Structure that became huge after other structure held it, which no weight has seen."""
        if state.grown_late:
            enough = limit(state)
            memo = state.memo
            if heaviest((*memo.dense, *memo.sparse.values()), enough) >= enough:
                at = state.start
                state.facts.append(Fact(Kind.EXPANSION, at, "", detail="shared", stream=state.stream, path=state.path))


class _Carried:
    """The other reading of later streams: by a loader that uses one Unpickler, and so one memo, for all of them."""

    def __init__(self, reader: _Reader, source: Source, path: tuple[str, ...], level: int) -> None:
        self._reader = reader
        self._source = source
        self._path = path
        self._level = level
        self._memo: Memo | None = None
        self._missed: list[tuple[int, int]] = []

    def also(self, state: State, ending: Ending) -> tuple[State, Ending]:
        """A stream as it was read with a memo of its own, with what else the carried memo makes of it.

        Streams that never ask the memo read the same either way; they are run again only once a later one asks.
        """
        if self._memo is None:
            self._memo = state.memo
            return state, ending
        if state.first_get < 0:
            self._missed.append((state.start, state.stream))
            return state, ending
        for start, number in self._missed:
            run(self._again(start, number))
        self._missed.clear()
        other = self._again(state.start, state.stream)
        other_ending = run(other)
        known = set(state.facts)
        new = [fact for fact in other.facts if fact not in known]
        if new or other_ending != ending:
            other.facts = [
                *state.facts,
                Fact(Kind.MEMO_CARRY_OVER, state.first_get, "GET", stream=state.stream, path=self._path),
                *new,
            ]
            return other, other_ending if other_ending.end is End.STOP else ending
        return state, ending

    def _again(self, start: int, number: int) -> State:
        assert self._memo is not None
        return self._reader._state(self._source, start, self._path, number, self._level, self._memo)


def _told(state: State) -> bool:
    return any(fact.kind not in (Kind.FRAME, Kind.ODD_INTEGER, Kind.ODD_TEXT) for fact in state.facts)


def _is_pickle(facts: list[Fact], ending: Ending, magic: bool) -> bool:
    """Whether a payload that was read as a pickle is one."""
    kinds = {fact.kind for fact in facts}
    resolves = bool(kinds & _RESOLVES)
    if magic:
        return resolves or ending.end in (End.STOP, End.OVER_BUDGET)
    return resolves and (ending.end is End.STOP or bool(kinds & _ACTS))
