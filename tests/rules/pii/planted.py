"""Notebooks with made-up personal data in every context that people leave it in, and with figures that are none."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .values import KINDS, Kind

__all__ = ["CONTEXTS", "FREE", "KINDS", "NOISE", "Place", "book", "noise"]

Cell = dict[str, Any]


class Place(NamedTuple):
    """A planted value: its context, the pointer of its text, and the text of it there."""

    context: str
    pointer: str
    value: str


def _code(source: str, **output: Any) -> Cell:
    outputs = [output] if output else []
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs, "execution_count": None}


def _stream(text: str) -> Cell:
    return _code("show()", output_type="stream", name="stdout", text=text)


def _shown(mime: str, value: Any) -> Cell:
    return _code("show()", output_type="display_data", metadata={}, data={mime: value})


def _markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _frame(name: str, value: str) -> str:
    width = max(len(name), len(value)) + 2
    return f"   ward{name:>{width}}  visits\n0     7{value:>{width}}       3"


def _html(name: str, value: str) -> str:
    return (
        '<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>\n'
        f"      <th>ward</th>\n      <th>{name}</th>\n    </tr>\n  </thead>\n  <tbody>\n    <tr>\n      <th>0</th>\n"
        f"      <td>7</td>\n      <td>{value}</td>\n    </tr>\n  </tbody>\n</table>"
    )


def _trace(text: str) -> Cell:
    return _code("run()", output_type="error", ename="ValueError", evalue="bad", traceback=[text])


# The name of the value, the value, and a cell with both; ``{}`` in a pointer is the number of the cell.
CONTEXTS: dict[str, tuple[str, Callable[[str, str], Cell]]] = {
    "stream": ("/cells/{}/outputs/0/text", lambda n, v: _stream(f"{n}: {v}\n")),
    "sentence": ("/cells/{}/outputs/0/text", lambda n, v: _stream(f"Row 12: the {n} is {v} and the ward is 7.\n")),
    "repr": (
        "/cells/{}/outputs/0/text",
        lambda n, v: _stream(f"{{'ward': 7, '{n}': '{v.replace(chr(39), chr(34))}'}}\n"),
    ),
    "csv": ("/cells/{}/outputs/0/text", lambda n, v: _stream(f"ward;{n};visits\n7;{v};3\n")),
    "frame": ("/cells/{}/outputs/0/data/text~1plain", lambda n, v: _shown("text/plain", _frame(n, v))),
    "html": ("/cells/{}/outputs/0/data/text~1html", lambda n, v: _shown("text/html", _html(n, v))),
    "json": ("", lambda n, v: _shown("application/json", {"row": {n: v}})),
    "traceback": ("/cells/{}/outputs/0/traceback/0", lambda n, v: _trace(f"\x1b[0;31mValueError\x1b[0m: bad {n} {v}")),
    "markdown": ("/cells/{}/source", lambda n, v: _markdown(f"Her {n} is {v}, keep it.")),
    "dict": ("/cells/{}/source", lambda n, v: _code(f'row = {{"ward": 7, "{n}": "{v}"}}')),
    "assigned": ("/cells/{}/source", lambda n, v: _code(f'{n.replace(" ", "_")} = "{v}"')),
}
FREE: dict[str, tuple[str, Callable[[str, str], Cell]]] = {
    "unnamed stream": ("/cells/{}/outputs/0/text", lambda n, v: _stream(f"We wrote {v} down.\n")),
    "unnamed markdown": ("/cells/{}/source", lambda n, v: _markdown(f"See {v} for more.")),
    "unnamed code": ("/cells/{}/source", lambda n, v: _code(f'value = "{v}"')),
}


def _tree(cells: list[Cell]) -> dict[str, Any]:
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def book(kind: Kind, count: int, twins: bool = False) -> tuple[dict[str, Any], list[Place]]:
    """A notebook with ``count`` values of a kind, or twins of them, in each context."""
    chance = random.Random(f"{kind.rule} {twins}")
    make = kind.twin if twins else kind.valid
    assert make is not None
    cells: list[Cell] = []
    places: list[Place] = []
    for context, (pointer, build) in {**CONTEXTS, **(FREE if kind.free else {})}.items():
        for _ in range(count):
            value = make(chance)
            if context == "repr":
                value = value.replace("'", "")
            name = kind.name
            at = pointer.format(len(cells)) or f"/cells/{len(cells)}/outputs/0/data/application~1json/row/{name}"
            places.append(Place(context, at, value))
            cells.append(build(name, value))
    return _tree(cells), places


def _rows(chance: random.Random, figure: Callable[[], str]) -> str:
    return "\n".join(" ".join(figure() for _ in range(6)) for _ in range(5))


def _json(value: Any) -> str:
    return json.dumps(value)


# Texts full of figures in which there is nothing to find.
NOISE: dict[str, Callable[[random.Random], str]] = {
    "floats": lambda c: _rows(c, lambda: f"{c.uniform(-9, 9):.16f}"),
    "exponents": lambda c: _rows(c, lambda: f"{c.uniform(1, 9):.15e}"),
    "array": lambda c: "array([" + ", ".join(str(c.randrange(10**15, 10**16)) for _ in range(20)) + "])",
    "matrix": lambda c: (
        "[[" + "]\n [".join(" ".join(str(c.randrange(4000, 6000)) for _ in range(4)) for _ in range(8)) + "]]"
    ),
    "tensor": lambda c: "tensor([" + ", ".join(f"{c.random():.4f}" for _ in range(30)) + "], grad_fn=<X>)",
    "table of ids": lambda c: (
        "   id  count\n" + "\n".join(f"{k}  {c.randrange(10**8, 10**9)}  {c.randrange(99)}" for k in range(9))
    ),
    "timestamps": lambda c: "\n".join(
        f"2021-0{k}-11 12:3{k}:56.{c.randrange(10**6):06} {1_600_000_000 + k}" for k in range(1, 9)
    ),
    "nanoseconds": lambda c: f"t={c.randrange(10**18, 2 * 10**18)} ts: {c.randrange(10**12, 2 * 10**12)}",
    "hash": lambda c: hashlib.sha256(str(c.random()).encode()).hexdigest(),
    "digits of a hash": lambda c: f"md5 {hashlib.md5(str(c.random()).encode()).hexdigest()} ok",  # noqa: S324
    "uuid": lambda c: str(uuid.UUID(int=c.getrandbits(128))),
    "base64": lambda c: base64.b64encode(c.randbytes(300)).decode(),
    "dna": lambda c: "".join(c.choice("ACGT") for _ in range(300)),
    "versions": lambda c: _rows(c, lambda: f"pkg-{c.randrange(9)}.{c.randrange(99)}.{c.randrange(9999)}"),
    "chart": lambda c: _json({"x": [c.randrange(10**9) for _ in range(20)], "y": [c.random() for _ in range(20)]}),
    "url": lambda c: f"https://x.io/posts/{c.randrange(10**15, 10**16)}/comments?id={c.randrange(10**9, 10**10)}",
    "path": lambda c: f"runs/{c.randrange(10**8, 10**9)}/events.out.tfevents.{c.randrange(10**9, 2 * 10**9)}.x.0",
    "progress": lambda c: (
        f"{c.randrange(100)}%|##   | {c.randrange(10**6)}/{c.randrange(10**6)} [00:12<01:23, {c.random():.2f}it/s]"
    ),
    "losses": lambda c: "\n".join(f"Epoch {k}/9 - loss: {c.random():.16f} - lr: {c.random():.6e}" for k in range(9)),
    "money": lambda c: f"Total 1,{c.randrange(100, 999)},{c.randrange(100, 999)} of {c.randrange(10**8, 10**9)} bytes",
}


def noise(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each kind of noise a notebook with ``count`` outputs and as many lines of code."""
    for name, make in NOISE.items():
        chance = random.Random(name)
        cells = [_stream(make(chance)) for _ in range(count)]
        cells += [_code(f'x = """{make(chance)}"""') for _ in range(count)]
        yield name, _tree(cells)
