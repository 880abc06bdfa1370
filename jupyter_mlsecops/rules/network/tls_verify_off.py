"""Certificate checks switched off in calls."""

from __future__ import annotations

from collections.abc import Iterator
from re import IGNORECASE

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Value,
    is_local,
    offer,
    regex,
    rule,
)

# Keywords that mean the certificate check, whatever is called: they have no other common meaning.
_CLEAR = (
    *("verify_ssl", "verify_certs", "ssl_verify", "verify_ssl_cert", "verify_ssl_certs", "ssl_verification"),
    *("validate_certs", "ssl_certificate_verify", "verify_tls", "tls_verify", "ssl_verify_cert", "verify_cert"),
    *("assert_hostname", "ssl_assert_hostname", "check_hostname", "ssl_check_hostname", "ssl_verify_hostname"),
    *("verify_certificate", "verify_certificates", "validate_cert", "verify_https", "ssl_verify_identity"),
    "cert_check",
)
# Keywords that switch the check off where they are True.
_OPEN = (
    *("tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsInsecure", "insecure_skip_verify"),
    *("disable_ssl_certificate_validation", "insecure_skip_tls_verify", "skip_ssl_verification", "ssl_no_verify"),
    *("trust_all_certificates", "skip_tls_verify", "disable_ssl_verification", "skip_ssl_verify"),
    *("ignore_https_errors", "ignore_ssl_errors", "ignore_ssl", "allow_insecure_ssl", "accept_invalid_certs"),
    *("insecure_mode", "accept_insecure_certs"),
)
_URL_OPTION = regex(
    r"[?&;](?:tlsAllowInvalidCertificates|tlsInsecure|tlsAllowInvalidHostnames|insecure_skip_verify)=true"
    r"|[?&;]ssl_cert_reqs=(?:none|CERT_NONE|0)\b"
)
_ODBC_NAMES = ("TrustServerCertificate", "trustservercertificate")
# The same in the words of ODBC, in a text of its own or in a URL.
_ODBC_OPTION = regex(r"(?:\A|[;?&])\s{0,8}TrustServerCertificate\s{0,8}=\s{0,8}(?:yes|true|1)\b", IGNORECASE)
_ODBC_HERE = regex(r"(?:Server|Data Source)\s{0,8}=\s{0,8}(?:tcp:)?(?:localhost|127\.|\(local|\.)", IGNORECASE)
_BROWSER_FLAGS = ("--ignore-certificate-errors", "ignore-certificate-errors")
_TRUSTING = ("neo4j+ssc://", "bolt+ssc://")  # any certificate is as good as another
# Clients that are configured with a dict, and the entry of it that switches the check off.
_CONFIGURED = {
    **dict.fromkeys(("jira.JIRA", "jira.client.JIRA", "*.add_http_options"), "verify"),
    **dict.fromkeys(
        tuple(f"confluent_kafka.{part}" for part in ("Consumer", "Producer", "admin.AdminClient")),
        "enable.ssl.certificate.verification",
    ),
}
_UNCLEAR = ("verify", "ssl")
# What is handed on to a client: ``requests_kwargs={"verify": False}``.
_HANDED_ON = (
    *("requests_kwargs", "request_kwargs", "requests_args", "client_kwargs", "http_client_kwargs", "httpx_kwargs"),
    *("transport_kwargs", "connection_kwargs", "conn_kwargs", "session_kwargs", "storage_options", "client_args"),
    *("config_kwargs", "http_options", "async_client_args", "request_options", "httpx_client_kwargs"),
)
# ``verify`` means it for these clients only.
_CLIENTS = regex(
    r"(?:requests|httpx|boto3|botocore|aioboto3|aiobotocore|s3fs|niquests|requests_oauthlib|requests_toolbelt|hvac"
    r"|keycloak|minio|openai|prestodb|trino|influxdb_client|zeep|gql|elasticsearch|opensearchpy|clickhouse_connect"
    r"|owslib|databricks|curl_cffi|requests_cache|requests_html|cloudscraper|splunklib|atlassian|jira|pyVim|ansible"
    r"|grequests|huggingface_hub|mlflow|wandb|label_studio_sdk|weaviate|qdrant_client|ollama|langchain\w*|litellm"
    r"|duckduckgo_search|pyopensky|sqlalchemy_trino|earthaccess|sentinelhub|github|docker)\b.*"
)
_VERBS = frozenset(
    (
        *("get", "post", "put", "delete", "head", "patch", "options", "request", "stream", "send", "fetch"),
        *("Session", "Client", "AsyncClient", "client", "resource", "download"),
    )
)
_OWNERS = ("session", "client", "http", "requests", "api", "sess")


