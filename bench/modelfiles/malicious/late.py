"""Attacks that were thought of when the rules were done: other callables, other ways to hide them, other containers."""

from __future__ import annotations

import base64
import bz2
import gzip
import json
import lzma
import pickle
import struct
import zlib
from collections.abc import Iterator

from tests.formats import shapes as s
from tests.formats.archives import assemble as z
from tests.formats.archives.assemble import File
from tests.formats.pickles import assemble as a

from .containers import TORCH
from .made import UNREADABLE, Made
from .pieces import ATTACK, PLAIN, RUN, SYSTEM, WORD

_NAMES = (
    "pip._internal.cli.main.main ensurepip._run_pip imaplib.IMAP4_stream _pyrepl.pager.pipe_pager pkgutil.get_data "
    "idlelib.pyshell.ModifiedInterpreter idlelib.calltip.get_entity cgitb.lookup lib2to3.main.main runpy._run_code "
    "ctypes.util._findLib_gcc distutils.file_util.write_file asyncio.base_subprocess.BaseSubprocessTransport "
    "tensorflow.python.framework.load_library.load_op_library pandas.io.common.get_handle getpass.getuser "
    "torch._inductor.runtime.compile_tasks._reload_python_module transformers.pipelines.pipeline ray.cloudpickle.loads "
    "langchain_core.load.loads numpy.distutils.exec_command.exec_command scipy._lib._ccallback.LowLevelCallable "
    "sklearn.utils._mocking.CheckingClassifier gradio.processing_utils.save_url_to_cache vllm.utils.import_from_path "
    "IPython.core.getipython.get_ipython nbformat.read docker.from_env psutil.Popen sh.Command click.edit"
).split()


def late() -> Iterator[Made]:
    """All of them."""
    for number, full in enumerate(_NAMES):
        module, _, name = full.rpartition(".")
        data = a.proto(4) + a.stack_global(module, name) + WORD + a.TUPLE1 + a.REDUCE + a.STOP
        yield Made("late: callables", f"late_{number:02}_{full}.pkl", data)
    for number, (name, data) in enumerate(_streams()):
        yield Made("late: streams", f"late_stream_{number:02}_{name}", data)
    for number, (name, data) in enumerate(_files()):
        yield Made("late: files", f"late_file_{number:02}_{name}", data)
    packer = zlib.compressobj(9, zlib.DEFLATED, 9)
    yield Made(UNREADABLE, "late_window.joblib", packer.compress(ATTACK) + packer.flush())
    yield Made(UNREADABLE, "late_notes.txt.pkl", b"# a note\n" + ATTACK)


