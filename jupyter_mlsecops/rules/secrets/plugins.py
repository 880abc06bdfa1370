"""The rules that report what detect-secrets' default plugins find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Rule, Segment, Severity, Span, rule, shape

from .adapter import TOKEN_PART, hits, installed, line_start
from .filters import MIXED, entropy, is_blank, is_word, looks_random
from .fixes import proposals
from .named import is_not_credential
from .pairs import WORDS
from .plugin_table import ANOTHER, CHAT, PLUGINS
from .row import place

_CREDENTIAL_WORD = re.compile(r"(?i)key|token|secret|passw|pwd|credential|bearer|authorization")
_QUOTED = (re.compile(r'"[A-Za-z0-9+/\\_=-]{16,400}"'), re.compile(r"'[A-Za-z0-9+/\\_=-]{16,400}'"))
_KEYWORD_VALUE = (re.compile(r'"[^"\s]{8,200}"'), re.compile(r"'[^'\s]{8,200}'"))
_KEY_STEMS = ("api", "auth", "service", "account", "db", "database", "priv", "private", "client")


def _accepted(text: str, span: Span, value: str) -> bool:
    if TOKEN_PART.match(text, span.start - 1) and text[span.start - 2 : span.start - 1] != "\\":
        return False
    if is_blank(value, 3.0) or is_word(value):
        return False
    return looks_random("token" if len(value) >= 16 else "password", value)


def _typed(segment: Segment, *kinds: str) -> Iterator[Match]:
    text = segment.text
    lowered = text.lower()
    for kind in kinds:
        within = lowered if PLUGINS[kind].caseless else text
        for literal in PLUGINS[kind].literals:
            if literal in within:
                break
        else:
            continue
        for span, value in hits(kind, text):
            if _accepted(text, span, value):
                yield _match(segment, span, PLUGINS[kind].label)


def _match(segment: Segment, span: Span, label: str) -> Match:
    return Match(span, message=f"{label} {place(segment)}", label=label, preview=shape())


def _rule_for(
    id: str, title: str, precedence: int, example: str, screen: tuple[str, ...] = (), caseless: bool = False
) -> Rule:
    kinds = tuple(kind for kind, plugin in PLUGINS.items() if plugin.rule == id)

    def check(segment: Segment) -> Iterator[Match]:
        return _typed(segment, *kinds)

    check.__doc__ = (
        f"Everyone who gets the notebook can use this {title}.\n\n"
        "Revoke it where it was issued, then read it from the environment."
    )
    return rule(
        id=id,
        on=Segment,
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        title=title[:1].upper() + title[1:],
        cwe=798,
        bad=[example] if example else (),
        ok=['import os\ntoken = os.environ["TOKEN"]'],
        screen=screen,
        caseless=caseless,
        precedence=precedence,
        propose=proposals("", ""),
    )(check)


def _literals(rule: str) -> tuple[str, ...]:
    return tuple(sorted({literal for plugin in PLUGINS.values() if plugin.rule == rule for literal in plugin.literals}))


_HEX = "0d5e9c3ab714f682"
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8"
RULES = (
    _rule_for("artifactory-token", "Artifactory credential", 3000, f'x = "«AKC{_BODY}Lm3»"', ("AKC", "AP")),
    _rule_for(
        "cloudant-credential",
        "Cloudant credential",
        3001,
        f'cloudant_password = "«{_HEX[::-1]}{_HEX}{_HEX[3:]}{_HEX[:3]}{_HEX}»"',
        ("cloudant",),
        True,
    ),
    _rule_for(
        "ibm-cloud-key",
        "IBM Cloud key",
        3002,
        f'ibm_iam_key = "«{_BODY}{_BODY[::-1]}Q9zK»"',
        ("ibm", "iam", "secret"),
        True,
    ),
    _rule_for("mailchimp-key", "Mailchimp key", 3003, f'x = "«{_HEX}{_HEX[5:]}{_HEX[:5]}-us12»"', ("-us",)),
    _rule_for(
        "softlayer-credential",
        "SoftLayer credential",
        3004,
        f'softlayer_api_key = "«{_HEX}{_HEX[::-1]}{_HEX[7:]}{_HEX[:7]}{_HEX}»"',
        ("softlayer", "sl_", "sl-", "slapi", "slkey"),
        True,
    ),
    _rule_for(
        "square-oauth-secret", "Square OAuth secret", 3005, f'x = "«sq0csp-{_BODY}{_BODY[::-1]}Qz3»"', ("sq0csp-",)
    ),
    _rule_for(ANOTHER, "token in a format that detect-secrets knows", 3500, "", _literals(ANOTHER)),
    _rule_for(CHAT, "chat token in a format that detect-secrets knows", 3501, "", _literals(CHAT), True),
)


@rule(
    id="public-ip-address",
    on=Segment,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    title="Public IP address",
    cwe=200,
    bad=["# [output]".replace("# ", "# %% ") + "\nserver: «8.8.4.4»"],
    ok=['host = "192.168.1.20"'],
    precedence=9000,
    profile="audit",
)
def public_ip_address(segment: Segment) -> Iterator[Match]:
    """A public address tells where a service of yours runs.

    Remove it if the notebook is to be published."""
    for span, _ in hits("Public IP (ipv4)", segment.text):
        yield _match(segment, span, "Public IP address")


def _beside_name(text: str, start: int) -> bool:
    """Whether a credential's name stands in the sixty characters before, on the same line."""
    left = text[line_start(text, start, 60) : start]
    return _CREDENTIAL_WORD.search(left) is not None and not is_not_credential(left)


