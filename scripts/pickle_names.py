"""The files that list the names of pickles: read, added to and written by ``pickle_allowlist.py``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "jupyter_mlsecops" / "formats" / "pickles" / "lists" / "names"
_RANK = ("instance", "class", "ufunc", "constant", "function")

Entry = dict[str, Any]
"""A ``kind``, and perhaps ``calls``, ``allocates``, ``unless``, ``why``."""


class Names:
    """All lists: ``roots`` has for each top-level module its library, that one's versions, and its names by module."""

    def __init__(self) -> None:
        self.roots: dict[str, dict[str, Any]] = {}
        self._read = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.json"))}
        for path in sorted(FOLDER.glob("*.json")):
            held = json.loads(path.read_text())
            names = {module: dict(_read(kinds)) for module, kinds in held["names"].items()}
            self.roots[path.stem] = {**held, "names": names}
        if not self.roots:  # our own reader, which finds the names, asks for lists as well
            self.roots["python"] = {"library": "python", "versions": [], "names": {}}
            self.write()

    def version(self, root: str, library: str, version: str) -> None:
        """Note that a version of a library was looked at."""
        held = self.roots.setdefault(root, {"library": library, "versions": [], "names": {}})
        held["versions"] = sorted({*held["versions"], version})

    def add(self, root: str, library: str, module: str, name: str, entry: Entry) -> None:
        """List a name. A class that is called by honest files stays one if another version of it is not."""
        held = self.roots.setdefault(root, {"library": library, "versions": [], "names": {}})
        names = held["names"].setdefault(module, {})
        before = names.get(name)
        if before is None or _RANK.index(entry["kind"]) >= _RANK.index(before["kind"]):
            names[name] = entry

    def write(self) -> None:
        """Write the files that change: a line for each module, which is how a change is read best."""
        FOLDER.mkdir(exist_ok=True)
        for root, held in self.roots.items():
            lines = [
                f"  {json.dumps(module)}: {json.dumps(_written(names))}"
                for module, names in sorted(held["names"].items())
                if names
            ]
            head = f' "library": {json.dumps(held["library"])},\n "versions": {json.dumps(held["versions"])},\n'
            text = "{\n" + head + ' "names": {\n' + ",\n".join(lines) + "\n }\n}\n"
            if lines and self._read.get(root) != text:
                (FOLDER / f"{root}.json").write_text(text)


def _read(kinds: dict[str, Any]) -> list[tuple[str, Entry]]:
    found: list[tuple[str, Entry]] = []
    for kind, listed in kinds.items():
        more = dict.fromkeys(listed.split(), {}) if isinstance(listed, str) else listed
        found += [(name, {"kind": kind, **each}) for name, each in more.items()]
    return found


def _written(names: dict[str, Entry]) -> dict[str, Any]:
    """By kind: names alone in one text, names of which there is more to say in a table of their own."""
    found: dict[str, Any] = {}
    for kind in sorted({entry["kind"] for entry in names.values()}):
        of_kind = {name: entry for name, entry in sorted(names.items()) if entry["kind"] == kind}
        more = {name: {key: entry[key] for key in sorted(entry) if key != "kind"} for name, entry in of_kind.items()}
        found[kind] = more if any(more.values()) else " ".join(more)
    return found
