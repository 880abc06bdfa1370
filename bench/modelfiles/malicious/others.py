"""Formats that are no pickles: Keras, TensorFlow, ONNX, safetensors, GGUF, templates, skops, PMML, MLflow."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator

from tests.formats import shapes as s
from tests.formats.pickles import assemble as a

from .containers import ZERO
from .made import UNREADABLE, Made
from .pieces import ATTACK

CODE = {"class_name": "__lambda__", "config": {"code": "4wEAAAAAAAAA\n", "defaults": None, "closure": None}}
INTERNALS = "{{ cycler.__init__.__globals__.os.popen('echo harmless').read() }}"


def others() -> Iterator[Made]:
    """All of them."""
    yield from _keras()
    yield from _graphs()
    yield from _tensors()
    yield from _templates()
    yield from _repositories()
    yield from _rest()


def _function(module: str, name: str) -> dict[str, str]:
    """A function as configurations of Keras name it."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def _keras() -> Iterator[Made]:
    layer, lam = s.layer, {"function": CODE, "arguments": {}}
    pickled = {"module": {"class_name": "bytes", "config": "gAJ9Lg=="}}
    fetched = {"name": "x", "url": "http://127.0.0.1/x"}
    models = {
        "lambda": [layer("keras.layers", "Lambda", lam)],
        "lambda_by_name": [layer("keras.layers", "Lambda", {"function": _function("acme", "run")})],
        "function": [layer("keras.layers", "Activation", {"activation": _function("os", "system")})],
        "class": [layer("subprocess", "Popen", {"args": "echo harmless"})],
        "module_run": [layer("keras.src.models", "Functional", {"x": _function("builtins", "eval")})],
        "unsafe": [layer("keras.config", "enable_unsafe_deserialization", {})],
        "fetch": [layer("keras.utils", "get_file", fetched)],
        "registered": [layer(None, "Own", {}, "acme>Own")],
        "torch": [layer("keras.layers", "TorchModuleWrapper", pickled)],
        "saved_model": [layer("keras.layers", "TFSMLayer", {"filepath": "elsewhere"})],
        "outside": [layer("acme.layers", "Net")],
        "nested": [layer("keras", "Sequential", {"layers": [layer("keras.layers", "Lambda", lam)]})],
        "initializer": [layer("keras.layers", "Dense", {"kernel_initializer": layer("builtins", "exec")})],
        "wrapped": [layer("keras.layers", "TimeDistributed", {"layer": layer("keras.layers", "Lambda", lam)})],
    }  # fmt: skip
    for name, layers in models.items():
        yield Made("keras", f"keras_{name}.keras", s.keras(*layers))
    plain = s.layer("keras.layers", "Dense", {"units": 1})
    yield Made("keras", "keras_pickle.keras", s.keras(plain, members={"model.weights.pkl": ATTACK}))
    yield Made("keras", "keras_npz.keras", s.keras(plain, members={"model.weights.npz": s.zipped({"a.npy": ATTACK})}))
    try:
        import h5py
    except ImportError:
        return
    for name, config in {
        "lambda": {
            "class_name": "Lambda",
            "config": {"function": ["4wEAAAAAAAAA\n", None, None], "function_type": "lambda"},
        },
        "own": {"class_name": "Own", "config": {}},
        "module": {"class_name": "Net", "module": "acme.nets", "config": {}},
    }.items():
        out = io.BytesIO()
        with h5py.File(out, "w") as file:
            layers = [config]
            file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"layers": layers}})
        yield Made("keras", f"keras_{name}.h5", out.getvalue())
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        file["weights"] = h5py.ExternalLink("/etc/passwd", "/")
    yield Made("keras", "keras_link.h5", out.getvalue())


def _graphs() -> Iterator[Made]:
    for operator in (
        "PyFunc",
        "EagerPyFunc",
        "PyFuncStateless",
        "WriteFile",
        "ReadFile",
        "MatchingFiles",
        "ShellOperator",
    ):
        yield Made("saved model", f"tf_{operator}/saved_model.pb", s.saved_model(s.tf_node("Add"), s.tf_node(operator)))
    function = s.field(1, s.field(1, s.field(1, "f")) + s.field(3, s.tf_node("PyFunc")))
    yield Made("saved model", "tf_function/saved_model.pb", s.saved_model(s.tf_node("Add"), functions=function))
    for operator, domain in (("PyOp", "ai.onnx.contrib"), ("PythonOp", "com.microsoft"), ("Own", "acme")):
        yield Made("onnx", f"onnx_{operator}.onnx", s.onnx(s.field(1, s.onnx_node(operator, domain))))
    for name, location in (("above", "../../etc/passwd"), ("absolute", "/etc/passwd"), ("url", "http://127.0.0.1/w")):
        yield Made(
            "onnx", f"onnx_{name}.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external(location)))
        )
    inner = s.field(5, s.field(1, "then") + s.field(6, s.field(1, s.onnx_node("PyOp", "ai.onnx.contrib"))))
    yield Made("onnx", "onnx_branch.onnx", s.onnx(s.field(1, s.onnx_node("If", "", inner))))
    more = s.field(25, s.field(1, "f") + s.field(7, s.onnx_node("PyOp", "ai.onnx.contrib")))
    yield Made("onnx", "onnx_function.onnx", s.onnx(s.field(1, s.onnx_node("Add")), more=more))


def _tensors() -> Iterator[Made]:
    def made(name: str, data: bytes, kind: str = "safetensors") -> Made:
        return Made(kind, f"safetensors_{name}.safetensors", data)

    yield made("overlap", s.safetensors({"a": s.tensor(0, 8), "b": s.tensor(4, 12)}, 12))
    yield made("hole", s.safetensors({"a": s.tensor(0, 4), "b": s.tensor(8, 12)}, 12))
    yield made("outside", s.safetensors({"a": s.tensor(0, 400)}, 12))
    yield made("shape", s.safetensors({"a": s.tensor(0, 8, "F32", [9])}, 8))
    yield made(
        "twice",
        s.safetensors(
            '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}',
            4,
        ),
    )
    yield made("behind", s.safetensors({"a": s.tensor(0, 4)}, 400))
    yield made("pickle_behind", s.safetensors({"a": s.tensor(0, 4)}, bytes(4) + ATTACK))
    yield made("length", s.safetensors({"a": s.tensor(0, 4)}, 4, length=1 << 40), UNREADABLE)
    text = s.gguf_text
    key = [("general.architecture", 8, text("llama")), ("tokenizer.chat_template", 8, text(INTERNALS))]
    yield Made("gguf", "gguf_template.gguf", s.gguf(key))
    key[1] = ("tokenizer.chat_template.tool_use", 8, text(INTERNALS))
    yield Made("gguf", "gguf_named_template.gguf", s.gguf(key))
    yield Made("gguf", "gguf_big.gguf", s.gguf([("tokenizer.chat_template", 8, text(INTERNALS, ">"))], order=">"))
    yield Made(UNREADABLE, "gguf_counts.gguf", s.gguf(key[:1], counts=(0, 1 << 60)))
    yield Made(UNREADABLE, "gguf_length.gguf", s.gguf([("a", 8, struct.pack("<Q", 1 << 60))]))


def _templates() -> Iterator[Made]:
    for name, template in {
        "internals": INTERNALS,
        "attr_filter": "{{ ''|attr('__class__') }}",
        "item": "{{ messages['__class__']['__mro__'] }}",
        "mapped": "{{ messages|map(attribute='__class__')|list }}",
        "joined": "{{ messages[0]['__cla' ~ 'ss__'] }}",
        "formatted": "{{ '{0.__class__}'.format(messages) }}",
        "include": "{% include '/etc/passwd' %}",
        "set": "{% set x = namespace %}{{ x.__init__.__globals__ }}",
        "in_if": "{% if lipsum.__globals__ %}a{% endif %}",
        "global": "{{ self._TemplateReference__context }}",
    }.items():
        yield Made("chat template", f"template_{name}/tokenizer_config.json", s.tokenizer(template))
    yield Made(
        "chat template",
        "template_list/tokenizer_config.json",
        s.tokenizer([{"name": "tool_use", "template": INTERNALS}]),
    )
    yield Made("chat template", "template_file/chat_template.jinja", INTERNALS.encode())
    yield Made(
        "chat template",
        "template_json/chat_template.json",
        b"\xef\xbb\xbf" + json.dumps({"chat_template": INTERNALS}).encode(),
    )


