"""Methods and partials that a file keeps without calling them: quiet where whoever calls them later does no harm."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.service.modelfiles import examine_bytes

from ...formats.pickles import assemble as a

GETATTR = a.stack_global("builtins", "getattr")
PARTIAL = a.stack_global("functools", "partial")
FIGURE = a.stack_global("sklearn.metrics._classification", "accuracy_score")
DICT = a.stack_global("collections", "OrderedDict")
AXES = a.stack_global("matplotlib.axes._axes", "Axes") + a.EMPTY_TUPLE + a.NEWOBJ
NET = a.stack_global("acme", "net")
NO_LIST = "which is on no list of names that were looked at"
WANDERS = "which leads through another module or a private attribute"
ENDLESS = "review: lets something run through an iterator that may have no end"
COUNT = a.call(a.stack_global("itertools", "count"), a.int1(3))
LIST = a.MARK + a.int1(1) + a.int1(2) + a.LIST
ITER = a.call(a.stack_global("builtins", "iter"), LIST)
CYCLE = a.call(a.stack_global("itertools", "cycle"), ITER)
DEQUE = a.stack_global("collections", "deque")
PARTIAL_TOLD = f"review: calls functools.partial, {NO_LIST}"


def told(*parts: bytes) -> list[str]:
    """What a pickle of these would do."""
    found = judge(examine_bytes(a.proto(4) + b"".join(parts) + a.STOP, "m.pkl"))
    return [f"{deed.tier.name.lower()}: {deed.does}" for deed in found.critical + found.review]


def method(of: bytes, name: str) -> bytes:
    return a.call(GETATTR, of, a.text(name))


def partial(of: bytes, named: bytes = a.EMPTY_DICT, more: bytes = a.NONE, other: bytes = b"") -> bytes:
    """A partial as picklers write it: what it calls stands twice, and is the same object."""
    again = other or a.binget(0)
    state = a.MARK + again + a.EMPTY_TUPLE + named + more + a.TUPLE
    return PARTIAL + of + a.binput(0) + a.TUPLE1 + a.REDUCE + state + a.BUILD


@pytest.mark.parametrize(
    "parts",
    [
        (partial(FIGURE),),
        (partial(FIGURE, a.EMPTY_DICT + a.text("normalize") + a.NONE + a.SETITEM),),
        (partial(DICT),),
        (partial(method(AXES, "_unit_change_handler")),),
        (method(AXES, "_remove_legend"),),
        (method(AXES, "__hash__"),),
        (a.call(method(a.stack_global("bidict", "bidict"), "_from_other"), a.EMPTY_DICT),),
        (a.stack_global("enum", "Enum"),),
        (COUNT,),
        (CYCLE, LIST, a.int1(0), a.TUPLE2, a.BUILD),
        (a.call(a.stack_global("itertools", "islice"), CYCLE, a.int1(1), a.int1(4)),),
        (a.call(a.stack_global("itertools", "chain")), COUNT, a.TUPLE1, a.TUPLE1, a.BUILD),
        (a.call(DICT), a.EMPTY_DICT, a.text("number"), COUNT, a.SETITEM, a.BUILD),
    ],
    ids=[
        "function",
        "by name",
        "class",
        "method in it",
        "method",
        "hash",
        "constructor",
        "base class",
        "counter",
        "cycle",
        "slice",
        "chain",
        "attribute",
    ],
)
def test_what_honest_files_keep(parts: tuple[bytes, ...]) -> None:
    assert told(*parts) == []


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ((partial(a.stack_global("os", "system")),), "critical: imports os.system, which runs programs"),
        ((a.call(partial(FIGURE)),), "critical: calls a value that functools.partial made"),
        ((partial(FIGURE, other=DICT),), PARTIAL_TOLD),
        ((partial(FIGURE, more=a.EMPTY_DICT),), PARTIAL_TOLD),
        ((partial(FIGURE, named=DICT + a.EMPTY_TUPLE + a.REDUCE),), PARTIAL_TOLD),
        ((partial(a.stack_global("builtins", "sorted")),), PARTIAL_TOLD),
        ((partial(a.stack_global("builtins", "range")),), PARTIAL_TOLD),
        ((partial(a.stack_global("collections", "defaultdict")),), PARTIAL_TOLD),
        ((partial(a.stack_global("sklearn.pipeline", "Pipeline")),), PARTIAL_TOLD),
        ((partial(method(AXES, "add_artist")),), PARTIAL_TOLD),
        ((a.call(PARTIAL, FIGURE),), PARTIAL_TOLD),
        (
            (partial(FIGURE), a.MARK, DICT, a.EMPTY_TUPLE, a.EMPTY_DICT, a.NONE, a.TUPLE, a.BUILD),
            PARTIAL_TOLD,
        ),
        ((a.call(DEQUE, COUNT),), ENDLESS),
        ((a.call(DEQUE, a.call(a.stack_global("itertools", "islice"), CYCLE, a.int1(9))),), ENDLESS),
        ((a.call(DEQUE, a.MARK + COUNT + a.LIST),), ENDLESS),
        ((a.call(DEQUE, a.call(DICT) + a.EMPTY_DICT + a.text("data") + COUNT + a.SETITEM + a.BUILD),), ENDLESS),
        ((a.call(DICT), COUNT, a.TUPLE1, a.BUILD), ENDLESS),
        ((a.call(DICT), a.text("x"), COUNT, a.SETITEM), ENDLESS),
        ((a.call(DEQUE), COUNT, a.APPEND), ENDLESS),
        (
            (a.call(a.stack_global("builtins", "iter"), a.stack_global("os", "getpid"), a.int1(1)),),
            f"review: calls builtins.iter, {NO_LIST}",
        ),
        ((ITER, a.POP, a.call(a.stack_global("builtins", "iter"), a.text("x"), a.int1(1)),), 
            f"review: calls builtins.iter, {NO_LIST}",
        ),
        ((a.call(a.stack_global("itertools", "cycle"), a.call(DICT)),), f"review: calls itertools.cycle, {NO_LIST}"),
        ((a.stack_global("builtins", "iter"),), f"review: imports builtins.iter, {NO_LIST}"),
        ((a.stack_global("itertools", "starmap"),), "critical: imports itertools.starmap, which resolves names"),
        ((a.call(CYCLE),), "critical: calls a value that itertools.cycle made"),
        ((method(AXES, "remove"),), "review: takes remove of an object that it makes"),
        ((method(AXES, "__class__"),), "critical: calls builtins.getattr, which resolves names"),
        ((a.call(method(AXES, "__hash__")),), "critical: calls a value that builtins.getattr made"),
        ((a.call(a.stack_global("enum", "Enum"), a.text("x")),), "review: calls enum.Enum with arguments, which honest "
         "files make objects of without any"),
        ((method(NET, "_make"),), f"review: imports acme.net._make, {NO_LIST}"),
        ((method(NET, "__init__"),), f"critical: imports acme.net.__init__, {WANDERS}"),
        ((method(a.stack_global("acme", "_os"), "open_it"),), f"critical: imports acme._os.open_it, {WANDERS}"),
        ((method(a.stack_global("acme", "gc"), "get_it"),), f"critical: imports acme.gc.get_it, {WANDERS}"),
        ((method(a.stack_global("acme", "os"), "system"),), "critical: imports acme.os.system, which runs programs"),
        ((method(a.stack_global("random", "helper"), "_run"),), f"critical: imports random.helper._run, {WANDERS}"),
        ((method(method(NET, "io"), "run"),), f"critical: imports acme.net.io.run, {WANDERS}"),
        ((a.stack_global("acme", "net._make"),), f"critical: imports acme.net._make, {WANDERS}"),
        (
            (method(NET, "_make"), a.POP, a.stack_global("acme", "net._make")),
            f"critical: imports acme.net._make, {WANDERS}",
        ),
    ],
)  # fmt: skip
def test_what_is_told_of_what_is_kept(parts: tuple[bytes, ...], first: str) -> None:
    found = told(*parts)
    assert first in found and {line.partition(":")[0] for line in found} <= {"review", first.partition(":")[0]}
