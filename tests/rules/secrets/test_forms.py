"""Files, commands and calls that hold credentials, as notebooks show them: each value once, with its exact span."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Mapping

import pytest

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.secrets.sample import sample
from jupyter_mlsecops.sdk import Span
from jupyter_mlsecops.testing import Places, notebook

MATCHER = Matcher(RuleSet(rule for rule in builtin() if rule.category.value == "secrets"))
_CHANCE = random.Random(5)


def _a(pattern: str) -> str:
    return sample(pattern, _CHANCE)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


PW = "t7Kq2" + "xWz9Lm"
HEX32, HEX40, MIXED40 = _a("[0-9a-f]{32}"), _a("[0-9a-f]{40}"), _a("[A-Za-z0-9]{40}")
COOKIE = "q7rk2zs9xw4tn6yb1vd8lm3jp5"
AWS_ID, AWS_KEY = "AKIA" + _a("[A-Z2-7]{16}"), _a("[A-Za-z0-9/+]{39}[A-Za-z0-9]")
AZURE = _a("[A-Za-z0-9+/]{85}[AQgw]") + "=="
LOGIN = _b64(f"ada:{PW}")
NGROK = _a("[A-Za-z0-9]{27}_[A-Za-z0-9]{21}")
LINES = [_a("[A-Za-z0-9+/]{64}") for _ in range(4)]
KEY = "PRIVATE" + " KEY-----"
CERTIFICATE = _b64("-----BEGIN CERTIFICATE-----" + "x1y2" * 40)
SIGNED_COOKIE = _a("s%3A[A-Za-z0-9_-]{32}[.][A-Za-z0-9]{43}")
LIST_GLUE = '\\n",\n "'
OUT = "run()\n# %% [output]\n"


def _pem(kind: str, glue: str) -> str:
    return glue.join([f"-----BEGIN {kind}{KEY}", *LINES, f"-----END {kind}{KEY}"])


FORMS = {
    # Headers and calls
    "basic header": f'headers = {{"Authorization": "Basic «{LOGIN}»"}}',
    "basic header of curl": f'!curl -H "Authorization: Basic «{LOGIN}»" https://api.corp.internal',
    "bearer header": f'headers = {{"Authorization": "Bearer «{MIXED40}»"}}',
    "bearer header in an output": f"{OUT}> GET /\n> Authorization: Bearer «{MIXED40}»\n> Accept: */*",
    "api key header": f'headers = {{"X-API-Key": "«{_a("[A-Za-z0-9]{32}")}»"}}',
    "requests tuple": f'requests.get(url, auth=("ada", "«{PW}»"))',
    "basic auth object": f'requests.get(url, auth=HTTPBasicAuth("ada", "«{PW}»"))',
    "session tuple": f'session.auth = ("ada", "«{PW}»")',
    "positional connect": f'db = pymysql.connect("db.corp.internal", "app", "«{PW}»", "shop")',
    "curl user": f"!curl -u ada:«{PW}» https://api.corp.internal",
    "curl user, quoted, continued": f'!curl -s \\\n  --user "ada:«{PW}»" https://api.corp.internal',
    "sshpass": f"!sshpass -p '«{PW}»' ssh ada@host ls",
    "docker login": f"!docker login -u ada -p «{PW}» registry.corp",
    "ngrok": f"!./ngrok authtoken «{NGROK}»",
    "chpasswd": f"!echo root:«{PW}» | chpasswd",
    # Files
    "netrc": f"%%writefile ~/.netrc\nmachine api.corp.internal login ada password «{PW}»",
    "netrc by echo": f'!echo "machine api.wandb.ai login user password «{HEX40}»" >> ~/.netrc',
    "netrc in an output": f"{OUT}machine api.wandb.ai\n  login user\n  password «{HEX40}»",
    "pgpass": f"%%writefile ~/.pgpass\ndb.corp.internal:5432:shop:app:«{PW}»",
    "my.cnf": f"%%writefile ~/.my.cnf\n[client]\nuser=app\npassword=«{PW}»",
    "pypirc": f"%%writefile ~/.pypirc\n[corp]\nusername = ada\npassword = «{PW}»",
    "pip.conf": f"%%writefile pip.conf\n[global]\nindex-url = https://ada:«{PW}»@repo.corp/simple",
    "git credentials": f"%%writefile ~/.git-credentials\nhttps://ada:«{PW}»@github.com",
    "npmrc": f"%%writefile .npmrc\n//registry.corp/:_password=«{_b64(PW + '9x')}»\n//registry.corp/:username=ada",
    "npmrc, old": f"%%writefile .npmrc\n_auth=«{LOGIN}»",
    "docker config": f'{OUT}{{\n "auths": {{\n  "registry.corp": {{\n   "auth": "«{LOGIN}»"\n  }}\n }}\n}}',
    "docker config, escaped": f'cfg = "{{\\"auths\\":{{\\"registry.corp\\":{{\\"auth\\":\\"«{LOGIN}»\\"}}}}}}"',
    "aws credentials": f"%%writefile ~/.aws/credentials\n[default]\naws_access_key_id = «{AWS_ID}»\n"
    f"aws_secret_access_key = «{AWS_KEY}»",
    "s3cfg": f"%%writefile ~/.s3cfg\n[default]\naccess_key = «{AWS_ID}»\nsecret_key = «{AWS_KEY}»",
    "aws csv": f"{OUT}User name,Access key ID,Secret access key\nada,«{AWS_ID}»,«{AWS_KEY}»",
    "kaggle.json": f'%%writefile ~/.kaggle/kaggle.json\n{{"username":"ada","key":"«{HEX32}»"}}',
    "kaggle.json by echo": f"""!echo '{{"username":"ada","key":"«{HEX32}»"}}' > ~/.kaggle/kaggle.json""",
    "wp-config": f"{OUT}define('DB_PASSWORD', '«{PW}»');",
    "tfvars": f'%%writefile terraform.tfvars\ndb_password = "«{PW}»"',
    ".env": f"%%writefile .env\nDB_HOST=x\nDB_PASSWORD=«{PW}»",
    ".env by a heredoc": f"%%bash\ncat > .env <<EOF\nDB_PASSWORD=«{PW}»\nEOF",
    "kubernetes secret": f"%%writefile s.yaml\napiVersion: v1\nkind: Secret\ndata:\n  password: «{_b64(PW)}»",
    "kubeconfig": f"{OUT}- name: ada\n  user:\n    client-certificate-data: {CERTIFICATE}\n"
    f"    client-key-data: «{_b64(_pem('RSA ', chr(10)))}»",
    "htpasswd": f"{OUT}ada:«$apr1${_a('[A-Za-z0-9./]{8}')}${_a('[A-Za-z0-9./]{22}')}»",
    "shadow": f"{OUT}root:«$6${_a('[A-Za-z0-9./]{8}')}${_a('[A-Za-z0-9./]{86}')}»:18000:0:99999:7:::",
    "shadow, yescrypt": f"{OUT}ada:«$y$j9T${_a('[A-Za-z0-9./]{22}')}${_a('[A-Za-z0-9./]{43}')}»:18000:0:99999:7:::",
    "google refresh token": f'{OUT}{{"client_id": "x.apps.googleusercontent.com", '
    f'"client_secret": "«GOCSPX-{_a("[A-Za-z0-9_]{28}")}»",'
    f' "refresh_token": "«1//0g{_a("[A-Za-z0-9_-]{90}")}»", "type": "authorized_user"}}',
    "tag behind a value": f"# %% [markdown]\n<b>Password:</b> «{PW}»<br>",
    "bold value": f"# %% [markdown]\nThe password for new accounts is **«{PW}»**.",
    "french name": f'mot_de_passe = "«{PW}»"',
    "scala string": f'properties.put("password", s"«{PW}»")',
    # Connection strings
    "odbc": f'cs = "DRIVER={{ODBC Driver 17 for SQL Server}};SERVER=db.corp;UID=app;PWD=«{PW}»"',
    "odbc, braces": f'cs = "Driver={{ODBC Driver 18}};Server=x;Uid=app;Pwd={{«{PW}»}};Encrypt=yes;"',
    "ado": f'cs = "Server=tcp:db.corp,1433;User ID=app;Password=«{PW}»;Encrypt=True"',
    "jdbc": f'url = "jdbc:sqlserver://db.corp:1433;user=app;password=«{PW}»;encrypt=true"',
    "oracle": f'url = "jdbc:oracle:thin:app/«{PW}»@//db.corp:1521/ORCL"',
    "azure storage": f'cs = "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=«{AZURE}»"',
    "azure cosmos": f'cs = "AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=«{AZURE}»;"',
    "azure sas": 'url = "https://x.blob.core.windows.net/c/f.csv?sv=2022-11-02&sp=r&se=2030-01-01T00:00:00Z&sig='
    f'«{_a("[A-Za-z0-9]{20}%2F[A-Za-z0-9]{10}%2B[A-Za-z0-9]{11}")}%3D»"',
    # Keys
    "pem in one line": f'k = "«{_pem("", chr(92) + "n")}»\\n"',
    "pem in lines": f'k = """\n«{_pem("RSA ", chr(10))}»\n"""',
    "pem, indented": f'k = """\n    «{_pem("EC ", chr(10) + "    ")}»\n    """',
    "pem in a list of lines": f'k = ["«{_pem("OPENSSH ", LIST_GLUE)}»\\n"]',
    "pem in adjacent strings": f'k = ("«{_pem("DSA ", chr(92) + "n" + chr(34) + chr(10) + " " + chr(34))}»\\n")',
    "pem, encrypted": f'k = """«{_pem("ENCRYPTED ", chr(10))}»"""',
    "pem, cut off": f"{OUT}«{chr(10).join(['-----BEGIN RSA ' + KEY, *LINES])}»",
    "pgp": f'k = """«-----BEGIN PGP {KEY[:-5]} BLOCK-----\nVersion: GnuPG v2\n\n{chr(10).join(LINES)}\n=aB3d\n'
    f'-----END PGP {KEY[:-5]} BLOCK-----»"""',
    "ssh2": f'k = """«---- BEGIN SSH2 ENCRYPTED {KEY[:-5]} ----\nComment: "x"\n{chr(10).join(LINES)}\n'
    f'---- END SSH2 ENCRYPTED {KEY[:-5]} ----»"""',
    "age": f'k = "«AGE-SECRET-KEY-1{_a("[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}")}»"',
    # Cookies
    "cookie header": f'headers = {{"Cookie": "theme=dark; sessionid=«{COOKIE}»; lang=en"}}',
    "cookies by curl": f"!curl 'https://corp.internal' -H 'cookie: _ga=GA1.2.123; connect.sid=«{SIGNED_COOKIE}»'",
    "cookie in javascript": f'%%javascript\ndocument.cookie = "auth_token=«{_a("[A-Za-z0-9]{32}")}»; path=/"',
    "cookies of a browser": "%%writefile c.txt\n# Netscape HTTP Cookie File\n"
    f".corp.internal\tTRUE\t/\tTRUE\t1798761600\tsid\t«{COOKIE}»",
}


