"""Every text of a notebook, with its address, and none that nobody wrote."""

import gc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.ipynb import Cell, build, resolve
from jupyter_mlsecops.core.segments import segments
from jupyter_mlsecops.core.text import Span
from jupyter_mlsecops.core.views import ansi_view, code_view, html_view, unseen_view


def texts(tree: dict[str, Any]) -> dict[str, str]:
    return {s.pointer: s.text for s in segments(build({"nbformat": 4, "metadata": {}, **tree}))}


OUTPUTS: list[dict[str, Any]] = [
    {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
    {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mred\x1b[0m line", "two"]},
    {
        "output_type": "display_data",
        "metadata": {"note": "a note"},
        "data": {
            "text/plain": "plain",
            "text/html": ["<b title='t&amp;u'>x</b>&lt;y"],
            "image/png": "iVBORw0KGgo",
            "image/svg+xml": "<svg><text>s</text></svg>",
            "application/json": {"k": ["value 1", {"api_key": "value 2"}], "n": 3, "s": "short"},
            "application/vnd.jupyter.widget-view+json": {"model_id": "abcdef"},
        },
    },
]


def test_everything_in_the_file_is_a_segment() -> None:
    found = texts(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": "src",
                    "outputs": OUTPUTS,
                    "metadata": {"tags": ["a tag"], "p": {"q": "a param"}},
                },
                {"cell_type": "markdown", "source": "md", "attachments": {"i.png": {"image/png": "AAAA"}}},
                {"cell_type": "raw", "source": "raw"},
            ],
            "metadata": {"papermill": {"parameters": {"key": "a value"}}, "widgets": {"state": {"x": "y"}}},
        }
    )
    out = "/cells/0/outputs"
    assert {k: v.split() for k, v in found.items()} == {
        "/cells/0/source": ["src"],
        "/cells/0/metadata/p/q": ["a", "param"],
        f"{out}/0/text": ["a", "b"],
        f"{out}/1/ename": ["E"],
        f"{out}/1/evalue": ["v"],
        f"{out}/1/traceback/0": ["red", "line"],
        f"{out}/1/traceback/1": ["two"],
        f"{out}/2/data/text~1plain": ["plain"],
        f"{out}/2/data/text~1html": ["t&u", "x", "<y"],
        f"{out}/2/data/image~1svg+xml": ["s"],
        f"{out}/2/data/application~1json/k/0": ["value", "1"],
        f"{out}/2/data/application~1json/k/1/api_key": ["value", "2"],
        f"{out}/2/data/application~1vnd.jupyter.widget-view+json/model_id": ["abcdef"],
        f"{out}/2/metadata/note": ["a", "note"],
        "/cells/1/source": ["md"],
        "/cells/1/attachments/i.png": ["i.png"],
        "/cells/2/source": ["raw"],
        "/metadata/papermill/parameters/key": ["a", "value"],
    }


def test_a_json_value_knows_its_name() -> None:
    tree = {"nbformat": 4, "cells": [], "metadata": {"a": {"api_key": ["value 1", "value 2"]}}}
    assert [(s.key, s.text) for s in segments(build(tree))] == [("api_key", "value 1"), ("api_key", "value 2")]


def test_format_3_outputs() -> None:
    output = {"output_type": "pyout", "text": ["t"], "html": "<i>h</i>", "png": "iVBOR", "prompt_number": 1}
    tree = {
        "nbformat": 3,
        "metadata": {},
        "worksheets": [{"cells": [{"cell_type": "code", "input": "i", "outputs": [output]}]}],
    }
    found = {s.pointer: s.text.strip() for s in segments(build(tree))}
    base = "/worksheets/0/cells/0"
    assert found == {f"{base}/input": "i", f"{base}/outputs/0/text": "t", f"{base}/outputs/0/html": "h"}


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("plain", "plain"),
        ("hf_\x1b[1;31mabc\x1b[0mdef", "hf_abcdef"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b[", "\x1b["),
    ],
)
def test_terminal_escapes_are_stripped_and_map_back(raw: str, view: str) -> None:
    seen, origin = ansi_view(raw)
    assert seen == view
    if origin:
        for at, char in enumerate(view):
            span = origin.raw(Span(at, at + 1))
            assert raw[slice(*span)] == char
        whole = origin.raw(Span(0, len(view)))
        assert view[0] == raw[whole.start] and view[-1] == raw[whole.end - 1]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<td>hf_abc</td>", ["hf_abc"]),
        ("a&quot;b&#x41;&nosuch;", ['a"bA&nosuch;']),
        ("<a href='https://u:p@h/?a=1&amp;b=2'>x</a>", ["https://u:p@h/?a=1&b=2", "x"]),
        ("<img src='data:image/png;base64,AAAA'>y", ["y"]),
        ("<!-- secret --> z", ["secret", "-->", "z"]),
        ("1 < 2 && 3 > 2", ["1", "<", "2", "&&", "3", ">", "2"]),
        ("<script>var t = 'x';</script>", ["var", "t", "=", "'x';"]),
        ('<p title="unclosed', ['"unclosed']),
    ],
)
def test_html_is_read_as_text(raw: str, words: list[str]) -> None:
    assert html_view(raw)[0].split() == words


