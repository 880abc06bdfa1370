"""Bytes of model files, put together by hand: the smallest that are what they say."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from typing import Any

from jupyter_mlsecops.formats.fact import Reading
from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.recognise import read
from jupyter_mlsecops.formats.record import Limits


def look(name: str, raw: bytes, limits: Limits | None = None) -> Reading:
    """What is read of bytes in a file of this name."""
    return read(name, Source(raw), limits)


def told(name: str, raw: bytes) -> list[tuple[str, str, int | None]]:
    """The facts of a file, as kind, what, and place."""
    return [(fact.kind.value, fact.what, fact.offset) for fact in look(name, raw).facts]


def safetensors(tensors: Any, values: int | bytes = b"", *, length: int | None = None) -> bytes:
    """A header (a value, or JSON as it is) and so many bytes of values."""
    header = tensors.encode() if isinstance(tensors, str) else json.dumps(tensors).encode()
    body = bytes(values) if isinstance(values, int) else values
    return struct.pack("<Q", len(header) if length is None else length) + header + body


def tensor(begin: int, end: int, dtype: str = "U8", shape: list[int] | None = None) -> dict[str, Any]:
    return {"dtype": dtype, "shape": [end - begin] if shape is None else shape, "data_offsets": [begin, end]}


def gguf_text(text: str, order: str = "<", wide: bool = True) -> bytes:
    return struct.pack(order + ("Q" if wide else "I"), len(text.encode())) + text.encode()


def gguf(keys: list[tuple[str, int, bytes]], *, version: int = 3, order: str = "<", tensors: bytes = b"",
         counts: tuple[int, int] | None = None) -> bytes:  # fmt: skip
    """A file with these keys (name, type, value as bytes); ``counts`` are what it says of tensors and keys."""
    wide = version > 1
    said = counts or (0, len(keys))
    head = b"GGUF" + struct.pack(order + "I" + ("QQ" if wide else "II"), version, *said)
    body = b"".join(gguf_text(k, order, wide) + struct.pack(order + "I", kind) + raw for k, kind, raw in keys)
    return head + body + tensors


def npy(descr: str, shape: str = "(2,)", values: bytes = b"", *, version: int = 1, fortran: str = "False") -> bytes:
    """An array whose header has these texts as they are."""
    header = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n".encode()
    return (
        b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(header)) + header + values
    )


def zipped(members: dict[str, bytes | str], *, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return file.getvalue()


def number(value: int) -> bytes:
    """A number of a protocol buffer."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(place: int, value: bytes | str | int) -> bytes:
    """A field of a protocol buffer: a number, or a text or message."""
    if isinstance(value, int):
        return number(place << 3) + number(value)
    raw = value.encode() if isinstance(value, str) else value
    return number(place << 3 | 2) + number(len(raw)) + raw


def onnx(*graph: bytes, more: bytes = b"") -> bytes:
    return field(1, 8) + field(7, b"".join(graph)) + field(8, field(1, "") + field(2, 18)) + more


def onnx_node(operator: str, domain: str = "", attributes: bytes = b"") -> bytes:
    return field(1, "x") + field(2, "y") + field(4, operator) + field(7, domain) + attributes


def external(location: str) -> bytes:
    """A tensor of ONNX whose values stand in another file."""
    return field(1, 4) + field(8, "w") + field(13, field(1, "location") + field(2, location)) + field(14, 1)


def saved_model(*nodes: bytes, functions: bytes = b"", more: bytes = b"") -> bytes:
    graph = b"".join(field(1, node) for node in nodes) + (field(2, functions) if functions else b"")
    return field(1, 1) + field(2, field(2, graph) + more)


def tf_node(operator: str, attributes: bytes = b"") -> bytes:
    return field(1, "name") + field(2, operator) + attributes


def keras(*layers: dict[str, Any], members: dict[str, bytes | str] | None = None) -> bytes:
    config = {"module": "keras", "class_name": "Sequential", "config": {"layers": list(layers)},
              "registered_name": None}  # fmt: skip
    return zipped({"metadata.json": '{"keras_version": "3.9"}', "config.json": json.dumps(config), **(members or {})})


def layer(module: str | None, name: str, config: Any = None, registered: str | None = None) -> dict[str, Any]:
    return {"module": module, "class_name": name, "config": config or {}, "registered_name": registered}


def skops(tree: Any, *, protocol: int = 2, members: dict[str, bytes | str] | None = None) -> bytes:
    return zipped({"schema.json": json.dumps({**tree, "protocol": protocol}), **(members or {})})


def node(loader: str, module: str, name: str, content: Any = None) -> dict[str, Any]:
    found = {"__loader__": loader, "__module__": module, "__class__": name}
    return found if content is None else {**found, "content": content}


def mar(manifest: Any, members: dict[str, bytes | str]) -> bytes:
    return zipped({"MAR-INF/MANIFEST.json": json.dumps(manifest), **members})


def tokenizer(template: Any) -> bytes:
    return json.dumps({"tokenizer_class": "Own", "chat_template": template}).encode()
