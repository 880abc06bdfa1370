"""Attacks with nothing but names of the list, and with what real libraries have that nobody lists; other tricks.

The list says of a name that honest files hold it. These try to make more of such names than honest files do: methods
that opcodes call, states that classes run, types that lie about their bytes, functions that hand things on.
"""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import struct
import zlib
from collections.abc import Iterator

from tests.formats import shapes as s
from tests.formats.archives import assemble as z
from tests.formats.archives.assemble import File
from tests.formats.pickles import assemble as a

from .made import UNREADABLE, Made
from .streams import ATTACK, PLAIN, RUN, SYSTEM, WORD

_TEMPLATE = "\ndef _parse_args(self, loc=0, scale=1):\n    return (), loc, scale\n"
_FRAME = a.stack_global("pandas.core.frame", "DataFrame") + a.EMPTY_TUPLE + a.NEWOBJ
_SPACE = a.stack_global("types", "SimpleNamespace") + a.EMPTY_TUPLE + a.NEWOBJ
_NET = a.stack_global("sklearn.pipeline", "Pipeline") + a.EMPTY_TUPLE + a.NEWOBJ
_NORM = a.stack_global("scipy.stats._continuous_distns", "norm_gen")
_GETATTR = a.stack_global("builtins", "getattr")
_PARTIAL = a.stack_global("functools", "partial")
_NEW_BLOCK = a.stack_global("pandas.core.internals.blocks", "new_block")


def gadgets() -> Iterator[Made]:
    """All of them."""
    for kind, rows in (
        ("listed names alone", _listed()),
        ("gadgets of libraries", _libraries()),
        ("more streams", _streams()),
        ("more containers", _containers()),
        ("more formats", _formats()),
    ):
        for number, (name, data) in enumerate(rows):
            yield Made(kind, f"{kind.replace(' ', '_')}_{number:02}_{name}", data)
    for name, data in _refused():
        yield Made(UNREADABLE, f"refused_{name}", data)


def _state(*items: bytes) -> bytes:
    """A mapping as a state: keys and values by turns."""
    return a.EMPTY_DICT + a.MARK + b"".join(items) + a.SETITEMS + a.BUILD


def _whole(*parts: bytes) -> bytes:
    return a.proto(4) + b"".join(parts) + a.STOP


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


def _method(of: bytes, name: str) -> bytes:
    return a.call(_GETATTR, of, a.text(name))


