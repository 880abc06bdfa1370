"""Google's app passwords: sixteen small letters in four groups, which no test for randomness takes for a secret."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .fixes import proposals

_FOUR = regex(r"[\"'`]((?:[a-z]{4}[ \u00a0]){3}[a-z]{4})(?=[\"'`])")
_ABOUT_MAIL = regex(r"(?i)gmail|smtp|imap|passw")
_VOWEL = regex(r"[aeiouy]")
_REACH = 300
LABEL = "Google app password"


@rule(
    id="google-app-password",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.MEDIUM,
    title="Google app password",
    cwe=798,
    bad=[
        'server = smtplib.SMTP("smtp.gmail.com", 587)\nserver.login(sender, "«' + "xqzv kdtr " + 'bmwp fhjc»")',
        'app_password = "«' + "wqzt ukdr " + 'bmep fhjc»"',
    ],
    ok=[
        'password_hint = "this that then when"',
        'server.login(sender, "abcd efgh ijkl mnop")',
        'server.login(sender, "xxxx xxxx xxxx xxxx")',
    ],
    screen=("gmail", "smtp", "imap", "passw"),
    caseless=True,
    precedence=1720,
    propose=proposals(LABEL, "EMAIL_PASSWORD"),
)
def google_app_password(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can read and send this account's mail, whatever its second factor.

    Revoke it at https://myaccount.google.com/apppasswords, then ask for the new one with getpass."""
    text = segment.text
    for match in _FOUR.finditer(text):
        groups = match[1].replace("\u00a0", " ").split(" ")
        spoken = sum(_VOWEL.search(group) is not None for group in groups)
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
        if spoken <= 3 and len(set(match[1])) >= 9 and "abcd" not in groups and _ABOUT_MAIL.search(around):
            yield Match(Span(*match.span(1)), message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())
