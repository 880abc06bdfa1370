"""Cells that ran in another order than they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Cell, Confidence, Match, Notebook, Place, Severity, Span, rule


@rule(
    id="hidden-execution-state",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    title="Cells ran in another order than they stand in",
    cwe=1076,
    bad=[
        "# %% [5]\nx = load()\n# %% [3]\n«check(x)»\nprint(x)\n# %% [6]\nuse(x)",
        "# %% [2]\nx = 1\n# %% [2]\n«y = 2»",
    ],
    ok=[
        "# %% [1]\nx = 1\n# %% [2]\ny = 2\n# %% [7]\nz = 3",
        "# %%\nx = 1\n# %% [1]\ny = 2\n# %% [markdown]\ntext\n# %%\nz = 3",
    ],
)
def hidden_execution_state(notebook: Notebook) -> Iterator[Match]:
    """The outputs come from a state that running the cells from the top does not give, so nobody can tell what was
    checked before what.

    Restart the kernel, run all cells, and look at the results again."""
    last = 0
    places: list[Place] = []
    for count, cell in notebook.gather(_ran):
        if count <= last and cell.source.strip():
            places.append(Place(cell.source_pointer, _first_line(cell.source), f"ran as {count}, after {last}"))
        last = max(last, count)
    if places:
        some = f"{len(places)} cells" if len(places) > 1 else "1 cell"
        yield Match(None, f"{some} ran before a cell that stands above", related=tuple(places))


def _ran(cell: Cell) -> tuple[tuple[int, Cell], ...]:
    """The number under which a cell ran, if it did."""
    count = cell.json.get("execution_count", cell.json.get("prompt_number"))
    if cell.kind != "code" or not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return ()
    return ((count, cell),)


def _first_line(source: str) -> Span:
    start = len(source) - len(source.lstrip())
    ends = [at for mark in "\r\n" if (at := source.find(mark, start)) >= 0]
    return Span(start, min(ends, default=len(source)))
