"""SavedModels and frozen graphs of TensorFlow."""

from __future__ import annotations

import json

import pytest

from .shapes import field, look, saved_model, tf_node, told

FUNCTION = field(1, field(1, "fn")) + field(3, tf_node("PyFunc"))


def test_operators_of_graphs_and_of_functions_are_told_once() -> None:
    library = field(1, FUNCTION) + field(1, field(1, field(1, "other")) + field(3, tf_node("Add")))
    raw = saved_model(tf_node("fn"), tf_node("Add"), tf_node("Add"), functions=library)
    operators = [("tensorflow-operator", "Add"), ("tensorflow-operator", "PyFunc")]
    assert [fact[:2] for fact in told("saved_model.pb", raw)] == operators
    assert told("saved_model.pb", raw)[1][2] == raw.index(tf_node("PyFunc"))


def test_a_frozen_graph_is_one_too() -> None:
    raw = field(1, tf_node("ReadFile")) + field(4, field(1, 1))
    assert told("frozen.pb", raw) == [("tensorflow-operator", "ReadFile", 2)]


def test_printing_to_a_file_is_told_apart() -> None:
    attribute = field(5, field(1, "output_stream") + field(2, field(2, "file:///tmp/x")))
    assert told("saved_model.pb", saved_model(tf_node("PrintV2", attribute)))[0][1] == "PrintV2 (to a file)"
    assert told("saved_model.pb", saved_model(tf_node("PrintV2")))[0][1] == "PrintV2"


@pytest.mark.parametrize(
    ("name", "kind"), [("vocab.txt", "named-file"), ("../../x", "path-escape"), ("/x", "path-escape")]
)
def test_assets(name: str, kind: str) -> None:
    asset = field(6, field(2, name))
    assert (kind, name) in [fact[:2] for fact in told("saved_model.pb", saved_model(tf_node("Add"), more=asset))]


def test_notes_of_keras_on_layers_are_read_where_they_stand() -> None:
    code = {"class_name": "__tuple__", "items": ["4wEAAAAA", None, None]}
    note = json.dumps({"class_name": "Lambda", "config": {"name": "l", "function": code, "function_type": "lambda"}})
    inside = field(7, field(1, field(4, field(1, "_tf_keras_layer") + field(3, note))))
    assert "keras-code" in {fact[0] for fact in told("saved_model.pb", saved_model(tf_node("Add"), more=inside))}
    assert "keras-code" in {fact[0] for fact in told("keras_metadata.pb", field(1, field(2, 1) + field(5, note)))}
    plain = json.dumps({"class_name": "Dense", "config": {"units": 3}})
    assert told("keras_metadata.pb", field(1, field(2, 1) + field(5, plain))) == []


def test_what_breaks_off_is_a_gap() -> None:
    raw = saved_model(tf_node("PyFunc"), tf_node("Add"))
    cut = field(1, 1) + b"\x12\x7f" + raw
    assert not look("saved_model.pb", cut).complete
    assert not look("saved_model.pb", b"\xff\xff\xff").complete


@pytest.mark.parametrize("name", ["saved_model.pbtxt", "saved_model.cpb"])
def test_other_forms_are_not_read(name: str) -> None:
    assert [gap.why for gap in look(name, b"saved_model_schema_version: 1").gaps] == [
        "This form of a SavedModel is not read."
    ]


def test_printing_to_a_file_cannot_be_hidden_behind_much_else() -> None:
    attribute = field(5, bytes(70_000)) + field(5, field(1, "output_stream") + field(2, field(2, "file:///tmp/x")))
    assert not look("saved_model.pb", saved_model(tf_node("PrintV2", attribute))).complete
    assert look("saved_model.pb", saved_model(tf_node("Const", attribute))).complete


def test_texts_that_are_too_long_are_gaps() -> None:
    asset = field(6, field(2, "./" * 3000 + "../../x"))
    assert not look("saved_model.pb", saved_model(tf_node("Add"), more=asset)).complete
