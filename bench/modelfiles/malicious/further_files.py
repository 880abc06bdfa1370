"""Further tricks with files that hold pickles, and with other formats; and files that no loader takes."""

from __future__ import annotations

import gzip
import json
import pickle
import struct
import zlib
from collections.abc import Iterator

from tests.formats import shapes as s
from tests.formats.archives import assemble as z
from tests.formats.archives.assemble import File

from .made import UNREADABLE, Made, numbered
from .pieces import ATTACK, PLAIN


def further_files() -> Iterator[Made]:
    """All of them."""
    yield from numbered("more containers", _containers())
    yield from numbered("more formats", _formats())
    for name, data in _refused():
        yield Made(UNREADABLE, f"refused_{name}", data)


def _containers() -> Iterator[tuple[str, bytes]]:
    tensor = File("m/data/0", ATTACK)
    yield "two_roots.pt", z.zipped(File("a/data.pkl", PLAIN), File("b/data.pkl", ATTACK))
    yield "pickle_in_data.pt", z.zipped(File("m/data.pkl", PLAIN), tensor)
    yield "named_version.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/version", ATTACK))
    yield "constants.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/constants.pkl", ATTACK))
    yield "extra_files.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/extra/x", gzip.compress(ATTACK)))
    yield "zip_after_pickle.pkl", ATTACK + z.torch_zip(PLAIN)
    yield "zip_before_pickle.pt", z.torch_zip(PLAIN) + ATTACK
    yield "joblib_in_zip.zip", z.zipped(File("x/model.joblib", zlib.compress(ATTACK)))
    yield "h5_in_zip.zip", z.zipped(File("model.pkl", ATTACK), File("weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(64)))
    yield "tar_of_tar.tar", z.tar_file("in.tar", z.tar_file("m.pkl", ATTACK) + z.TAR_END) + z.TAR_END
    yield "tar_link.tar", z.tar_file("m.pkl", b"", b"2") + z.tar_file("../../n.pkl", ATTACK) + z.TAR_END
    yield "nested.npz", z.zipped(File("a.npy", s.npy("[('x', '<i4'), ('y', [('z', '|O')])]", "(1,)", ATTACK)))
    yield "version3.npy", s.npy("'|O'", "(1,)", ATTACK, version=3)
    yield "array_of_objects.npy", s.npy("('|O', (2,))", "(1,)", ATTACK)
    yield "gz_of_zip.pkl.gz", gzip.compress(z.zipped(File("x", ATTACK)))
    yield (
        "legacy_tail.pt",
        pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({}, 2) + ATTACK,
    )
    yield "joblib_gzip.joblib", gzip.compress(ATTACK, 9)
    yield "ml.mar", s.mar({"model": {"handler": "own.py", "serializedFile": "m.pt"}}, {"own.py": "x", "m.pt": ATTACK})


def _formats() -> Iterator[tuple[str, bytes]]:
    layer = s.layer
    yield "module.keras", s.keras(layer("acme.own", "Net", {"x": 1}))
    yield "deep.keras", s.keras(layer("keras.layers", "Bidirectional", {"layer": layer("os", "system")}))
    yield "registered.keras", s.keras(layer(None, "Own", {}, "Custom>Own"))
    yield "path.keras", s.keras(layer("keras.layers", "TextVectorization", {"vocabulary": "/etc/passwd"}))
    yield "string_lookup.keras", s.keras(layer("keras.layers", "StringLookup", {"vocabulary": "../../secret.txt"}))
    yield "traversal.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("../../../etc/passwd")))
    yield "absolute.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("/etc/passwd")))
    yield "windows.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("..\\..\\secret.bin")))
    yield "python.onnx", s.onnx(s.field(1, s.onnx_node("PyOp", "ai.onnx.contrib")))
    text = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    yield "template.gguf", s.gguf([("tokenizer.chat_template", 8, s.gguf_text(text))])
    yield "named_template.gguf", s.gguf([("tokenizer.chat_template.tool_use", 8, s.gguf_text(text))])
    for number, source in enumerate(
        (
            "{{ lipsum.__globals__['os'].popen('echo harmless').read() }}",
            "{{ messages|map(attribute='__class__')|list }}",
            "{{ '%c%c'|format(95, 95) }}{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
            "{{ ('_' ~ '_class_' ~ '_') }}{{ x[('_' ~ '_class_' ~ '_')] }}",
            "{% set x = namespace.__init__ %}{{ x }}",
            "{{ self._TemplateReference__context }}",
            "{% include '/etc/passwd' %}",
            "{{ '{0.__class__}'.format(messages) }}",
            "{% for x in messages.append.__self__ %}{% endfor %}{{ joiner.__init__ }}",
        )
    ):
        yield f"t{number}/chat_template.jinja", source.encode()
    yield (
        "duplicate.safetensors",
        s.safetensors(
            '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
            1,
        ),
    )
    yield "auto/config.json", json.dumps({"auto_map": {"AutoModel": "acme/other--own.Net"}}).encode()
    yield "pipe/config.json", json.dumps({"custom_pipelines": {"x": {"impl": "own.Pipe"}}}).encode()
    yield "tok/tokenizer_config.json", json.dumps({"auto_map": {"AutoTokenizer": ["own.Tok", None]}}).encode()
    yield "model.skops", s.skops(s.node("FunctionNode", "os", "system"))
    yield "operator.skops", s.skops(s.node("OperatorFuncNode", "operator", "methodcaller"))
    yield "flow/MLmodel", b"flavors:\n  python_function:\n    loader_module: own_loader\n    code: code\n"
    yield "conf.nemo", gzip.compress(z.tar_file("model_config.yaml", b"a:\n  _target_: subprocess.Popen\n") + z.TAR_END)
    yield "late.pmml", b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<PMML>&b;</PMML>'
    yield "big.zip", z.zipped(File("a.pkl", struct.pack("<I", 0) + ATTACK), File("b.bin", ATTACK))


def _refused() -> Iterator[tuple[str, bytes]]:
    """What no loader takes; it may not be silent all the same."""
    yield "descr_call.npy", s.npy("__import__('os')", "(1,)", bytes(8))
    yield "descr_sum.npy", s.npy("'<i' + '4'", "(1,)", bytes(8))
    yield "shape_call.npy", s.npy("'<i4'", "(int('1'),)", bytes(8))
    yield "zeros_before.pt", bytes(4096) + ATTACK
    yield "huge.safetensors", s.safetensors({"a": s.tensor(0, 1)}, 1, length=1 << 40)
