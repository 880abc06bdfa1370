"""What packages need, and the paths by which they come in."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.installed import Details, Distribution, Need


def details(python: str = "3.11.4", **requires: str) -> Details:
    """Packages with what they require, ``|`` between requirements; ``_`` stands for a hyphen."""
    named = {name.replace("_", "-"): tuple(filter(None, text.split("|"))) for name, text in requires.items()}
    return Details(python, {name: Distribution(name, "1.0", told) for name, told in named.items()})


NEEDS: list[tuple[str, str, str, tuple[Need, ...]]] = [  # requirement, Python, extra, needs
    ("Some.Name", "3.11", "", (Need("some-name"),)),
    ("a>=1,<2", "3.11", "", (Need("a", "<2,>=1"),)),
    ("a[X_y,b] (>=1)", "3.11", "", (Need("a", ">=1", ("b", "x-y")),)),
    ("a @ https://x.dev/a.whl", "3.11", "", (Need("a"),)),
    ("a; python_version < '3.10'", "3.11", "", ()),
    ("a; python_version < '3.10'", "3.9.18", "", (Need("a"),)),
    ("a; python_version < '3.10'", "3.9", "", (Need("a"),)),
    ("a; python_full_version >= '3.11.4'", "3.11.4", "", (Need("a"),)),
    ("a; sys_platform == 'no-such'", "3.11", "", ()),
    ("a; extra == 'gpu'", "3.11", "", ()),
    ("a; extra == 'gpu'", "3.11", "gpu", (Need("a"),)),
    ("a; extra == 'GP_U'", "3.11", "gp-u", (Need("a"),)),
    ("a; extra == 'gpu' and python_version < '3'", "3.11", "gpu", ()),
    ("a; extra == 'x' or python_version > '3'", "3.11", "", (Need("a"),)),
    ("a; extra == 'x' or python_version > '3'", "3.11", "x", ()),
    ("a; python_version > '3' and extra != 'x'", "3.11", "", (Need("a"),)),
    ("a; 'x' == extra", "3.11", "", ()),
    ("a; 'x' == extra", "3.11", "x", (Need("a"),)),
    ("a @ https://x.dev/extra.whl", "3.11", "extra", ()),
    ("a>=1", "3.11", "gpu", ()),
    ("a", "3.11", "gpu", ()),
    ("a; python_version > '3'", "3.11", "gpu", ()),
    ("no requirement at all", "3.11", "", ()),
    ("a; nonsense == 'x'", "3.11", "", ()),
    ("a" * 5000, "3.11", "", (Need("a" * 5000),)),
    ("a>=" + "1." * 5000, "3.11", "", ()),
]


@pytest.mark.parametrize(("requirement", "python", "extra", "needs"), NEEDS, ids=lambda value: str(value)[:40])
def test_needs(requirement: str, python: str, extra: str, needs: tuple[Need, ...]) -> None:
    assert details(python, p=requirement).needs("p", extra) == needs


SHOP = details(
    torch="jinja2|sympy; python_version >= '3.8'|old; python_version < '3'|absent",
    jinja2="markupsafe>=2",
    markupsafe="",
    sympy="mpmath",
    mpmath="sympy",
    old="",
    requests="idna|pysocks; extra == 'socks'",
    idna="",
    pysocks="markupsafe",
    client="requests[socks]",
    alone="alone",
)
CHAINS: list[tuple[list[str | Need], dict[str, str]]] = [
    (
        ["torch"],
        {"torch": "", "jinja2": "torch", "sympy": "torch", "markupsafe": "torch jinja2", "mpmath": "torch sympy"},
    ),
    (
        ["jinja2", "torch"],
        {"markupsafe": "jinja2", "jinja2": "", "torch": "", "sympy": "torch", "mpmath": "torch sympy"},
    ),
    (["requests"], {"requests": "", "idna": "requests"}),
    (
        ["requests", Need("requests", "", ("socks",))],
        {"requests": "", "idna": "requests", "pysocks": "requests", "markupsafe": "requests pysocks"},
    ),
    (
        ["client"],
        {
            "client": "",
            "requests": "client",
            "idna": "client requests",
            "pysocks": "client requests",
            "markupsafe": "client requests pysocks",
        },
    ),
    (["Alone"], {"alone": ""}),
    (["absent"], {}),
    ([], {}),
]


@pytest.mark.parametrize(("roots", "paths"), CHAINS, ids=str)
def test_chains(roots: list[str | Need], paths: dict[str, str]) -> None:
    expected = {name: (*path.split(), name) for name, path in paths.items()}
    assert SHOP.chains(roots) == expected
    assert pickle.loads(pickle.dumps(SHOP)).chains(roots) == expected


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghxy"), max_size=5)), st.data())
def test_a_path_is_made_of_needs_and_no_other_is_shorter(graph: dict[str, list[str]], data: st.DataObject) -> None:
    roots = data.draw(st.lists(st.sampled_from("abcdefghx"), max_size=3))
    found = details(**{name: "|".join(needs) for name, needs in graph.items()}).chains(roots)
    distance = {root: 0 for root in roots if root in graph}
    for step in range(1, len(graph) + 1):
        for name in [name for name, at in distance.items() if at == step - 1]:
            for need in graph[name]:
                if need in graph:
                    distance.setdefault(need, step)
    assert {name: len(path) - 1 for name, path in found.items()} == distance
    for name, path in found.items():
        assert path[0] in roots and path[-1] == name
        assert all(later in graph[earlier] for earlier, later in zip(path, path[1:], strict=False))


def test_imports_of_a_namespace_name_all_that_share_it() -> None:
    packages = {
        name: Distribution(name, "1", modules=modules)
        for name, modules in {"z": ("google",), "a": ("google", "yaml"), "b": ()}.items()
    }
    assert Details("3.11", packages).imports == {"google": ("a", "z"), "yaml": ("a",)}


def test_a_very_long_chain_is_cut() -> None:
    long = details(**{f"p{n}": f"p{n + 1}" for n in range(5000)}).chains(["p0"])
    assert long["p199"][:2] == ("p0", "p1") and len(long["p199"]) == 200 and len(long) == 200
