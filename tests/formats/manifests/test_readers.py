"""What each kind of file asks for, and where: the marks are the places of the packages, in order."""

import pytest

from jupyter_mlsecops.core.dependency import NotReadable
from jupyter_mlsecops.formats import manifests

from .asking import FILES, SHA
from .marked import unmarked


@pytest.mark.parametrize("name, marked, expected", FILES)
def test_a_file_asks_for_packages_at_places(name: str, marked: str, expected: list[tuple[str, str, str]]) -> None:
    text, spans = unmarked(marked)
    found = manifests.read(manifests._module(name) or "", text)
    assert [(one.name, one.version, one.requirement.kind) for one in found.packages] == expected
    assert [text[slice(*one.span)] for one in found.packages] == [text[slice(*span)] for span in spans]
    assert [one.span for one in found.packages] == spans
    assert not found.problems


@pytest.mark.parametrize("name, marked, expected", FILES)
def test_places_count_from_the_byte_order_mark(name: str, marked: str, expected: list[tuple[str, str, str]]) -> None:
    text, spans = unmarked(marked.removeprefix("\ufeff"))
    read = manifests.reader(name)
    assert read is not None
    assert [one.span for one in read("\ufeff" + text).packages] == [span.shift(1) for span in spans]


def test_an_alias_of_a_text_is_that_text() -> None:
    read = manifests.reader("environment.yml")
    assert read is not None
    text = "name: &a numpy\ndependencies: [*a, *b, scipy]\n"
    known = text.replace("*b, ", "")
    assert [(one.name, known[slice(*one.span)]) for one in read(known).packages] == [
        ("numpy", "*a"),
        ("scipy", "scipy"),
    ]
    with pytest.raises(NotReadable):
        read(text)


UPLOADS = [
    (
        "uv.lock",
        'revision = 3\n[[package]]\nname = "a"\nversion = "1"\nsdist = { url = "https://host.dev/a.zip", '
        'upload-time = "2026-01-02T10:00:00.123Z" }\nwheels = [\n'
        '  { url = "https://host.dev/a.whl", upload-time = "2026-01-02T01:00:00+02:00" },\n  { url = "b" },\n]\n'
        '[[package]]\nname = "b"\nversion = "1"\nsdist = { upload-time = 7 }\n',
        {"a": "2026-01-01T23:00:00Z", "b": ""},
    ),
    (
        "pylock.toml",
        f'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "a"\nversion = "1"\n[[packages.wheels]]\n'
        f'name = "a-1-py3-none-any.whl"\nurl = "https://host.dev/a-1-py3-none-any.whl"\nhashes = {{sha256 = "{SHA}"}}\n'
        "upload-time = 2026-01-02T01:00:00+02:00\n[[packages]]\nname = 'b'\nversion = '1'\n[packages.sdist]\n"
        f"name = 'b-1.zip'\nurl = 'https://host.dev/b-1.zip'\nhashes = {{sha256 = '{SHA}'}}\n",
        {"a": "2026-01-01T23:00:00Z", "b": ""},
    ),
]


@pytest.mark.parametrize("name, text, expected", UPLOADS)
def test_a_lock_tells_when_a_release_came_to_the_index(name: str, text: str, expected: dict[str, str]) -> None:
    read = manifests.reader(name)
    assert read is not None
    assert {one.name: one.uploaded for one in read(text).packages} == expected


def test_hashes_belong_to_their_package() -> None:
    read = manifests.reader("requirements.txt")
    assert read is not None
    found = read(f"numpy==1.0 --hash=sha256:{SHA} \\\n  --hash=sha256:{SHA[::-1]}\npandas==2.0\n")
    assert [one.hashes for one in found.packages] == [(f"sha256:{SHA}", f"sha256:{SHA[::-1]}"), ()]


