"""Loading NumPy files that may hold pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule


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
        "import numpy as np\nflag = True\nx = «np.load(path, allow_pickle=flag)»",
        Example(
            "import numpy as np\n«np.save('x.npy', a)»\nx = «np.load('x.npy', allow_pickle=True)».item()",
            fixed="import numpy as np\nnp.save('x.npy', a)\nx = np.load('x.npy', allow_pickle=False).item()",
        ),
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
    for call in code.calls("numpy.load", "numpy.lib.npyio.load", "numpy.lib.format.read_array", "cupy.load"):
        flag = call.argument(2, "allow_pickle")
        if flag is not None and flag.is_true():
            value = call.argument(0, "file", "fp")
            sure = code.origin(value).kind == "written"
            applicability = Applicability.SAFE if sure else Applicability.REVIEW
            edits = call.set_keyword("allow_pickle", "False") if "allow_pickle" in call.keywords else None
            yield load_match(code, call, value, proposals=offer("Set allow_pickle=False", applicability, edits))
