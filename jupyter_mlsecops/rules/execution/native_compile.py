"""C, C++ and Fortran compiled and loaded while the notebook runs."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Code, Confidence, Match, Severity, Value, rule, taint

from .sinks import SAID, comes_from

_CALLS = (
    *("torch.utils.cpp_extension.load", "torch.utils.cpp_extension.load_inline"),
    *("numpy.f2py.compile", "scipy.weave.inline", "weave.inline", "cppyy.cppdef", "ROOT.gInterpreter.Declare"),
    *("cffi.FFI().verify", "cffi.FFI().compile", "cython.inline", "Cython.inline", "Cython.Build.Inline.cython_inline"),
    "pyximport.install",
)


@rule(
    id="runtime-native-compile",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Native code compiled while the notebook runs",
    cwe=94,
    atlas=["AML.T0010.001"],
    screen=("cpp_extension", "f2py", "weave", "FFI", "cython", "cppyy", "pyximport", "gInterpreter"),
    bad=[
        "from torch.utils.cpp_extension import load_inline\nm = «load_inline(name='m', cpp_sources=source)»",
        "import torch.utils.cpp_extension as cpp\n# %%\nm = «cpp.load('m', ['m.cpp'])»",
        "from numpy import f2py\n«f2py.compile(source, modulename='m')»",
        "from cffi import FFI\nffi = FFI()\nffi.cdef(text)\nlib = «ffi.verify(source)»",
        "import cython\n«cython.inline('return a + b', a=1, b=2)»",
        "import requests\nfrom torch.utils.cpp_extension import load_inline\nsource = «requests.get(url)».text\n# %%\n"
        "m = «load_inline(name='m', cpp_sources=[source])»",
    ],
    ok=[
        "import torch\nm = torch.compile(model)",
        "from numba import njit\n@njit\ndef f(x): return x",
        "import ctypes\nlib = ctypes.CDLL('libm.so.6')",
        "from cffi import FFI\nffi = FFI()\nffi.cdef(text)",
        "text = 'torch.utils.cpp_extension.load(name)'",
    ],
)
def runtime_native_compile(code: Code) -> Iterator[Match]:
    """The compiled code runs outside of Python's checks, with all your rights, and nobody sees what was built.

    Build the extension once, in a package with a fixed version, and import that."""
    for call in code.calls(*_CALLS):
        texts: list[Value] = [*call.args, *call.keywords.values()]
        for value in texts:
            made = taint(code, value)
            if made.kind == "tainted" and made.source != "table":
                message = f"{SAID[made.source].capitalize()} is compiled and run"
                yield Match(call.span, message, Severity.HIGH, related=comes_from(code, call, made.place))
                break
        else:
            yield Match(call.span)