@rule(
    id="high-entropy-string",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Random string near a credential's name",
    cwe=798,
    bad=[f'client.use_token("v2", "«{_BODY}Lm3Jp5Hc0Gf»")'],
    ok=[f'row = "{_BODY}{_BODY[::-1]}"', 'token = "distilbert-base-uncased-finetuned"'],
    screen=WORDS,
    caseless=True,
    precedence=5000,
    propose=proposals("", ""),
)
def high_entropy_string(segment: Segment) -> Iterator[Match]:
    """A string that looks drawn by chance stands near the name of a credential, so it may be one.

    If it is, revoke it and read it from the environment; if it is not, ignore the finding with a reason."""
    text = segment.text
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            value = match[0][1:-1]
            if MIXED.drops(value) or not _beside_name(text, match.start()) or not looks_random("token", value):
                continue
            for kind in ("Hex High Entropy String", "Base64 High Entropy String"):
                detector = installed()[kind]
                found = [s for s in detector.analyze_string(match[0]) if s == value]
                if found and detector.calculate_shannon_entropy(value) > detector.entropy_limit:
                    yield _match(segment, Span(match.start() + 1, match.end() - 1), "High-entropy string")
                    break


@rule(
    id="secret-keyword",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Value beside a secret's keyword",
    cwe=798,
    bad=['if "«' + "x7Kq!Zr4" + 'bWm»" == password: pass'],
    ok=['if "password" == kind: pass'],
    screen=("key", "pass", "pwd", "secret", "contrase"),
    caseless=True,
    precedence=4500,
    propose=proposals("", ""),
)
def secret_keyword(segment: Segment) -> Iterator[Match]:
    """A quoted value stands beside a word like password or secret.

    If it is a real one, change it and read it from the environment."""
    text = segment.text
    if '"' not in text and "'" not in text:
        return
    seen: set[int] = set()
    for stem in _stems(text):
        first = line_start(text, stem, 140)
        stop = text.find("\n", stem, stem + 160)
        window = text[first : stem + 160 if stop < 0 else stop]
        for pattern in _KEYWORD_VALUE:
            for match in pattern.finditer(window):
                value, start = match[0][1:-1], first + match.start() + 1
                if start in seen:
                    continue
                seen.add(start)
                kind = "token" if len(value) >= 16 else "password"
                if entropy(value) < 2.8 or not looks_random(kind, value) or is_not_credential(window):
                    continue
                if value in set(installed()["Secret Keyword"].analyze_string(window)):
                    yield _match(segment, Span(start, start + len(value)), "Secret beside a keyword")


def _stems(text: str) -> Iterator[int]:
    """Where the words stand that the keyword plugin looks for."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if c.isascii() else c for c in text)
    for word in ("passw", "pwd", "secret", "contrase", "_pass", "key"):
        at = lowered.find(word)
        while at >= 0:
            if word != "key" or lowered[max(0, at - 10) : at].rstrip("_").endswith(_KEY_STEMS):
                yield at
            at = lowered.find(word, at + len(word))
