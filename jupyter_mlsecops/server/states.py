"""The last scanned states of notebooks, so that "one cell changed since" needs one cell only."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from ..core.engine import Scan

_PER_PATH = 2  # the saved state, and the one that is being edited
_TOTAL = 48_000_000


class State(NamedTuple):
    """The bytes of a notebook and what a scan said of them."""

    raw: bytes
    scan: Scan


class States:
    """A store of states that forgets the longest unused, bounded by bytes; the newest is always kept."""

    def __init__(self, total: int = _TOTAL) -> None:
        self._total = total
        self._size = 0
        self._states: OrderedDict[tuple[str, str], State] = OrderedDict()

    def get(self, path: str, digest: str) -> State | None:
        """The state of ``path`` that ``digest`` names."""
        state = self._states.get((path, digest))
        if state is not None:
            self._states.move_to_end((path, digest))
        return state

    def latest(self, path: str) -> State | None:
        """The state of ``path`` that was remembered last."""
        return next((self._states[key] for key in reversed(self._states) if key[0] == path), None)

    def put(self, path: str, state: State) -> None:
        """Remember a state."""
        key = (path, state.scan.input.digest)
        self._drop(key)
        self._states[key] = state
        self._size += len(state.raw)
        for other in [k for k in self._states if k[0] == path][:-_PER_PATH]:
            self._drop(other)
        while self._size > self._total and len(self._states) > 1:
            self._drop(next(iter(self._states)))

    def _drop(self, key: tuple[str, str]) -> None:
        state = self._states.pop(key, None)
        if state is not None:
            self._size -= len(state.raw)