def _places(text: str) -> tuple[Places, list[tuple[str, Span]]]:
    tree, marked = notebook(text)
    matched = MATCHER.run(build(tree))
    assert not matched.problems
    found = [(f.pointer, f.span) for f in matched.found if f.span and f.rule.id != "public-ip-address"]
    return marked, sorted(found)


@pytest.mark.parametrize("form", FORMS)
def test_each_value_is_found_once_with_its_exact_span(form: str) -> None:
    marked, found = _places(FORMS[form])
    assert found == sorted(marked)


PLACEHOLDERS = {
    "placeholders in the same places": lambda text, value: text.replace(value, "your_password_here"),
    "variables in the same places": lambda text, value: text.replace(value, "${DB_PASSWORD}"),
}


@pytest.mark.parametrize("change", PLACEHOLDERS)
@pytest.mark.parametrize("form", [name for name, text in FORMS.items() if f"«{PW}»" in text])
def test_what_stands_there_instead_of_a_password_is_silent(form: str, change: str) -> None:
    make: Callable[[str, str], str] = PLACEHOLDERS[change]
    _, found = _places(make(FORMS[form], f"«{PW}»"))
    assert found == []


def _jwt(header: Mapping[str, object], claims: Mapping[str, object], signature: str) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, signature])


SUPABASE = {"iss": "supabase"}
SIGNED, SIGNATURE = {"alg": "HS256", "typ": "JWT"}, _a("[A-Za-z0-9_-]{43}")
IN_CODE = "JSON web token in code"
TOKENS: dict[str, tuple[Mapping[str, object], Mapping[str, object], str, str, str]] = {
    "expiry": (SIGNED, {"sub": "x1", "exp": 1935792000}, SIGNATURE, f"{IN_CODE}, expires 2031-05-06 (UTC)", "high"),
    "expired": (SIGNED, {"sub": "x1", "exp": 1672617600}, SIGNATURE, f"{IN_CODE}, expires 2023-01-02 (UTC)", "high"),
    "no expiry": (SIGNED, {"sub": "x1"}, SIGNATURE, f"{IN_CODE}, never expires", "high"),
    "no date": (SIGNED, {"sub": "x1", "exp": 1e18}, SIGNATURE, IN_CODE, "high"),
    "no number": (SIGNED, {"sub": "x1", "exp": "soon"}, SIGNATURE, IN_CODE, "high"),
    "documented": (SIGNED, {"sub": "1234567890"}, SIGNATURE, f"{IN_CODE} (documentation example)", "low"),
    "public": (SIGNED, SUPABASE | {"role": "anon"}, SIGNATURE, "Supabase public key in code, never expires", "info"),
    "service": (
        *(SIGNED, SUPABASE | {"role": "service_role"}, SIGNATURE),
        *("Supabase service key in code, never expires", "critical"),
    ),
    "unsigned": ({"alg": "none"}, {"sub": "x1"}, "", "Unsigned JSON web token in code", "medium"),
}


@pytest.mark.parametrize("kind", TOKENS)
def test_a_web_token_says_when_it_ends(kind: str) -> None:
    header, claims, signature, message, severity = TOKENS[kind]
    token = _jwt(header, claims, signature)
    [one] = MATCHER.run(build(notebook(f'token = "{token}"')[0])).found
    assert (one.value, one.match.message) == (token, message)
    assert one.match.severity is not None and one.match.severity.value == severity
