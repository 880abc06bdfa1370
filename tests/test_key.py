"""The key of the installation."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_mlsecops.key import find_key, install_key, key_file


def test_made_once_and_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "deep" / "er" / "key"
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(file))
    key, problem = find_key()
    assert (len(key), problem, file.read_bytes()) == (32, None, key)
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert install_key() == key


def test_many_at_once_get_the_same_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "key"))
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: install_key(), range(32)))) == 1


def test_without_a_place_it_lasts_for_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "file" / "key"))
    key, problem = find_key()
    assert len(key) == 32
    assert problem is not None and problem.kind == "configuration" and "MLSECOPS_KEY_FILE" in problem.message


def test_a_short_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_bytes(b"short")
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "key"))
    _, problem = find_key()
    assert problem is not None and "fewer than 32 bytes; remove it" in problem.message


def test_in_the_data_folder_of_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLSECOPS_KEY_FILE", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert key_file() == tmp_path / "mlsecops" / "key"


def test_a_user_without_a_home_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MLSECOPS_KEY_FILE", "JUPYTER_DATA_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a number that is nobody's
    monkeypatch.chdir(tmp_path)
    assert key_file().is_absolute()
    assert os.listdir(tmp_path) == []
