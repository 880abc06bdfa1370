"""What is known of packages at this moment: the database that counts, opened anew when another takes its place."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable

from . import places
from .known import Known, utc_today


class Current:
    """Keeps the database open that counts. ``problem`` says why one that is there is not used, empty for none."""

    def __init__(self, clock: Callable[[], datetime.date] = utc_today) -> None:
        """Nothing is looked for before ``read``. ``clock`` tells the day (UTC)."""
        self._clock = clock
        self._stamp: tuple[object, ...] | None = None
        self._known = Known()
        self.problem = ""

    def read(self) -> Known:
        """What is known now: the same object as long as no database changed and no day went by. Never raises."""
        today = self._clock()
        there = tuple((place.file, _stamp(place)) for place in places.candidates())
        if (today, there) != self._stamp:
            self._stamp = today, there
            is_there = any(known for _, known in there)
            self._known, self.problem = _opened(today) if is_there else (Known(today=today), "")
        return self._known


def _opened(today: datetime.date) -> tuple[Known, str]:
    from .database import Database, UnreadableDatabase  # with SQLite, which is for who has a database

    found = places.find()
    problem = "; ".join(reason for _, reason in found.broken)
    if found.place is None:
        return Known(today=today), problem
    try:
        return Known(Database.open(found.place.file), today), problem
    except UnreadableDatabase as error:  # gone or replaced since it was found
        return Known(today=today), str(error)


def _stamp(place: places.Place) -> tuple[int, ...]:
    try:
        status = os.stat(place.file)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:  # something is there, and ``places.find`` says why it is of no use
        return (error.errno or -1,)
    return status.st_mtime_ns, status.st_size, status.st_ino
