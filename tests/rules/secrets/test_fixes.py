"""Every way a secret is written, and what each fix that is offered makes of it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from jupyter_mlsecops.core.model import Applicability
from jupyter_mlsecops.core.policy import SECRET_STORES, PolicyError, from_table, tightened
from jupyter_mlsecops.rules.secrets.rotation import rows
from jupyter_mlsecops.rules.secrets.sample import sample
from jupyter_mlsecops.rules.secrets.stores import STORES
from jupyter_mlsecops.testing import _joined

from .fix_table import ASK, CODE, ENV, ENVIRON, FILE, RING
from .fixing import VALUES, filled, findings, fixed, pieces, shown, tree

LANGUAGES = {
    "r": ('x <- "@HF"', 'x <- Sys.getenv("HF_TOKEN")'),
    "julia": ('x = "@HF"', 'x = ENV["HF_TOKEN"]'),
    "bash": ("curl -H 'X: @HF' u", "curl -H 'X: '\"$HF_TOKEN\" u"),
}
MANUAL = {
    "percent format": ('u = "https://u:@PW@h.corp.internal/%s" % x', "Read HTTP_PASSWORD from the environment here"),
    "format spec": ('f"{x:@HF}"', "Read HF_TOKEN from the environment here"),
    "bytes with escapes": (r'b"\xff @HF"', "Read HF_TOKEN from the environment here"),
    "file": ("%%writefile .env\nHF_TOKEN=@HF", "Write this file outside of the notebook, and name it in .gitignore"),
    "javascript": ("%%javascript\nlet k = '@HF'", "Read HF_TOKEN from the environment here"),
}


@pytest.mark.parametrize("name", CODE)
def test_each_fix_of_a_place_gives_exactly_this(name: str) -> None:
    before, offered = CODE[name]
    document = tree(before)
    (finding,) = findings(document)
    ready = [fix for fix in finding.fixes if fix.edits]
    assert [(fix.title, fix.applicability) for fix in ready] == [(title, Applicability.REVIEW) for title, _ in offered]
    for fix, (title, after) in zip(ready, offered, strict=True):
        assert _joined(fixed(document, fix)) == _joined(tree(after)), title
    assert finding.fixes[-1].applicability is Applicability.MANUAL


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages(language: str) -> None:
    before, after = LANGUAGES[language]
    kernel = {"kernelspec": {"name": language, "language": language, "display_name": language}}
    document = tree(before, kernel)
    (finding,) = findings(document)
    assert finding.fixes[0].title == ENV.format("HF_TOKEN")
    assert fixed(document, finding.fixes[0])["cells"][0]["source"] == after


@pytest.mark.parametrize("name", MANUAL)
def test_what_no_edit_can_fix_is_said(name: str) -> None:
    before, title = MANUAL[name]
    (finding,) = findings(tree(before))
    assert [fix.edits for fix in finding.fixes] == [[], []]
    assert finding.fixes[0].title == title


DATABRICKS = {"application/vnd.databricks.v1+notebook": {"language": "python"}}
PLACES: list[tuple[str, dict[str, Any], str, str]] = [
    ("from google.colab import drive", {}, "Read HF_TOKEN from the Colab secrets",
     'from google.colab import userdata\nkey = userdata.get("HF_TOKEN")'),
    ("from google.colab import userdata", {}, "Read HF_TOKEN from the Colab secrets", 'key = userdata.get("HF_TOKEN")'),
    ("x = 1", {"colab": {"provenance": []}}, "Read HF_TOKEN from the Colab secrets",
     'from google.colab import userdata\nkey = userdata.get("HF_TOKEN")'),
    ("df = read('/kaggle/input/a.csv')", {}, "Read HF_TOKEN from the Kaggle secrets",
     'from kaggle_secrets import UserSecretsClient\nkey = UserSecretsClient().get_secret("HF_TOKEN")'),
    ("x = 1", DATABRICKS, "Read HF_TOKEN from the Databricks secret scope my-scope (put in yours)",
     'key = dbutils.secrets.get(scope="my-scope", key="HF_TOKEN")'),
    ("p = dbutils.secrets.get(scope='team', key='p')", {}, "Read HF_TOKEN from the Databricks secret scope team",
     'key = dbutils.secrets.get(scope="team", key="HF_TOKEN")'),
    ("import os\nimport dotenv", {}, "Read HF_TOKEN from a .env file",
     'from dotenv import load_dotenv\nload_dotenv()\nkey = os.environ["HF_TOKEN"]'),
    ("import os\nfrom dotenv import load_dotenv\nload_dotenv()", {}, ENV.format("HF_TOKEN"), f"key = {ENVIRON}"),
    ("import streamlit as st", {}, "Read HF_TOKEN from the Streamlit secrets", 'key = st.secrets["HF_TOKEN"]'),
    ("import boto3\nc = boto3.client('secretsmanager')", {}, "Read HF_TOKEN from AWS Secrets Manager",
     'key = boto3.client("secretsmanager").get_secret_value(SecretId="HF_TOKEN")["SecretString"]'),
]  # fmt: skip


@pytest.mark.parametrize(("first", "metadata", "title", "after"), PLACES)
def test_the_place_where_the_notebook_runs_comes_first(
    first: str, metadata: dict[str, Any], title: str, after: str
) -> None:
    document = tree(f'{first}\n# %%\nkey = "@HF"', metadata)
    (finding,) = findings(document)
    assert finding.fixes[0].title == title
    assert fixed(document, finding.fixes[0])["cells"][1]["source"] == after
    others = [fix.title for fix in finding.fixes[1:-1] if fix.title != FILE.format("HF_TOKEN")]
    everywhere = [each.format("HF_TOKEN") for each in (ENV, ASK, RING)]
    assert others == [each for each in everywhere if each != title]


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.id)
def test_the_policy_chooses_the_store_that_comes_first(store: Any) -> None:
    policy = from_table({"secret-store": store.id})
    (finding,) = findings(tree('key = "@HF"'), policy.secret_store)
    assert finding.fixes[0].title.startswith(store.title.partition("{")[0])
    assert len([fix for fix in finding.fixes if fix.edits]) <= 5


def test_the_stores_of_a_policy() -> None:
    assert sorted(store.id for store in STORES) == sorted(SECRET_STORES)
    with pytest.raises(PolicyError, match="secret-store: 'vault' is none of environment, getpass"):
        from_table({"secret-store": "vault"})
    floor, other = from_table({"secret-store": "keyring"}), from_table({"secret-store": "colab"})
    assert tightened(floor, other).secret_store == "colab"
    assert tightened(floor, from_table({})).secret_store == "keyring"


def test_equal_values_share_a_variable_and_different_ones_never() -> None:
    text = 'a = "@HF"\n# %%\nb = "@H2"\n# %%\nc = "@HF"\n# %% [markdown]\n@H2'
    titles = [finding.fixes[0] for finding in findings(tree(text))]
    assert [fix.title for fix in titles[:3]] == [ENV.format(n) for n in ("HF_TOKEN", "HF_TOKEN_2", "HF_TOKEN")]
    assert titles[3].edits[0].insert == "<HF_TOKEN_2>"


def test_the_advice_at_the_end_names_the_page_that_revokes() -> None:
    (token,), (password,) = findings(tree('k = "@HF"')), findings(tree("db_password = '@PW'"))
    copies = "copies are left in git history, .ipynb_checkpoints, IPython's history and exported HTML"
    page = rows()["Hugging Face token"].revoke
    assert page and token.fixes[-1].title == f"Revoke it at {page} ({copies})"
    assert password.fixes[-1].title == f"Change it where it is valid ({copies})"


def test_the_keys_of_a_file_are_replaced_not_moved() -> None:
    key = "-----BEGIN " + "PRIVATE KEY-----\\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEF" + "\\n-----END " + "PRIVATE KEY-----"
    (finding,) = findings(tree(f'key = "{key}"'))
    assert [fix.edits for fix in finding.fixes] == [[], []]
    assert finding.fixes[0].title == "Keep the key in a file outside the project and read it from there"
    assert finding.fixes[1].title.startswith("Make a new key pair and take this one out of use everywhere (")


ALL = [before for before, _ in (*CODE.values(), *LANGUAGES.values(), *MANUAL.values())]


@pytest.mark.parametrize("text", ALL)
def test_no_piece_of_a_value_is_shown_or_put_in(text: str) -> None:
    written = filled(text)
    document = tree(text + "\n# %%\n1\n# %% [output]\n" + " ".join(VALUES.values()))
    told = "\n".join(shown(finding) for finding in findings(document))
    assert told
    for mark, value in VALUES.items():
        if value in written or mark in text:
            assert not {piece for piece in pieces(value) if piece in told}, mark


def test_a_crowd_of_secrets_in_one_cell_is_fixed_one_by_one() -> None:
    """They are tried together; each fix is still that of its own finding, and its diff shows no other change."""
    values = [sample("hf_[A-Za-z0-9]{34}", random.Random(number)) for number in range(20, 35)]
    source = "\n".join(f'key{k} = "{value}"' for k, value in enumerate(values))
    document = tree(source + "\n# %% [output]\n" + "\n".join(values))
    found = findings(document)
    assert len(found) == 2 * len(values)
    for k, finding in enumerate(found[: len(values)]):
        name = f"HF_TOKEN_{k + 1}" if k else "HF_TOKEN"
        after = source.replace(f'"{values[k]}"', f'os.environ["{name}"]')
        first = finding.fixes[0]
        assert len([fix for fix in finding.fixes if fix.edits]) == 4
        assert fixed(document, first)["cells"][0]["source"] == f"import os\n{after}"
        changed = [line for line in first.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        assert changed == sorted(
            ["+import os", f'-key{k} = "••••••"', f'+key{k} = os.environ["{name}"]'], key=first.diff.index
        )
    for finding, value in zip(found[len(values) :], values, strict=True):
        text = fixed(document, finding.fixes[0])["cells"][0]["outputs"][0]["text"]
        assert text == "\n".join(values).replace(value, "[redacted: Hugging Face token]")
        assert finding.fixes[1].title == "Clear this output"
    told = "\n".join(shown(finding) for finding in found)
    assert not {piece for value in values for piece in pieces(value) if piece in told}
