"""Passwords handed over without a name: ``auth=("user", "…")``, ``HTTPBasicAuth("user", "…")``."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .chosen import is_chosen
from .filters import is_random
from .fixes import proposals
from .passwords import is_password

# Where only a user and a password can stand, where they mostly do, where the host comes before them, and where it
# mostly does.
_SURE = (
    *(
        "auth=(",
        "auth = (",
        'auth": (',
        "auth': (",
        "userpwd=(",
        "credentials=(",
        "credentials = (",
        "creds=(",
        "creds = (",
        "AUTH = (",
        "AUTH=(",
        "CREDENTIALS = (",
        "CREDS = (",
        "LOGIN = (",
    ),
    *("login=(", "BasicAuth(", "DigestAuth(", "ProxyAuth(", "NtlmAuth(", "AuthProvider(", "PlainCredentials("),
    *("oracledb.connect(", "cx_Oracle.connect(", "basic_auth(", "authenticate(", "auth_basic(", "simple_bind_s("),
    *(
        "UserCredential(",
        "NetworkCredential(",
        "token_for_user(",
        "SentinelAPI(",
        "yagmail.SMTP(",
        "username_pw_set(",
        "BasicAuthentication(",
    ),
    *("Garmin(", "SpaceTrackClient(", "PyiCloudService(", "Linkedin(", "PasswordAuthenticator(", ".log_in("),
    *("PyKeePass(", "wlan.connect("),
)
_LIKELY = (
    *("Auth(", "login(", "login_user(", "Login(", "set_access_token(", "OAuth1(", "OAuth1Session(", "AuthHandler("),
    *("Credentials(",),
)
_HOSTED = (
    *("mysql.connect(", "mssql.connect(", "SQLdb.connect(", "psycopg2.connect(", "FTP(", "FTP_TLS(", "Minio("),
    *("GIS(", "getConnection(", "MySQL.Connection,", "keyring.set_password(", "set_with_value(", "ssh.connect("),
    *("ssh_client.connect(", "dbapi.connect(", "InfluxDBClient("),
)
_LIKELY_HOSTED = (".connect(", "Connection(")
_HOST = regex(
    r"\s{0,20}(?:\"[^\"\n\\]{1,120}\"|'[^'\n\\]{1,120}'|[A-Za-z_][\w.]{0,60}(?:\([^()\n]{0,120}\))?)\s{0,3},\s{0,20}"
    r"(?:(?:port=)?\d{1,5}\s{0,3},\s{0,20})?(?=[\"'A-Za-z_])"
)
_USER = (
    r"(?:[a-z_]{1,20}[ ]?=[ ]?)?[bfru]?(?:\"((?:[^\"\n\\]|\\.){0,120})\"|'((?:[^'\n\\]|\\.){0,120})'|"
    r"[A-Za-z_][\w.]{0,60}(?:\[[^\]\n]{1,60}\]|\([^)\n]{0,60}\))?)"
)
_ARGUMENTS = regex(
    rf"\s{{0,40}}{_USER}\s{{0,3}},\s{{0,40}}[bru]?(?:\"([^\"\n\\]{{6,200}})\"|'([^'\n\\]{{6,200}})')\s{{0,40}}[,)]"
)
LABEL = "Password of a login"
_FAKE = "t7Kq2" + "xWz9Lm"


@rule(
    id="login-arguments",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Password handed to a login",
    cwe=798,
    bad=[
        f'requests.get(url, auth=("ada", "«{_FAKE}»"))',
        f'requests.get(url, auth=HTTPBasicAuth(user, "«{_FAKE}»"))',
        f'es = Elasticsearch(hosts, basic_auth=("elastic", "«{_FAKE}»"))',
        f'server.login("ada@corp.internal",\n             "«{_FAKE}»")',
        f'conn = oracledb.connect("app", "«{_FAKE}»", "db.corp.internal:1521/ORCL")',
        f'ftp = ftplib.FTP("ftp.corp.internal", "app", "«{_FAKE}»")',
        f'db = pymysql.connect("db.corp.internal", "app", "«{_FAKE}»", "shop")',
        f'ssh.connect("gate.corp.internal", 22, "ada", "«{_FAKE}»")',
        f'keyring.set_password("warehouse", "ada", "«{_FAKE}»")',
        'mail.login("ada@corp.internal", "«' + "tulip" + 'meadow47»")',
        f"driver = GraphDatabase.driver(uri, auth=('neo4j', '«{_FAKE}»'))",
        f'c = Connection(Server("ldap.corp.internal"), "cn=ada,dc=corp", "«{_FAKE}»", auto_bind=True)',
        f'account.Credentials("CORP\\\\ada", "«{_FAKE}»")',
        'AUTH = ("neo4j", "«' + "Harbour" + '2019»")',
    ],
    ok=[
        'requests.get(url, auth=("user", "password"))',
        'requests.get(url, auth=("user", "not-needed"))\nAUTH = ("basic", "oauth2")',
        'requests.get(url, auth=("ada", os.environ["API_PASSWORD"]))',
        'requests.get(url, auth=(user, f"{password}"))',
        'client.login("ada", "your_password_123")',
        'model = Login("ada lovelace", "machine-learning")',
        'page = Login("ada", "Dashboard2")',
        'keyring.set_password("warehouse", "ada", getpass())',
        'signal.connect("node1", "edge2", "Conveyor-belt")',
    ],
    screen=(*_SURE, *_LIKELY, *_HOSTED, *_LIKELY_HOSTED),
    precedence=4100,
    propose=proposals("password", "PASSWORD"),
)
def login_arguments(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with the user and password in this call.

    Change the password, then read it from the environment or ask for it with getpass."""
    text = segment.text
    seen: set[int] = set()
    for opening, at in _openings(text):
        is_hosted = opening in _HOSTED or opening in _LIKELY_HOSTED
        host = _HOST.match(text, at) if is_hosted else None
        match = _ARGUMENTS.match(text, host.end() if host else at)
        if match is None or (is_hosted and host is None):
            continue
        group = 3 if match[3] is not None else 4
        if match.start(group) not in seen and _is_login(opening, match[group], match[1] or match[2] or ""):
            seen.add(match.start(group))
            span = Span(*match.span(group))
            yield Match(span, message=f"{LABEL} {segment.where}", label="password", preview=shape())


def _openings(text: str) -> Iterator[tuple[str, int]]:
    """Each opening in a text and where its arguments begin, the sure ones first."""
    for opening in (*_SURE, *_HOSTED, *_LIKELY, *_LIKELY_HOSTED):
        at = text.find(opening)
        while at >= 0:
            yield opening, at + len(opening)
            at = text.find(opening, at + len(opening))


def _is_login(opening: str, password: str, user: str) -> bool:
    if not is_password(password, user):
        return False
    if " " in password or "://" in password:
        return False
    # Words are passwords only where nothing but a password can stand: behind an address, what mail is read with.
    if "@" in user or (opening not in _LIKELY and opening not in _LIKELY_HOSTED):
        return password.lower() != password or not password.isalpha()
    return is_chosen(password) or is_random(password)
