"""Files that hold logins, as cells write and outputs show them: ``.netrc``, ``.pgpass``, ``kaggle.json``, Oracle's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import BLANK, Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import looks_random
from .fixes import proposals
from .passwords import is_password

_GAP = r"(?:\s|\\[nt]){1,20}"
_WORD = r"[^\s\"'\\]"
_NETRC = regex(
    rf"\b(?:machine{_GAP}{_WORD}{{1,200}}|default){_GAP}login{_GAP}({_WORD}{{1,100}}){_GAP}"
    rf"(?:account{_GAP}{_WORD}{{1,100}}{_GAP})?password{_GAP}({_WORD}{{4,250}})"
)
_PGPASS = regex(
    r"(?:(?<=[\"'\s])|^)[A-Za-z0-9.*_-]{1,100}:(?:[0-9]{2,5}|\*):[\w*-]{1,64}:([\w.*@-]{1,64}):([^\s:\"'\\]{4,200})"
    r"(?=[\"'\s]|\\n|\Z)",
    re.MULTILINE,
)
_PORT = regex(r":(?:[0-9]{2,5}|\*):")
_Q = r"\\{0,2}[\"']"
_KAGGLE = regex(
    rf"{_Q}username{_Q}\s{{0,5}}:\s{{0,5}}{_Q}[\w.@-]{{1,64}}{_Q}\s{{0,5}},\s{{0,8}}{_Q}key{_Q}\s{{0,5}}:\s{{0,5}}{_Q}"
    rf"([0-9a-f]{{32}})(?={_Q})|{_Q}key{_Q}\s{{0,5}}:\s{{0,5}}{_Q}([0-9a-f]{{32}}){_Q}\s{{0,5}},\s{{0,8}}{_Q}username{_Q}"
)
_ORACLE = regex(
    r"(?:jdbc:oracle:(?:thin|oci):|\bsqlplus[ ](?:-\w{1,6}[ ]){0,4}|connect\(\s{0,20}[\"'])"
    r"([A-Za-z]\w{0,29})/([^\s/@\"'\\{}$]{4,100})@(?://)?[A-Za-z0-9]"
)
_BRACED = regex(r"(?i)(?<![A-Za-z])(?:pwd|password)[ ]?=[ ]?\{([^\s{};\"']{6,128})\}(?=[;\"']|\Z)")
_APART = rf"(?:{BLANK}|\\[nt])+"
_LOGINS = ("machine", "pgpass", ":5432:", ":5433:", ":5439:", ":6543:", ":6432:")
_LOGIN_SHAPES = (
    rf"login{_APART}[^\s\"'\\]+{_APART}(?:account|password){_APART}",
    r":[0-9*]+:[\w*\x80-\xff-]+:[\w.*@\x80-\xff-]+:[^\s:]",
)
_KAGGLE_SHAPE = rf"key\\*[\"']{BLANK}*:{BLANK}*\\*[\"'][0-9a-f]{{32}}\\*[\"']"
_DATABASE_SHAPES = (
    rf"(?:jdbc:oracle:(?:thin|oci):|sqlplus (?:-[^\s]+ )*|connect\({BLANK}*[\"'])[A-Za-z][^\s/]*/[^\s/@\"'\\{{}}$]+@",
    r"(?i:pwd|password) ?= ?\{[^\s{};\"']{6}",
)
_FAKE = "t7Kq2" + "xWz9Lm"
_HEX = "0d5e9c3ab714f682" + "7c41d90be385a26f"


@rule(
    id="login-in-netrc",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Password in a .netrc or .pgpass entry",
    cwe=(256, 798),
    bad=[
        f"%%writefile ~/.netrc\nmachine api.corp.internal\n  login ada\n  password «{_FAKE}»",
        f'f.write("machine api.corp.internal\\nlogin ada\\npassword «{_FAKE}»\\n")',
        f"%%writefile ~/.pgpass\ndb.corp.internal:5432:shop:app:«{_FAKE}»",
        f'!echo "db.corp.internal:5432:*:app:«{_FAKE}»" > ~/.pgpass',
    ],
    ok=[
        "# machine <host> login <user> password <password>",
        'f.write(f"machine {host} login {user} password {password}")',
        "%%writefile ~/.pgpass\nlocalhost:5432:shop:app:password",
        "# On this machine you login with your password.",
    ],
    screen=_LOGINS,
    shapes=_LOGIN_SHAPES,
    precedence=1660,
    propose=proposals("password", "PASSWORD"),
)
def login_in_netrc(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with this user and password.

    Change the password, and write the file once by hand, outside the notebook, readable for you alone."""
    text = segment.text
    if not any(literal in segment.screened for literal in _LOGINS):
        return
    forms = [_NETRC] if "login" in text and "password" in text else []
    if _PORT.search(text):
        forms.append(_PGPASS)
    for form in forms:
        for match in form.finditer(text):
            if is_password(match[2], match[1]):
                yield _match(segment, match, 2, "Password in a login file")


