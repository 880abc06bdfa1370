"""Private keys in PEM, and the JSON of service accounts that hold one."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .fixes import advice

_BEGIN = regex(r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_HEADER = regex(
    r"(?:(?:\\{0,3}r)?\\{0,3}n|\s|[\"'+,\\]|(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):[^\n\\]{0,120}){0,40}"
)
_BODY = regex(r"[A-Za-z0-9+/=]{16}")
_END = regex(r"-{4,5} ?END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_LONGEST = 20_000
_ELIDED = regex(r"\.{3}|…")
_FULL = 250  # a key of which less is shown, the rest being dots, is of no use
_ENCRYPTED = ("ENCRYPTED PRIVATE KEY", "4,ENCRYPTED", "Proc-Type: 4")
_ACCOUNT = ("auth_provider_x509_cert_url", "service_account", "client_x509_cert_url", "private_key_id")

_FAKE = "-----BEGIN " + "PRIVATE KEY-----\\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEF" + "\\n-----END " + "PRIVATE KEY-----"


def _keys(text: str) -> Iterator[tuple[Span, str]]:
    """The private keys in a text that have a body: the span of each, and the key."""
    at = 0
    while begin := _BEGIN.search(text, at):
        at = begin.end()
        header = _HEADER.match(text, at)
        if header is None or _BODY.match(text, header.end()) is None:
            continue
        end = _END.search(text, at, at + _LONGEST)
        at = end.end() if end else _body_end(text, at)
        span = Span(begin.start(), at)
        if _ELIDED.search(text, span.start, at + 3) and at - span.start < _FULL:
            continue
        yield span, text[slice(*span)]


_BODY_REST = regex(r"(?:[A-Za-z0-9+/=\s\"',:+-]|\\{1,3}[rnt])*")


def _body_end(text: str, start: int) -> int:
    """Where a key that was cut off ends."""
    match = _BODY_REST.match(text, start, start + _LONGEST)
    end = match.end() if match else start
    while end > start and text[end - 1] in " \t\r\n\"',":
        end -= 1
    return end


def _is_account(text: str, span: Span) -> bool:
    around = text[max(0, span.start - 1500) : span.start] + text[span.end : span.end + 1500]
    return sum(word in around for word in _ACCOUNT) >= 2


@rule(
    id="private-key",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Private key",
    cwe=798,
    bad=[f'key = "«{_FAKE}»"'],
    ok=['pem = "-----BEGIN PUBLIC KEY-----"', "# a file that begins with -----BEGIN " + "PRIVATE KEY----- holds a key"],
    screen=("PRIVATE KEY",),
    precedence=20,
    propose=advice("Keep the key in a file outside the project and read it from there"),
)
def private_key(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can sign and log in as the owner of this private key.

    Replace the key pair, keep the new key in a file outside the project, and pass its path."""
    for span, key in _keys(segment.text):
        if not _is_account(segment.text, span):
            locked = any(word in key for word in _ENCRYPTED)
            yield Match(
                span,
                message=f"Private key {segment.where}" + (" (encrypted)" if locked else ""),
                severity=Severity.HIGH if locked else Severity.CRITICAL,
                label="Private key",
                preview=shape(),
            )


@rule(
    id="google-service-account",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Google service account key",
    cwe=798,
    bad=[f'info = {{"type": "service_account", "private_key_id": "0", "private_key": "«{_FAKE}»"}}'],
    ok=['creds = load("service_account.json")'],
    screen=("PRIVATE KEY",),
    precedence=10,
    propose=advice("Keep the JSON in a file outside the project and pass its path"),
)
def google_service_account(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can act as this service account in the cloud.

    Delete the key in the console, keep a new one outside the project, and set GOOGLE_APPLICATION_CREDENTIALS to its
    path."""
    for span, _ in _keys(segment.text):
        if _is_account(segment.text, span):
            yield Match(
                span,
                message=f"Google service account key {segment.where}",
                label="Google service account key",
                preview=shape(),
            )


_REFRESH = regex(
    r"\\{0,2}[\"'](?:refresh_token|client_secret)\\{0,2}[\"']\s{0,3}:\s{0,3}\\{0,2}[\"']([A-Za-z0-9_/.-]{20,200})\\{0,2}[\"']"
)


@rule(
    id="google-application-default",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Google application default credentials",
    cwe=798,
    bad=[
        'adc = {"type": "authorized_user", "client_secret": "x", "refresh_token": "«'
        + "1//0gX4kQw7Zt9"
        + 'LbVn2cRs8Y»"}'
    ],
    ok=['keys = ["client_secret", "refresh_token"]'],
    screen=("refresh_token",),
    precedence=30,
    propose=advice("Keep the JSON in a file outside the project and pass its path"),
)
def google_application_default(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can act as the user who is logged in with these credentials.

    Run gcloud auth application-default revoke, and keep the file outside the project."""
    text = segment.text
    if "client_secret" not in text or "authorized_user" not in text and "token_uri" not in text:
        return
    for match in _REFRESH.finditer(text):
        yield Match(
            Span(*match.span(1)),
            message=f"Google credentials {segment.where}",
            label="Google application default credentials",
            preview=shape(),
        )
