"""Whatever the bytes: an ending, soon, in little memory, never an exception."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.formats.fact import Reading
from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.recognise import FORMATS, run
from jupyter_mlsecops.formats.record import Limits, Record

from .shapes import (
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

LIBRARY = field(1, field(1, field(1, "fn")) + field(3, tf_node("PyFunc")))
SAMPLES = {
    "m.safetensors": safetensors({"a": tensor(0, 4), "b": tensor(4, 8, "F32", [1])}, 8),
    "m.gguf": gguf(
        [
            ("tokens", 9, struct.pack("<IQ", 8, 2) + gguf_text("a") + gguf_text("b")),
            ("chat_template", 8, gguf_text("{{ a.b|trim }}")),
            ("nested", 9, struct.pack("<IQ", 9, 1) + struct.pack("<IQ", 4, 2) + bytes(8)),
        ],
        tensors=gguf_text("w") + struct.pack("<IQIQ", 1, 4, 0, 0) + bytes(64),
        counts=(1, 3),
    ),
    "a.npy": npy("[('a', '<i4'), ('b', '|O', (2,))]", values=b"\x80\x04N."),
    "a.npz": zipped({"a.npy": npy("'<i4'", values=bytes(8)), "b.npy": npy("'|O'")}, method=zipfile.ZIP_DEFLATED),
    "m.keras": keras(layer("os", "function", "system"), members={"model.weights.h5": b"\x89HDF\r\n\x1a\n" + bytes(9)}),
    "m.skops": skops(node("MethodNode", "a", "b", {"func": "f", "obj": node("ObjectNode", "a", "b")})),
    "m.mar": mar({"model": {"handler": "h.py"}}, {"h.py": "x"}),
    "m.onnx": onnx(field(1, onnx_node("If", attributes=field(5, field(6, field(1, onnx_node("PyOp"))))))
                   + field(5, external("/x"))),
    "saved_model.pb": saved_model(tf_node("fn"), functions=LIBRARY, more=field(6, field(2, "../x"))),
    "frozen.pb": field(1, tf_node("PyFunc")),
    "m.pmml": b"<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE PMML [<!ENTITY a 'b'>]><PMML></PMML>",
    "MLmodel": b"flavors: {python_function: {loader_module: own, model_path: a, code: &x code}}",
    "tokenizer_config.json": tokenizer("{% for m in messages %}{{ m['a' ~ b].__class__ }}{% endfor %}"),
    "config.json": json.dumps({"auto_map": {"AutoModel": ["a.B", None]}}).encode(),
    "m.json": b'{"learner": {"a": [1, 2, "x{"]}}',
    "m.ubj": b"{L\0\0\0\0\0\0\0\x07learner{L\0\0\0\0\0\0\0\x01a[$d#L\0\0\0\0\0\0\0\x02" + bytes(8) + b"}}",
    "m.txt": b"tree\nversion=v4\ntree_sizes=8\n\nTree=0\nx=1\n\nend of trees\n",
    "m.h5": b"\x89HDF\r\n\x1a\n" + bytes(200),
}  # fmt: skip


def fine(reading: Reading) -> bool:
    """Whether a reading is one that can be shown: short texts, one line each, and not many."""
    texts = [text for fact in reading.facts for text in (fact.what, fact.member, fact.detail)]
    texts += [text for gap in reading.gaps for text in (gap.why, gap.member, gap.cure)]
    return all(len(text) <= 200 and text.isprintable() for text in texts)


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_anywhere(name: str) -> None:
    raw = SAMPLES[name]
    for size in range(0, len(raw), max(1, len(raw) // 120)):
        assert fine(look(name, raw[:size]))


@pytest.mark.parametrize("name", SAMPLES)
def test_changed_anywhere(name: str) -> None:
    chance = random.Random(name)
    for _ in range(200):
        raw = bytearray(SAMPLES[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(raw))
            if chance.random() < 0.5:
                raw[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            else:
                raw[at:at] = chance.choice((b"\xff" * 8, b"[" * 50, b"{", b"\0", b"PK\x05\x06", b'"', b"9" * 30))
        assert fine(look(name, bytes(raw)))


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=300), name=st.sampled_from([row.name for row in FORMATS]))
def test_any_bytes_as_any_format(raw: bytes, name: str) -> None:
    record = Record(name)
    run(name, Source(raw), record)
    assert fine(record.reading())


@pytest.mark.parametrize("name", SAMPLES)
def test_small_limits_end_in_gaps_and_keep_what_was_found(name: str) -> None:
    for limits in (Limits(read_bytes=30), Limits(items=2), Limits(facts=1), Limits(text_bytes=4), Limits(depth=0)):
        reading = look(name, SAMPLES[name], limits)
        assert len(reading.facts) <= max(limits.facts, 1) if limits.facts == 1 else fine(reading)
    if name not in ("m.h5",):
        assert not look(name, SAMPLES[name], Limits(read_bytes=0)).complete


DEEP = 200_000
HOSTILE = {
    "deep.json": ("config.json", b'{"a":' * DEEP),
    "wide.json": ("config.json", b'{"a":[' + b"[]," * 2_000_000),
    "long.json": ("config.json", b'{"a": "' + b"x" * (20 << 20) + b'"}'),
    "digits.json": ("config.json", b'{"a": ' + b"9" * 5_000_000 + b"}"),
    "aliases.yaml": ("MLmodel", b"a: &a [x,x,x]\n" + b"".join(
        b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in b"bcdefghijklmnopqrstuvwxyz")),
    "keys.yaml": ("MLmodel", b"flavors: {" + b"a: b, " * 300_000),
    "deep.onnx": ("m.onnx", b""),
    "fields.onnx": ("m.onnx", field(1, 8) + field(7, b"\x0a\0" * 2_000_000) + field(8, b"")),
    "names.gguf": ("m.gguf", gguf([("a", 9, struct.pack("<IQ", 8, 4_100_000) + bytes(8 * 4_100_000))])),
    "header.safetensors": ("m.safetensors", safetensors("{" + '"a":{},' * 1_500_000 + '"b":{}}')),
    "comments.xml": ("m.pmml", b"<?xml version='1.0'?>" + b"<!---->" * 300_000),
    "attributes.xml": ("m.pmml", b"<?xml version='1.0'?><a " + b"".join(b'a%d="" ' % i for i in range(60_000))),
    "quotes.json": ("m.json", b'{"learner": ' + b'"' * 6_000_001),
    "slashes.json": ("m.json", b'{"learner": "' + b"\\" * 6_000_001),
    "nested.ubj": ("m.ubj", b"{L\0\0\0\0\0\0\0\x07learner" + b"[" * 3_000_000),
    "template": ("chat_template.jinja", b"{{ a" + b"~'b'" * 30_000 + b" }}"),
    "escapes.json": ("m.json", b'{"learner": ' + b'\\"' * 3_000_001),
    "keys": ("chat_template.jinja", b"{% set a0 = 'b' ~ c %}" + b"".join(
        b"{%% set a%d = a%d ~ a%d %%}" % (i, i - 1, i - 1) for i in range(1, 500)) + b"{{ x[a499] }}" * 7_000),
    "templates.json": ("tokenizer_config.json", tokenizer([{"template": "{{ a" + "|f" * 50_000 + " }}"}] * 90)),
    "names": ("chat_template.jinja", b"".join(
        b"{%% set a%d = a%d ~ a%d %%}" % (i, i - 1, i - 1) for i in range(1, 3000)) + b"{{ x[a2999] }}"),
}  # fmt: skip


def _deep_onnx() -> bytes:
    graph = b""
    for _ in range(3000):
        graph = field(1, onnx_node("If", attributes=field(5, field(6, graph))))
    return onnx(graph)


@pytest.mark.parametrize("name", HOSTILE)
def test_costly_files_end_soon(name: str) -> None:
    path, raw = HOSTILE[name]
    raw = raw or _deep_onnx()
    began = time.process_time()
    reading = look(path, raw)
    assert time.process_time() - began < 30
    assert fine(reading) and (not reading.complete or name in ("names", "template", "keys"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a peak of memory")
def test_a_zip_bomb_costs_little_memory(tmp_path: Path) -> None:
    for name, members in {
        "m.keras": {"config.json": b" " * (100 << 20), "metadata.json": b"{}"},
        "a.npz": {"a.npy": npy("'<i4'", "(9,)", bytes(100 << 20))},
        "m.skops": {"schema.json": b"[" * (100 << 20)},
    }.items():
        (tmp_path / name).write_bytes(zipped(members, method=zipfile.ZIP_DEFLATED))  # type: ignore[arg-type]
    code = """
    import sys
    from jupyter_mlsecops.formats.pickles.source import Source
    from jupyter_mlsecops.formats.recognise import read

    def peak():  # not getrusage, whose peak a process takes over from the one that starts it
        return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

    before = peak()
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            print(read(path, Source(file)).complete)
    print(peak() - before)
    """
    paths = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *paths], capture_output=True, text=True, check=True, timeout=120
    )
    *complete, grown = done.stdout.split()
    assert complete == ["True", "False", "False"] and int(grown) < 120 << 10


FORBIDDEN = ("open", "exec", "import", "os.", "socket", "subprocess", "pickle", "marshal", "urllib")


def test_nothing_is_imported_or_run_that_a_file_names() -> None:
    code = """
    import sys
    from jupyter_mlsecops.formats.pickles.source import Source
    from jupyter_mlsecops.formats.recognise import read
    from tests.formats.test_hostile import SAMPLES
    for name, raw in SAMPLES.items():
        read(name, Source(raw))  # what is imported once is not what this looks at
    seen = []
    sys.addaudithook(lambda event, args: seen.append(event))
    for name, raw in SAMPLES.items():
        read(name, Source(raw + b" "))
    allowed = {"object.__getattr__", "compile", "object.__setattr__"}
    print(*sorted(set(seen) - allowed))
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True, timeout=120, cwd=root
    )
    assert not [event for event in done.stdout.split() if event.startswith(FORBIDDEN)]


def test_paths_that_escape_an_archive_are_told() -> None:
    raw = zipped({"../../config.json": "{}", "metadata.json": "{}", "config.json": "{}", "/etc/x": "y"})
    found = {(fact.kind.value, fact.what) for fact in look("m.keras", raw).facts}
    assert {("path-escape", "../../config.json"), ("path-escape", "/etc/x")} <= found
