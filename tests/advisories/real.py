"""The real records of the PyPA advisory database, where they are, and what they list."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_mlsecops.advisories.build import Origin, build
from jupyter_mlsecops.advisories.osv import from_json
from jupyter_mlsecops.core.environment import canonical

ROOT = Path(__file__).parents[2]


def archive() -> Path | None:
    """An export of OSV records: ``$MLSECOPS_OSV_EXPORT``, or the one beside the repository, if there is one."""
    path = Path(os.environ.get("MLSECOPS_OSV_EXPORT", ROOT.parent / "shared" / "advisories" / "PyPI-all.zip"))
    return path if path.is_file() else None


def raw(export: Path) -> Iterator[bytes]:
    """The records as they are."""
    with zipfile.ZipFile(export) as opened:
        for name in sorted(opened.namelist()):
            if name.endswith(".json"):
                yield opened.read(name)


def records(export: Path) -> list[dict[str, Any]]:
    """The records, decoded."""
    return [json.loads(one) for one in raw(export)]


def database(export: Path, folder: Path) -> Path:
    """An advisory database of all records."""
    file = folder / "advisories.sqlite"
    build(map(from_json, raw(export)), file, Origin(source=export.name), allow_downgrade=True)
    return file


def affected(one: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The canonical names of the packages of PyPI that a record is about, each with what it says of it."""
    for entry in one["affected"]:
        if entry.get("package", {}).get("ecosystem") == "PyPI":
            yield canonical(entry["package"]["name"]), entry


def listed(found: list[dict[str, Any]]) -> dict[tuple[str, str], set[str]]:
    """Each pair of a package and a version that records list, with the ids of those that are not withdrawn."""
    pairs: dict[tuple[str, str], set[str]] = {}
    for one in found:
        for name, entry in affected(one):
            for version in entry.get("versions") or ():
                ids = pairs.setdefault((name, version), set())
                if not one.get("withdrawn"):
                    ids.add(one["id"])
    return pairs
