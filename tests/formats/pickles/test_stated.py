"""What a state does beyond setting attributes, and what calls answer: told where it is more than honest files do."""

from __future__ import annotations

import functools
import pickle

import pytest

from jupyter_mlsecops.formats.pickles import BOUND, Fact, Kind, Pair, read

from . import assemble as a

SPACE = a.stack_global("types", "SimpleNamespace") + a.EMPTY_TUPLE + a.NEWOBJ
NORM = a.stack_global("scipy.stats._continuous_distns", "norm_gen")
METHOD = a.call(a.stack_global("builtins", "getattr"), SPACE, a.text("eval"))
OWN = (
    "\ndef _parse_args(self, a, b, loc=0, scale=1):\n    return (a, b, ), loc, scale\n"
    "\ndef _parse_args_rvs(self, a, b, loc=0, scale=1, size=None):\n"
    "    return self._argcheck_rvs(a, b, loc, scale, size=size)\n"
    "\ndef _parse_args_stats(self, a, b, loc=0, scale=1, moments='mv'):\n    return (a, b, ), loc, scale, moments\n"
)


def told(*parts: bytes) -> list[tuple[Kind, str]]:
    facts = read(a.proto(4) + b"".join(parts) + a.STOP).facts
    return [(fact.kind, fact.detail) for fact in facts if fact.kind not in (Kind.GLOBAL, Kind.CALL)]


def state(key: str, value: bytes) -> bytes:
    return a.EMPTY_DICT + a.text(key) + value + a.SETITEM + a.BUILD


def dtype(code: str | bytes, flags: int, fields: bytes = a.NONE) -> bytes:
    of = a.text(code) if isinstance(code, str) else code
    made = a.call(a.stack_global("numpy", "dtype"), of, a.NONE, a.NONE)
    sizes = a.int4(-1) + a.int4(-1)
    return (
        made + a.MARK + a.int1(3) + a.text("|") + a.NONE + a.NONE + fields + sizes + a.int1(flags) + a.TUPLE + a.BUILD
    )


def fields(inner: bytes) -> bytes:
    return a.EMPTY_DICT + a.text("f") + inner + a.int1(0) + a.TUPLE2 + a.SETITEM


@pytest.mark.parametrize(
    ("made", "is_told"),
    [
        (dtype("O8", 63), False),
        (dtype("f8", 0), False),
        (dtype("V8", 27, fields(dtype("O8", 63))), False),
        (dtype("V8", 0, fields(dtype("f8", 0))), False),
        (dtype(a.stack_global("numpy", "record"), 16), False),
        (dtype(a.stack_global("builtins", "object"), 0), True),
        (dtype("O8", 0), True),
        (dtype("|O", 62), True),
        (dtype("V8", 0, fields(dtype("O8", 63))), True),
        (dtype("V8", 16, fields(dtype("V8", 63, fields(dtype("O8", 63))))), True),
    ],
)
def test_data_types_that_hide_their_objects(made: bytes, is_told: bool) -> None:
    assert ((Kind.ODD_TYPE, "") in told(made)) is is_told


@pytest.mark.parametrize("key", ["append", "extend", "add"])
def test_methods_that_opcodes_call(key: str) -> None:
    assert told(SPACE, state(key, METHOD)) == [(Kind.COMPUTED_STATE, f"dict: {key}")]
    assert told(SPACE, state(key, a.stack_global("collections", "deque"))) == [(Kind.COMPUTED_STATE, f"dict: {key}")]
    assert told(SPACE, state(key, a.int1(3))) == []
    assert told(SPACE, state("value", METHOD)) == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (OWN, False),
        (OWN.replace("a, b, ", ""), False),
        (OWN + "import os\n", True),
        (OWN.replace("loc=0", "loc=f()"), True),
        (OWN.replace("(a, b, )", "(f(a), b, )"), True),
        ("import os", True),
        ("", True),
    ],
)
def test_texts_that_distributions_run(text: str, is_told: bool) -> None:
    found = told(NORM, a.EMPTY_TUPLE, a.NEWOBJ, state("_parse_arg_template", a.text(text)))
    assert found == ([(Kind.TELLING_STATE, "_parse_arg_template")] if is_told else [])


