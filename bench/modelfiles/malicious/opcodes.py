"""Tricks with opcodes: every way to a name and to a call, memo, stack, texts and states."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.formats.pickles import assemble as a

from .made import Made, numbered
from .pieces import ATTACK, RUN, SYSTEM, WORD, old


def opcodes() -> Iterator[Made]:
    """All of them."""
    yield from numbered("call opcodes", _calls(), ".pkl")
    yield from numbered("name opcodes", _names(), ".pkl")
    yield from numbered("memo and stack", _memo(), ".pkl")
    yield from numbered("texts and numbers", _texts(), ".pkl")
    yield from numbered("state and mutation", _states(), ".pkl")


def _calls() -> Iterator[tuple[str, bytes]]:
    shell = a.global_("subprocess", "Popen")
    yield "reduce0", old("os", "system")
    yield "reduce2", ATTACK
    yield "reduce4", a.proto(4) + a.frame(40) + a.stack_global("os", "system") + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "reduce5", a.proto(5) + a.stack_global("posix", "system") + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "inst", b"(S'echo harmless'\nios\nsystem\n."
    yield "inst_binary", a.proto(2) + a.MARK + WORD + a.inst("os", "system") + a.STOP
    yield "obj", a.proto(2) + a.MARK + SYSTEM + WORD + a.OBJ + a.STOP
    yield "obj_class", a.proto(2) + a.MARK + shell + WORD + a.OBJ + a.STOP
    yield "newobj", a.proto(2) + shell + WORD + a.TUPLE1 + a.NEWOBJ + a.STOP
    yield "newobj_ex", a.proto(4) + shell + WORD + a.TUPLE1 + a.EMPTY_DICT + a.NEWOBJ_EX + a.STOP
    yield (
        "newobj_ex_keys",
        (a.proto(4) + shell + a.EMPTY_TUPLE + a.EMPTY_DICT + a.text("args") + WORD + a.SETITEM + a.NEWOBJ_EX + a.STOP),
    )
    yield (
        "build_setstate",
        a.proto(2) + a.global_("bdb", "Bdb") + a.EMPTY_TUPLE + a.NEWOBJ + a.EMPTY_DICT + a.BUILD + a.STOP,
    )
    yield "ext1", a.proto(2) + a.ext1(7) + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "ext4", a.proto(2) + a.ext4(70_000) + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "result_dropped", a.proto(2) + RUN + a.POP + a.NONE + a.STOP
    yield (
        "result_of_call",
        a.proto(2) + a.call(a.call(a.global_("operator", "attrgetter"), a.text("system")), WORD) + a.STOP,
    )
    yield "in_list", a.proto(2) + a.EMPTY_LIST + RUN + a.APPEND + a.STOP
    yield "in_state", (
        a.proto(2) + a.global_("collections", "OrderedDict") + a.EMPTY_TUPLE + a.REDUCE
        + a.EMPTY_DICT + a.text("x") + RUN + a.SETITEM + a.BUILD + a.STOP
    )  # fmt: skip
    yield "call_on_instance", a.proto(2) + a.call(a.call(a.global_("collections", "OrderedDict"))) + a.STOP
    yield "persistent", a.proto(2) + WORD + a.BINPERSID + a.EMPTY_TUPLE + a.REDUCE + a.STOP


def _names() -> Iterator[tuple[str, bytes]]:
    yield "python2", old("__builtin__", "eval")
    yield "python2_commands", old("commands", "getoutput")
    yield "python2_in_4", a.proto(4) + a.proto(2) + old("__builtin__", "execfile")
    yield (
        "computed_module",
        a.proto(4)
        + a.call(a.global_("builtins", "str"), a.text("os"))
        + a.text("system")
        + (a.STACK_GLOBAL + WORD + a.TUPLE1 + a.REDUCE + a.STOP),
    )
    yield (
        "computed_name",
        a.proto(4)
        + a.text("os")
        + a.call(a.global_("_codecs", "decode"), a.data(b"system"))
        + (a.STACK_GLOBAL + WORD + a.TUPLE1 + a.REDUCE + a.STOP),
    )
    yield (
        "encoded_name",
        a.proto(4)
        + a.text("os")
        + a.call(a.global_("_codecs", "encode"), a.text("flfgrz"), a.text("rot13"))
        + a.STACK_GLOBAL
        + WORD
        + a.TUPLE1
        + a.REDUCE
        + a.STOP,
    )
    yield "dotted", a.proto(4) + a.stack_global("collections", "abc.sys.modules") + a.STOP
    yield "dotted_module", a.proto(4) + a.stack_global("numpy", "os.system") + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield (
        "dotted_innocent",
        a.proto(4) + a.stack_global("torch", "serialization.os.system") + WORD + a.TUPLE1 + (a.REDUCE + a.STOP),
    )
    yield (
        "dotted_private",
        a.proto(4) + a.stack_global("json", "_default_decoder.__class__.__init__.__globals__") + a.STOP,
    )
    yield (
        "dotted_class",
        a.proto(4) + a.stack_global("pathlib", "Path.write_text") + WORD + WORD + a.TUPLE2 + (a.REDUCE + a.STOP),
    )
    yield "dotted_text", a.proto(4) + a.global_("logging", "os.system") + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "carriage_return", a.proto(2) + b"cos\r\nsystem\r\n" + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "unknown", a.proto(2) + a.call(a.global_("acme_models.loader", "build"), WORD) + a.STOP
    yield "of_main", a.proto(2) + a.call(a.global_("__main__", "run"), WORD) + a.STOP
    yield (
        "long_text",
        a.proto(4) + a.text8("os") + a.text8("system") + a.STACK_GLOBAL + WORD + a.TUPLE1 + a.REDUCE + a.STOP,
    )
    yield "stack_global_in_0", a.text("os") + a.text("system") + a.STACK_GLOBAL + WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield "import_only", a.proto(2) + a.global_("antigravity", "fly") + a.STOP
    yield "thousand_parts", a.proto(4) + a.stack_global("a", ".".join(["b"] * 3000)) + a.EMPTY_TUPLE + a.REDUCE + a.STOP


def _memo() -> Iterator[tuple[str, bytes]]:
    end = WORD + a.TUPLE1 + a.REDUCE + a.STOP
    name = a.proto(4) + a.text("os") + a.MEMOIZE + a.POP + a.text("system") + a.MEMOIZE + a.POP
    yield "memoize", name + a.binget(0) + a.binget(1) + a.STACK_GLOBAL + end
    yield (
        "put_text",
        a.text("os")
        + a.put(b"5")
        + a.POP
        + a.text("system")
        + a.put(b"9")
        + a.POP
        + a.get(b"5")
        + (a.get(b"9") + a.STACK_GLOBAL + end),
    )
    yield "overwritten", (
        a.proto(4) + a.text("json") + a.binput(0) + a.POP + a.text("os") + a.binput(0) + a.POP
        + a.binget(0) + a.text("system") + a.STACK_GLOBAL + end
    )  # fmt: skip
    yield "overwritten_after", (
        a.proto(4) + a.text("os") + a.binput(0) + a.POP + a.binget(0) + a.text("math") + a.binput(0) + a.POP
        + a.text("system") + a.STACK_GLOBAL + end
    )  # fmt: skip
    yield (
        "decoy_popped",
        a.proto(4)
        + a.text("os")
        + a.text("json")
        + a.POP
        + a.text("system")
        + a.text("dumps")
        + a.POP
        + (a.STACK_GLOBAL + end),
    )
    yield (
        "decoy_pop_mark",
        a.proto(4)
        + a.text("os")
        + a.MARK
        + a.text("json")
        + a.text("x")
        + a.POP_MARK
        + (a.text("system") + a.STACK_GLOBAL + end),
    )
    yield "mark_popped", a.proto(4) + a.text("os") + a.MARK + a.POP + a.text("system") + a.STACK_GLOBAL + end
    yield "dup", a.proto(4) + a.text("timeit") + a.DUP + a.STACK_GLOBAL + end
    yield "global_memoized", a.proto(2) + SYSTEM + a.binput(1) + a.POP + a.binget(1) + end
    yield "large_index", a.proto(2) + SYSTEM + a.long_binput(100_000) + a.POP + b"j" + struct.pack("<I", 100_000) + end
    yield "spaced_index", SYSTEM + a.put(b" 7 ") + a.POP + a.get(b"0_7") + end
    yield "result_of_result", a.proto(2) + SYSTEM + a.binput(0) + a.POP + a.MARK + a.binget(0) + WORD + a.OBJ + a.STOP


def _texts() -> Iterator[tuple[str, bytes]]:
    end = b"(S'echo harmless'\ntR."
    yield "escaped", b"S'\\x6f\\x73'\nS'sys\\164em'\n\x93" + end
    yield "raw_unicode", b"V\\u006f\\u0073\nV\\u0073ystem\n\x93" + end
    yield "double_quotes", b'S"os"\nS"system"\n\x93' + end
    yield "short_string", a.short_string(b"os") + a.short_string(b"system") + a.STACK_GLOBAL + end
    yield "latin_string", b"U\x04\xe9\xe8\xff\xfe0" + SYSTEM + end
    yield "hex_integer", b"I0x10\n0" + SYSTEM + end
    yield "octal_integer", b"I010\n0" + SYSTEM + end
    yield "underscored", b"I1_0\n0" + SYSTEM + end
    yield "nul_integer", b"I1\x00junk\n0" + SYSTEM + end
    yield "long_text", b"L12L\n0" + SYSTEM + end
    yield "spaced_integer", b"I 7 \n0" + SYSTEM + end
    yield "boolean", b"I01\n0I00\n0" + SYSTEM + end
    yield "surrogate", a.proto(4) + b"\x8c\x03\xed\xa0\x80" + a.POP + RUN + a.STOP


def _states() -> Iterator[tuple[str, bytes]]:
    plain = a.global_("collections", "OrderedDict")
    made = plain + a.EMPTY_TUPLE + a.REDUCE
    yield "state_of_class", a.proto(2) + plain + a.EMPTY_DICT + a.text("x") + a.int1(1) + a.SETITEM + a.BUILD + a.STOP
    yield (
        "slots_of_class",
        a.proto(2)
        + plain
        + a.NONE
        + a.EMPTY_DICT
        + a.text("__init__")
        + a.int1(1)
        + a.SETITEM
        + (a.TUPLE2 + a.BUILD + a.STOP),
    )
    yield "dunder", a.proto(2) + made + a.EMPTY_DICT + a.text("__class__") + SYSTEM + a.SETITEM + a.BUILD + a.STOP
    yield (
        "dunder_slot",
        a.proto(2)
        + made
        + a.NONE
        + a.EMPTY_DICT
        + a.text("__class__")
        + a.global_("acme", "Own")
        + (a.SETITEM + a.TUPLE2 + a.BUILD + a.STOP),
    )
    yield (
        "dunder_late",
        a.proto(2)
        + made
        + a.EMPTY_DICT
        + a.MARK
        + b"".join(a.text(f"k{k}") + a.NONE for k in range(300))
        + a.text("__reduce__")
        + a.NONE
        + a.SETITEMS
        + a.BUILD
        + a.STOP,
    )
    yield "item_of_global", a.proto(2) + a.global_("os", "environ") + a.text("PATH") + WORD + a.SETITEM + a.STOP
    yield "append_to_global", a.proto(2) + a.global_("sys", "path") + WORD + a.APPEND + a.STOP
    yield "extend_global", a.proto(2) + a.global_("sys", "meta_path") + a.MARK + WORD + b"e" + a.STOP
    yield (
        "add_to_global",
        a.proto(4) + a.global_("picklescan.scanner", "_safe_globals") + a.MARK + WORD + a.ADDITEMS + a.STOP,
    )
    yield "scanner_table", a.proto(2) + a.global_("fickling.fickle", "UNSAFE_IMPORTS") + a.EMPTY_DICT + a.BUILD + a.STOP
    yield (
        "computed_state",
        a.proto(2)
        + made
        + a.call(a.global_("builtins", "dict"), a.EMPTY_LIST + a.text("__class__") + a.NONE + a.TUPLE2 + a.APPEND)
        + a.BUILD
        + a.STOP,
    )
    yield "formula", a.proto(2) + a.global_("statsmodels.base.data", "PandasData") + a.EMPTY_TUPLE + a.NEWOBJ + (
        a.EMPTY_DICT + a.MARK + a.text("formula") + a.text("y ~ abs(x)") + a.text("restore_design_info") + b"\x88"
        + a.SETITEMS + a.BUILD + a.STOP
    )  # fmt: skip
    yield (
        "setstate_exec",
        a.proto(2)
        + a.global_("scipy.stats._continuous_distns", "norm_gen")
        + a.EMPTY_TUPLE
        + a.NEWOBJ
        + (a.EMPTY_DICT + a.text("_parse_arg_template") + WORD + a.SETITEM + a.BUILD + a.STOP),
    )
    yield "class_called", a.proto(2) + a.call(a.global_("sklearn.pipeline", "Pipeline"), WORD) + a.STOP
