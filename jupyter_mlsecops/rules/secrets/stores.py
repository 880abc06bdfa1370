"""Where a secret can be read from instead: one row a store, and in which order they are offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import Around, Cell, Frozen, regex

_SCOPE = regex(r"""secrets\.get\(\s{0,9}(?:scope\s{0,9}=\s{0,9})?["']([A-Za-z0-9_.@-]{1,40})["']""")
_DOTENV = regex(r"\bload_dotenv\(")
_NO_SCOPE = "my-scope"


class Spelling(Frozen, frozen=True):
    """One way to write it: ``code`` works where the global ``bound`` means ``target``, as after ``statement``.

    In ``code`` stand ``{q}`` for a quote, ``{name}`` for the variable and ``{scope}`` for a Databricks scope. Without
    ``bound`` nothing has to be imported.
    """

    code: str
    bound: str = ""
    target: str = ""
    statement: str = ""


class Store(Frozen, frozen=True):
    """A place that secrets are read from.

    ``setup`` has to run once before. ``is_evident`` says whether a notebook shows that it runs where the store is;
    those that are ``everywhere`` are always offered, behind the evident ones.
    """

    id: str
    title: str
    spellings: tuple[Spelling, ...]
    setup: Spelling | None = None
    is_evident: Callable[[Around], bool] = lambda around: False
    everywhere: bool = False


class Spelled(Frozen, frozen=True):
    """A store as one cell writes it: the expression without its braces filled in, and the lines that must go before."""

    code: str
    lines: tuple[str, ...]


_ENVIRONMENT = (
    Spelling("os.environ[{q}{name}{q}]", "os", "os", "import os"),
    Spelling("environ[{q}{name}{q}]", "environ", "os.environ", "from os import environ"),
)


def _uses(*modules: str) -> Callable[[Around], bool]:
    return lambda around: any(code.uses_module(*modules) for code in list(around.codes.values())[:1])


def _metadata(around: Around) -> dict[str, object]:
    metadata = around.notebook.json.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _sources(around: Around) -> str:
    return around.remember(_all_sources)


def _all_sources(around: Around) -> str:
    return "\n".join(cell.source for cell in around.notebook.cells if cell.kind == "code")


def _in_colab(around: Around) -> bool:
    return "colab" in _metadata(around) or _uses("google.colab")(around)


def _in_kaggle(around: Around) -> bool:
    return "kaggle" in _metadata(around) or "/kaggle/" in _sources(around) or _uses("kaggle_secrets")(around)


def _in_databricks(around: Around) -> bool:
    return "application/vnd.databricks.v1+notebook" in _metadata(around) or "dbutils." in _sources(around)


def _loads_dotenv(around: Around) -> bool:
    return _uses("dotenv")(around) and not _DOTENV.search(_sources(around))


STORES = (
    Store(
        "databricks",
        "Read {name} from the Databricks secret scope {scope}",
        (Spelling("dbutils.secrets.get(scope={q}{scope}{q}, key={q}{name}{q})"),),
        is_evident=_in_databricks,
    ),
    Store(
        "kaggle",
        "Read {name} from the Kaggle secrets",
        (
            Spelling(
                "UserSecretsClient().get_secret({q}{name}{q})",
                "UserSecretsClient",
                "kaggle_secrets.UserSecretsClient",
                "from kaggle_secrets import UserSecretsClient",
            ),
        ),
        is_evident=_in_kaggle,
    ),
    Store(
        "colab",
        "Read {name} from the Colab secrets",
        (
            Spelling(
                "userdata.get({q}{name}{q})",
                "userdata",
                "google.colab.userdata",
                "from google.colab import userdata",
            ),
        ),
        is_evident=_in_colab,
    ),
    Store(
        "streamlit",
        "Read {name} from the Streamlit secrets",
        (
            Spelling("st.secrets[{q}{name}{q}]", "st", "streamlit", "import streamlit as st"),
            Spelling("streamlit.secrets[{q}{name}{q}]", "streamlit", "streamlit", "import streamlit"),
        ),
        is_evident=_uses("streamlit"),
    ),
    Store(
        "aws",
        "Read {name} from AWS Secrets Manager",
        (
            Spelling(
                "boto3.client({q}secretsmanager{q}).get_secret_value(SecretId={q}{name}{q})[{q}SecretString{q}]",
                "boto3",
                "boto3",
                "import boto3",
            ),
        ),
        is_evident=lambda around: "secretsmanager" in _sources(around),
    ),
    Store("environment", "Read {name} from the environment", _ENVIRONMENT, everywhere=True),
    Store(
        "getpass",
        "Ask for {name} with getpass",
        (
            Spelling("getpass({q}{name}: {q})", "getpass", "getpass.getpass", "from getpass import getpass"),
            Spelling("getpass.getpass({q}{name}: {q})", "getpass", "getpass", "import getpass"),
        ),
        everywhere=True,
    ),
    Store(
        "keyring",
        "Read {name} from the keyring (once, in a terminal: keyring set notebook {name})",
        (
            Spelling("keyring.get_password({q}notebook{q}, {q}{name}{q})", "keyring", "keyring", "import keyring"),
            Spelling(
                "get_password({q}notebook{q}, {q}{name}{q})",
                "get_password",
                "keyring.get_password",
                "from keyring import get_password",
            ),
        ),
        everywhere=True,
    ),
    Store(
        "dotenv",
        "Read {name} from a .env file",
        _ENVIRONMENT,
        Spelling("load_dotenv()", "load_dotenv", "dotenv.load_dotenv", "from dotenv import load_dotenv"),
        is_evident=_loads_dotenv,
        everywhere=True,
    ),
)

ENVIRONMENT = next(store for store in STORES if store.id == "environment")
DOTENV = next(store for store in STORES if store.id == "dotenv")


def offered(around: Around) -> list[Store]:
    """The stores in the order in which they are offered: the one the policy names, those the notebook shows that it
    runs beside, then the environment, getpass, the keyring and a .env file."""
    chosen = [store for store in STORES if store.id == around.secret_store]
    evident = [store for store in STORES if store not in chosen and store.is_evident(around)]
    return chosen + evident + [store for store in STORES if store.everywhere and store not in (*chosen, *evident)]


def title(store: Store, around: Around, name: str) -> str:
    """What the fix is called."""
    scope = around.remember(_scope)
    hint = " (put in yours)" if scope == _NO_SCOPE and "{scope}" in store.title else ""
    return store.title.format(name=name, scope=scope) + hint


def spelled(store: Store, around: Around, cell: Cell, before: int) -> Spelled | None:
    """How the store is written in a cell at offset ``before``; None where the names it needs mean something else."""
    found = _best(store.spellings, around, cell, before)
    if found is None:
        return None
    lines = list(_import_of(found, around, cell, before))
    if store.setup is not None:
        setup = _best((store.setup,), around, cell, before)
        if setup is None:
            return None
        if not reads_env_file(around, cell, before):
            lines += [*_import_of(setup, around, cell, before), setup.code]
    return Spelled(found.code.replace("{scope}", around.remember(_scope)), tuple(lines))


def _best(spellings: tuple[Spelling, ...], around: Around, cell: Cell, before: int) -> Spelling | None:
    """The spelling that works as it is, else the first one whose name is free."""
    meanings = [around.meaning(cell, each.bound, before) if each.bound else "" for each in spellings]
    pairs = list(zip(spellings, meanings, strict=True))
    works = (each for each, meaning in pairs if not each.bound or meaning == each.target)
    free = (each for each, meaning in pairs if meaning is None)
    return next(works, None) or next(free, None)


def _import_of(spelling: Spelling, around: Around, cell: Cell, before: int) -> Iterator[str]:
    if spelling.bound and around.meaning(cell, spelling.bound, before) != spelling.target:
        yield spelling.statement


def reads_env_file(around: Around, cell: Cell, before: int) -> bool:
    """Whether a .env file is in the environment at offset ``before`` of a cell, if the cells run in order."""
    reading = around.remember(_reads_of_env_file)
    return any(index < cell.index for index in reading) or reading.get(cell.index, before + 1) <= before


def _reads_of_env_file(around: Around) -> dict[int, int]:
    """The cells that read a .env file, by their index, and where the first call that does has its bracket behind it."""
    found = ((each.index, _DOTENV.search(each.source)) for each in around.notebook.cells if each.kind == "code")
    return {index: match.end() for index, match in found if match is not None}


def _scope(around: Around) -> str:
    match = _SCOPE.search(_sources(around))
    return match[1] if match and not any(match[1] in one.value for one in around.found) else _NO_SCOPE
