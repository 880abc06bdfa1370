"""ONNX: operators, domains and external data, in the main graph, sub-graphs, functions and training graphs."""

from __future__ import annotations

from .fact import Kind, Part
from .paths import escapes, is_address
from .pickles.source import Source
from .record import Record, Unreadable
from .wire import Wire

# Messages, and the messages in their fields.
_INSIDE = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
    "entry": {},
}
# The fields that are texts of interest: name and domain of operators and functions, key and value of an entry.
_NAMES = {"node": (4, 7), "function": (1, 10), "entry": (1, 2)}
_OWN_DOMAINS = ("", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview", "ai.onnx.preview.training")


def recognise(fields: tuple[tuple[int, bool], ...]) -> bool:
    """Whether the first fields of a protocol buffer are those of a model."""
    found = set(fields)
    return (7, True) in found and bool(found & {(1, False), (8, True)}) and not found & {(1, True), (7, False)}


def read(source: Source, record: Record) -> None:
    """Walk the whole model. Tensors are passed over."""
    wire = Wire(source, record)
    used: dict[tuple[str, str], int] = {}
    own: set[tuple[str, str]] = set()
    waiting = [("model", 0, wire.size, 0)]
    try:
        while waiting:
            message, begin, end, depth = waiting.pop()
            if depth > record.limits.depth:
                raise Unreadable("Its graphs are nested too deeply.", offset=begin)
            inner, names = _INSIDE[message], _NAMES.get(message, ())
            texts: dict[int, str] = {}
            found: list[tuple[str, int, int, int]] = []
            for field in wire.readable(begin, end):
                if field.number in names and field.value is None:
                    texts[field.number] = wire.text(field)
                elif field.number in inner and field.value is None:
                    found.append((inner[field.number], field.begin, field.end, depth + 1))
            waiting += reversed(found)
            pair = (texts.get(names[1], ""), texts.get(names[0], "")) if names else ("", "")
            if message == "node":
                used.setdefault(pair, begin)
            elif message == "function":
                own.add(pair)
            elif message == "entry" and pair[1] == "location":
                _external(pair[0], begin, record)
    finally:
        for (domain, operator), at in used.items():
            if (domain, operator) not in own:
                record.once(Kind.ONNX_OPERATOR, f"{domain}::{operator}" if domain else operator, at)
                if domain not in _OWN_DOMAINS:
                    record.once(Kind.CUSTOM_DOMAIN, domain, at, detail=operator)


def _external(location: str, at: int, record: Record) -> None:
    if is_address(location):
        record.once(Kind.FETCH, location, at)
    elif escapes(location):
        record.once(Kind.PATH_ESCAPE, location, at)
    else:
        record.once(Kind.NAMED_FILE, location, at)
        record.part(Part("raw", sibling=location))
