"""joblib's files: arrays between opcodes, as raw bytes or as pickles of their own."""

from __future__ import annotations

import gzip
import struct

import pytest

from jupyter_mlsecops.formats.pickles import MISREAD, Fact, Kind
from jupyter_mlsecops.formats.reading import read
from jupyter_mlsecops.rules.models.deed import Tier
from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.service.modelfiles import examine_bytes

from ..pickles import assemble as a
from .assemble import HARMFUL, PLAIN, RUNS, gaps, notes, runs
from .wrappers import CALL, F8, FALSE, dtype, framed, pad, record, shaped, wrapper


@pytest.mark.parametrize("last", [b"", CALL], ids=["plain", "harmful"])
@pytest.mark.parametrize(
    "array",
    [
        wrapper(shaped(10), F8) + pad(3) + bytes(80),
        wrapper(shaped(10), F8) + pad(0) + bytes(80),
        wrapper(shaped(10), F8) + pad(255) + bytes(80),
        wrapper(shaped(10), F8, aligned=False) + b"\xff" * 80,
        wrapper(shaped(2, 5), dtype("<f8"), aligned=False) + b"\xff" * 80,
        wrapper(a.EMPTY_TUPLE, F8, aligned=False) + b"\xff" * 8,
        wrapper(shaped(0, 7), F8, aligned=False),
        wrapper(shaped(10), dtype("U2", size=8), aligned=False) + b"\xff" * 80,
        wrapper(shaped(10), dtype("S8", size=8), aligned=False) + b"\xff" * 80,
        wrapper(shaped(10), dtype("M8"), aligned=False) + b"\xff" * 80,
        wrapper(shaped(10), dtype("b1"), aligned=False) + b"\xff" * 10,
        wrapper(shaped(10), dtype("u4"), aligned=False) + b"\xff" * 40,
        wrapper(shaped(10), dtype("c16"), aligned=False) + b"\xff" * 160,
        wrapper(shaped(5), dtype("V12", size=12, fields=record(a=dtype("i4"), b=F8), flags=16), aligned=False)
        + b"\xff" * 60,
        wrapper(shaped(2), dtype("V16", size=16, part=F8 + a.int1(2) + a.TUPLE2), aligned=False) + b"\xff" * 32,
        wrapper(shaped(3), dtype("O8", flags=63)) + PLAIN,
        wrapper(shaped(3), dtype("V16", size=16, fields=record(a=dtype("O8", flags=63)), flags=27)) + PLAIN,
    ],
    ids=[
        "padded", "no padding", "much padding", "old", "two dimensions", "no dimension", "empty", "text", "bytes",
        "date", "bool", "unsigned", "complex", "record", "sub-array", "objects", "record of objects",
    ],
)  # fmt: skip
def test_arrays_are_passed_over_exactly(array: bytes, last: bytes) -> None:
    """To the byte: what stands behind an array is read, and what stands in it is not."""
    found = read(a.proto(4) + array + a.POP + array + a.POP + last + a.NONE + a.STOP)
    assert (found.kind, found.complete, notes(found)) == ("joblib", True, [])
    assert {name for name, _ in runs(found)} == ({RUNS} if last else set())


def test_objects_in_an_array_are_a_pickle_of_their_own() -> None:
    for shape, kind in (
        (shaped(3), dtype("O8", flags=63)),
        (shaped(1), dtype("V8", size=8, fields=record(a=dtype("O8", flags=63)), flags=27)),
    ):
        for inner in (PLAIN, HARMFUL):
            found = read(a.proto(4) + wrapper(shape, kind) + inner + a.STOP)
            assert found.complete
            assert {name for name, _ in runs(found)} == ({RUNS} if inner is HARMFUL else set())


