"""TLS contexts that check nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="unverified-ssl-context",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="TLS context that checks no certificate",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("ssl", "CERT_NONE", "check_hostname"),
    aliases=("B323", "S323"),
    bad=[
        Example(
            "import ssl\n«ssl._create_default_https_context = ssl._create_unverified_context»\nimport torch",
            fixed="import ssl\nimport torch",
        ),
        "import ssl\nctx = «ssl._create_unverified_context()»",
        "import ssl\nctx = ssl.SSLContext()\n«ctx.check_hostname = False»\n«ctx.verify_mode = ssl.CERT_NONE»",
        "from ssl import _create_unverified_context as open_context\nctx = «open_context()»",
        "import ssl, websocket\nw.run_forever(sslopt=«{'cert_reqs': ssl.CERT_NONE}»)",
        "import ssl\nc = «client(url, cert_reqs=ssl.CERT_NONE)»",
    ],
    ok=[
        "import ssl\nctx = ssl.create_default_context()",
        "import ssl\nctx.verify_mode = ssl.CERT_REQUIRED\nctx.check_hostname = True",
        "import ssl\nssl._create_default_https_context = ssl.create_default_context",
    ],
)
def unverified_ssl_context(code: Code) -> Iterator[Match]:
    """Without the certificate check anyone on the way can send you another file or model, or read what you send.

    Delete the line. On a Mac run "Install Certificates.command", or point SSL_CERT_FILE to certifi's list."""
    for store in code.stores("ssl._create_default_https_context", "*.check_hostname", "*.verify_mode"):
        if store.name.endswith("_context"):
            off = store.value.name.startswith(("ssl._create_unverified_context", "ssl._create_stdlib_context"))
        elif store.name.endswith("check_hostname"):
            off = store.value.constant is False
        else:
            off = store.value.name == "ssl.CERT_NONE"
        if off:
            yield Match(store.span, proposals=offer("Delete the statement", Applicability.SAFE, store.drop_statement()))
    for call in code.calls("ssl._create_unverified_context", "ssl._create_stdlib_context"):
        if not call.is_stored:
            yield Match(call.span)
    for call in code.keyword("cert_reqs", "sslopt", "ssl_cert_reqs"):
        for name in ("cert_reqs", "ssl_cert_reqs"):
            value = call.keywords.get(name)
            if value is not None and (value.name == "ssl.CERT_NONE" or value.constant in ("CERT_NONE", "none")):
                yield Match(call.span)
        options = call.keywords.get("sslopt")
        reqs = options.entries.get("cert_reqs") if options is not None else None
        if options is not None and reqs is not None and reqs.name == "ssl.CERT_NONE":
            yield Match(options.span)