def test_texts_that_are_run_of_whatever_makes_the_object() -> None:
    made = a.call(a.stack_global("sklearn.neighbors._kd_tree", "newObj"), NORM)
    assert (Kind.TELLING_STATE, "_parse_arg_template") in told(made, state("_parse_arg_template", a.text("x")))
    same = a.call(a.stack_global("builtins", "max"), NORM + a.EMPTY_TUPLE + a.NEWOBJ + a.TUPLE1)
    assert (Kind.COMPUTED_STATE, "dict: _parse_arg_template") in told(same, state("_parse_arg_template", a.text("x")))


def test_a_state_that_is_no_mapping() -> None:
    pairs = a.EMPTY_LIST + a.text("_parse_arg_template") + a.text("x") + a.TUPLE2 + a.APPEND + a.BUILD
    assert told(NORM, a.EMPTY_TUPLE, a.NEWOBJ, pairs) == [(Kind.COMPUTED_STATE, "dict: form")]


def test_what_functions_answer_is_not_changed() -> None:
    handed = a.call(a.stack_global("gensim.utils", "identity"), a.stack_global("collections", "OrderedDict"))
    assert told(handed, state("update", a.NONE)) == [(Kind.MUTATION, "what a function answers")]


def test_keys_that_tables_call() -> None:
    frame = a.stack_global("pandas.core.frame", "DataFrame") + a.EMPTY_TUPLE + a.NEWOBJ
    assert (Kind.COMPUTED_STATE, "item") in told(frame, METHOD, a.NONE, a.SETITEM)
    assert told(frame, a.text("a"), a.NONE, a.SETITEM) == []


class Keyed:
    """Wants an argument by name: picklers of protocol 2 write a partial that they call."""

    def __new__(cls, *, name: str) -> Keyed:
        made = super().__new__(cls)
        made.name = name  # type: ignore[attr-defined]
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, str]]:
        return (), {"name": "a"}


def calls(data: bytes) -> list[Fact]:
    return [fact for fact in read(data).facts if fact.kind in (Kind.CALL, Kind.CALL_ON_VALUE)]


@pytest.mark.parametrize("protocol", [2, 3])
def test_partials_that_picklers_write(protocol: int) -> None:
    found = calls(pickle.dumps(Keyed(name="a"), protocol))
    assert [(str(fact.pairs[-1]), fact.detail) for fact in found] == [
        ("builtins.getattr", f"{__name__}.Keyed"),
        ("functools.partial", BOUND),
        (f"{__name__}.Keyed", ""),
    ]


@pytest.mark.parametrize("held", [functools.partial(sorted, key=len), functools.partial(max, 1)])
def test_partials_that_are_only_held(held: object) -> None:
    assert [fact.detail for fact in calls(pickle.dumps(held)) if "partial" in str(fact.pairs)] == [""]


def test_a_partial_that_is_given_something_else() -> None:
    block = a.stack_global("pandas.core.internals.blocks", "new_block")
    partial = a.call(a.stack_global("functools", "partial"), block)
    for given in (a.stack_global("os", "system"), METHOD):
        swapped = a.MARK + given + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NONE + a.TUPLE + a.BUILD
        found = calls(a.proto(4) + partial + swapped + a.EMPTY_TUPLE + a.REDUCE + a.STOP)
        assert found[-1].kind is Kind.CALL_ON_VALUE
    honest = a.MARK + block + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NONE + a.TUPLE + a.BUILD
    found = calls(a.proto(4) + partial + honest + a.EMPTY_TUPLE + a.REDUCE + a.STOP)
    assert [(str(fact.pair), fact.detail) for fact in found] == [
        ("functools.partial", BOUND),
        ("pandas.core.internals.blocks.new_block", ""),
    ]


def test_functions_of_numpy_by_their_names() -> None:
    by_name = a.stack_global("numpy.core", "_ufunc_reconstruct")
    found = read(a.proto(4) + a.call(by_name, a.text("os"), a.text("system")) + a.STOP).facts
    assert Pair("os", "system") in [fact.pair for fact in found if fact.kind is Kind.GLOBAL]


def test_bytes_are_told_by_their_place() -> None:
    inner = pickle.dumps({"weights": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]})
    load = a.call(a.stack_global("torch.storage", "_load_from_bytes"), a.data(inner))
    (call,) = calls(a.proto(4) + load + a.STOP)
    assert [getattr(argument, "offset", -1) > 0 for argument in call.arguments] == [True]
