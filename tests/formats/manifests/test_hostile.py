"""Files that are made to hurt: refused or read, in bounded time, and never with another exception than our own."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.dependency import NotReadable
from jupyter_mlsecops.core.manifest import Manifest
from jupyter_mlsecops.formats import manifests

NAMES = (
    "requirements.txt",
    "requirements.in",
    "constraints.txt",
    "pyproject.toml",
    "pylock.toml",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile",
    "Pipfile.lock",
    "environment.yml",
    "conda-lock.yml",
    "setup.cfg",
    "pixi.toml",
    "pixi.lock",
    "bom.json",
    "x.spdx.json",
)
SECONDS = 20.0  # of a machine that others use as well; what is not bounded takes minutes


def read(name: str, text: str) -> Manifest | None:
    """What a file says; None where it is refused with a message for the user."""
    reader = manifests.reader(name)
    assert reader is not None
    try:
        return reader(text)
    except NotReadable as error:
        assert str(error).endswith(".")
        return None


def lock(number: int) -> str:
    entry = (
        '[[package]]\nname = "package-{0}"\nversion = "1.{0}"\n'
        'wheels = [\n    {{ url = "https://host.dev/{0}", hash = "sha256:{1}" }},\n]\n'
    )
    return "".join(entry.format(n, f"{n:064x}") for n in range(number))


@pytest.mark.parametrize(
    "name, make",
    [
        ("uv.lock", lambda: lock(50_000)),
        ("requirements.txt", lambda: "".join(f"package-{n}==1 \\\n  --hash=sha256:{n:064x}\n" for n in range(50_000))),
        ("Pipfile.lock", lambda: json.dumps({"default": {f"package-{n}": {"version": "==1"} for n in range(50_000)}})),
        ("Pipfile", lambda: "[packages]\n" + "".join(f'package-{n} = "==1"\n' for n in range(20_000))),
        (
            "pyproject.toml",
            lambda: "[project]\ndependencies = [\n" + "".join(f'"package-{n}",\n' for n in range(20_000)) + "]",
        ),
        ("environment.yml", lambda: "dependencies:\n" + "".join(f"- package-{n}=1\n" for n in range(20_000))),
    ],
)
def test_many_packages(name: str, make: Callable[[], str]) -> None:
    text = make()
    begun = time.process_time()
    found = read(name, text)
    assert found is not None and not found.problems
    first, last = found.packages[0], found.packages[-1]
    assert (first.requirement.name, last.requirement.name) == ("package-0", f"package-{len(found.packages) - 1}")
    assert last.requirement.name in text[slice(*last.span)]
    assert time.process_time() - begun < 3 * SECONDS


BOMBS = {
    "aliases": "a: &a [x, x]\n"
    + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *{'a' if not n else f'b{n - 1}'}]\n" for n in range(60))
    + "dependencies: *b59\n",
    "flow lists": "[" * 1_000_000,
    "block lists": "- " * 200_000,
    "mappings": "{a: " * 200_000,
    "JSON": '{"default":' * 200_000,
    "TOML lists": "a = " + "[" * 200_000,
    "dotted key": "a" + ".a" * 50_000 + " = 1",
    "dotted header": "[a" + ".a" * 50_000 + "]",
    "brackets": "a" + "(" * 200_000,
    "brackets in a marker": "a; " + "(" * 9_000,
    "brackets in TOML": 'project.dependencies = ["a; ' + "(" * 9_000 + '"]',
    "commas": "a>=1" + ",>=1" * 100_000,
    "at signs": "a @ " * 100_000,
    "blanks": " " * 1_000_000 + "x y",
    "comments": " #" * 500_000,
    "continued": "\\\n" * 200_000,
    "quotes": "-r " + "'" * 500_000,
    "options": "-" * 500_000,
    "semicolons": "[options]\ninstall_requires = " + "a;" * 100_000,
    "number": "a = " + "9" * 100_000,
    "date": "a = 2026-13-45",
    "nulls": "\0" * 100_000,
    "surrogate": "a\ud800==1",
    "empty": "",
}


@pytest.mark.parametrize("name", NAMES)
def test_bombs(name: str) -> None:
    for what, text in BOMBS.items():
        begun = time.process_time()
        read(name, text)
        assert time.process_time() - begun < SECONDS, what


@pytest.mark.parametrize(
    "name, text",
    [
        (
            "uv.lock",
            'package = [1, {name = 3}, {name = "a", source = 3, wheels = 3}, {name = "b", wheels = [3, {hash = 4}]}]',
        ),
        ("poetry.lock", 'package = [1, {name = 3}, {name = "a", source = 3, files = 3}]\nmetadata = 3'),
        ("pdm.lock", 'package = [1, {name = 3}, {name = "a", files = 3}]\nmetadata = {files = 3}'),
        ("pylock.toml", 'lock-version = "1.0"\ncreated-by = "x"\npackages = [1, {name = 3}]'),
        ("pylock.toml", "lock-version = 1\ncreated-by = 1\npackages = 1"),
        (
            "Pipfile",
            "packages = 3\nsource = [3, {url = 3, verify_ssl = false}]\nx = [1]\ny = {z = [], w = {git = 3}}",
        ),
        (
            "Pipfile.lock",
            '{"_meta": 3, "default": 3, "x": [1], "develop": {"a": 3, "b": {"hashes": {"a": 1}, "version": 3}}}',
        ),
        (
            "pixi.toml",
            "dependencies = 3\nfeature = {a = 3, b = {target = {c = 3}}}\npypi-dependencies = {a = 3, b = {git = 3}}",
        ),
        (
            "pyproject.toml",
            'project = 3\ntool = 3\nbuild-system = 3\n[dependency-groups]\na = 3\nb = [3, {x = 3}, "y"]',
        ),
        (
            "pyproject.toml",
            "[tool]\npoetry = {dependencies = {a = 3, b = [3], c = {git = 3}}, group = 3, source = [3, {url = 3}]}",
        ),
        ("pyproject.toml", "[tool.uv]\nsources = {a = 3, b = [3]}\nindex = 3\nextra-index-url = 3\npip = 3"),
        ("environment.yml", "dependencies: {a: b}"),
        ("environment.yml", "- dependencies"),
        ("environment.yml", "dependencies: [[a], {pip: a}, {pip: [{a: b}]}, null, ? [a] : b]"),
        ("environment.yml", "!!python/object/apply:os.system [x]"),
        ("conda-lock.yml", "package: [a, {name: [b]}, {name: c, hash: d, version: {}}]"),
        ("pixi.lock", "packages: [a, {conda: [b]}, {conda: c}, {pypi: d}]"),
        ("setup.cfg", "[options]\ninstall_requires\n[options.extras_require]\na =\n"),
    ],
)
def test_what_has_another_shape_than_is_thought(name: str, text: str) -> None:
    read(name, text)


def test_what_is_not_read_says_nothing_of_what_it_holds() -> None:
    secret = "hf_" + "QmZrTbYkWnVxLpDsFgHjCaEuRiOoPqKzMe"
    texts = (
        f"[{secret}",
        f"{secret} = {secret}",
        f'a = 1\na = "{secret}"',
        f"[{secret}]\n[{secret}]",
        f'{{"{secret}": {secret}',
        f"a: {secret}: {secret}",
    )
    for name in NAMES:
        for text in texts:
            reader = manifests.reader(name)
            assert reader is not None
            try:
                said = " ".join(reader(text).problems)
            except NotReadable as error:
                said = str(error)
            assert secret not in said, (name, text)


FRAGMENTS = st.sampled_from(
    [
        "numpy",
        "==1.0",
        ">=1,<2",
        "; python_version<'3'",
        "--hash=sha256:aa",
        "-r x",
        "-e git+https://h/a@b",
        " ",
        "\n",
        "\r\n",
    ]
    + [
        "\\\n",
        "#",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "[project]\n",
        "dependencies",
        " = ",
        ":",
        "- ",
        "  ",
        ",",
        "é",
        "\ufeff",
    ]
    + [
        "[[package]]\n",
        'name = "a"\n',
        'version = "1"\n',
        "pip:",
        "|",
        "&a",
        "*a",
        "@",
        "\t",
        "\0",
        "[options]\n",
        "install_requires",
    ]
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(text=st.one_of(st.lists(FRAGMENTS, max_size=40).map("".join), st.text(max_size=60)))
def test_any_text_is_read_or_refused_and_places_lie_in_it(name: str, text: str) -> None:
    found = read(name, text)
    for one in found.packages if found else ():
        assert 0 <= one.span.start <= one.span.end <= len(text)


WORD = st.from_regex(r"[a-z][a-z0-9]{0,6}(?:[-_.][a-z0-9]{1,4}){0,2}", fullmatch=True)
VERSION = st.from_regex(r"[1-9][0-9]?(?:\.[1-9]){0,3}", fullmatch=True)


@given(
    st.lists(
        st.tuples(
            WORD, VERSION, st.sampled_from(["", "  # note", " ; python_version > '3'", " \\\n  --hash=sha256:aa"])
        )
    )
)
def test_each_pin_of_a_list_is_found_where_it_stands(rows: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{name}=={version}{rest}\n" for name, version, rest in rows)
    found = read("requirements.txt", text)
    assert found is not None
    assert [text[slice(*one.span)] for one in found.packages] == [f"{name}=={version}" for name, version, _ in rows]


@given(st.lists(st.tuples(WORD, VERSION)), st.sampled_from(["uv.lock", "poetry.lock", "pdm.lock"]))
def test_each_package_of_a_lock_is_found_where_it_stands(rows: list[tuple[str, str]], name: str) -> None:
    rows = list(dict.fromkeys(rows))
    text = "".join(f'[[package]]\nname = "{word}"\nversion = "{version}"\n' for word, version in rows)
    found = read(name, text)
    assert found is not None
    assert [(one.requirement.name, one.version) for one in found.packages] == rows
    starts = [one.span.start for one in found.packages]
    assert starts == sorted(set(starts)) and all(
        text[slice(*one.span)] == one.requirement.name for one in found.packages
    )


@given(st.lists(WORD, unique=True))
def test_comments_with_the_same_words_are_passed_over(names: list[str]) -> None:
    lines = "".join(f'  # "{name}>=9"\n  "{name}>=1",\n' for name in names)
    text = f"[project]\ndependencies = [\n{lines}]\n"
    found = read("pyproject.toml", text)
    assert found is not None
    assert [text[slice(*one.span)] for one in found.packages] == [f"{name}>=1" for name in names]
    assert all(text[one.span.start - 3 : one.span.start] == '  "' for one in found.packages)
