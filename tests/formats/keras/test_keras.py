"""Keras: configurations in archives, HDF5 files and notes; what they import, call and open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.formats.fact import Part
from jupyter_mlsecops.formats.keras import h5
from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.recognise import read

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


def test_without_h5py_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    reading = look("m.h5", b"\x89HDF\r\n\x1a\n" + bytes(64))
    assert [(gap.why, gap.cure) for gap in reading.gaps] == [("HDF5 was not read: h5py is missing.", "Install h5py.")]


class TestHdf5:
    """With h5py, where it is installed."""

    def made(self, path: Path, config: Any = None) -> Path:
        h5py = pytest.importorskip("h5py")
        with h5py.File(path, "w") as file:
            file.create_group("model_weights")["kernel"] = [1.0]
            if config is not None:
                file.attrs["model_config"] = config if isinstance(config, str) else json.dumps(config)
        return path

    def test_code_in_attributes(self, tmp_path: Path) -> None:
        code = {"class_name": "Lambda", "config": {"function": ["4wEA", None, None], "function_type": "lambda"}}
        found = told("m.h5", self.made(tmp_path / "m.h5", {"config": {"layers": [code]}}).read_bytes())
        assert ("keras-code", "lambda", None) in found
        plain = {"config": {"layers": [{"class_name": "Dense", "config": {"units": 3}}]}}
        assert told("m.h5", self.made(tmp_path / "n.h5", plain).read_bytes()) == []

    def test_values_in_other_files(self, tmp_path: Path) -> None:
        path = self.made(tmp_path / "m.h5")
        h5py = pytest.importorskip("h5py")
        with h5py.File(path, "a") as file:
            file["away"] = h5py.ExternalLink("other.h5", "/x")
            file["near"] = h5py.SoftLink("/model_weights")
            file.create_dataset("raw", (4,), "u1", external=[("/etc/passwd", 0, 4)])
            layout = h5py.VirtualLayout((1,), "f4")
            layout[0] = h5py.VirtualSource("b.h5", "x", (1,))[0]
            file.create_virtual_dataset("virtual", layout)
        assert {fact[:2] for fact in told("m.h5", path.read_bytes())} == {
            ("hdf5-link", "other.h5"),
            ("hdf5-link", "/etc/passwd"),
            ("hdf5-link", "virtual dataset"),
        }

    def test_what_is_broken_is_a_gap(self, tmp_path: Path) -> None:
        raw = self.made(tmp_path / "m.h5", "{").read_bytes()
        assert not look("m.h5", raw).complete
        assert not look("m.h5", raw[:200]).complete

    def test_a_file_on_which_the_library_never_comes_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The free space of a heap of texts is said to have no bytes: the library walks it for ever."""
        raw = bytearray(self.made(tmp_path / "m.h5", {"config": {}}).read_bytes())
        heap = raw.index(b"GCOL")
        length = int.from_bytes(raw[heap + 24 : heap + 32], "little")
        free = heap + 32 + -(-length // 8) * 8
        raw[free + 8 : free + 16] = bytes(8)
        monkeypatch.setattr(h5, "_SECONDS", 2)
        path = tmp_path / "hang.h5"
        path.write_bytes(raw)
        with path.open("rb") as file:
            reading = read("hang.h5", Source(file))
        assert [gap.why for gap in reading.gaps] == ["The HDF5 library does not come back from it within 2 s."]
        assert [gap.why for gap in look("hang.h5", bytes(raw)).gaps] == [gap.why for gap in reading.gaps]

    def test_a_file_beside_the_notebook_is_not_taken_for_the_library(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        raw = self.made(tmp_path / "m.h5", {"config": {}}).read_bytes()
        (tmp_path / "h5py.py").write_text("raise SystemExit(9)")
        (tmp_path / "json.py").write_text("raise SystemExit(9)")
        monkeypatch.chdir(tmp_path)
        assert look("m.h5", raw).complete
