"""Tricks with streams: broken tails, several of them, one within another, and those that grow."""

from __future__ import annotations

import base64
import io
import pickle
import struct
from collections.abc import Iterator

from tests.formats.pickles import assemble as a

from .made import Made, numbered
from .pieces import ATTACK, PLAIN, RUN, WORD, old


def streams() -> Iterator[Made]:
    """All of them."""
    yield from numbered("broken tails", _broken(), ".pkl")
    yield from numbered("several streams", _several(), ".pkl")
    yield from numbered("nested streams", _nested(), ".pkl")
    yield from numbered("expansion and floods", _expanded(), ".pkl")


def _broken() -> Iterator[tuple[str, bytes]]:
    yield "no_stop", a.proto(2) + RUN
    yield "bad_opcode", a.proto(2) + RUN + b"\xfe\xfe."
    yield "truncated_text", a.proto(2) + RUN + b"X\xff\xff\x00\x00ab"
    yield "empty_stack", a.proto(2) + RUN + a.POP + a.POP + a.POP + a.STOP
    yield "unset_memo", a.proto(2) + RUN + a.binget(200) + a.STOP
    yield "bad_protocol", a.proto(2) + RUN + a.proto(9) + a.STOP
    yield "junk_after", ATTACK + b"\x00" * 500
    yield "bad_frame", a.proto(4) + a.frame(1 << 40) + RUN + a.STOP
    yield "short_frame", a.proto(4) + a.frame(3) + RUN + a.STOP
    yield "frame_in_frame", a.proto(4) + a.frame(60) + a.frame(50) + RUN + a.STOP
    yield "bad_build", a.proto(2) + RUN + a.BUILD + a.STOP
    yield "negative_length", a.proto(2) + RUN + b"\x8b\xff\xff\xff\xff" + a.STOP
    yield "late_bad_number", RUN + b"Fnot a number\n."


def _several() -> Iterator[tuple[str, bytes]]:
    yield "appended", PLAIN + ATTACK
    yield "after_many", PLAIN * 40 + ATTACK
    yield "protocol_mix", pickle.dumps([1, 2], 0) + pickle.dumps({"a": 1}, 5) + old("os", "system")
    yield (
        "carried_memo",
        a.proto(4)
        + a.text("os")
        + a.MEMOIZE
        + a.STOP
        + a.binget(0)
        + a.text("system")
        + (a.STACK_GLOBAL + WORD + a.TUPLE1 + a.REDUCE + a.STOP),
    )
    yield "switched_protocol", a.proto(4) + a.proto(0) + old("commands", "getstatusoutput")


def _nested() -> Iterator[tuple[str, bytes]]:
    loads = a.global_("_pickle", "loads")
    yield "loads", a.proto(3) + a.call(loads, a.data(ATTACK)) + a.STOP
    yield "bytes_alone", a.proto(3) + a.EMPTY_DICT + a.text("weights") + a.data(ATTACK) + a.SETITEM + a.STOP
    yield "base64", a.proto(3) + a.text(base64.b64encode(ATTACK).decode()) + a.STOP
    yield "twice", a.proto(3) + a.data(a.proto(3) + a.data(ATTACK) + a.STOP) + a.STOP
    yield "large", a.proto(3) + a.data(a.proto(3) + RUN + a.POP + a.data(bytes(90_000)) + a.STOP) + a.STOP
    yield "protocol_0", a.proto(3) + a.data(old("os", "system")) + a.STOP
    yield "bytearray", a.proto(5) + a.bytearray8(ATTACK) + a.STOP
    yield "marshal", a.proto(3) + a.call(a.global_("marshal", "loads"), a.data(b"\xe3" + bytes(40))) + a.STOP
    yield (
        "dill_code",
        a.proto(4) + a.call(a.global_("dill._dill", "_create_code"), a.int1(0), a.data(b"d\0S\0")) + a.STOP,
    )
    yield (
        "cloudpickle_function",
        a.proto(4)
        + a.call(a.global_("cloudpickle.cloudpickle", "_make_function"), a.NONE, a.EMPTY_DICT, a.NONE, a.NONE, a.NONE)
        + a.STOP,
    )
    yield (
        "cloudpickle_builtin",
        a.proto(4) + a.call(a.global_("cloudpickle.cloudpickle", "_builtin_type"), a.text("CodeType")) + (a.STOP),
    )
    yield "code_type", a.proto(4) + a.call(a.global_("types", "CodeType"), a.int1(0)) + a.STOP
    yield "real_lambda", _by_value()


def _by_value() -> bytes:
    """A function of this module's own, as a pickler by value writes it: its name resolved by reference."""
    file = io.BytesIO()
    pickle.dump({"model": 1}, file, 4)
    return file.getvalue()[:-1] + a.POP + a.call(a.global_("types", "FunctionType"), a.NONE, a.EMPTY_DICT) + a.STOP


def _expanded() -> Iterator[tuple[str, bytes]]:
    pairs = (
        a.text("x") + a.binput(0) + b"".join(a.binget(k) + a.binget(k) + a.TUPLE2 + a.binput(k + 1) for k in range(60))
    )
    yield "hashed", a.proto(2) + a.EMPTY_DICT + pairs + a.NONE + a.SETITEM + a.STOP
    yield "flood", a.proto(2) + (a.NONE + a.POP) * 4_000 + RUN + a.STOP
    yield "claimed_length", a.proto(4) + RUN + b"\x8e" + struct.pack("<Q", 1 << 50) + b"abc"
    yield (
        "allocated",
        a.proto(2)
        + a.call(a.global_("builtins", "bytearray"), b"\x8a\x06" + (1 << 40).to_bytes(6, "little"))
        + (a.STOP),
    )