@rule(
    id="tls-verify-off",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=(
        *("verify", "ssl", "validate_cert", "assert_hostname", "check_hostname", "tls", "insecure", "cert_check"),
        *("trust_all_certificates", "ignore_https_errors", "accept_invalid_certs", "-certificate-errors", "+ssc://"),
        *_ODBC_NAMES,
    ),
    aliases=("B501", "S501"),
    bad=[
        Example(
            "import requests\nr = «requests.get(url, verify=False)»", fixed="import requests\nr = requests.get(url)"
        ),
        Example(
            "import requests\nr = «requests.post(url, verify=False, timeout=3)»",
            fixed="import requests\nr = requests.post(url, timeout=3)",
        ),
        Example(
            "from requests import get\nr = «get(\n    url,\n    verify=False,  # old server\n    timeout=3,\n)»",
            fixed=None,
        ),
        "import httpx\nc = «httpx.Client(verify=False)»",
        "import requests as rq\ns = rq.Session()\n# %%\ns.headers = {}\nr = «s.get(url, verify=False)»",
        "import requests\nopts = dict(verify=False)\n# %%\nr = «requests.get(url, **opts)»",
        Example(
            "import requests\nr = «requests.get(url, **{'verify': False, 'timeout': 3})»",
            fixed="import requests\nr = requests.get(url, **{'verify': True, 'timeout': 3})",
        ),
        "import requests\nCHECK = False\nr = «requests.get(url, verify=CHECK)»",
        "import requests\nr = «requests.get(url, verify=0)»",
        "import requests\nr = «requests.get(url, verify=False if on_my_machine else CA)»",
        Example(
            "import requests\ndef fetch(url, **options):\n    return requests.get(url, timeout=9, **options)\n# %%\n"
            "r = «fetch('https://data.tool.dev', verify=False)»",
            fixed="import requests\n"
            "def fetch(url, **options):\n    return requests.get(url, timeout=9, **options)\n# %%\n"
            "r = fetch('https://data.tool.dev', verify=True)",
        ),
        "import requests\ndef fetch(url, check=True):\n    return requests.get(url, verify=check)\n# %%\n"
        "r = «fetch(url, False)»",
        "import requests\ndef options():\n    return {'verify': False}\nr = «requests.get(url, **options())»",
        "import requests\nr = «getattr(requests, 'get')(url, verify=False)»",
        "from requests import *\nr = «get(url, verify=False)»",
        "import functools, requests\nfetch = functools.partial(requests.get, verify=False)\nr = «fetch(url)»",
        "%%time\nimport requests\nr = «requests.get(url, verify=False)»",
        "r = «self.session.get(url, verify=False)»",
        "def load(session, url):\n    return «session.get(url, verify=False)».json()",
        "r = «fetch.download('https://data.tool.dev/a.csv', verify=False)»",
        "import boto3\ns3 = «boto3.client('s3', verify=False)»",
        "import boto3\nsession = boto3.Session()\n# %%\ns3 = «session.resource('s3', verify=False)»",
        "import aiohttp\nasync with aiohttp.ClientSession() as s:\n    r = await «s.get(url, ssl=False)»",
        "import aiohttp\nc = «aiohttp.TCPConnector(ssl=False)»",
        "es = «Elasticsearch(url, verify_certs=False)»",
        Example(
            "import pymongo\nc = «pymongo.MongoClient(url, tlsAllowInvalidCertificates=True)»",
            fixed="import pymongo\nc = pymongo.MongoClient(url)",
        ),
        "import snowflake.connector as s\nc = «s.connect(user=u, account=a, insecure_mode=True)»",
        "import requests\nCHECK = False\n# %%\nclass Api:\n    def __init__(self):\n"
        "        self.options = dict(verify=CHECK, timeout=3)\n    def get(self, url):\n"
        "        return «requests.get(url, **self.options)»",
        "import requests\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor() as pool:\n    pool.submit(«requests.get», url, verify=False)",
        "c = MongoClient(«'mongodb://db.tool.dev/x?tls=true&tlsAllowInvalidCertificates=true'»)",
        "import httpx, openai\nc = openai.OpenAI(http_client=«httpx.Client(verify=False)»)",
        "loader = WebBaseLoader(url, requests_kwargs=«{'verify': False}»)",
        "import paho.mqtt.client as mqtt\nc = mqtt.Client()\n«c.tls_insecure_set(True)»",
        "from minio import Minio\nc = «Minio('data.tool.dev', cert_check=False)»",
        "page = await «browser.new_page(ignore_https_errors=True)»",
        "from jira import JIRA\nj = «JIRA('https://jira.tool.dev', options={'verify': False})»",
        "import confluent_kafka as k\nconf = {'group.id': 'a', 'enable.ssl.certificate.verification': False}\n# %%\n"
        "p = «k.Producer(conf)»",
        "c = pyodbc.connect(«'Server=db.tool.dev;Database=a;TrustServerCertificate=yes'»)",
        "options.add_argument(«'--ignore-certificate-errors'»)",
        "import requests\ndef get(url, trusting=True):\n    return «requests.get(url, verify=not trusting)»",
        "driver = GraphDatabase.driver(«'neo4j+ssc://data.tool.dev'», auth=a)",
    ],
    ok=[
        "import requests\nr = requests.get(url, verify=True)",
        "import requests\nr = requests.get(url, verify='/etc/ca.pem')",
        "import requests\nr = requests.get('https://localhost:8443/', verify=False)",
        "from PIL import Image\nimage.check(verify=False)",
        "def get(url, verify=True): ...\nget(url, verify=False)",
        "import requests\ndef get(url, quiet=False):\n    return requests.get(url)\nget(url, quiet=True)",
        "import requests\ndef get(url, check=False):\n    return requests.get(url, allow_redirects=check)\n"
        "get(url, True)",
        "print('requests.get(url, verify=False)')",
        "import jwt\njwt.decode(t, k, verify=False)",
        "import pymongo\nc = pymongo.MongoClient(url, ssl=False)",
        "import asyncpg\nc = await asyncpg.connect(dsn, ssl=False)",
        "import requests\nrequests = Fake()\nrequests.get(url, verify=False)",
        "import gradio as gr\ndemo.launch(ssl_verify=False)",
        "# requests.get(url, verify=False)",
        "c = pyodbc.connect('Server=localhost,1433;Database=a;TrustServerCertificate=yes')",
        "c = pyodbc.connect('Server=db.tool.dev;Database=a;TrustServerCertificate=no')",
        "from jira import JIRA\nj = JIRA('https://jira.tool.dev', options={'verify': '/etc/ca.pem'})",
    ],
)
def tls_verify_off(code: Code) -> Iterator[Match]:
    """Without the certificate check anyone on the way can read what you send and answer in the server's place.

    Remove the option. If the server has a certificate of your own organisation, pass its authority: verify="ca.pem"."""
    for call in code.keyword(*_UNCLEAR, *_CLEAR, *_OPEN):
        name = next((n for n in (*_UNCLEAR, *_CLEAR, *_OPEN) if n in call.keywords and _is_off(code, call, n)), "")
        if name and not _is_at_home(call):
            yield Match(call.span, proposals=_fixes(code, call, name))
    for call in code.keyword(*_HANDED_ON):
        for keyword in _HANDED_ON:
            handed = call.keywords.get(keyword)
            entries = handed.entries if handed is not None else {}
            inner = entries["client_kwargs"].entries if "client_kwargs" in entries else {}
            flag = entries.get("verify", inner.get("verify"))
            if handed is not None and flag is not None and flag.constant is False and not _is_at_home(call):
                yield Match(handed.span if _is_here(code, handed) else call.span, proposals=_switched_on(code, flag))
    for call in code.calls("*.tls_insecure_set"):
        value = call.argument(0, "value")
        if value is not None and value.is_true():
            fix = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, proposals=fix)
    for call in code.calls(*_CONFIGURED):
        for given in (*call.args, *call.keywords.values()):
            flag = given.entries.get(_CONFIGURED.get(call.name, "verify"))
            if flag is not None and flag.constant is False and not _is_at_home(call):
                yield Match(call.span, proposals=_switched_on(code, flag))
    may_be_odbc = code.mentions(*_ODBC_NAMES)
    for text in code.strings():
        if _is_unchecked(text.value) or (may_be_odbc and _is_unchecked_odbc(text.value)):
            yield Match(text.span)