def _listed() -> Iterator[tuple[str, bytes]]:
    evaluate = _method(_FRAME, "eval")
    yield "append_is_eval.pkl", _whole(_SPACE, _state(a.text("append"), evaluate), WORD, a.APPEND)
    yield "extend_is_query.pkl", _whole(_SPACE, _state(a.text("extend"), _method(_FRAME, "query")), a.MARK, WORD, b"e")
    yield (
        "add_is_pickle.pkl",
        _whole(_SPACE, _state(a.text("add"), _method(_FRAME, "to_pickle")), a.MARK, WORD, a.ADDITEMS),
    )
    yield (
        "append_is_class.pkl",
        _whole(_SPACE, _state(a.text("append"), a.stack_global("sklearn.pipeline", "Pipeline")), WORD, a.APPEND),
    )
    yield (
        "slot_append.pkl",
        _whole(_SPACE, a.NONE, a.EMPTY_DICT, a.text("append"), evaluate, a.SETITEM, a.TUPLE2, a.BUILD, WORD, a.APPEND),
    )
    yield "bound_eval.pkl", _whole(a.EMPTY_DICT, a.text("predict"), evaluate, a.SETITEM)
    yield (
        "factory_is_bound.pkl",
        _whole(a.call(a.stack_global("collections", "defaultdict"), _method(_FRAME, "to_clipboard"))),
    )
    yield "item_by_function.pkl", _whole(_FRAME, evaluate, WORD, a.SETITEM)
    yield "item_by_name.pkl", _whole(_FRAME, a.stack_global("sklearn.pipeline", "Pipeline"), WORD, a.SETITEM)
    yield "objects_as_numbers.pkl", _whole(_array(_dtype("O8", 0)))
    yield (
        "objects_in_fields.pkl",
        _whole(
            _array(_dtype("V8", 0, a.EMPTY_DICT + a.text("f") + _dtype("O8", 63) + a.int1(0) + a.TUPLE2 + a.SETITEM))
        ),
    )
    yield "objects_of_objects.pkl", _whole(_array(_dtype("|O", 16)))
    yield (
        "objects_scalar.pkl",
        _whole(a.call(a.stack_global("numpy._core.multiarray", "scalar"), _dtype("O8", 2), a.data(b"A" * 8))),
    )
    yield (
        "template.pkl",
        _whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            _state(a.text("_parse_arg_template"), a.text(_TEMPLATE + "import os\nos.system('echo harmless')\n")),
        ),
    )
    yield (
        "template_default.pkl",
        _whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            _state(
                a.text("_parse_arg_template"),
                a.text("\ndef _parse_args(self, loc=__import__('os'), scale=1):\n    return 1\n"),
            ),
        ),
    )
    pairs = a.EMPTY_LIST + a.text("_parse_arg_template") + a.text("import os") + a.TUPLE2 + a.APPEND
    yield "template_in_list.pkl", _whole(_NORM, a.EMPTY_TUPLE, a.NEWOBJ, pairs, a.BUILD)
    yield (
        "template_computed.pkl",
        _whole(
            _NORM,
            a.EMPTY_TUPLE,
            a.NEWOBJ,
            _state(
                a.text("_parse_arg_template"),
                a.call(a.stack_global("_codecs", "encode"), a.text("x"), a.text("latin1")),
            ),
        ),
    )
    empty = a.call(a.stack_global("sklearn.neighbors._kd_tree", "newObj"), _NORM)
    yield "template_of_other_maker.pkl", _whole(empty, _state(a.text("_parse_arg_template"), a.text("import os")))
    same = a.call(a.stack_global("builtins", "max"), a.MARK + _NORM + a.EMPTY_TUPLE + a.NEWOBJ + a.TUPLE)
    yield "template_through_max.pkl", _whole(same, _state(a.text("_parse_arg_template"), a.text("import os")))
    formula = _state(a.text("restore_design_info"), a.int1(1), a.text("formula"), WORD)
    data = a.stack_global("statsmodels.base.data", "PandasData")
    yield "formula_of_other_maker.pkl", _whole(a.call(a.stack_global("hdbscan.dist_metrics", "newObj"), data), formula)
    yield (
        "formula_through_identity.pkl",
        _whole(a.call(a.stack_global("gensim.utils", "identity"), data + a.EMPTY_TUPLE + a.NEWOBJ), formula),
    )
    klass = a.call(a.stack_global("gensim.utils", "identity"), a.stack_global("collections", "OrderedDict"))
    yield "class_through_identity.pkl", _whole(klass, _state(a.text("update"), a.stack_global("builtins", "sum")))
    most = a.call(a.stack_global("builtins", "max"), a.MARK + a.stack_global("collections", "Counter") + a.TUPLE)
    yield "class_through_max.pkl", _whole(most, _state(a.text("update"), a.stack_global("builtins", "sum")))
    tag = a.call(
        a.stack_global("torch.jit._pickle", "restore_type_tag"), a.stack_global("torch", "Tensor"), a.text("x")
    )
    yield "class_through_tag.pkl", _whole(tag, _state(a.text("add"), a.stack_global("builtins", "sum")))
    maker = _method(a.stack_global("sklearn.pipeline", "Pipeline"), "__new__")
    yield "maker_called.pkl", _whole(a.call(maker, a.stack_global("sklearn.pipeline", "Pipeline")))
    yield (
        "partial_of_listed.pkl",
        _whole(a.call(_PARTIAL, a.stack_global("builtins", "sorted")), a.EMPTY_TUPLE, a.REDUCE),
    )
    bound = a.stack_global("builtins", "sorted") + a.EMPTY_TUPLE + a.EMPTY_DICT + a.text("key") + evaluate + a.SETITEM
    yield (
        "partial_with_key.pkl",
        _whole(
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
    yield "partial_swapped.pkl", _whole(a.call(_PARTIAL, _NEW_BLOCK), swapped, WORD, a.TUPLE1, a.REDUCE)
    swapped = a.MARK + evaluate + a.EMPTY_TUPLE + a.EMPTY_DICT + a.NONE + a.TUPLE + a.BUILD
    yield "partial_swapped_for_method.pkl", _whole(a.call(_PARTIAL, _NEW_BLOCK), swapped, WORD, a.TUPLE1, a.REDUCE)
    fields = a.MARK + _NEW_BLOCK + a.EMPTY_TUPLE + a.EMPTY_DICT + _SPACE + a.TUPLE + a.BUILD
    yield "partial_with_attributes.pkl", _whole(a.call(_PARTIAL, _NEW_BLOCK), fields, WORD, a.TUPLE1, a.REDUCE)
    other = _method(a.stack_global("sklearn.pipeline", "Pipeline"), "__new__")
    first = a.MARK + other + a.stack_global("collections", "OrderedDict") + a.TUPLE1 + a.EMPTY_DICT + a.NONE + a.TUPLE
    yield "partial_of_another_class.pkl", _whole(a.call(_PARTIAL, other), first, a.BUILD, a.EMPTY_TUPLE, a.REDUCE)
    by_name = a.stack_global("numpy.core", "_ufunc_reconstruct")
    yield "function_by_name.pkl", _whole(a.call(a.call(by_name, a.text("os"), a.text("system")), WORD))
    yield "function_by_unlisted_name.pkl", _whole(a.call(by_name, a.text("acme.own"), a.text("run")))
    yield (
        "function_by_computed_name.pkl",
        _whole(
            a.call(
                by_name, a.text("os"), a.call(a.stack_global("_codecs", "encode"), a.text("system"), a.text("ascii"))
            )
        ),
    )
    yield (
        "iter_of_callable.pkl",
        _whole(
            a.call(a.stack_global("collections", "deque"), a.call(a.stack_global("builtins", "iter"), evaluate, a.NONE))
        ),
    )
    colours = a.stack_global("matplotlib.colors", "LinearSegmentedColormap") + a.EMPTY_TUPLE + a.NEWOBJ
    yield "colour_map.pkl", _whole(a.call(a.stack_global("numpy", "equal"), colours, colours))
    interface = _SPACE + _state(a.text("__array_interface__"), a.EMPTY_DICT)
    yield "array_interface.pkl", _whole(a.call(a.stack_global("numpy", "mean"), interface))
    yield (
        "number_called.pkl",
        _whole(a.call(a.stack_global("numpy", "mean"), _SPACE + _state(a.text("__float__"), evaluate))),
    )
    yield (
        "reserved.pkl",
        _whole(
            a.call(a.stack_global("builtins", "sum"), a.call(a.stack_global("builtins", "range"), a.int4(0x7FFFFFFF)))
        ),
    )
    yield (
        "search_function.pkl",
        _whole(
            _SPACE,
            a.EMPTY_DICT,
            a.text("__class__"),
            a.stack_global("sklearn.pipeline", "Pipeline"),
            a.SETITEM,
            a.BUILD,
        ),
    )
    yield "class_of_class.pkl", _whole(a.stack_global("sklearn.pipeline", "Pipeline"), _state(a.text("fit"), a.NONE))
    yield (
        "inner_method.pkl",
        _whole(a.stack_global("pandas.core.frame", "DataFrame.eval"), _FRAME, WORD, a.TUPLE2, a.REDUCE),
    )
    yield (
        "inner_loader.pkl",
        _whole(a.stack_global("lightgbm.basic", "Booster.model_from_string"), WORD, a.TUPLE1, a.REDUCE),
    )


_OF_LIBRARIES = (
    "polars.lazyframe.frame.LazyFrame nltk.corpus.util.LazyCorpusLoader nltk.data.LazyLoader "
    "joblib.memory.MemorizedFunc keras.src.utils.module_utils.LazyModule optuna.integration._IntegrationModule "
    "pandas.core.computation.expr.Expr torch.utils.data.graph_settings.apply_sharding "
    "torch.package.package_importer.PackageImporter torch._C._jit_pass_inline numpy.lib.npyio.NpzFile "
    "numpy.lib._datasource.open scipy.io.loadmat sklearn.utils.Memory dask.delayed.delayed "
    "dask.optimization.SubgraphCallable distributed.protocol.serialize.deserialize pyarrow.lib.ipc.open_stream "
    "pyarrow.deserialize pyarrow.fs.LocalFileSystem spacy.util.load_model thinc.util.import_module "
    "gensim.utils.unpickle gensim.models.word2vec.Word2Vec.load transformers.AutoModel "
    "transformers.pipelines.get_task datasets.load_dataset evaluate.load huggingface_hub.hf_hub_download "
    "tensorflow.python.eager.context.context tensorflow.load_library tensorflow.io.gfile.GFile "
    "mlflow.sklearn.load_model ray.remote wandb.init comet_ml.Experiment prefect.flow "
    "airflow.operators.bash.BashOperator celery.Celery sqlalchemy.create_engine psycopg2.connect redis.Redis "
    "pymongo.MongoClient paramiko.SSHClient fabric.Connection jinja2.Template mako.template.Template "
    "tornado.template.Template chameleon.PageTemplate cffi.verifier.Verifier Cython.Build.Inline.cython_inline "
    "numba.extending.overload llvmlite.binding.load_library_permanently cupy.RawKernel pycuda.compiler.SourceModule "
    "triton.compiler.compile torch.utils.cpp_extension.load_inline xgboost.core._load_lib "
    "lightgbm.libpath.find_lib_path catboost.CatBoost.load_model h5py.File tables.open_file xarray.open_dataset "
    "netCDF4.Dataset zarr.open fsspec.open smart_open.open cloudpickle.cloudpickle._make_skeleton_class "
    "sympy.utilities.lambdify.lambdify patsy.build.build_design_matrices formulaic.model_matrix "
    "statsmodels.formula.api.ols scrapy.cmdline.execute IPython.utils.process.system "
    "setuptools._distutils.spawn.spawn wheel.cli.main streamlit.web.cli.main gradio.Interface "
    "bokeh.command.bootstrap.main dash.Dash django.core.management.call_command string.Formatter.format "
    "gettext.translation ctypes.util.find_library sysconfig.get_config_var this.s"
).split()


def _libraries() -> Iterator[tuple[str, bytes]]:
    for number, full in enumerate(_OF_LIBRARIES):
        module, _, name = full.rpartition(".")
        made = (
            _whole(a.stack_global(module, name), WORD, a.TUPLE1, a.REDUCE),
            a.call(a.global_(module, name), a.text("echo harmless")) + a.STOP,
            _whole(a.stack_global(module, name), a.EMPTY_TUPLE, a.NEWOBJ, _state(a.text("name"), WORD)),
        )
        yield f"{full}.pkl", made[number % 3]


def _streams() -> Iterator[tuple[str, bytes]]:
    end = WORD + a.TUPLE1 + a.REDUCE + a.STOP
    yield (
        "memo_swap.pkl",
        a.proto(4)
        + a.text("os")
        + a.MEMOIZE
        + a.text("system")
        + a.MEMOIZE
        + a.POP
        + a.POP
        + a.binget(0)
        + a.binget(1)
        + a.STACK_GLOBAL
        + end,
    )
    yield (
        "put_over.pkl",
        a.text("math")
        + a.put(b"0")
        + a.POP
        + a.text("os")
        + a.put(b"0")
        + a.POP
        + a.text("system")
        + (a.put(b"1") + a.POP + a.get(b"0") + a.get(b"1") + a.STACK_GLOBAL + end),
    )
    yield "persistent_text.pkl", a.persid("os.system") + end
    yield (
        "persistent_torch.pkl",
        a.proto(2)
        + a.MARK
        + a.text("storage")
        + SYSTEM
        + a.text("0")
        + a.text("cpu")
        + a.int1(1)
        + (a.TUPLE + a.BINPERSID + a.STOP),
    )
    yield (
        "persistent_module.pkl",
        a.proto(2)
        + a.MARK
        + a.text("module")
        + a.global_("acme.own", "Net")
        + a.text("f.py")
        + (a.text("import os") + a.TUPLE + a.BINPERSID + a.STOP),
    )
    yield "extension2.pkl", a.proto(2) + b"\x83\x10\x27" + end
    yield "extension_alone.pkl", a.proto(2) + a.ext1(1) + a.STOP
    yield "buffer_called.pkl", a.proto(5) + a.NEXT_BUFFER + end
    yield "frozenset_of_call.pkl", a.proto(4) + a.MARK + RUN + a.FROZENSET + a.STOP
    yield "dict_opcode.pkl", a.MARK + a.text("k") + RUN + a.DICT + a.STOP
    yield "deep_marks.pkl", a.proto(2) + a.MARK * 200 + SYSTEM + WORD + a.TUPLE + (a.POP_MARK * 199) + RUN + a.STOP
    yield "text_line_names.pkl", b"Vos\nVsystem\n\x93" + end
    yield "unicode_escape_names.pkl", b"V\\u006fs\nVsyst\\u0065m\n\x93" + end
    yield "binstring_names.pkl", b"T\x02\0\0\0osT\x06\0\0\0system\x93" + end
    yield "text8_names.pkl", a.proto(4) + a.text8("os") + a.text8("system") + a.STACK_GLOBAL + end
    yield (
        "newobj_ex_kwargs.pkl",
        a.proto(4)
        + a.stack_global("subprocess", "Popen")
        + a.EMPTY_TUPLE
        + a.EMPTY_DICT
        + a.text("args")
        + WORD
        + a.SETITEM
        + a.NEWOBJ_EX
        + a.STOP,
    )
    yield "inst_no_arguments.pkl", a.MARK + a.inst("antigravity", "geohash") + a.STOP
    yield (
        "obj_of_reduce.pkl",
        a.proto(2)
        + a.MARK
        + a.call(a.global_("builtins", "getattr"), a.global_("os", "path"), a.text("os"))
        + a.OBJ
        + a.STOP,
    )
    yield "second_stream.pkl", PLAIN + a.proto(4) + a.frame(len(ATTACK)) + ATTACK
    yield "many_protos.pkl", b"".join(a.proto(n) for n in (0, 1, 2, 3, 4, 5)) + a.stack_global("os", "system") + end
    yield (
        "frames_of_one.pkl",
        a.proto(4)
        + b"".join(
            a.frame(len(part)) + part
            for part in (a.text("os"), a.text("system"), a.STACK_GLOBAL, WORD, a.TUPLE1, a.REDUCE, a.STOP)
        ),
    )
    yield "long_index.pkl", a.proto(2) + SYSTEM + b"r\xff\xff\0\0" + a.POP + b"j\xff\xff\0\0" + end
    yield "negative_put.pkl", RUN + a.put(b"-1") + a.STOP
    yield "two_results.pkl", a.proto(2) + RUN + RUN + a.POP + a.STOP
    yield "called_in_key.pkl", a.proto(2) + a.EMPTY_DICT + a.MARK + RUN + a.int1(1) + a.SETITEMS + a.STOP
    yield "pickle_in_bytearray_in_tuple.pkl", a.proto(5) + a.bytearray8(zlib.compress(ATTACK)) + a.TUPLE1 + a.STOP
    yield (
        "hex_text.pkl",
        a.proto(4) + a.call(a.stack_global("codecs", "decode"), a.text(ATTACK.hex()), a.text("hex")) + a.STOP,
    )
    yield (
        "rot13.pkl",
        a.proto(4) + a.call(a.stack_global("codecs", "decode"), a.text("bf.flfgrz"), a.text("rot13")) + a.STOP,
    )
    yield "base64_lines.pkl", a.proto(4) + a.text(base64.encodebytes(ATTACK * 3).decode()) + a.STOP
    yield "nested_three.pkl", _whole(a.data(_whole(a.data(_whole(a.data(ATTACK))))))
    yield "gzip_in_bytes.pkl", _whole(a.data(gzip.compress(ATTACK)))
    yield "npy_in_bytes.pkl", _whole(a.data(s.npy("'|O'", "(1,)", ATTACK)))
    yield "reduce_on_bytes.pkl", a.proto(3) + a.data(b"os.system") + a.EMPTY_TUPLE + a.REDUCE + RUN + a.STOP
    yield "setitem_on_module.pkl", a.proto(2) + a.global_("sys", "modules") + a.text("os") + a.NONE + a.SETITEM + a.STOP
    yield "dunder_builtins.pkl", _whole(_SPACE, _state(a.text("__builtins__"), a.stack_global("builtins", "eval")))
    yield (
        "reconstructor_base.pkl",
        a.call(a.global_("copy_reg", "_reconstructor"), a.global_("collections", "OrderedDict"), SYSTEM, WORD) + a.STOP,
    )
    yield "newline_name.pkl", a.proto(4) + a.stack_global("os\nsystem", "x") + end
    yield "nul_name.pkl", a.proto(4) + a.stack_global("os\0", "system") + end
    yield "getattribute.pkl", _whole(_method(_NET, "__reduce_ex__"), a.int1(2), a.TUPLE1, a.REDUCE)
    yield "class_of_object.pkl", _whole(_method(_NET, "__class__"))


def _containers() -> Iterator[tuple[str, bytes]]:
    tensor = File("m/data/0", ATTACK)
    yield "two_roots.pt", z.zipped(File("a/data.pkl", PLAIN), File("b/data.pkl", ATTACK))
    yield "pickle_in_data.pt", z.zipped(File("m/data.pkl", PLAIN), tensor)
    yield "named_version.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/version", ATTACK))
    yield "constants.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/constants.pkl", ATTACK))
    yield "extra_files.pt", z.zipped(File("m/data.pkl", PLAIN), File("m/extra/x", gzip.compress(ATTACK)))
    yield "zip_after_pickle.pkl", ATTACK + z.torch_zip(PLAIN)
    yield "zip_before_pickle.pt", z.torch_zip(PLAIN) + ATTACK
    yield "joblib_in_zip.zip", z.zipped(File("x/model.joblib", zlib.compress(ATTACK)))
    yield "h5_in_zip.zip", z.zipped(File("model.pkl", ATTACK), File("weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(64)))
    yield "tar_of_tar.tar", z.tar_file("in.tar", z.tar_file("m.pkl", ATTACK) + z.TAR_END) + z.TAR_END
    yield "tar_link.tar", z.tar_file("m.pkl", b"", b"2") + z.tar_file("../../n.pkl", ATTACK) + z.TAR_END
    yield "nested.npz", z.zipped(File("a.npy", s.npy("[('x', '<i4'), ('y', [('z', '|O')])]", "(1,)", ATTACK)))
    yield "version3.npy", s.npy("'|O'", "(1,)", ATTACK, version=3)
    yield "array_of_objects.npy", s.npy("('|O', (2,))", "(1,)", ATTACK)
    yield "gz_of_zip.pkl.gz", gzip.compress(z.zipped(File("x", ATTACK)))
    yield (
        "legacy_tail.pt",
        pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({}, 2) + ATTACK,
    )
    yield "joblib_gzip.joblib", gzip.compress(ATTACK, 9)
    yield "ml.mar", s.mar({"model": {"handler": "own.py", "serializedFile": "m.pt"}}, {"own.py": "x", "m.pt": ATTACK})


def _formats() -> Iterator[tuple[str, bytes]]:
    layer = s.layer
    yield "module.keras", s.keras(layer("acme.own", "Net", {"x": 1}))
    yield "deep.keras", s.keras(layer("keras.layers", "Bidirectional", {"layer": layer("os", "system")}))
    yield "registered.keras", s.keras(layer(None, "Own", {}, "Custom>Own"))
    yield "path.keras", s.keras(layer("keras.layers", "TextVectorization", {"vocabulary": "/etc/passwd"}))
    yield "string_lookup.keras", s.keras(layer("keras.layers", "StringLookup", {"vocabulary": "../../secret.txt"}))
    yield "traversal.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("../../../etc/passwd")))
    yield "absolute.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("/etc/passwd")))
    yield "windows.onnx", s.onnx(s.field(1, s.onnx_node("Add")), s.field(5, s.external("..\\..\\secret.bin")))
    yield "python.onnx", s.onnx(s.field(1, s.onnx_node("PyOp", "ai.onnx.contrib")))
    text = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    yield "template.gguf", s.gguf([("tokenizer.chat_template", 8, s.gguf_text(text))])
    yield "named_template.gguf", s.gguf([("tokenizer.chat_template.tool_use", 8, s.gguf_text(text))])
    for number, source in enumerate(
        (
            "{{ lipsum.__globals__['os'].popen('echo harmless').read() }}",
            "{{ messages|map(attribute='__class__')|list }}",
            "{{ '%c%c'|format(95, 95) }}{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
            "{{ ('_' ~ '_class_' ~ '_') }}{{ x[('_' ~ '_class_' ~ '_')] }}",
            "{% set x = namespace.__init__ %}{{ x }}",
            "{{ self._TemplateReference__context }}",
            "{% include '/etc/passwd' %}",
            "{{ '{0.__class__}'.format(messages) }}",
            "{% for x in messages.append.__self__ %}{% endfor %}{{ joiner.__init__ }}",
        )
    ):
        yield f"t{number}/chat_template.jinja", source.encode()
    yield (
        "duplicate.safetensors",
        s.safetensors(
            '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
            1,
        ),
    )
    yield "auto/config.json", json.dumps({"auto_map": {"AutoModel": "acme/other--own.Net"}}).encode()
    yield "pipe/config.json", json.dumps({"custom_pipelines": {"x": {"impl": "own.Pipe"}}}).encode()
    yield "tok/tokenizer_config.json", json.dumps({"auto_map": {"AutoTokenizer": ["own.Tok", None]}}).encode()
    yield "model.skops", s.skops(s.node("FunctionNode", "os", "system"))
    yield "operator.skops", s.skops(s.node("OperatorFuncNode", "operator", "methodcaller"))
    yield "flow/MLmodel", b"flavors:\n  python_function:\n    loader_module: own_loader\n    code: code\n"
    yield "conf.nemo", gzip.compress(z.tar_file("model_config.yaml", b"a:\n  _target_: subprocess.Popen\n") + z.TAR_END)
    yield "late.pmml", b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<PMML>&b;</PMML>'
    yield "big.zip", z.zipped(File("a.pkl", struct.pack("<I", 0) + ATTACK), File("b.bin", ATTACK))


def _refused() -> Iterator[tuple[str, bytes]]:
    """What no loader takes; it may not be silent all the same."""
    yield "descr_call.npy", s.npy("__import__('os')", "(1,)", bytes(8))
    yield "descr_sum.npy", s.npy("'<i' + '4'", "(1,)", bytes(8))
    yield "shape_call.npy", s.npy("'<i4'", "(int('1'),)", bytes(8))
    yield "zeros_before.pt", bytes(4096) + ATTACK
    yield "huge.safetensors", s.safetensors({"a": s.tensor(0, 1)}, 1, length=1 << 40)
