"""What a file is: its content decides; a name that says something else is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.formats.modelnames import is_model_head
from jupyter_mlsecops.formats.recognise import FORMATS

from . import shapes as s

CONTENT = {
    "safetensors": s.safetensors({}),
    "gguf": s.gguf([]),
    "npy": s.npy("'<i4'", values=bytes(8)),
    "npz": s.zipped({"a.npy": s.npy("'<i4'", values=bytes(8))}),
    "keras": s.keras(),
    "skops": s.skops(s.node("JsonNode", "builtins", "str", "{}")),
    "mar": s.mar({"model": {}}, {}),
    "xml": b"<?xml version='1.0'?><PMML/>",
    "xgboost-json": b'{"learner": {}}',
    "lightgbm": b"tree\nversion=v4\nend of trees\n",
}


@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("path", ["m", "m.bin", "folder/m.txt", "m.pkl"])
def test_content_decides_whatever_the_name(name: str, path: str) -> None:
    reading = s.look(path, CONTENT[name])
    assert (reading.format, reading.facts) == (name, ())


@pytest.mark.parametrize(
    ("path", "raw", "name"),
    [
        ("m.onnx", s.onnx(s.field(1, s.onnx_node("Add"))), "onnx"),
        ("saved_model.pb", s.saved_model(s.tf_node("Add")), "savedmodel"),
        ("frozen.pb", s.field(1, s.tf_node("Add")), "tensorflow-graph"),
        ("m.onnx", s.saved_model(s.tf_node("Add")), "savedmodel"),
        ("x.pb", s.onnx(s.field(1, s.onnx_node("Add"))), "onnx"),
        ("m.bin", s.onnx(s.field(1, s.onnx_node("Add"))), ""),
    ],
)
def test_protocol_buffers_are_told_apart_by_their_fields(path: str, raw: bytes, name: str) -> None:
    assert s.look(path, raw).format == name


@pytest.mark.parametrize(
    ("path", "content"),
    [("m.safetensors", "gguf"), ("m.onnx", "npy"), ("m.npy", "npz"), ("m.KERAS", "npz"), ("m.gguf", "safetensors")],
)
def test_a_name_that_says_something_else_is_told(path: str, content: str) -> None:
    (fact,) = (fact for fact in s.look(path, CONTENT[content]).facts if fact.kind.value == "wrong-name")
    label = next(row.label for row in FORMATS if row.name == content)
    assert (fact.what, fact.offset, fact.detail) == (label, 0, "." + path.lower().rpartition(".")[2])


@pytest.mark.parametrize("path", ["m.safetensors", "m.gguf", "m.onnx", "m.npz", "m.keras", "m.h5", "m.skops", "m.ubj"])
def test_a_pickle_under_another_name_is_handed_on(path: str) -> None:
    reading = s.look(path, b"\x80\x04N.")
    assert not reading.complete and [part.format for part in reading.parts] == ["unknown"]


def test_what_is_none_of_these_says_nothing() -> None:
    assert s.look("notes.txt", b"some text") == ("", (), (), ())


NODE = s.tf_node("PyFunc")


@pytest.mark.parametrize(
    ("head", "name", "is_model"),
    [
        (s.field(1, NODE), "frozen.pb", True),
        (s.field(1, s.field(2, "PyFunc") + s.field(1, "name")), "frozen.pb", True),
        (s.field(1, s.field(1, "n" * 300) + s.field(2, "_Arg")), "a/frozen.PB", True),
        (s.field(1, NODE), "frozen.bin", False),
        (s.field(1, s.field(1, "name") + s.field(2, "not an operator")), "data.pb", False),
        (b"\n\x05hello world", "data.pb", False),
        (b"\n", "data.pb", False),
        (b"\n\xff\xff\xff\xff\xff\xff", "data.pb", False),
        (b"", "data.pb", False),
    ],
)
def test_frozen_graphs_are_known_by_how_they_begin(head: bytes, name: str, is_model: bool) -> None:
    assert is_model_head(head, name) == is_model


@given(head=st.binary(max_size=40))
def test_any_bytes_may_begin_a_file(head: bytes) -> None:
    assert is_model_head(b"\n" + head, "m.pb") in (True, False)
