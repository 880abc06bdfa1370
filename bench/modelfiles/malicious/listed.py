"""Attacks with nothing but names of the list.

The list says of a name that honest files hold it. These try to make more of such names than honest files do: methods
that opcodes call, states that classes run, types that lie about their bytes, functions that hand things on.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.formats.pickles import assemble as a

from .made import Made, numbered
from .pieces import SPACE, SYSTEM, WORD, method, state, whole

_TEMPLATE = "\ndef _parse_args(self, loc=0, scale=1):\n    return (), loc, scale\n"
_FRAME = a.stack_global("pandas.core.frame", "DataFrame") + a.EMPTY_TUPLE + a.NEWOBJ
_NORM = a.stack_global("scipy.stats._continuous_distns", "norm_gen")
_PARTIAL = a.stack_global("functools", "partial")
_NEW_BLOCK = a.stack_global("pandas.core.internals.blocks", "new_block")


def listed() -> Iterator[Made]:
    """All of them."""
    yield from numbered("listed names alone", _rows())


def _dtype(code: str, flags: int, fields: bytes = a.NONE) -> bytes:
    made = a.call(a.stack_global("numpy", "dtype"), a.text(code), a.NONE, a.NONE)
    minus = a.int4(-1)
    return (
        made
        + a.MARK
        + a.int1(3)
        + a.text("|")
        + a.NONE
        + a.NONE
        + fields
        + minus
        + minus
        + a.int1(flags)
        + a.TUPLE
        + (a.BUILD)
    )


def _array(dtype: bytes) -> bytes:
    made = a.call(
        a.stack_global("numpy._core.multiarray", "_reconstruct"),
        a.stack_global("numpy", "ndarray"),
        a.int1(0) + a.TUPLE1,
        a.data(b"b"),
    )
    return made + a.MARK + a.int1(1) + a.int1(1) + a.TUPLE1 + dtype + b"\x89" + a.data(b"A" * 8) + a.TUPLE + a.BUILD


def _rows() -> Iterator[tuple[str, bytes]]:
    evaluate = method(_FRAME, "eval")
    yield "append_is_eval.pkl", whole(SPACE, state(a.text("append"), evaluate), WORD, a.APPEND)
    yield "extend_is_query.pkl", whole(SPACE, state(a.text("extend"), method(_FRAME, "query")), a.MARK, WORD, b"e")
    yield (
        "add_is_pickle.pkl",
        whole(SPACE, state(a.text("add"), method(_FRAME, "to_pickle")), a.MARK, WORD, a.ADDITEMS),
    )
    yield (
        "append_is_class.pkl",
        whole(SPACE, state(a.text("append"), a.stack_global("sklearn.pipeline", "Pipeline")), WORD, a.APPEND),
    )
    yield (
        "slot_append.pkl",
        whole(SPACE, a.NONE, a.EMPTY_DICT, a.text("append"), evaluate, a.SETITEM, a.TUPLE2, a.BUILD, WORD, a.APPEND),
    )
    yield "bound_eval.pkl", whole(a.EMPTY_DICT, a.text("predict"), evaluate, a.SETITEM)
    yield (
        "factory_is_bound.pkl",
        whole(a.call(a.stack_global("collections", "defaultdict"), method(_FRAME, "to_clipboard"))),
    )
    yield "item_by_function.pkl", whole(_FRAME, evaluate, WORD, a.SETITEM)
    yield "item_by_name.pkl", whole(_FRAME, a.stack_global("sklearn.pipeline", "Pipeline"), WORD, a.SETITEM)
    yield "objects_as_numbers.pkl", whole(_array(_dtype("O8", 0)))
    yield (
        "objects_in_fields.pkl",
        whole(
            _array(_dtype("V8", 0, a.EMPTY_DICT + a.text("f") + _dtype("O8", 63) + a.int1(0) + a.TUPLE2 + a.SETITEM))
        ),
    )
    yield "objects_of_objects.pkl", whole(_array(_dtype("|O", 16)))
    yield (
        "objects_scalar.pkl",
        whole(a.call(a.stack_global("numpy._core.multiarray", "scalar"), _dtype("O8", 2), a.data(b"A" * 8))),
    )
    yield (
        "template.pkl",
        whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            state(a.text("_parse_arg_template"), a.text(_TEMPLATE + "import os\nos.system('echo harmless')\n")),
        ),
    )
    yield (
        "template_default.pkl",
        whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            state(
                a.text("_parse_arg_template"),
                a.text("\ndef _parse_args(self, loc=__import__('os'), scale=1):\n    return 1\n"),
            ),
        ),
    )
    pairs = a.EMPTY_LIST + a.text("_parse_arg_template") + a.text("import os") + a.TUPLE2 + a.APPEND
    yield "template_in_list.pkl", whole(_NORM, a.EMPTY_TUPLE, a.NEWOBJ, pairs, a.BUILD)
    yield (
        "template_computed.pkl",
        whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            state(
                a.text("_parse_arg_template"),
                a.call(a.stack_global("_codecs", "encode"), a.text("x"), a.text("latin1")),
            ),
        ),
    )
    empty = a.call(a.stack_global("sklearn.neighbors._kd_tree", "newObj"), _NORM)
    yield "template_of_other_maker.pkl", whole(empty, state(a.text("_parse_arg_template"), a.text("import os")))
    same = a.call(a.stack_global("builtins", "max"), a.MARK + _NORM + a.EMPTY_TUPLE + a.NEWOBJ + a.TUPLE)
    yield "template_through_max.pkl", whole(same, state(a.text("_parse_arg_template"), a.text("import os")))
    formula = state(a.text("restore_design_info"), a.int1(1), a.text("formula"), WORD)
    data = a.stack_global("statsmodels.base.data", "PandasData")
    yield "formula_of_other_maker.pkl", whole(a.call(a.stack_global("hdbscan.dist_metrics", "newObj"), data), formula)
    yield (
        "formula_through_identity.pkl",
        whole(a.call(a.stack_global("gensim.utils", "identity"), data + a.EMPTY_TUPLE + a.NEWOBJ), formula),
    )
    klass = a.call(a.stack_global("gensim.utils", "identity"), a.stack_global("collections", "OrderedDict"))
    yield "class_through_identity.pkl", whole(klass, state(a.text("update"), a.stack_global("builtins", "sum")))
    most = a.call(a.stack_global("builtins", "max"), a.MARK + a.stack_global("collections", "Counter") + a.TUPLE)
    yield "class_through_max.pkl", whole(most, state(a.text("update"), a.stack_global("builtins", "sum")))
    tag = a.call(
        a.stack_global("torch.jit._pickle", "restore_type_tag"), a.stack_global("torch", "Tensor"), a.text("x")
    )
    yield "class_through_tag.pkl", whole(tag, state(a.text("add"), a.stack_global("builtins", "sum")))
    maker = method(a.stack_global("sklearn.pipeline", "Pipeline"), "__new__")
    yield "maker_called.pkl", whole(a.call(maker, a.stack_global("sklearn.pipeline", "Pipeline")))
    yield (
        "partial_of_listed.pkl",
        whole(a.call(_PARTIAL, a.stack_global("builtins", "sorted")), a.EMPTY_TUPLE, a.REDUCE),
    )
    bound = a.stack_global("builtins", "sorted") + a.EMPTY_TUPLE + a.EMPTY_DICT + a.text("key") + evaluate + a.SETITEM
    yield (
        "partial_with_key.pkl",
        whole(
            a.call(_PARTIAL, a.stack_global("builtins", "sorted")),
            a.MARK,
            bound,
            a.NONE,
            a.TUPLE,
            a.BUILD,
            a.EMPTY_LIST,
            WORD,
            a.APPEND,
            a.TUPLE1,
            a.REDUCE,
        ),
    )
    swapped = a.MARK + SYSTEM + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NONE + a.TUPLE + a.BUILD
    yield "partial_swapped.pkl", whole(a.call(_PARTIAL, _NEW_BLOCK), swapped, WORD, a.TUPLE1, a.REDUCE)
    swapped = a.MARK + evaluate + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NONE + a.TUPLE + a.BUILD
    yield "partial_swapped_for_method.pkl", whole(a.call(_PARTIAL, _NEW_BLOCK), swapped, WORD, a.TUPLE1, a.REDUCE)
    fields = a.MARK + _NEW_BLOCK + a.EMPTY_TUPLE + a.EMPTY_DICT + SPACE + a.TUPLE + a.BUILD
    yield "partial_with_attributes.pkl", whole(a.call(_PARTIAL, _NEW_BLOCK), fields, WORD, a.TUPLE1, a.REDUCE)
    other = method(a.stack_global("sklearn.pipeline", "Pipeline"), "__new__")
    first = a.MARK + other + a.stack_global("collections", "OrderedDict") + a.TUPLE1 + a.EMPTY_DICT + a.NONE + a.TUPLE
    yield "partial_of_another_class.pkl", whole(a.call(_PARTIAL, other), first, a.BUILD, a.EMPTY_TUPLE, a.REDUCE)
    by_name = a.stack_global("numpy.core", "_ufunc_reconstruct")
    yield "function_by_name.pkl", whole(a.call(a.call(by_name, a.text("os"), a.text("system")), WORD))
    yield "function_by_unlisted_name.pkl", whole(a.call(by_name, a.text("acme.own"), a.text("run")))
    yield (
        "function_by_computed_name.pkl",
        whole(
            a.call(
                by_name, a.text("os"), a.call(a.stack_global("_codecs", "encode"), a.text("system"), a.text("ascii"))
            )
        ),
    )
    yield (
        "iter_of_callable.pkl",
        whole(
            a.call(a.stack_global("collections", "deque"), a.call(a.stack_global("builtins", "iter"), evaluate, a.NONE))
        ),
    )
    colours = a.stack_global("matplotlib.colors", "LinearSegmentedColormap") + a.EMPTY_TUPLE + a.NEWOBJ
    yield "colour_map.pkl", whole(a.call(a.stack_global("numpy", "equal"), colours, colours))
    interface = SPACE + state(a.text("__array_interface__"), a.EMPTY_DICT)
    yield "array_interface.pkl", whole(a.call(a.stack_global("numpy", "mean"), interface))
    yield (
        "number_called.pkl",
        whole(a.call(a.stack_global("numpy", "mean"), SPACE + state(a.text("__float__"), evaluate))),
    )
    yield (
        "reserved.pkl",
        whole(
            a.call(a.stack_global("builtins", "sum"), a.call(a.stack_global("builtins", "range"), a.int4(0x7FFFFFFF)))
        ),
    )
    yield (
        "search_function.pkl",
        whole(
            SPACE,
            a.EMPTY_DICT,
            a.text("__class__"),
            a.stack_global("sklearn.pipeline", "Pipeline"),
            a.SETITEM,
            a.BUILD,
        ),
    )
    yield "class_of_class.pkl", whole(a.stack_global("sklearn.pipeline", "Pipeline"), state(a.text("fit"), a.NONE))
    yield (
        "inner_method.pkl",
        whole(a.stack_global("pandas.core.frame", "DataFrame.eval"), _FRAME, WORD, a.TUPLE2, a.REDUCE),
    )
    yield (
        "inner_loader.pkl",
        whole(a.stack_global("lightgbm.basic", "Booster.model_from_string"), WORD, a.TUPLE1, a.REDUCE),
    )