def test_wrappers_in_objects_are_not_read_by_joblib() -> None:
    """Its unpickler for arrays of objects does not know of arrays: their bytes are opcodes."""
    for hidden in (CALL, a.call(a.global_("collections", "OrderedDict")) + a.POP):
        raw = hidden.ljust(-(-len(hidden) // 8) * 8, a.NONE)
        inner = a.proto(4) + wrapper(shaped(len(raw) // 8), F8, aligned=False) + raw + a.NONE + a.STOP
        before = wrapper(shaped(2), F8, aligned=False) + b"\xff" * 16
        found = read(a.proto(4) + before + wrapper(shaped(1), dtype("O8", flags=63)) + inner + a.NONE + a.STOP)
        assert {name for name, _ in runs(found)} == ({RUNS} if hidden is CALL else set())


def test_a_wrapper_made_by_the_result_of_a_call() -> None:
    maker = a.call(a.global_("made_up", "maker"))
    made = a.call(maker, a.global_("joblib.numpy_pickle", "NumpyArrayWrapper"))
    state = a.EMPTY_DICT + a.text("shape") + shaped(2) + a.SETITEM + a.text("dtype") + F8 + a.SETITEM
    found = read(a.proto(2) + made + state + a.BUILD + b"\xff" * 16 + CALL + a.NONE + a.STOP)
    assert {name for name, _ in runs(found)} == {RUNS, "made_up.maker"}


def test_classes_that_are_only_called_like_a_wrapper() -> None:
    raw = CALL.ljust(-(-len(CALL) // 8) * 8, a.NONE)
    real = wrapper(shaped(2), F8, aligned=False) + b"\xff" * 16
    other = wrapper(shaped(len(raw) // 8), F8, aligned=False).replace(b"cjoblib.", b"cfoobar.")
    assert {name for name, _ in runs(read(a.proto(4) + real + other + raw + a.NONE + a.STOP))} == {RUNS}


def test_flags_that_contradict_the_fields() -> None:
    """The bytes may be numbers or a pickle: both readings are taken."""
    lying = dtype("V16", size=16, fields=record(a=dtype("O8", flags=63)), flags=16)
    raw = HARMFUL.ljust(48, b"\0")
    assert {name for name, _ in runs(read(a.proto(4) + wrapper(shaped(3), lying, aligned=False) + raw + a.STOP))} == {
        RUNS
    }
    lying = dtype("V8", size=8, fields=record(a=F8), flags=63)
    found = read(a.proto(4) + wrapper(shaped(1), lying, aligned=False) + b"\xff" * 8 + CALL + a.NONE + a.STOP)
    assert {name for name, _ in runs(found)} == {RUNS}


def test_what_pickle_load_would_do_is_told_as_well() -> None:
    """The same bytes mean something else to a loader that does not know of arrays."""
    lure = CALL + a.STOP
    raw = lure.ljust(-(-len(lure) // 8) * 8, b"\0")
    body = a.proto(4) + wrapper(shaped(len(raw) // 8), F8, aligned=False)
    assert {name for name, _ in runs(read(body + raw + a.STOP))} == {RUNS}
    assert runs(read(body + bytes(len(raw)) + a.STOP)) == set()


@pytest.mark.parametrize(
    "made",
    [
        a.call(a.global_("joblib.numpy_pickle", "NumpyArrayWrapper"), a.NONE, shaped(2), a.text("C"), F8, FALSE, a.NONE)
        + a.EMPTY_DICT
        + a.BUILD,
        a.call(
            a.global_("copyreg", "_reconstructor"),
            a.global_("sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper"),
            a.global_("builtins", "object"),
            a.NONE,
        )
        + a.EMPTY_DICT
        + a.text("shape")
        + shaped(2)
        + a.SETITEM
        + a.text("dtype")
        + F8
        + a.SETITEM
        + a.BUILD,
        a.global_("joblib.numpy_pickle", "NumpyArrayWrapper")
        + a.EMPTY_TUPLE
        + a.NEWOBJ
        + a.NONE
        + a.EMPTY_DICT
        + a.text("shape")
        + shaped(2)
        + a.SETITEM
        + a.text("dtype")
        + F8
        + a.SETITEM
        + a.TUPLE2
        + a.BUILD,
    ],
    ids=["called", "reconstructed", "slots"],
)
def test_wrappers_made_in_other_ways(made: bytes) -> None:
    found = read(a.proto(2) + made + b"\xff" * 16 + CALL + a.NONE + a.STOP)
    assert (found.kind, found.complete) == ("joblib", True)
    assert {name for name, _ in runs(found)} == {RUNS}


def test_many_arrays_of_protocol_0() -> None:
    """As joblib writes them: nothing about them is unclear."""
    made = a.call(
        a.global_("copy_reg", "_reconstructor"),
        a.global_("joblib.numpy_pickle", "NumpyArrayWrapper"),
        a.global_("__builtin__", "object"),
        a.NONE,
    )
    state = a.EMPTY_DICT + a.text("shape") + shaped(2) + a.SETITEM + a.text("dtype") + F8 + a.SETITEM
    found = read((made + state + a.BUILD + b"\xff" * 16 + a.POP) * 12 + a.NONE + a.STOP)
    assert (found.kind, found.complete) == ("joblib", True)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (a.EMPTY_LIST + a.int1(2) + a.APPEND, F8),
        (shaped(-1), F8),
        (shaped(2), dtype("no type")),
        (shaped(2), dtype("u")),
        (shaped(2), a.text("f8")),
        (shaped(2), a.call(a.global_("made_up_too", "dtypes"), a.text("f8"))),
        (a.text("2"), F8),
    ],
    ids=["list", "negative", "spelled oddly", "half a type", "no dtype", "another class", "text"],
)
def test_sizes_that_cannot_be_told(shape: bytes, kind: bytes) -> None:
    found = read(a.proto(4) + wrapper(shape, kind, aligned=False) + b"\xff" * 16 + CALL + a.NONE + a.STOP)
    assert ("", "The size of an array cannot be told.") in gaps(found)


def test_an_array_that_goes_past_the_end() -> None:
    for count in (100, 1 << 30):
        found = read(a.proto(4) + wrapper(shaped(count, count, count), F8, aligned=False) + bytes(80) + a.STOP)
        assert gaps(found) == [("", "malformed")]


@pytest.mark.parametrize("last", [b"", CALL], ids=["plain", "harmful"])
def test_frames_end_where_arrays_begin(last: bytes) -> None:
    """As joblib writes them."""
    array = wrapper(shaped(10), F8, aligned=False)
    found = read(a.proto(4) + framed(array) + b"\xff" * 80 + framed(a.POP + last + a.NONE + a.STOP))
    assert (found.complete, {name for name, _ in runs(found)}) == (True, {RUNS} if last else set())


@pytest.mark.parametrize("kind", [F8, dtype("O8", flags=63)], ids=["raw", "objects"])
@pytest.mark.parametrize("within", [True, False], ids=["in the frame", "behind the array"])
def test_an_array_at_the_end_of_the_frame_that_holds_its_wrapper(kind: bytes, within: bool) -> None:
    """joblib's unpickler goes on within the frame, and finds the array's bytes after it."""
    raw = b"\xff" * 16 if kind is F8 else PLAIN
    inside = wrapper(shaped(2), kind, aligned=False) + a.POP + (CALL if within else b"")
    body = a.proto(4) + framed(inside) + raw + (b"" if within else CALL) + a.NONE + a.STOP
    assert {name for name, _ in runs(read(body))} == {RUNS}


def test_several_arrays_behind_one_frame() -> None:
    array = wrapper(shaped(2), F8, aligned=False) + a.POP
    for count in (2, 5):
        body = a.proto(4) + framed(array * count) + b"\xff" * 16 * count + CALL + a.NONE + a.STOP
        assert {name for name, _ in runs(read(body))} == {RUNS}
    body = a.proto(4) + framed(array * 20) + b"\xff" * 16 * 20 + CALL + a.NONE + a.STOP
    assert ("", "Too many of its arrays stand apart from what says how long they are.") in gaps(read(body))


@pytest.mark.parametrize(
    ("name", "told", "siblings"),
    [
        ("m.pkl_01.npy", "named-file", ("m.pkl_01.npy",)),
        ("../m.npy", "path-escape", ()),
        ("/srv/m.npy", "path-escape", ()),
        ("sub/m.npy", "path-escape", ()),
        ("C:\\m.npy", "path-escape", ()),
    ],
)
@pytest.mark.parametrize("kind", ["NDArrayWrapper", "ZNDArrayWrapper"])
def test_old_wrappers_name_files(kind: str, name: str, told: str, siblings: tuple[str, ...]) -> None:
    made = a.global_("joblib.numpy_pickle", kind) + a.EMPTY_TUPLE + a.NEWOBJ
    body = made + a.EMPTY_DICT + a.text("filename") + a.text(name) + a.SETITEM + a.BUILD + a.STOP
    found = read(a.proto(2) + body)
    assert notes(found) == [(told, name, "an array that joblib reads beside this file", "")]
    assert found.siblings == siblings


def test_compressed() -> None:
    """Arrays are passed over in what is unpacked, too."""
    array = wrapper(shaped(1 << 18), F8) + pad(5) + struct.pack("<Q", 7) * (1 << 18)
    for last in (b"", CALL):
        found = read(gzip.compress(a.proto(4) + array + a.POP + last + a.NONE + a.STOP, 1))
        assert (found.kind, found.complete) == ("joblib", True)
        assert {name for name, _ in runs(found)} == ({RUNS} if last else set())


def mixed_up(module: str, name: str) -> bytes:
    """Objects whose pickle takes a listed name from its memo, where ``pickle.load`` takes another from the file's."""
    outer = a.proto(4) + a.text(module) + a.MEMOIZE + a.POP + a.text(name) + a.MEMOIZE + a.POP
    own = a.text("collections") + a.MEMOIZE + a.POP + a.text("OrderedDict") + a.MEMOIZE + a.POP
    inner = a.proto(5) + own + a.binget(0) + a.binget(1) + a.STACK_GLOBAL + a.EMPTY_TUPLE + a.REDUCE + a.STOP
    return outer + wrapper(shaped(1), dtype("O8", flags=63)) + inner + a.STOP


def huge(more: bytes) -> bytes:
    """An array whose numbers look like the opcode of a text of three gigabytes, or like opcodes that do something."""
    raw = more + b"X\x9b\xfc\x32\xb9"
    return a.proto(4) + wrapper(shaped(1), dtype(f"S{len(raw)}", size=len(raw)), aligned=False) + raw + a.STOP


@pytest.mark.parametrize(("more", "told"), [(b"", False), (a.int1(1), False), (CALL, True), (a.ext1(7), True)])
def test_numbers_that_look_like_a_length(more: bytes, told: bool) -> None:
    """Numbers of arrays do so by chance, and no loader that takes them for opcodes gets far."""
    facts = read(huge(more)).facts
    assert (Kind.ALLOCATION in {fact.kind for fact in facts}) == told


def test_names_that_only_another_loader_meets_are_marked() -> None:
    """Every file of joblib with objects in an array has such names; what they are put together of is chance."""
    facts = read(mixed_up("subclass", "dtype")).facts
    named = {str(fact.pair): fact.detail for fact in facts if isinstance(fact, Fact) and fact.kind is Kind.GLOBAL}
    assert named["collections.OrderedDict"] == "" and named["subclass.dtype"] == MISREAD
    assert Kind.PROTOCOL_SWITCH not in {fact.kind for fact in facts}


@pytest.mark.parametrize(
    ("name", "tier"),
    [(("subclass", "dtype"), Tier.NOTE), (("os", "system"), Tier.CRITICAL), (("builtins", "eval"), Tier.CRITICAL)],
)
def test_names_that_only_another_loader_meets_count_if_they_do_harm(name: tuple[str, str], tier: Tier) -> None:
    model = examine_bytes(mixed_up(*name), "m.joblib")
    assert (judge(model).tier, model.gaps) == (tier, ())
