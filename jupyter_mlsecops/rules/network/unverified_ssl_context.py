"""TLS contexts that check nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    TextEdit,
    Value,
    offer,
    rule,
)

_MAKERS = ("ssl._create_unverified_context", "ssl._create_stdlib_context")
_NONE = frozenset(("ssl.CERT_NONE", "ssl.VerifyMode.CERT_NONE", "aiohttp.ssl.CERT_NONE", "urllib3.util.ssl_.CERT_NONE"))
# These check nothing unless they are told to, and are made for servers as well.
_SILENT = ("ssl.PROTOCOL_TLS", "ssl.PROTOCOL_SSLv23", "ssl._SSLMethod.PROTOCOL_TLS")
_TOLD = ("verify_mode", "check_hostname", "load_cert_chain", "server_side", "PROTOCOL_TLS_SERVER")
_REQS = ("cert_reqs", "ssl_cert_reqs", "verify_mode")
# Dicts of options that are handed on, and what a dict of them may hold under "ssl".
_OPTIONS = ("sslopt", "ssl_options", "ssl", "connect_args")


@rule(
    id="unverified-ssl-context",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="TLS context that checks no certificate",
    cwe=295,
    owasp=["ML06"],
    atlas=["AML.T0010"],
    screen=("ssl", "CERT_NONE", "check_hostname", "VERIFY_NONE"),
    aliases=("B323", "S323"),
    bad=[
        Example(
            "import ssl\n«ssl._create_default_https_context = ssl._create_unverified_context»\nimport torch",
            fixed="import ssl\nimport torch",
        ),
        Example(
            "import ssl\nctx = «ssl._create_unverified_context()»",
            fixed="import ssl\nctx = ssl.create_default_context()",
        ),
        "import ssl\nctx = ssl.SSLContext()\n«ctx.check_hostname = False»\n«ctx.verify_mode = ssl.CERT_NONE»",
        "from ssl import _create_unverified_context as open_context\nctx = «open_context()»",
        "import ssl, websocket\nw.run_forever(sslopt=«{'cert_reqs': ssl.CERT_NONE}»)",
        Example(
            "import ssl\nc = «client(url, cert_reqs=ssl.CERT_NONE)»",
            fixed="import ssl\nc = client(url, cert_reqs=ssl.CERT_REQUIRED)",
        ),
        "import urllib3\nh = «urllib3.PoolManager(cert_reqs='CERT_NONE')»",
        "import redis\nr = «redis.Redis(host=h, ssl=True, ssl_cert_reqs=None)»",
        "import ldap3, ssl\nt = «ldap3.Tls(validate=ssl.CERT_NONE)»",
        "import sqlalchemy as sa\ne = sa.create_engine(url, connect_args=«{'ssl': {'check_hostname': False}}»)",
        "from urllib3.util.ssl_ import create_urllib3_context as make\nc = «make(cert_reqs=0)»",
        "import ssl\nssl._create_default_https_context = lambda: «ssl._create_unverified_context()»",
        "import ssl\nctx = ssl.create_default_context()\n«setattr(ctx, 'verify_mode', ssl.CERT_NONE)»",
        "import ssl\n«setattr(ssl, '_create_default_https_context', ssl._create_unverified_context)»",
        "import ssl\ntry:\n    unverified = ssl._create_unverified_context\nexcept AttributeError:\n    pass\nelse:\n"
        "    «ssl._create_default_https_context = unverified»",
        "import urllib.request as r, ssl\nx = r.urlopen(url, context=«ssl._create_unverified_context()»)",
        "from OpenSSL import SSL\nctx = SSL.Context(SSL.TLS_METHOD)\n«ctx.set_verify(SSL.VERIFY_NONE, ok)»",
        "import ssl\ns = «ssl.wrap_socket(sock)»",
        Example(
            "import ssl, urllib.request\ncontext = «ssl.SSLContext()»\nurllib.request.urlopen(url, context=context)",
            fixed="import ssl, urllib.request\ncontext = ssl.create_default_context()\n"
            "urllib.request.urlopen(url, context=context)",
        ),
        "import ssl\ncontext = «ssl.SSLContext(ssl.PROTOCOL_SSLv23)»",
    ],
    ok=[
        "import ssl\nctx = ssl.create_default_context()",
        "import ssl\nctx.verify_mode = ssl.CERT_REQUIRED\nctx.check_hostname = True",
        "import ssl\nssl._create_default_https_context = ssl.create_default_context",
        "import ssl\nprint(ssl.CERT_NONE)",
        "import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
        "import ssl\nctx = ssl.SSLContext()\nctx.verify_mode = ssl.CERT_REQUIRED",
        "import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS)\nctx.load_cert_chain('server.pem')",
        "text = 'ssl._create_unverified_context()'",
        "import ssl\ns = ssl.wrap_socket(sock, cert_reqs=ssl.CERT_REQUIRED)",
    ],
)
def unverified_ssl_context(code: Code) -> Iterator[Match]:
    """Without the certificate check anyone on the way can send you another file or model, or read what you send.

    Delete the line. On a Mac run "Install Certificates.command", or point SSL_CERT_FILE to certifi's list."""
    yield from _stored(code)
    for call in code.calls(*_MAKERS):
        if not call.is_stored and not call.is_reference:
            yield Match(call.span, proposals=_verified(call))
    for call in code.calls("*.set_verify"):
        mode = call.argument(0, "mode")
        if mode is not None and mode.name == "OpenSSL.SSL.VERIFY_NONE":
            edits = mode.replaced(_beside(code, mode, "VERIFY_PEER"))
            yield Match(call.span, proposals=offer("Use VERIFY_PEER", Applicability.REVIEW, edits))
    for call in code.calls("ssl.wrap_socket"):
        if "cert_reqs" not in call.keywords and not call.has_unknown_kwargs and len(call.args) < 4:
            yield Match(call.span, "ssl.wrap_socket checks no certificate unless it is told to")
    for call in code.calls("ssl.SSLContext"):
        protocol = call.argument(0, "protocol")
        is_silent = protocol is None or protocol.name in _SILENT
        if is_silent and not call.is_reference and not any(word in code.text for word in _TOLD):
            message = "ssl.SSLContext checks no certificate unless it is told to"
            yield Match(call.span, message, proposals=_checking(call))
    yield from _passed(code)


