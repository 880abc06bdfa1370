"""The scan worker: what runs in the process beside the server.

It reads requests from its standard input until that ends, and so it ends with the server. It writes no file but the
store that a person chose for a secret, prints nothing, imports nothing from the folder it scans, and tells of an
exception only its type.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from . import protocol as p
from .limits import restrain

if TYPE_CHECKING:
    from .scanning import Scanner

_SLACK = 5.0  # the server kills a worker at its deadline; this is for one whose server is gone


def main() -> None:
    """Serve until the standard input ends. Run by ``process.launch_command``."""
    source, sink = _take_pipes()
    requests: msgspec.msgpack.Decoder[p.AnyRequest] = msgspec.msgpack.Decoder(p.AnyRequest)
    with contextlib.suppress(EOFError, BrokenPipeError):
        start, _ = p.read_frame(source, requests)
        assert isinstance(start, p.Start)
        restrain(start.may_store)
        scanner = _prepare(start, sink)
        while scanner is not None:
            request, payload = p.read_frame(source, requests)
            with _time_limit(start.deadline + _SLACK):
                reply, body = _answer(scanner.answer, request, payload)
            p.write_frame(sink, msgspec.structs.replace(reply, memory=_resident(), reading=scanner.reading), body)


def _prepare(start: p.Start, sink: BinaryIO) -> Scanner | None:
    """Load the rules and say so. No notebook was read yet, so the text of an error may be told."""
    try:
        from .. import rules
        from .scanning import Scanner

        scanner = Scanner(start)
        rules.complete()  # now, and not while the first save waits
    except Exception as error:
        message = f"The scan worker cannot start: {type(error).__name__}: {error}"
        p.write_frame(sink, p.Reply(status=503, reason="configuration", message=message))
        return None
    p.write_frame(sink, p.Reply(memory=_resident()))
    return scanner


def _answer(
    handle: Callable[[Any, bytes], tuple[p.Reply, bytes]], request: p.AnyRequest, payload: bytes
) -> tuple[p.Reply, bytes]:
    try:
        return handle(request, payload)
    except Exception as error:
        message = f"The scan failed with {type(error).__name__}. Please report this as a bug."
        return p.Reply(status=500, reason="failed", message=message), b""


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the pipe to the server; what anything else prints goes nowhere."""
    source = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    sink = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # a warning of the compiler quotes the line that it warns of
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return source, sink


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Let the operating system end this process after ``seconds``, even inside a regular expression."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _resident() -> int:
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 0