def test_a_value_in_html_maps_back_to_its_markup() -> None:
    raw = "<td class='k'>ab&amp;cd</td>"
    view, origin = html_view(raw)
    assert origin is not None
    at = view.index("ab&cd")
    assert raw[slice(*origin.raw(Span(at, at + 5)))] == "ab&amp;cd"


def test_every_pointer_leads_to_its_raw_text() -> None:
    tree = {
        "nbformat": 4,
        "metadata": {"x": "y"},
        "cells": [{"cell_type": "code", "source": ["a"], "outputs": OUTPUTS}],
    }
    for segment in segments(build(tree)):
        value = resolve(tree, segment.pointer)
        assert segment.raw == ("".join(value) if isinstance(value, list) else value)


IMAGE = "iVBORw0KGgo" + "A" * 80
GIANT = "ACGT" * 40_000
TOKENS = st.sampled_from(
    ["a key ", "\n", "é", "\u200b", IMAGE, f"![x](data:image/png;base64,{IMAGE}) ", GIANT, "Qz9/=-_"]
)


def test_images_and_giant_runs_are_no_text() -> None:
    text = f"before ![x](data:image/png;base64,{IMAGE}) between {GIANT} behind"
    view, origin = unseen_view(text)
    words = [word for word in view.split() if word.strip("ACGT")]
    assert words == ["before", "![x](data:image/png;base64,", ")", "between", "behind"]
    assert origin is not None
    assert len(view) < 100_000
    for word in ("before", "between", "behind"):
        at = view.index(word)
        assert text[slice(*origin.raw(Span(at, at + len(word))))] == word
    assert code_view(text).replace(" ", "") == view.replace(" ", "")


@given(st.lists(TOKENS, max_size=12).map("".join))
def test_a_view_of_code_is_as_long_as_the_code_and_blanks_only_data(source: str) -> None:
    view = code_view(source)
    assert len(view) == len(source)
    assert all(a in (b, " ") for a, b in zip(view, source, strict=True))
    assert IMAGE not in view or IMAGE in source.replace(f"base64,{IMAGE}", "")


@given(st.lists(TOKENS, max_size=12).map("".join))
def test_every_character_of_a_view_without_data_has_its_place(raw: str) -> None:
    view, origin = unseen_view(raw)
    if origin is None:
        assert view == raw
        return
    for at in range(0, len(view), 997):
        start, end = origin.raw(Span(at, at + 1))
        assert raw[start:end] == view[at] or (view[at] == " " and end - start > 1)


def test_a_notebook_that_is_gone_leaves_no_cell_behind() -> None:
    source = "weights = 'of nobody else'"
    cells = [{"cell_type": "code", "source": source, "metadata": {"tags": ["a"]}, "outputs": []}]
    gc.collect()
    gc.disable()  # what only the collector of cycles finds stays until then
    try:
        texts = [segment.text for segment in segments(build({"cells": cells, "nbformat": 4, "nbformat_minor": 5}))]
        left = [one for one in gc.get_objects() if isinstance(one, Cell) and one.source == source]
    finally:
        gc.enable()
    assert source in texts
    assert left == []


def test_ids_of_widgets_beside_a_cell_are_no_texts() -> None:
    colab = {"referenced_widgets": ["0a1b2c3d4e5f60718293a4b5c6d7e8f9"], "base_uri": "https://a.b"}
    cell = {"cell_type": "code", "source": "", "outputs": [], "metadata": {"colab": colab}}
    assert texts({"cells": [cell]}) == {"/cells/0/metadata/colab/base_uri": "https://a.b"}


def test_of_the_state_of_widgets_only_what_people_typed_or_cells_showed() -> None:
    models = {
        "a": {"model_name": "PasswordModel", "state": {"value": "typed in", "description": "Key"}},
        "b": {"model_name": "TextModel", "state": {"value": "typed too", "description": "API key"}},
        "c": {"model_name": "OutputModel", "state": {"outputs": [{"output_type": "stream", "text": "printed"}]}},
        "d": {"model_name": "HTMLModel", "state": {"value": "<b>100%</b> &lt;of it"}},
        "h": {"model_name": "LabelModel", "state": {"value": "a label"}},
        "i": {"model_name": "LayoutModel", "state": {"value": "3f2e1d0c9b8a"}},
        "e": {"model_name": "TextModel", "state": "broken"},
        "f": {"model_name": ["TextModel"]},
        "g": "broken",
    }
    mime = "application/vnd.jupyter.widget-state+json"
    tree = {"nbformat": 4, "cells": [], "metadata": {"widgets": {mime: {"state": models}, "other": 1}}}
    found = [(s.key, s.text) for s in segments(build(tree))]
    assert found == [
        ("password", "typed in"),
        ("API key", "typed too"),
        ("output_type", "stream"),
        ("text", "printed"),
        ("", " 100%  <of it"),
        ("", "a label"),
    ]
    assert [resolve(tree, s.pointer) for s in segments(build(tree))] == [s.raw for s in segments(build(tree))]
