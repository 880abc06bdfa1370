"""Names and values with words between them."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.rules.secrets.pairs import text_pairs

VALUE = "x7Kq" + "Zr4bWm9"


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


@pytest.mark.parametrize("before", [
    *"%env %set_env set put add export setx env config configure secret secrets SET".split(),
    *("set --global", "config -x", "login ann", "user ann", "account ann", "machine a.b"),
])  # fmt: skip
def test_what_sets_a_name_with_only_a_space_behind_it(before: str) -> None:
    assert [pair.value for pair in text_pairs(f"{before} password {VALUE}")] == [VALUE]


@pytest.mark.parametrize("before", ["", "the", "reset", "a-set", "usher ann", "sets x", "user"])
def test_what_does_not(before: str) -> None:
    assert [*text_pairs(f"{before} password {VALUE}")] == []
