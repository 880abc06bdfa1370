"""Further tricks with streams of opcodes: the memo, persistent ids, frames, codecs, names that are none."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterator

from tests.formats import shapes as s
from tests.formats.pickles import assemble as a

from .made import Made, numbered
from .pieces import ATTACK, PLAIN, RUN, SPACE, SYSTEM, WORD, method, state, whole

_NET = a.stack_global("sklearn.pipeline", "Pipeline") + a.EMPTY_TUPLE + a.NEWOBJ


def further_streams() -> Iterator[Made]:
    """All of them."""
    yield from numbered("more streams", _rows())


def _rows() -> Iterator[tuple[str, bytes]]:
    end = WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield (
        "memo_swap.pkl",
        a.proto(4)
        + a.text("os")
        + a.MEMOIZE
        + a.text("system")
        + a.MEMOIZE
        + a.POP
        + a.POP
        + a.binget(0)
        + a.binget(1)
        + a.STACK_GLOBAL
        + end,
    )
    yield (
        "put_over.pkl",
        a.text("math")
        + a.put(b"0")
        + a.POP
        + a.text("os")
        + a.put(b"0")
        + a.POP
        + a.text("system")
        + (a.put(b"1") + a.POP + a.get(b"0") + a.get(b"1") + a.STACK_GLOBAL + end),
    )
    yield "persistent_text.pkl", a.persid("os.system") + end
    yield (
        "persistent_torch.pkl",
        a.proto(2)
        + a.MARK
        + a.text("storage")
        + SYSTEM
        + a.text("0")
        + a.text("cpu")
        + a.int1(1)
        + (a.TUPLE + a.BINPERSID + a.STOP),
    )
    yield (
        "persistent_module.pkl",
        a.proto(2)
        + a.MARK
        + a.text("module")
        + a.global_("acme.own", "Net")
        + a.text("f.py")
        + (a.text("import os") + a.TUPLE + a.BINPERSID + a.STOP),
    )
    yield "extension2.pkl", a.proto(2) + b"\x83\x10\x27" + end
    yield "extension_alone.pkl", a.proto(2) + a.ext1(1) + a.STOP
    yield "buffer_called.pkl", a.proto(5) + a.NEXT_BUFFER + end
    yield "frozenset_of_call.pkl", a.proto(4) + a.MARK + RUN + a.FROZENSET + a.STOP
    yield "dict_opcode.pkl", a.MARK + a.text("k") + RUN + a.DICT + a.STOP
    yield "deep_marks.pkl", a.proto(2) + a.MARK * 200 + SYSTEM + WORD + a.TUPLE + (a.POP_MARK * 199) + RUN + a.STOP
    yield "text_line_names.pkl", b"Vos\nVsystem\n\x93" + end
    yield "unicode_escape_names.pkl", b"V\\u006fs\nVsyst\\u0065m\n\x93" + end
    yield "binstring_names.pkl", b"T\x02\0\0\0osT\x06\0\0\0system\x93" + end
    yield "text8_names.pkl", a.proto(4) + a.text8("os") + a.text8("system") + a.STACK_GLOBAL + end
    yield (
        "newobj_ex_kwargs.pkl",
        a.proto(4)
        + a.stack_global("subprocess", "Popen")
        + a.EMPTY_TUPLE
        + a.EMPTY_DICT
        + a.text("args")
        + WORD
        + a.SETITEM
        + a.NEWOBJ_EX
        + a.STOP,
    )
    yield "inst_no_arguments.pkl", a.MARK + a.inst("antigravity", "geohash") + a.STOP
    yield (
        "obj_of_reduce.pkl",
        a.proto(2)
        + a.MARK
        + a.call(a.global_("builtins", "getattr"), a.global_("os", "path"), a.text("os"))
        + a.OBJ
        + a.STOP,
    )
    yield "second_stream.pkl", PLAIN + a.proto(4) + a.frame(len(ATTACK)) + ATTACK
    yield "many_protos.pkl", b"".join(a.proto(n) for n in (0, 1, 2, 3, 4, 5)) + a.stack_global("os", "system") + end
    yield (
        "frames_of_one.pkl",
        a.proto(4)
        + b"".join(
            a.frame(len(part)) + part
            for part in (a.text("os"), a.text("system"), a.STACK_GLOBAL, WORD, a.TUPLE1, a.REDUCE, a.STOP)
        ),
    )
    yield "long_index.pkl", a.proto(2) + SYSTEM + b"r\xff\xff\0\0" + a.POP + b"j\xff\xff\0\0" + end
    yield "negative_put.pkl", RUN + a.put(b"-1") + a.STOP
    yield "two_results.pkl", a.proto(2) + RUN + RUN + a.POP + a.STOP
    yield "called_in_key.pkl", a.proto(2) + a.EMPTY_DICT + a.MARK + RUN + a.int1(1) + a.SETITEMS + a.STOP
    yield "pickle_in_bytearray_in_tuple.pkl", a.proto(5) + a.bytearray8(zlib.compress(ATTACK)) + a.TUPLE1 + a.STOP
    yield (
        "hex_text.pkl",
        a.proto(4) + a.call(a.stack_global("codecs", "decode"), a.text(ATTACK.hex()), a.text("hex")) + a.STOP,
    )
    yield (
        "rot13.pkl",
        a.proto(4) + a.call(a.stack_global("codecs", "decode"), a.text("bf.flfgrz"), a.text("rot13")) + a.STOP,
    )
    yield "base64_lines.pkl", a.proto(4) + a.text(base64.encodebytes(ATTACK * 3).decode()) + a.STOP
    yield "nested_three.pkl", whole(a.data(whole(a.data(whole(a.data(ATTACK))))))
    yield "gzip_in_bytes.pkl", whole(a.data(gzip.compress(ATTACK)))
    yield "npy_in_bytes.pkl", whole(a.data(s.npy("'|O'", "(1,)", ATTACK)))
    yield "reduce_on_bytes.pkl", a.proto(3) + a.data(b"os.system") + a.EMPTY_TUPLE + a.REDUCE + RUN + a.STOP
    yield "setitem_on_module.pkl", a.proto(2) + a.global_("sys", "modules") + a.text("os") + a.NONE + a.SETITEM + a.STOP
    yield "dunder_builtins.pkl", whole(SPACE, state(a.text("__builtins__"), a.stack_global("builtins", "eval")))
    yield (
        "reconstructor_base.pkl",
        a.call(a.global_("copy_reg", "_reconstructor"), a.global_("collections", "OrderedDict"), SYSTEM, WORD) + a.STOP,
    )
    yield "newline_name.pkl", a.proto(4) + a.stack_global("os\nsystem", "x") + end
    yield "nul_name.pkl", a.proto(4) + a.stack_global("os\0", "system") + end
    yield "getattribute.pkl", whole(method(_NET, "__reduce_ex__"), a.int1(2), a.TUPLE1, a.REDUCE)
    yield "class_of_object.pkl", whole(method(_NET, "__class__"))
