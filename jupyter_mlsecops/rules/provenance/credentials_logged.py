"""Credentials shown in an output, written to a log or sent to an experiment tracker."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from re import DOTALL

from ...sdk import (
    Applicability,
    Call,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    Value,
    Word,
    called_shells,
    offer,
    own_shells,
    regex,
    rule,
)
from .credentials import DOTENV, FILES, is_credential_key, is_credential_name, is_drawn, path_text, reads_credential
from .few import with_few_fixes
from .printers import PRINTERS, TRACKERS, values_of
from .reach import Step, at, last_parts, settled, shown
from .shells import in_cell, is_captured, returns_output, without_line

_SHOWN_VARIABLE = regex(r"\$\{?([A-Za-z_]\w{0,80})\}?(?![\w:#])|\{([A-Za-z_]\w{0,80})\}")
_READS = frozenset(("read", "read_text", "readlines", "readline"))
_PARSERS = frozenset(("json.load", "yaml.safe_load", "toml.load", "tomllib.load", "dotenv.dotenv_values"))
_PARSER_LASTS = last_parts(_PARSERS)
_LEAST_UNNAMED = 20  # characters of a token that nothing names; shorter ones are names of columns and the like
_WORTH = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)
_SCHEME = regex(r"(?:.*[:\"'=]\s?)?[Bb]earer \Z|.*[Aa]uthorization[\"']?\s?[:=]\s?(?:Basic|token) \Z", DOTALL)
_VIEWERS = frozenset(("cat", "less", "more", "head", "tail", "bat", "type", "nl", "strings"))


@rule(
    id="credentials-logged",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Credential shown or logged",
    cwe=532,
    owasp=["LLM02"],
    atlas=["AML.T0055"],
    screen=(
        *("passw", "token", "secret", "api_key", "apikey", "access_key", "getpass", "credential", "pwd", "_key", "key"),
        *(
            "passphrase",
            ".env",
            "netrc",
            "/.ssh",
            "/.aws",
            "kube/config",
            *("docker/config", "pgpass", "pypirc", "my.cnf", "gcloud", "gh/hosts", ".azure", "huggingface", "gnupg"),
            *("databrickscfg", "snowsql", "rclone", "login data", "local state", "cookies", "logins.json", "npmrc"),
            *(".jupyter", "environ"),
            "shadow",
            "auth",
            "connection_string",
            "bearer",
            "pat",
            "kaggle",
        ),
    ),
    caseless=True,
    bad=[
        Example(
            "import getpass\nkey = getpass.getpass()\n«print(key)»",
            fixed="import getpass\nkey = getpass.getpass()\nprint(bool(key))",
        ),
        "import os\n«print(os.environ['OPENAI_API_KEY'])»",
        "import os\ntoken = os.getenv('HF_TOKEN')\n# %%\n«print(f'using {token}')»",
        "from os import environ as e\n«print('key: ' + e.get('AWS_SECRET_ACCESS_KEY', ''))»",
        "from google.colab import userdata\nt = userdata.get('HF_TOKEN')\n«display(t)»",
        "import logging\nlog = logging.getLogger(__name__)\n«log.info('password is %s', password)»",
        "import logging\n«logging.debug(f'{db_password=}')»",
        "from pprint import pprint as show\n«show({'user': user, 'password': password})»",
        "def connect(host, api_key):\n    «print('connecting with', api_key)»",
        "import mlflow\n«mlflow.log_param('api_key', api_key)»",
        "import os, wandb\nk = os.environ['WANDB_API_KEY']\n«wandb.config.update({'k': k})»",
        "import os\nheaders = {'Authorization': f\"Bearer {os.environ['API_TOKEN']}\"}\n«print(headers)»",
        "import os\nk = os.environ['API_KEY']\n# %%\n«k»",
        "import logging\nlog = logging.getLogger('a')\n«log.debug('sent %s', {'Authorization': f'Bearer {t}'})»",
        "import getpass\n«getpass.getpass('Token: ')»",
        "import sys, keyring\n«sys.stdout.write(keyring.get_password('db', 'me'))»",
        "import boto3\nc = boto3.Session().get_credentials()\n«print(c.secret_key)»",
        "from pathlib import Path\n«print((Path.home() / '.aws' / 'credentials').read_text())»",
        "with open('/root/.kaggle/kaggle.json') as f:\n    «print(f.read())»",
        "import os\n«print(*[os.environ['API_KEY']])»",
        "db_password = 'x7Kq" + "Zr4bWm9'\n«print(db_password)»",
        "«print(open('.env').read())»",
        "import json\n«print(json.load(open('/root/.kaggle/kaggle.json')))»",
        Example("!«echo $HF_TOKEN»\nx = 1", fixed="x = 1"),
        "!«printenv OPENAI_API_KEY»",
        "%«env HF_TOKEN»",
        "!«cat ~/.aws/credentials»",
        Example("x = 1\n!«cat ~/.kaggle/kaggle.json»", fixed="x = 1"),
        "%%bash\n«cat .env»",
        "import getpass\napi_key = getpass.getpass()\n!«echo {api_key}»",
        "import os\n«os.system('cat ~/.netrc')»",
    ],
    ok=[
        "import getpass\nkey = getpass.getpass()\nprint(len(key), bool(key))",
        "import os\nprint('HF_TOKEN' in os.environ)",
        "import os\ntoken = os.getenv('HF_TOKEN')\nprint(token[:4] + '...')",
        "import os\ntoken = os.getenv('HF_TOKEN')\nprint('set' if token else 'missing')",
        "import os\ntoken = os.getenv('HF_TOKEN')\nprint(token is not None)",
        "import os\nprint('*' * len(os.environ['API_KEY']))",
        "import os, hashlib\nprint(hashlib.sha256(os.environ['API_KEY'].encode()).hexdigest())",
        "print(tokens)\nfor token in tokens:\n    print(token)",
        "print(tokenizer.pad_token, tokenizer.eos_token)",
        "print(os.getcwd(), pwd, pass_rate)",
        "print(mask(password), secret_count, api_key_is_set)",
        "token = tokenizer.decode(next_token)\nprint(token)",
        "key = random.PRNGKey(0)\nprint(key)",
        "for key, value in d.items():\n    print(key, value)",
        "print('Enter your password')",
        "print('password')  # print(password)",
        "import os\nprint(os.environ['HOME'], os.getenv('CUDA_VISIBLE_DEVICES'))",
        "import getpass\nkey = getpass.getpass()\nclient = Client(key)\nprint(client)",
        "def print(x):\n    pass\nimport os\nkey = os.environ['API_KEY']\nlen(key)",
        "password = 'x'\npassword = None\nprint(password_length)",
        "password = 'changeme'\nprint(password)",
        "print(f'Bearer {t[:4]}...', f'a bearer {kind} asset', f'token {t}')",
        "!echo $HOME",
        "!cat ~/.aws/config.md README",
        "!cat requirements.txt",
        '!test -n "$HF_TOKEN" && echo set',
        '!echo "machine x login $U password $API_TOKEN" > ~/.netrc',
        "key = !printenv API_KEY",
        "%env HF_HOME",
        "%env API_KEY={key}",
        "!cat ~/.ssh/id_rsa.pub",
        "with open('secrets.json') as f:\n    password = f.read()",
    ],
)
def credentials_logged(code: Code) -> Iterator[Match]:
    """The output is saved in the notebook and a log is read by many, so whoever gets either has the credential.

    Show only whether it is set (`bool(token)`), clear this output, and change the credential if the notebook was
    shared."""
    yield from with_few_fixes(_found(code))


def _found(code: Code) -> Iterator[Match]:
    printed = tuple(code.calls(*PRINTERS))
    for call in printed:
        weights = [weight for value in values_of(call) if (weight := _shows(code, value)) is not None]
        if weights:
            fixes = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            where = "Credential sent to an experiment tracker" if call.name in TRACKERS else ""
            worst = max(weights, key=lambda each: each.rank)
            yield Match(call.span, where, worst, proposals=(*_whether(code, call), *fixes))
    last = code.last
    is_judged = last is not None and any(call.span == last.span for call in printed)
    weight = None if last is None or is_judged else _shows(code, last)
    if last is not None and weight is not None:
        yield Match(last.span, severity=weight)
    for shell in own_shells(code):
        if not is_captured(shell):
            for command in shell.commands():
                if _prints(shell, command):
                    span = Span(0, len(shell.text)) if shell.kind == "magic" else command.span
                    yield Match(in_cell(shell, span), proposals=without_line(shell))
    for call, shell in called_shells(code):
        if not returns_output(call) and any(_prints(shell, command) for command in shell.commands()):
            fixes = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, proposals=fixes)


def _shows(code: Code, value: Value) -> Severity | None:
    """How bad it is to show a value; None if no credential is in its text."""
    found = (_weight(code, step) for step in shown(code, value))
    return max((each for each in found if each is not None), key=lambda each: each.rank, default=None)


def _weight(code: Code, step: Step) -> Severity | None:
    node, here = step.node, settled(step, code)
    known = here.node
    if isinstance(known, ast.JoinedStr) and _authorizes(known):
        return Severity.MEDIUM
    if not isinstance(known, _WORTH):
        return None
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    is_named = bool(name) and is_credential_name(name)
    if isinstance(known, ast.Constant):  # written out, which is a finding of its own: here it is shown as well
        least = 0 if is_named else _LEAST_UNNAMED
        is_value = isinstance(known.value, str) and len(known.value) >= least and is_drawn(known.value)
        return (Severity.MEDIUM if is_named else Severity.INFO) if is_value else None
    if reads_credential(code, step) or _is_read(known, code, here):
        return Severity.MEDIUM
    if not is_named:
        return None
    is_other = isinstance(known, ast.Call) and _makes_other(at(here, code, known.func).value.name)
    return None if is_other else Severity.MEDIUM


def _authorizes(text: ast.JoinedStr) -> bool:
    """Whether a text is what a header says to whom a request is from: ``f"Bearer {token}"``."""
    for before, field in zip(text.values, text.values[1:], strict=False):
        filled = field.value if isinstance(field, ast.FormattedValue) else None
        is_whole = isinstance(filled, (ast.Name, ast.Attribute)) or (
            isinstance(filled, ast.Subscript) and not isinstance(filled.slice, ast.Slice)
        )
        if is_whole and isinstance(before, ast.Constant) and _SCHEME.match(str(before.value)):
            return True
    return False


def _makes_other(name: str) -> bool:
    """Whether a function gives something about a credential: a widget to type it in, its length, a hash of it."""
    return "ipywidgets" in name or name.rpartition(".")[2] in ("len", "bool", "hexdigest", "hash", "crypt", "Password")


def _is_read(node: ast.expr, code: Code, step: Step) -> bool:
    """``open("…/.aws/credentials").read()`` and its relatives."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in _READS:
        text = path_text(at(step, code, node.func.value), code)
    elif node.args and step.called(code, _PARSER_LASTS) in _PARSERS:
        text = path_text(at(step, code, node.args[0]), code)
    else:
        return False
    return FILES.search(text) is not None or DOTENV.search(text) is not None


