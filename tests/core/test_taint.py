"""What a value is made of, followed through names, cells and functions."""

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.python.code import Code, Value, link
from jupyter_mlsecops.core.python.taint import Taint, taint
from jupyter_mlsecops.testing import notebook

CREATE = "client.chat.completions.create(messages=m)"


def sunk(text: str) -> tuple[Code, Value]:
    """The argument of the one call of ``sink``."""
    codes = link(parse(json.dumps(notebook(text)[0]).encode()))
    found = [(code, call.args[0]) for code in codes for call in code.calls("sink")]
    assert len(found) == 1, text
    return found[0]


def made(text: str, *clean: str) -> Taint:
    code, value = sunk(text)
    return taint(code, value, clean)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("sink(input())", "input"),
        ("name = input('?')\n# %%\nsink(f'rm {name}')", "input"),
        ("sink(name)\n# %%\nname = input()", "input"),
        ("import sys\nsink(sys.argv[1])", "input"),
        ("import sys\ntry:\n    a = sys.argv[1]\nexcept IndexError:\n    a = 'data'\nsink('run ' + a)", "input"),
        ("if ask:\n    a = input()\nelse:\n    a = 'data'\nsink(a)", "input"),
        ("from sys import argv as a\nsink(a[1].strip())", "input"),
        ("text = 'a'\ntext += input()\nsink(text)", "input"),
        ("sink('a' if quick else input())", "input"),
        ("sink('a {}'.format(input()))", "input"),
        ("sink('a %s' % input())", "input"),
        ("sink(', '.join([input(), 'b']))", "input"),
        ("rows = {'a': input()}\nsink(rows['a'])", "input"),
        ("import argparse\np = argparse.ArgumentParser()\na = p.parse_args()\nsink(a.name)", "input"),
        ("import requests\nsink(requests.get(url).json()['a'])", "network"),
        ("import httpx\nwith httpx.Client() as c:\n    sink(c.get(url).text)", "network"),
        ("from urllib.request import urlopen\nsink(urlopen(url).read().decode())", "network"),
        ("from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef f(q):\n    sink(q)", "network"),
        ("import pandas as pd\nfor name in pd.read_csv('a.csv')['name']:\n    sink(name)", "table"),
        ("import ipywidgets as w\nbox = w.Text()\n# %%\nsink(box.value)", "widget"),
        ("from ipywidgets import interact\ndef f(e):\n    sink(e)\ninteract(f, e='')", "widget"),
        ("from ipywidgets import interact\n@interact(e='')\ndef f(e, n=1):\n    sink(e)", "widget"),
        ("from ipywidgets import interact\n@interact\ndef f(e='a'):\n    sink(e)", "widget"),
        ("from ipywidgets import interact\ninteract(lambda e: sink(e), e='')", "widget"),
        ("import ipywidgets as w\nbox = w.Text()\ndef f(c):\n    sink(c['new'])\nbox.observe(f)", "widget"),
        ("import gradio as gr\ndef f(t):\n    sink(t)\n# %%\ngr.Interface(fn=f)", "widget"),
        (f"answer = {CREATE}\n# %%\nsink(answer.choices[0].message.content)", "model"),
        (f"def ask(m):\n    r = {CREATE}\n    return r.choices[0]\n# %%\nsink(ask('a'))", "model"),
        (f"ask = lambda m: {CREATE}\nsink(ask('a'))", "model"),
        (
            f"class A:\n    def ask(self, m):\n        return {CREATE}\n    def run(self):\n        sink(self.ask(1))",
            "model",
        ),
        (f"text = ''\nfor part in {CREATE}:\n    text += part.delta\nsink(text)", "model"),
        (f"import re\nsink(re.search('a', {CREATE}.text).group(1))", "model"),
        (f"import json\nsink(json.loads({CREATE}.text)['code'])", "model"),
        (f"async def f():\n    answer = await {CREATE}\n    sink(answer.text)", "model"),
        (
            "from langchain_openai import ChatOpenAI as M\nchain = prompt | M() | parser\nsink(chain.invoke({}))",
            "model",
        ),
        ("from langchain_openai import ChatOpenAI\nsink(ChatOpenAI().invoke('a').content)", "model"),
        ("from transformers import pipeline\np = pipeline('text-generation')\nsink(p('a')[0]['text'])", "model"),
        (f"sink(input() + {CREATE}.text)", "model"),
    ],
)
def test_tainted(text: str, source: str) -> None:
    found = made(text)
    assert (found.kind, found.source) == ("tainted", source)
    assert found.place is not None and found.cell is not None


@pytest.mark.parametrize(
    "text",
    [
        "sink('a')",
        "sink(f'a {3} {1.5}')",
        "N = 3\n# %%\nsink(f'a {N}')",
        "for k in range(3):\n    sink(f'a {k}')",
        "for name in ['a', 'b']:\n    sink(name)",
        "sink(f'{x:.2f}')",
        "sink('%d of %5.2f' % (a, b))",
        "sink(f'{len(rows)} {int(input())}')",
        "import sys\nsink(sys.executable)",
        "import os\nsink(os.path.join(os.getcwd(), 'a'))",
        "from datetime import datetime\nsink(f'{datetime.now():%Y}')",
        "import uuid\nsink(str(uuid.uuid4()))",
    ],
)
def test_clean(text: str) -> None:
    assert made(text) == Taint("clean")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("sink(name)", ""),
        ("sink(open('a').read())", ""),
        ("from pathlib import Path\nsink(Path('a').read_text())", ""),
        ("from pathlib import Path\nfor path in Path('a').glob('*'):\n    sink(path)", ""),
        ("sink(settings.name)", ""),
        ("def f(name):\n    sink(name)", "parameter"),
        ("from ipywidgets import interact\ndef f(n):\n    sink(n)\ninteract(f, n=3)", "parameter"),
        ("import ipywidgets as w\nbox = w.IntSlider()\nsink(box.value)", ""),
        ("import os\nsink(os.environ['A'])", "environment"),
        ("def input(): ...\nsink(input())", ""),
        ("sink(sanitize(input()))", ""),
    ],
)
def test_unknown(text: str, source: str) -> None:
    found = made(text)
    assert (found.kind, found.source) == ("unknown", source)


def test_a_function_that_makes_it_harmless() -> None:
    text = "import shlex\nname = input()\nsink(f'rm {shlex.quote(name)}')"
    assert made(text, "shlex.quote").kind == "clean"
    assert made(text).source == ""
    assert made("sink(f'<p>{table(input()).to_html()}</p>')", "*.to_html").kind == "clean"


def test_where_it_comes_from() -> None:
    found = made("x = 1\n# %%\nname = input()\n# %%\nsink(name)")
    assert found.place is not None
    assert (found.cell, found.place.pointer, tuple(found.place.span or ())) == (2, "/cells/1/source", (7, 14))


def test_what_holds_itself_ends() -> None:
    assert made("def f(x):\n    return f(x) + x\nsink(f(name))").kind == "unknown"
    assert made("a = b\nb = a\nsink(a + b)").kind == "unknown"
    assert made("text = ''\n" + "text += name\n" * 400 + "sink(text)").kind == "unknown"
