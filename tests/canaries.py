"""Canaries: made-up secrets and personal data, planted in every place of a notebook; ``leaks.py`` looks for them."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import string
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from .rules.pii.values import KINDS
from .rules.secrets import planted
from .rules.secrets.test_matrix import MAY_MISS

Cell = dict[str, Any]
Book = dict[str, Any]
Make = Callable[[random.Random], str]


# Refuses the network to every Python process of a run, and tells of each that asked for it. To bind a port is no call:
# urllib3 does so to learn whether there is IPv6.
NO_NETWORK = """
import os, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg",
                 "urllib.Request"):
        with open(os.environ["CALLS"], "a") as calls:
            calls.write(event + "\\n")
        raise PermissionError(event)
sys.addaudithook(refuse)
"""


class Kind(NamedTuple):
    """A kind of value: the rule meant to find it, the name beside it, how it is made, and where it can stand.

    ``part`` is the secret in what is made: a connection string names an account as well.
    """

    rule: str
    name: str
    make: Make
    places: tuple[str, ...]
    part: Callable[[str], str] = str


class Canary(NamedTuple):
    """A planted value, and where."""

    kind: Kind
    value: str
    place: str
    notebook: str


# ---------------------------------------------------------------- places


def _code(source: str, *outputs: dict[str, Any], **metadata: Any) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": list(outputs),
        "source": source,
    }


def _text(kind: str, source: str, **more: Any) -> Cell:
    return {"cell_type": kind, "metadata": {}, "source": source} | more


def _printed(text: str, name: str = "stdout") -> Cell:
    return _code("run()", {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)})


def _shown(mime: str, value: Any) -> Cell:
    return _code("show()", {"output_type": "display_data", "metadata": {}, "data": {mime: value}})


def _failed(message: str) -> Cell:
    return _code(
        "run()",
        {
            "output_type": "error",
            "ename": "AuthError",
            "evalue": message,
            "traceback": ["\x1b[0;31m------\x1b[0m", f"\x1b[0;31mAuthError\x1b[0m: \x1b[1m{message}\x1b[22m"],
        },
    )


def _coloured(value: str) -> str:
    half = len(value) // 2
    return f"{value[:half]}\x1b[0m\x1b[31m{value[half:]}"


# The name of the value, the value; gives a cell that holds it.
PLACES: dict[str, Callable[[str, str], Cell]] = {
    "code": lambda n, v: _code(f'{n} = "{v}"\nprint("ready")'),
    "code in a call": lambda n, v: _code(f'client = connect({n}="{v}", retries=3)'),
    "code, dictionary": lambda n, v: _code(f'config = {{"{n}": "{v}", "epochs": 3}}'),
    "code, variable": lambda n, v: _code(f'import os\nos.environ["{n}"] = "{v}"'),
    "code, comment": lambda n, v: _code(f"# {n}: {v}\ntrain()"),
    "code, broken": lambda n, v: _code(f'{n} = "{v}"\nif x ==:\n'),
    "shell": lambda n, v: _code(f"!export {n}={v} && python train.py"),
    "magic": lambda n, v: _code(f"%env {n}={v}"),
    "Markdown": lambda n, v: _text("markdown", f"Set `{n}` to `{v}` before you run it."),
    "raw": lambda n, v: _text("raw", f"{n}: {v}"),
    "printed": lambda n, v: _printed(f"one\n{n}: {v}\ntwo\n"),
    "printed as an error": lambda n, v: _printed(f"{n}={v}\n", "stderr"),
    "printed in colours": lambda n, v: _printed(f"{n}: \x1b[31m{_coloured(v)}\x1b[0m\n"),
    "printed JSON": lambda n, v: _printed(json.dumps({n: v}) + "\n"),
    "traceback": lambda n, v: _failed(f"401 refused for {n}={v}"),
    "traceback in colours": lambda n, v: _failed(f"401 refused for {n}: \x1b[32m{_coloured(v)}\x1b[39m"),
    "plain": lambda n, v: _shown("text/plain", f"Config({n}='{v}', epochs=3)"),
    "HTML": lambda n, v: _shown("text/html", f"<table><tr><td>{n}</td><td>{html.escape(v)}</td></tr></table>"),
    "SVG": lambda n, v: _shown("image/svg+xml", f"<svg><text>{n}: {html.escape(v)}</text></svg>"),
    "JSON": lambda n, v: _shown("application/json", {"rows": [{n: v}]}),
    "metadata of a cell": lambda n, v: _code("run()", parameters={n: v}),
    "tag of a cell": lambda n, v: _code("run()", tags=["keep", f"{n}={v}"]),
    "name of an attachment": lambda n, v: _text(
        "markdown", "![a](attachment:a)", attachments={f"{v}.png": {"image/png": "AAAA"}}
    ),
    "attachment": lambda n, v: _text(
        "markdown", "![a](attachment:a)", attachments={"a.txt": {"text/plain": f"{n}: {v}"}}
    ),
    # Where only a made-up whole stands: the value brings its surroundings along.
    "as it is, in code": lambda n, v: _code(v),
    "as it is, printed": lambda n, v: _printed(v + "\n"),
}
NAMED = tuple(place for place in PLACES if not place.startswith("as it is"))
NAMED = tuple(place for place in NAMED if place != "name of an attachment")
BARE = (*NAMED, "name of an attachment")
OUTPUTS = ("printed", "printed as an error", "plain", "HTML", "JSON", "Markdown", "traceback", "code", "attachment")


# ---------------------------------------------------------------- kinds


_CODE, _PRINTED = ("as it is, in code",), ("as it is, printed",)
_NETRC = "%%writefile ~/.netrc\nmachine a.corp.io\n  login ada\n  password "
_SAS = "https://corp.blob.core.windows.net/c/a.csv?sv=2022-11-02&se=2031-05-06T00:00:00Z&sp=r&sig="
_COOKIE = 'headers = {"Cookie": "theme=dark; sessionid='


def _drawn(characters: str, length: int) -> Make:
    return lambda chance: "".join(chance.choices(characters, k=length))


_LETTERS = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


def _password(chance: random.Random) -> str:
    body = [chance.choice(string.ascii_uppercase), *chance.choices(_LETTERS, k=9), chance.choice("0123456789"), "Q7"]
    return "".join(body) + chance.choice(string.ascii_lowercase)


def _wrapped(before: str, make: Make, after: str) -> Make:
    return lambda chance: before + make(chance) + after


def _pem(chance: random.Random) -> str:
    lines = "\n".join(base64.b64encode(chance.randbytes(48)).decode() for _ in range(6))
    return f"-----BEGIN RSA PRIVATE KEY-----\nMII{lines}\n-----END RSA PRIVATE KEY-----"


def _split(chance: random.Random) -> str:
    token = _drawn(_LETTERS, 32)(chance)
    return f'api_key = ("{token[:10]}"\n           "{token[10:21]}" + "{token[21:]}")'


def _encoded_login(chance: random.Random) -> str:
    login = base64.b64encode(f"ada:{_password(chance)}".encode()).decode()
    return f'headers = {{"Authorization": "Basic {login}"}}'


def _kubernetes(chance: random.Random) -> str:
    value = base64.b64encode(_password(chance).encode()).decode()
    return f"%%writefile s.yaml\nkind: Secret\ndata:\n  password: {value}"


WHOLE = [
    Kind("uri-credentials", "", _wrapped('e = create_engine("postgresql://app:', _password, '@db.corp.io/x")'), _CODE),
    Kind("uri-credentials", "", _wrapped("connecting to amqp://worker:", _password, "@mq.corp.io:5672/"), _PRINTED),
    Kind("private-key", "", _pem, _PRINTED),
    Kind("private-key", "", lambda c: f'key = """{_pem(c)}"""', _CODE),
    Kind("split-secret", "", _split, _CODE),
    Kind("encoded-login", "", _encoded_login, _CODE),
    Kind("kubernetes-secret", "", _kubernetes, _CODE),
    Kind("login-arguments", "", _wrapped('requests.get(url, auth=("ada", "', _password, '"))'), _CODE),
    Kind("login-command", "", _wrapped("!curl -s -u ada:", _password, " https://api.corp.io/jobs"), _CODE),
    Kind("login-command", "", _wrapped("!sshpass -p ", _password, " ssh ada@host ls"), _CODE),
    Kind("login-in-netrc", "", _wrapped(_NETRC, _password, ""), _CODE),
    Kind("database-login", "", _wrapped('c = oracledb.connect("app/', _password, '@db.corp.io:1521/ORCL")'), _CODE),
    Kind("kaggle-credentials", "", _wrapped('{"username":"ada","key":"', _drawn(_HEX, 32), '"}'), _PRINTED),
    Kind("azure-sas-token", "", _wrapped(_SAS, _drawn(_LETTERS, 43), "%3D"), _PRINTED),
    Kind("session-cookie", "", _wrapped(_COOKIE, _drawn(_HEX, 32), '; lang=en"}'), _CODE),
    Kind("password-hash", "", _wrapped("ada:$6$k2Lm9Qx4$", _drawn(_LETTERS, 86), ":19000:0:99999:7:::"), _PRINTED),
    Kind("named-credential", "", _wrapped('if getpass.getuser():\n    db_password = "', _password, '"'), _CODE),
    Kind("named-credential", "", _wrapped("Welcome!\nYour password is: ", _password, ""), _PRINTED),
]


def _row(row: planted.Row) -> Kind:
    name = row.variable
    if row.context and not any(word.replace("_", "") in name.lower().replace("_", "") for word in row.context):
        name = f"{row.context[0].upper()}_{name}"

    def make(chance: random.Random) -> str:
        # A few draws look like a word or a placeholder, which no rule takes for a token.
        drawn = (planted.mint(row, chance) for _ in range(20))
        return next(filter(_is_random, drawn), "") or planted.mint(row, chance)

    return Kind(
        row.id, name, make, NAMED if row.context or "://" in row.pattern else BARE, partial(planted.secret_in, row)
    )


def _is_random(token: str) -> bool:
    return any(c.isdigit() for c in token) and not re.search("[a-z]{7}|[A-Z]{7}", token)


PERSONAL = ("email-address", "payment-card", "iban", "us-ssn", "phone-number")


@cache
def secrets() -> tuple[Kind, ...]:
    """Every kind of token with a shape of its own, some that need their name, and the ways to write a password."""
    rows = [row for row in planted.PREFIXED if row.id not in MAY_MISS]
    named = [row for row in planted.UNPREFIXED if "_" in row.variable][::8]
    return (*(_row(row) for row in (*rows, *named)), *WHOLE)


@cache
def personal() -> tuple[Kind, ...]:
    """Personal data: several of the common kinds, one of each national number that is known by its check digits."""
    common = [kind for kind in KINDS if kind.rule in PERSONAL for _ in range(5)]
    national = [
        kind
        for kind in KINDS
        if kind.rule not in PERSONAL and kind.twin and kind.name.isascii() and kind.rule != "de-tax-id"
    ]
    return tuple(Kind(kind.rule, kind.name, kind.valid, OUTPUTS) for kind in (*common, *national))


def books(seed: int = 1) -> tuple[dict[str, Book], list[Canary]]:
    """Notebooks by name, with a fresh value of every kind in one place each, and what was planted."""
    chance = random.Random(seed)
    canaries: list[Canary] = []
    made: dict[str, Book] = {}
    every = [*secrets(), *personal()]
    for number, kind in enumerate(every):
        name = f"book{number % 6}.ipynb"
        book = made.setdefault(name, {"cells": [], "metadata": {"team": "a"}, "nbformat": 4, "nbformat_minor": 5})
        value = kind.make(chance)
        place = kind.places[number // 6 % len(kind.places)]
        cell = PLACES[place](kind.name.replace(" ", "_"), value)
        book["cells"].append(cell | {"id": f"c{number}"})
        canaries.append(Canary(kind, kind.part(value), place, name))
    for number, name in enumerate(made):  # and one in the metadata of each notebook
        kind = secrets()[number]
        value = kind.make(chance)
        made[name]["metadata"]["papermill"] = {"parameters": {kind.name: value}}
        canaries.append(Canary(kind, kind.part(value), "metadata of the notebook", name))
    return made, canaries


def write(folder: Path, made: dict[str, Book]) -> None:
    """Write notebooks as Jupyter writes them."""
    for name, book in made.items():
        text = json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True)
        (folder / name).write_text(text + "\n", "utf-8")