@pytest.mark.parametrize(
    "name, text, options",
    [
        (
            "requirements.txt",
            "«-i http://a.dev/s»\n«--extra-index-url=https://b.dev/s»\n«--trusted-host 'c.dev'»\n«--pre»\n«-fhttps://d.dev»\n",
            [
                ("index-url", "http://a.dev/s"),
                ("extra-index-url", "https://b.dev/s"),
                ("trusted-host", "c.dev"),
                ("pre", ""),
                ("find-links", "https://d.dev"),
            ],
        ),
        (
            "pyproject.toml",
            '[[tool.poetry.source]]\nname = "a"\nurl = "«http://a.dev/s»"\n[[tool.pdm.source]]\n'
            'url = "«https://b.dev/s»"\n«verify_ssl» = false\n[tool.uv]\nextra-index-url = ["«http://c.dev/s»"]\n'
            'index-strategy = "«unsafe-best-match»"\n',
            [
                ("index", "http://a.dev/s"),
                ("index", "https://b.dev/s"),
                ("trusted-host", "b.dev"),
                ("extra-index-url", "http://c.dev/s"),
                ("index-strategy", "unsafe-best-match"),
            ],
        ),
        (
            "Pipfile",
            '[[source]]\nurl = "«http://a.dev/s»"\n«verify_ssl» = false\n',
            [("index", "http://a.dev/s"), ("trusted-host", "a.dev")],
        ),
        (
            "environment.yml",
            "dependencies:\n- pip:\n  - «--extra-index-url https://a.dev/s»\n",
            [("extra-index-url", "https://a.dev/s")],
        ),
        (
            "uv.lock",
            '[[package]]\nname = "a"\nsource = { registry = "«http://a.dev/s»" }\n[[package]]\nname = "b"\n'
            'source = { registry = "http://a.dev/s" }\n',
            [("index", "http://a.dev/s")],
        ),
    ],
)
def test_options_stand_at_places(name: str, text: str, options: list[tuple[str, str]]) -> None:
    plain, spans = unmarked(text)
    read = manifests.reader(name)
    assert read is not None
    found = [option for install in read(plain).installs for option in install.options]
    assert [(option.name, option.value) for option in found] == options
    assert [option.span for option in found] == spans


@pytest.mark.parametrize(
    "name, text, problem",
    [
        ("requirements.txt", "numpy\n\nnumpy=1.0\n!!\n", "Line 3 (and 1 more) holds no requirement"),
        ("pyproject.toml", '[project]\ndependencies = [\n"numpy",\n"no no"]', "Line 4 holds no requirement"),
        ("setup.cfg", "[options]\ninstall_requires =\n  no no\n  numpy\n", "Line 3 holds no requirement"),
        ("environment.yml", "dependencies:\n- pip:\n  - numpy\n  - no no\n", "Line 4 holds no requirement"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_count(name: str, text: str, problem: str) -> None:
    read = manifests.reader(name)
    assert read is not None
    found = read(text)
    assert [one.name for one in found.packages] == ["numpy"]
    assert [one[: len(problem)] for one in found.problems] == [problem]


@pytest.mark.parametrize(
    "name, text, message",
    [
        ("pyproject.toml", "[project\n", "The file is not valid TOML (at line 1"),
        ("uv.lock", "x = \n", "The file is not valid TOML (at line 1"),
        ("pylock.toml", 'lock-version = "1.0"\ncreated-by = "x"\n', "The file is not as PEP 751 wants it"),
        ("pylock.toml", 'lock-version = "9.0"\ncreated-by = "x"\npackages = []\n', "The lock is of a version"),
        ("Pipfile.lock", '{"default": ', "The file is not valid JSON"),
        ("Pipfile.lock", "[]", "The file is JSON, but its top level"),
        ("environment.yml", "a: {b: }}", "The file is not valid YAML (line 1)"),
        ("environment.yml", "dependencies: &a [numpy, *a]\n", "The file repeats packages by an alias of something"),
        ("environment.yml", "dependencies: *a\n", "The file repeats packages by an alias of something"),
        ("setup.cfg", "a = 1\n", "The file has no sections and options as a setup.cfg has them (line 1)."),
    ],
)
def test_what_is_not_in_its_notation_is_not_readable(name: str, text: str, message: str) -> None:
    read = manifests.reader(name)
    assert read is not None
    with pytest.raises(NotReadable) as error:
        read(text)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    "path, listed",
    [
        ("requirements.txt", True),
        ("a/requirements-dev.txt", True),
        ("dev_requirements.txt", True),
        ("requirements/base.txt", True),
        ("a/Requirements/base.in", True),
        ("docs/base.txt", False),
        ("PYPROJECT.TOML", True),
        ("Cargo.toml", False),
        ("pylock.gpu.toml", True),
        ("environment-gpu.yaml", True),
        ("docker-compose.yml", False),
        ("yarn.lock", False),
        ("package-lock.json", False),
        ("linux.conda-lock.yml", True),
        ("setup.py", False),
    ],
)
def test_only_files_of_these_names_are_read(path: str, listed: bool) -> None:
    assert manifests.is_manifest(path) is listed