def _streams() -> Iterator[tuple[str, bytes]]:
    end = WORD + a.TUPLE1 + a.REDUCE + a.STOP
    getter = a.stack_global("builtins", "getattr")
    yield (
        "getattr_of_module.pkl",
        a.proto(4) + a.call(a.call(getter, a.stack_global("os", "path"), a.text("system")), WORD) + a.STOP,
    )
    yield (
        "getattr_of_class.pkl",
        a.proto(4)
        + a.call(getter, a.stack_global("collections", "OrderedDict"), a.text("__init__"))
        + a.POP
        + a.NONE
        + a.STOP,
    )
    chain = a.call(getter, a.call(a.stack_global("collections", "OrderedDict")), a.text("keys"))
    yield "getattr_chain.pkl", a.proto(4) + a.call(a.call(getter, chain, a.text("__self__")), WORD) + a.STOP
    yield "getattr_called.pkl", a.proto(4) + a.call(chain, WORD) + a.STOP
    yield (
        "args_from_memo.pkl",
        a.proto(4) + WORD + a.TUPLE1 + a.MEMOIZE + a.POP + SYSTEM + a.binget(0) + a.REDUCE + a.STOP,
    )
    yield "list_as_arguments.pkl", a.proto(2) + SYSTEM + a.MARK + WORD + a.LIST + a.REDUCE + a.STOP
    yield "homoglyph.pkl", a.proto(4) + a.stack_global("\u043es", "system") + end
    yield "fullwidth.pkl", a.proto(4) + a.stack_global("os", "\uff53ystem") + end
    yield "space.pkl", a.proto(4) + a.stack_global("os ", "system") + end
    yield "empty_module.pkl", a.proto(4) + a.stack_global("", "system") + end
    yield "relative.pkl", a.proto(4) + a.stack_global(".os", "system") + end
    yield "set_of_calls.pkl", a.proto(4) + a.EMPTY_SET + a.MARK + RUN + a.ADDITEMS + a.STOP
    yield "key_of_dict.pkl", a.proto(2) + a.EMPTY_DICT + RUN + a.NONE + a.SETITEM + a.STOP
    yield "frozen.pkl", a.proto(4) + a.MARK + RUN + a.FROZENSET + a.STOP
    yield (
        "slot_of_object.pkl",
        a.proto(2)
        + a.call(a.global_("types", "SimpleNamespace"))
        + a.NONE
        + a.EMPTY_DICT
        + (a.text("__class__") + a.global_("acme.own", "Net") + a.SETITEM + a.TUPLE2 + a.BUILD + a.STOP),
    )
    made = a.global_("collections", "OrderedDict") + a.EMPTY_TUPLE + a.REDUCE
    yield (
        "reduce_in_state.pkl",
        a.proto(2) + made + a.EMPTY_DICT + a.text("__reduce__") + SYSTEM + a.SETITEM + a.BUILD + a.STOP,
    )
    yield (
        "default_factory.pkl",
        a.proto(2) + a.call(a.global_("collections", "defaultdict"), a.global_("os", "getlogin")) + a.STOP,
    )
    maker, shell = a.global_("copyreg", "_reconstructor"), a.global_("subprocess", "Popen")
    yield "reconstructed.pkl", a.call(maker, shell, a.global_("builtins", "object"), a.NONE) + a.STOP
    steps = a.global_("sklearn.pipeline", "Pipeline")
    yield "base_called.pkl", a.call(maker, steps, a.global_("acme.own", "Base"), WORD) + a.STOP
    yield (
        "rebuilt_from_type.pkl",
        a.proto(2)
        + a.call(
            a.global_("torch._tensor", "_rebuild_from_type_v2"),
            SYSTEM,
            a.global_("torch", "Tensor"),
            WORD + a.TUPLE1,
            a.NONE,
        )
        + a.STOP,
    )
    yield (
        "load_from_bytes.pkl",
        a.proto(4)
        + a.call(a.stack_global("torch.storage", "_load_from_bytes"), a.data(z.torch_zip(ATTACK)))
        + (a.STOP),
    )
    hidden = a.data(b"\0" + z.torch_zip(ATTACK))
    yield (
        "load_from_hidden_bytes.pkl",
        a.proto(4) + a.call(a.stack_global("torch.storage", "_load_from_bytes"), hidden) + a.STOP,
    )
    yield "zlib_in_base64.pkl", a.proto(4) + a.text(base64.b64encode(zlib.compress(ATTACK)).decode()) + a.STOP
    yield (
        "in_array.pkl",
        a.proto(4)
        + a.call(a.stack_global("numpy._core.numeric", "_frombuffer"), a.data(ATTACK), a.NONE, a.NONE, a.NONE)
        + a.STOP,
    )
    yield (
        "cloudpickle_called.pkl",
        a.proto(4)
        + a.call(a.call(a.stack_global("cloudpickle.cloudpickle", "_make_function"), a.NONE, a.EMPTY_DICT), WORD)
        + a.STOP,
    )
    yield (
        "subimport.pkl",
        a.proto(4) + a.call(a.stack_global("cloudpickle.cloudpickle", "subimport"), a.text("os")) + a.STOP,
    )
    yield "dill_eval.pkl", a.proto(4) + a.call(a.stack_global("dill._dill", "_eval_repr"), WORD) + a.STOP
    yield (
        "sympy_text.pkl",
        a.proto(4)
        + a.stack_global("sympy.functions.elementary.trigonometric", "sin")
        + WORD
        + (a.TUPLE1 + a.NEWOBJ + a.STOP),
    )
    yield (
        "graph_module.pkl",
        a.proto(4)
        + a.call(a.stack_global("torch.fx.graph_module", "reduce_graph_module"), a.EMPTY_DICT, WORD)
        + a.STOP,
    )
    yield "memmap.pkl", a.proto(4) + a.call(a.stack_global("numpy", "memmap"), WORD) + a.STOP
    yield "shape_bomb.pkl", a.proto(2) + a.call(
        a.global_("numpy._core.multiarray", "_reconstruct"), a.global_("numpy", "ndarray"),
        a.int4(1 << 30) + a.int4(1 << 30) + a.TUPLE2, a.data(b"b"),
    ) + a.STOP  # fmt: skip


