"""Fixtures of every test.

pytest accepts `pytest_plugins` only in the conftest.py that it finds first.
"""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ("pytest_jupyter.jupyter_server",)

# How long an example takes depends on what else the machine does: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "real-notebooks.zip"


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes and long texts name no test: some hold a date or a digest, which differ from worker to worker."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 40) else None


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Real notebooks in a fixed order, kept beside the repository because they are not ours to publish."""
    if not CORPUS.exists():
        pytest.skip("no real notebooks: ../shared/corpus is not there")
    folder = tmp_path_factory.mktemp("corpus")
    with zipfile.ZipFile(CORPUS) as archive:
        archive.extractall(folder)
    return sorted(folder.rglob("*.ipynb"))


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server that has the extension and lets nobody in without a token."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_mlsecops": True},
            "allow_unauthenticated_access": False,
        }
    }
