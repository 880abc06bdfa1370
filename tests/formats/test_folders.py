"""Repositories and folders: configurations of Hugging Face, MLflow, TorchServe, skops, XML, TorchScript."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_mlsecops.formats import torchscript
from jupyter_mlsecops.formats.fact import Part
from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.record import Record

from .shapes import look, mar, node, npy, skops, told, zipped


@pytest.mark.parametrize(
    ("name", "value", "fact", "sibling"),
    [
        ("config.json", {"auto_map": {"AutoModel": "modeling_own.Own"}}, ("remote-code", "modeling_own.Own"),
         "modeling_own.py"),
        ("config.json", {"auto_map": {"AutoTokenizer": ["other/repo--tok.Slow", None]}},
         ("remote-code", "other/repo--tok.Slow"), ""),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["tok.Slow", "tok.Fast"]}},
         ("remote-code", "tok.Fast"), "tok.py"),
        ("config.json", {"text_config": {"auto_map": {"AutoConfig": "inner.Own"}}}, ("remote-code", "inner.Own"),
         "inner.py"),
        ("config.json", {"custom_pipelines": {"own": {"impl": "pipe.Own"}}}, ("remote-code", "pipe.Own"), "pipe.py"),
        ("modules.json", [{"idx": 0, "type": "own_module.Pooling"}], ("custom-class", "own_module.Pooling"),
         "own_module.py"),
        ("model_index.json", {"_diffusers_version": "1", "unet": ["own_unet", "Net"]}, ("custom-class", "own_unet.Net"),
         ""),
        ("model_index.json", {"_diffusers_version": "1", "_class_name": ["pipe", "Own"]}, ("remote-code", "pipe"),
         "pipe.py"),
        ("model.safetensors.index.json", {"weight_map": {"a": "../../x.bin"}}, ("path-escape", "../../x.bin"), ""),
    ],
)  # fmt: skip
def test_configurations_that_name_code(name: str, value: Any, fact: tuple[str, str], sibling: str) -> None:
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32-be"):
        reading = look(name, json.dumps(value).encode(codec))
        assert fact in [(found.kind.value, found.what) for found in reading.facts] and reading.complete
        assert not sibling or Part("python", sibling=sibling) in reading.parts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("config.json", {"architectures": ["Llama"], "auto_map": {}}),
        ("modules.json", [{"type": "sentence_transformers.models.Pooling"}]),
        ("model_index.json", {"_diffusers_version": "1", "_class_name": "Pipe", "vae": ["diffusers", "Vae"],
                              "safety_checker": [None, None]}),
    ],
)  # fmt: skip
def test_honest_configurations(name: str, value: Any) -> None:
    assert told(name, json.dumps(value).encode()) == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 200_000, b'{"a": ' + b"9" * 10_000 + b"}", b"\xff\xfe\0", b"1"])
def test_what_is_no_json_is_a_gap(raw: bytes) -> None:
    assert not look("config.json", raw).complete


MLMODEL = """flavors:
  python_function:
    loader_module: {module}
    model_path: {path}
    {more}
run_id: abc
"""


@pytest.mark.parametrize(
    ("module", "path", "more", "facts"),
    [
        ("mlflow.sklearn", "model.pkl", "env: conda.yaml",
         [("mlflow-loader", "mlflow.sklearn"), ("named-file", "model.pkl")]),
        ("os", "model.pkl", "", [("mlflow-loader", "os"), ("named-file", "model.pkl")]),
        ("'own'", "../../m.pkl", "code: code",
         [("code-file", "code"), ("mlflow-loader", "own"), ("path-escape", "../../m.pkl")]),
        ("&a own", "*a", "", [("mlflow-loader", "own"), ("named-file", "own")]),
    ],
)  # fmt: skip
def test_mlflow(module: str, path: str, more: str, facts: list[tuple[str, str]]) -> None:
    raw = MLMODEL.format(module=module, path=path, more=more).encode()
    assert sorted(fact[:2] for fact in told("model/MLmodel", raw)) == facts


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a: b",
        b"flavors: [",
        b"[" * 50_000,
        b"\xff",
        b"!!python/object/apply:os.system [x]",
        b"a: &a [x]\nb: [" + b"*a," * 10 + b"]",
    ],
)
def test_yaml_that_is_none_of_mlflow(raw: bytes) -> None:
    assert not look("MLmodel", raw).complete


def test_torchserve() -> None:
    raw = mar(
        {"model": {"handler": "own.py:handle", "serializedFile": "m.pt"}},
        {"own.py": "x = 1", "m.pt": b"\x80\x02N.", "requirements.txt": "a==1"},
    )
    reading = look("m.mar", raw)
    facts = [(fact.kind.value, fact.what) for fact in reading.facts]
    assert facts == [("handler", "own.py:handle"), ("code-file", "own.py")]
    others = [Part("unknown", "m.pt"), Part("python", "own.py"), Part("requirements", "requirements.txt")]
    assert list(reading.parts) == others
    plain = mar({"model": {"handler": "image_classifier"}}, {"m.pt": b"x"})
    assert told("m.mar", plain) == []
    assert not look("m.mar", mar([], {"m.pt": b"x"})).complete
    assert not look("m.mar", zipped({"m.pt": b"x"})).complete


@pytest.mark.parametrize(
    ("tree", "fact"),
    [
        (node("ObjectNode", "own", "Class"), ("skops-class", "own.Class")),
        (node("TypeNode", "os", "system"), ("skops-class", "os.system")),
        (node("FunctionNode", "os", "system"), ("skops-callable", "os.system")),
        (node("FunctionNode", "builtins", "function", {"module_path": "os", "function": "system"}),
         ("skops-callable", "os.system")),
        (node("OperatorFuncNode", "builtins", "eval"), ("skops-callable", "builtins.eval")),
        (node("PartialNode", "functools", "partial", {"func": node("TypeNode", "os", "popen")}),
         ("skops-callable", "os.popen")),
        (node("MethodNode", "builtins", "int", {"func": "open", "obj": node("ObjectNode", "own", "C")}),
         ("skops-callable", "own.C.open")),
        (node("MethodNode", "builtins", "int", {"func": "open", "obj": node("ObjectNode", "own", "C")}),
         ("skops-callable", "builtins.int.open")),
        (node("NewNode", "own", "Class"), ("skops-node", "NewNode")),
        ({"__class__": "C", "__module__": "own"}, ("skops-node", "no loader")),
    ],
)  # fmt: skip
def test_skops(tree: dict[str, Any], fact: tuple[str, str]) -> None:
    assert fact in [found[:2] for found in told("m.skops", skops(tree))]
    deep = node("DictNode", "builtins", "dict", {"a": node("ListNode", "builtins", "list", [tree])})
    assert fact in [found[:2] for found in told("m.skops", skops(deep))]


def test_skops_of_a_newer_protocol_is_a_gap() -> None:
    assert not look("m.skops", skops(node("DictNode", "builtins", "dict"), protocol=9)).complete
    arrays = skops(node("DictNode", "builtins", "dict"), members={"a.npy": npy("'|O'", values=b"\x80\x04N.")})
    assert [part.format for part in look("m.skops", arrays).parts] == ["pickle"]


PMML = '<?xml version="1.0"{encoding}?>\n<!-- <!DOCTYPE no> -->\n{doctype}<PMML version="4.4"><Header/></PMML>'
ENTITY = '<!DOCTYPE PMML [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32-le", "UTF-32"),
        ("latin-1", "ISO-8859-1"),
        ("cp037", "cp037"),
        ("utf-7", "UTF-7"),
    ],
)
def test_a_document_type_in_any_encoding(codec: str, said: str) -> None:
    encoding = f' encoding="{said}"' if said else ""
    with_type = PMML.format(encoding=encoding, doctype=ENTITY)
    raw = with_type.encode(codec)
    if codec == "utf-7":
        raw = with_type.replace(ENTITY, "@").encode().replace(b"@", b"+ADw-" + ENTITY[1:].encode("utf-7"))
    assert [fact[:2] for fact in told("m.pmml", raw)] == [("doctype", "PMML")]
    assert told("m.pmml", PMML.format(encoding=encoding, doctype="").encode(codec)) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"<?xml version='1.0'?>",
        b"<PMML",
        b"<?xml version='1.0' encoding='hex'?><a/>",
        b"<?xml version='1.0'?><a><b></b>",
        b"<?xml version='1.0'?><" + b"a" * 2_000_000,
    ],
)
def test_xml_that_is_not_well_formed_is_a_gap(raw: bytes) -> None:
    assert not look("m.pmml", raw).complete


def test_torchscript() -> None:
    code = b"def forward(self, x):\n  a = torch.add(x, 1)\n  torch.save(x, 'f')\n  return ops.own.run(a)\n"
    record = Record("torchscript")
    torchscript.read(Source(code), record, "code/m.py")
    facts = [(fact.what, fact.offset) for fact in record.reading().facts]
    assert facts == [(name, code.index(name.encode())) for name in ("torch.add", "torch.save", "ops.own.run")]
    assert torchscript.is_code("archive/code/__torch__/m.py") and not torchscript.is_code("archive/data/code.py")


@pytest.mark.parametrize(
    "code",
    [
        b"  torch.save(x, 'f')",
        b"  torch . save(x, 'f')",
        b"  torch.\tsave  (x, 'f')",
        b"  f = torch.save\n  f(x, 'f')",
        b"  ops.aten.save(x, 'f')",
    ],
)
def test_operators_of_torchscript_in_any_spelling(code: bytes) -> None:
    record = Record("torchscript")
    torchscript.read(Source(b"def forward(self, x):\n" + code), record)
    assert [fact.what.rpartition(".")[2] for fact in record.reading().facts] == ["save"]


@pytest.mark.parametrize(
    ("code", "complete"),
    [
        (b"t = torch\nt.save(x, 'f')", False),
        (b"f(ops, 1)", False),
        (b"a = 'torch is fast'  # torch\nb = __torch__.own.Net\nc = \"ops\"", True),
        (b"a = 'it\\'s torch'\nb = torch.add(a)", True),
        (b"a = 'torch\nb = x.torch", True),
    ],
)
def test_other_names_for_torch(code: bytes, complete: bool) -> None:
    record = Record("torchscript")
    torchscript.read(Source(code), record)
    assert record.reading().complete == complete
