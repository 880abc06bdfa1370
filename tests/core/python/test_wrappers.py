"""Calls that reach a function through another one: own functions, threads, executors, callbacks."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.python.call import Call
from jupyter_mlsecops.core.python.code import NOT_CONSTANT, link
from tests.core.cells import notebook_of

_GET = "import requests\ndef get(url, check=True, **options):\n    return requests.get(url, verify=check, **options)"
_LOAD = "import torch\ndef load(path, *, safe):\n    return torch.load(path, 'cpu', weights_only=safe)"


def _calls(sources: list[str], name: str) -> list[Call]:
    return [call for code in link(notebook_of(*sources)) for call in code.calls(name)]


@pytest.mark.parametrize(
    ("definition", "use", "name", "keywords"),
    [
        (_GET, "get(u, check=False)", "requests.get", {"verify": False}),
        (_GET, "get(u, False)", "requests.get", {"verify": False}),
        (_GET, "get(u, stream=True)", "requests.get", {"verify": True, "stream": True}),
        (_LOAD, "load(p, safe=False)", "torch.load", {"weights_only": False}),
        (_LOAD.replace("def", "async def"), "load(p, safe=False)", "torch.load", {"weights_only": False}),
    ],
)
def test_a_switch_is_handed_on(definition: str, use: str, name: str, keywords: dict[str, bool]) -> None:
    """The call of the notebook's function stands for the call inside of it, and nothing can be written into it."""
    for sources in ([definition, f"x = {use}"], [f"x = {use}", definition]):
        (call,) = [
            call for call in _calls(sources, name) if call.written.startswith(use[:3]) and "." not in call.written
        ]
        assert {name: call.keywords[name].constant for name in keywords} == keywords
        assert call.set_keyword(next(iter(keywords)), "None") is None
        assert call.drop_statement() is None


@pytest.mark.parametrize(
    "use",
    [
        "get(u)",
        "get(u, check=True)",  # what it does anyway
        "get(u, check=CHECK)",
        "get(*arguments, check=False)",
        "other(u, check=False)",
    ],
)
def test_a_call_that_decides_nothing_stands_for_itself(use: str) -> None:
    calls = _calls([_GET, f"x = {use}"], "requests.get")
    assert [call.written for call in calls] == ["requests.get"]


@pytest.mark.parametrize(
    ("use", "arguments", "keywords"),
    [
        ("Thread(target=requests.get, args=(1, 2))", [1, 2], {}),
        ("Thread(target=requests.get, kwargs={'verify': False})", [], {"verify": False}),
        ("Thread(None, requests.get, 'name', (1,), {'verify': False})", [1], {"verify": False}),
        ("Process(target=requests.get, args=[1], kwargs=dict(verify=False))", [1], {"verify": False}),
        ("Timer(3.0, requests.get, [1])", [1], {}),
        ("pool.submit(requests.get, 1, verify=False)", [1], {"verify": False}),
        ("pool.apply_async(requests.get, (1,), {'verify': False})", [1], {"verify": False}),
        ("asyncio.to_thread(requests.get, 1, verify=False)", [1], {"verify": False}),
        ("loop.run_in_executor(None, requests.get, 1)", [1], {}),
    ],
)
def test_arguments_beside_a_function_are_its_arguments(
    use: str, arguments: list[int], keywords: dict[str, bool]
) -> None:
    (call,) = _calls([f"import requests, asyncio\nfrom threading import *\nx = {use}"], "requests.get")
    assert not call.is_reference
    assert [value.constant for value in call.args] == arguments
    assert {name: value.constant for name, value in call.keywords.items()} == keywords
    assert call.written == "requests.get"


@pytest.mark.parametrize(
    "use",
    [
        "map(pickle.load, files)",
        "Thread(target=pickle.load)",
        "Consumer(value_deserializer=pickle.load)",
        "read_csv('a.csv', converters={'b': pickle.load})",
        "retry(pickle.load)",
        "retry(function=pickle.load)",
    ],
)
def test_a_function_is_handed_over(use: str) -> None:
    calls = _calls(["import pickle\ndef retry(function): ...", f"x = {use}"], "pickle.load")
    assert [(call.is_reference, call.written) for call in calls] == [(True, "pickle.load")]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("SimpleNamespace(a=False)", False),
        ("types.SimpleNamespace(**b, a='x')", "x"),
        ("EasyDict({'a': 3, 'c': 4})", 3),
        ("OmegaConf.create({'a': None})", None),
    ],
)
def test_a_record_holds_what_it_is_given(made: str, said: object) -> None:
    (call,) = _calls([f"c = {made}", "f(c.a)"], "f")
    assert call.args[0].constant == said