def _whether(code: Code, call: Call) -> tuple[Proposal, ...]:
    """Print whether it is set instead of what it is, where the argument is the credential itself."""
    edits: list[TextEdit] = []
    for value in values_of(call):
        if _shows(code, value) is not None:
            if not isinstance(value.spot.node, (ast.Name, ast.Subscript, ast.Call)):
                return ()
            edits.append(TextEdit(value.span, f"bool({code.text[slice(*value.span)]})"))
    return (Proposal("Show only whether it is set", Applicability.REVIEW, tuple(edits)),)


def _prints(shell: Shell, command: Command) -> bool:
    """Whether a shell command puts a credential into the output."""
    if command.operator in ("|", "|&") or any(">" in redirect.operator for redirect in command.redirects):
        return False
    if command.outer is not None:
        return False
    if shell.kind == "magic":
        return shell.magic == "env" and len(shell.words()) == 2 and _is_variable(shell.words()[1].text)
    words = command.words[1:]
    if command.name == "printenv":
        return len(words) == 1 and is_credential_key(words[0].text)
    if command.name in ("echo", "printf"):
        return any(_fills_in(shell, word) for word in words)
    if command.name in _VIEWERS:
        return any(FILES.search(word.text) or DOTENV.search(word.text) for word in words)
    return False


def _is_variable(text: str) -> bool:
    return text.isidentifier() and is_credential_key(text)


def _fills_in(shell: Shell, word: Word) -> bool:
    written = shell.text[slice(*word.span)]
    if "$(" in written or "`" in written:
        return False
    return any(
        is_credential_key(variable) if variable else is_credential_name(name)
        for variable, name in _SHOWN_VARIABLE.findall(written)
    )
