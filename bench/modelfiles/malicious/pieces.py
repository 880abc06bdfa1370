"""What attacks are put together from: a call that does nothing but say a word, states, methods, whole streams."""

from __future__ import annotations

from tests.formats.pickles import assemble as a

WORD = a.text("echo harmless")
SYSTEM = a.global_("os", "system")
RUN = a.call(SYSTEM, WORD)
PLAIN = a.proto(4) + a.EMPTY_DICT + a.text("a") + a.int1(1) + a.SETITEM + a.STOP
ATTACK = a.proto(2) + RUN + a.STOP
SPACE = a.stack_global("types", "SimpleNamespace") + a.EMPTY_TUPLE + a.NEWOBJ


def old(module: str, name: str) -> bytes:
    """Protocol 0: a name, called with one text."""
    return a.global_(module, name) + b"(S'echo harmless'\ntR."


def state(*items: bytes) -> bytes:
    """A mapping as a state: keys and values by turns."""
    return a.EMPTY_DICT + a.MARK + b"".join(items) + a.SETITEMS + a.BUILD


def whole(*parts: bytes) -> bytes:
    """A stream of protocol 4 with the opcodes of all parts."""
    return a.proto(4) + b"".join(parts) + a.STOP


def method(of: bytes, name: str) -> bytes:
    """A method of what some opcodes make."""
    return a.call(a.stack_global("builtins", "getattr"), of, a.text(name))