@rule(
    id="kaggle-credentials",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Kaggle credentials",
    cwe=798,
    bad=[
        f"""token = {{"username": "ada", "key": "«{_HEX}»"}}""",
        f"""!echo '{{"username":"ada","key":"«{_HEX}»"}}' > ~/.kaggle/kaggle.json""",
        f"""s = "{{\\"username\\":\\"ada\\",\\"key\\":\\"«{_HEX}»\\"}}" """.strip(),
    ],
    ok=['token = {"username": "ada", "key": "your-key"}', f'row = {{"key": "{_HEX}", "label": 3}}'],
    screen=("username",),
    shapes=(_KAGGLE_SHAPE,),
    precedence=1670,
    propose=proposals("Kaggle API key", "KAGGLE_KEY"),
)
def kaggle_credentials(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can use this Kaggle account.

    Expire the token at https://www.kaggle.com/settings and keep the new one in ~/.kaggle/kaggle.json."""
    for match in _KAGGLE.finditer(segment.text):
        group = 1 if match[1] else 2
        if looks_random("key", match[group]):
            yield _match(segment, match, group, "Kaggle API key")


@rule(
    id="database-login",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Password in a database connection",
    cwe=798,
    bad=[
        f'conn = oracledb.connect("app/«{_FAKE}»@db.corp.internal:1521/ORCL")',
        f'url = "jdbc:oracle:thin:app/«{_FAKE}»@//db.corp.internal:1521/ORCL"',
        f'cs = "Driver={{ODBC Driver 18}};Server=x;Uid=app;Pwd={{«{_FAKE}»}};Encrypt=yes;"',
    ],
    ok=[
        'conn = oracledb.connect("scott/password@localhost/orcl")',
        'cs = f"Driver={driver};Uid={user};Pwd={password};"',
        'cs = f"Uid={user};Pwd={db_password1};"',
    ],
    screen=("jdbc:oracle:", "sqlplus", "connect(", "={"),
    shapes=_DATABASE_SHAPES,
    precedence=1680,
    propose=proposals("password", "DB_PASSWORD"),
)
def database_login(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in to this database.

    Change the password, then read it from the environment when you connect."""
    text = segment.text
    if "@" in text:
        for match in _ORACLE.finditer(text):
            if is_password(match[2], match[1]):
                yield _match(segment, match, 2, "Database password")
    if "={" in text:
        for match in _BRACED.finditer(text):
            if not re.match(r"[A-Za-z_][\w.]*\Z", match[1]) or _is_mixed(match[1]):
                yield from _braced(segment, match)


def _braced(segment: Segment, match: re.Match[str]) -> Iterator[Match]:
    if is_password(match[1]) and looks_random("password", match[1]):
        yield _match(segment, match, 1, "Database password")


def _is_mixed(value: str) -> bool:
    """Whether digits stand amid letters of both cases: names of variables end in a digit, passwords hold several."""
    return sum(c.isdigit() for c in value[:-1]) >= 2 and value != value.lower() and "_" not in value


def _match(segment: Segment, match: re.Match[str], group: int, label: str) -> Match:
    return Match(Span(*match.span(group)), message=f"{label} {segment.where}", label=label, preview=shape())
