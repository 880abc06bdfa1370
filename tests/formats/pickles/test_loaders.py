"""Arrays between opcodes, as joblib writes and reads them."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.pickles import JOBLIB, read

from . import assemble as a
from .told import ends


def dtype(code: str, length: int = -1, flags: int = 0, names: bytes = a.NONE) -> bytes:
    made = a.call(a.stack_global("numpy", "dtype"), a.text(code), b"\x89", b"\x88")
    state = a.int1(3) + a.text("<") + a.NONE + names + a.NONE + a.int4(length) + a.int4(-1) + a.int1(flags)
    return made + a.MARK + state + a.TUPLE + a.BUILD


def wrapper(kind: bytes, shape: bytes, padding: bool = True, name: str = "NumpyArrayWrapper") -> bytes:
    state = a.text("shape") + shape + a.text("dtype") + kind
    if padding:
        state += a.text("numpy_array_alignment_bytes") + a.int1(16)
    made = a.stack_global("joblib.numpy_pickle", name) + a.EMPTY_TUPLE + a.NEWOBJ
    return made + a.EMPTY_DICT + a.MARK + state + a.SETITEMS + a.BUILD


SHAPE = a.int1(5) + a.int1(4) + a.TUPLE2
# Twenty doubles that read as opcodes, if an array is taken for them.
ARRAY = (a.global_("os", "system") * 20)[:160]


def names(data: bytes) -> list[str]:
    return [str(fact.pair) for fact in read(data, context=JOBLIB).facts if fact.kind.value == "global"]


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        pytest.param(dtype("f8"), 160, id="f8"),
        pytest.param(dtype("b1"), 20, id="b1"),
        pytest.param(dtype("d"), 160, id="d"),
        pytest.param(dtype("U2", 8, 8), 160, id="text"),
        pytest.param(dtype("V8", 8, 16, a.text("x") + a.TUPLE1), 160, id="fields"),
    ],
)
@pytest.mark.parametrize("padding", [True, False])
def test_bytes_of_an_array_are_not_taken_for_opcodes(kind: bytes, size: int, padding: bool) -> None:
    between = b"\x03\xff\xff\xff" * padding + ARRAY[:size]
    data = wrapper(kind, SHAPE, padding) + between + a.stack_global("m", "behind") + a.STOP
    assert names(data) == ["joblib.numpy_pickle.NumpyArrayWrapper", "numpy.dtype", "m.behind"]
    assert ends(read(data, context=JOBLIB)) == [("stop", len(data))]


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(dtype("O8", -1, 63), id="objects"),
        pytest.param(dtype("V8", 8, 27, a.text("x") + a.TUPLE1), id="a field of objects"),
    ],
)
def test_objects_of_an_array_are_a_stream_with_a_memo_of_its_own(kind: bytes) -> None:
    outer = a.text("os") + a.binput(0) + wrapper(kind, SHAPE)
    inner = a.text("nt") + a.binput(0) + a.command() + a.STOP
    data = outer + inner + a.binget(0) + a.text("name") + a.STACK_GLOBAL + a.STOP
    assert names(data)[2:] == ["os.system", "os.name"]


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(wrapper(a.NONE, SHAPE), id="no data type"),
        pytest.param(wrapper(a.stack_global("m", "dtype"), SHAPE), id="a data type by name"),
        pytest.param(wrapper(dtype("f8"), a.NONE), id="no shape"),
        pytest.param(wrapper(dtype("f8"), a.call(a.stack_global("m", "shape"))), id="a shape that is computed"),
        pytest.param(wrapper(dtype("f8", flags=63), SHAPE), id="numbers that say they are objects"),
        pytest.param(wrapper(dtype("O8"), SHAPE), id="objects that say they are numbers"),
        pytest.param(wrapper(dtype("i4,O"), SHAPE), id="a data type by formula"),
    ],
)
def test_an_array_whose_size_is_not_certain_ends_the_reading(stream: bytes) -> None:
    reading = read(stream + ARRAY + a.STOP, context=JOBLIB)
    assert [end for end, _ in ends(reading)] == ["malformed"] and "array" in reading.endings[0].why


def test_other_objects_are_left_alone() -> None:
    data = wrapper(dtype("f8"), SHAPE, name="Other") + a.stack_global("m", "behind") + a.STOP
    assert names(data)[-1] == "m.behind"


def test_other_loaders_take_the_bytes_for_opcodes() -> None:
    data = wrapper(dtype("f8"), SHAPE, padding=False) + ARRAY + a.STOP
    assert "os.system" not in names(data)
    assert "os.system" in [str(fact.pair) for fact in read(data).facts]


def test_an_array_begins_where_its_frame_ends() -> None:
    head = wrapper(dtype("f8"), SHAPE, padding=False)
    behind = a.stack_global("m", "behind") + a.STOP
    data = a.proto(4) + a.frame(len(head)) + head + ARRAY + a.frame(len(behind)) + behind
    assert names(data)[-1] == "m.behind"
    assert [fact for fact in read(data, context=JOBLIB).facts if fact.kind.value == "frame"] == []
    data = a.proto(4) + a.frame(len(head) + 4) + head + ARRAY + behind
    assert [end for end, _ in ends(read(data, context=JOBLIB))] == ["malformed"]
