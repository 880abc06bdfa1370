"""Entry points are found wherever importlib.metadata finds them."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import zipfile
from pathlib import Path

import pytest

from jupyter_mlsecops.offered import entry_points

GROUP = "acme.plugins"
WRITTEN = f"[console_scripts]\nacme = acme:main\n\n[{GROUP}]\nfirst = acme.first\n"


def found() -> list[tuple[str, str]]:
    every = [(entry.name, entry.value) for entry in entry_points(GROUP)]
    assert every == [(entry.name, entry.value) for entry in importlib.metadata.entry_points(group=GROUP)]
    return every


@pytest.mark.parametrize("name", ["acme-1.0.dist-info", "acme.egg-info", "acme.egg/EGG-INFO"])
def test_what_a_package_in_a_folder_offers_is_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / name
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (about / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(about.parent))
    assert found() == []
    (about / "entry_points.txt").write_text(WRITTEN)
    os.utime(about.parent, ns=(1, 1))  # packages are not installed into a folder without changing it
    assert found() == [("first", "acme.first")]


def test_what_a_package_in_an_archive_offers_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "acme.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        file.writestr("acme-1.0.dist-info/entry_points.txt", WRITTEN)
    monkeypatch.syspath_prepend(str(archive))
    assert found() == [("first", "acme.first")]


def test_folders_that_are_not_there_and_files_that_are_none_offer_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme-1.0.dist-info").write_text("no folder")
    (tmp_path / "other-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "gone"), *sys.path])
    assert entry_points(GROUP) == ()
