"""How streams end, follow one another, are framed, and lie within one another."""

from __future__ import annotations

import base64
import gzip
import io
import zlib
from pathlib import Path

import pytest

from jupyter_mlsecops.formats.pickles import STREAM, Call, Context, End, Global, Kind, Source, read

from . import assemble as a
from .told import ends, of_kind, told

COMMAND = a.command()
GOOD = a.EMPTY_LIST + a.MARK + a.int1(1) + a.APPENDS + a.STOP


@pytest.mark.parametrize(
    ("after", "end", "offset"),
    [
        pytest.param(a.STOP, "stop", 1, id="STOP"),
        pytest.param(b"", "no STOP", 0, id="no STOP"),
        pytest.param(b"\xff" + a.STOP, "malformed", 0, id="no opcode"),
        pytest.param(a.POP + a.POP, "malformed", 1, id="stack underflow"),
        pytest.param(a.MARK + a.DUP, "malformed", 1, id="DUP of a mark"),
        pytest.param(a.POP_MARK, "malformed", 0, id="no mark"),
        pytest.param(a.binget(9), "malformed", 0, id="memo slot unset"),
        pytest.param(a.get(b"-1"), "malformed", 0, id="memo slot below zero"),
        pytest.param(a.proto(6), "malformed", 0, id="protocol 6"),
        pytest.param(a.MARK + a.OBJ, "malformed", 1, id="OBJ of nothing"),
        pytest.param(a.MARK + a.NONE + a.DICT, "malformed", 2, id="a key without a value"),
        pytest.param(a.NONE + a.NONE + a.STACK_GLOBAL, "malformed", 2, id="a name that is None"),
        pytest.param(b"\x8c\x05ab", "malformed", 0, id="text past the end"),
        pytest.param(b"\x8c\x01\xff", "malformed", 0, id="text that is not UTF-8"),
        pytest.param(a.bytes8(b"x", 1 << 63), "malformed", 0, id="a length beyond memory"),
        pytest.param(b"J\x01", "no STOP", 0, id="cut within an argument"),
        pytest.param(b"\x8b\xff\xff\xff\xff", "malformed", 0, id="an integer of negative length"),
    ],
)
def test_facts_stay_whatever_ends_the_stream(after: bytes, end: str, offset: int) -> None:
    reading = read(COMMAND + after)
    assert [fact.kind for fact in reading.facts] == [Kind.GLOBAL, Kind.CALL]
    assert ends(reading) == [(end, len(COMMAND) + offset)]
    assert reading.complete is (end == "stop")


def test_what_is_no_pickle_says_so() -> None:
    assert ends(read(b"")) == [("no STOP", 0)]
    assert ends(read(b"\xd0\xcf\x11\xe0")) == [("malformed", 0)]
    assert not read(b"\x89PNG\r\n\x1a\n\0\0").recognised and not read(b"plain text").recognised
    assert read(GOOD).recognised and read(COMMAND).recognised


def test_every_stream_of_a_file_is_read() -> None:
    data = GOOD + COMMAND + a.STOP + GOOD
    reading = read(data)
    assert [(fact.kind.value, fact.stream) for fact in reading.facts] == [("global", 1), ("call", 1)]
    assert [(ending.start, ending.stream) for ending in reading.endings] == [
        (0, 0),
        (len(GOOD), 1),
        (len(GOOD) + len(COMMAND) + 1, 2),
    ]
    assert reading.end == len(data)


def test_bytes_after_the_last_stream_are_told() -> None:
    (fact,) = read(GOOD + b"\0\0\0\0").facts
    assert (fact.kind, fact.offset, fact.arguments) == (Kind.TRAILING, len(GOOD), (4,))
    assert read(GOOD + b"\0").complete and read(GOOD + b"\0").end == len(GOOD)


