"""Certificate checks switched off for all that a client does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Span,
    Store,
    node_span,
    offer,
    regex,
    rule,
)
from .environment import settings

_SESSIONS = ("Session", "session", "sessions.Session", "sessions.session")
_STORES = (
    *(f"requests.{maker}{made}.verify" for maker in _SESSIONS for made in ("()", "")),
    *(f"httpx.{maker}{made}.verify" for maker in ("Client", "AsyncClient") for made in ("()", "")),
    *("niquests.Session().verify", "niquests.AsyncSession().verify", "cloudscraper.create_scraper().verify"),
    *("requests_oauthlib.OAuth1Session().verify", "requests_oauthlib.OAuth2Session().verify"),
    *("requests_html.HTMLSession().verify", "requests_cache.CachedSession().verify"),
    *("*.session.verify", "*._session.verify", "*.sess.verify"),
)
_ANY_OWNER = ("*.verify_ssl", "*.ssl_verify", "*.verify_ssl_certs", "*.verify_certs", "*.assert_hostname")
# A client that the notebook is handed: only its name tells what it is.
_NAMED = regex(r"(?:\w*_)?(?:session|sess|http_client|httpx_client|http|scraper)\.verify\b", 2)
_TRUE = ("1", "true", "True", "TRUE", "yes", "on")
VARIABLES = {
    "CURL_CA_BUNDLE": ("",),
    "REQUESTS_CA_BUNDLE": ("",),
    "AWS_CA_BUNDLE": ("",),
    "PYTHONHTTPSVERIFY": ("0",),
    "HF_HUB_DISABLE_SSL_VERIFICATION": _TRUE,
    "GIT_SSL_NO_VERIFY": _TRUE,
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "MLFLOW_TRACKING_INSECURE_TLS": _TRUE,
    "WANDB_INSECURE_DISABLE_SSL": _TRUE,
    "DATABRICKS_INSECURE": _TRUE,
    "COMET_URL_INSECURE": _TRUE,
}


@rule(
    id="client-tls-verify-off",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Certificate check switched off for a client",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("verify", "assert_hostname", *VARIABLES),
    aliases=("B501", "S501"),
    bad=[
        Example(
            "import requests\ns = requests.Session()\n«s.verify = False»\nr = s.get(url)",
            fixed="import requests\ns = requests.Session()\nr = s.get(url)",
        ),
        "from requests import Session as S\ns = S()\n# %%\n«s.verify = False»",
        "import requests\nwith requests.Session() as s:\n    «s.verify = False»\n    s.get(url)",
        "class Api:\n    def __init__(self):\n        self.session.headers = {}\n        «self.session.verify = False»",
        "import requests\n«requests.Session.verify = False»",
        "import requests\ns = requests.Session()\n«setattr(s, 'verify', False)»",
        "def unsafe(session):\n    «session.verify = False»\n    return session",
        "from kubernetes import client\nc = client.Configuration()\n«c.verify_ssl = False»",
        "import openai\n«openai.verify_ssl_certs = False»",
        "from requests import Session\nclass Open(Session):\n    def __init__(self):\n        super().__init__()\n"
        "        «self.verify = False»",
        "import requests\nclass Open(requests.Session):\n    «verify = False»",
        "loader.requests_per_second = 2\n«loader.requests_kwargs = {'verify': False}»",
        Example("import os\n«os.environ['CURL_CA_BUNDLE'] = ''»\nx = 1", fixed="import os\nx = 1"),
        "from os import environ\n«environ['HF_HUB_DISABLE_SSL_VERIFICATION'] = '1'»",
        "import os\n«os.environ.update(MLFLOW_TRACKING_INSECURE_TLS='true')»",
        "import os\n«os.environ.update({'REQUESTS_CA_BUNDLE': '', 'A': '1'})»",
        "import os\n«os.environ |= {'A': '1', 'REQUESTS_CA_BUNDLE': ''}»",
        "import os\n«os.environ.setdefault('PYTHONHTTPSVERIFY', '0')»",
        "import os\n«os.putenv('CURL_CA_BUNDLE', '')»",
    ],
    ok=[
        "import requests\ns = requests.Session()\ns.verify = '/etc/ca.pem'",
        "class Form: ...\nform = Form()\nform.verify = False",
        "import os\nos.environ['CURL_CA_BUNDLE'] = '/etc/ca.pem'",
        "import os\nos.environ.update(PYTHONHTTPSVERIFY='1')",
        "self.verify = False",
        "setattr(form, 'verify', False)",
    ],
)
def client_tls_verify_off(code: Code) -> Iterator[Match]:
    """Every request of this client goes out without the certificate check, so anyone on the way can answer in the
    server's place.

    Delete the line. If the server has a certificate of your own organisation, give the client its authority."""
    classes = list(_client_classes(code))
    for store in code.stores("*.verify", *_STORES, *_ANY_OWNER):
        if store.value.constant is not False:
            continue
        inside = any(start <= store.span.start < end for (start, end), _ in classes)
        if not store.name.endswith(".verify") or inside or _is_client(code, store):
            yield Match(store.span, proposals=_deleted(store))
    yield from (Match(span) for _, span in classes if span is not None)
    for store in code.stores("*.requests_kwargs", "*.request_kwargs"):
        flag = store.value.entries.get("verify")
        if flag is not None and flag.constant is False:
            yield Match(store.span)
    for call in code.calls("setattr"):
        attribute, value = call.argument(1), call.argument(2)
        if attribute is None or value is None or value.constant is not False:
            continue
        owner = call.args[0].name
        name = f"{owner}.{attribute.constant}"
        if name in _STORES or attribute.constant in ("verify_ssl", "ssl_verify", "verify_ssl_certs"):
            fix = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, proposals=fix)
    for setting in settings(code):
        if setting.value.constant in VARIABLES.get(setting.name, ()):
            yield Match(
                setting.span,
                f"{setting.name} switches the certificate check off",
                proposals=offer(f"Do not set {setting.name}", Applicability.SAFE, setting.edits),
            )


def _client_classes(code: Code) -> Iterator[tuple[Span, Span | None]]:
    """The classes made from a client: all of each, and where it switches the check off for all its objects."""
    if "class " not in code.text or not code.uses_module("requests", "httpx", "niquests"):
        return
    lines = code.summary.lines
    for node in ast.walk(code.summary.parsed.tree):
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        names = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in bases}
        if not isinstance(node, ast.ClassDef) or not names & {"Session", "Client", "AsyncClient", "HTMLSession"}:
            continue
        off = [one for one in node.body if isinstance(one, ast.Assign) and _switches_off(one)]
        yield node_span(node, lines), node_span(off[0], lines) if off else None


def _switches_off(statement: ast.Assign) -> bool:
    named = any(isinstance(target, ast.Name) and target.id == "verify" for target in statement.targets)
    return named and isinstance(statement.value, ast.Constant) and statement.value.value is False


def _is_client(code: Code, store: Store) -> bool:
    known = store.name in _STORES or store.name.endswith(tuple(name[1:] for name in _STORES if name[0] == "*"))
    if known or not store.name.startswith("?"):
        return known
    return _NAMED.search(code.cell.source[slice(*store.span)].partition("=")[0]) is not None


def _deleted(store: Store) -> tuple[Proposal, ...]:
    return offer("Delete the statement", Applicability.SAFE, store.drop_statement())
