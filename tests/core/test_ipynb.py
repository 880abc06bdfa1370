"""Bytes to notebook: what is read, and what is refused with a message."""

import json
from typing import Any

import nbformat
import pytest

from jupyter_mlsecops.core.decoding import NotebookError
from jupyter_mlsecops.core.ipynb import Cell, build, joined, parse, resolve


def v4(*cells: dict[str, Any], minor: int = 5, **metadata: Any) -> bytes:
    tree = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}
    return json.dumps(tree).encode()


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


@pytest.mark.parametrize("source", ["a\nb", ["a\n", "b"], ["a\nb"], ["a", "\n", "b"]])
def test_source_is_a_string_or_a_list(source: Any) -> None:
    (cell,) = parse(v4(code(source))).cells
    assert (cell.source, cell.source_pointer) == ("a\nb", "/cells/0/source")


def test_cells_without_and_with_the_same_id() -> None:
    cells = parse(v4(code("a"), code("b", id="x"), code("c", id="x"), code("d", id=7))).cells
    assert [cell.id for cell in cells] == [None, "x", "x", None]


def test_a_byte_order_mark_crlf_and_characters_beyond_the_bmp() -> None:
    (cell,) = parse(b"\xef\xbb\xbf" + v4(code("a\r\n😀é"))).cells
    assert cell.source == "a\r\n😀é"


def test_format_3_has_worksheets_and_input() -> None:
    tree = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": ["x\n", "y"], "language": "python", "outputs": []}]},
            {"cells": [{"cell_type": "heading", "source": "T", "level": 1}]},
        ],
    }
    first, second = parse(json.dumps(tree).encode()).cells
    assert (first.source, first.source_pointer) == ("x\ny", "/worksheets/0/cells/0/input")
    assert (second.index, second.kind, second.source_pointer) == (1, "markdown", "/worksheets/1/cells/0/source")


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"kernelspec": {"name": "python3"}}, "python"),
        ({"language_info": {"name": "R"}}, "r"),
        ({"kernelspec": {"language": "julia", "name": "x"}}, "julia"),
        ({"kernelspec": {"name": "ir"}}, "ir"),
        ({"language_info": "broken"}, "python"),
    ],
)
def test_the_language_is_the_kernels_and_python_where_nothing_is_said(metadata: Any, language: str) -> None:
    assert parse(v4(code("x"), **metadata)).language == language


def test_not_a_number_and_lone_surrogates_are_read() -> None:
    raw = v4(code("x")).replace(b'"outputs": []', b'"outputs": [{"data": {"a": NaN, "b": "\\ud83d"}}]')
    assert parse(raw).cells[0].json["outputs"][0]["data"]["b"] == "\ud83d"


@pytest.mark.parametrize(
    ("raw", "kind", "words"),
    [
        (b"", "not-json", "empty"),
        (b"  \n", "not-json", "empty"),
        (v4(code("x"))[:-40], "not-json", "cut off"),
        (b"hello", "not-json", "line 1"),
        (b'{"a": 1}', "not-a-notebook", "nbformat"),
        (b"[1, 2]", "not-a-notebook", "object"),
        (b'{"nbformat": 2, "worksheets": []}', "unsupported-version", "2"),
        (b'{"nbformat": 99, "cells": []}', "unsupported-version", "99"),
        (b'{"nbformat": 4}', "not-a-notebook", "cells"),
        (b'{"nbformat": 4, "cells": [1]}', "not-a-notebook", "Cell 1"),
        (b'{"nbformat": true, "cells": []}', "not-a-notebook", "nbformat"),
        (b'{"nbformat": 4, "cells": [], "metadata": "\xff"}', "not-json", "UTF-8"),
        (b"[" * 200_000, "too-deep", "deep"),
        (b'{"nbformat": 4, "cells": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}", "too-deep", "deep"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(raw: bytes, kind: str, words: str) -> None:
    with pytest.raises(NotebookError, match=words) as caught:
        parse(raw)
    assert caught.value.kind == kind


def test_agrees_with_nbformat_on_what_it_writes() -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a\nb"), nbformat.v4.new_markdown_cell("😀")])
    cells = parse(nbformat.writes(made).encode()).cells
    assert [(c.id, c.source) for c in cells] == [(c.id, c.source) for c in made.cells]


def test_pointers_resolve_with_escapes() -> None:
    tree = {"a/b": [{"~": "x"}]}
    assert resolve(tree, "/a~1b/0/~0") == "x"
    with pytest.raises(KeyError):
        resolve(tree, "/a~1b/7")


def test_only_strings_and_lists_of_strings_have_a_text() -> None:
    assert [joined(v) for v in ("a", ["a", "b"], ["a", 1], None, {})] == ["a", "ab", "", "", ""]


@pytest.mark.parametrize(
    ("after", "made"),
    [
        (["a", "b", "c"], []),
        (["a", "x", "c"], ["x"]),
        (["a", "b", "c", "d"], ["d"]),
        (["a", "b"], []),
        (["b", "a", "c"], ["b", "a"]),
    ],
)
def test_what_is_made_of_each_cell_is_made_of_new_cells_only(after: list[str], made: list[str]) -> None:
    asked: list[str] = []

    def make(cell: Cell) -> tuple[str, ...]:
        asked.append(cell.source)
        return (cell.source.upper(),)

    def states(sources: list[str]) -> dict[str, Any]:
        return {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": one} for one in sources]}

    before = build(states(["a", "b", "c"]))
    assert before.gather(make) == ["A", "B", "C"]
    asked.clear()
    now = build(states(after), like=before)
    assert now.gather(make) == [one.upper() for one in after]
    assert asked == made
    assert before.gather(make) == ["A", "B", "C"]
