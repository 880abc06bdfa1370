"""Models and files given to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_PUBLIC = ("public-read", "public-read-write", "publicRead", "publicReadWrite")


@rule(
    id="public-artifact-upload",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="File or model uploaded for everybody",
    cwe=200,
    owasp=["ML05", "LLM02"],
    atlas=["AML.T0024"],
    screen=("public", "private"),
    bad=[
        Example("«m.push_to_hub('org/m', private=False)»", fixed="m.push_to_hub('org/m', private=True)"),
        "«s3.put_object(Bucket=b, Key=k, Body=x, ACL='public-read')»",
        "«s3.upload_file(p, b, k, ExtraArgs={'ACL': 'public-read'})»",
    ],
    ok=["m.push_to_hub('org/m', private=True)", "s3.put_object(Bucket=b, Key=k, ACL='private')  # public"],
)
def public_artifact_upload(code: Code) -> Iterator[Match]:
    """Everybody can read what is uploaded here, with the personal data and secrets that may be in it.

    Upload it as private, and share it with the people who need it."""
    for call in code.calls("*.push_to_hub", "*.create_repo", "*.upload_folder"):
        private = call.keywords.get("private")
        if private is not None and private.is_false():
            fix = offer("Set private=True", Applicability.SAFE, call.set_keyword("private", "True"))
            yield Match(call.span, proposals=fix)
    for call in code.keyword("ACL", "ExtraArgs", "predefined_acl"):
        options = call.keywords.get("ExtraArgs")
        acl = (
            options.entries.get("ACL")
            if options is not None
            else call.keywords.get("ACL", call.keywords.get("predefined_acl"))
        )
        if acl is not None and acl.constant in _PUBLIC:
            yield Match(call.span)
