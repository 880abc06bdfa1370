"""The saves of somebody who works on a notebook: what changes from one save to the next.

Mostly one cell was edited or run; now and then several cells, cells come, go and move, a name is another one in all
cells, something is taken back.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Tree = dict[str, Any]
_NAME = re.compile(r"(?m)^([A-Za-z_]\w{2,})\s*=[^=]")
_LINES = (
    "checked = {}",
    "print({})",
    "# step {}",
    "total = sum(range({}))",
    "plt.title('figure {}')",
    "df{0} = df.head({0})",
)


class Person:
    """Somebody who works on a notebook of code cells. ``texts`` are cells of other notebooks, ``chance`` decides."""

    def __init__(self, tree: Tree, texts: Sequence[str], chance: random.Random) -> None:
        self._texts, self._chance = texts, chance
        self._states = [tree]
        self._made = 0

    def saves(self, rounds: int) -> Iterator[tuple[str, bytes]]:
        """What was done before each save, and the notebook then: each round has what ``_ROUND`` has, in any order."""
        for _ in range(rounds):
            for what in self._chance.sample(_ROUND, len(_ROUND)):
                yield what, self._done(what)

    def _done(self, what: str) -> bytes:
        if what == "undo" and len(self._states) > 1:
            self._states.append(self._states[-2])
        else:
            tree = {**self._states[-1], "cells": list(self._states[-1]["cells"])}
            _DEEDS.get(what, Person._edit)(self, tree["cells"])
            self._states.append(tree)
        return json.dumps(self._states[-1]).encode()

    def _edit(self, cells: list[Tree]) -> None:
        """A line more, less or another one, in a cell."""
        at = self._any(cells)
        lines = cells[at]["source"].split("\n")
        where = self._chance.randrange(len(lines) + 1)
        deed = self._chance.randrange(4)
        if deed == 0 and len(lines) > 1:
            del lines[where - 1]
        elif deed == 1:
            lines[where - 1] += f"  # {self._number()}"
        else:
            lines.insert(where, self._chance.choice(_LINES).format(self._number()))
        cells[at] = {**cells[at], "source": "\n".join(lines)}

    def _edit_several(self, cells: list[Tree]) -> None:
        for _ in range(self._chance.randint(2, 5)):
            self._edit(cells)

    def _insert(self, cells: list[Tree]) -> None:
        cells.insert(self._any(cells), code_cell(f"n{self._number()}", self._chance.choice(_LINES).format(self._made)))

    def _delete(self, cells: list[Tree]) -> None:
        del cells[self._any(cells)]

    def _move(self, cells: list[Tree]) -> None:
        cells.insert(self._any(cells), cells.pop(self._any(cells)))

    def _paste(self, cells: list[Tree]) -> None:
        cells.insert(self._any(cells), code_cell(f"n{self._number()}", self._chance.choice(self._texts)))

    def _run(self, cells: list[Tree]) -> None:
        at, number = self._any(cells), self._number()
        output = {"output_type": "stream", "name": "stdout", "text": f"epoch {number}: loss 0.{number}\n" * 5}
        cells[at] = {**cells[at], "outputs": [output], "execution_count": number}

    def _rename(self, cells: list[Tree]) -> None:
        """A name that some cell gives a value becomes another one in all cells that have it."""
        names = sorted({name for cell in cells for name in _NAME.findall(cell["source"])})
        name = self._chance.choice(names)
        word, new = re.compile(rf"\b{name}\b"), f"{name}_{self._number()}"
        for at, cell in enumerate(cells):
            if word.search(cell["source"]):
                cells[at] = {**cell, "source": word.sub(new, cell["source"])}

    def _any(self, cells: list[Tree]) -> int:
        return self._chance.randrange(len(cells))

    def _number(self) -> int:
        self._made += 1
        return self._made


_DEEDS: dict[str, Callable[[Person, list[Tree]], None]] = {
    "several cells edited": Person._edit_several,
    "cell inserted": Person._insert,
    "cell deleted": Person._delete,
    "cell moved": Person._move,
    "cell pasted": Person._paste,
    "cell run": Person._run,
    "name changed": Person._rename,
}
_ROUND = [*["one cell edited"] * 7, *["several cells edited"] * 3, *["cell run"] * 3, *["undo"] * 2, *_DEEDS]


def code_cell(name: str, source: str) -> Tree:
    """A code cell that has not run."""
    return {"cell_type": "code", "id": name, "source": source, "metadata": {}, "outputs": [], "execution_count": None}
