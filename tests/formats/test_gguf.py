"""GGUF: keys, templates and tensors, in all versions and both byte orders."""

from __future__ import annotations

import struct

import pytest

from .shapes import gguf, gguf_text, look, told

ESCAPE = "{{ x.__class__ }}"
PLAIN = "{{ messages[0]['content'] }}"


@pytest.mark.parametrize(("version", "order"), [(1, "<"), (2, "<"), (3, "<"), (2, ">"), (3, ">")])
def test_templates_of_all_versions_and_orders(version: int, order: str) -> None:
    wide = version > 1
    count = struct.pack(order + "I" + ("Q" if wide else "I"), 8, 2)
    words = gguf_text("a", order, wide) + gguf_text("b", order, wide)
    raw = gguf(
        [
            ("tokenizer.ggml.tokens", 9, count + words),
            ("flag", 7, b"\x01"),
            ("tokenizer.chat_template", 8, gguf_text(ESCAPE, order, wide)),
        ],
        version=version,
        order=order,
    )
    reading = look("m.gguf", raw)
    assert reading.gaps == ()
    assert ("template-underscore", "__class__", raw.index(ESCAPE.encode()) - (8 if wide else 4)) in told("m.gguf", raw)


@pytest.mark.parametrize("key", ["tokenizer.chat_template", "tokenizer.chat_template.tool_use", "own.Template"])
def test_every_key_with_template_in_it_is_one(key: str) -> None:
    assert "template-underscore" in {fact[0] for fact in told("m.gguf", gguf([(key, 8, gguf_text(ESCAPE))]))}
    array = struct.pack("<IQ", 8, 2) + gguf_text(PLAIN) + gguf_text(ESCAPE)
    assert "template-underscore" in {fact[0] for fact in told("m.gguf", gguf([(key, 9, array)]))}
    plain = {fact[0] for fact in told("m.gguf", gguf([(key, 8, gguf_text(PLAIN))]))}
    assert plain == {"template-name"}


def test_a_key_that_stands_twice() -> None:
    raw = gguf([("a", 4, b"\0\0\0\0"), ("a", 4, b"\0\0\0\0")])
    assert told("m.gguf", raw) == [("duplicate-key", "a", 24 + 8 + 1 + 4 + 4)]


def test_arrays_in_arrays_are_walked() -> None:
    inner = struct.pack("<IQ", 4, 2) + bytes(8)
    words = struct.pack("<IQ", 8, 1) + gguf_text("x")
    raw = gguf([("a", 9, struct.pack("<IQ", 9, 2) + inner + words), ("chat_template", 8, gguf_text(ESCAPE))])
    assert "template-underscore" in {fact[0] for fact in told("m.gguf", raw)}


def test_tensors_must_be_in_the_file() -> None:
    def info(offset: int) -> bytes:
        return gguf_text("w") + struct.pack("<IQIQ", 1, 4, 0, offset)

    assert told("m.gguf", gguf([], tensors=info(0) + bytes(64), counts=(1, 0))) == []
    raw = gguf([], tensors=info(4096), counts=(1, 0))
    assert told("m.gguf", raw) == [("bounds", "w", len(raw))]


@pytest.mark.parametrize(
    "raw",
    [
        b"GGUF",
        b"GGUF\x09\0\0\0" + bytes(16),
        gguf([], counts=(0, 1 << 60)),
        gguf([], counts=(1 << 60, 0)),
        gguf([("a", 8, struct.pack("<Q", 1 << 63))]),
        gguf([("a", 9, struct.pack("<IQ", 8, 1 << 40))]),
        gguf([("a", 9, struct.pack("<IQ", 9, 1) * 1000)]),
        gguf([("a", 99, b"")]),
        gguf([("a", 4, b"\0\0\0\0")])[:-2],
    ],
)
def test_what_leads_past_the_end_is_a_gap(raw: bytes) -> None:
    assert not look("m.gguf", raw).complete
