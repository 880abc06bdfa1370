"""A small honest sample of each format that is neither archive nor pickle, and files of each that cost much."""

from __future__ import annotations

import json
import struct
import zipfile

from . import shapes as s
from .hdf5 import assemble as hdf5


def hdf5_file() -> bytes:
    """One with groups and attributes in both notations."""
    pool = hdf5.Pool()
    inner = pool.put(hdf5.new_header(hdf5.dense(pool, hdf5.text("a", b"(l."), hdf5.text("b", b"b"))))
    old = pool.put(hdf5.old_header((17, hdf5.u8(*hdf5.old_group(pool, {"inner": inner})))))
    config = hdf5.collection(pool, b'{"class_name": "Lambda"}')
    named = hdf5.attribute("model_config", hdf5.VARIABLE, hdf5.reference(24, config))
    return pool.new(pool.put(hdf5.new_header(named, hdf5.link("old", old), hdf5.outside("away", "b.h5"))))


def deep_onnx() -> bytes:
    """Graphs within graphs."""
    graph = b""
    for _ in range(3000):
        graph = s.field(1, s.onnx_node("If", attributes=s.field(5, s.field(6, graph))))
    return s.onnx(graph)


LIBRARY = s.field(1, s.field(1, s.field(1, "fn")) + s.field(3, s.tf_node("PyFunc")))
SAMPLES = {
    "m.safetensors": s.safetensors({"a": s.tensor(0, 4), "b": s.tensor(4, 8, "F32", [1])}, 8),
    "m.gguf": s.gguf(
        [
            ("tokens", 9, struct.pack("<IQ", 8, 2) + s.gguf_text("a") + s.gguf_text("b")),
            ("chat_template", 8, s.gguf_text("{{ a.b|trim }}")),
            ("nested", 9, struct.pack("<IQ", 9, 1) + struct.pack("<IQ", 4, 2) + bytes(8)),
        ],
        tensors=s.gguf_text("w") + struct.pack("<IQIQ", 1, 4, 0, 0) + bytes(64),
        counts=(1, 3),
    ),
    "a.npy": s.npy("[('a', '<i4'), ('b', '|O', (2,))]", values=b"\x80\x04N."),
    "a.npz": s.zipped({"a.npy": s.npy("'<i4'", values=bytes(8)), "b.npy": s.npy("'|O'")}, method=zipfile.ZIP_DEFLATED),
    "m.keras": s.keras(s.layer("os", "function", "system"), members={"model.weights.h5": hdf5_file()}),
    "m.skops": s.skops(s.node("MethodNode", "a", "b", {"func": "f", "obj": s.node("ObjectNode", "a", "b")})),
    "m.mar": s.mar({"model": {"handler": "h.py"}}, {"h.py": "x"}),
    "m.onnx": s.onnx(s.field(1, s.onnx_node("If", attributes=s.field(5, s.field(6, s.field(1, s.onnx_node("PyOp"))))))
                   + s.field(5, s.external("/x"))),
    "saved_model.pb": s.saved_model(s.tf_node("fn"), functions=LIBRARY, more=s.field(6, s.field(2, "../x"))),
    "frozen.pb": s.field(1, s.tf_node("PyFunc")),
    "m.pmml": b"<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE PMML [<!ENTITY a 'b'>]><PMML></PMML>",
    "MLmodel": b"flavors: {python_function: {loader_module: own, model_path: a, code: &x code}}",
    "tokenizer_config.json": s.tokenizer("{% for m in messages %}{{ m['a' ~ b].__class__ }}{% endfor %}"),
    "config.json": json.dumps({"auto_map": {"AutoModel": ["a.B", None]}}).encode(),
    "m.json": b'{"learner": {"a": [1, 2, "x{"]}}',
    "m.ubj": b"{L\0\0\0\0\0\0\0\x07learner{L\0\0\0\0\0\0\0\x01a[$d#L\0\0\0\0\0\0\0\x02" + bytes(8) + b"}}",
    "m.txt": b"tree\nversion=v4\ntree_sizes=8\n\nTree=0\nx=1\n\nend of trees\n",
    "m.h5": hdf5_file(),
}  # fmt: skip


DEEP = 200_000
HOSTILE = {
    "deep.json": ("config.json", b'{"a":' * DEEP),
    "wide.json": ("config.json", b'{"a":[' + b"[]," * 2_000_000),
    "long.json": ("config.json", b'{"a": "' + b"x" * (20 << 20) + b'"}'),
    "digits.json": ("config.json", b'{"a": ' + b"9" * 5_000_000 + b"}"),
    "aliases.yaml": ("MLmodel", b"a: &a [x,x,x]\n" + b"".join(
        b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in b"bcdefghijklmnopqrstuvwxyz")),
    "keys.yaml": ("MLmodel", b"flavors: {" + b"a: b, " * 300_000),
    "deep.onnx": ("m.onnx", deep_onnx()),
    "fields.onnx": ("m.onnx", s.field(1, 8) + s.field(7, b"\x0a\0" * 2_000_000) + s.field(8, b"")),
    "names.gguf": ("m.gguf", s.gguf([("a", 9, struct.pack("<IQ", 8, 4_100_000) + bytes(8 * 4_100_000))])),
    "header.safetensors": ("m.safetensors", s.safetensors("{" + '"a":{},' * 1_500_000 + '"b":{}}')),
    "comments.xml": ("m.pmml", b"<?xml version='1.0'?>" + b"<!---->" * 300_000),
    "attributes.xml": ("m.pmml", b"<?xml version='1.0'?><a " + b"".join(b'a%d="" ' % i for i in range(60_000))),
    "quotes.json": ("m.json", b'{"learner": ' + b'"' * 6_000_001),
    "slashes.json": ("m.json", b'{"learner": "' + b"\\" * 6_000_001),
    "nested.ubj": ("m.ubj", b"{L\0\0\0\0\0\0\0\x07learner" + b"[" * 3_000_000),
    "template": ("chat_template.jinja", b"{{ a" + b"~'b'" * 30_000 + b" }}"),
    "escapes.json": ("m.json", b'{"learner": ' + b'\\"' * 3_000_001),
    "keys": ("chat_template.jinja", b"{% set a0 = 'b' ~ c %}" + b"".join(
        b"{%% set a%d = a%d ~ a%d %%}" % (i, i - 1, i - 1) for i in range(1, 500)) + b"{{ x[a499] }}" * 7_000),
    "templates.json": ("tokenizer_config.json", s.tokenizer([{"template": "{{ a" + "|f" * 50_000 + " }}"}] * 90)),
    "names": ("chat_template.jinja", b"".join(
        b"{%% set a%d = a%d ~ a%d %%}" % (i, i - 1, i - 1) for i in range(1, 3000)) + b"{{ x[a2999] }}"),
}  # fmt: skip
