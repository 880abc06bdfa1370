"""Azure addresses that are credentials: shared access signatures and the keys of functions."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .checks import decoded
from .filters import is_blank, looks_random
from .fixes import proposals

_SIGNATURE = regex(
    r"(?:[?&;\"' ]|\\u0026|%26)sig=((?:[A-Za-z0-9+/_-]|%2[BbFf]){40,90}(?:=|%3[Dd]){0,2})(?![A-Za-z0-9+/_-])"
)
_BESIDE = regex(r"(?:[?&;\"' ]|\\u0026|%26)(?:sv=(?:20[0-9]{2}-[0-9]{2}-[0-9]{2}|1[.]0)|se=[0-9]{4})")
_END = regex(r"(?:[?&;\"' ]|\\u0026|%26)se=([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_QUERY = regex(r"[^\s<>]*")
_CODE = regex(
    r"azurewebsites[.]net/[^\s\"'<>?]{0,200}[?](?:[^\s\"'<>]{0,200}&)?code=((?:[A-Za-z0-9_/+-]|%2[BbFf]){30,100}(?:=|%3[Dd]){0,2})"
)
_REACH = 700
_SIG = "q7Rk2Zs9Xw4Tn6Yb1Vd8" + "Lm3Jp5Hc0Gf6Qz8Kt2Wx"


@rule(
    id="azure-sas-token",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Azure shared access signature",
    cwe=798,
    bad=[
        f'url = "https://corp.blob.core.windows.net/c/a.csv?sv=2022-11-02&se=2031-05-06T00:00:00Z&sp=r&sig=«{_SIG}Abc%3D»"',
        f'sas = "sp=r&st=2024-01-01T00:00:00Z&se=2031-05-06T00:00:00Z&sv=2022-11-02&sr=c&sig=«{_SIG}Abc%3D»"',
    ],
    ok=[
        'url = f"https://{account}.blob.core.windows.net/{name}?sv=2022-11-02&se={end}&sig={signature}"',
        'url = "https://corp.blob.core.windows.net/c?sv=2022-11-02&sig=<your-signature>"',
        f'url = "https://example.org/plot?sig={_SIG}Abc"',
    ],
    screen=("sig=",),
    precedence=1630,
    propose=proposals("Azure SAS token", "AZURE_STORAGE_SAS_TOKEN"),
)
def azure_sas_token(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can reach this storage until the signature expires.

    Rotate the account key or revoke the access policy that signed it, then read the token from the environment."""
    text = segment.text
    for match in _SIGNATURE.finditer(text):
        start, end = match.span(1)
        before = text[max(0, start - _REACH) : start]
        query = (before.split()[-1:] or [""])[0] + _tail(text, end)
        if not _BESIDE.search("?" + query) or is_blank(match[1]):
            continue
        whole = len(decoded(unquote(match[1]))) == 32
        until = _END.search("?" + query)
        note = f", expires {until[1]}" if until else ""
        yield Match(
            Span(start, end),
            message=f"Azure SAS token {segment.where}{note}",
            confidence=Confidence.HIGH if whole else Confidence.MEDIUM,
            label="Azure SAS token",
            preview=shape(),
        )


def _tail(text: str, end: int) -> str:
    match = _QUERY.match(text, end, end + _REACH)
    return match[0] if match else ""


@rule(
    id="azure-function-url",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Key of an Azure function in its URL",
    cwe=798,
    bad=[f'url = "https://jobs.azurewebsites.net/api/run?code=«{_SIG}{_SIG[:14]}==»"'],
    ok=[
        'url = f"https://jobs.azurewebsites.net/api/run?code={key}"',
        'url = "https://jobs.azurewebsites.net/api?code=200"',
    ],
    screen=("azurewebsites.net",),
    shapes=(r"azurewebsites\.net/[^\s\"'<>]*[?&]code=[A-Za-z0-9_/+%-]{30}",),
    precedence=1640,
    propose=proposals("Azure Functions key", "AZURE_FUNCTIONS_KEY"),
)
def azure_function_url(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can call this function.

    Renew the key in the portal, then send the new one in a header that is read from the environment."""
    for match in _CODE.finditer(segment.text):
        if looks_random("key", unquote(match[1])):
            yield Match(
                Span(*match.span(1)),
                message=f"Azure Functions key {segment.where}",
                label="Azure Functions key",
                preview=shape(),
            )
