"""The start of the command, of which half is imports."""

from __future__ import annotations

import gc
import sys


def prepare() -> None:
    """Import msgspec without typing_extensions, and collect no garbage until ``session.start``: what is imported stays.

    msgspec prefers typing_extensions, which reads half of the standard library, and does with typing, which has all of
    it since Python 3.11. Nobody else is kept from importing it.
    """
    gc.disable()
    name = "typing_extensions"
    if sys.version_info < (3, 11) or name in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules[name] = None
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[name]
