"""What a worker process gives up: interrupts, core dumps, and writing files, but for the moment of storing a secret."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator

LARGEST_FILE = 2_000_000  # bytes; a .env file or a keyring is smaller


def restrain(may_store: bool) -> None:
    """Give up what a scan never needs. What ``writing`` takes back is given up for good without ``may_store``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, LARGEST_FILE if may_store else 0))


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Files may be written, small ones. Raises ``PermissionError`` where this was given up for good."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not most:
        raise PermissionError("this process may not write")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
