"""Addresses that somebody else chooses, and the address where a cloud machine keeps its credentials."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, Span, Value, host, own_shells, regex, rule, taint
from .fetchers import fetches
from .routes import Route, routes

_METADATA = regex(
    r"https?://(?:169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|metadata\.goog|100\.100\.100\.200"
    r"|\[fd00:ec2::254\]|192\.0\.0\.192)(?![\d.])[^\s'\"]{0,300}"
)
# What these paths tell is no secret: name, region and size of the machine.
_HARMLESS = regex(
    r"/metadata/(?:instance|versions|scheduledevents)|/latest/(?:meta-data/(?:instance-|placement|ami-id|hostname|local-|public-)"
    r"|dynamic/instance-identity)|/instance/(?:zone|id|name|machine-type|hostname|attributes/(?:cluster|kube))|/project/project-id"
)
_REQUESTS = regex(
    r"(?:flask|quart|bottle|django|sanic|starlette|fastapi)\.(?:\w+\.)*[rR]equest(?:\(\))?\.(?!method|path\b).*"
)
_ADDRESSES = ("169.254", "metadata.goog", "100.100.100.200", "fd00:ec2", "192.0.0.192")
_CHECKS = regex(
    r"(?i)\b(?:urlparse|urlsplit|ipaddress|getaddrinfo|\w*allow\w*|\w*whitelist\w*|validat\w*|is_safe\w*|startswith)\b"
)
_SOURCES = {"input": "is typed in", "widget": "comes from a widget", "model": "comes from a language model"}
_NAME = regex(r"[A-Za-z_]\w*")
_FLASK = "from flask import Flask, request\nimport requests\napp = Flask('a')\n@app.route('/f')\ndef f():\n"


@rule(
    id="ssrf-style-fetch",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Somebody else chooses which address is fetched",
    cwe=918,
    atlas=["AML.T0049", "AML.T0055"],
    screen=("requests", "http", "url", "read_", *_ADDRESSES),
    aliases=("B310", "S310"),
    bad=[
        "import requests\nurl = input('Which file? ')\n# %%\nr = «requests.get(url)»",
        "import requests\nhost = input()\nr = «requests.get(f'http://{host}/data')»",
        _FLASK + "    return «requests.get(request.args['url'])».text",
        _FLASK + "    url = request.json.get('url')\n    return «requests.get(url, timeout=3)».text",
        "from fastapi import FastAPI\nimport httpx\napp = FastAPI()\n@app.post('/f')\n"
        "async def f(url: str):\n    async with httpx.AsyncClient() as c:\n        return (await «c.get(url)»).text",
        "from langchain_core.tools import tool\nimport requests\n@tool\n"
        "def read(url: str) -> str:\n    'Reads a page.'\n    return «requests.get(url)».text",
        "import streamlit as st, pandas as pd\nu = st.text_input('CSV')\ndf = «pd.read_csv(u)»",
        "import requests\nr = requests.get(«'http://169.254.169.254/latest/meta-data/iam/security-credentials/'»)",
        "!curl -H 'Metadata-Flavor: Google' «http://metadata.google.internal/computeMetadata/v1/instance/x»",
    ],
    ok=[
        "import requests\nr = requests.get('https://data.tool.dev/a')",
        "import requests\nr = requests.get(url)",
        "import requests\nname = input()\nr = requests.get(f'https://data.tool.dev/{name}')",
        "import requests\ndef load(url):\n    return requests.get(url)\nload('https://data.tool.dev/a')",
        _FLASK + "    return requests.get('https://data.tool.dev/', params=request.args).text",
        _FLASK + "    url = request.args['url']\n    if urlparse(url).hostname not in ALLOWED:\n        return ''\n"
        "    return requests.get(url).text",
        "BLOCKED = ['169.254.169.254']",
        "import pandas as pd\nname = input('File: ')\nwith open(name) as f:\n    print(f.read())",
    ],
)
def ssrf_style_fetch(code: Code) -> Iterator[Match]:
    """Whoever chooses the address can let this machine fetch what only it can reach: other services of the network, or
    the keys of the cloud account.

    Compare the host with a list of those that you expect, and give the machine a role with few rights."""
    here: list[Route] = []
    looked = False
    seen: set[int] = set()
    for call, value in fetches(code):
        if host(value.text) or call.order in seen or value.kind == "constant":
            continue
        if not looked:
            here, looked = list(routes(code)), True
        told = _chosen(code, call.span, value, here)
        if told:
            seen.add(call.order)
            # a tool that reads pages is there to read them, which the notebook's author has chosen
            severity = Severity.LOW if "language model" in told else None
            yield Match(call.span, f"Fetches an address that {told}", severity)
    if code.mentions(*_ADDRESSES):
        yield from _metadata(code)


def _chosen(code: Code, place: Span, value: Value, here: list[Route]) -> str:
    """Who chooses the address, as a few words; empty if nobody outside does, or if the code looks at it first."""
    around = [route for route in here if route.body.start <= place.start < route.body.end]
    checked = code.cell.source[slice(*around[0].body)] if around else code.cell.source
    if _CHECKS.search(checked):
        return ""
    if _REQUESTS.fullmatch(value.name):
        return "a request names"
    if around and value.spot.unit == code.unit:
        names = set(_NAME.findall(code.cell.source[slice(*value.span)]))
        if names & around[0].parameters:
            return "a language model names" if around[0].kind == "tool" else "a request names"
    found = taint(code, value)
    return _SOURCES.get(found.source, "") if found.kind == "tainted" else ""


def _metadata(code: Code) -> Iterator[Match]:
    for text in code.strings():
        found = _METADATA.match(text.value)
        if found:
            yield _of_metadata(text.span, found.group())
    for shell in own_shells(code):
        for command in () if shell.magic else shell.commands():
            for word in command.words[1:] if command.name not in ("echo", "printf") else ():
                found = _METADATA.search(shell.text, *word.span)
                if found:
                    yield _of_metadata(Span(*found.span()).shift(shell.start), found.group())


def _of_metadata(span: Span, url: str) -> Match:
    if _HARMLESS.search(url):
        return Match(span, "Asks the cloud about this machine", Severity.LOW)
    return Match(span, "Asks the cloud for the credentials of this machine", Severity.HIGH)
