"""Advisory databases of hand-written OSV records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_mlsecops.advisories.build import Origin, build
from jupyter_mlsecops.advisories.osv import from_value

SIGNS = {">=": "introduced", "<": "fixed", "<=": "last_affected", "limit": "limit"}


def record(id: str, package: str, ranges: str = "", versions: str = "", **more: Any) -> dict[str, Any]:
    """An OSV record about one package. ``ranges``: ``>= 0, < 2.0; >= 3`` are two; ``versions`` are parted by spaces."""
    affected: dict[str, Any] = {"package": {"ecosystem": "PyPI", "name": package}, "versions": versions.split()}
    affected["ranges"] = [
        {
            "type": "ECOSYSTEM",
            "events": [{SIGNS[sign]: version} for sign, version in (part.split() for part in one.split(","))],
        }
        for one in ranges.split(";")
        if one.strip()
    ]
    return {"id": id, "modified": "2026-01-02T03:04:05Z", "summary": f"About {id}", "affected": [affected], **more}


def write(folder: Path, *records: dict[str, Any]) -> Path:
    """A database of these records in a folder."""
    file = folder / "advisories.sqlite"
    build([from_value(one) for one in records], file, Origin(source="by hand"), allow_downgrade=True)
    return file
