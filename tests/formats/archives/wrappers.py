"""joblib's wrappers of arrays, opcode by opcode, and what stands around them."""

from __future__ import annotations

from ..pickles import assemble as a

FALSE, TRUE = b"\x89", b"\x88"
CALL = a.call(a.global_("made_up", "run"), a.text("x")) + a.POP


def dtype(spelled: str, *, size: int = -1, fields: bytes = a.NONE, part: bytes = a.NONE, flags: int = 0) -> bytes:
    made = a.call(a.global_("numpy", "dtype"), a.text(spelled), FALSE, TRUE)
    state = (a.int1(3), a.text("|"), part, a.NONE, fields, a.int4(size), a.int4(1), a.int1(flags))
    return made + a.MARK + b"".join(state) + a.TUPLE + a.BUILD


def record(**fields: bytes) -> bytes:
    """The fields of a structured type: names and types."""
    rows = b"".join(a.text(name) + kind + a.int1(0) + a.TUPLE2 for name, kind in fields.items())
    return a.EMPTY_DICT + a.MARK + rows + a.SETITEMS


def wrapper(shape: bytes, kind: bytes, *, aligned: bool = True, name: str = "NumpyArrayWrapper") -> bytes:
    """What stands before an array."""
    made = a.global_("joblib.numpy_pickle", name) + a.EMPTY_TUPLE + a.NEWOBJ
    state = a.text("shape") + shape + a.text("dtype") + kind + a.text("order") + a.text("C")
    if aligned:
        state += a.text("numpy_array_alignment_bytes") + a.int1(16)
    return made + a.EMPTY_DICT + a.MARK + state + a.SETITEMS + a.BUILD


def shaped(*sizes: int) -> bytes:
    return a.MARK + b"".join(a.int4(size) for size in sizes) + a.TUPLE


def pad(length: int) -> bytes:
    return bytes([length]) + b"\xff" * length


def framed(body: bytes) -> bytes:
    return a.frame(len(body)) + body


F8 = dtype("f8")