def test_a_later_store_counts_more_than_what_a_record_was_given() -> None:
    (call,) = _calls(["c = SimpleNamespace(a=1)\nc.a = 2\nf(c.a)"], "f")
    assert call.args[0].constant == 2


@pytest.mark.parametrize(
    ("declared", "read"),
    [
        ("'--a', default=True", "p.parse_args([])"),
        ("'-x', '--a', action='store_true', default=True", "p.parse_args()"),
        ("'--other', dest='a', default=True", "p.parse_args([])"),
        ("'-b', '--a', default=True", "p.parse_known_args()[0]"),
    ],
)
def test_a_flag_that_nobody_sets_has_its_default(declared: str, read: str) -> None:
    parser = f"import argparse\np = argparse.ArgumentParser()\np.add_argument({declared})"
    (call,) = _calls([parser, f"c = {read}", "f(c.a)"], "f")
    assert call.args[0].constant is True


def test_flags_are_found_through_a_function_and_a_tuple() -> None:
    parser = "def read():\n    p = make()\n    p.add_argument('--a-b', default=False)\n    return p.parse_args([])"
    calls = _calls([parser, "c = read()\nd, rest = p.parse_known_args()", "f(c.a_b)", "f(d.a_b)"], "f")
    assert [call.args[0].constant for call in calls] == [False, False]


@pytest.mark.parametrize(("read", "said"), [("", NOT_CONSTANT), ("[]", "x"), ("args=[]", "x"), ("argv", NOT_CONSTANT)])
def test_a_text_is_the_default_of_a_flag_where_nobody_can_give_another(read: str, said: object) -> None:
    (call,) = _calls([f"p.add_argument('--a', default='x')\nc = p.parse_args({read})", "f(c.a)"], "f")
    assert call.args[0].constant == said


def test_an_object_of_a_class_has_what_it_is_made_with() -> None:
    calls = _calls(["class C:\n    a: bool = False", "c, d = C(a=True), C()", "f(c.a)\nf(d.a)"], "f")
    assert [call.args[0].constant for call in calls] == [True, False]


def test_a_store_may_say_otherwise_than_what_an_object_was_made_with() -> None:
    (call,) = _calls(["class C:\n    a = False", "c = C(a=True)", "c.a = 3", "f(c.a)"], "f")
    assert call.args[0].constant is NOT_CONSTANT or call.args[0].constant == 3


@pytest.mark.parametrize(
    "field", ["field(default=True)", "Field(True, description='a')", "attr.ib(default=True)", "Field(default=True)"]
)
def test_a_field_of_a_class_has_its_default(field: str) -> None:
    (call,) = _calls([f"class C:\n    a: bool = {field}", "c = C()\nf(c.a)"], "f")
    assert call.args[0].constant is True


def test_a_field_may_be_made_by_a_function() -> None:
    made = "class C:\n    kw: dict = field(default_factory=lambda: {'a': True})"
    (call,) = _calls([made, "f(**C().kw)"], "f")
    assert call.keywords["a"].constant is True


@pytest.mark.parametrize("read", ["c.get('a')", "c.get('a', 3)", "k['c'].get('a')"])
def test_get_reads_an_entry_of_a_dict_that_is_written_out(read: str) -> None:
    (call,) = _calls(["c = {'a': False}\nk = {'c': {'a': False}}", f"f({read})"], "f")
    assert call.args[0].constant is False


def test_get_of_anything_else_is_not_known() -> None:
    calls = _calls(["c = load()", "f(c.get('a'))\nf(os.environ.get('a'))\nf({'b': 1}.get('a'))"], "f")
    assert [call.args[0].constant for call in calls] == [NOT_CONSTANT] * 3


@pytest.mark.parametrize("base", ["    a = False", "    def __init__(self):\n        self.a = False"])
def test_an_object_has_what_the_class_behind_its_class_gives(base: str) -> None:
    calls = _calls([f"class B:\n{base}", "class C(B):\n    def go(self):\n        f(self.a)", "f(C().a)"], "f")
    assert [call.args[0].constant for call in calls] == [False, False]


def test_a_class_may_say_otherwise_than_the_one_behind_it_and_may_be_behind_itself() -> None:
    calls = _calls(
        ["class B:\n    a = False", "class C(B):\n    a = True", "class D(D): ...", "f(C().a)\nf(D().a)"], "f"
    )
    assert [call.args[0].constant for call in calls] == [True, NOT_CONSTANT]
