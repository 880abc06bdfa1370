"""What a file may cost, and structure that costs its loader more than it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_mlsecops.formats.pickles import Budget, End, Kind, Limits, read

from . import assemble as a
from .told import of_kind

COMMAND = a.command()


@pytest.mark.parametrize(
    ("limits", "data", "why"),
    [
        (Limits(opcodes=10_000), (a.NONE + a.POP) * 50_000, "opcodes"),
        (Limits(values=10_000), a.NONE * 100_000, "values"),
        (Limits(values=10_000), a.NONE + a.MEMOIZE * 100_000, "values"),
        (Limits(values=10_000), (a.NONE + a.MARK) * 100_000, "values"),
        (Limits(marks=1_000), a.MARK * 100_000, "containers"),
        (Limits(kept_bytes=10_000), (a.text("x" * 200) + a.POP) * 5_000, "bytes of names"),
        (Limits(facts=100), b"".join(a.stack_global("m", f"n{k}") + a.POP for k in range(500)), "facts"),
        (Limits(opcodes=10_000), a.unicode_line(b"x" * 5_000_000) * 2, "opcodes"),
        (Limits(opcodes=10_000), (a.NONE + a.STOP) * 5_000, "opcodes"),
    ],
)
def test_a_limit_ends_the_reading_and_keeps_the_facts(limits: Limits, data: bytes, why: str) -> None:
    reading = read(COMMAND + a.POP + data, budget=Budget(limits))
    assert reading.endings[-1].end is End.OVER_BUDGET and why in reading.endings[-1].why
    assert [fact.kind for fact in reading.facts[:2]] == [Kind.GLOBAL, Kind.CALL]
    assert not reading.complete
    small = read(COMMAND + a.POP + data[:100], budget=Budget(limits))
    assert small.endings[-1].end is not End.OVER_BUDGET


def test_too_many_payloads_are_not_passed_over_in_silence() -> None:
    inner = a.data(a.global_("os", "system") + a.STOP)
    reading = read(a.MARK + inner * 30 + a.LIST + a.STOP, budget=Budget(Limits(nested=10)))
    assert sum(fact.kind is Kind.NESTED for fact in reading.facts) == 10
    assert any(ending.end is End.OVER_BUDGET for ending in reading.endings)


def test_a_flood_before_the_call_is_no_clean_file() -> None:
    reading = read((a.NONE + a.POP) * 200_000 + COMMAND + a.STOP, budget=Budget(Limits(opcodes=100_000)))
    assert [ending.end for ending in reading.endings] == [End.OVER_BUDGET]


def test_the_caller_may_stop_it() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    reading = read((a.NONE + a.POP) * 500_000, budget=Budget(stop=stop))
    assert (reading.endings[0].end, reading.endings[0].why) == (End.OVER_BUDGET, "out of time")


# Structure that is small in the file and huge when it is walked


def _chain(levels: int, pack: bytes, copies: int = 1) -> bytes:
    """Each level holds the one below several times."""
    return a.EMPTY_TUPLE + (a.DUP * copies + pack) * levels


def _by_memo(levels: int) -> bytes:
    out = a.EMPTY_TUPLE + a.MEMOIZE
    for level in range(levels):
        out += a.POP + a.MARK + a.binget(level) * 2 + a.TUPLE + a.MEMOIZE
    return out


def _lists(levels: int, early: bool) -> bytes:
    """Lists that hold the list below twice; ``early``: which is still empty then, and filled last."""
    out = (a.EMPTY_LIST + a.MEMOIZE + a.POP) * (levels + 1)
    for level in range(levels, 0, -1) if early else range(1, levels + 1):
        out += a.binget(level) + a.MARK + a.binget(level - 1) * 2 + a.APPENDS + a.POP
    return out + a.binget(levels)


SHARED = [
    pytest.param(_chain(40, a.TUPLE2), id="pairs"),
    pytest.param(_chain(30, a.TUPLE3, 2), id="triples"),
    pytest.param(_by_memo(40), id="memo"),
    pytest.param(_lists(40, early=False), id="lists"),
    pytest.param(_lists(40, early=True), id="lists filled later"),
    pytest.param(
        a.EMPTY_DICT
        + (a.binput(0) + a.POP + a.MARK + a.text("a") + a.binget(0) + a.text("b") + a.binget(0) + a.DICT) * 40,
        id="maps",
    ),
    pytest.param(
        a.EMPTY_TUPLE
        + (a.binput(0) + a.POP + a.stack_global("m", "C") + a.binget(0) + a.binget(0) + a.TUPLE2 + a.REDUCE) * 40,
        id="objects",
    ),
]


@pytest.mark.parametrize("data", SHARED)
def test_shared_structure_that_is_huge_when_walked_is_told(data: bytes) -> None:
    details = {fact.detail for fact in of_kind(data + a.STOP, Kind.EXPANSION)}
    assert details == {"shared"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(a.EMPTY_DICT, a.NONE + a.SETITEM, id="key"),
        pytest.param(a.MARK, a.NONE + a.DICT, id="key of DICT"),
        pytest.param(a.EMPTY_SET + a.MARK, a.ADDITEMS, id="element"),
        pytest.param(a.MARK, a.FROZENSET, id="element of a frozenset"),
    ],
)
def test_what_the_load_itself_walks_is_told_apart(before: bytes, after: bytes) -> None:
    details = {fact.detail for fact in of_kind(before + _chain(40, a.TUPLE2) + after + a.STOP, Kind.EXPANSION)}
    assert details == {"shared", "hashed"}
    assert of_kind(before + _chain(8, a.TUPLE2) + after + a.STOP, Kind.EXPANSION) == []


def test_hashing_something_large_again_and_again_is_told() -> None:
    key = a.MARK + a.NONE * 5_000 + a.TUPLE + a.binput(0) + a.POP
    again = a.EMPTY_DICT + (a.binget(0) + a.NONE + a.SETITEM) * 5_000
    assert "hashed" in {fact.detail for fact in of_kind(key + again + a.STOP, Kind.EXPANSION)}
    once = a.EMPTY_DICT + a.binget(0) + a.NONE + a.SETITEM
    assert of_kind(key + once + a.STOP, Kind.EXPANSION) == []


def test_a_nest_that_overflows_the_stack_of_c_is_told() -> None:
    assert [fact.detail for fact in of_kind(a.NONE + a.TUPLE1 * 50_000 + a.STOP, Kind.EXPANSION)] == ["deep"]
    assert of_kind(a.NONE + a.TUPLE1 * 500 + a.STOP, Kind.EXPANSION) == []


def test_structure_that_holds_itself_is_not_huge() -> None:
    loop = a.EMPTY_LIST + a.binput(0) + a.MARK + a.binget(0) * 3 + a.EMPTY_LIST + a.APPENDS
    parent = a.EMPTY_DICT + a.binput(1) + a.text("child") + a.EMPTY_LIST + a.MARK + a.binget(1) + a.APPENDS + a.SETITEM
    assert read(loop + a.POP + parent + a.STOP).facts == ()


@pytest.mark.parametrize(
    ("stream", "detail"),
    [
        (a.bytes8(b"x", 1 << 40), "length"),
        (a.bytearray8(b"x", 1 << 40), "length"),
        (a.NONE + a.long_binput(1 << 31), "memo index"),
        (a.NONE + a.put(b"99999999999"), "memo index"),
    ],
)
def test_memory_reserved_for_nothing_is_told(stream: bytes, detail: str) -> None:
    assert [fact.detail for fact in of_kind(stream + a.STOP, Kind.ALLOCATION)] == [detail]
    assert of_kind(a.NONE + a.long_binput(300) + a.STOP, Kind.ALLOCATION) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a peak of memory")
def test_hostile_structure_does_not_cost_much(tmp_path: Path) -> None:
    """In a process of its own, whose memory can be told: deep, wide and shared, all at once."""
    hostile = [
        a.NONE + a.TUPLE1 * 200_000 + a.STOP,
        a.MARK * 1_000_000,
        (a.EMPTY_LIST + a.MEMOIZE) * 200_000,
        a.unicode_line(b"x" * 20_000_000),
        b"I" + b"9" * 5_000_000 + b"\n",
        a.NONE + a.STOP + a.put(b"0") * 300_000,
        a.NONE * 1_000_000 + a.STOP,
        (a.NONE + a.STOP) * 40_000,
        a.data(b"ca\nb\n" * 40) * 5_000,
        a.text("c" * 250) * 20_000,
    ]
    for number, data in enumerate(hostile):
        (tmp_path / str(number)).write_bytes(data)
    code = """
        import sys, time
        from jupyter_mlsecops.formats.pickles import read
        for path in sys.argv[1:]:
            before = time.process_time()
            with open(path, "rb") as file:
                read(file)
            assert time.process_time() - before < 30, (path, time.process_time() - before)
        # Not getrusage, whose peak a process takes over from the one that starts it.
        print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
    """
    paths = [str(tmp_path / str(number)) for number in range(len(hostile))]
    lines = "\n".join(line[8:] for line in code.split("\n"))
    done = subprocess.run([sys.executable, "-c", lines, *paths], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 300_000  # KiB
