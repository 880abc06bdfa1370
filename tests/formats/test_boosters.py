"""Models of xgboost and LightGBM that are data."""

from __future__ import annotations

import pytest

from .shapes import look, told


def key(name: str) -> bytes:
    return b"L" + len(name).to_bytes(8, "big") + name.encode()


def array(kind: bytes, count: int, raw: bytes) -> bytes:
    return b"[$" + kind + b"#L" + count.to_bytes(8, "big") + raw


LEARNER = b"{" + key("learner") + b"{" + key("w") + array(b"d", 2, bytes(8)) + b"}" + key("version") + b"[i\x01i\x02]}"


def test_ubjson_that_ends_where_it_says() -> None:
    reading = look("m.ubj", LEARNER)
    assert (reading.format, reading.facts, reading.gaps) == ("xgboost-ubjson", (), ())


@pytest.mark.parametrize(
    "raw",
    [
        LEARNER[:-1],
        b"{" + key("learner") + array(b"d", 1 << 40, b"") + b"}",
        b"{" + key("learner") + b"[" * 100_000,
        b"{" + key("learner") + b"[#L\x7f" + bytes(7) + b"}",
        b"{" + key("learner") + b"[$[#L" + (1 << 20).to_bytes(8, "big") + b"]" * 100,
        b"{" + key("learner") + b"SL\xff" + bytes(7),
        b"{" + key("learner") + b"?",
    ],
)
def test_ubjson_that_does_not_is_a_gap(raw: bytes) -> None:
    assert not look("m.ubj", raw).complete


def test_ubjson_with_more_behind_it() -> None:
    assert told("m.ubj", LEARNER + b"\x80\x04N.") == [("trailing", "4 bytes", len(LEARNER))]


@pytest.mark.parametrize(
    ("raw", "complete", "kinds"),
    [
        (b'{"learner": {"names": ["a{", "b\\"}"]}, "version": [2, 1]}', True, []),
        (b'{"learner": {}}\n', True, []),
        (b'{"learner": {', False, []),
        (b'{"learner": "a', False, []),
        (b'{"learner": {}} {"x": 1}', True, ["trailing"]),
        (b'{"learner": "' + b"a" * (3 << 20) + b'"}', True, []),
    ],
)
def test_json(raw: bytes, complete: bool, kinds: list[str]) -> None:
    reading = look("m.json", raw)
    assert (reading.complete, [fact.kind.value for fact in reading.facts]) == (complete, kinds)


TREES = b"tree\nversion=v4\nnum_class=1\ntree_sizes=%s\n\nTree=0\nnum_leaves=1\n\n%s"


@pytest.mark.parametrize(
    ("sizes", "tail", "complete", "kinds"),
    [
        (b"20", b"end of trees\n", True, []),
        (b"20 99999", b"end of trees\n", True, ["bounds"]),
        (b"20", b"", False, []),
        (b"20", b"\0end of trees\n", True, ["contradiction"]),
    ],
)
def test_lightgbm(sizes: bytes, tail: bytes, complete: bool, kinds: list[str]) -> None:
    reading = look("model.txt", TREES % (sizes, tail))
    assert (reading.complete, [fact.kind.value for fact in reading.facts]) == (complete, kinds)
