"""Fixtures of the tests of the command."""

from pathlib import Path

import pytest

from .files import code, notebook
from .packages import written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with the key beside it."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "key"))
    return place


@pytest.fixture
def project(folder: Path) -> Path:
    """A notebook and files that list packages; old, malicious and misspelt ones among them."""
    written(
        folder, "a.ipynb", "%pip install -q pillow==9.0.0 'pandas>=2' tokenzers", "import PIL\nimport numpy as np\n"
    )
    (folder / "plain.ipynb").write_text(notebook(code("print(1)\n")), "utf-8")
    files = {
        "requirements.txt": "# web\nflask==0.12 ; python_version > '3'\nlitellm==1.82.8\nnumpy>=1.20\n",
        "environment.yml": "dependencies:\n  - pillow=9.0.0\n  - pip:\n    - flask==0.12\n",
        "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask==0.12", "numpy"]\n',
        "uv.lock": '[[package]]\nname = "pillow"\nversion = "9.0.0"\n',
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder
