"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_was_frozen = False


def freeze() -> None:
    """What is there now stays, and is not walked any more."""
    global _was_frozen
    gc.freeze()
    _was_frozen = True


def _is_frozen() -> bool:
    """Whether somebody has frozen objects, which is asked once: Python counts them all to tell."""
    global _was_frozen
    _was_frozen = _was_frozen or gc.get_freeze_count() > 0
    return _was_frozen


@contextmanager
def no_collection() -> Iterator[None]:
    """Syntax trees are many objects, and a collection in a scan or behind it walks them all and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _is_frozen():  # nobody froze anything, so this only makes what is new count as old
                gc.freeze()
                gc.unfreeze()
            gc.enable()
