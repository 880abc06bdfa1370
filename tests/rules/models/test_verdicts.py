"""What facts of files that are no pickles mean: one bad and one honest file for each thing that a format can do."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import pytest

from jupyter_mlsecops.formats.fact import Fact, Kind
from jupyter_mlsecops.rules.models.deed import Tier
from jupyter_mlsecops.rules.models.judged.verdicts import deeds, verdict
from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.sdk import ModelFile
from jupyter_mlsecops.service.modelreading import answer

from ...formats.shapes import (
    external,
    field,
    gguf,
    gguf_text,
    keras,
    layer,
    look,
    mar,
    node,
    npy,
    onnx,
    onnx_node,
    safetensors,
    saved_model,
    skops,
    tensor,
    tf_node,
    tokenizer,
    zipped,
)

CODE = {"class_name": "__lambda__", "config": {"code": "4wEAAAAA"}}
LAMBDA = layer("keras.layers", "Lambda", {"name": "l", "function": CODE})
DENSE = layer("keras.layers", "Dense", {"units": 2})
LIBRARY = field(1, field(1, field(1, "fn")) + field(3, tf_node("EagerPyFunc")))


def tiers(name: str, raw: bytes) -> set[str]:
    """The tiers of what a file does, and ``incomplete`` where it could not be read in full."""
    reading = look(name, raw)
    found = {deed.tier.name.lower() for deed in deeds(reading.facts, reading.format)}
    return found if reading.complete else found | {"incomplete"}


def judged(name: str, raw: bytes) -> set[str]:
    """The same, in the way that a scan takes."""
    found = answer(io.BytesIO(raw), name, False, None)
    judgement = judge(ModelFile(name, found.kind, "", len(raw), found.facts, found.gaps))
    tiers = {"critical": judgement.critical, "review": judgement.review, "incomplete": found.gaps}
    return {tier for tier, told in tiers.items() if told}


def function(module: str, name: str) -> dict[str, Any]:
    return layer(module, "function", name, "function")  # type: ignore[arg-type]


ABS = function("keras.ops", "abs")


def repository(value: Any) -> bytes:
    return json.dumps(value).encode()


CASES = [
    # format, what, name, the bad file, its tier, the honest twin
    ("keras", "lambda", "m.keras", keras(LAMBDA), "critical", keras(DENSE)),
    ("keras", "lambda by name", "m.keras", keras(layer("keras.layers", "Lambda", {"function": ABS})), "review",
     keras(layer("keras.layers", "Activation", {"activation": ABS}))),
    ("keras", "function", "m.keras", keras(function("os", "system")), "critical",
     keras(function("keras.losses", "mse"))),
    ("keras", "builtin", "m.keras", keras(function("builtins", "eval")), "critical",
     keras(function("builtins", "relu"))),
    ("keras", "own function", "m.keras", keras(function("builtins", "own>loss")), "review",
     keras(function("builtins", "mean_squared_error"))),
    ("keras", "notebook's function", "m.keras", keras(function("__main__", "loss")), "review", keras(DENSE)),
    ("keras", "class", "m.keras", keras(layer("subprocess", "Popen")), "critical", keras(DENSE)),
    ("keras", "own class", "m.keras", keras(layer("own.layers", "Mine", {}, "Mine")), "review", keras(DENSE)),
    ("keras", "registered", "m.keras", keras(layer("own.layers", "Mine", {}, "own>Mine")), "review",
     keras(layer("keras_hub.src.x", "Backbone", {}, "keras_hub>Backbone"))),
    ("keras", "safe mode", "m.keras", keras(function("keras.config", "enable_unsafe_deserialization")), "critical",
     keras(function("keras.activations", "relu"))),
    ("keras", "download", "m.keras", keras(layer("keras.utils", "get_file", {"origin": "x"})), "critical",
     keras(DENSE)),
    ("keras", "torch", "m.keras", keras(layer("keras.utils", "TorchModuleWrapper", {"module": "gAJ9"})), "critical",
     keras(DENSE)),
    ("keras", "pickle", "m.keras", keras(DENSE, members={"model.weights.h5": b"\x80\x04N."}), "critical",
     keras(DENSE, members={"model.weights.npz": zipped({"a.npy": npy("'<f4'", values=bytes(8))})})),
    ("keras", "savedmodel", "m.keras", keras(layer("keras.layers", "TFSMLayer", {"filepath": "m"})), "review",
     keras(DENSE)),
    ("keras", "file", "m.keras", keras(layer("keras.layers", "StringLookup", {"vocabulary": "/etc/passwd"})), "review",
     keras(layer("keras.layers", "StringLookup", {"vocabulary": ["a"]}))),
    ("keras", "no configuration", "m.keras", zipped({"config.json": "{", "metadata.json": "{}"}), "incomplete",
     keras(DENSE)),
    ("savedmodel", "python", "saved_model.pb", saved_model(tf_node("PyFunc")), "critical", saved_model(tf_node("Add"))),
    ("savedmodel", "library", "saved_model.pb", saved_model(tf_node("fn"), functions=LIBRARY), "critical",
     saved_model(tf_node("fn"), functions=field(1, field(1, field(1, "fn")) + field(3, tf_node("Add"))))),
    ("savedmodel", "files", "saved_model.pb", saved_model(tf_node("WriteFile")), "critical",
     saved_model(tf_node("RestoreV2"))),
    ("savedmodel", "own operator", "saved_model.pb", saved_model(tf_node("Acme>Op")), "review",
     saved_model(tf_node("StatefulPartitionedCall"))),
    ("savedmodel", "asset", "saved_model.pb", saved_model(tf_node("Add"), more=field(6, field(2, "../x"))), "review",
     saved_model(tf_node("Add"), more=field(6, field(2, "vocab.txt")))),
    ("savedmodel", "broken", "saved_model.pb", saved_model(b"\x0a\x7f"), "incomplete", saved_model(tf_node("Add"))),
    ("onnx", "python", "m.onnx", onnx(field(1, onnx_node("PyOp", "ai.onnx.contrib"))), "critical",
     onnx(field(1, onnx_node("Add")))),
    ("onnx", "domain", "m.onnx", onnx(field(1, onnx_node("Op", "acme"))), "review",
     onnx(field(1, onnx_node("FusedGemm", "com.microsoft")))),
    ("onnx", "external", "m.onnx", onnx(field(5, external("../../w"))), "review", onnx(field(5, external("w.bin")))),
    ("onnx", "broken", "m.onnx", onnx(field(1, b"\x22\x7f")), "incomplete", onnx(field(1, onnx_node("Add")))),
    ("safetensors", "overlap", "m.safetensors", safetensors({"a": tensor(0, 4), "b": tensor(2, 6)}, 6), "review",
     safetensors({"a": tensor(0, 4), "b": tensor(4, 6)}, 6)),
    ("safetensors", "no json", "m.safetensors", struct.pack("<Q", 3) + b"{a}", "incomplete", safetensors({})),
    ("gguf", "template", "m.gguf", gguf([("tokenizer.chat_template", 8, gguf_text("{{ ''.__class__ }}"))]), "critical",
     gguf([("tokenizer.chat_template", 8, gguf_text("{{ messages[0].content|trim }}"))])),
    ("gguf", "count", "m.gguf", gguf([], counts=(0, 1 << 50)), "incomplete", gguf([])),
    ("template", "attr", "tokenizer_config.json", tokenizer("{{ x|attr('a') }}"), "critical",
     tokenizer("{{ x|map(attribute='a')|join }}")),
    ("template", "method", "tokenizer_config.json", tokenizer("{{ x.popen('id') }}"), "critical",
     tokenizer("{{ x.split('id') }}")),
    ("template", "name", "chat_template.jinja", b"{{ lipsum }}", "review", b"{{ bos_token }}"),
    ("template", "call", "chat_template.jinja", b"{{ fetch('x') }}", "review", b"{{ raise_exception('x') }}"),
    ("template", "filter", "chat_template.jinja", b"{{ x|own }}", "review", b"{{ x|tojson(indent=2) }}"),
    ("template", "include", "chat_template.jinja", b"{% include 'x' %}", "review", b"{% break %}"),
    ("template", "broken", "chat_template.jinja", b"{% if %}", "incomplete", b"{% if a %}{% endif %}"),
    ("huggingface", "code", "config.json", repository({"auto_map": {"AutoModel": "own.Net"}}), "review",
     repository({"model_type": "llama"})),
    ("huggingface", "broken", "config.json", b"{", "incomplete", b"{}"),
    ("skops", "function", "m.skops", skops(node("FunctionNode", "os", "system")), "critical",
     skops(node("FunctionNode", "numpy", "log1p"))),
    ("skops", "method", "m.skops", skops(node("MethodNode", "own", "C", {"func": "f", "obj": node("ObjectNode", "own",
     "C")})), "critical", skops(node("ListNode", "builtins", "list", []))),
    ("skops", "operator", "m.skops", skops(node("OperatorFuncNode", "operator", "call")), "critical",
     skops(node("OperatorFuncNode", "operator", "itemgetter"))),
    ("skops", "partial", "m.skops", skops(node("PartialNode", "functools", "partial", {"func": node("FunctionNode",
     "own", "f")})), "critical", skops(node("PartialNode", "functools", "partial", {"func": node("FunctionNode",
     "numpy", "exp")}))),
    ("skops", "class", "m.skops", skops(node("ObjectNode", "own", "Model")), "review",
     skops(node("DictNode", "builtins", "dict", {}))),
    ("skops", "protocol", "m.skops", skops(node("JsonNode", "builtins", "str"), protocol=99), "incomplete",
     skops(node("JsonNode", "builtins", "str"))),
    ("xml", "doctype", "m.pmml", b"<!DOCTYPE PMML [<!ENTITY a 'b'>]><PMML></PMML>", "review", b"<PMML></PMML>"),
    ("xml", "broken", "m.pmml", b"<?xml version='1.0'?><", "incomplete", b"<?xml version='1.0'?><PMML/>"),
    ("mar", "handler", "m.mar", mar({"model": {"handler": "own.py"}}, {"own.py": "x"}), "review",
     mar({"model": {"handler": "text_classifier"}}, {"m.pt": b"x"})),
    ("mar", "manifest", "m.mar", mar([], {"m.pt": b"x"}), "incomplete", mar({"model": {}}, {})),
    ("mlflow", "loader", "MLmodel", b"flavors: {python_function: {loader_module: subprocess}}", "critical",
     b"flavors: {python_function: {loader_module: mlflow.sklearn}}"),
    ("mlflow", "own loader", "MLmodel", b"flavors: {python_function: {loader_module: own}}", "review",
     b"flavors: {python_function: {loader_module: mlflow}}"),
    ("mlflow", "code", "MLmodel", b"flavors: {python_function: {code: code}}", "review",
     b"flavors: {python_function: {}}"),
    ("mlflow", "broken", "MLmodel", b"flavors: [", "incomplete", b"flavors: {}"),
    ("npy", "type", "a.npy", npy("'i4,i4'", values=bytes(16)), "review", npy("'<i4'", values=bytes(8))),
    ("npy", "behind", "a.npy", npy("'<i4'", values=bytes(9)), "review", npy("'<i4'", values=bytes(8))),
    ("booster", "behind", "m.json", b'{"learner": {}} x', "review", b'{"learner": {}}'),
    ("booster", "cut", "m.ubj", b"{L\0\0\0\0\0\0\0\x07learner", "incomplete", b"{L\0\0\0\0\0\0\0\x07learner{}}"),
    ("name", "wrong", "m.gguf", safetensors({}), "review", gguf([])),
]  # fmt: skip


@pytest.mark.parametrize(("name", "bad", "tier", "honest"), [case[2:] for case in CASES],
                         ids=[f"{case[0]}: {case[1]}" for case in CASES])  # fmt: skip
def test_each_thing_and_its_honest_twin(name: str, bad: bytes, tier: str, honest: bytes) -> None:
    assert tier in tiers(name, bad) and tier in judged(name, bad)
    assert tiers(name, honest) == judged(name, honest) == set()


def test_every_kind_has_a_verdict_in_one_line() -> None:
    for kind in Kind:
        tier, does = verdict(Fact(kind, "own.name"), "keras")
        assert tier is Tier.NOTE or (does and "{}" not in does and not does.endswith(".")), kind
        assert "{}" not in verdict(Fact(kind), "keras")[1], kind


def test_a_deed_says_what_and_where() -> None:
    raw = saved_model(tf_node("PyFunc"))
    (deed,) = deeds(look("saved_model.pb", raw).facts, "savedmodel")
    assert deed.tier is Tier.CRITICAL and deed.name == "PyFunc" and deed.offset == raw.index(tf_node("PyFunc"))
    assert deed.does == "has the operator PyFunc, which runs Python code"
    (deed,) = deeds(look("m.keras", keras(function("os", "system"))).facts, "keras")
    assert (deed.name, deed.member, deed.place) == ("os.system", "config.json", "in config.json")
