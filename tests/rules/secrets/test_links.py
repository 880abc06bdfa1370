"""Names and values with words between them: the quick pattern and the whole one see the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.rules.secrets.links import SAID, SAID_TAIL, SIGN, TAIL
from jupyter_mlsecops.rules.secrets.pairs import text_pairs

VALUE = "x7Kq" + "Zr4bWm9"
PIECES = [
    *("password", "Token", "key", "_id", "s", " ", "  ", "\t", "\n", "for", "the", "database", "(prod)", "(", ")"),
    *(
        " is ",
        " was ",
        ":",
        "=",
        " = ",
        '"',
        "'",
        "`",
        "*",
        "**",
        "<b>",
        "</b>",
        "<td>",
        ",",
        "--x ",
        VALUE,
        "é",
        "None",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_words_are_looked_for_where_there_may_be_some(text: str) -> None:
    for name in re.finditer("password|token|key", text, re.IGNORECASE):
        quick, whole = TAIL.match(text, name.start()), SAID_TAIL.match(text, name.start())
        if whole is None or quick is None:
            assert quick is whole is None
        elif whole.groupdict() != quick.groupdict() or whole.span() != quick.span():
            sign = SIGN.search(text, name.start())
            assert quick["gap"]
            assert sign is not None
            assert sign.start() - quick.start("gap") <= SAID


@pytest.mark.parametrize(
    "text",
    [
        f"The password for the staging database: {VALUE}",
        f"password of the user (admin) is {VALUE}",
        "words " * 60 + f"token for the api = {VALUE}",
        f"key and key and key, and the password for it is: {VALUE}",
        f"config set password {VALUE}",
        f"mysql -u root --password {VALUE}",
    ],
)
def test_a_value_behind_words_is_found(text: str) -> None:
    assert VALUE in {pair.value for pair in text_pairs(text)}


@pytest.mark.parametrize("text", [f"the password {VALUE}", f"a token {VALUE} and more"])
def test_a_sentence_is_no_pair(text: str) -> None:
    assert not list(text_pairs(text))