def test_a_broken_second_stream_that_did_something_is_not_trailing() -> None:
    reading = read(GOOD + COMMAND + b"\xff")
    assert [ending.end for ending in reading.endings] == [End.STOP, End.MALFORMED]
    assert [fact.kind for fact in reading.facts] == [Kind.GLOBAL, Kind.CALL]


FIRST = a.text("os") + a.binput(0) + a.POP + a.text("nt") + a.binput(1) + a.STOP


def test_a_memo_that_survives_the_stream_is_followed() -> None:
    data = FIRST + a.binget(0) + a.text("system") + a.STACK_GLOBAL + a.STOP
    assert told(data) == [
        ("memo-carry-over", len(FIRST), "GET", ""),
        ("global", len(data) - 2, "STACK_GLOBAL", "os.system"),
    ]


def test_both_readings_of_a_memo_are_told() -> None:
    """A fresh memo has one name in the slot, the surviving memo another: MEMOIZE counts on."""
    data = FIRST + a.text("good") + a.MEMOIZE + a.POP + a.binget(0) + a.text("system") + a.STACK_GLOBAL + a.STOP
    names = [str(fact.pair) for fact in of_kind(data, Kind.GLOBAL)]
    assert names == ["good.system", "os.system"] or sorted(names) == ["good.system", "os.system"]
    own = FIRST + a.text("good") + a.binput(0) + a.POP + a.binget(0) + a.text("f") + a.STACK_GLOBAL + a.STOP
    assert told(own) == [("global", len(own) - 2, "STACK_GLOBAL", "good.f")]


def test_streams_between_are_followed_too() -> None:
    between = a.text("os") + a.binput(7) + a.STOP
    data = FIRST + between + a.binget(7) + a.text("system") + a.STACK_GLOBAL + a.STOP
    assert [str(fact.pair) for fact in of_kind(data, Kind.GLOBAL)] == ["os.system"]


def test_a_frame_has_no_effect_where_opcodes_end_with_it() -> None:
    data = a.proto(4) + a.frame(len(COMMAND)) + COMMAND + a.frame(1) + a.STOP
    assert [fact.kind for fact in read(data).facts] == [Kind.GLOBAL, Kind.CALL] and read(data).complete


def test_a_frame_longer_than_the_file_is_told() -> None:
    data = a.proto(4) + a.frame(1000) + COMMAND + a.STOP
    assert told(data) == [
        ("frame", 2, "FRAME", "longer than the file"),
        ("global", 23, "STACK_GLOBAL", "os.system"),
        ("call", len(data) - 2, "REDUCE", "os.system"),
    ]


def test_a_name_that_reaches_over_the_end_of_its_frame_is_read_in_both_ways() -> None:
    """Read from memory the first name is resolved; the C unpickler drops "good" and reads on after the frame."""
    inside = b"cgood"
    data = a.proto(4) + a.frame(len(inside)) + inside + b"os\nsystem\n" + a.STOP
    names = {str(fact.pair) for fact in of_kind(data, Kind.GLOBAL)}
    assert names == {"goodos.system", "os.system"}
    assert [fact.detail for fact in of_kind(data, Kind.FRAME)] == ["crossed"]


def test_a_stream_may_follow_the_stop_or_the_end_of_its_frame() -> None:
    inside = a.NONE + a.STOP + a.stack_global("m", "inside") + a.STOP
    data = a.proto(4) + a.frame(len(inside)) + inside + a.stack_global("m", "behind") + a.STOP
    assert [fact.pair.name for fact in of_kind(data, Kind.GLOBAL) if fact.pair] == ["inside", "behind"]
    hidden = a.NONE + a.STOP + b"\xff\xff"
    data = a.proto(4) + a.frame(len(hidden)) + hidden + a.stack_global("m", "behind") + a.STOP
    assert [fact.pair.name for fact in of_kind(data, Kind.GLOBAL) if fact.pair] == ["behind"]


# Streams within payloads

