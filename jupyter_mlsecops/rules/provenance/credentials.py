"""What is a credential: names of variables that hold one, functions that read one, files that keep some."""

from __future__ import annotations

import ast
from functools import lru_cache

from ...sdk import Code, regex
from .reach import Step, at, last_parts, settled

_WORD = regex(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ALONE = frozenset(("password", "passwd", "passphrase", "apikey", "secret", "passwort"))
_PAIRS = frozenset(
    (first, second)
    for first, seconds in {
        "api": "key secret token",
        "access": "key token",
        "secret": "key token",
        "private": "key",
        "auth": "token key",
        "bearer": "token",
        "refresh": "token",
        "account": "key",
        "storage": "key",
        "client": "secret",
        "app": "secret",
        "connection": "string",
        "session": "token",
        "sas": "token",
        "jwt": "token",
        "bot": "token",
        "hf": "token",
        "gh": "token pat",
        "github": "token pat",
        "gitlab": "token pat",
        "huggingface": "token",
        "hub": "token",
        "slack": "token",
        "wandb": "key token",
        "kaggle": "key",
        "openai": "key token",
        "anthropic": "key token",
        "cohere": "key token",
        "encryption": "key",
        "signing": "key",
        "master": "key",
        "subscription": "key",
    }.items()
    for second in seconds.split()
)
# Behind a name these say that it is about a credential and not one: its length, its file, whether it is set.
_ABOUT = frozenset(
    """
    length len count size file path name names id ids type url uri field column env var variable hash hashed strength
    policy manager expired expires expiry valid exists set present ok error prompt label hint regex pattern list limit
    usage masked redacted provider
    """.split()
)

# Functions that hand out a credential, whatever they are asked for.
_READERS = frozenset(
    (
        *("getpass.getpass", "getpass", "stdiomask.getpass", "pwinput.pwinput", "maskpass.askpass"),
        *("keyring.get_password", "google.colab.userdata.get", "dbutils.secrets.get", "?.secrets.get"),
        *("kaggle_secrets.UserSecretsClient().get_secret", "huggingface_hub.get_token"),
        *("huggingface_hub.HfFolder.get_token", "huggingface_hub.HfFolder().get_token"),
        *("azure.keyvault.secrets.SecretClient().get_secret", "mssparkutils.credentials.getSecret"),
        *("notebookutils.credentials.getSecret", "prefect.blocks.system.Secret.load().get"),
    )
)
_PARTS = regex(
    r"azure\.keyvault\.secrets\.SecretClient\(\)\.get_secret\(\)\.value"
    r"|boto3\..*get_credentials\(\)(?:\.get_frozen_credentials\(\))?(?:\.(?:secret_key|token))?"
    r"|boto3\.client\(\)\.get_secret_value\(\)\[\]|streamlit\.secrets\[\]|.*\.get_secret_value"
    r"|google\.cloud\.secretmanager\..*\.access_secret_version\(\)\.payload\.data(?:\.decode)?"
)
_VARIABLES = frozenset(("os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "environ.get"))
_LASTS = last_parts((*_READERS, *_VARIABLES)) | {"get_secret_value", "decode", "data", "value", "secret_key", "token"}

FILES = regex(
    r"""(?x)
    \.aws/(?:credentials|config)(?![\w.]) | \.ssh/(?:id_[\w*]{1,20}|identity|\w{1,30}\.pem)(?!\.pub|\w)
    | (?:^|[/~@=\s])[._]netrc\b | \.kube/config(?![\w.]) | \.git-credentials\b | \.docker/config\.json
    | \.config/gcloud/ | \.config/gh/hosts | \.azure/\w | \.pypirc\b | \.my\.cnf\b | \.pgpass\b
    | (?:\.cache/)?\.?huggingface/(?:token|stored_tokens)\b | \.kaggle/kaggle\.json
    | /etc/shadow\b | \.gnupg/ | \.vault-token\b | \.databrickscfg\b | \.snowsql/config | \.config/rclone/rclone\.conf
    | (?:/var)?/run/secrets/ | /(?:Login\ Data|Local\ State)\b | Chrome(?:/[\w ]{1,30}){0,4}/Cookies\b
    | (?:logins\.json|key4\.db|cookies\.sqlite)\b | \.jupyter/jupyter_\w{1,30}config | /proc/(?:self|\d+|\*)/environ\b
    | \.terraform\.d/credentials | \.npmrc\b
    """
)
FOLDERS = regex(r"(?:^|[/~@])\.(?:ssh|aws|gnupg|kube|azure)/?\Z")
DOTENV = regex(r"(?:^|[/\s@])\.env(?:\.(?:local|prod|production|dev|development|secret))?\Z")

_PLACEHOLDER = regex(
    r"(?i)x{3}|\*{2}|\.\.|your|my[-_]|example|change|placeholder|dummy|test|todo|sample|insert|replace|fake|none|null"
    r"|true|false|default|redacted|secret|passw|token|api[-_]?key|foo|bar|1234|abcd|hunter|enter|here|demo|local"
)
_PLAIN = regex(r"[A-Za-z0-9_.+=!@#%^&*~-]{8,200}")
_NOT_A_SECRET = regex(
    r"[\d.]+|v?\d{1,9}(?:\.[\w-]{1,10}){0,5}|[a-z]+(?:[-_.][a-z0-9]+){0,6}\d{0,3}|[A-Z][a-z]+(?:[A-Z][a-z]+){0,4}\d{0,2}"
)
_RUN = regex(r"(.)\1{3}|\AeyJ")  # nothing drawn by chance, and tokens with a format of their own
_FEWEST = 6  # different characters


def words_of(name: str) -> list[str]:
    """The words of an identifier in lower case: ``hfToken`` and ``HF_TOKEN`` give hf, token."""
    return [word.lower() for word in _WORD.findall(name)]


@lru_cache(maxsize=4096)
def is_credential_name(name: str) -> bool:
    """Whether an identifier surely names a credential: ``db_password``, ``HF_TOKEN``; not ``token`` or ``n_tokens``."""
    words = words_of(name)
    if not words or words[-1] in _ABOUT or words[0] in ("is", "has", "no", "num", "n", "check", "validate", "use"):
        return False
    if len(words) > 1 and words[-1] == "pwd":
        return True
    return any(word in _ALONE for word in words) or any(pair in _PAIRS for pair in zip(words, words[1:], strict=False))


def is_credential_key(name: str) -> bool:
    """Whether an environment variable of this name holds a credential: ``TOKEN`` alone is enough there."""
    words = words_of(name)
    if is_credential_name(name):
        return True
    return bool(words) and words[-1] in ("token", "key", "pat", "credentials", "credential", "pass") and len(name) < 60


def is_drawn(value: str) -> bool:
    """Whether a value looks drawn by chance: letters of both cases or digits between them, and no word of a sample."""
    if not _PLAIN.fullmatch(value) or _NOT_A_SECRET.fullmatch(value) or _PLACEHOLDER.search(value):
        return False
    if _RUN.search(value) or len(set(value)) < _FEWEST:
        return False
    kinds = [any(map(test, value)) for test in (str.islower, str.isupper, str.isdigit)]
    changes = sum(
        a.isalpha() != b.isalpha() or a.isupper() != b.isupper() for a, b in zip(value, value[1:], strict=False)
    )
    return sum(kinds) >= 2 and changes >= 3


def reads_credential(code: Code, step: Step) -> bool:
    """Whether an expression is a credential that was asked for, or read from the environment or a store."""
    here = settled(step, code)
    node = here.node
    if isinstance(node, ast.Call):
        name = here.called(code, _LASTS)
        if name in _READERS or _PARTS.fullmatch(name):
            return True
        return name in _VARIABLES and bool(node.args) and _names_credential(code, at(here, code, node.args[0]))
    if isinstance(node, ast.Subscript):
        base = at(here, code, node.value).value.name
        if base in ("os.environ", "environ", "dotenv.dotenv_values()", "streamlit.secrets", "google.colab.userdata"):
            return _names_credential(code, at(here, code, node.slice))
    last = code.names.last(node)
    if last and last not in _LASTS:  # which is quicker than to follow all names in it
        return False
    return _PARTS.fullmatch(here.value.name) is not None


def _names_credential(code: Code, step: Step) -> bool:
    key = step.value.constant
    return isinstance(key, str) and is_credential_key(key)


def path_text(step: Step, code: Code) -> str:
    """The constant pieces of an expression that gives a path, with slashes: ``Path.home() / ".ssh" / "id_rsa"``."""
    pieces: list[str] = []
    stack = [settled(step, code)]
    for _ in range(40):
        if not stack:
            break
        one = settled(stack.pop(), code)
        if isinstance(one.node, ast.Constant):
            pieces.append(str(one.node.value))
        else:
            children = [child for child in ast.iter_child_nodes(one.node) if isinstance(child, ast.expr)]
            stack += (at(one, code, child) for child in reversed(children))
    return "/".join(pieces).replace("\\", "/").replace("//", "/")
