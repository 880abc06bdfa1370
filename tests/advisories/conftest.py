"""What the tests of imports share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops.advisories.importing import Wish, from_path

from .exports import A, folder, left, named


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    """A database that is there already, and must be as it was."""
    file = tmp_path / "out" / "advisories.sqlite"
    from_path(folder(tmp_path / "old", named(A)), file, Wish())
    before = file.read_bytes()
    yield file
    assert file.read_bytes() == before
    assert left(file) == ["advisories.sqlite"]