INNER = a.proto(2) + a.command() + a.STOP
TEXT_INNER = a.global_("os", "system") + a.MARK + a.unicode_line(b"x") + a.TUPLE + a.REDUCE + a.STOP


@pytest.mark.parametrize(
    ("payload", "detail"),
    [
        pytest.param(a.data(INNER), "pickle", id="bytes"),
        pytest.param(a.bytes8(INNER), "pickle", id="BINBYTES8"),
        pytest.param(a.bytearray8(INNER), "pickle", id="bytearray"),
        pytest.param(a.data(INNER + b"x" * 400), "pickle", id="more bytes than are kept"),
        pytest.param(a.data(b"N0" * 40_000 + TEXT_INNER), "pickle", id="after much else"),
        pytest.param(a.data(TEXT_INNER), "pickle", id="without magic"),
        pytest.param(a.text(TEXT_INNER.decode()), "pickle", id="text"),
        pytest.param(a.text(INNER.decode("latin-1")), "latin-1 pickle", id="text that stands for bytes"),
        pytest.param(a.unicode_line(TEXT_INNER.replace(b"\n", rb"\u000a")), "pickle", id="escaped"),
        pytest.param(a.text(base64.b64encode(INNER).decode()), "base64 pickle", id="base64"),
        pytest.param(a.data(base64.b64encode(INNER)), "base64 pickle", id="base64 bytes"),
        pytest.param(a.text(base64.urlsafe_b64encode(INNER * 9).decode()), "base64 pickle", id="long base64"),
        pytest.param(a.text(base64.b64encode(TEXT_INNER).decode()), "base64 pickle", id="base64 without magic"),
    ],
)
def test_a_stream_in_a_payload_is_read(payload: bytes, detail: str) -> None:
    reading = read(a.proto(4) + payload + a.STOP)
    nested = next(fact for fact in reading.facts if fact.kind is Kind.NESTED)
    assert nested.detail == detail
    inside = [fact for fact in reading.facts if fact.path and fact.kind is Kind.CALL]
    assert str(inside[0].pair) == "os.system" and inside[0].path == (f"@{nested.offset}",)


@pytest.mark.parametrize(
    "value",
    [
        b"import os\nprint('hello')\n",
        b"cat\ndog\nbird\n",
        b"The first line\nice\ncold\n",
        b"(see above)\n",
        b"]] list\nwith\nlines.",
        b"gAAAAABthisIsSomeTokenThatIsNoPickleAtAll",
        bytes(range(256)) * 3,
        b"\x80\x03 and then nothing of the kind",
        b"N.",
    ],
)
def test_other_payloads_are_no_streams(value: bytes) -> None:
    assert read(a.data(value) + a.STOP).facts == ()
    if value.isascii():
        assert read(a.text(value.decode()) + a.STOP).facts == ()


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (gzip.compress(b"x" * 50), "gzip"),
        (zlib.compress(b"x" * 50), "zlib"),
        (b"PK\x03\x04" + b"\0" * 30, "zip"),
        (b"\x93NUMPY\x01\0" + b"x" * 300, "npy"),
    ],
)
def test_archives_in_payloads_are_told_with_their_place(value: bytes, detail: str) -> None:
    data = a.proto(4) + a.data(value) + a.STOP
    (fact,) = read(data).facts
    start = data.index(value)
    assert (fact.kind, fact.detail, fact.arguments) == (Kind.NESTED, detail, (start, len(value)))


def test_streams_within_streams_end_somewhere() -> None:
    data = INNER
    for _ in range(10):
        data = a.proto(4) + a.data(data) + a.STOP
    reading = read(data)
    assert [ending.end for ending in reading.endings if len(ending.path) > 6] == [End.OVER_BUDGET]


# What a loader does of its own


