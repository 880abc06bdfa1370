"""Files that run code at every start of a kernel: which are told, to whom they belong, and that none is run."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jupyter_mlsecops.core.installed import StartUp
from jupyter_mlsecops.environment import Kernels, of_folder
from jupyter_mlsecops.environment.startup import ACTS, acts

from .fake import kernel
from .test_packages import SITE, make

DECODES, RUNS, COMPUTED, STARTS, REACHES = (act for act, _ in ACTS)
PRECEDENCE = (
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; "
    "enabled and __import__('_distutils_hack').add_shim(); "
)
NAMESPACE = (
    "import sys, types, os;has = sys.version_info > (3, 5);"
    "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('acme',));"
    "importlib = has and __import__('importlib.util');has and __import__('importlib.machinery');"
    "m = has and sys.modules.setdefault('acme', importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec('acme', [os.path.dirname(p)])))"
)
COVERAGE = "import sys; exec('import os\\n\\nif os.getenv(\"COVERAGE_PROCESS_START\"):\\n import coverage')"

# name of the file, its text, the packages' lists of files (RECORD) that name it, what is told of it
FILES: list[tuple[str, str, str, tuple[str, str | None, tuple[str, ...]] | None]] = [
    ("distutils-precedence.pth", PRECEDENCE, "", None),
    ("distutils-precedence.pth", PRECEDENCE.replace("local", "here"), "", None),
    ("acme-1.0-py3.11-nspkg.pth", NAMESPACE, "", None),
    ("a1_coverage.pth", COVERAGE, "", None),
    ("_virtualenv.pth", "import _virtualenv", "", None),
    ("pywin32.pth", "win32\nwin32\\lib\nimport pywin32_bootstrap\n", "", None),
    ("__editable__.p-1.0.pth", "import __editable___p_1_0_finder; __editable___p_1_0_finder.install()", "p", None),
    ("numpy-editable.pth", "import _numpy_editable_loader", "numpy", None),
    ("_p_editable.pth", "import _p_editable", "p", None),
    ("_editable_impl_p.pth", "/work/p\n", "", None),
    ("comment.pth", "# import os\n\n  import os\nimportant/folder\n", "", None),
    (".hidden.pth", "import os", "", None),
    ("x.pth.txt", "import os", "", None),
    ("tool.pth", "import tool", "tool", ("tool.pth", "tool", ())),
    ("mine.pth", "/a/folder\nimport\tmine\n", "", ("mine.pth", "", ())),
    ("bom.pth", "\ufeffimport mine\n", "", ("bom.pth", "", ())),
    (
        "lite_init.pth",
        "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        "\"import base64; exec(base64.b64decode('aGk='))\"])",
        "lite",
        ("lite_init.pth", "lite", (DECODES, RUNS, STARTS)),
    ),
    ("net.pth", "import urllib.request as u; exec(u.urlopen('h').read())", "p", ("net.pth", "p", (RUNS, REACHES))),
    # a well-known name does not help a file that does more
    ("distutils-precedence.pth", PRECEDENCE + "\nimport zz", "", ("distutils-precedence.pth", "", ())),
    ("_virtualenv.pth", "import os; os.system('x')", "", ("_virtualenv.pth", "", (STARTS,))),
    ("a1_coverage.pth", COVERAGE.replace("import coverage", "import zz"), "", ("a1_coverage.pth", "", ())),
    (
        "acme-nspkg.pth",
        "import sys; __import__('o' + 's').mkdir('x')",
        "",
        ("acme-nspkg.pth", "", (COMPUTED,)),
    ),
    ("z.pth", "import zz; exec('im' + 'port os')", "z", ("z.pth", "z", (RUNS,))),
    ("z.pth", "import zz; exec('print(1)', {})", "z", ("z.pth", "z", ())),
    ("sitecustomize.py", "import os\n", "", ("sitecustomize.py", "", ())),
    ("usercustomize.py", "import socket\n", "", ("usercustomize.py", "", (REACHES,))),
    ("sitecustomize.py", "import os\n", "patcher", None),
    ("sitecustomize.py", "\n", "", None),
]


def site(root: Path, owner: str, python: str = "3.11") -> Path:
    """The site folder of an environment with a package whose list names what ``owner`` says."""
    folder = SITE.replace("3.11", python)
    make(root, [f"{folder}/other-1.0.dist-info"], f"version = {python}.1\n", links_to=f"python{python}")
    (root / folder / "other-1.0.dist-info" / "RECORD").write_text("other/__init__.py,,\n")
    if owner:
        (root / folder / f"{owner}-1.0.dist-info").mkdir()
    return root / folder


@pytest.mark.parametrize(("name", "text", "owner", "told"), FILES, ids=lambda value: str(value)[:30])
def test_files(tmp_path: Path, name: str, text: str, owner: str, told: tuple[str, str, tuple[str, ...]] | None) -> None:
    folder = site(tmp_path, owner)
    (folder / name).write_text(text, "utf-8")
    if owner:
        (folder / f"{owner}-1.0.dist-info" / "RECORD").write_text(f"{owner}/a.py,,\r\n{name},sha256=x,12\r\n")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == ((StartUp(*told),) if told else ())
    assert not (tmp_path / "STARTED").exists()


def test_who_owns_a_file_is_not_known_where_packages_keep_no_lists(tmp_path: Path) -> None:
    make(tmp_path, [f"{SITE}/other-1.0.dist-info"], "version = 3.11.7\n")
    (tmp_path / SITE / "mine.pth").write_text("import mine")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == (StartUp("mine.pth", None),)


def test_the_same_file_in_two_folders_is_told_once(tmp_path: Path) -> None:
    debian = "lib/python3/dist-packages"
    make(
        tmp_path, [f"{debian}/other-1.0.egg-info", f"{SITE}/other-1.0.dist-info", f"{SITE}/other-1.0.dist-info/RECORD"]
    )
    for folder in (SITE, debian):
        (tmp_path / folder / "mine.pth").write_text("import mine")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == (StartUp("mine.pth", ""),)


def test_conda_keeps_lists_of_its_own(tmp_path: Path) -> None:
    make(tmp_path, [f"{SITE}/other-1.0.dist-info"])
    (tmp_path / "conda-meta").mkdir()
    (tmp_path / "conda-meta" / "some-tool-1.0-py_0.json").write_text(f'{{"files": ["a", "{SITE}/mine.pth"]}}')
    (tmp_path / SITE / "mine.pth").write_text("import mine")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == (StartUp("mine.pth", "some-tool"),)


@pytest.mark.parametrize(("python", "told"), [("3.14", ()), ("3.15", (StartUp("mine.start", ""),))])
def test_start_files_count_where_python_knows_them(tmp_path: Path, python: str, told: tuple[StartUp, ...]) -> None:
    folder = site(tmp_path, "", python)
    (folder / "mine.start").write_text("# calls\nmine.hook:run\n")
    (folder / "none.start").write_text("# nothing\n")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == told


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_odd_files(tmp_path: Path) -> None:
    folder = site(tmp_path, "")
    (folder / "loop.pth").symlink_to("loop.pth")
    os.mkfifo(folder / "pipe.pth")
    (folder / "folder.pth").mkdir()
    (folder / "huge.pth").write_text("# x\n" * 500_000 + "import os")
    found = of_folder(tmp_path)
    assert found is not None and found.startup == (StartUp("huge.pth", "", ("is too long to be read",)),)


def test_hostile_lines_are_quick() -> None:
    for piece in (
        "chr(",
        "exec ",
        "import a,",
        "import ",
        "__import__ (",
        "\\x4",
        "os . ",
        "A" * 119 + " ",
        "os\t",
        "'\\",
        "exec('",
        "'",
    ):
        start = time.process_time()
        acts("import x;" + piece * (200_000 // len(piece)))
        assert time.process_time() - start < 20, piece


def test_a_line_that_is_changed_in_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path / "env", "")
    (folder / "_virtualenv.pth").write_text("import _virtualenv")
    kernel(tmp_path / "data", "own", tmp_path / "env")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    kernels = Kernels()
    before = kernels.read().of("own")
    assert before is not None and before.startup == () and kernels.read().of("own") is before
    when = folder.stat()
    (folder / "_virtualenv.pth").write_text("import _virtualenv, zz")
    os.utime(folder, ns=(when.st_atime_ns, when.st_mtime_ns))
    after = kernels.read().of("own")
    assert after is not None and after.startup == (StartUp("_virtualenv.pth", ""),)