def _is_off(code: Code, call: Call, name: str) -> bool:
    return any(_is_off_at(code, call, name, flag) for flag in call.keywords[name].choices)


def _is_off_at(code: Code, call: Call, name: str, flag: Value) -> bool:
    if name in _OPEN:
        return flag.constant is True
    if name == "verify":
        return (flag.is_false() or flag.constant == "") and _is_client(code, call)
    if name == "ssl":
        return flag.constant is False and _is_aiohttp(call)
    return flag.constant is False and not call.name.endswith(".launch")  # Gradio asks itself whether it is up


def _is_client(code: Code, call: Call) -> bool:
    starred = (f"{module}.{call.name}" for module in code.names.stars if "." not in call.name)
    if any(_CLIENTS.fullmatch(name) for name in (call.name, *starred)):
        return True
    verb = call.name.rpartition(".")[2]
    if verb not in _VERBS:
        return False
    owner = _owner(call)
    return bool(owner) and (any(word in owner for word in _OWNERS) or _is_https(call.argument(0, "url")))


def _owner(call: Call) -> str:
    """What the method is called on, in lower case; as it is written where nothing else is known."""
    name = call.written if call.name.startswith("?") else call.name
    return name.rpartition(".")[0].lower()


def _is_https(value: Value | None) -> bool:
    return value is not None and value.text.lower().startswith("https://")


