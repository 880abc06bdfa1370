"""Certificate checks switched off in calls and on clients."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Store,
    is_local,
    offer,
    rule,
)

# Keywords that mean the certificate check, whatever is called: they have no other common meaning.
_CLEAR = (
    "verify_ssl",
    "verify_certs",
    "ssl_verify",
    "verify_ssl_cert",
    "ssl_verification",
    "validate_certs",
    "ssl_certificate_verify",
)
# ``verify`` and ``ssl`` mean it for these clients only.
_CLIENTS = regex(
    r"(?:requests|httpx|boto3|botocore|aiohttp|urllib3|niquests|requests_oauthlib|hvac|keycloak|minio|openai|prestodb|trino"
    r"|influxdb_client|kubernetes|zeep|gql|websockets|pymongo|elasticsearch|opensearchpy|clickhouse_connect|owslib|databricks)\b.*"
)
_VERBS = (
    "get",
    "post",
    "put",
    "delete",
    "head",
    "patch",
    "options",
    "request",
    "stream",
    "send",
    "fetch",
    "Session",
    "Client",
    "AsyncClient",
)
_CLIENT_STORES = (
    *(f"requests.{maker}().verify" for maker in ("Session", "session", "sessions.Session")),
    *("httpx.Client().verify", "httpx.AsyncClient().verify", "niquests.Session().verify"),
    *("*.session.verify", "?.verify_ssl", "*.Configuration().verify_ssl", "?.ssl_verify"),
)
_VARIABLES = {
    "CURL_CA_BUNDLE": ("",),
    "REQUESTS_CA_BUNDLE": ("",),
    "PYTHONHTTPSVERIFY": ("0",),
    "HF_HUB_DISABLE_SSL_VERIFICATION": ("1", "true", "True", "TRUE", "yes"),
    "GIT_SSL_NO_VERIFY": ("1", "true", "True"),
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "MLFLOW_TRACKING_INSECURE_TLS": ("1", "true", "True"),
}


@rule(
    id="tls-verify-off",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("verify", "ssl", "validate_certs"),
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
        "import requests\nCHECK = False\nr = «requests.get(url, verify=CHECK)»",
        "r = «self.session.get(url, verify=False)»",
        "import boto3\ns3 = «boto3.client('s3', verify=False)»",
        "import aiohttp\nasync with aiohttp.ClientSession() as s:\n    r = await «s.get(url, ssl=False)»",
        "es = «Elasticsearch(url, verify_certs=False)»",
    ],
    ok=[
        "import requests\nr = requests.get(url, verify=True)",
        "import requests\nr = requests.get(url, verify='/etc/ca.pem')",
        "import requests\nr = requests.get('https://localhost:8443/', verify=False)",
        "from PIL import Image\nimage.check(verify=False)",
        "def get(url, verify=True): ...\nget(url, verify=False)",
        "print('requests.get(url, verify=False)')",
        "import jwt\njwt.decode(t, k, verify=False)",
    ],
)
def tls_verify_off(code: Code) -> Iterator[Match]:
    """Without the certificate check anyone on the way can read what you send and answer in the server's place.

    Remove the option. If the server has a certificate of your own organisation, pass its authority: verify="ca.pem"."""
    for call in code.keyword("verify", "ssl", *_CLEAR):
        for name in ("verify", "ssl", *_CLEAR):
            flag = call.keywords.get(name)
            if flag is None or not flag.is_false() or flag.constant == 0 and flag.constant is not False:
                continue
            if name in ("verify", "ssl") and not _is_client(call):
                continue
            target = call.argument(1 if call.name.endswith(".request") else 0, "url", "base_url", "hosts", "host")
            if target is not None and is_local(target.text):
                continue
            yield Match(call.span, proposals=_fixes(call, name))
            break


def _fixes(call: Call, name: str) -> tuple[Proposal, ...]:
    return offer(f"Remove {name}=False", Applicability.SAFE, call.drop_keyword(name))


def _is_client(call: Call) -> bool:
    if _CLIENTS.fullmatch(call.name):
        return True
    *owners, verb = call.name.split(".")
    return verb in _VERBS and any(
        "session" in o.lower() or "client" in o.lower() or "http" in o.lower() for o in owners
    )


@rule(
    id="client-tls-verify-off",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off for a client",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("verify", *_VARIABLES),
    aliases=("B501", "S501"),
    bad=[
        Example(
            "import requests\ns = requests.Session()\n«s.verify = False»\nr = s.get(url)",
            fixed="import requests\ns = requests.Session()\nr = s.get(url)",
        ),
        "from requests import Session as S\ns = S()\n# %%\n«s.verify = False»",
        "import requests\nwith requests.Session() as s:\n    «s.verify = False»\n    s.get(url)",
        "class Api:\n    def __init__(self):\n        self.session.headers = {}\n        «self.session.verify = False»",
        Example("import os\n«os.environ['CURL_CA_BUNDLE'] = ''»\nx = 1", fixed="import os\nx = 1"),
        "from os import environ\n«environ['HF_HUB_DISABLE_SSL_VERIFICATION'] = '1'»",
    ],
    ok=[
        "import requests\ns = requests.Session()\ns.verify = '/etc/ca.pem'",
        "class Form: ...\nform = Form()\nform.verify = False",
        "import os\nos.environ['CURL_CA_BUNDLE'] = '/etc/ca.pem'",
        "self.verify = False",
    ],
)
def client_tls_verify_off(code: Code) -> Iterator[Match]:
    """Every request of this client goes out without the certificate check, so anyone on the way can answer in the
    server's place.

    Delete the line. If the server has a certificate of your own organisation, give the client its authority."""
    for store in code.stores(*_CLIENT_STORES):
        if store.value.constant is False:
            yield _store(store)
    for store in code.stores("os.environ[]"):
        if isinstance(store.key, str) and store.value.constant in _VARIABLES.get(store.key, ()):
            yield _store(store)


def _store(store: Store) -> Match:
    return Match(store.span, proposals=offer("Delete the statement", Applicability.SAFE, store.drop_statement()))
