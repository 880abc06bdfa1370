"""What a notebook declares: every form of an install, its packages and its places."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.declared import declared
from jupyter_mlsecops.core.dependency import Declared
from jupyter_mlsecops.core.ipynb import Notebook, build, parse, script
from tests.core.cells import notebook_of, unmarked

SHA = "0a" * 32

# The places stand in «»; then the tool, and the packages in order: `name==version`, or `name` and the kind.
FORMS = [
    # magics
    ("%pip install «numpy»", "pip", "numpy"),
    ("%pip install -qU «numpy»", "pip", "numpy"),
    ("% pip install «numpy»", "pip", "numpy"),
    ("%pip install \\\n    «numpy» \\\n    «scipy»", "pip", "numpy scipy"),
    ("%pip install «numpy»;", "pip", "numpy"),
    ("    %pip install «numpy»", "pip", "numpy"),
    ("%conda install -y «numpy»", "conda", "numpy"),
    ("%mamba install «numpy»", "mamba", "numpy"),
    ("%micromamba install «numpy»", "micromamba", "numpy"),
    ("%uv pip install «numpy»", "uv pip", "numpy"),
    ("%uv add «numpy»", "uv", "numpy"),
    ("%sx pip install «numpy»", "pip", "numpy"),
    ("%system pip install «numpy»", "pip", "numpy"),
    ("%sh pip install «numpy»", "pip", "numpy"),
    ("%sh\npip install «numpy»", "pip", "numpy"),
    ("%time !pip install «numpy»", "pip", "numpy"),
    ("%time %pip install «numpy»", "pip", "numpy"),
    # shell lines
    ("!pip install «numpy==1.0»", "pip", "numpy==1.0"),
    ("! pip install «numpy»", "pip", "numpy"),
    ("!!pip install «numpy»", "pip", "numpy"),
    ("!pip3 install -q «numpy»", "pip", "numpy"),
    ("!pip3.11 install «numpy»", "pip", "numpy"),
    ("!pip-3.11 install «numpy»", "pip", "numpy"),
    ("!pip --disable-pip-version-check install «numpy»", "pip", "numpy"),
    ("!/opt/conda/bin/pip install «numpy»", "pip", "numpy"),
    ("!~/venv/bin/pip install «numpy»", "pip", "numpy"),
    ("!{sys.prefix}/bin/pip install «numpy»", "pip", "numpy"),
    ("!python -m pip install «numpy»", "pip", "numpy"),
    ("!python3.11 -m pip install «numpy»", "pip", "numpy"),
    ("!python -W ignore -X dev -u -m pip install «numpy»", "pip", "numpy"),
    ("!py -3 -m pip install «numpy»", "pip", "numpy"),
    ("!{sys.executable} -m pip install «numpy»", "pip", "numpy"),
    ('!"{sys.executable}" -m pip install «numpy»', "pip", "numpy"),
    ("!$sys.executable -m pip install «numpy»", "pip", "numpy"),
    ("!$(which python) -m pip install «numpy»", "pip", "numpy"),
    ("!`which pip` install «numpy»", "pip", "numpy"),
    ("!$PYTHON -m pip install «numpy»", "pip", "numpy"),
    ("from sys import executable as py\n!{py} -m pip install «numpy»", "pip", "numpy"),
    ("x = !pip install «numpy»", "pip", "numpy"),
    ("if True:\n    !pip install «numpy»", "pip", "numpy"),
    ("try:\n    import numpy\nexcept ImportError:\n    !pip install «numpy»\n", "pip", "numpy"),
    ("pip install «numpy»", "pip", "numpy"),
    ("conda install «numpy»", "conda", "numpy"),
    # shell syntax
    ('!pip install «"numpy>=1"»', "pip", "numpy:ranged"),
    ("!pip install «numpy»>=1", "pip", "numpy"),
    ("!cd x && pip install «numpy»", "pip", "numpy"),
    ("!pip install «numpy»; pip install «scipy»", "pip", "numpy scipy"),
    ("!pip install «numpy» || pip3 install «numpy»", "pip", "numpy numpy"),
    ("!apt-get install -y foo && pip install «numpy»", "pip", "numpy"),
    ("!pip install «numpy» 2>&1 | grep -v already", "pip", "numpy"),
    ("!pip install «numpy» &> /dev/null", "pip", "numpy"),
    ("!pip install \\\n  «numpy»", "pip", "numpy"),
    ("!yes | pip install «numpy»", "pip", "numpy"),
    ("!time pip install «numpy»", "pip", "numpy"),
    ('!bash -c "pip install «numpy»"', "pip", "numpy"),
    ("!sh -lc 'source x && pip install «numpy»'", "pip", "numpy"),
    ('!eval "pip install «numpy»"', "pip", "numpy"),
    ('!su -c "pip install «numpy»"', "pip", "numpy"),
    ("!(pip install «numpy»)", "pip", "numpy"),
    ("!if true; then pip install «numpy»; fi", "pip", "numpy"),
    ("!sudo -H pip install «numpy»", "pip", "numpy"),
    ("!env -i PIP_NO_INPUT=1 pip install «numpy»", "pip", "numpy"),
    ("!PIP_INDEX_URL=https://x.dev X=2 pip install «numpy»", "pip", "numpy"),
    ("!nohup timeout 60 nice -n 5 pip install «numpy» &", "pip", "numpy"),
    ("!echo «numpy» | xargs pip install", "pip", "numpy"),
    ("!cat «needs.txt» | xargs -n 1 pip install", "pip", ":file"),
    ("!xargs pip install < «needs.txt»", "pip", ":file"),
    ("!conda run -n env pip install «numpy»", "pip", "numpy"),
    ("!pip install «numpy», «scipy»", "pip", "numpy scipy"),
    ("!pip install «numpy == 1.0»", "pip", "numpy==1.0"),
    ("!pip install -- «numpy»", "pip", "numpy"),
    ("!pip install «numpy» --index-url https://x.dev -f y --pre «scipy»", "pip", "numpy scipy"),
    ("!pip install «numpy»  # pip install scipy", "pip", "numpy"),
    # of Windows
    ("!C:\\Users\\me\\Anaconda3\\python.exe -m pip install «numpy»", "pip", "numpy"),
    ("!.\\venv\\Scripts\\pip install «numpy»", "pip", "numpy"),
    ("!venv\\Scripts\\pip.exe install «numpy»", "pip", "numpy"),
    ("!%CONDA_PREFIX%\\python -m pip install «numpy»", "pip", "numpy"),
    ("!pip install «C:\\wheels\\GDAL-3.4.3-cp310-cp310-win_amd64.whl»", "pip", "gdal==3.4.3"),
    ("!cmd /c pip install «numpy»", "pip", "numpy"),
    ('!cmd.exe /C "pip install «numpy»"', "pip", "numpy"),
    ('!powershell -NoProfile -Command "pip install «numpy»"', "pip", "numpy"),
    ("%%cmd\npip install «numpy»", "pip", "numpy"),
    ("%%pwsh\npip install «numpy»; pip install «scipy»", "pip", "numpy scipy"),
    # of Databricks, where the magic holds for the cell
    ("%sh\n/databricks/python/bin/pip install «numpy»", "pip", "numpy"),
    ("%sh -e cd /tmp\npython3 -m pip install «numpy»", "pip", "numpy"),
    # variables of the shell
    ("%%bash\nV=1.2.3\npip install «numpy==$V»", "pip", "numpy==1.2.3"),
    ("%%bash\nexport V='2.1.0'\npip install «\"torch==${V}+cu118\"»", "pip", "torch==2.1.0+cu118"),
    ('%%bash\nALL="numpy scipy==1.0"\npip install -q «$ALL»', "pip", "numpy scipy==1.0"),
    ("%%bash\nALL=(numpy scipy)\npip install «\"${ALL[@]}\"»", "pip", "numpy scipy"),
    ("%%bash\ndeclare -a ALL=(numpy 'scipy==1.0')\npip install «\"${ALL[@]}\"»", "pip", "numpy scipy==1.0"),
    ("%%bash\nALL=numpy\nALL+=' scipy'\npip install «$ALL»", "pip", "numpy scipy"),
    ("%%bash\nfor p in numpy scipy; do\n  pip install «$p»\ndone", "pip", "numpy scipy"),
    ("!for p in numpy scipy; do pip install «$p»; done", "pip", "numpy scipy"),
    ("!V=1.0; pip install «numpy==$V»", "pip", "numpy==1.0"),
    ("%%bash\nif [ $GPU ]; then P=faiss-gpu; else P=faiss-cpu; fi\npip install «$P»", "pip", "faiss-gpu faiss-cpu"),
    ("%%bash\nV=1.0\nV=2.0\npip install «numpy==$V»", "pip", "numpy==2.0"),
    ("%%bash\npip install «numpy==${V:-1.5}» «$P»", "pip", "numpy==1.5 :variable"),
    ("%%bash\nURL=https://x.dev/s\npip install -i $URL «numpy»", "pip", "numpy"),
    # cell magics
    ("%%bash\npip install «numpy»", "pip", "numpy"),
    ("!call conda install -y «numpy»", "conda", "numpy"),
    ("!wsl -d Ubuntu pip install «numpy»", "pip", "numpy"),
    ("!arch -arm64 pip install «numpy»", "pip", "numpy"),
    ("!pip lock «numpy»", "pip", "numpy"),
    ("!pip install «numpy==v1.0»", "pip", "numpy==1.0"),
    ("!pixi exec --spec «ruff==0.6.1» ruff check", "pixi exec", "ruff==0.6.1"),
    ("!pixi exec -w «numpy» «ruff» check", "pixi exec", "numpy ruff"),
    ("!uv tool upgrade «ruff»", "uv tool", "ruff"),
    ("!juv add notebook.ipynb «numpy» «scipy==1.0»", "juv", "numpy scipy==1.0"),
    ('%%bash\nset -- numpy scipy==1.0\npip install «"$@"»', "pip", "numpy scipy==1.0"),
    ("%%bash\nset -- numpy scipy\npip install «$2»", "pip", "scipy"),
    ('%%bash -s numpy\npip install «"$1"»', "pip", "numpy"),
    ("%%bash --out x -s numpy scipy\npip install -q «$*»", "pip", "numpy scipy"),
    ("%%script bash -s 1.26.4\npip install «numpy==$1»", "pip", "numpy==1.26.4"),
    ('%%bash\nget() { pip install -q "$@"; }\nget «numpy» «\'scipy==1.0\'»', "pip", "numpy scipy==1.0"),
    ('%%bash\nget () {\n  pip install «"$1"» || exit 1\n}\nget «numpy»\nget «scipy»', "pip", ":variable numpy scipy"),
    (
        '%%bash\nfunction get() {\n  local p="$1"\n  pip install «"$p==1.0"»\n}\nget «numpy»',
        "pip",
        ":variable numpy==1.0",
    ),
    ('%%bash\nget() {\n  for p in "$@"; do pip install "$p"; done\n}\nget «numpy» «scipy»', "pip", "numpy scipy"),
    ("%%sh\nset -e\npip install «numpy» && \\\n  pip install «scipy»", "pip", "numpy scipy"),
    ("%%script bash --bg\npip install «numpy»", "pip", "numpy"),
    ("%%capture out\n%pip install «numpy»", "pip", "numpy"),
    ("%%time\n!pip install «numpy»", "pip", "numpy"),
    # other tools
    ("!conda install -c conda-forge «numpy==1.26.0»", "conda", "numpy==1.26.0"),
    ("!conda install -n base -y «conda-forge::numpy=1.2»", "conda", "numpy:pinned"),
    ("!conda install «numpy=1.26.4=py311_0» «scikit-learn»", "conda", "numpy==1.26.4 scikit-learn"),
    ("!conda install «pytorch» «cudatoolkit» «opencv» «graphviz»", "conda", "torch :unpinned opencv-python :unpinned"),
    ("!conda install «'numpy[version=\">=1\"]'»", "conda", "numpy:ranged"),
    ("!conda create -n env -y «python=3.11» «numpy»", "conda", "python:pinned numpy"),
    ("!conda env update -n base -f «env.yml»", "conda env", ":file"),
    ("!mamba install --file «needs.txt» «numpy»", "mamba", ":file numpy"),
    ("!uv pip install --system «numpy»", "uv pip", "numpy"),
    ("!uv pip sync «needs.txt»", "uv pip", ":file"),
    ("!python -m uv pip install «numpy»", "uv pip", "numpy"),
    ("!uv add «numpy» --script x.py", "uv", "numpy"),
    ("!uv tool install «numpy»", "uv tool", "numpy"),
    ("!uv run --with «numpy» x.py", "uv", "numpy"),
    ("!uvx «ruff@0.5.0» check .", "uvx", "ruff==0.5.0"),
    ("!uvx --from «numpy» f2py", "uvx", "numpy"),
    ("!pixi add «numpy»", "pixi", "numpy"),
    ("!pixi add --pypi «numpy»", "pixi", "numpy"),
    ("!pixi global install «numpy»", "pixi global", "numpy"),
    ("!poetry add «numpy@^1.0» -G dev", "poetry", "numpy:ranged"),
    ("!poetry run pip install «numpy»", "pip", "numpy"),
    ("!pdm add «numpy»", "pdm", "numpy"),
    ("!pipenv install --dev «numpy»", "pipenv", "numpy"),
    ("!rye add «numpy»", "rye", "numpy"),
    ("!pipx install «numpy»", "pipx", "numpy"),
    ("!pipx inject ipython «numpy»", "pipx", "numpy"),
    ("!pipx run «black» .", "pipx", "black"),
    ("!pipx run --spec «black==24.1.0» black .", "pipx", "black==24.1.0"),
    ("!poetry add «'numpy@>=1,<2'»", "poetry", "numpy:ranged"),
    ("!conda install «'numpy=*'»", "conda", "numpy"),
    ("!easy_install «numpy»", "easy_install", "numpy"),
    ("!python -m easy_install «numpy»", "easy_install", "numpy"),
    ("!pip-sync «needs.txt»", "pip-sync", ":file"),
    ("!pip wheel «numpy»", "pip", "numpy"),
    ("!pip download «numpy»", "pip", "numpy"),
    # sources
    ("!pip install «git+https://github.com/a/b@main»", "pip", "b:vcs"),
    ("!pip install -e «git+https://github.com/a/b.git#egg=c_d»", "pip", "c-d:vcs"),
    ("!pip install «'b[x] @ git+https://github.com/a/b.git'»", "pip", "b:vcs"),
    ("!pip install -r «https://x.dev/req.txt» -c limits.txt", "pip", ":file"),
    (f"!pip install «https://x.dev/a-2.0.1%2Bcpu-cp310-cp310-linux_x86_64.whl#sha256={SHA}»", "pip", "a==2.0.1+cpu"),
    ("!pip install «https://x.dev/main.zip»", "pip", ":url"),
    ("!pip install «'numpy @ file:///tmp/work'»", "pip", "numpy:path"),
    ("!pip install «./x[dev]» -e «.»", "pip", ":path :path"),
    ("!pip install «'numpy[a,b]==1.0; python_version<\"4\"'»", "pip", "numpy==1.0"),
    # what IPython puts in
    ("v = '1.2.3'\n!pip install «numpy=={v}»", "pip", "numpy==1.2.3"),
    ("names = ['numpy', 'scipy']\n!pip install «{' '.join(names)}»", "pip", "numpy scipy"),
    ("for p in ['numpy', 'scipy==1.0']:\n    !pip install -q $p", "pip", "numpy scipy==1.0"),
    ("def get(p):\n    %pip install «{p}»\nget('numpy')\nget('scipy')", "pip", "numpy scipy"),
    ("!pip install «{unknown}» «numpy=={version}»", "pip", ":variable numpy:variable"),
    ("tool = 'pip'\n!{tool} install «numpy»", "pip", "numpy"),
    ("!{os.path.join(sys.prefix, 'bin', 'pip')} install «numpy»", "pip", "numpy"),
    ("!PIP=pip3; $PIP install «numpy»", "pip", "numpy"),
    ("!pip install «https://x.dev/en_core-web-3.0.tar.gz»", "pip", "en-core-web==3.0"),
    # Python calls
    ('get_ipython().system("pip install «numpy»")', "pip", "numpy"),
    ('get_ipython().run_line_magic("pip", "install «numpy»")', "pip", "numpy"),
    ('ip = get_ipython()\nip.magic("%pip install «numpy»")', "pip", "numpy"),
    ('get_ipython().run_cell_magic("bash", "", "pip install «numpy»")', "pip", "numpy"),
    ('import os\nos.system("pip install «numpy»")', "pip", "numpy"),
    ("import os\nP = 'numpy'\nos.system(f'pip install «{P}» -q')", "pip", "numpy"),
    ("import os\nP = 'numpy'\n«os.system('pip install %s' % P)»", "pip", "numpy"),
    ("import os\n«os.system('pip install {}=={v}'.format('numpy', v='1.0'))»", "pip", "numpy==1.0"),
    ("import subprocess, sys\nsubprocess.call([sys.executable, '-m', 'pip', 'install', '«numpy»'])", "pip", "numpy"),
    ("import subprocess\nsubprocess.run('pip install «numpy»', shell=True)", "pip", "numpy"),
    ("import subprocess\nsubprocess.Popen('pip install «numpy»'.split())", "pip", "numpy"),
    ("from subprocess import check_call as cc\ncc(['pip', 'install', '«numpy»'])", "pip", "numpy"),
    ("import subprocess\n«subprocess.run([str(py), '-m', 'pip', 'install', *['a', 'b']])»", "pip", "a b"),
    ("import subprocess\n«subprocess.run(['pip', 'install'] + ['numpy'])»", "pip", "numpy"),
    ("import asyncio\nawait asyncio.create_subprocess_exec('pip', 'install', '«numpy»')", "pip", "numpy"),
    ("import os, sys\nos.execv(sys.executable, [sys.executable, '-m', 'pip', 'install', '«numpy»'])", "pip", "numpy"),
    ("import os\nos.execvpe('pip', ['pip', 'install', '«numpy»'], {})", "pip", "numpy"),
    ("import os\nos.execlp('pip', 'pip', 'install', '«numpy»')", "pip", "numpy"),
    ("import os\nos.spawnlp(os.P_WAIT, 'pip', 'pip', 'install', '«numpy»')", "pip", "numpy"),
    ("import os\nos.spawnve(os.P_WAIT, '/usr/bin/pip', ['pip', 'install', '«numpy»'], {})", "pip", "numpy"),
    ("import conda.cli\nconda.cli.main('install', '-y', '«numpy»')", "conda", "numpy"),
    ("import pip\npip.main(['install', '«numpy»'])", "pip", "numpy"),
    ("from pip._internal import main\nmain(['install', '«numpy»'])", "pip", "numpy"),
    ("import micropip\nawait micropip.install('«numpy»')", "micropip", "numpy"),
    ("import micropip as m\nawait m.install(['«numpy»', '«scipy==1.0»'])", "micropip", "numpy scipy==1.0"),
    ("import piplite\nawait piplite.install('«numpy»')", "piplite", "numpy"),
    ("dbutils.library.installPyPI('«numpy»', version='1.0')", "dbutils", "numpy==1.0"),
    ("dbutils.library.install('«dbfs:/lib/numpy-1.0-py3-none-any.whl»')", "dbutils", "numpy==1.0"),
    ("sc.install_pypi_package('«numpy==1.0»')", "pip", "numpy==1.0"),
    # files that a cell writes
    ("%%writefile app/requirements.txt\n# all\n«numpy==1.0»  # why\n-r b.txt\n\n«scipy[x]>=1; python_version>'3'»\r\n",
     "requirements.txt", "numpy==1.0 scipy:ranged"),
    (f"%%file requirements-dev.txt\n«numpy==1.0» --hash=sha256:{SHA}\n«a @ https://x.dev/a.zip»",
     "requirements.txt", "numpy==1.0 a:url"),
    # metadata of scripts
    ("# /// script\n# dependencies = ['«numpy»', \"«scipy<2»\"]\n# ///\n", "script", "numpy scipy:ranged"),
    ("# /// script\n# requires-python = '«>=3.11»'\n# ///\n", "script", "python:ranged"),
]  # fmt: skip
NOTHING = [
    "# !pip install numpy",
    "#%pip install numpy",
    "text = '!pip install numpy'",
    "print('pip install numpy')",
    '"""\n!pip install numpy\n"""',
    "!pip uninstall -y numpy",
    "!pip list | grep numpy",
    "!pip install --help",
    "!pip freeze > requirements.txt",
    "!echo pip install numpy",
    "!apt install python3-numpy",
    "!npm install numpy",
    "!conda activate numpy",
    "!docker run image pip install numpy",
    "%%html\npip install numpy",
    "%%writefile a.sh\npip install numpy",
    "%%writefile requirements.md\nnumpy",
    "%%writefile notes.txt\nnumpy",
    "run('pip install numpy')\ndef run(x): ...",
    "pipe = pip.install",
    "!pip install \\",
    "!pip install -q",
    "# /// script\n# dependencies = ['numpy'\n# ///",
    "# /// other\n# dependencies = ['numpy']\n# ///",
    "text = '''\n#/// script\n# dependencies = ['numpy']\n# ///'''",
]


def told(one: Declared) -> str:
    """A package as the table writes it."""
    if one.version:
        return f"{one.name}=={one.version}"
    return one.name if one.name and one.requirement.kind == "unpinned" else f"{one.name}:{one.requirement.kind}"


@pytest.mark.parametrize(("marked", "tool", "packages"), FORMS)
def test_every_form_of_an_install(marked: str, tool: str, packages: str) -> None:
    source, spans = unmarked(marked)
    found = declared(notebook_of(source))
    assert [told(one) for one in found] == packages.split()
    assert {one.origin for one in found} == {tool}
    assert {one.pointer for one in found} == {"/cells/0/source"}
    if spans:
        assert sorted({one.span for one in found}) == spans
    assert all(one.span == one.requirement.span for one in found)


@pytest.mark.parametrize("source", NOTHING)
def test_what_installs_nothing(source: str) -> None:
    assert declared(notebook_of(source)) == ()


# Names that other cells give: the packages by cell.
ACROSS = [
    (("NAMES = ['numpy', 'scipy']", "!pip install {' '.join(NAMES)}"), [(1, "numpy"), (1, "scipy")]),
    (("command = 'pip install numpy'", "import os", "os.system(command)"), [(2, "numpy")]),
    (("import os", "def get(name, version='1.0'):\n    os.system(f'pip install {name}=={version}')",
      "get('numpy')\nget('scipy', '2.0')"), [(1, "numpy==1.0"), (1, "scipy==2.0")]),
    (("import subprocess, sys", "wanted = {'numpy': '1.0', 'scipy': '2.0'}",
      "for name, version in wanted.items():\n"
      "    subprocess.run([sys.executable, '-m', 'pip', 'install', f'{name}=={version}'])"),
     [(2, "numpy==1.0"), (2, "scipy==2.0")]),
    (("import subprocess", "wanted = {'numpy', }\nmissing = wanted - have",
      "subprocess.run(['pip', 'install', *missing])"), [(2, "numpy")]),
    (("import subprocess", "missing = [p for p in 'numpy scipy'.split() if not there(p)]",
      "subprocess.run('pip install ' + ' '.join(missing), shell=True)"), [(2, "numpy"), (2, "scipy")]),
    (("def run(words):\n    subprocess.run(words, check=True)", "import subprocess",
      "run(['pip', 'install', 'numpy'])\nrun(['ls'])\nrun(['pip', 'install', '-r', 'a.txt'])"),
     [(0, "numpy"), (0, ":file")]),
    (("import subprocess\n[subprocess.run(['pip', 'install', p]) for p in ('numpy', 'scipy')]",),
     [(0, "numpy"), (0, "scipy")]),
    (("import os\nwanted = ['a']\nwanted.append('b')\nwanted += ['c']\nwanted.extend(['d', 'e'])\nother.append('f')",
      "os.system('pip install ' + ' '.join(wanted))"), [(1, "a"), (1, "b"), (1, "c"), (1, "d"), (1, "e")]),
    (("missing = []\nfor p in ('a', 'b'):\n    if not there(p):\n        missing.append(p)",
      "!pip install {' '.join(missing)}"), [(1, "a"), (1, "b")]),
    (("import importlib, subprocess, sys\ndef ensure(package, module=None):\n"
      "    subprocess.call([sys.executable, '-m', 'pip', 'install', package])",
      "for p, m in [('scikit-learn', 'sklearn'), ('pyyaml', 'yaml')]:\n    ensure(p, m)"),
     [(0, "scikit-learn"), (0, "pyyaml")]),
    (("class Setup:\n    def run(self, cmd):\n        subprocess.run(cmd, shell=True)\n    def go(self):\n"
      "        self.run('pip install a')", "import subprocess\nsubprocess.run('pip install c')"),
     [(0, "a"), (1, "c")]),
    (("import os\nget = lambda p: os.system('pip install ' + p)\nget('a')",), [(0, "a")]),
    (("import subprocess as sp\npins = {'a': '1.0', 'b': '2.0'}",
      "sp.run(['pip', 'install'] + [f'{k}=={v}' for k, v in pins.items()])"), [(1, "a==1.0"), (1, "b==2.0")]),
    (("gpu = True\nif gpu:\n    name = 'faiss-gpu'\nelse:\n    name = 'faiss-cpu'", "!pip install {name}"),
     [(1, "faiss-cpu"), (1, "faiss-gpu")]),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "expected"), ACROSS)
def test_names_are_followed_across_cells(sources: tuple[str, ...], expected: list[tuple[int, str]]) -> None:
    found = declared(notebook_of(*sources))
    assert [(int(one.pointer.split("/")[2]), told(one)) for one in found] == expected


def test_packages_stand_in_order_of_place() -> None:
    sources = ("!pip install b {x}", "!pip install a", "import os\nos.system('pip install d')\n!pip install c\nx = 'e'")
    assert [one.name for one in declared(notebook_of(*sources))] == ["b", "e", "a", "d", "c"]


def test_hashes_and_links_are_kept() -> None:
    (one,) = declared(notebook_of(f"!pip install https://x.dev/a-1.0-py3-none-any.whl#sha256={SHA}"))
    assert (one.name, one.version, one.hashes) == ("a", "1.0", (f"sha256:{SHA}",))


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("bash", "pip install numpy", ["numpy"]),
        ("r", "!pip install numpy", []),
        ("r", "install.packages('numpy')", []),
        ("julia", "%pip install numpy", []),
    ],
)
def test_notebooks_in_other_languages(language: str, source: str, expected: list[str]) -> None:
    assert [one.name for one in declared(notebook_of(source, language=language))] == expected


def test_a_python_file_and_its_metadata() -> None:
    head = '#!/usr/bin/env python\r\n# /// script\r\n# dependencies = [\r\n#   "numpy",\r\n# ]\r\n# ///\r\n'
    text = head + "import os\r\nos.system('pip install scipy')\r\n"
    found = declared(script(text.encode(), "a.py"))
    assert [(one.name, one.origin, one.pointer, text[slice(*one.span)]) for one in found] == [
        ("numpy", "script", "", "numpy"),
        ("scipy", "pip", "", "scipy"),
    ]


def test_a_python_file_that_was_a_notebook_of_databricks() -> None:
    text = "# Databricks notebook source\n# MAGIC %pip install numpy\n# COMMAND ----------\n# MAGIC %md pip install a\n"
    assert [one.name for one in declared(script(text.encode(), "a.py"))] == ["numpy"]
    assert declared(script(text.replace("Databricks", "My").encode(), "a.py")) == ()


def test_an_old_notebook_format() -> None:
    cell = {"cell_type": "code", "language": "python", "input": ["!pip install ", "numpy"], "outputs": []}
    found = declared(build({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [cell]}], "metadata": {}}))
    assert [(one.name, one.pointer) for one in found] == [("numpy", "/worksheets/0/cells/0/input")]


def edited(notebook: Notebook, index: int, source: str) -> Notebook:
    tree = json.loads(json.dumps(notebook.json))
    tree["cells"][index]["source"] = source
    return parse(json.dumps(tree).encode(), like=notebook)


def test_an_edit_is_seen_wherever_it_matters() -> None:
    first = notebook_of("name = 'numpy'", "!pip install {name}", "!pip install pandas")
    assert [one.name for one in declared(first)] == ["numpy", "pandas"]
    second = edited(first, 0, "name = 'scipy'")
    assert [one.name for one in declared(second)] == ["scipy", "pandas"]
    third = edited(second, 2, "")
    assert [one.name for one in declared(third)] == ["scipy"]
    assert [one.name for one in declared(first)] == ["numpy", "pandas"]


def test_what_did_not_change_is_not_read_again() -> None:
    notebook = notebook_of(*(f"!pip install a{k}" for k in range(50)))
    found = declared(notebook)
    again = declared(edited(notebook, 0, "x = 1"))
    assert len(again) == 49
    assert all(one is other for one, other in zip(found[1:], again, strict=True))
    assert declared(notebook) is found


HOSTILE = [
    "%%bash\nget() {\n" + 'pip install "$@"\n' * 5_000 + "}\n" + ("get " + "a " * 49 + "\n") * 2_000,
    "%%bash\n" + "".join(f"f{k}() {{\n" for k in range(20_000)),
    "%%bash\nset -- " + "a " * 20_000 + "\n" + 'pip install "$@$@$@$@"\n' * 2_000,
    "%%bash\n" + "A=$A$A$A\n" * 12_000 + "pip install $A",
    "%%bash\n" + "".join(f"if x; then A=$A{k}$A; fi\n" for k in range(5_000)) + "pip install $A$A$A",
    "%%bash\n" + "ALL+=' a'\npip install $ALL\n" * 4_000,
    "%%bash\nfor p in " + "a " * 40_000 + "; do pip install $p$p$p$p; done",
    "!pip install " + "a @ " * 25_000,
    "!" + "a\\" * 50_000 + "Scripts\\pip install a",
    "!pip install " + "a" * 100_000,
    "!pip install " + "{x} " * 25_000,
    "!pip install " + "{" * 100_000,
    "!pip install " + "a[" * 50_000,
    "!pip install " + "a==1,b" * 20_000,
    "!pip install " + "a-" * 50_000 + ".whl",
    "!pip install https://x.dev/" + "1.0-py3-" * 12_000 + ".whl",
    "!pip install " + "$(which " * 12_000,
    "# /// script\n" + "# a = [\n" * 12_000 + "# ///\n",
    "# /// script\n" * 8_000,
    "a0 = 'ab'\n" + "".join(f"a{k + 1} = a{k} + a{k}\n" for k in range(60)) + "!pip install {a60}",
    "".join(f"a{k} = a{k + 1}\n" for k in range(500)) + "!pip install {a0}",
    "def f(x): f(x)\nf(f)\n!pip install {f}\nx = x + x\n!pip install {x} {x + x}",
    "import os\n" + "".join(f"for a{k} in {list(range(30))}:\n{' ' * (k + 1)}" for k in range(8))
    + "os.system(f'pip install {a0} {a1} {a2} {a3} {a4} {a5} {a6} {a7}')",
    "import os\n" + "".join(f"def f{k}(x): f{k + 1}(x); f{k + 1}(x + 'a')\n" for k in range(40))
    + "def f40(x): os.system('pip install ' + x)\nf0('a')",
    "import os\nx = 'a' * 3\ny = x.replace('a', 'b' * 9).join(['a'] * 9)\nos.system('pip install ' + y)\n" * 200,
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_cells_cost_little(source: str) -> None:
    started = time.process_time()
    declared(notebook_of(source))
    assert time.process_time() - started < 30


@pytest.mark.parametrize("text", ["< (()A=", "< (()x"])
def test_brackets_behind_nothing_but_a_redirect(text: str) -> None:
    assert [one.name for one in declared(notebook_of(f"%%bash\n{text}\npip install numpy"))] == ["numpy"]


@given(st.text(alphabet="!%#pip install{}$'\"\\;&|<>=@[]()~,.-\n/ax1", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for source in (f"!pip install {text}", f"import os\nx = 'a'\nos.system(f'pip install {text}')", text):
        notebook = notebook_of(source)
        for one in declared(notebook):
            assert 0 <= one.span.start <= one.span.end <= len(source)
