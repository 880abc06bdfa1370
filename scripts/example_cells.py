"""Notebooks, cells and outputs as Jupyter writes them, for ``examples.py``."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def notebook(cells: list[Json]) -> Json:
    """A notebook of format 4.5 that was run from top to bottom."""
    count = 0
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index + 1:02}"
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def text_of(tree: Json) -> str:
    """A notebook as Jupyter writes it."""
    return json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def markdown(text: str) -> Json:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": lines(text)}


def code(source: str, *outputs: Json) -> Json:
    """A code cell with what it put out."""
    return {"cell_type": "code", "metadata": {}, "source": lines(source), "outputs": list(outputs)}


def printed(text: str, name: str = "stdout") -> Json:
    """A printed output."""
    return {"output_type": "stream", "name": name, "text": lines(text)}


def result(text: str) -> Json:
    """The value of a cell."""
    return {"output_type": "execute_result", "data": {"text/plain": lines(text)}, "metadata": {}}


def rich(mime: str, text: str, plain: str) -> Json:
    """A displayed output with a plain text beside it."""
    return {"output_type": "display_data", "data": {mime: lines(text), "text/plain": lines(plain)}, "metadata": {}}


def table(names: list[str], rows: list[tuple[Any, ...]]) -> Json:
    """A data frame as pandas shows it, in HTML and in plain text."""
    head = "".join(f"\n      <th>{name}</th>" for name in names)
    body = ""
    for index, row in enumerate(rows):
        cells = "".join(f"\n      <td>{value}</td>" for value in row)
        body += f"\n    <tr>\n      <th>{index}</th>{cells}\n    </tr>"
    html = (
        '<div>\n<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>'
        f"{head}\n    </tr>\n  </thead>\n  <tbody>{body}\n  </tbody>\n</table>\n</div>"
    )
    columns = [[name, *(str(row[at]) for row in rows)] for at, name in enumerate(names)]
    columns.insert(0, ["", *(str(index) for index in range(len(rows)))])
    widths = [max(map(len, column)) for column in columns]
    plain = "\n".join(
        "  ".join(column[at].rjust(width) for column, width in zip(columns, widths, strict=True)).rstrip()
        for at in range(len(rows) + 1)
    )
    output = result(plain)
    output["data"]["text/html"] = lines(html)
    return output


def line_chart(values: list[float], title: str) -> str:
    """A small line chart as SVG."""
    width, height, margin = 520, 220, 36
    low, high = min(values), max(values)
    points = []
    for index, value in enumerate(values):
        x = margin + index * (width - 2 * margin) / (len(values) - 1)
        y = height - margin - (value - low) * (height - 2 * margin) / (high - low)
        points.append(f"{x:.1f},{y:.1f}")
    dots = "".join(f'\n  <circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3" fill="#1976d2"/>' for p in points)
    bottom, right = height - margin, width - margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
        'font-size="12">\n'
        f'  <rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f'  <text x="{margin}" y="22" font-weight="bold" fill="#333333">{title}</text>\n'
        f'  <path d="M{margin} {margin} V{bottom} H{right}" fill="none" stroke="#999999"/>\n'
        f'  <polyline points="{" ".join(points)}" fill="none" stroke="#1976d2" stroke-width="2"/>{dots}\n'
        "</svg>"
    )


def lines(text: str) -> list[str]:
    """A multi-line string as notebooks hold it."""
    return text.splitlines(keepends=True)
