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


@pytest.mark.parametrize(
    "text",
    [
        f"log in with password {VALUE}",
        f"connectez-vous avec le mot de passe {VALUE}",
        f"my old password {VALUE}",
        f"| API_TOKEN ┆ {VALUE} |",
        f"* API_TOKEN - {VALUE}",
        f"API_TOKEN\n: {VALUE}",
        f"the access token (`{VALUE}`) expires",
        f"La variable `API_TOKEN` vaut `{VALUE}`",
        f"Установите API_TOKEN в значение `{VALUE}`",
        f"Configure `API_TOKEN` con el valor `{VALUE}`",
        f"Hasło: {VALUE}",
        f"The access token to use is {VALUE}",
        f"Trage als API_TOKEN den Wert `{VALUE}` ein",
        f'let api_token: &str = "{VALUE}";',
        f'api_token += "{VALUE}"',
        f'info("using api_token %s", "{VALUE}")',
        f"https://acme.io/back#access_token={VALUE}&token_type=bearer",
        f"密码为 {VALUE}",
        f'variable "db_password" {{\n  type = string\n  default = "{VALUE}"\n}}',
        f'Password(value="{VALUE}")',
        f'find(By.NAME, "password").send_keys("{VALUE}")',
        f'def get_token() -> str:\n    return "{VALUE}"',
        f'get_token = lambda: "{VALUE}"',
        f'"api_token={{}}".format("{VALUE}")',
        f'"host=h password=%s" % "{VALUE}"',
        f'h["Authorization"] = "Bearer " + "{VALUE}"',
        '"{' + "\\" * 7 + '"token' + "\\" * 7 + '": ' + "\\" * 7 + f'"{VALUE}' + "\\" * 7 + '"}"',
    ],
)
def test_what_links_a_name_to_its_value(text: str) -> None:
    assert VALUE in {pair.value for pair in text_pairs(text)}


def test_all_values_of_a_list_have_its_name() -> None:
    values = [VALUE, VALUE[::-1], VALUE.swapcase()]
    text = "api_keys = [\n" + "".join(f'    "{value}",\n' for value in values) + "]"
    assert [pair.value for pair in text_pairs(text)] == values
    assert [pair.value for pair in text_pairs(f'login(api_key="{VALUE}", "{VALUE[::-1]}")')] == [VALUE]


@pytest.mark.parametrize(
    ("url", "weak"),
    [
        ("https://api.acme.io/day?key=", False),
        ("https://acme.io/v1/day?a=1&key=", False),
        ("https://docs.acme.io/sheet?key=", True),
        ("see the api and https://acme.io/?key=", True),
    ],
)
def test_a_key_in_the_url_of_an_api_says_something(url: str, weak: bool) -> None:
    assert [(pair.value, pair.weak) for pair in text_pairs(url + VALUE)] == [(VALUE, weak)]


@pytest.mark.parametrize("name", ["passport", "passport_number", "passenger"])
def test_a_passport_is_no_password(name: str) -> None:
    assert [*text_pairs(f"{name}: {VALUE}")] == []