def _files() -> Iterator[tuple[str, bytes]]:
    inner = File("m/data.pkl", ATTACK)
    yield "backslash.pt", z.zipped(File("m\\data.pkl", ATTACK), File("m/version", b"3\n"))
    yield "two_ends.pt", z.torch_zip(ATTACK) + z.torch_zip(TORCH)
    yield "two_ends_turned.pt", z.torch_zip(TORCH) + z.torch_zip(ATTACK)
    yield "tar_in.zip", z.zipped(File("x.tar.gz", gzip.compress(z.tar_file("m.pkl", ATTACK) + z.TAR_END)))
    yield "zip_in.tar", z.tar_file("a/b", z.zipped(inner)) + z.TAR_END
    yield "streams.joblib", lzma.compress(PLAIN[:9]) + lzma.compress(PLAIN[9:-1] + RUN + a.STOP)
    yield "behind.pkl.bz2", bz2.compress(PLAIN) + bz2.compress(ATTACK)
    yield "named.gz", b"\x1f\x8b\x08\x18" + bytes(6) + b"model.pkl\0note\0" + gzip.compress(ATTACK)[10:]
    metadata = {"__metadata__": {"format": "pt", "x": base64.b64encode(ATTACK).decode()}, "a": s.tensor(0, 4)}
    yield "gap.safetensors", s.safetensors({**metadata, "b": s.tensor(8, 12)}, 12)
    yield "model.npz", b"\0" * 10 + z.zipped(File("a.npy", ATTACK))
    yield (
        "wide.npy",
        b"\x93NUMPY\1\0"
        + struct.pack("<H", 60)
        + b"{'descr': 'O8', 'fortran_order': False, 'shape': (1,)}".ljust(60)
        + ATTACK,
    )
    config = json.dumps(
        {"module": "keras", "class_name": "Sequential", "config": {"layers": [s.layer("os", "system")]}}
    )
    plain = json.dumps({"module": "keras", "class_name": "Sequential", "config": {"layers": []}})
    yield "twice.keras", s.zipped({"metadata.json": "{}", "config.json": plain}) + s.zipped({"config.json": config})
    yield "data.pkl.zip", z.zipped(File("a.txt", b"x"), File("b", ATTACK, method=8))
    yield "legacy.bin", pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + ATTACK
    yield "crlf.pkl", b"cos\nsystem\n(S'echo harmless'\r\ntR."
    yield "template/chat_template.jinja", b"{% set ns = namespace(x=cycler) %}{{ ns.x['__init__'] }}"
    yield "escape/chat_template.jinja", b"{{ messages | attr('\\x5f\\x5fclass\\x5f\\x5f') }}"
    yield "import/chat_template.jinja", b"{% import 'os' as os %}{{ os.popen('echo harmless') }}"
    yield "index/pytorch_model.bin.index.json", json.dumps({"weight_map": {"a": "/etc/passwd"}}).encode()
    yield "processor/preprocessor_config.json", json.dumps({"auto_map": {"AutoProcessor": "own.Own"}}).encode()
    yield (
        "entity.pmml",
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n<!DOCTYPE p SYSTEM "http://127.0.0.1/x.dtd">\n<PMML/>',
    )
