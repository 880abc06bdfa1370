"""Every way to write a call, a keyword and a store: what is found, what is left alone."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.python.code import NOT_CONSTANT
from tests.core.cells import codes

PICKLE = ("pickle.load", "cPickle.load", "six.moves.cPickle.load")


# Every way to write one call of pickle.load; the marks are the places.
WRITTEN = [
    "import pickle; load = pickle.load; l2 = load; l3 = l2; «l3(f)»",
    "def read(p):\n    return «pickle.load(open(p))»\n# %%\nimport pickle",
    "kw = {}\nkw['verify'] = False\n«pickle.load(f, **kw)»\nimport pickle",
    "import importlib\n«importlib.import_module('pickle').load(f)»",
    "import importlib as il\n«il.import_module(name='pickle').load(f)»",
    "«__import__('pickle').load(f)»",
    "p = __import__('pickle')\n«p.load(f)»",
    "from importlib import import_module\np = import_module('pickle')\nload = getattr(p, 'load')\n«load(f)»",
    "try:\n    import cPickle as p\nexcept ImportError:\n    import pickle as p\n«p.load(f)»",
    "try:\n    import pickle\nexcept ImportError:\n    pickle = None\n«pickle.load(f)»",
    "pickle = None\ntry:\n    import pickle\nexcept ImportError:\n    pass\n«pickle.load(f)»",
    "if x:\n    import pickle as p\nelse:\n    import dill as p\n«p.load(f)»",
    "if x:\n    import dill as p\nelse:\n    import pickle as p\n«p.load(f)»",
    "class A:\n    import pickle\n    def f(self):\n        return «self.pickle.load(f)»",
    "import pickle\nclass A:\n    load = pickle.load\n    def f(self):\n        return «self.load(f)»",
    "import pickle\nclass A:\n    load = staticmethod(pickle.load)\n«A.load(f)»",
    "import pickle\nclass A:\n    def __init__(self):\n        self.p = pickle\n    def go(self):\n        return «self.p.load(f)»",  # noqa: E501
    "import pickle\nclass A:\n    def __init__(self):\n        self.reader = pickle.load\n    def go(self):\n        return «self.reader(f)»",  # noqa: E501
    "import pickle\nclass A: pass\na = A()\na.read = pickle.load\n«a.read(f)»",
    "import pickle\no.p = pickle\n«o.p.load(f)»",
    "import pickle\nd = {'a': pickle.load}\n«d['a'](f)»",
    "import pickle\nd = {}\nd['a'] = pickle.load\n«d['a'](f)»",
    "import pickle\nfs = [pickle.load, 1]\n«fs[0](f)»",
    "import pickle\nfor fn in (pickle.load,):\n    «fn(f)»",
    "import pickle, dill\nfor fn in [dill.load, pickle.load]:\n    «fn(f)»",
    "import pickle\n[«fn(f)» for fn in [pickle.load]]",
    "import pickle\n(fn := pickle.load)\n«fn(f)»",
    "import pickle\n«(fn := pickle.load)(f)»",
    "import pickle\nmatch x:\n    case 1:\n        «pickle.load(f)»\n    case _:\n        pass",
    "import pickle\np: object = pickle\n«p.load(f)»",
    "import pickle\nasync def main():\n    async with x as y:\n        async for z in y:\n            await «pickle.load(f)»",  # noqa: E501
    "def f():\n    global p\n    import pickle as p\nf()\n«p.load(f)»",
    "def f():\n    import pickle as p\n    def g():\n        return «p.load(f)»",
    "import pickle\ndef f(load=pickle.load):\n    return «load(f)»",
    "import pickle\nread = lambda f: «pickle.load(f)»",
    "import pickle\nread = pickle.load if x else None\n«read(f)»",
    "import pickle\nread = x or pickle.load\n«read(f)»",
    "import pickle\nread = getattr(pickle, 'lo' + 'ad')\n«read(f)»",
    "import pickle\nname = 'load'\n«getattr(pickle, name)(f)»",
    "import pickle\n«pickle.__dict__['load'](f)»",
    "import pickle\n«vars(pickle)['load'](f)»",
    "import sys, pickle\n«sys.modules['pickle'].load(f)»",
    "«globals()['pickle'].load(f)»\nimport pickle",
    "import builtins\n«builtins.__import__('pickle').load(f)»",
    "from functools import partial as P\nimport pickle\nread = P(pickle.load)\nr2 = read\n«r2(f)»",
    "from operator import attrgetter, methodcaller\nimport pickle\n«attrgetter('load')(pickle)(f)»",
    "import pickle\nexecutor.submit(«pickle.load», f)",
    "import pickle\nexecutor.map(«pickle.load», fs)",
    "import pickle\ndf.x.apply(«pickle.load»)",
    "import pickle\ndf.x.apply(lambda p: «pickle.load(open(p))»)",
    "import pickle\nnext(map(«pickle.load», fs))",
    "import asyncio, pickle\nawait asyncio.to_thread(«pickle.load», f)",
    "import pickle\nloop.run_in_executor(None, «pickle.load», f)",
    "import pickle, threading\nthreading.Thread(target=«pickle.load», args=(f,))",
    "import pickle\nx = [*map(«pickle.load», fs)]",
    "import pickle, functools\nx = functools.reduce(«pickle.load», fs)",
    "import pickle\n«pickle.load(*args)»",
    "import pickle\nwith open(p) as f: m = «pickle.load(f)»",
    "import pickle as pk, contextlib\nwith contextlib.closing(x): «pk.load(f)»",
    "import pickle\n@dec(«pickle.load(f)»)\ndef g(): pass",
    "import pickle\nclass A(B(«pickle.load(f)»)): pass",
    "import pickle\ndef f(x=«pickle.load(f)»): pass",
    "import pickle\nx = f'{«pickle.load(f)»}'",
    "import pickle\ndel x\n«pickle.load(f)»",
    "import pickle as p, pickle as q\np, q = q, p\n«p.load(f)»",
    "import pickle\n(a, *b) = pickle, 1, 2\n«a.load(f)»",
    "import pickle\n(a, (b, c)) = 1, (2, pickle)\n«c.load(f)»",
    "import six\n«six.moves.cPickle.load(f)»",
    "from six.moves import cPickle\n«cPickle.load(f)»",
    "import pickle\ndef get():\n    return pickle\n«get().load(f)»",
    "import pickle\ndef reader():\n    return pickle.load\n«reader()(f)»",
    "import pickle\nwhile (x := «pickle.load(f)»):\n    pass",
    "import pickle\nassert «pickle.load(f)»",
    "import pickle\nlambda: (yield «pickle.load(f)»)",
    "import pickle\ntype X = int\n«pickle.load(f)»",
    "import pickle\ndef f[T](x: T):\n    return «pickle.load(f)»",
    "import pickle\ntry:\n    pass\nexcept* E:\n    «pickle.load(f)»",
    'import pickle\nexec("x")\n«pickle.load(f)»',
    "from os.path import *\nfrom pickle import *\n«load(f)»",
    "if True:\n    from pickle import load\n«load(f)»",
    "import pickle.x.y as z, pickle\n«pickle.load(f)»",
    "import pickle\ndef f(p):\n    nonlocal_ = 1\n    def g():\n        nonlocal p\n        p = 1\n    return «pickle.load(f)»",  # noqa: E501
    "%%capture out\nimport pickle\n«pickle.load(f)»",
    "%%time\nx = 1 2\nimport pickle\n«pickle.load(f)»",
    "get_ipython().run_line_magic('matplotlib', 'inline')\nimport pickle\n«pickle.load(f)»",
    "class R:\n    @staticmethod\n    def load(f):\n        import pickle as p\n        return «p.load(f)»",
    "from toolz import compose\nimport pickle\nread = compose(«pickle.load», open)",
    "import pickle\nread = pickle.load\ndef main():\n    global read\n    return «read(f)»",
    "from pickle import load as l; from own import load\n«l(f)»",
    "import joblib, pickle\njoblib.Parallel()(«joblib.delayed(pickle.load)(f)» for f in fs)",
    "import contextlib, pickle\nwith contextlib.ExitStack() as s:\n    p = s.enter_context(contextlib.nullcontext(pickle))\n    «p.load(f)»",  # noqa: E501
    "import pickle\nreaders = {'a': pickle.load, 'b': json.load}\n# %%\nfor name, read in readers.items():\n    «read(f)»",  # noqa: E501
    "import pickle\nclass A:\n    def read(self):\n        return pickle\n    def go(self):\n        «self.read().load(f)»",  # noqa: E501
    "import pickle\nif x:\n    p = pickle\nelse:\n    p = Own()\n«p.load(f)»",
    "import dill\nif x:\n    import pickle as p\nelse:\n    p = dill\n# %%\n«p.load(f)»",
    "try:\n    import pickle\nexcept ImportError, e:\n    print e\n«pickle.load(f)»",
    "import pickle\nprint >>err, «pickle.load(f)»",
    'import pickle\nx = f"{d["a"]} {«pickle.load(f)»}"',
    "import pickle\ndef f(x) -> this is wrong:\n    return «pickle.load(f)»",
]
# What looks like that call and is another one.
OTHER = [
    "import pickle\npickle = Own()\npickle.load(f)",
    "import pickle\ndel pickle\npickle.load(f)",
    "import pickle\ndef f(pickle):\n    pickle.load(g)",
    "import pickle\ndef f():\n    pickle = Own()\n    pickle.load(g)",
    "import pickle\nfor pickle in xs: pickle.load(f)",
    "class A:\n    def load(self): pass\na = A()\na.load(f)",
    "import pickle\nwith own() as pickle:\n    pickle.load(f)",
    "import pickle\nif x:\n    pickle = Own()\n    pickle.load(f)",
    "import pickle\nclass A:\n    def __init__(self, reader):\n        self.pickle = reader\n    def f(self):\n        self.pickle.load(f)",  # noqa: E501
    "import pickle\nd = {'a': json.load}\nd['a'](f)",
    "import json, pickle\nload = json.load\nload(f)",
    "import pickle\nmatch x:\n    case pickle:\n        pickle.load(f)",
    "import pickle\nclass B:\n    pickle = Own()\n    def f(self):\n        self.pickle.load(f)",
    "import pickle\ndef mk():\n    return Own(pickle)\nmk().load(f)",
    "import pickle, json\nload = pickle.load\nload = json.load\nload(f)",
    "from pickle import load\nfrom json import load\nload(f)",
    "import pickle\ntry:\n    x()\nexcept E as pickle:\n    pickle.load(f)",
    "import pickle\n(lambda pickle: pickle.load(f))(1)",
    "import pickle\na = A()\na.p = pickle\na.p = Own()\na.p.load(f)",
    "import pickle\npickle: object = Own()\npickle.load(f)",
    "pickle.load(f)\n# %%\npickle = Own()",
    "import pickle\nx.load(f)",
    "import pickle\n[m.load(f) for m in (json, yaml)]",
    "import pickle\nif x:\n    pickle = Own()\n    pickle.load(f)\nelse:\n    pass",
    "import pickle\nclass A:\n    def __init__(self, p=None):\n        self.p = p\n    def go(self):\n        self.p.load(f)",  # noqa: E501
    "import pickle\nreaders = {'a': pickle.load, 'b': json.load}\nreaders['b'](f)",
    "import pickle\ndef reader():\n    return json.load\nreader()(f)",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_call_is_found_however_it_is_written(text: str) -> None:
    cells, places = codes(text)
    found = {(code.cell.source_pointer, tuple(call.span)) for code in cells for call in code.calls(*PICKLE)}
    assert found == places


@pytest.mark.parametrize("text", OTHER)
def test_another_call_is_not_found(text: str) -> None:
    assert [call.name for code in codes(text)[0] for call in code.calls(*PICKLE)] == []


# A call of requests.get, and what its keyword verify is worth; None where it has none or that is not known.
KEYWORDS = [
    ("import requests as r\nkw = {}\nkw['verify'] = False\nr.get(u, **kw)", False),
    ("import requests as r\nkw = dict(a=1)\nkw.update(verify=False)\nr.get(u, **kw)", False),
    ("import requests as r\nkw = dict(a=1)\nkw.update({'verify': False})\nr.get(u, **kw)", False),
    ("import requests as r\nb = {'verify': False}\nr.get(u, **{**b, 'timeout': 1})", False),
    ("import requests as r\nb = {'verify': False}\nkw = dict(b, a=1)\nr.get(u, **kw)", False),
    ("import requests as r\nb = {'verify': False}\nr.get(u, **(b | {'a': 1}))", False),
    ("import requests as r\nkw = {}\n# %%\nkw['verify'] = False\n# %%\nr.get(u, **kw)", False),
    ("import requests as r\nkw = {'verify': False}\nkw['verify'] = True\nr.get(u, **kw)", True),
    ("import requests as r\nkw = {}\nr.get(u, **kw)\nkw['verify'] = False", None),
    ("import requests as r\ndef f(u, verify=False):\n    return r.get(u, verify=verify)", False),
    ("import requests as r\ndef f(u, *, verify=False):\n    return r.get(u, verify=verify)", False),
    (
        "import requests as r\nclass C:\n    VERIFY = False\n    def f(self):\n        return r.get(u, verify=self.VERIFY)",  # noqa: E501
        False,
    ),
    ("import requests as r\nclass C:\n    VERIFY = False\nr.get(u, verify=C.VERIFY)", False),
    (
        "import requests as r\nclass C:\n    def __init__(self):\n        self.v = False\n    def f(self):\n        return r.get(u, verify=self.v)",  # noqa: E501
        False,
    ),
    ("import requests as r\ncfg = {'v': False}\nr.get(u, verify=cfg['v'])", False),
    ("import requests as r\ncfg = {'v': {'w': False}}\nr.get(u, verify=cfg['v']['w'])", False),
    ("import requests as r\nclass C:\n    kw = {'verify': False}\nr.get(u, **C.kw)", False),
    ("import requests as r\nfrom functools import partial\nget = partial(r.get, verify=False)\ng2 = get\ng2(u)", False),
    (
        "import requests as r\nfrom functools import partial\nclass A:\n    get = partial(r.get, verify=False)\nA.get(u)",  # noqa: E501
        False,
    ),
    ("import requests as r\nr.get(u, verify=not True)", False),
    ("import requests as r\nv: bool = False\nr.get(u, verify=v)", False),
    ("import requests as r\nv = w = False\nr.get(u, verify=w)", False),
    ("import requests as r\n(v, w) = True, False\nr.get(u, verify=w)", False),
    ("import requests as r\nr.get(u, verify=(v := False))", False),
    ("import requests as r\ndef f(verify):\n    return r.get(u, verify=verify)", None),
    ("import requests as r\ndef f(verify=True):\n    return r.get(u, verify=verify)", True),
    ("import requests as r\ndef f(**kw):\n    kw['verify'] = False\n    return r.get(u, **kw)", False),
    ("import requests as r\ndef f(**kw):\n    kw.setdefault('verify', False)\n    return r.get(u, **kw)", False),
    ("import requests as r\ndef f(*a, **kw):\n    return r.get(*a, verify=False, **kw)", False),
    ("import requests as r\ns = r.Session()\ns.get(u, verify=False)", False),
    ("import requests as r\nwith r.Session() as s, open(x) as y:\n    s.get(u, verify=False)", False),
    (
        "import requests as r\nclass A:\n    def __init__(self):\n        self.s = r.Session()\n    def f(self):\n        self.s.get(u, verify=False)",  # noqa: E501
        False,
    ),
    ("import requests as r\ndef make():\n    s = r.Session()\n    return s\ns = make()\ns.get(u, verify=False)", False),
    ("import requests as r\nfor u in us:\n    r.get(u, verify=False) if u else None", False),
    ("import requests as r\n[r.get(u, verify=False) for u in us]", False),
]


@pytest.mark.parametrize(("text", "expected"), KEYWORDS)
def test_a_keyword_is_known_however_it_is_passed(text: str, expected: bool | None) -> None:
    calls = [call for code in codes(text)[0] for call in code.calls("requests.get", "requests.Session().get")]
    values = [call.keywords["verify"].constant if "verify" in call.keywords else None for call in calls]
    assert [None if value is NOT_CONSTANT else value for value in values] == [expected]


STORES = [
    "import requests as r\ns = r.Session()\ns.verify = False",
    "import requests as r\nclass A:\n    def __init__(self):\n        self.s = r.Session()\n        self.s.verify = False",  # noqa: E501
    "import requests as r\nwith r.Session() as s:\n    s.verify = False",
    "import requests as r\ndef f():\n    s = r.Session()\n    s.verify = False\n    return s",
    "import requests as r\ndef make():\n    return r.Session()\n# %%\ns = make()\ns.verify = False",
    "import requests as r\ns: r.Session = r.Session()\ns.verify = False",
    "import requests as r\ndef f(s: r.Session):\n    s.verify = False",
    "import requests as r\na = b = r.Session()\nb.verify = False",
    "import requests as r\ns = r.Session()\ns.trust_env, s.verify = True, False",
    "import requests as r\nsessions = [r.Session()]\nfor s in sessions:\n    s.verify = False",
]


@pytest.mark.parametrize("text", STORES)
def test_a_store_is_found_however_its_object_is_made(text: str) -> None:
    stores = [store for code in codes(text)[0] for store in code.stores("requests.Session().verify")]
    assert [store.value.constant for store in stores] == [False]


@pytest.mark.parametrize(
    ("before", "call", "text"),
    [
        ("C = {'u': 'http://x'}", "f(C['u'])", "http://x"),
        ("u = 'http://x'\nu += '/y'", "f(u)", "http://x/y"),
        ("", "[f(u) for u in ['http://x', 'http://y']]", "http://x"),
        ("U = ['http://x', 'http://y']", "for u in U:\n    f(u)", "http://x"),
        ("U = {'a': 'http://x', 'b': 'http://y'}", "for n, u in U.items():\n    f(u)", "http://x"),
        ("", "for i, u in enumerate(['http://x']):\n    f(u)", "http://x"),
        ("class C:\n    u = 'http://x'", "f(C.u)", "http://x"),
        ("U = ['http://x', 'http://y']", "f(U[1])", "http://y"),
        ("def g(u='http://x'):\n    f(u)", "", ""),
    ],
)
def test_a_text_is_known_wherever_it_is_kept(before: str, call: str, text: str) -> None:
    cells, _ = codes(f"{before or 'x = 1'}\n# %%\n{call or 'y = 1'}")
    assert [one.args[0].text for code in cells for one in code.calls("f")] == [text]


def test_arguments_in_a_list_are_arguments() -> None:
    cells, _ = codes("a = [1, 2]\nf(0, *a, 3)\nf(*unknown, 4)")
    first, second = cells[0].calls("f")
    assert [value.constant for value in first.args] == [0, 1, 2, 3] and not first.has_unknown_kwargs
    assert second.args == () and second.has_unknown_kwargs


def test_a_call_that_may_mean_several_functions_is_one_call() -> None:
    cells, _ = codes("import pickle, dill\nfor read in (dill.load, pickle.load):\n    read(f)")
    assert [call.name for call in cells[0].calls("pickle.load", "dill.load")] == ["dill.load"]
    assert [call.name for call in cells[0].calls("pickle.load")] == ["pickle.load"]


@pytest.mark.parametrize(
    "source",
    [
        "x = f\ny = a" + ".x()" * 300 + "\n" + "y.x()\n" * 200,
        "import os\nx0 = os\n"
        + "".join(f"x{k} = x{k - 1} if c else x{k - 1}\n" for k in range(1, 300))
        + "x299.system(c)",
        "import os\nclass A:\n  def f(self):\n"
        + "   self.a = self.a or self.a.b(self.a)\n" * 500
        + "   self.a.system(c)",
        "import os\n" + "o.a = o.a or o.a.b\n" * 1000 + "o.a.system(c)\n" * 300,
        "kw = {}\n" + "kw.update(kw)\nf(**kw)\n" * 500,
        "import os\n" + "if a:\n    p = os\n" * 2000 + "p.system(c)\n" * 500,
        "import os\n"
        + "".join(f"def f{k}():\n  if a: return f{k * 3 % 40}()\n  return f{k * 7 % 40}()\n" for k in range(40))
        + "f0().system(x)\n" * 300,
        "x" + "[0]" * 80 + "(1)\n" + "d = {'a': d}\n" * 200 + "d['a']['a']['a'](f)\n" * 200,
    ],
    ids=["chain", "ways", "self", "object", "mapping", "branches", "functions", "elements"],
)
def test_tangled_names_end(source: str) -> None:
    (code,) = codes(source)[0]
    list(code.calls("*.system", "f"))
    for call in code.calls("f"):
        assert call.keywords is not None
