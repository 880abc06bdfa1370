"""What shell lines install, and how far versions are fixed."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.shell.installs import installs
from jupyter_mlsecops.core.shell.line import commands
from tests.core.cells import line, notebook_of, unmarked

# What is installed stands in «», whatever the tool and the spelling.
INSTALLS = [
    ("%pip install «numpy»", "pip"),
    ("%pip install -qU «numpy»", "pip"),
    ("%conda install -y «numpy»", "conda"),
    ("%mamba install «numpy»", "mamba"),
    ("%micromamba install «numpy»", "micromamba"),
    ("%uv pip install «numpy»", "uv pip"),
    ("%sx pip install «numpy»", "pip"),
    ("%system pip install «numpy»", "pip"),
    ("!pip install «numpy==1.0»", "pip"),
    ("! pip install «numpy»", "pip"),
    ("!!pip install «numpy»", "pip"),
    ("!pip3 install -q «numpy»", "pip"),
    ("!pip install --quiet «{pkg}»", "pip"),
    ("!pip --disable-pip-version-check install «numpy»", "pip"),
    ("!pip --proxy x:1 install «numpy»", "pip"),
    ("!/opt/conda/bin/pip install «numpy»", "pip"),
    ("!python -m pip install «numpy»", "pip"),
    ("!python3.11 -m pip install «numpy»", "pip"),
    ("!{sys.executable} -m pip install «numpy»", "pip"),
    ("!$sys.executable -m pip install «numpy»", "pip"),
    ("x = !pip install «numpy»", "pip"),
    ("if True:\n    !pip install «numpy»", "pip"),
    ("pip install «numpy»", "pip"),
    ('!pip install «"numpy>=1"»', "pip"),
    ("!pip install «numpy»>=1", "pip"),
    ("!cd x && pip install «numpy»", "pip"),
    ("!pip install «numpy»; pip install «scipy»", "pip"),
    ("!apt-get install -y foo && pip install «numpy»", "pip"),
    ("!pip install «numpy» 2>&1 | tail", "pip"),
    ("!pip install \\\n  «numpy» \\\n  «scipy»", "pip"),
    ("!yes | pip install «numpy»", "pip"),
    ("!time pip install «numpy»", "pip"),
    ('!bash -c "pip install «numpy»"', "pip"),
    ("!sudo pip install «numpy»", "pip"),
    ("!sudo -H pip install «numpy»", "pip"),
    ("!PIP_INDEX_URL=https://x.dev pip install «numpy»", "pip"),
    ("%%bash\npip install «numpy»", "pip"),
    ("%%sh\npip install «numpy»", "pip"),
    ("%%script bash\npip install «numpy»", "pip"),
    ("%%capture\n!pip install «numpy»", "pip"),
    ("!conda install -c conda-forge «numpy»", "conda"),
    ("!conda create -n env -y «python=3.11» «numpy»", "conda"),
    ("!mamba install «numpy»", "mamba"),
    ("!uv pip install «numpy»", "uv pip"),
    ("!uv add «numpy»", "uv"),
    ("!pixi add «numpy»", "pixi"),
    ("!poetry add «numpy»", "poetry"),
    ("!pip wheel «numpy»", "pip"),
    ("!pip download «numpy»", "pip"),
    ("!pipx install «numpy»", "pipx"),
    ("!uvx «numpy» check .", "uvx"),
    ("!uv tool install «numpy»", "uv tool"),
    ("!uv run --with «numpy» x.py", "uv"),
    ("!pip install «git+https://github.com/a/b@main»", "pip"),
    ("!pip install -r «https://x.dev/req.txt»", "pip"),
    ("!pip install -r«req.txt» --requirement=«more.txt»", "pip"),
    ("!pip install -e «.» «'./x[y]'» -t dir", "pip"),
    ("!pip install «foo @ https://x.dev/foo.zip» # why", "pip"),
    ("!pip install «numpy» --index-url https://x.dev -f y -i z «scipy»", "pip"),
    ("!easy_install «numpy»", "easy_install"),
    ("!pip list", None),
    ("!pip uninstall -y numpy", None),
    ("!apt install numpy", None),
    ("!npm install numpy", None),
    ("!echo pip install numpy", None),
    ("# !pip install numpy", None),
]


@pytest.mark.parametrize(("marked", "tool"), INSTALLS)
def test_what_is_installed(marked: str, tool: str | None) -> None:
    source, spans = unmarked(marked)
    found = [(shell, install) for shell in commands(notebook_of(source)) for install in installs(shell)]
    assert {install.tool for _, install in found} == ({tool} if tool else set())
    assert [r.span.shift(shell.start) for shell, install in found for r in install.requirements] == spans


SHA = "0123456789" * 4


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("numpy", ("numpy", "", "unpinned", "")),
        ("numpy==2.1.0", ("numpy", "==2.1.0", "pinned", "")),
        ("'numpy == 2.1.0'", ("numpy", "== 2.1.0", "pinned", "")),
        ("torch==2.6.0+cu118", ("torch", "==2.6.0+cu118", "pinned", "")),
        ("numpy==2.*", ("numpy", "==2.*", "ranged", "")),
        ("'numpy>=1,<2'", ("numpy", ">=1,<2", "ranged", "")),
        ("numpy~=1.0", ("numpy", "~=1.0", "ranged", "")),
        ("'datasets[s3]'", ("datasets", "", "unpinned", "")),
        ("'numpy; python_version > \"3\"'", ("numpy", "", "unpinned", "")),
        ("'numpy==1.0; python_version > \"3\"'", ("numpy", "==1.0", "pinned", "")),
        ("git+https://github.com/a/b", ("b", "", "vcs", "")),
        ("git+https://u:p@github.com/a/b.git@main#egg=c", ("c", "", "vcs", "main")),
        (f"git+ssh://git@github.com/a/b.git@{SHA}", ("b", "", "vcs", SHA)),
        ("'d @ git+https://github.com/a/b@v1.0'", ("d", "", "vcs", "v1.0")),
        ("git+https://github.com/a/b@feature/x", ("b", "", "vcs", "feature/x")),
        ("git+https://github.com/a/b@{commit}", ("b", "", "variable", "{commit}")),
        ("https://x.dev/a-1.0.whl", ("", "", "url", "")),
        ("a-1.0-py3-none-any.whl", ("", "", "path", "")),
        ("../lib", ("", "", "path", "")),
        ("{package}==1.0", ("", "", "variable", "")),
        ("$package", ("", "", "variable", "")),
    ],
)
def test_how_far_a_version_is_fixed(word: str, expected: tuple[str, str, str, str]) -> None:
    (install,) = installs(line(f"pip install {word}"))
    (found,) = install.requirements
    assert (found.name, found.specifier, found.kind, found.ref) == expected


@pytest.mark.parametrize(
    ("word", "name", "extras", "marker"),
    [
        ("'a[b, c]==1.0'", "a", ("b", "c"), ""),
        ("'a ; python_version < \"3.9\"'", "a", (), 'python_version < "3.9"'),
        ("'a[b]>=1;sys_platform==\"win32\"'", "a", ("b",), 'sys_platform=="win32"'),
        ("'a[b] @ git+https://x.dev/a ; extra == \"c\"'", "a", ("b",), 'extra == "c"'),
        ("'a @ https://x.dev/a.zip ; os_name == \"nt\"'", "a", (), 'os_name == "nt"'),
        ("'https://x.dev/a;b/c.zip'", "", (), ""),
    ],
)
def test_extras_and_conditions(word: str, name: str, extras: tuple[str, ...], marker: str) -> None:
    (install,) = installs(line(f"pip install {word}"))
    assert [(r.name, r.extras, r.marker) for r in install.requirements] == [(name, extras, marker)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("numpy", "unpinned"), ("numpy=1.26", "pinned"), ("conda-forge::numpy==1.26", "pinned"), ("'numpy>=1'", "ranged")],
)
def test_how_far_a_version_is_fixed_for_conda(word: str, kind: str) -> None:
    (install,) = installs(line(f"conda install {word}"))
    assert [(r.name, r.kind) for r in install.requirements] == [("numpy", kind)]


def test_options_are_known_by_their_long_names() -> None:
    shell = line("pip install -qi https://x.dev -f y --trusted-host=z --pre numpy")
    (install,) = installs(shell)
    assert [(o.name, o.value, shell.text[slice(*o.span)]) for o in install.options] == [
        ("index-url", "https://x.dev", "-qi https://x.dev"),
        ("find-links", "y", "-f y"),
        ("trusted-host", "z", "--trusted-host=z"),
        ("pre", "", "--pre"),
    ]
    assert [shell.text[slice(*o.value_span)] for o in install.values("index-url", "trusted-host")] == [
        "https://x.dev",
        "z",
    ]
