"""TensorFlow's SavedModel and frozen graphs: every operator of graphs and functions, assets, notes of Keras."""

from __future__ import annotations

from .fact import Kind, Part
from .jsons import parse_json
from .keras.config import read_config
from .paths import escapes, is_address
from .pickles.source import Source
from .record import Record, Unreadable
from .wire import Field, Wire

# Messages, and the messages in their fields.
_INSIDE = {
    "saved model": {2: "meta graph"},
    "meta graph": {2: "graph", 6: "asset", 7: "objects"},
    "graph": {1: "node", 2: "library"},
    "library": {1: "function"},
    "function": {1: "signature", 3: "node"},
    "objects": {1: "object"},
    "object": {4: "user object"},
    "keras metadata": {1: "layer"},
}
# The one text of a message that is of interest.
_TEXT = {"node": 2, "signature": 1, "asset": 2, "user object": 3, "layer": 5}
_NODE = 64 << 10


def recognise(fields: tuple[tuple[int, bool], ...]) -> bool:
    """Whether the first fields of a protocol buffer are those of a SavedModel."""
    return set(fields) == {(1, False), (2, True)} and fields.count((1, False)) == 1


def recognise_graph(fields: tuple[tuple[int, bool], ...]) -> bool:
    """Whether the first fields of a protocol buffer may be those of a frozen graph."""
    return bool(fields) and (1, True) in fields and set(fields) <= {(1, True), (2, True), (3, False), (4, True)}


def read(source: Source, record: Record) -> None:
    """Walk a ``saved_model.pb``."""
    _walk("saved model", source, record)


def read_other(source: Source, record: Record) -> None:
    """Refuse the forms as text and in pieces, which TensorFlow loads where there is no ``saved_model.pb``."""
    raise Unreadable("This form of a SavedModel is not read.", cure="Save the model again, as saved_model.pb.")


def read_graph(source: Source, record: Record) -> None:
    """Walk a frozen graph."""
    _walk("graph", source, record)


def read_metadata(source: Source, record: Record) -> None:
    """Walk a ``keras_metadata.pb``, which lies beside a SavedModel that Keras wrote."""
    _walk("keras metadata", source, record)


def _walk(root: str, source: Source, record: Record) -> None:
    wire = Wire(source, record)
    used: dict[str, int] = {}
    own: set[str] = set()
    waiting = [(root, 0, wire.size)]
    try:
        while waiting:
            message, begin, end = waiting.pop()
            inner, text_field = _INSIDE.get(message, {}), _TEXT.get(message, 0)
            found: list[tuple[str, int, int]] = []
            text: Field | None = None
            for field in wire.readable(begin, end):
                if field.value is not None:
                    continue
                if field.number in inner:
                    found.append((inner[field.number], field.begin, field.end))
                elif field.number == text_field:
                    text = field
            waiting += reversed(found)
            if text is None:
                continue
            match message:
                case "node":
                    used.setdefault(_operator(wire, text, begin, end), begin)
                case "signature":
                    own.add(wire.text(text))
                case "asset":
                    _asset(wire.text(text), begin, record)
                case _:
                    _notes(wire, text, record)
    finally:
        for operator, at in used.items():
            if operator not in own:
                record.once(Kind.TENSORFLOW_OPERATOR, operator, at)


def _operator(wire: Wire, name: Field, begin: int, end: int) -> str:
    """The name of an operator, and where it prints to if that is a file."""
    found = wire.text(name)
    if found == "PrintV2":
        if end - begin > _NODE:
            wire.record.gap("A node that prints is too long to be read.", offset=begin)
        if b"file://" in wire.raw(begin, min(end, begin + _NODE)):
            return "PrintV2 (to a file)"
    return found


def _asset(name: str, at: int, record: Record) -> None:
    if is_address(name):
        record.once(Kind.FETCH, name, at)
    elif escapes(name):
        record.once(Kind.PATH_ESCAPE, name, at)
    else:
        record.once(Kind.NAMED_FILE, name, at)
        record.part(Part("raw", sibling=f"assets/{name}"))


def _notes(wire: Wire, field: Field, record: Record) -> None:
    """What Keras writes of a layer, as JSON; other objects leave the text empty."""
    length = field.end - field.begin
    if not length:
        return
    if length > record.limits.text_bytes:
        raise Unreadable("The notes on a layer are too long.", offset=field.begin)
    try:
        value, _ = parse_json(wire.raw(field.begin, field.end), record)
    except Unreadable as error:
        record.gap(str(error), offset=field.begin, cure=error.cure)
        return
    read_config(value, record, offset=field.begin)
