"""What a file is: its content decides; a name that says something else is told."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.recognise import FORMATS

from .shapes import (
    field,
    gguf,
    keras,
    look,
    mar,
    node,
    npy,
    onnx,
    onnx_node,
    safetensors,
    saved_model,
    skops,
    tf_node,
    zipped,
)

CONTENT = {
    "safetensors": safetensors({}),
    "gguf": gguf([]),
    "npy": npy("'<i4'", values=bytes(8)),
    "npz": zipped({"a.npy": npy("'<i4'", values=bytes(8))}),
    "keras": keras(),
    "skops": skops(node("JsonNode", "builtins", "str", "{}")),
    "mar": mar({"model": {}}, {}),
    "xml": b"<?xml version='1.0'?><PMML/>",
    "xgboost-json": b'{"learner": {}}',
    "lightgbm": b"tree\nversion=v4\nend of trees\n",
}


@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("path", ["m", "m.bin", "folder/m.txt", "m.pkl"])
def test_content_decides_whatever_the_name(name: str, path: str) -> None:
    reading = look(path, CONTENT[name])
    assert (reading.format, reading.facts) == (name, ())


@pytest.mark.parametrize(
    ("path", "raw", "name"),
    [
        ("m.onnx", onnx(field(1, onnx_node("Add"))), "onnx"),
        ("saved_model.pb", saved_model(tf_node("Add")), "savedmodel"),
        ("frozen.pb", field(1, tf_node("Add")), "tensorflow-graph"),
        ("m.onnx", saved_model(tf_node("Add")), "savedmodel"),
        ("x.pb", onnx(field(1, onnx_node("Add"))), "onnx"),
        ("m.bin", onnx(field(1, onnx_node("Add"))), ""),
    ],
)
def test_protocol_buffers_are_told_apart_by_their_fields(path: str, raw: bytes, name: str) -> None:
    assert look(path, raw).format == name


@pytest.mark.parametrize(
    ("path", "content"),
    [("m.safetensors", "gguf"), ("m.onnx", "npy"), ("m.npy", "npz"), ("m.KERAS", "npz"), ("m.gguf", "safetensors")],
)
def test_a_name_that_says_something_else_is_told(path: str, content: str) -> None:
    (fact,) = (fact for fact in look(path, CONTENT[content]).facts if fact.kind.value == "wrong-name")
    label = next(row.label for row in FORMATS if row.name == content)
    assert (fact.what, fact.offset, fact.detail) == (label, 0, "." + path.lower().rpartition(".")[2])


@pytest.mark.parametrize("path", ["m.safetensors", "m.gguf", "m.onnx", "m.npz", "m.keras", "m.h5", "m.skops", "m.ubj"])
def test_a_pickle_under_another_name_is_handed_on(path: str) -> None:
    reading = look(path, b"\x80\x04N.")
    assert not reading.complete and [part.format for part in reading.parts] == ["unknown"]


def test_what_is_none_of_these_says_nothing() -> None:
    assert look("notes.txt", b"some text") == ("", (), (), ())
