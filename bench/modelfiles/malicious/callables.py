"""Callables that run, resolve, load, fetch or change something, most of them not by a name that says so."""

from __future__ import annotations

from collections.abc import Iterator

from tests.formats.pickles import assemble as a

from .made import Made

_FAMILIES = {
    "programs": (
        "os.system os.popen os.execv os.spawnl posix.system nt.system subprocess.run subprocess.check_output "
        "subprocess.getoutput pty.spawn asyncio.create_subprocess_shell multiprocessing.Process "
        "_posixsubprocess.fork_exec "
        "webbrowser.open platform.popen distutils.spawn.spawn pexpect.run test.support.script_helper.assert_python_ok "
        "torch.distributed.run.main"
    ),
    "code": (
        "builtins.eval builtins.exec builtins.compile code.interact code.InteractiveInterpreter timeit.timeit "
        "timeit.main bdb.Bdb pdb.run cProfile.run profile.run trace.Trace doctest.debug_script runpy.run_path "
        "idlelib.run.main pydoc.pipepager lib2to3.pgen2.grammar.Grammar.loads unittest.mock._importer "
        "numpy.testing._private.utils.runstring numpy.f2py.crackfortran.myeval logging.config.listen "
        "torch.utils.collect_env.run torch.jit.unsupported_tensor_ops.execWrapper "
        "torch._inductor.codecache.compile_file "
        "torch.fx.graph_module._exec_with_source torch.utils.bottleneck.__main__.run_cprofile "
        "transformers.dynamic_module_utils.get_class_from_dynamic_module IPython.get_ipython "
        "sympy.parsing.sympy_parser.parse_expr "
        "pandas.core.computation.eval.eval patsy.highlevel.dmatrix"
    ),
    "names": (
        "builtins.getattr builtins.__import__ builtins.map builtins.type importlib.import_module functools.partial "
        "functools.reduce operator.attrgetter operator.methodcaller operator.call operator.itemgetter "
        "itertools.starmap "
        "pkgutil.resolve_name pydoc.locate zipimport.zipimporter copyreg.add_extension types.FunctionType "
        "types.MethodType numpy._core._ufunc_reconstruct builtins.globals builtins.vars sys._getframe "
        "django.utils.module_loading.import_string six.moves.builtins.eval weakref.finalize "
        "contextlib.ExitStack.callback"
    ),
    "loaders": (
        "pickle.loads _pickle.Unpickler joblib.load numpy.load pandas.read_pickle torch.load torch.hub.load "
        "torch.storage._load_from_bytes dill.loads cloudpickle.loads marshal.loads shelve.open yaml.unsafe_load "
        "jsonpickle.decode tensorflow.keras.models.load_model mlflow.pyfunc.load_model sklearn.datasets.load_files "
        "torch.package.PackageImporter ctypes.CDLL _ctypes.dlopen cffi.FFI numpy.ctypeslib.load_library "
        "torch.ops.load_library torch.jit.load"
    ),
    "network and files": (
        "urllib.request.urlopen requests.get socket.create_connection ftplib.FTP smtplib.SMTP "
        "http.client.HTTPConnection "
        "huggingface_hub.snapshot_download pip.main ensurepip.bootstrap setuptools.setup builtins.open io.open "
        "shutil.rmtree os.remove os.unlink pathlib.Path.unlink tempfile.mktemp zipfile.ZipFile tarfile.open "
        "logging.FileHandler numpy.savetxt linecache.getline sqlite3.connect mmap.mmap "
        "torch.distributed.rpc.init_rpc logging.handlers.SocketHandler"
    ),
    "process": (
        "sys.exit os._exit os.kill os.fork signal.signal threading.Thread atexit.register faulthandler.dump_traceback "
        "sys.settrace gc.disable resource.setrlimit os.putenv sys.setrecursionlimit"
    ),
}
_CLASSES = {"pathlib.Path.unlink": 2, "contextlib.ExitStack.callback": 2, "lib2to3.pgen2.grammar.Grammar.loads": 2}


def callables() -> Iterator[Made]:
    """A pickle for each: by turns of protocol 0, 2 and 4."""
    number = 0
    for family, names in _FAMILIES.items():
        for full in names.split():
            parts = full.rsplit(".", _CLASSES.get(full, 1))
            module, name = parts[0], ".".join(parts[1:])
            ways = (
                a.global_(module, name) + b"(S'echo harmless'\ntR.",
                a.proto(2) + a.call(a.global_(module, name), a.text("echo harmless")) + a.STOP,
                a.proto(4) + a.stack_global(module, name) + a.text("echo harmless") + a.TUPLE1 + a.REDUCE + a.STOP,
            )
            yield Made(
                f"callables: {family}", f"callable_{number:03}_{full}.pkl", ways[2 if "." in name else number % 3]
            )
            number += 1
