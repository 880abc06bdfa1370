"""ONNX: operators wherever a graph can stand, domains, external data."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.fact import Part

from .shapes import external, field, look, onnx, onnx_node, told

EVIL = onnx_node("PyOp", "own.ops")
GRAPH = field(1, EVIL)


@pytest.mark.parametrize(
    "raw",
    [
        onnx(field(1, EVIL)),
        onnx(field(1, onnx_node("If", attributes=field(5, field(1, "then_branch") + field(6, GRAPH))))),
        onnx(
            field(1, onnx_node("Scan", attributes=field(5, field(11, field(1, onnx_node("Add"))) + field(11, GRAPH))))
        ),
        onnx(more=field(25, field(1, "F") + field(10, "mine") + field(7, EVIL))),
        onnx(more=field(20, field(1, GRAPH))),
        onnx(more=field(20, field(2, GRAPH))),
        onnx() + field(7, GRAPH),
    ],
    ids=["main", "sub-graph", "sub-graphs", "function", "initialization", "training", "second graph"],
)
def test_operators_are_found_in_every_graph(raw: bytes) -> None:
    place = raw.index(EVIL)
    assert told("m.onnx", raw)[-2:] == [("onnx-operator", "own.ops::PyOp", place), ("custom-domain", "own.ops", place)]


def test_own_functions_are_no_custom_operators() -> None:
    function = field(25, field(1, "Twice") + field(10, "own") + field(7, onnx_node("Add")))
    raw = onnx(field(1, onnx_node("Twice", "own")), field(1, onnx_node("Other", "own")), more=function)
    assert [fact[:2] for fact in told("m.onnx", raw)] == [
        ("onnx-operator", "own::Other"),
        ("custom-domain", "own"),
        ("onnx-operator", "Add"),
    ]
    assert told("m.onnx", onnx(field(1, onnx_node("Add", "ai.onnx.ml"))))[0][1] == "ai.onnx.ml::Add"


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("/etc/shadow", "path-escape"),
        ("a/../../b", "path-escape"),
        ("..\\b", "path-escape"),
        ("C:\\b", "path-escape"),
        ("~/b", "path-escape"),
        ("https://example.org/w", "fetch"),
        ("weights.bin", "named-file"),
        ("a..b/c.bin", "named-file"),
    ],
)
@pytest.mark.parametrize("place", ["initializer", "constant", "sparse", "list"])
def test_external_data(location: str, kind: str, place: str) -> None:
    tensor = external(location)
    graph = {
        "initializer": field(5, tensor),
        "constant": field(1, onnx_node("Constant", attributes=field(5, field(5, tensor)))),
        "sparse": field(15, field(1, tensor)),
        "list": field(1, onnx_node("X", attributes=field(5, field(10, tensor)))),
    }[place]
    reading = look("m.onnx", onnx(graph))
    assert (kind, location) in [(fact.kind.value, fact.what) for fact in reading.facts]
    assert (Part("raw", sibling=location) in reading.parts) is (kind == "named-file")


def test_what_breaks_off_is_a_gap_and_what_came_before_stays() -> None:
    raw = onnx(field(1, EVIL))[:-3] + b"\xff\xff"
    reading = look("m.onnx", field(1, 8) + field(7, field(1, EVIL) + b"\x2a\x7f"))
    assert not reading.complete and any(fact.what == "own.ops::PyOp" for fact in reading.facts)
    assert not look("m.onnx", raw).complete
    assert not look("m.onnx", b"no model").complete
