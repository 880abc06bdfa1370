"""Edits change what they name, and not one byte more."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.ipynb import resolve
from jupyter_mlsecops.core.model import Edit, Region
from jupyter_mlsecops.core.patch import PatchError, apply, apply_to_tree
from jupyter_mlsecops.core.text import Lines, Span


def region(a: int, b: int, c: int, d: int) -> Region:
    return Region(start_line=a, start_column=b, end_line=c, end_column=d)


def edit(pointer: str, where: tuple[int, int, int, int] | None, insert: str | None) -> Edit:
    return Edit(pointer=pointer, region=region(*where) if where else None, insert=insert)


@pytest.mark.parametrize(
    ("raw", "edits", "expected"),
    [
        ('{"a": "xyz"}', [edit("/a", (1, 2, 1, 3), "Y")], '{"a": "xYz"}'),
        ('{"a": "x\\ny\\u00e9z"}', [edit("/a", (2, 3, 2, 4), '"q"')], '{"a": "x\\ny\\u00e9\\"q\\""}'),
        ('{"a": "\\ud83d\\ude00z"}', [edit("/a", (1, 3, 1, 4), "w")], '{"a": "\\ud83d\\ude00w"}'),
        ('{"a": "😀z"}', [edit("/a", (1, 1, 1, 3), "")], '{"a": "z"}'),
        ('{"a":["l1\\n",\n  "l2"]}', [edit("/a", (2, 1, 2, 2), "L")], '{"a":["l1\\n",\n  "L2"]}'),
        ('{"a":["l1\\n",\n  "l2"]}', [edit("/a", (1, 1, 1, 1), "l0\n")], '{"a":["l0\\n",\n  "l1\\n",\n  "l2"]}'),
        ('{"a":["l1\\n",\n  "l2"]}', [edit("/a", (1, 2, 2, 2), "")], '{"a":["l2"]}'),
        ('{"a": [\n  "l1"\n]}', [edit("/a", (1, 1, 1, 1), "l0\n")], '{"a": [\n  "l0\\n",\n  "l1"\n]}'),
        ('{"a":["l1\\n",\n  "l2"]}', [edit("/a", (1, 1, 2, 1), "")], '{"a":["l2"]}'),
        ('{"a":["l1\\n",\n  "l2"]}', [edit("/a", (1, 2, 2, 1), "")], '{"a":["ll2"]}'),
        (
            '{"a":["l1\\n",\n  "l2"]}',
            [edit("/a", (1, 1, 2, 1), ""), edit("/a", (1, 1, 1, 1), "l0\n"), edit("/a", (2, 1, 2, 2), "L")],
            '{"a":["l0\\n",\n  "L2"]}',
        ),
        ('{"a": []}', [edit("/a", (1, 1, 1, 1), "x\ny")], '{"a": ["x\\n", "y"]}'),
        ('{"a": "p", "a": "q"}', [edit("/a", (1, 1, 1, 2), "r")], '{"a": "p", "a": "r"}'),
        ('{"a": [1, [2], {"b": "c"}]}', [edit("/a/1", None, None)], '{"a": [1, {"b": "c"}]}'),
        ('{"a": [\n 1,\n 2\n]}', [edit("/a/0", None, None)], '{"a": [\n 2\n]}'),
        ('{"a": [\n 1\n]}', [edit("/a/0", None, None)], '{"a": []}'),
        ('{"a": 1, "b": 2}', [edit("/b", None, None)], '{"a": 1}'),
        ('{"a": 1, "b": 2}', [edit("/b", None, "[3]")], '{"a": 1, "b": [3]}'),
        ('{\n  "a": 1\n}', [edit("/n", None, '{"x": 1}')], '{\n  "a": 1,\n  "n": {"x": 1}\n}'),
        (
            '{"a": "xx", "b": "yy"}',
            [edit("/b", (1, 1, 1, 2), "B"), edit("/a", (1, 1, 1, 2), "A")],
            '{"a": "Ax", "b": "By"}',
        ),
        ('\ufeff{"a": "x"}', [edit("/a", (1, 1, 1, 2), "y")], '\ufeff{"a": "y"}'),
        ('{"a~/b": "x"}', [edit("/a~0~1b", (1, 1, 1, 2), "y")], '{"a~/b": "y"}'),
        ("x = 1\ny = 2\n", [edit("", (2, 1, 2, 2), "z")], "x = 1\nz = 2\n"),
    ],
)
def test_bytes(raw: str, edits: list[Edit], expected: str) -> None:
    assert apply(raw.encode(), edits).decode() == expected


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_a_text_keeps_its_encoding(encoding: str) -> None:
    raw = "\ufeffa==1\r\nb==1\r\n".encode(encoding)
    assert apply(raw, [edit("", (2, 4, 2, 5), "2")]) == "\ufeffa==1\r\nb==2\r\n".encode(encoding)


@pytest.mark.parametrize(
    "edits",
    [
        [edit("/a", (1, 1, 1, 3), "x"), edit("/a", (1, 2, 1, 4), "y")],
        [edit("/nope", (1, 1, 1, 1), "x")],
        [edit("/l/9", None, None)],
    ],
)
def test_contradicting_or_lost_edits_are_refused(edits: list[Edit]) -> None:
    raw = b'{"a": "abc", "l": []}'
    with pytest.raises(PatchError):
        apply(raw, edits)
    with pytest.raises(PatchError):
        apply_to_tree(json.loads(raw), edits)


LINES = st.text(st.sampled_from('ab"\\\n\té😀\u2028'), max_size=12)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any], Edit]:
    """A document with a text in it, as a string or in lines, written in one of several ways, and an edit of it."""
    text = draw(LINES)
    value: Any = text if draw(st.booleans()) else text.splitlines(keepends=True)
    tree = {"before": [1, {"x": "}]"}], "source": value, "after": "\\"}
    raw = json.dumps(tree, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1, 4])))
    start = draw(st.integers(0, len(text)))
    span = Span(start, draw(st.integers(start, len(text))))
    return raw, tree, Edit(pointer="/source", region=Lines(text).region(span), insert=draw(LINES))


@given(documents())
def test_bytes_and_tree_agree_and_the_rest_stays(case: tuple[str, dict[str, Any], Edit]) -> None:
    raw, tree, one = case
    patched = json.loads(apply(raw.encode(), [one]))
    in_memory = apply_to_tree(tree, [one])
    assert "".join(patched["source"]) == "".join(in_memory["source"])
    assert {k: v for k, v in patched.items() if k != "source"} == {k: v for k, v in tree.items() if k != "source"}
    assert in_memory["before"] is tree["before"]


@given(documents())
def test_outside_the_text_every_byte_stays(case: tuple[str, dict[str, Any], Edit]) -> None:
    raw, _, one = case
    patched = apply(raw.encode(), [one]).decode()
    head, tail = raw[: raw.index('"source"')], raw[raw.index('"after"') :]
    assert patched.startswith(head) and patched.endswith(tail)


def test_elements_are_taken_out_from_the_last_on() -> None:
    tree = {"l": ["0", "1", "2", "3"]}
    edits = [edit("/l/1", None, None), edit("/l/3", None, None), edit("/l/2", (1, 1, 1, 2), "two")]
    assert apply_to_tree(tree, edits) == {"l": ["0", "two"]}
    assert json.loads(apply(json.dumps(tree).encode(), edits)) == {"l": ["0", "two"]}


def test_pointers_beyond_ten_keep_their_order() -> None:
    tree = {"l": [str(n) for n in range(12)]}
    edits = [edit("/l/2", None, None), edit("/l/10", None, None)]
    assert resolve(apply_to_tree(tree, edits), "/l/9") == "11"
