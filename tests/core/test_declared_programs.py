"""Installs inside other programs, and in what a shell puts in: whatever runs them in the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.declared import declared
from jupyter_mlsecops.core.shell.expansion import USE, braces, use
from jupyter_mlsecops.core.shell.fed import texts
from jupyter_mlsecops.core.shell.line import Shell
from tests.core.cells import line, notebook_of, unmarked

# The places stand in «»; then the packages in order, each at one place.
PLACES = [
    # programs in words
    ('!python -c \'import pip; pip.main(["install", "«numpy»"])\'', "numpy"),
    ("!python -Ic \"import os; os.system('pip install «numpy==1.0»')\"", "numpy==1.0"),
    (
        "%%bash\necho begin\npython - <<'EOF'\nimport os\nos.system('pip install «numpy»')\nEOF\npip install «scipy»",
        "numpy scipy",
    ),
    ("%%bash\nbash <<EOF\npip install «numpy»\nEOF\npip list", "numpy"),
    ("%%bash\ncat > requirements.txt <<EOF\n«numpy==1.0»  # why\n# scipy\n«pandas»\nEOF\nls", "numpy==1.0 pandas"),
    ("%%bash\ntee a/requirements-dev.txt <<-EOF\n\t«numpy»\n\tEOF\nls", "numpy"),
    ("%%bash\npip install -r /dev/stdin <<EOF\n«numpy»\nEOF\npip list", "numpy"),
    ("!ipython -c '!pip install «numpy»'", "numpy"),
    ("!su - bob -c 'pip install «numpy»'", "numpy"),
    ("!script -q -c 'pip install «numpy»' /dev/null", "numpy"),
    ("!flock /tmp/x -c 'pip install «numpy»'", "numpy"),
    ("!eval pip install «numpy»", "numpy"),
    # what is read
    ("!echo «numpy» > requirements.txt", "numpy"),
    ("!echo «numpy» «scipy» | xargs -n1 pip install", "numpy scipy"),
    ("!xargs pip install <<< «numpy»", "numpy"),
    ("!pip install -r <(echo «numpy»)", "numpy"),
    ("!echo «numpy» | pip install -r /dev/stdin", "numpy"),
    # programs that run others
    ("!start /wait pip install «numpy»", "numpy"),
    ('!start "" /b cmd /c pip install «numpy»', "numpy"),
    ('!start "My window" /D C:\\x pip install «numpy»', "numpy"),
    ("!unbuffer pip install «numpy» | tee log", "numpy"),
    ("!flock /tmp/x pip install «numpy»", "numpy"),
    ("!runuser -u bob -- pip install «numpy»", "numpy"),
    ("!hatch run dev:pip install «numpy»", "numpy"),
    ("!hatch env run -e dev -- pip install «numpy»", "numpy"),
    ("!uv run pip install «numpy»", "numpy"),
    ("!uv run --with «scipy» python x.py", "scipy"),
    ("!uv run --with=«scipy» python x.py", "scipy"),
    ("!python -mpip install «numpy»", "numpy"),
    ("!python -Im pip install «numpy»", "numpy"),
    ("!python -m pip.__main__ install «numpy»", "numpy"),
    ("%shell pip install «numpy»", "numpy"),
    # what the shell puts in
    ("%%bash\npip install «${1:-numpy}»", "numpy"),
    ("%%bash\npip install «${P:=numpy}»\npip download «$P»", "numpy numpy"),
    ("%%bash\nread -r P <<< numpy\npip install «$P»", "numpy"),
]
# All packages, whatever their place.
NAMES = [
    ("%%bash\npip install scikit-{learn,image}", "scikit-learn scikit-image"),
    ("%%bash\npip install 'a{b,c}'", ""),
    ("%%bash\nA=(numpy)\nA+=(scipy)\npip install ${A[@]}", "numpy scipy"),
    ("%%bash\nA=(numpy scipy)\npip install ${A[1]}", "scipy"),
    (
        "!python -c \"import subprocess, sys; subprocess.run([sys.executable, '-m', 'pip', 'install', 'numpy'])\"",
        "numpy",
    ),
    ("!bash <<< 'pip install numpy'", "numpy"),
    ("!echo 'pip install numpy' | sh", "numpy"),
    ("!printf 'numpy\\nscipy\\n' | xargs pip install", "numpy scipy"),
    ("import os\nos.system(\"python -c \\\"import pip; pip.main(['install', 'numpy'])\\\"\")", "numpy"),
    (
        "import subprocess\nsubprocess.run(['python', '-c', 'import pip; pip.main([\"install\", \"numpy\"])'])",
        "numpy",
    ),
    ("exec('import os; os.system(\"pip install numpy\")')\n", "numpy"),
    ("get_ipython().run_cell('%pip install numpy\\n!pip install scipy')", "numpy scipy"),
    ("get_ipython().run_cell_magic('capture', '', 'import os\\nos.system(\"pip install numpy\")')", "numpy"),
    ("import sh\nsh.pip.install('numpy', 'scipy')", "numpy scipy"),
    ("from sh import pip\nfor p in ['numpy', 'scipy']:\n    pip('install', '-q', p)", "numpy scipy"),
    ("import sh\nsh.sudo.pip3.install('numpy')\nsh.Command('pip')('install', 'scipy')", "numpy scipy"),
    ("import sh\nsh.bash('-c', 'pip install numpy')", "numpy"),
    ("from plumbum import local\nlocal['pip']('install', 'numpy')", "numpy"),
    ("from plumbum import local\npip = local['pip']\npip['install', 'numpy']()", "numpy"),
    ("from plumbum import local as l\nl['python']['-m', 'pip']('install', 'numpy')", "numpy"),
    ("from plumbum.cmd import pip\npip('install', 'numpy')", "numpy"),
    ("import invoke\ninvoke.Context().run('pip install numpy')", "numpy"),
    ("import pipmaster as pm\npm.ensure_packages({'numpy': '>=1'})\npm.install('scipy')", "numpy scipy"),
    ("from conda.cli.python_api import Commands, run_command\nrun_command(Commands.INSTALL, '-y', 'numpy')", "numpy"),
    # nothing is installed
    ("!echo pip install numpy", ""),
    ("!echo numpy > notes.txt", ""),
    ("!python -c 'print(1)' install numpy", ""),
    ("!python script.py -c 'pip install numpy'", ""),
    ("%%bash\ncat <<EOF\npip install numpy\nEOF", ""),
    ("exec('import numpy')", ""),
    ("import sh\nsh.ls('pip', 'install')", ""),
    ("!start /wait", ""),
    ("%%bash\nbash <<< x\npip install numpy", "numpy"),  # what follows is no heredoc
]
USES = [
    ("${A:-x}", None, ("x",)),
    ("${A-x}", ("v",), ("v",)),
    ("${A:?no}", ("v",), ("v",)),
    ("${A:?no}", None, None),
    ("${A:+x}", ("v",), ("x",)),
    ("${A:+x}", None, None),
    ("${A[1]}", ("v", "w"), ("w",)),
    ("${A[@]}", ("v", "w"), ("v", "w")),
    ("${A[9]}", ("v",), ()),
    ("${A%.txt}", ("a.txt", "b"), ("a", "b")),
    ("${A%=*}", ("a==1",), ("a=",)),
    ("${A%%=*}", ("a==1",), ("a",)),
    ("${A#*/}", ("a/b/c",), ("b/c",)),
    ("${A##*/}", ("a/b/c",), ("c",)),
    ("${A#a/}", ("a/b", "c"), ("b", "c")),
    ("${A%%*}", ("abc",), ("",)),
    ("${A#*}", ("abc",), ("abc",)),
    ("${A%[ab]}", ("a",), None),
    ("${A%a*b*}", ("ab",), None),
    ("${A/a/b}", ("aa",), ("ba",)),
    ("${A//a/b}", ("aa",), ("bb",)),
    ("${A/a}", ("ab",), ("b",)),
    ("${A/?/b}", ("a",), None),
    ("${A^^}", ("ab",), ("AB",)),
    ("${A,}", ("AB",), ("aB",)),
    ("$A", ("v",), ("v",)),
    ("$A", None, None),
]


def names(*cells: str) -> list[str]:
    found = declared(notebook_of(*cells))
    return [f"{one.name}=={one.version}" if one.version else one.name for one in found if one.name]


@pytest.mark.parametrize(("marked", "packages"), PLACES)
def test_each_stands_where_it_is_written(marked: str, packages: str) -> None:
    source, spans = unmarked(marked)
    found = [one for one in declared(notebook_of(source)) if one.name]
    assert [f"{one.name}=={one.version}" if one.version else one.name for one in found] == packages.split()
    assert [one.span for one in found] == spans
    assert [one.requirement.span for one in found] == spans


@pytest.mark.parametrize(("source", "packages"), NAMES)
def test_what_is_installed(source: str, packages: str) -> None:
    cells = (source, "print('pip')") if "exec(" in source else (source,)
    assert sorted(names(*cells)) == sorted(packages.split())


def test_programs_inside_programs_have_an_end() -> None:
    source = "pip install numpy"
    for _ in range(8):
        source = f"exec({source!r})" if source.startswith("exec") else f"exec({('!' + source)!r})"
    assert names(source, "# pip") == []


@pytest.mark.parametrize(("text", "known", "values"), USES)
def test_uses_of_variables(text: str, known: tuple[str, ...] | None, values: tuple[str, ...] | None) -> None:
    match = USE.fullmatch(text)
    assert match is not None
    assert use(match).values(known) == values


@given(st.text(alphabet="${}[]@*:-=?+%#/^,.ab1 ", max_size=40), st.lists(st.text(max_size=9), max_size=3))
def test_any_use_is_read(text: str, known: list[str]) -> None:
    for match in USE.finditer(text):
        found = use(match).values(tuple(known))
        assert found is None or all(isinstance(one, str) for one in found)


@given(st.text(alphabet="{},ab-", max_size=30))
def test_braces_leave_none_out(text: str) -> None:
    found = list(braces(text))
    assert found
    assert all(len(one) <= len(text) for one in found)


@given(st.text(alphabet="<>|&;'\"\\ \nEOFecho pip-r/devstdn$(){}", max_size=80))
def test_any_script_is_read(text: str) -> None:
    source = f"%%bash\n{text}"
    for one in declared(notebook_of(source)):
        assert 0 <= one.span.start <= one.span.end <= len(source)


def test_what_echo_says() -> None:
    (command,) = line("printf '%s\\n' 'numpy\\nscipy' pandas").commands()
    assert [word.text for word in texts(command)] == ["numpy", "scipy", "pandas"]
    assert list(texts(Shell(notebook_of("x").cells[0], "line", "cat a", 0).commands()[0])) == []
