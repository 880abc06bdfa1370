"""Tokens whose signature is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Proposal, Severity, Value, offer, rule

_DECODERS = (
    *("jwt.decode", "jwt.api_jwt.decode", "jwt.decode_complete", "jwt.PyJWT().decode", "jwt.JWT().decode"),
    *("jose.jwt.decode", "google.auth.jwt.decode", "python_jwt.verify_jwt", "jwt.api_jws.decode", "jose.jws.verify"),
    *("jwt.PyJWT().decode_complete", "authlib.jose.jwt.decode"),
)
_UNVERIFIED = ("jose.jwt.get_unverified_claims", "python_jwt.process_jwt", "jose.jws.get_unverified_claims")
_SIGNERS = ("jwt.encode", "jose.jwt.encode", "jwt.PyJWT().encode")


@rule(
    id="jwt-signature-unverified",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Token read without checking its signature",
    cwe=347,
    screen=("jwt", "jose"),
    bad=[
        "import jwt\nc = «jwt.decode(t, options={'verify_signature': False})»",
        Example(
            "import jwt\nc = «jwt.decode(t, key, algorithms=['RS256'], options={'verify_signature': False})»",
            fixed="import jwt\nc = jwt.decode(t, key, algorithms=['RS256'])",
        ),
        Example(
            "import jwt\nc = «jwt.decode(t, key, verify=False, algorithms=['HS256'])»",
            fixed="import jwt\nc = jwt.decode(t, key, algorithms=['HS256'])",
        ),
        "from jose import jwt\nc = «jwt.get_unverified_claims(t)»",
        "import jwt as j\nopts = {'verify_signature': False, 'verify_exp': 0}\n# %%\nc = «j.decode(t, options=opts)»",
        "from jwt import decode as read\nc = «read(t, key, algorithms=['HS256', 'none'])»",
        "from google.auth import jwt\nc = «jwt.decode(t, verify=False)»",
        "import jwt\nt = «jwt.encode(claims, None, algorithm='none')»",
        "import jwt\nkw = dict(options=dict(verify_signature=False))\nc = «jwt.decode(t, **kw)»",
    ],
    ok=[
        "import jwt\nc = jwt.decode(t, key, algorithms=['RS256'])",
        "import jwt\nh = jwt.get_unverified_header(t)",
        "import jwt\nc = jwt.decode(t, key, algorithms=['RS256'], options={'verify_aud': False})",
        "def decode(t, verify): ...\ndecode(t, verify=False)",
        "import jwt\nt = jwt.encode(claims, key, algorithm='HS256')",
    ],
)
def jwt_signature_unverified(code: Code) -> Iterator[Match]:
    """Anyone can write such a token, so what it says about its owner proves nothing.

    Pass the key and the algorithms that you expect."""
    for call in code.calls(*_DECODERS):
        verify, options = call.keywords.get("verify"), call.keywords.get("options")
        algorithms = call.argument(2, "algorithms")
        checked = options.entries.get("verify_signature") if options is not None else None
        if checked is not None and checked.is_false():
            yield Match(call.span, proposals=_checked(call, options, "options"))
        elif verify is not None and verify.is_false():
            yield Match(call.span, proposals=_checked(call, None, "verify"))
        elif algorithms is not None and _allows_none(algorithms):
            yield Match(call.span, 'A token with the algorithm "none" has no signature')
    for call in code.calls(*_UNVERIFIED):
        yield Match(call.span)
    for call in code.calls(*_SIGNERS):
        algorithm = call.argument(2, "algorithm")
        if algorithm is not None and algorithm.constant in ("none", "None", "NONE"):
            yield Match(call.span, "A token without a signature")


def _allows_none(algorithms: Value) -> bool:
    return any(str(item.constant).lower() == "none" for item in (*algorithms.items, algorithms) if item.constant)


def _checked(call: Call, options: Value | None, name: str) -> tuple[Proposal, ...]:
    """The call without the switch, where it has a key and says which algorithms it expects."""
    if len(call.args) < 2 and "key" not in call.keywords:
        return ()
    if "algorithms" not in call.keywords and len(call.args) < 3:
        return ()
    flag = options.entries.get("verify_signature") if options is not None else None
    if options is not None and flag is not None and len(options.entries) > 1:
        edits = flag.replaced("True") if flag.is_written_out else None
    else:
        edits = call.drop_keyword(name)
    return offer("Check the signature", Applicability.REVIEW, edits)
