"""Write harmless files in the shape of attacks: ``python bench/modelfiles/write_attacks.py FOLDER``.

A scanner of malicious files may well take them away: they are only there while something is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.modelfiles.malicious.callables import callables  # noqa: E402
from bench.modelfiles.malicious.containers import containers  # noqa: E402
from bench.modelfiles.malicious.further_files import further_files  # noqa: E402
from bench.modelfiles.malicious.further_streams import further_streams  # noqa: E402
from bench.modelfiles.malicious.late import late  # noqa: E402
from bench.modelfiles.malicious.libraries import libraries  # noqa: E402
from bench.modelfiles.malicious.listed import listed  # noqa: E402
from bench.modelfiles.malicious.made import Made  # noqa: E402
from bench.modelfiles.malicious.opcodes import opcodes  # noqa: E402
from bench.modelfiles.malicious.others import others  # noqa: E402
from bench.modelfiles.malicious.streams import streams  # noqa: E402


def attacks() -> Iterator[Made]:
    """All of them, each with a name of its own."""
    yield from opcodes()
    yield from streams()
    yield from callables()
    yield from containers()
    yield from others()
    yield from late()
    yield from listed()
    yield from libraries()
    yield from further_streams()
    yield from further_files()


def write(folder: Path) -> list[tuple[Made, Path]]:
    """Write all; returns where each is."""
    found = []
    for made in attacks():
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), made.name
        path.write_bytes(made.data)
        found.append((made, path))
    return found


if __name__ == "__main__":
    for made, path in write(Path(sys.argv[1])):
        print(made.kind, path, sep="\t")
