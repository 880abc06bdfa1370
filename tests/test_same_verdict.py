"""What a scan says of model files is the same, byte for byte, whatever else is installed.

Bare: only what we ask for can be imported. Rich: the libraries that write such files lie on the path, and note it if
somebody imports them.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.modelfiles.write_attacks import attacks

from .formats.pickles import assemble as a

RUN = """
import sys, runpy
blocked = frozenset(sys.argv[1].split(","))
class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Bare())
sys.argv[:] = ["jupyter-mlsecops", *sys.argv[2:]]
runpy.run_module("jupyter_mlsecops", run_name="__main__")
"""
LIBRARIES = (
    "numpy scipy pandas sklearn joblib torch torchvision transformers xgboost lightgbm catboost statsmodels "
    "spacy keras "
    "tensorflow onnx safetensors gguf skops mlflow dill cloudpickle pytorch_lightning gensim nltk polars pyarrow shap "
    "picklescan fickling modelscan modelaudit"
).split()
# Files that can be read in part only without a decoder that need not be there, and one that a deadline ends.
LEFT_OUT = (".7z", ".h5", "_lz4.joblib", "_bomb.pkl.gz")


def needed() -> set[str]:
    """Ours, and what it requires, and so on: names of distributions, in lower case."""
    found: set[str] = set()
    open_ends = ["jupyter-mlsecops"]
    while open_ends:
        name = re.sub(r"[-_.]+", "-", open_ends.pop()).lower()
        if name in found:
            continue
        try:
            required = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        open_ends += [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in required if "extra ==" not in text]
    return found


def others() -> list[str]:
    """The top-level modules that are installed here without being needed."""
    ours = needed()
    modules = importlib.metadata.packages_distributions()
    return sorted(
        module
        for module, owners in modules.items()
        if not any(re.sub(r"[-_.]+", "-", owner).lower() in ours for owner in owners)
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sixth of the attacks of the benchmark, and honest files beside them."""
    folder = tmp_path_factory.mktemp("models")
    for number, made in enumerate(attacks()):
        if number % 6 == 0 and not made.name.endswith(LEFT_OUT) and len(made.data) < 1 << 20:
            path = folder / made.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made.data)
    (folder / "honest.pkl").write_bytes(a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP)
    return folder


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packages with the names of libraries; each leaves a file behind where it is imported."""
    folder = tmp_path_factory.mktemp("site")
    for name in LIBRARIES:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(f"open({str(folder / 'imported')!r}, 'a').write('{name} ')\n")
    return folder


def said(folder: Path, *, blocked: list[str], path: str = "") -> bytes:
    """What the command says of a folder, as JSON."""
    root = str(Path(__file__).parents[1])
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, root))), "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", RUN, ",".join(blocked) or "-", "scan", "--format", "json", "--profile", "strict", "."],
        cwd=folder,
        env=settings,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (1, 2), done.stderr.decode()[-2000:]
    return done.stdout


def test_bare_and_rich_environments_say_the_same(files: Path, libraries: Path) -> None:
    bare = said(files, blocked=others() + LIBRARIES)
    rich = said(files, blocked=[], path=str(libraries))
    assert bare == rich
    assert not (libraries / "imported").exists()
    report = json.loads(bare)
    told = {finding["location"]["path"] for finding in report["findings"]}
    assert len(told) > 70 and "honest.pkl" not in told
