"""What an object is an instance of, and what follows from it: names that can be no text, methods that are names."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.pickles import End, Kind, Pair, read

from . import assemble as a

DICT = a.call(a.global_("collections", "OrderedDict"))
MADE = a.call(
    a.global_("copyreg", "_reconstructor"),
    a.global_("collections", "OrderedDict"),
    a.global_("builtins", "object"),
    a.NONE,
)


@pytest.mark.parametrize(
    "value",
    [
        DICT,
        MADE,
        a.global_("collections", "OrderedDict"),
        a.global_("collections", "OrderedDict") + a.EMPTY_TUPLE + a.NEWOBJ,
        a.call(
            a.global_("numpy._core.multiarray", "_reconstruct"), a.global_("numpy", "ndarray"), a.int1(0), a.data(b"b")
        ),
    ],
    ids=["call", "reconstructed", "class", "instance", "array"],
)
def test_instances_of_listed_classes_are_no_names(value: bytes) -> None:
    """Every unpickler ends there, so nothing that stands behind it happens."""
    found = read(a.proto(4) + value + a.text("x") + a.STACK_GLOBAL + a.call(a.global_("m", "f")) + a.STOP)
    assert Kind.COMPUTED_GLOBAL not in {fact.kind for fact in found.facts}
    assert Pair("m", "f") not in {fact.pair for fact in found.facts}
    assert [ending.end for ending in found.endings] == [End.MALFORMED]


@pytest.mark.parametrize(
    "value",
    [
        a.call(a.global_("builtins", "str"), a.text("os")),
        a.global_("builtins", "str") + a.text("os") + a.TUPLE1 + a.NEWOBJ,
        a.call(a.global_("__builtin__", "unicode"), a.text("os")),
        a.call(a.global_("_codecs", "encode"), a.text("bf"), a.text("rot13")),
        a.call(
            a.global_("copyreg", "_reconstructor"),
            a.global_("builtins", "str"),
            a.global_("builtins", "str"),
            a.text("os"),
        ),
        a.call(a.global_("numpy", "add"), a.text("o"), a.text("s")),
        a.call(a.global_("made_up", "f")),
        a.call(DICT),
    ],
    ids=["str", "new str", "unicode", "encoded", "reconstructed str", "ufunc", "not listed", "call of a value"],
)
def test_whatever_may_make_a_text_may_be_a_name(value: bytes) -> None:
    found = read(a.proto(2) + value + a.text("system") + a.STACK_GLOBAL + a.STOP)
    assert [fact.offset for fact in found.facts if fact.kind is Kind.COMPUTED_GLOBAL] == [2 + len(value) + 8]


def test_the_state_of_an_object_is_of_the_class_that_was_reconstructed() -> None:
    given = a.call(
        a.global_("copyreg", "_reconstructor"),
        a.global_("builtins", "dict"),
        a.global_("builtins", "dict"),
        a.EMPTY_DICT,
    )
    found = read(MADE + given + a.BUILD + a.STOP)
    assert [fact.pair for fact in found.facts if fact.kind is Kind.COMPUTED_STATE] == [Pair("builtins", "dict")]


@pytest.mark.parametrize(
    ("of", "name", "pairs"),
    [
        (a.stack_global("zoneinfo", "ZoneInfo"), "_unpickle", [("zoneinfo", "ZoneInfo._unpickle")]),
        (a.stack_global("os", "path"), "system", [("os", "path.system")]),
        (a.stack_global("m", "A.B"), "c", [("m", "A.B.c")]),
        (DICT, "keys", []),
        (a.text("os"), "system", []),
    ],
)
def test_an_attribute_of_a_name_is_a_name(of: bytes, name: str, pairs: list[tuple[str, str]]) -> None:
    taken = a.call(a.stack_global("builtins", "getattr"), of, a.text(name))
    found = read(a.proto(4) + a.call(taken, a.text("x")) + a.STOP)
    assert [fact.pair for fact in found.facts if fact.kind is Kind.GLOBAL and "." in fact.pairs[0].name][-1:] == pairs[
        -1:
    ]
    called = [fact.pair for fact in found.facts if fact.kind is Kind.CALL and fact.pair != ("builtins", "getattr")]
    assert called[-1:] == pairs or (not pairs and any(fact.kind is Kind.CALL_ON_VALUE for fact in found.facts))
