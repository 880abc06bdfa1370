"""Versions and ciphers of TLS that can be broken."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Proposal, Severity, Value, offer, regex, rule

_OLD = ("SSLv2", "SSLv3", "TLSv1", "TLSv1_1")
_PROTOCOLS = frozenset(
    (
        *(f"ssl.PROTOCOL_{version}" for version in _OLD),
        *(f"ssl._SSLMethod.PROTOCOL_{version}" for version in _OLD),
        *(f"OpenSSL.SSL.{version}_METHOD" for version in _OLD),
    )
)
_VERSIONS = frozenset((*(f"ssl.TLSVersion.{version}" for version in _OLD), "ssl.TLSVersion.MINIMUM_SUPPORTED"))
_MAKERS = ("ssl.SSLContext", "ssl.wrap_socket", "OpenSSL.SSL.Context", "pyOpenSSL.SSL.Context")
_CIPHERS = regex(r"(?<![!\w-])(?:RC4|DES|3DES|NULL|eNULL|aNULL|EXPORT|EXP|LOW|MD5)(?![\w])|@SECLEVEL=[01]\b")


@rule(
    id="weak-tls-version",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Old version of TLS",
    cwe=[326, 327],
    screen=("PROTOCOL_", "_METHOD", "TLSVersion", "set_ciphers", "ssl_version", "ssl_minimum_version"),
    aliases=("B502", "B503", "S502", "S503"),
    bad=[
        Example(
            "import ssl\nctx = «ssl.SSLContext(ssl.PROTOCOL_TLSv1)»",
            fixed="import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
        ),
        Example(
            "import ssl\nctx = ssl.create_default_context()\n«ctx.minimum_version = ssl.TLSVersion.TLSv1»",
            fixed="import ssl\nctx = ssl.create_default_context()\nctx.minimum_version = ssl.TLSVersion.TLSv1_2",
        ),
        "from ssl import PROTOCOL_SSLv3 as OLD, SSLContext\nctx = «SSLContext(OLD)»",
        "import ssl\nOLD = ssl.PROTOCOL_TLSv1_1\n# %%\n«m.init_poolmanager(1, 2, ssl_version=OLD)»",
        "from OpenSSL import SSL\nctx = «SSL.Context(SSL.SSLv3_METHOD)»",
        "import ssl\n«ctx.set_ciphers('DEFAULT@SECLEVEL=1')»",
        "import ssl\n«ctx.set_ciphers('RC4-SHA:HIGH')»".replace("RC4-SHA", "RC4"),
    ],
    ok=[
        "import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
        "import ssl\nctx.minimum_version = ssl.TLSVersion.TLSv1_2",
        "import ssl\nctx.maximum_version = ssl.TLSVersion.TLSv1_3",
        "import ssl\nctx.set_ciphers('HIGH:!aNULL:!MD5:!RC4')",
        "import ssl\nctx.set_ciphers('ECDHE+AESGCM')",
        "print(ssl.PROTOCOL_TLSv1)",
    ],
)
def weak_tls_version(code: Code) -> Iterator[Match]:
    """SSL and the first two versions of TLS have known attacks: what is sent can be read or changed on the way.

    Ask for TLS 1.2 or newer: context.minimum_version = ssl.TLSVersion.TLSv1_2."""
    for call in code.calls(*_MAKERS):
        protocol = call.argument(0 if call.name.endswith("Context") else -1, "protocol", "ssl_version", "method")
        if protocol is not None and protocol.name in _PROTOCOLS:
            wanted = "TLS_METHOD" if protocol.name.startswith("OpenSSL.") else "PROTOCOL_TLS_CLIENT"
            yield Match(call.span, proposals=_instead(code, protocol, wanted))
    for call in code.keyword("ssl_version", "ssl_minimum_version", "minimum_version", "tls_version"):
        if call.name in _MAKERS:
            continue
        for name in ("ssl_version", "ssl_minimum_version", "minimum_version", "tls_version"):
            version = call.keywords.get(name)
            if version is not None and version.name in _PROTOCOLS:
                yield Match(call.span, proposals=_instead(code, version, "PROTOCOL_TLSv1_2"))
            elif version is not None and version.name in _VERSIONS:
                yield Match(call.span, proposals=_instead(code, version, "TLSv1_2"))
    for store in code.stores("*.minimum_version", "*.maximum_version"):
        lowest = store.name.endswith("minimum_version") or not store.value.name.endswith("MINIMUM_SUPPORTED")
        if lowest and store.value.name in _VERSIONS:
            yield Match(store.span, proposals=_instead(code, store.value, "TLSv1_2"))
    for call in code.calls("*.set_ciphers"):
        ciphers = call.argument(0, "ciphers", "ciphersuites")
        if ciphers is not None and isinstance(ciphers.constant, str) and _CIPHERS.search(ciphers.constant):
            fix = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, "Weak ciphers allowed for TLS", proposals=fix)


def _instead(code: Code, value: Value, wanted: str) -> tuple[Proposal, ...]:
    """Another constant of the same module, where this one is written with its module."""
    written = code.cell.source[slice(*value.span)] if value.spot.unit == code.unit else ""
    owner, dot, _ = written.rpartition(".")
    edits = value.replaced(f"{owner}.{wanted}") if dot else None
    return offer(f"Use {wanted}", Applicability.REVIEW, edits)
