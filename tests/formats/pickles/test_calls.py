"""Names that are resolved, called and changed: by every opcode, wherever the names come from."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.pickles import End, Kind, Opaque, Pair, read

from . import assemble as a
from .told import CALLS, ends, of_kind, told

SYSTEM = a.stack_global("os", "system")
ARGS = a.MARK + a.text(a.HARMLESS) + a.TUPLE
HARMLESS_SIZE = len(a.text(a.HARMLESS))


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize(
    ("stream", "resolved", "called"),
    [
        pytest.param(a.global_("os", "system") + ARGS + a.REDUCE, (0, "GLOBAL"), "REDUCE", id="GLOBAL REDUCE"),
        pytest.param(SYSTEM + ARGS + a.REDUCE, (12, "STACK_GLOBAL"), "REDUCE", id="STACK_GLOBAL REDUCE"),
        pytest.param(
            a.MARK + a.text(a.HARMLESS) + a.inst("os", "system"), (1 + HARMLESS_SIZE, "INST"), "INST", id="INST"
        ),
        pytest.param(a.MARK + SYSTEM + a.text(a.HARMLESS) + a.OBJ, (13, "STACK_GLOBAL"), "OBJ", id="OBJ"),
        pytest.param(SYSTEM + ARGS + a.NEWOBJ, (12, "STACK_GLOBAL"), "NEWOBJ", id="NEWOBJ"),
        pytest.param(SYSTEM + ARGS + a.EMPTY_DICT + a.NEWOBJ_EX, (12, "STACK_GLOBAL"), "NEWOBJ_EX", id="NEWOBJ_EX"),
        pytest.param(SYSTEM + a.MARK + a.text("x") + a.LIST + a.REDUCE, (12, "STACK_GLOBAL"), "REDUCE", id="list"),
    ],
)
def test_every_call_has_its_name_and_its_place(
    protocol: int, stream: bytes, resolved: tuple[int, str], called: str
) -> None:
    data = a.proto(protocol) + stream + a.STOP
    offset, opcode = resolved
    last = len(data) - 2 if called != "INST" else 2 + offset
    assert told(data, *CALLS) == [
        ("global", 2 + offset, opcode, "os.system"),
        ("call", last, called, "os.system"),
    ]
    assert read(data).endings[0].end is End.STOP


def test_a_call_tells_its_arguments() -> None:
    data = a.call(SYSTEM, a.text("x"), a.int1(5), a.stack_global("m", "f"), a.EMPTY_DICT, a.data(b"b")) + a.STOP
    assert of_kind(data, Kind.CALL)[0].arguments == ("x", 5, Pair("m", "f"), Opaque("dict"), b"b")


def test_plain_containers_tell_nothing() -> None:
    data = a.EMPTY_DICT + a.MARK + a.text("os.system") + a.int1(1) + a.text("eval") + a.EMPTY_LIST + a.SETITEMS + a.STOP
    assert read(data).facts == ()


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        pytest.param(a.text("os") + a.binput(0) + a.POP + a.text("nt") + a.POP + a.binget(0), "os", id="PUT"),
        pytest.param(a.text("os") + a.MEMOIZE + a.POP + a.binget(0), "os", id="MEMOIZE"),
        pytest.param(a.text("nt") + a.POP + a.text("os") + a.MEMOIZE + a.POP + a.binget(0), "os", id="decoy popped"),
        pytest.param(
            a.text("nt") + a.binput(3) + a.POP + a.text("os") + a.MEMOIZE + a.POP + a.get(b"1"), "os", id="a gap first"
        ),
        pytest.param(
            a.text("nt") + a.binput(0) + a.POP + a.text("os") + a.binput(0) + a.POP + a.binget(0),
            "os",
            id="overwritten",
        ),
        pytest.param(
            a.text("nt") + a.binput(0) + a.binput(0) + a.POP + a.text("os") + a.MEMOIZE + a.POP + a.binget(1),
            "os",
            id="put twice counts once",
        ),
        pytest.param(a.text("os") + a.put(b" 1_0 ") + a.POP + a.get(b"10"), "os", id="index text"),
        pytest.param(a.text("os") + a.put(b"9\0x") + a.POP + a.binget(9), "os", id="index text with NUL"),
        pytest.param(a.text("os") + a.put(b"0" * 700 + b"9") + a.POP + a.binget(9), "os", id="long index text"),
        pytest.param(a.text("os") + a.text("nt") + a.POP, "os", id="POP"),
        pytest.param(a.text("os") + a.MARK + a.text("nt") + a.NONE + a.POP_MARK, "os", id="POP_MARK"),
        pytest.param(a.text("os") + a.MARK + a.POP, "os", id="POP of a mark"),
        pytest.param(a.text("os") + a.DUP + a.POP, "os", id="DUP"),
        pytest.param(a.string_line(rb"'\x6f\163'"), "os", id="escapes"),
        pytest.param(a.unicode_line(rb"\u006fs"), "os", id="raw unicode escapes"),
        pytest.param(a.short_string(b"os"), "os", id="Python 2 string"),
        pytest.param(b"X\x02\0\0\0os", "os", id="BINUNICODE"),
        pytest.param(a.text8("os"), "os", id="BINUNICODE8"),
        pytest.param(a.text("o\udc80s"), "o\udc80s", id="surrogate"),
    ],
)
def test_the_name_is_what_stands_on_the_stack(stream: bytes, name: str) -> None:
    data = stream + a.text("system") + a.STACK_GLOBAL + a.STOP
    assert told(data, "global") == [("global", len(data) - 2, "STACK_GLOBAL", f"{name}.system")]
    assert told(stream + a.STOP, "global") == []


@pytest.mark.parametrize(
    ("module", "kind"),
    [
        pytest.param(SYSTEM + a.EMPTY_TUPLE + a.REDUCE, Opaque("call"), id="result of a call"),
        pytest.param(a.stack_global("os", "name"), Pair("os", "name"), id="a constant of a module"),
        pytest.param(a.text("o" * 300), Opaque("text"), id="too long to be a name"),
        pytest.param(a.persid("x"), Opaque("persistent id"), id="persistent id"),
    ],
)
def test_a_name_that_is_no_text_of_the_file_is_told(module: bytes, kind: object) -> None:
    (fact,) = of_kind(module + a.text("system") + a.STACK_GLOBAL + a.STOP, Kind.COMPUTED_GLOBAL)
    assert (fact.opcode, fact.arguments) == ("STACK_GLOBAL", (kind, "system"))


@pytest.mark.parametrize(
    ("target", "what"),
    [
        pytest.param(a.call(SYSTEM), "call", id="result of a call"),
        pytest.param(a.persid("x"), "persistent id", id="persistent id"),
        pytest.param(a.ext1(5), "extension", id="extension"),
        pytest.param(a.text("print"), "str", id="text"),
    ],
)
@pytest.mark.parametrize("opcode", [a.REDUCE, a.NEWOBJ])
def test_a_call_of_a_value_is_told(target: bytes, what: str, opcode: bytes) -> None:
    data = target + a.EMPTY_TUPLE + opcode + a.STOP
    (fact,) = of_kind(data, Kind.CALL_ON_VALUE)
    assert (fact.detail, fact.offset) == (what, len(data) - 2)


def test_a_call_whose_result_is_dropped_is_told() -> None:
    data = a.command() + a.POP + a.NONE + a.STOP
    assert told(data, "call") == [("call", len(data) - 4, "REDUCE", "os.system")]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(a.EMPTY_DICT + a.BUILD, id="BUILD"),
        pytest.param(a.NONE + a.EMPTY_DICT + a.TUPLE2 + a.BUILD, id="BUILD with slots"),
        pytest.param(a.text("k") + a.NONE + a.SETITEM, id="SETITEM"),
        pytest.param(a.MARK + a.text("k") + a.NONE + a.SETITEMS, id="SETITEMS"),
        pytest.param(a.MARK + a.text("k") + a.SETITEMS, id="SETITEMS without a value"),
        pytest.param(a.NONE + a.APPEND, id="APPEND"),
        pytest.param(a.MARK + a.NONE + a.APPENDS, id="APPENDS"),
        pytest.param(a.MARK + a.NONE + a.ADDITEMS, id="ADDITEMS"),
    ],
)
def test_changing_a_resolved_name_is_told_and_changing_the_files_own_is_not(change: bytes) -> None:
    data = a.stack_global("m", "registry") + change
    (fact,) = of_kind(data + a.STOP, Kind.MUTATION)
    assert (fact.pair, fact.offset) == (Pair("m", "registry"), len(data) - 1)
    own = a.stack_global("m", "C") + a.EMPTY_TUPLE + a.REDUCE + change
    assert of_kind(own + a.STOP, Kind.MUTATION) == []
    (fact,) = of_kind(a.ext1(3) + change + a.STOP, Kind.MUTATION)
    assert fact.detail == "extension"


def _state(*keys: bytes) -> bytes:
    return a.EMPTY_DICT + a.MARK + b"".join(key + a.NONE for key in keys) + a.SETITEMS


OWN = a.stack_global("m", "C") + a.EMPTY_TUPLE + a.REDUCE
MANY = [a.text(f"k{number}") for number in range(3000)]


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        pytest.param(_state(a.text("__class__")), "dict: __class__", id="dict half"),
        pytest.param(a.NONE + _state(a.text("__class__")) + a.TUPLE2, "slot: __class__", id="slot half"),
        pytest.param(_state(*MANY, a.text("__class__")), "dict: __class__", id="after many others"),
        pytest.param(a.EMPTY_DICT + a.text("__class__") + a.NONE + a.SETITEM, "dict: __class__", id="by SETITEM"),
        pytest.param(a.MARK + a.text("__class__") + a.NONE + a.DICT, "dict: __class__", id="by DICT"),
        pytest.param(
            a.stack_global("collections", "OrderedDict")
            + a.EMPTY_TUPLE
            + a.REDUCE
            + a.MARK
            + a.text("__class__")
            + a.NONE
            + a.SETITEMS,
            "dict: __class__",
            id="a dict made by a call",
        ),
    ],
)
def test_a_key_of_a_state_that_retypes_is_told(state: bytes, detail: str) -> None:
    assert [fact.detail for fact in of_kind(OWN + state + a.BUILD + a.STOP, Kind.DUNDER_STATE)] == [detail]
    benign = state.replace(b"__class__", b"_a_class_")
    assert of_kind(OWN + benign + a.BUILD + a.STOP, Kind.DUNDER_STATE) == []


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        pytest.param(_state(a.call(SYSTEM)), "dict: key", id="a key made by a call"),
        pytest.param(_state(a.int1(1)), "dict: key", id="a key that is a number"),
        pytest.param(a.call(SYSTEM, a.text("x")), "dict: call", id="all of it made by a call"),
        pytest.param(a.persid("x"), "dict: persistent id", id="persistent id"),
    ],
)
def test_a_state_whose_keys_are_not_in_the_file_is_told(state: bytes, detail: str) -> None:
    assert [fact.detail for fact in of_kind(OWN + state + a.BUILD + a.STOP, Kind.COMPUTED_STATE)] == [detail]
    assert of_kind(OWN + _state(a.text("x")) + a.BUILD + a.STOP, Kind.COMPUTED_STATE) == []


@pytest.mark.parametrize(
    ("stream", "code"),
    [(a.ext1(7), 7), (b"\x83\x01\x02", 513), (a.ext4(1 << 20), 1 << 20)],
)
def test_extensions_are_told_without_a_name(stream: bytes, code: int) -> None:
    data = a.proto(2) + stream + a.EMPTY_TUPLE + a.REDUCE + a.STOP
    assert [(fact.offset, fact.arguments) for fact in of_kind(data, Kind.EXTENSION)] == [(2, (code,))]
    assert ends(read(a.ext4(-1) + a.STOP)) == [("malformed", 0)]


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        pytest.param(a.persid("some id"), "some id", id="text"),
        pytest.param(
            a.MARK
            + a.text("storage")
            + a.global_("torch", "FloatStorage")
            + a.text("0")
            + a.text("cpu")
            + a.int1(4)
            + a.TUPLE
            + a.BINPERSID,
            ("storage", Pair("torch", "FloatStorage"), "0", "cpu", 4),
            id="a storage of torch",
        ),
        pytest.param(a.EMPTY_DICT + a.BINPERSID, Opaque("dict"), id="something else"),
    ],
)
def test_persistent_ids_are_told_with_what_they_hold(stream: bytes, shown: object) -> None:
    assert [fact.arguments for fact in of_kind(stream + a.STOP, Kind.PERSISTENT_ID)] == [(shown,)]


def test_a_name_is_told_once_and_each_kind_of_call_once() -> None:
    one = a.call(a.stack_global("m", "C"), a.int1(1))
    data = a.EMPTY_LIST + a.MARK + one * 500 + a.APPENDS + a.STOP
    assert [fact.kind for fact in read(data).facts] == [Kind.GLOBAL, Kind.CALL]
    larger = data[:-2] + a.call(a.stack_global("m", "C"), a.int4(1 << 30)) + a.APPENDS + a.STOP
    assert [fact.arguments for fact in of_kind(larger, Kind.CALL)] == [(1,), (1 << 30,)]
    named = data[:-2] + a.call(a.stack_global("m", "C"), SYSTEM) + a.APPENDS + a.STOP
    assert [fact.arguments for fact in of_kind(named, Kind.CALL)] == [(1,), (Pair("os", "system"),)]


def test_calls_with_private_attributes_are_told_apart() -> None:
    getter = a.stack_global("builtins", "getattr")
    one = a.call(getter, a.call(SYSTEM), a.text("fit"))
    other = a.call(getter, a.call(SYSTEM), a.text("__globals__"))
    data = a.MARK + one * 3 + other + a.LIST + a.STOP
    told_of = [fact.arguments for fact in of_kind(data, Kind.CALL) if fact.pair == Pair("builtins", "getattr")]
    assert told_of == [(Opaque("call"), "fit"), (Opaque("call"), "__globals__")]
