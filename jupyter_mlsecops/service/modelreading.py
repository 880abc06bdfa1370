"""The one place that calls the readers of model files: bytes in, facts and gaps out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..formats.fact import Gap
from ..formats.pickles import OUT_OF_TIME, Budget, End, Ending
from ..formats.pickles.source import Seekable
from ..formats.reading import PATIENT, Limits, Room, read
from ..formats.record import PATIENCE
from ..rules.models.deed import way_in

_LONGER = "`jupyter mlsecops scan --model-timeout 600` gives it longer."
# As long as with patience, but with no more memory than for who waits.
_SPARING = Limits()._replace(
    members=PATIENT.members,
    decoded_bytes=PATIENT.decoded_bytes,
    header_bytes=4 * Limits().header_bytes,
    searched_bytes=PATIENT.searched_bytes,
    pickles=Limits().pickles._replace(opcodes=PATIENT.pickles.opcodes, nested=PATIENT.pickles.nested),
)


class Answer(NamedTuple):
    """What the readers say of one file; ``gaps`` are sentences for the user, each with its cure where there is one."""

    kind: str
    facts: tuple[Any, ...]
    gaps: tuple[str, ...]


def answer(file: Seekable, name: str, patient: bool, stop: Callable[[], bool], sparing: bool = False) -> Answer:
    """Read a file of this name. ``stop`` is a deadline; ``sparing`` of memory, as beside other work of this process.
    Nothing in the file raises, but OSError is the caller's."""
    limits = (_SPARING if sparing else PATIENT) if patient else Limits()
    try:
        reading = read(file, name, Room(limits, Budget(limits.pickles, stop)))
    except OSError:
        raise
    except Exception as error:  # one hostile file must not end the run
        failed = f"Reading it failed ({type(error).__name__}). Please report this."
        return Answer("unknown", (), (failed,))
    gaps = [_said(one, patient) if isinstance(one, Gap) else _ended(one) for one in reading.endings]
    return Answer(reading.kind or "unknown", reading.facts, tuple(dict.fromkeys(filter(None, gaps))))


def _said(gap: Gap, patient: bool) -> str:
    where, inside = f"byte {gap.offset}" if gap.offset is not None else "", way_in(gap.member)
    if inside:
        where = f"{where} of {inside}" if where else f"in {inside}"
    why = f"{gap.why.rstrip('.')} ({where})." if where else gap.why
    if OUT_OF_TIME in gap.why.lower():
        return f"{why} {_LONGER}"
    # More patience than this there is not.
    return why if patient and gap.cure == PATIENCE else f"{why} {gap.cure}".rstrip()


def _ended(ending: Ending) -> str:
    """Why a pickle was not read to its end; empty where it was."""
    inside = way_in("!".join(ending.path))
    where = f"byte {ending.offset} of {inside}" if inside else f"byte {ending.offset}"
    why = f": {ending.why}" if ending.why else ""
    if ending.end is End.OVER_BUDGET:
        late = f" {_LONGER}" if ending.why == OUT_OF_TIME else ""
        return f"It costs too much to be read to its end ({where}{why}).{late}"
    if ending.end is End.NO_STOP:
        return f"It is cut off at {where}; what comes before was assessed."
    if ending.end is End.MALFORMED and ending.offset == ending.start:
        return f"It is no pickle at {where}{why}."
    if ending.end is End.MALFORMED:
        return f"It is broken at {where}{why}; what comes before was assessed."
    return ""
