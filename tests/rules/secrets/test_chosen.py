"""Passwords that people think of: reported beside a password's name, silent where they name something else."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.secrets.chosen import is_chosen, is_joined
from jupyter_mlsecops.testing import notebook

MATCHER = Matcher(RuleSet(rule for rule in builtin() if rule.category.value == "secrets"))
WORD, MARKED = "tulipmeadow" + "4821", "Tulip7-" + "meadow42"
OUT = "run()\n# %% [output]\n"
TEXT = "# %% [markdown]\n"

TOLD = (
    'db_password = "§"',
    'password: str = Field("§")',
    'user, password = "ann", "§"',
    'cfg = """\nuser: ann\npassword: §\n"""',
    'mot_de_passe = "§"',
    "# user ann, password: §",
    '!docker run -e "MYSQL_ROOT_PASSWORD=§" mysql:8',
    'run(["load", "--password", "§"])',
    'DB = {"user": "ann", "pass": "§"}',
    "%%sql\nCREATE USER ann IDENTIFIED BY '§'",
    "%%writefile s.xml\n<username>ann</username><password>§</password>",
    f"{OUT}Connection(user='ann', password='§')",
    f"{TEXT}<b>Password:</b> §<br>",
    f"{TEXT}The default password for new accounts is **§**.",
    f"{TEXT}§ is the password of the share.",
    f"{TEXT}パスワードは §",
    f"{TEXT}### Password\n\n`§`",
    'app.secret_key = "§"',
    f"{TEXT}Zugangsdaten: Benutzername ann, Passwort §",
    f"{TEXT}Inloggen: gebruiker ann en wachtwoord `§`.",
)
SILENT = (
    'use_password = "§"',
    'low_pass = "§"',
    'cols = ["user", "password", "§"]',
    'is_secret = "§"',
    'secret_word = "§"',
    f"{OUT}   user  password\n0  ann  §",
)


@pytest.mark.parametrize("value", [WORD, MARKED])
@pytest.mark.parametrize("form", TOLD)
def test_a_chosen_password_beside_its_name(form: str, value: str) -> None:
    assert [one.value for one in MATCHER.run(build(notebook(form.replace("§", value))[0])).found] == [value]


@pytest.mark.parametrize("form", SILENT)
def test_words_beside_another_name(form: str) -> None:
    assert not MATCHER.run(build(notebook(form.replace("§", WORD))[0])).found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (WORD, True),
        (MARKED, True),
        ("Tulips&meadows", True),
        ("tulipmeadow", False),
        ("rds-main-42", False),
        ("DB_MAIN_42", False),
        ("db-secret-42", False),
        ("varchar2048", False),
        ("/data/tulip42", False),
        ("f(tulip42)", False),
        ("2024-tulips", False),
        ("tulip42", False),
    ],
)
def test_what_somebody_thought_of(value: str, expected: bool) -> None:
    assert is_chosen(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("falcon-59", True),
        ("Bristol_2041", True),
        ("PebbleFalcon2", True),
        ("falcon-5", False),
        ("rds-main-2", False),
        ("secret-2019", False),
        ("PebbleFalcon", False),
        ("VaultSecret2", False),
    ],
)
def test_words_joined_with_a_number(value: str, expected: bool) -> None:
    assert is_joined(value) is expected
