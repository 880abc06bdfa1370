"""The notebooks to measure on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULTS = [ROOT.parent / "shared" / "corpus" / "real-notebooks.zip", ROOT / "examples"]


def locate(given: str | None) -> Path:
    """The corpus: what is given, ``$MLSECOPS_CORPUS``, or the first default that exists."""
    named = given or os.environ.get("MLSECOPS_CORPUS")
    places = [Path(named)] if named else DEFAULTS
    for place in places:
        if place.exists():
            return place
    raise SystemExit(f"No corpus at {', '.join(map(str, places))}: give a folder or a zip file with --corpus.")


def each(corpus: Path) -> Iterator[tuple[str, bytes]]:
    """The notebooks of a folder or a zip file by name, one after the other."""
    if corpus.is_dir():
        for path in sorted(p for p in corpus.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts):
            yield str(path.relative_to(corpus)), path.read_bytes()
        return
    with zipfile.ZipFile(corpus) as archive:
        yield from ((name, archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".ipynb"))


def load(corpus: Path) -> dict[str, bytes]:
    """All notebooks at once."""
    return dict(each(corpus))


def typical(books: dict[str, bytes]) -> tuple[str, bytes]:
    """The notebook of middle size."""
    return sorted(books.items(), key=lambda item: len(item[1]))[len(books) // 2]
