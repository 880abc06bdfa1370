"""What an export is held against: the checksum that was passed in, or that stands beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.advisories.importing import Wish, from_path
from jupyter_mlsecops.advisories.refusal import Refused

from .exports import A, folder, imported, named, zipped

ZIP = zipped(named(A))
SUM = hashlib.sha256(ZIP).hexdigest()
OTHER = "0" * 64


@pytest.mark.parametrize(
    ("beside", "wish", "why"),
    [
        (None, {}, None),
        (None, {"sha256": SUM}, None),
        (None, {"sha256": SUM.upper(), "require_checksum": True}, None),
        (None, {"sha256": OTHER}, "SHA-256"),
        (None, {"require_checksum": True}, "There is no all.zip.sha256"),
        (f"{SUM}  all.zip\n", {"require_checksum": True}, None),
        (f"{SUM} *out/all.zip\r\n", {}, None),
        (f"{OTHER}  other.zip\n{SUM}  all.zip\n", {}, None),
        (f"SHA256 (all.zip) = {SUM}\n", {}, None),
        (f"{SUM}\n", {}, None),
        (f"{OTHER}  all.zip\n", {}, "SHA-256"),
        (f"{SUM}  other.zip\n", {}, "no SHA-256 of all.zip"),
        (f"{SUM}\n{OTHER}\n", {}, "no SHA-256 of all.zip"),
        ("", {}, "no SHA-256 of all.zip"),
        (f"{OTHER}  all.zip\n", {"sha256": SUM}, None),
    ],
)
def test_checksums(beside: str | None, wish: dict[str, Any], why: str | None, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(ZIP)
    if beside is not None:
        (tmp_path / "all.zip.sha256").write_text(beside)
    target = tmp_path / "out" / "a.sqlite"
    if why is None:
        assert from_path(tmp_path / "all.zip", target, Wish(**wish)).header.sha256 == SUM
    else:
        with pytest.raises(Refused, match=why):
            from_path(tmp_path / "all.zip", target, Wish(**wish))
        assert not target.exists()


def test_a_folder_has_no_checksum(tmp_path: Path) -> None:
    place = folder(tmp_path / "records", named(A))
    with pytest.raises(Refused, match="folder has no checksum"):
        imported(place, sha256=SUM)
    with pytest.raises(Refused, match="no records.sha256"):
        imported(place, require_checksum=True)
