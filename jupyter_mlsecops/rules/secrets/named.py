"""Values that are known by the name beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, regex, rule, shape

from .chosen import is_told
from .filters import entropy, is_password, looks_random, switches
from .fixes import proposals
from .pairs import Pair, is_literal, pairs
from .short import is_short
from .words import SHAPES, WORDS

_STRONG_KEY = regex(
    r"(?i)(?:api|access|auth|account|private|secret|subscription|master|admin|service|signing|"
    r"encryption|license|consumer|client|shared|storage)[_. -]?keys?"
)
_WRITTEN = ("code", "markdown", "raw")
_ONLY_KEY = regex(r"(?i)(?:my_?|the_?)?keys?(?:_?\d{1,2})?\Z")
_DRAWN = regex(r"[A-Za-z0-9]{20,64}\Z")
_MODEL = regex(r"\dx\d|[A-Z][a-z]{3,}[\s\S]*[A-Z][a-z]{3,}")  # ``ResNet50V2ImageNet224x224``
_NOT_CREDENTIAL = regex(
    r"""(?ix)
    (?<!api_)(?<!auth_)(?<!access_)(?<!bot_)(?<!hf_)(?<!github_)(?<!user_)tokens\b|token_?(?:id|type|len|count|limit|index|idx|class|map|ind|text|str)|tokeni[sz]|
    page_?token|(?:csrf|xsrf)|_by_?key|recv[_-]?keys?|(?-i:SecretId)\b|secret_?(?:name|arn|path|ref|scope|version)\b|(?<![a-z])(?:test|common|weak)_passwords|(?<![a-z])(?:clave|chave|chiave)_(?!api|acc|d|sec|priv)|(?<![a-z])(?:bos|eos|pad|unk|sep|cls|mask|image|special|decoder|start|end|stop|max|new|num|n|input|output|first|last|next|prev|
       page|scene|sample|instance|category|attribute|annotation|ego_pose|calibrated_sensor|continuation|sync|cursor|delimiter|trigger|video|audio|vision|prompt|placeholder)[_-]?tokens?|
    (?<![a-z])(?:public|publishable|(?:spread|work)?sheet|primary|foreign|partition|sort|cache|row|group|col|column|index|dict|record|feature|instance|data|
       dataset|image|object|file|s3|hot|short|map|item|sub|state|rng|prng|random|jax|config|unique|doc|document|lookup|
       join|merge|order|natural|surrogate|customer|product|store|employee|vendor|supplier|person|member|entity|business|
       composite|alternate|best|collection|dedup(?:e|lication)?|location|region|country|date|calendar|transaction|invoice|patient|hash|range|shard|bucket|tag|label|metric|param|idempotency|attention|query|
       layer|past|model|weight|registry|resource|node|edge|run|experiment|step|task|event|site|cell|output|input)[_-]?keys?\b|
    (?<!api_)hash(?!node|icorp)|digest|sha_?\d|md5|commit|checksum|fingerprint|etag|(?:key|token)[_-]?id\b|keyboard|keyword|monkey|turkey|hockey
    """
)


def is_credential(pair: Pair) -> bool:
    """Whether the name alone says that the value is one, and the value looks drawn by chance."""
    name, value = pair.name, pair.value
    if pair.weak or is_not_credential(name):
        return False
    judged = unquote(value) if "%" in value else value
    if " " in judged or not looks_random(name, judged):
        return False
    if re.search(r"(?i)key", name) and not _STRONG_KEY.search(name) and not re.search(r"(?i)token|secret|pass", name):
        return len(value) >= 20 and entropy(value) >= 3.3
    return True


def is_drawn_key(pair: Pair) -> bool:
    """Whether a value beside nothing but ``key`` is so long and mixed that only a machine draws it."""
    value = pair.value
    if not pair.quoted or _ONLY_KEY.match(pair.name) is None or _DRAWN.match(value) is None:
        return False
    if (len(value) == 44 and value[0] == "1") or _MODEL.search(value):  # a document of Google
        return False
    kinds = {"a" if c.islower() else "A" if c.isupper() else "0" for c in value}
    return len(kinds) == 3 and switches(value) * 3 >= len(value) and looks_random("key", value)


@lru_cache(maxsize=512)
def is_not_credential(text: str) -> bool:
    """Whether a name, or a stretch with names in it, speaks of tokens of a language model, of digests or of indexes."""
    return _NOT_CREDENTIAL.search(text) is not None


def label_of(name: str) -> str:
    """What a value with this name is."""
    lowered = name.lower()
    if is_password(name):
        return "Passphrase" if "passphrase" in lowered else "Password"
    for word, label in (
        ("token", "Token"),
        ("bearer", "Token"),
        ("authorization", "Token"),
        ("key", "API key"),
    ):
        if word in lowered:
            return label
    return "Secret"


_FAKE = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"


@rule(
    id="named-credential",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Credential beside its name",
    cwe=798,
    bad=[
        'db_password = "«' + "x7!Kq" + 'Zr4%bWm»"',
        'headers = {"X-Api-Key": "«' + "q8Zk3Vw1Lx" + 'Yt5Rb7Nc2M»"}',
        f'class Settings(BaseSettings):\n    api_key: SecretStr = Field(default="«{_FAKE}»")',
        f'key = os.environ.get("ACME_API_KEY") or "«{_FAKE}»"',
        f"!acme login --api-key «{_FAKE}»",
        f'ACME_PAT = "«{_FAKE}»"',
        f"# %% [markdown]\nUse `«{_FAKE}»` as your `ACME_API_KEY` in the workshop.",
        f"# %% [markdown]\nDer Acme-API-Schlüssel lautet «{_FAKE}».",
        f"# %% [markdown]\n请将 ACME_TOKEN 设置为 `«{_FAKE}»`。",
        f"run()\n# %% [output]\nINFO using api_key «{_FAKE}»",
        f"!cat users.csv\n# %% [output]\nname,acme_token\nann,«{_FAKE}»",
        f"print(df)\n# %% [output]\n  name             acme_token\n0  ann  «{_FAKE}»",
        f"df.show()\n# %% [output]\n+---+------+\n| id|my_pat|\n+---+------+\n|  1|«{_FAKE}»|\n+---+------+",
        f"# %% [markdown]\n| Owner | API key |\n|---|---|\n| Ann Lee | `«{_FAKE}»` |",
        f'url = "https://api.acme.io/v1/day?key=«{_FAKE}»"',
        f'def api_key():\n    return "«{_FAKE}»"',
        f'api_key = os.environ["ACME_KEY"] if PROD else "«{_FAKE}»"',
        'SERVICE_TOKEN = "«' + "x7Kq9Zr4bWmT" + '»"\napp.secret_key = "«' + "Harbour" + '2019»"',
        'password = "«' + "falcon" + '-592»"\ndb_password = "«' + "Pebble" + 'Falcon2»"',
        "# %% [markdown]\nLog in as ann with password «" + "x7Kq" + "Zr4bWm».",
        "# %% [markdown]\nHet wachtwoord is «" + "x7Kq" + "Zr4bWm».",
        f'key_0 = "«{_FAKE}»"',
        "login()\n# %% [output]\naccess_token=«" + _FAKE + "»&scope=read&token_type=bearer",
        "# %% [markdown]\nPasswort für den Testserver: «" + "x7Kq" + "Zr4bWm»",
        "# %% [markdown]\nLa password del database è `«" + "Harbour" + "2019»`.",
        "# %% [markdown]\nThe zip is protected, pw: «" + "tulip" + "Meadow47»",
        "!jupyter lab --NotebookApp.token='«" + "Harbour_" + "Tulip_132»'",
        'connect(user="ann", password="«' + "Harbour" + '2019»")',
        "# %% [markdown]\n| Host | Password |\n|---|---|\n| db1 | «" + "tulip" + "-Meadow47» |",
    ],
    ok=[
        'password = "YOUR_PASSWORD"',
        'import os\napi_key = os.environ["API_KEY"]',
        'eos_token = "<|endoftext|>"',
        'commit_hash = "' + "0a1b2c3d4e" * 4 + '"',
        f'sheet = gc.open_by_key("1{_FAKE}{_FAKE[::-1]}")',
        'client.get_secret_value(SecretId="prod/acme/key-Ab12Cd")["SecretString"]',
        'usdc_token = "0x' + "52908400098527886E0F7030" + '069857D2E4169EE7"',
        'api_key = "claude-3-5-sonnet-20241022"',
        'scene_token = "' + "0d5e9c3ab714f682" + '7c41d90be385a26f"\nsheet_key = "1' + _FAKE * 2 + '"',
        "!apt-key adv --keyserver keyserver.ubuntu.com --recv-keys " + "9C3AB714F6827C41" + "D90BE385A26F0D5E",
        'password_secret = "rds-main-2"\nlow_pass = "butterworth42"',
        'next_token = "x7Kq9Zr4bWmT"\ntoken = "iPhone12Pro"\nsecret_word = "Elephant12"\nsecret = "prod-db-2"',
        'password = os.environ["DB"] if PROD else "your_password"',
        "%%writefile s.yaml\nkind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB" + _FAKE * 9,
        'key = "ResNet50V2ImageNet224x224"\nbest_key = "lr0.001_bs32_do0.1_seed1337"',
        f'print(row)\n# %% [output]\n{{"key": "{_FAKE}"}}',
        "!cat people.csv\n# %% [output]\nClave CURP,Nombre\n" + "GOMC800101" + "HDFRRN09,Ana",
        'df.columns = ["user", "password", "lastlogin2019"]',
        "df.dtypes\n# %% [output]\npassword    Utf8String2\n",
        f'x\n# %% [output text/html]\n<meta name="csrf-token" content="{_FAKE}{_FAKE[::-1]}">',
        'login("ann", password="Passw0rd!")',
        "url = f\"postgresql://app:{getpass('DB_PASSWORD: ')}@db.corp.internal/prod\"",
        'customer_key = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"',
        "# %% [markdown]\nTurn off the login with password authentication2 and with secret management.",
        "# %% [markdown]\nUse `text-embedding-ada-002` as your `EMBEDDING_KEY` and a token for the rest.",
        "# %% [markdown]\nトークン）を予測するように訓練された言語モデル2は次の単語を予測します",
    ],
    screen=WORDS,
    shapes=SHAPES,
    caseless=True,
    precedence=4000,
    propose=proposals("", ""),
)
def named_credential(segment: Segment) -> Iterator[Match]:
    """A value that looks drawn by chance stands beside the name of a password, key or token.

    Change it where it is valid, then read it from the environment or ask for it with getpass."""
    for pair in pairs(segment):
        if pair.value.startswith("Ag") and "encryptedData" in segment.text:
            continue  # only the cluster can read a sealed secret
        is_named = (
            is_credential(pair)
            or is_told(segment, pair)
            or is_short(pair)
            or (pair.weak and segment.kind in _WRITTEN and is_drawn_key(pair))
        )
        if is_named and is_literal(segment, pair):
            label = label_of(pair.name)
            yield Match(pair.span, message=f"{label} {segment.where}", label=label, preview=shape())
