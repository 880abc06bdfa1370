"""Loading NumPy files that may hold pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule
from .versions import named, with_words

_OTHERS = (
    "numpy.lib.npyio.load",
    "numpy.lib.format.read_array",
    "numpy.lib.npyio.NpzFile",
    "cupy.load",
    "jax.numpy.load",
)
_POSITIONS = {"numpy.lib.format.read_array": 1, "numpy.lib.npyio.NpzFile": 2}


@rule(
    id="unsafe-numpy-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="NumPy file loaded with allow_pickle=True",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("allow_pickle", "load"),
    bad=[
        Example(
            "import numpy as np\nx = «np.load('x.npy', allow_pickle=True)»",
            fixed="import numpy as np\nx = np.load('x.npy', allow_pickle=False)",
        ),
        "from numpy import load\nx = «load(path, None, True)»",
        "import numpy as np\nopts = {'allow_pickle': True}\n# %%\nx = «np.load(path, **opts)»",
        "import numpy as np\nold = np.load\nnp.load = lambda *a, **k: «old(*a, allow_pickle=True, **k)»",
        "import numpy as np, functools\nread = functools.partial(np.load, allow_pickle=True)\n# %%\nx = «read(path)»",
        "import numpy as np\n«!gdown 1abc -O x.npz»\n# %%\nx = «np.load('x.npz', allow_pickle=True)»",
        "import numpy as np\nflag = True\nx = «np.load(path, allow_pickle=flag)»",
        Example(
            "%pip install numpy==1.15.4\n# %%\nimport numpy as np\nx = «np.load(path)»",
            fixed="%pip install numpy==1.15.4\n# %%\nimport numpy as np\nx = np.load(path, allow_pickle=False)",
        ),
        Example(
            "import numpy as np\n«np.save('x.npy', a)»\nx = «np.load('x.npy', allow_pickle=True)».item()",
            fixed="import numpy as np\nnp.save('x.npy', a)\nx = np.load('x.npy', allow_pickle=False).item()",
        ),
        "import numpy as np\na = «np.load(path, allow_pickle=True if objects else False)»",
    ],
    ok=[
        "import numpy as np\nx = np.load('x.npy')",
        "import numpy as np\nx = np.load('x.npy', allow_pickle=False)",
        "import numpy as np\nnp.save('x.npy', a, allow_pickle=True)",
        "from tool import load\nload(path, allow_pickle=True)",
    ],
)
def unsafe_numpy_load(code: Code) -> Iterator[Match]:
    """With allow_pickle a NumPy file may hold pickled objects, and loading them runs code.

    Leave allow_pickle out, which is safe for arrays of numbers and text, and keep objects in another format."""
    for call in code.calls("numpy.load", *_OTHERS):
        flag = call.argument(_POSITIONS.get(call.name, 2), "allow_pickle")
        by_default = flag is None and not call.has_unknown_kwargs and call.name == "numpy.load"
        if by_default and code.is_before("numpy", 1, 16, 3):
            edits = call.set_keyword("allow_pickle", "False")
            fix = offer("Set allow_pickle=False", Applicability.REVIEW, edits)
            match = load_match(code, call, call.argument(0, "file"), proposals=fix)
            yield with_words(match, f"{named(code, 'numpy', 'NumPy')} unpickles objects by default")
        if flag is not None and flag.may_be(True):
            value = call.argument(0, "file", "fp")
            edits = call.set_keyword("allow_pickle", "False") if "allow_pickle" in call.keywords else None
            fix = offer("Set allow_pickle=False", Applicability.REVIEW, edits)
            yield load_match(code, call, value, proposals=fix)
