"""Native libraries loaded into the kernel."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import NOT_CONSTANT, Code, Confidence, Match, Severity, load_match, rule

_LOADERS = (
    "torch.ops.load_library",
    "torch.classes.load_library",
    "tensorflow.load_op_library",
    "tensorflow.load_library",
    "numpy.ctypeslib.load_library",
    "ctypes.CDLL",
    "ctypes.cdll.LoadLibrary",
    "ctypes.PyDLL",
    "ctypes.WinDLL",
    "ctypes.OleDLL",
    "ctypes.windll.LoadLibrary",
    "ctypes.pydll.LoadLibrary",
    "cffi.FFI().dlopen",
    "*.register_custom_ops_library",
)
_JOINERS = ("os.path.join()", "os.path.abspath()", "os.path.realpath()", "os.fspath()", "str()", "pathlib.Path()")


@rule(
    id="untrusted-native-library",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Native library loaded into the kernel",
    cwe=[829, 114],
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("load_library", "load_op_library", "ctypes", "cffi", "register_custom_ops_library"),
    bad=[
        "import tensorflow as tf\nops = «tf.load_op_library('./ops.so')»",
        "import torch\n«torch.ops.load_library(path)»",
        "import ctypes\n«!wget -q $URL -O ops.so»\n# %%\nlib = «ctypes.CDLL(os.path.abspath('ops.so'))»",
        "import ctypes\ndef kernel(path):\n    return «ctypes.CDLL(path)»",
        "import ctypes\nfrom os.path import join\nlib = «ctypes.CDLL(join(folder, 'ops.so'))»",
        "import onnxruntime as ort\no = ort.SessionOptions()\n«o.register_custom_ops_library('ops.so')»",
        "from cffi import FFI\nffi = FFI()\nlib = «ffi.dlopen('./ops.so')»",
        "import ctypes\nlib = «ctypes.CDLL('/tmp/ops.so')»",
    ],
    ok=[
        "import ctypes\nlibc = ctypes.CDLL('libc.so.6')",
        "import ctypes, ctypes.util\nlibm = ctypes.CDLL(ctypes.util.find_library('m'))",
        "import ctypes\nctypes.CDLL(None)",
        "def load_library(p): ...\nload_library(path)",
    ],
)
def untrusted_native_library(code: Code) -> Iterator[Match]:
    """A native library runs as machine code in the kernel, with everything the kernel can reach.

    Build it from source that you have read, or check its hash before you load it."""
    for call in code.calls(*_LOADERS):
        path = call.argument(0, "op_library_filename", "path", "library_filename", "name", "libname")
        if path is None:
            continue
        if call.name.startswith(("ctypes", "cffi")) and not _is_file(path.constant):
            is_made = path.kind in ("name", "fstring", "concat") or path.name in _JOINERS
            chosen = is_made and path.constant is NOT_CONSTANT
            if not chosen and not code.origin(path).is_from_elsewhere:
                continue  # the system's own, or nothing
            yield load_match(code, call, path, unknown=Severity.LOW)
            continue
        yield load_match(code, call, path, unknown=Severity.MEDIUM)


def _is_file(name: object) -> bool:
    """Whether a library is named by a path; one named alone is the system's."""
    return isinstance(name, str) and "/" in name and not name.startswith(("/usr/", "/lib", "/opt/"))