def _checking(call: Call) -> tuple[Proposal, ...]:
    owner, dot, _ = call.written.rpartition(".")
    edit = TextEdit(call.span, f"{owner}.create_default_context()")
    return offer("Use create_default_context", Applicability.REVIEW, (edit,) if dot else None)


def _stored(code: Code) -> Iterator[Match]:
    """Contexts put into the place of the safe one, and checks switched off on one."""
    for store in code.stores("ssl._create_default_https_context", "*.check_hostname", "*.verify_mode"):
        if store.name.endswith("_context"):
            off = store.value.name.startswith(_MAKERS)
        elif store.name.endswith("check_hostname"):
            off = store.value.constant is False
        else:
            off = _is_none(store.value)
        if off:
            yield Match(store.span, proposals=offer("Delete the statement", Applicability.SAFE, store.drop_statement()))
    for call in code.calls("setattr"):
        attribute, value = call.argument(1), call.argument(2)
        if attribute is None or value is None:
            continue
        is_unsafe = attribute.constant == "_create_default_https_context" and value.name.startswith(_MAKERS)
        is_off = attribute.constant == "verify_mode" and value.name in _NONE
        if is_unsafe or is_off:
            yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))


def _passed(code: Code) -> Iterator[Match]:
    """Calls that pass CERT_NONE, alone or in a dict of options."""
    for call in code.keyword(*_REQS, *_OPTIONS, "validate"):
        for name in (*_REQS, "validate"):
            value = call.keywords.get(name)
            if value is not None and (_is_none_for_redis(call, name, value) or _is_off(name, value)):
                yield Match(call.span, proposals=_required(code, call, name, value))
        for name in _OPTIONS:
            options = call.keywords.get(name)
            if options is not None and _switches_off(options):
                yield Match(options.span if options.spot.unit == code.unit else call.span)


def _is_off(name: str, value: Value) -> bool:
    return value.name in _NONE if name == "validate" else _is_none(value)


def _is_none_for_redis(call: Call, name: str, value: Value) -> bool:
    """Whether redis is told to ask for no certificate; elsewhere None stands for the default."""
    return name == "ssl_cert_reqs" and value.constant is None and call.name.startswith("redis.")


def _switches_off(options: Value) -> bool:
    """Whether a dict of options for a client, or the one for TLS inside of it, asks for no certificate."""
    entries = options.entries
    inner = entries["ssl"].entries if "ssl" in entries else entries
    reqs, host = inner.get("cert_reqs", inner.get("verify_mode")), inner.get("check_hostname")
    return (reqs is not None and (_is_none(reqs) or reqs.constant is False)) or (
        host is not None and host.constant is False
    )


def _is_none(value: Value) -> bool:
    if isinstance(value.constant, int):
        return value.constant == 0 and value.constant is not False
    return value.name in _NONE or value.constant in ("CERT_NONE", "none", "NONE")


def _required(code: Code, call: Call, name: str, value: Value) -> tuple[Proposal, ...]:
    if isinstance(value.constant, str):
        wanted = repr("required" if value.constant == "none" else "CERT_REQUIRED")
    elif value.spot.unit == code.unit:
        wanted = _beside(code, value, "CERT_REQUIRED")
    else:
        return ()
    return offer("Require a certificate", Applicability.SAFE, call.set_keyword(name, wanted))


def _beside(code: Code, value: Value, name: str) -> str:
    """Another constant of the same module, written as this one is."""
    owner, dot, _ = code.cell.source[slice(*value.span)].rpartition(".")
    return owner + dot + name


def _verified(call: Call) -> tuple[Proposal, ...]:
    """The same call of the function that makes a context that checks."""
    owner, dot, _ = call.written.rpartition(".")
    if not dot or call.args or call.keywords:
        return ()
    edit = TextEdit(call.func_span, f"{owner}.create_default_context")
    return offer("Use create_default_context", Applicability.SAFE, (edit,))
