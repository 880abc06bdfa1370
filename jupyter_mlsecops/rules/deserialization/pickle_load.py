"""Loading pickles with the standard library."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Example, Match, Severity, Value, load_match, rule
from .conversions import to_skops
from .pickle_guard import open_unpicklers

_MODULES = (
    *("pickle", "_pickle", "cPickle", "pickle5", "pickle5.pickle", "six.moves.cPickle", "compat_pickle"),
    *("pandas.compat.pickle_compat", "multiprocessing.reduction"),
    *("numpy.compat.py3k.pickle", "future.moves.pickle", "zodbpickle", "hickle", "compress_pickle"),
)
_LOADS = ("load", "loads", "Unpickler", "_load", "_loads", "_Unpickler", "ForkingPickler.loads")
_NAMES = tuple(f"{module}.{name}" for module in _MODULES for name in _LOADS)


@rule(
    id="unsafe-pickle-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Pickle loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("ickle", "ForkingPickler"),
    aliases=("B301", "S301"),
    bad=[
        "import pickle\nm = «pickle.load(f)»",
        Example(
            "import pickle\nfrom sklearn.svm import SVC\n# %%\n"
            "with open('svc.pkl', 'rb') as f:\n    svc = «pickle.load(f)»",
            fixed="import pickle\nfrom sklearn.svm import SVC\n# %%\nimport skops.io\n"
            "# Once, where nothing is at stake, for this runs what the old file says (skops 0.13 or newer):\n"
            "#     skops.io.dump(pickle.load(open('svc.pkl', \"rb\")), 'svc.skops')\n"
            "with open('svc.skops', 'rb') as f:\n    svc = skops.io.load(f, trusted=[])",
        ),
        "import pickle as pk\nwith open('modèle.pkl', 'rb') as f:\n    m = «pk.load(f)»",
        "from pickle import loads as unpack\nm = «unpack(blob)»",
        "import pickle\nfrom kafka import KafkaConsumer\nrows = KafkaConsumer('t', value_deserializer=«pickle.loads»)",
        "import pickle\ndef with_file(read, path):\n    with open(path, 'rb') as f:\n        return read(f)\n# %%\n"
        "m = with_file(«pickle.load», 'm.pkl')",
        "from pickle import *\nm = «load(open(path, 'rb'))»",
        "import _pickle as cPickle\nm = «cPickle.load(f)»",
        "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\nm = «pickle.load(f)»",
        "import pickle\nload = pickle.load\n# %%\nm = «load(f)»",
        "m = «pickle.load(f)»\n# %%\nimport pickle",
        "%%time\nimport pickle\nm = «pickle.loads(blob)»",
        "%matplotlib inline\nimport pickle\n!ls\nm = «pickle.load(f)»",
        "import pickle\nm = «getattr(pickle, 'load')(f)»",
        "import importlib\nm = «importlib.import_module('pickle').load(f)»",
        "import functools, pickle\nload = functools.partial(pickle.load, encoding='latin1')\nm = «load(f)»",
        "import pickle\nmodels = list(map(«pickle.load», files))",
        "import pickle\nm = «pickle.Unpickler(f)».load()",
        "import pickle\nreader = «pickle.Unpickler(f)»\nm = reader.load()",
        "import pickle\nclass Own(pickle.Unpickler):\n    def persistent_load(self, key):\n        return parts[key]\n"
        "# %%\nwith open('m.pkl', 'rb') as f:\n    m = «Own(f).load()»",
        "from pickle import Unpickler\nclass Own(Unpickler): ...\nu = Own(f)\nm = «u.load()»",
        "from six.moves import cPickle\nm = «cPickle.load(f, encoding='latin1')»",
        "import pickle as p, requests\nm = «p.loads(requests.get(url).content)»",
        "import pickle, zipfile\n«!wget https://data.tool.dev/a.zip»\n«!unzip a.zip -d d»\n"
        "# %%\nwith open('d/m.pkl', 'rb') as f:\n    m = «pickle.load(f)»",
        "import pickle, requests\ndef fetch(url, path):\n    with open(path, 'wb') as f:\n"
        "        f.write(«requests.get(url)».content)\n# %%\nfetch(URL, 'm.pkl')\n# %%\n"
        "def read(path):\n    with open(path, 'rb') as f:\n        return «pickle.load(f)»\nm = read('m.pkl')",
        "import pickle\nfrom google.colab import files\nup = «files.upload()»\n# %%\nm = «pickle.loads(up['m.pkl'])»",
        "import pickle\nm = «pickle.loads(pickle.dumps(x))»",
        "import pickle, h5py\nm = «pickle.loads(h5py.File('a.h5')['m'][()].tobytes())»",
        "import pickle, urllib.request\nr = «urllib.request.urlopen(url)»\nm = «pickle.load(r)»",
        "«!wget https://data.tool.dev/m.pkl»\n# %%\nimport pickle\nm = «pickle.load(open('m.pkl', 'rb'))»",
        "import pickle\n«pickle.dump(m, open('m.pkl', 'wb'))»\n# %%\nm = «pickle.load(open('m.pkl', 'rb'))»",
    ],
    ok=[
        "import json\njson.load(f)",
        "def load(f):\n    return f.read()\nload(f)",
        "import pickle\npickle.dump(m, f)",
        "import pickle\npickle = Reader()\npickle.load(f)",
        "def read(pickle, f):\n    return pickle.load(f)",
        "print('pickle.load(f)')  # pickle.load(f)",
        "import pickle\nclass Careful(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        raise pickle.UnpicklingError(name)\nCareful(f).load()",
        "import pickle\nclass Own(pickle.Unpickler):\n    def find_class(self, module, name):\n"
        "        return ALLOWED[name]\nclass More(Own):\n    pass\nMore(f).load()",
        "%%writefile notes.txt\nimport pickle\npickle.load(f)",
        "%%markdown\n`pickle.load(f)`",
    ],
)
def unsafe_pickle_load(code: Code) -> Iterator[Match]:
    """A pickle is a program: loading it runs whatever its author put in. A model file from elsewhere can take over the
    kernel and everything it can reach.

    Keep weights as safetensors and tables as Parquet, or look at the file with a pickle scanner before you load it."""
    for call in code.calls(*_NAMES):
        is_model = call.name.endswith(".load") and code.uses_module("sklearn")
        fixes = to_skops(code, call, takes_path=False) if is_model else ()
        yield load_match(code, call, call.argument(0, "file", "data"), proposals=fixes)
    for call in code.calls("*.load"):
        given = _read_by_own(code, call)
        if given is not None:
            yield load_match(code, call, given)


def _read_by_own(code: Code, call: Call) -> Value | None:
    """The file that an unpickler of the notebook reads which lets everything pass: ``class Own(pickle.Unpickler)``."""
    receiver = call.receiver
    own = code.remember(_own_unpicklers) if receiver is not None and receiver.kind == "call" else frozenset()
    if receiver is None or not own:
        return None
    at = code.names.settled(receiver.spot)
    node = at.node
    is_own = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own
    return Value(code, at).beside(node.args[0]) if is_own and isinstance(node, ast.Call) and node.args else None


def _own_unpicklers(cells: tuple[Code, ...]) -> frozenset[str]:
    return frozenset(name for code in cells if "Unpickler" in code.text for name in open_unpicklers(code))
