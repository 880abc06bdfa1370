"""Values that stand before their name, a space behind it, or below it in a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.rules.secrets.cells import Columns, named_cells
from jupyter_mlsecops.rules.secrets.pairs import text_pairs
from jupyter_mlsecops.rules.secrets.told import stands_out, told_before
from jupyter_mlsecops.rules.secrets.words import WORDS, names_credential, starts_in

VALUE = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"Use `{VALUE}` as your `ACME_API_KEY` today", "ACME_API_"),
        (f"use {VALUE} as the Acme API key.", "Acme_API_"),
        (f'"{VALUE}" is our deploy key', "deploy_"),
        (f"{VALUE} for the staging key", "staging_"),
        (f"Nutze {VALUE} als ACME_KEY", "ACME_"),
        (f"({VALUE}) as key", ""),
    ],
)
def test_a_value_before_its_name(text: str, name: str) -> None:
    start = text.lower().rindex("key")
    found = told_before(text, start)
    assert found is not None
    assert (found[0], text[slice(*found[1])]) == (name, VALUE)


@pytest.mark.parametrize(
    "text",
    [
        f"{VALUE} is key",
        f"{VALUE} and the key",
        "use a word as your key",
        f"{VALUE} as " + "far " * 20 + "key",
        f"{VALUE} as your (new) key",
        "key",
        " as key",
    ],
)
def test_no_value_before_a_name(text: str) -> None:
    assert told_before(text, text.rindex("key")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(VALUE, True), (VALUE + ".", True), ("0" + "fc9f707cd3e8c8ed3" * 2, True), ("distilbert-base-uncased-v2", False)]
    + [("classification2classification", False), ("q8Zk3Vw1Lx", False), ("ABCDEFGHIJKLMNOPQRSTUVW", False)],
)
def test_what_stands_out(value: str, expected: bool) -> None:
    assert stands_out(value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"name,token\nann,{VALUE}\nbob,{VALUE[::-1]}", [VALUE, VALUE[::-1]]),
        (f'"name","token"\n"ann","{VALUE}"\n', [VALUE]),
        (f"  name   token\n0  ann  {VALUE}\n1  bob  -\n", [VALUE]),
        (f"token name\n{VALUE} ann\nend", [VALUE]),
        (f"name\ttoken\r\nann\t{VALUE}\r\n", [VALUE]),
        (f"token\n{VALUE}\n", []),
        (f"name: token\nann {VALUE}\n", []),
        (f"name,token\nann,bob,eve,{VALUE}\n", []),
        ("name,token", []),
    ],
)
def test_the_column_below_a_name(text: str, expected: list[str]) -> None:
    name, spans = Columns(text).below(text.index("token"))
    assert [text[slice(*span)] for span in spans] == expected
    assert name == "token" or not spans


@given(st.text(st.sampled_from('tokenkey as is,\n\t`"q8Z=é密码'), max_size=60))
def test_spans_hold_what_is_said(text: str) -> None:
    columns = Columns(text)
    for start in starts_in(text):
        found = told_before(text, start)
        assert found is None or not any(c.isspace() for c in text[slice(*found[1])])
        name, spans = columns.below(start)
        assert name in text
        assert all(span.end - span.start >= 8 for span in spans)
    for pair in text_pairs(text):
        assert text[slice(*pair.span)] == pair.value


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_found_where_it_ends_a_name(word: str) -> None:
    text = f"my{word.strip()} = 1" if not word.endswith(" ") else f"my {word}api = 1"
    assert starts_in(text)
    assert names_credential(text)


@pytest.mark.parametrize("name", ["file_path", "data-pattern", "use_sklearn", "skip_patch"])
def test_a_suffix_counts_at_the_end_only(name: str) -> None:
    assert starts_in(f"{name} = 1") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("+---+------+", "| id|my_pat|", "+---+------+", f"|  1|{VALUE}|", "+---+------+"),
        (" id | my_pat ", "----+--------", f"  1 | {VALUE}"),
        ("| Full name | My pat |", "|:--|---|", f"| Ann Lee | `{VALUE}` |"),
        ("│ id  ┆ my_pat │", "│ --- ┆ --- │", "│ i64 ┆ str │", "╞═════╪═════╡", f"│ 1   ┆ {VALUE} │"),
        ("name,my_pat,n", f"Ann Lee,{VALUE},1"),
    ],
)
def test_a_drawn_table_has_columns(lines: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    _, spans = Columns(text).below(text.lower().index("pat"))
    assert VALUE in [text[slice(*span)] for span in spans]


def test_cells_with_spaces_keep_their_columns() -> None:
    rows = (
        f"<tr><th>Name</th><th>API key</th></tr><tr><td>Ann Lee</td><td> {VALUE} </td></tr><tr><td>B</td><td></td></tr>"
    )
    assert [*named_cells(f"<table>{rows}</table>", names_credential)] == [("API_key", VALUE)]
