"""Keras: configurations in archives, HDF5 files and notes; what they import, call and open."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_mlsecops.formats.fact import Part
from jupyter_mlsecops.formats.record import Limits

from ..hdf5 import assemble as hdf5
from ..shapes import keras, layer, look, npy, told, zipped

LAMBDA = {"class_name": "__lambda__", "config": {"code": "4wEAAAAA", "defaults": None, "closure": None}}
DENSE = layer("keras.layers", "Dense", {"units": 3, "activation": "relu"})


def facts(*layers: dict[str, Any], members: dict[str, bytes | str] | None = None) -> list[tuple[str, str]]:
    return [fact[:2] for fact in told("m.keras", keras(*layers, members=members))]


@pytest.mark.parametrize(
    ("found", "fact"),
    [
        (layer("keras.layers", "Lambda", {"name": "l", "function": LAMBDA}), ("keras-code", "lambda")),
        (layer("keras.layers", "Lambda", {"name": "l", "function": LAMBDA}), ("keras-lambda", "l")),
        (layer(None, "Lambda", {"function": ["4wEA", None, None]}), ("keras-code", "lambda")),
        (layer(None, "Lambda", {"function": "4wEA", "function_type": "lambda"}), ("keras-code", "lambda")),
        (layer(None, "Lambda", {"mask": ["4wEA", None, None]}), ("keras-code", "lambda")),
        (layer(None, "Own>Lambda", {"function": ["4wEA", None, None]}), ("keras-code", "lambda")),
        (
            layer(None, "Lambda", {"function": "run", "function_type": "function", "module": "pdb"}),
            ("keras-class", "pdb.run"),
        ),
        (
            layer(None, "Lambda", {"mask": "f", "mask_type": "function", "mask_module": "__main__"}),
            ("keras-class", "__main__.f"),
        ),
        (layer("keras.utils", "TorchModuleWrapper", {"module": "gAJ9"}), ("keras-pickle", "TorchModuleWrapper")),
        (layer("keras.layers", "TFSMLayer", {"filepath": "m"}), ("keras-saved-model", "m")),
        (layer("os", "function", "system", "function"), ("keras-function", "os.system")),
        (layer("builtins", "function", "exec", "function"), ("keras-function", "builtins.exec")),
        (layer("keras.utils", "get_file", {"origin": "x"}), ("keras-function", "keras.utils.get_file")),
        (layer("subprocess", "Popen", {}, "Popen"), ("keras-class", "subprocess.Popen")),
        (layer("own.layers", "Mine", {}, "own>Mine"), ("keras-registered", "own>Mine")),
        (layer(None, "own>Mine"), ("keras-registered", "own>Mine")),
        (layer("keras.layers", "StringLookup", {"vocabulary": "/etc/passwd"}), ("path-escape", "/etc/passwd")),
        (layer("keras.layers", "StringLookup", {"vocabulary": "http://x.example/a"}), ("fetch", "http://x.example/a")),
    ],
)
def test_what_a_configuration_names(found: dict[str, Any], fact: tuple[str, str]) -> None:
    assert fact in facts(DENSE, found)
    nested = layer("keras.layers", "TimeDistributed", {"layer": found})
    assert fact in facts(layer("keras", "Model", {"layers": [nested]}))


@pytest.mark.parametrize(
    "found",
    [
        DENSE,
        layer("keras_hub.src.models.x", "Backbone", {}, "keras_hub>Backbone"),
        layer("keras.layers", "StringLookup", {"vocabulary": ["a", "b"]}),
        layer("keras.layers", "Dense", {"name": "Lambda", "kernel_initializer": layer("keras.initializers", "Zeros")}),
        {"class_name": "__keras_tensor__", "config": {"shape": [None], "keras_history": ["a", 0, 0]}},
    ],
)
def test_honest_layers_have_no_facts(found: dict[str, Any]) -> None:
    assert facts(found) == []


def test_places_are_pointers_into_the_configuration() -> None:
    raw = keras(DENSE, layer("os", "function", "system", "function"))
    (fact,) = look("m.keras", raw).facts
    assert (fact.member, fact.detail) == ("config.json", "/config/layers/1")


def test_a_pickle_where_weights_are_expected() -> None:
    assert ("keras-pickle", "model.weights.h5") in facts(DENSE, members={"model.weights.h5": b"\x80\x04N."})
    objects = zipped({"w.npy": npy("'|O'", values=b"\x80\x04N.")})
    found = look("m.keras", keras(DENSE, members={"model.weights.npz": objects}))
    assert "keras-pickle" in {fact.kind.value for fact in found.facts}
    assert [part.member for part in found.parts if part.format == "pickle"] == ["model.weights.npz/w.npy"]
    numbers = zipped({"w.npy": npy("'<f4'", values=bytes(8))})
    assert facts(DENSE, members={"model.weights.npz": numbers}) == []


def test_members_nobody_expects_are_handed_on() -> None:
    reading = look("m.keras", keras(DENSE, members={"extra.bin": b"abc", "assets/words.txt": b"a"}))
    assert reading.parts == (Part("unknown", "extra.bin"),)


@pytest.mark.parametrize(
    "raw",
    [
        zipped({"config.json": "{", "metadata.json": "{}"}),
        zipped({"config.json": "[]", "metadata.json": "{}"}),
        zipped({"config.json": "{}", "model.weights.h5": b"x"}),
        zipped({"config.json": "[" * 100_000, "metadata.json": "{}"}),
    ],
)
def test_a_configuration_that_is_missing_or_broken_is_a_gap(raw: bytes) -> None:
    reading = look("m.keras", raw)
    assert reading.format == "keras" and not reading.complete


def test_keys_that_stand_twice() -> None:
    raw = zipped({"config.json": '{"class_name": "A", "class_name": "B"}', "metadata.json": "{}"})
    assert [fact[:2] for fact in told("m.keras", raw)] == [("duplicate-key", "class_name")]


def h5(*messages: tuple[int, bytes]) -> bytes:
    pool = hdf5.Pool()
    return pool.new(pool.put(hdf5.new_header(*messages)))


def test_code_in_attributes_of_hdf5() -> None:
    code = {"class_name": "Lambda", "config": {"function": ["4wEA", None, None], "function_type": "lambda"}}
    plain = {"class_name": "Dense", "config": {"units": 3}}
    for found, facts in ((code, ["keras-lambda", "keras-code"]), (plain, [])):
        for name in ("model_config", "training_config"):
            config = json.dumps({"config": {"layers": [found]}}).encode()
            assert [fact[0] for fact in told("m.h5", h5(hdf5.text(name, config)))] == facts


@pytest.mark.parametrize("config", [b"{", b"[" * 100_000, b"\xff"])
def test_a_configuration_in_hdf5_that_is_broken_is_a_gap(config: bytes) -> None:
    assert not look("m.h5", h5(hdf5.text("model_config", config[:60_000]))).complete


def test_weights_in_hdf5_within_an_archive() -> None:
    """Values in other files, told with the member."""
    reading = look("m.keras", keras(DENSE, members={"model.weights.h5": h5(hdf5.outside("away", "/etc/passwd"))}))
    assert [(fact.what, fact.member) for fact in reading.facts] == [("/etc/passwd", "model.weights.h5")]


def test_configurations_in_hdf5_have_a_limit() -> None:
    raw = h5(hdf5.text("model_config", b'{"a": "' + b"x" * 100 + b'"}'))
    assert look("m.h5", raw).complete and not look("m.h5", raw, Limits(text_bytes=50)).complete