def _is_aiohttp(call: Call) -> bool:
    if call.name.startswith("aiohttp."):
        return True
    return call.name.rpartition(".")[2] in _VERBS and ("session" in _owner(call) or "aiohttp" in call.name)


def _is_unchecked(text: str) -> bool:
    """Whether a text is an address or an option of a browser that switches the check off."""
    if "://" in text[:40]:
        return text.startswith(_TRUSTING) or (_URL_OPTION.search(text) is not None and not is_local(text))
    return text in _BROWSER_FLAGS


def _is_unchecked_odbc(text: str) -> bool:
    """The same of the words of ODBC."""
    return _ODBC_OPTION.search(text) is not None and _ODBC_HERE.search(text) is None and not is_local(text)


def _is_at_home(call: Call) -> bool:
    """Whether it goes to this machine, which has no certificate that could be checked."""
    target = call.argument(
        1 if call.name.endswith(".request") else 0, "url", "base_url", "hosts", "host", "endpoint_url"
    )
    if target is None:
        return False
    first = target.items[0] if target.items else target
    return is_local(first.text)


def _fixes(code: Code, call: Call, name: str) -> tuple[Proposal, ...]:
    edits = call.drop_keyword(name)
    said = call.keywords[name]
    if edits is None and name not in _OPEN:
        return _switched_on(code, said)
    return offer(f"Remove {name}={code.cell.source[slice(*said.span)]}", Applicability.SAFE, edits)


def _switched_on(code: Code, flag: Value) -> tuple[Proposal, ...]:
    """The check switched on where the value is written: in a dict that is passed on."""
    edits = flag.replaced("True") if flag.is_written_out and _is_here(code, flag) else None
    return offer("Switch the check on", Applicability.SAFE, edits)


def _is_here(code: Code, value: Value) -> bool:
    return value.spot.unit == code.unit