def _repositories() -> Iterator[Made]:
    for name, value in {
        "auto_map/config.json": {"auto_map": {"AutoModel": "modeling_own.OwnModel"}, "model_type": "own"},
        "auto_map_remote/config.json": {"auto_map": {"AutoModel": "acme/other--modeling.Own"}},
        "tokenizer_map/tokenizer_config.json": {"auto_map": {"AutoTokenizer": ["tokens.Own", None]}},
        "custom_pipelines/config.json": {"custom_pipelines": {"own": {"impl": "pipe.Own", "pt": ["AutoModel"]}}},
        "diffusers/model_index.json": {"_class_name": ["pipeline", "Own"], "unet": ["unet_own", "Own"]},
        "modules/modules.json": [{"idx": 0, "name": "0", "path": "", "type": "acme.modules.Own"}],
        "dense/config.json": {"auto_map": {"AutoConfig": "configuration_own.Own"}},
        "index/model.safetensors.index.json": {"weight_map": {"a": "../../outside.safetensors"}},
        "adapter/adapter_config.json": {"auto_mapping": {"base_model_class": "Own", "parent_library": "acme.nets"}},
    }.items():
        yield Made("repository", f"hf_{name}", json.dumps(value).encode())
    yield Made(UNREADABLE, "hf_broken/tokenizer_config.json", b'{"chat_template": "' + INTERNALS.encode())


def _rest() -> Iterator[Made]:
    for loader, module, name in (
        ("FunctionNode", "os", "system"),
        ("MethodNode", "builtins", "eval"),
        ("OperatorFuncNode", "operator", "methodcaller"),
        ("PartialNode", "functools", "partial"),
        ("ObjectNode", "subprocess", "Popen"),
        ("TypeNode", "acme.nets", "Net"),
        ("OwnNode", "builtins", "int"),
    ):
        yield Made("skops", f"skops_{loader}.skops", s.skops(s.node(loader, module, name, {"content": {"x": 1}})))
    hidden = s.node("DictNode", "builtins", "dict", {"a": s.node("FunctionNode", "posix", "system", "x")})
    yield Made("skops", "skops_hidden.skops", s.skops(hidden))
    yield Made(
        "skops", "skops_pickle.skops", s.skops(s.node("DictNode", "builtins", "dict", {}), members={"1.npy": ATTACK})
    )
    entity = (
        '<?xml version="1.0"?><!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]><PMML version="4.4">&x;</PMML>'
    )
    yield Made("pmml", "pmml_entity.pmml", entity.encode())
    yield Made("pmml", "pmml_utf16.pmml", entity.replace("1.0", "1.0", 1).encode("utf-16"))
    lol = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><PMML version="4.4"/>'
    yield Made("pmml", "pmml_laughs.xml", lol.encode())
    for name, flavor in {
        "loader": "loader_module: acme.loader",
        "os": "loader_module: os",
        "code": "loader_module: mlflow.sklearn\n    code: code",
        "subprocess": "loader_module: subprocess\n    data: x",
    }.items():
        yield Made("mlflow", f"mlflow_{name}/MLmodel", f"flavors:\n  python_function:\n    {flavor}\n".encode())
    yield Made("mlflow", "mlflow_pickle/model.pkl", ZERO)
    yield Made("mlflow", "mlflow_pickle2/python_model.pkl", a.proto(4) + a.command("subprocess", "call") + a.STOP)