def test_a_loader_may_read_bytes_of_its_own_after_an_object() -> None:
    """The bytes of an array stand between two opcodes, and look like opcodes."""
    array = a.command()
    state = a.EMPTY_DICT + a.text("size") + a.int1(len(array)) + a.SETITEM
    head = a.stack_global("m", "Array") + a.EMPTY_TUPLE + a.REDUCE + state + a.BUILD

    def after(made: Call, source: Source, offset: int) -> int | None:
        assert isinstance(made.target, Global) and made.target.pairs[0].name == "Array"
        assert source.read(offset, 4) == array[:4]
        return offset + made.state.kept["size"]

    data = head + array + a.STOP
    context = Context(keys=frozenset(["size"]), after_build=after)
    assert [fact.pair.name for fact in read(data, context=context).facts if fact.pair] == ["Array", "Array"]
    assert [str(fact.pair) for fact in read(data).facts][-1] == "os.system"
    far = Context(after_build=lambda made, source, offset: offset + 1000)
    assert ends(read(data, context=far)) == [("malformed", len(head) - 1)]


def test_a_loader_may_read_a_stream_of_its_own_after_an_object() -> None:
    """It has a memo of its own, and the outer one goes on behind it."""
    head = a.text("os") + a.binput(0) + a.stack_global("m", "Array") + a.EMPTY_TUPLE + a.REDUCE + a.NONE + a.BUILD
    within = a.text("nt") + a.binput(0) + a.POP + a.stack_global("m", "within") + a.STOP
    data = head + within + a.binget(0) + a.text("system") + a.STACK_GLOBAL + a.STOP
    reading = read(data, context=Context(after_build=lambda made, source, offset: STREAM))
    assert [str(fact.pair) for fact in reading.facts] == ["m.Array", "m.Array", "m.within", "os.system"]
    assert ends(reading) == [("stop", len(head) + len(within)), ("stop", len(data))]


# Where the bytes come from


def test_files_and_decompressors_are_read_like_bytes(tmp_path: Path) -> None:
    data = a.proto(4) + a.EMPTY_LIST + a.data(b"\0" * 300_000) + a.APPEND + a.command() + a.STOP + a.command() + a.STOP
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    wanted = read(data)
    with plain.open("rb") as file:
        assert read(file) == wanted
    with gzip.open(packed) as unpacked:
        assert read(Source(unpacked, sized=False)) == wanted
    with io.BytesIO(b"before" + data + b"after") as file:
        assert read(Source(file, 6, 6 + len(data))) == wanted


def test_a_compressed_file_that_ends_within_a_payload_is_malformed() -> None:
    with gzip.open(io.BytesIO(gzip.compress(a.command() + a.bytes8(b"x" * 100, 5000)))) as unpacked:
        reading = read(Source(unpacked, sized=False))
    assert ends(reading) == [("malformed", len(a.command()))] and len(reading.facts) == 2


@pytest.mark.parametrize("edge", [4 << 10, 20 << 10])
def test_it_makes_no_difference_where_a_part_of_the_file_ends(edge: int) -> None:
    """The file is read in parts; every opcode here comes to lie across the end of one."""
    block = (
        a.text("a name") + a.MEMOIZE + a.text("x") + a.TUPLE2 + a.MEMOIZE + a.POP + a.int_line(b"12") + a.POP
        + b"G12345678" * 20 + b"J1234" * 20 + b"M12" * 20 + b"K1" * 20 + a.POP * 80
        + a.data(b"abc") + a.POP + a.text("y" * 300) + a.POP + a.global_("m", "C") + a.EMPTY_TUPLE + a.REDUCE
    )  # fmt: skip
    data = block + a.command() + a.STOP
    wanted = [(fact.kind, fact.offset, fact.pairs) for fact in read(data).facts]
    assert len(wanted) == 4
    for shift in range(edge - len(data), edge + 2, 1 if edge < 5000 else 37):
        reading = read(a.NONE * shift + data)
        assert [(fact.kind, fact.offset - shift, fact.pairs) for fact in reading.facts] == wanted, shift
        assert reading.complete
