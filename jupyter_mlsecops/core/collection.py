"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Syntax trees are many objects, and a collection in a scan or behind it walks them all and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # nobody froze anything, so this only makes what is new count as old
                gc.freeze()
                gc.unfreeze()
            gc.enable()
