"""Logins told in a sentence, a user and a password with a stroke between: "Log in with ann / …"."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Part, Segment, Severity, Span, regex, rule, shape

from .chosen import is_chosen, is_password_of
from .fixes import proposals
from .told import WITH

_MARK = r"[\"'`*]{0,3}"
_PASSWORD = rf"{_MARK}([^\s\"'`*|<>][^\s\"'`|<>]{{7,39}}?)(?=[\"'`*|<>.,;)]{{0,3}}(?:\s|\Z))"
# Strokes stand in paths as well: there are spaces around one here, or a user whom every server has before it.
_TOLD = regex(
    r"(?i)\b(?:log[ -]?in|sign[ -]?in|credentials?|accounts?)\b[^\n:]{0,60}?"
    r"(?::|[ ](?:with|using|as|use|is|are))[ ]{1,3}"
    rf"(?:{_MARK}([\w.@+-]{{2,60}}){_MARK}[ ]/[ ]|{_MARK}(admin|root|demo|guest|elastic|postgres)/){_PASSWORD}"
)
_USED = regex(
    r"(?i)\buse[ ][`*]{1,3}([\w.@+-]{2,60})[`*]{1,3}[ ]?()/[ ]?[`*]{1,3}([^\s`*]{8,40})"
    r"[`*]{1,3}[ ](?:to[ ])?(?:log|sign)[ -]?(?:in|on)\b"
)
_WORDS = ("passwo", "passwd", "de passe ", "contrase", "pw ", "pw: ")
_NAMED = regex(rf"(?i)(?:passwor[dt]|passwd|mot de passe|contraseña|(?<![a-z])pw):?[ ]{_PASSWORD}")
_FOREIGN_WORDS = ("ароль", "hasł", "senha", "wachtwoord", "şifre")
_FOREIGN = regex(rf"(?:[Пп]ароль|hasło|hasłem|[Ss]enha|[Ww]achtwoord|şifre):?[ ]{_PASSWORD}")
_LOGGED = regex(
    r"(?i)\b(?:log(?:s|ged|ging)?|sign(?:s|ed|ing)?|connect\w*|login|user\w*|account|anmeld\w*|einlogg\w*|benutzer\w*|nutzer\w*|zugang\w*|"
    r"identifiant|utilisateur|connexion|connecte\w*|usuario|usuário|acced\w*|utente|logowan\w*|użytkownik\w*|"
    r"gebruiker\w*|inloggen|kullanıcı|(?-i:[Лл]огин|ользовател\w*))\b"
)
_BEFORE = 80
LABEL = "Password in a sentence"
_FAKE = "t7Kq2" + "xWz9Lm"


@rule(
    id="login-in-sentence",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="User and password in a sentence",
    cwe=798,
    bad=[
        f"# %% [markdown]\nLogin: ann / «{_FAKE}»",
        f"# %% [markdown]\nUse `ann` / `«{_FAKE}»` to sign in.",
        "# %% [markdown]\nLog in as ann with password «" + "Harbour" + "2019».",
        "# %% [markdown]\nUse the login ann and the password `«" + "Tulip_" + "Meadow_38»` to open it.",
        "# %% [markdown]\nAccedi con utente lab e password «" + "Harbour" + "2019» al server.",
        "# %% [markdown]\nЛогин analyst, пароль «" + "Harbour" + "2019»",
        f"!helm status grafana\n# %% [output]\nLogin with admin/«{_FAKE}»",
    ],
    ok=[
        "# %% [markdown]\nLogin: see the wiki / ask Joe",
        "# %% [markdown]\nSign in with GitHub / Okta-SSO2",
        "# %% [markdown]\nUse the account: team/Project2023",
        "# %% [markdown]\nLog in as: user / password123",
        "# %% [markdown]\nSign in with your e-mail and password, then open Lesson-12b.",
        "# %% [markdown]\nAccounts with password authentication2 and with password hashing-v2 are old.",
    ],
    screen=(
        "login",
        "log in",
        "log-in",
        "sign in",
        "sign-in",
        "signin",
        "credential",
        "account",
        "pass",
        "contrase",
        "pw",
        *_FOREIGN_WORDS,
    ),
    shapes=(
        r"(?:log[ -]?in|sign[ -]?in|credential|account)[^\n]{1,130}/[ `*]{0,4}[^\s`*]{8}",
        r"(?:with|using|and|mit|und|avec|con|com|et|y|e|i|z|en|met|и|с|ve|,) [a-z ]{0,4}"
        r"(?:passw(?:or[dt]|d)|mot de passe|contrase..?a|pw|[\x80-\xff]{0,2}ароль|hasł[^ ]{1,4}|senha|"
        r"wachtwoord|şifre):? \S{8}",
        r"/[ ]?[`*][^\n]{8,50}[`*] (?:to )?(?:log|sign)",
    ),
    caseless=True,
    precedence=4120,
    propose=proposals("password", "PASSWORD"),
)
def login_in_sentence(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with this user and password.

    Change the password, and tell it to those who need it in another way."""
    if segment.part is Part.SOURCE and segment.kind == "code":
        return
    for match in (*_TOLD.finditer(segment.text), *_USED.finditer(segment.text)):
        password = match[3]
        if is_password_of(password, match[1] or match[2]):
            yield Match(Span(*match.span(3)), message=f"{LABEL} {segment.where}", label="password", preview=shape())
    lowered = segment.text.lower()
    forms = [_NAMED] if any(word in lowered for word in _WORDS) else []
    if any(word in lowered for word in _FOREIGN_WORDS):
        forms.append(_FOREIGN)
    for match in (match for form in forms for match in form.finditer(segment.text)):
        before = segment.text[max(0, match.start() - _BEFORE) : match.start()]
        if is_chosen(match[1]) and WITH.search(before) and _LOGGED.search(before):
            yield Match(Span(*match.span(1)), message=f"{LABEL} {segment.where}", label="password", preview=shape())
