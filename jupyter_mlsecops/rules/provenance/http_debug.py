"""HTTP clients told to log everything they send, tokens included."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, offer, rule

_CLIENTS = (
    *("requests", "httpx", "urllib3", "http.client", "openai", "anthropic", "boto3", "botocore", "azure", "aiohttp"),
    *("huggingface_hub", "google.cloud", "elasticsearch", "slack_sdk", "litellm"),
)
_WIRE = ("", "botocore", "boto3", "urllib3", "http.client", "requests", "httpx", "httpcore", "azure", "openai")
_LEVELS = ("logging.DEBUG", "?.DEBUG")


@rule(
    id="http-debug-logging",
    form_of="credentials-logged",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="HTTP traffic logged with its headers",
    cwe=532,
    owasp=["LLM02"],
    atlas=["AML.T0055"],
    screen=("debuglevel", "DEBUG", "set_stream_logger", "set_debug", "OPENAI_LOG", "set_verbose", "logging_enable"),
    bad=[
        Example(
            "import http.client\n«http.client.HTTPConnection.debuglevel = 1»\nx = 1",
            fixed="import http.client\nx = 1",
        ),
        "from http import client as c\n«c.HTTPSConnection.debuglevel = 2»",
        "from http.client import HTTPConnection\n«HTTPConnection.debuglevel = 1»",
        Example(
            "import logging, requests\n«logging.basicConfig(level=logging.DEBUG)»",
            fixed="import logging, requests\nlogging.basicConfig(level=logging.INFO)",
        ),
        "import logging\nimport openai\n# %%\nlevel = logging.DEBUG\n«logging.basicConfig(level=level)»",
        "import logging as lg, httpx\n«lg.getLogger('httpx').setLevel(lg.DEBUG)»",
        "import boto3\n«boto3.set_stream_logger('')»",
        Example(
            "import urllib.request as u\nh = «u.HTTPSHandler(debuglevel=1)»",
            fixed="import urllib.request as u\nh = u.HTTPSHandler(debuglevel=0)",
        ),
        "import httplib2\n«httplib2.debuglevel = 4»",
        "conn = make()\n«conn.set_debuglevel(1)»",
        "from azure.storage.blob import BlobServiceClient\n"
        "c = «BlobServiceClient(url, credential=k, logging_enable=True)»",
    ],
    ok=[
        "import http.client\nhttp.client.HTTPConnection.debuglevel = 0",
        "import logging\nlogging.basicConfig(level=logging.DEBUG)",
        "import logging, requests\nlogging.basicConfig(level=logging.INFO)",
        "import logging, requests\nlogging.getLogger('mine').setLevel(logging.DEBUG)",
        "import boto3\nboto3.set_stream_logger('', logging.INFO)",
        "conn.set_debuglevel(0)",
        "text = 'http.client.HTTPConnection.debuglevel = 1'",
        "app.debuglevel = 1",
    ],
)
def http_debug_logging(code: Code) -> Iterator[Match]:
    """The client then writes every request to the output or the log, with the tokens and passwords in its headers.

    Remove it once the request works, or raise the level of the client's own logger to INFO."""
    for store in code.stores(
        "http.client.HTTPConnection.debuglevel",
        "http.client.HTTPSConnection.debuglevel",
        "httplib.HTTPConnection.debuglevel",
        "six.moves.http_client.HTTPConnection.debuglevel",
        "httplib2.debuglevel",
    ):
        if isinstance(store.value.constant, int) and store.value.constant > 0:
            yield Match(store.span, proposals=offer("Delete the statement", Applicability.SAFE, store.drop_statement()))
    for call in code.calls("*.set_debuglevel"):
        level = call.argument(0, "level")
        if level is not None and isinstance(level.constant, int) and level.constant > 0:
            fixes = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, proposals=fixes)
    for call in code.calls("urllib.request.HTTPHandler", "urllib.request.HTTPSHandler"):
        level = call.argument(0, "debuglevel")
        if level is not None and isinstance(level.constant, int) and level.constant > 0:
            fixes = offer("Set debuglevel=0", Applicability.SAFE, call.set_keyword("debuglevel", "0"))
            yield Match(call.span, proposals=fixes if "debuglevel" in call.keywords else ())
    for call in code.keyword("logging_enable"):
        if call.keywords["logging_enable"].is_true() and code.uses_module("azure"):
            fixes = offer("Remove logging_enable", Applicability.SAFE, call.drop_keyword("logging_enable"))
            yield Match(call.span, proposals=fixes)
    for call in code.calls("boto3.set_stream_logger", "*.set_stream_logger"):
        if "boto" in call.name and _is_wire(call) and (len(call.args) < 2 and "level" not in call.keywords):
            fixes = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
            yield Match(call.span, proposals=fixes)
    yield from _levels(code)


def _is_wire(call: Call) -> bool:
    name = call.argument(0, "name")
    return name is not None and name.constant in _WIRE


def _levels(code: Code) -> Iterator[Match]:
    for call in code.calls("logging.basicConfig"):
        level = call.argument(-1, "level")
        is_debug = level is not None and (level.name in _LEVELS or level.constant in ("DEBUG", 10))
        if is_debug and level is not None and code.uses_module(*_CLIENTS):
            text = code.text[slice(*level.span)]
            edits = level.replaced(text.replace("DEBUG", "INFO")) if "DEBUG" in text else None
            yield Match(call.span, proposals=offer("Log INFO and above", Applicability.REVIEW, edits))
    for call in code.calls("logging.getLogger().setLevel"):
        level, logger = call.argument(0, "level"), call.receiver
        if level is None or logger is None or not (level.name in _LEVELS or level.constant in ("DEBUG", 10)):
            continue
        named = next(
            (c for c in code.calls("logging.getLogger") if logger.span.start <= c.span.start <= logger.span.end), None
        )
        if named is not None and named.args and _is_wire(named) and named.args[0].constant:
            fixes = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, proposals=fixes)
