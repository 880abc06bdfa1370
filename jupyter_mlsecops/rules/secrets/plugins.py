"""The rules that report what detect-secrets' default plugins find."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Confidence, Match, Part, Rule, Segment, Severity, Span, regex, replace, rule, shape

from .adapter import WINDOW, asked, hits, is_inside_run, line_start, places, reported, windows
from .filters import MIXED, entropy, is_random, looks_random
from .fixes import proposals
from .named import is_not_credential
from .plugin_table import ANOTHER, CHAT, PLUGINS
from .row import in_base64
from .words import WORDS

_CREDENTIAL_WORD = regex(r"(?i)key|token|secret|passw|pwd|credential|bearer|authorization")
# The plugin may take milliseconds for a window. In a text of endless lines it is asked so often; the rule
# named-credential, which has no such limit, looks at all of it.
_ASKED = 8
# What stands before four numbers that are a version: ``torch==``, ``(from torch) (``, ``Chrome/``, ``release``.
_VERSION = regex(
    r"(?i)(?:[<>~!=]=|[<>~^]|\)[ ]\(|[a-z0-9]/|[a-z]-|(?<![a-z])v|"
    r"\b(?:version|release|build|driver|rev|ver)[ .:=]{1,3})\Z"
)
_KEYWORD_VALUE = (regex(r'"([^"\s]{8,200})"'), regex(r"'([^'\s]{8,200})'"))


def _looks_issued(value: str) -> bool:
    return entropy(value) >= 3.0 and is_random(value)


def _typed(segment: Segment, *kinds: str) -> Iterator[Match]:
    text = segment.text
    judged: dict[str, bool] = {}
    lowered = text.lower() if any(PLUGINS[kind].words for kind in kinds) else ""
    for kind in kinds:
        plugin = PLUGINS[kind]
        if plugin.words and not any(word in lowered for word in plugin.words):
            continue
        for span, value in hits(kind, text):
            if value not in judged:
                judged[value] = _looks_issued(value)
            if judged[value] and not is_inside_run(text, span.start) and not in_base64(text, span):
                yield _match(segment, span, plugin.label)


def _match(segment: Segment, span: Span, label: str) -> Match:
    return Match(span, message=f"{label} {segment.where}", label=label, preview=shape())


def _rule_for(id: str, title: str, precedence: int, example: str) -> Rule:
    plugins = {kind: plugin for kind, plugin in PLUGINS.items() if plugin.rule == id}
    caseless = id != ANOTHER and any(plugin.is_caseless for plugin in plugins.values())
    screen = sorted({word for p in plugins.values() for word in p.words or p.literals(caseless)})
    # A word is found sooner than the shape of a token, but one of three letters stands in others as well.
    shapes = [
        each for p in plugins.values() for each in (p.words if min(map(len, p.words), default=0) > 3 else p.shapes)
    ]

    def check(segment: Segment) -> Iterator[Match]:
        return _typed(segment, *plugins)

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
        shapes=shapes,
        precedence=precedence,
        propose=proposals("", ""),
    )(check)


_HEX = "0d5e9c3ab714f682"
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8"
RULES = (
    _rule_for("artifactory-token", "Artifactory credential", 3000, f'x = "«AKC{_BODY}Lm3»"'),
    _rule_for(
        "cloudant-credential",
        "Cloudant credential",
        3001,
        f'cloudant_password = "«{_HEX[::-1]}{_HEX}{_HEX[3:]}{_HEX[:3]}{_HEX}»"',
    ),
    _rule_for(
        "ibm-cloud-key",
        "IBM Cloud key",
        3002,
        f'ibm_iam_key = "«{_BODY}{_BODY[::-1]}Q9zK»"',
    ),
    _rule_for("mailchimp-key", "Mailchimp key", 3003, f'x = "«{_HEX}{_HEX[5:]}{_HEX[:5]}-us12»"'),
    _rule_for(
        "softlayer-credential",
        "SoftLayer credential",
        3004,
        f'softlayer_api_key = "«{_HEX}{_HEX[::-1]}{_HEX[7:]}{_HEX[:7]}{_HEX}»"',
    ),
    _rule_for("square-oauth-secret", "Square OAuth secret", 3005, f'x = "«sq0csp-{_BODY}{_BODY[::-1]}Qz3»"'),
    _rule_for(ANOTHER, "token in a format that detect-secrets knows", 3500, ""),
    _rule_for(CHAT, "chat token in a format that detect-secrets knows", 3501, ""),
)


@rule(
    id="public-ip-address",
    on=Segment,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    title="Public IP address",
    cwe=200,
    bad=["# [output]".replace("# ", "# %% ") + "\nserver: «8.8.4.4»"],
    ok=[
        'host = "192.168.1.20"',
        'host = "0.0.0.0"',
        "!pip install nvidia-cublas==12.1.3.1",
        "# %% [output]\nfound cublas in /usr/lib (from torch) (12.1.3.1)",
    ],
    screen=(".",),
    shapes=PLUGINS["Public IP (ipv4)"].shapes,
    precedence=9000,
    profile="audit",
)
def public_ip_address(segment: Segment) -> Iterator[Match]:
    """A public address tells where a service of yours runs.

    Remove it if the notebook is to be published."""
    match = _match(segment, Span(0, 0), "Public IP address")
    for span, address in hits("Public IP (ipv4)", segment.text):
        if address.startswith("0.0.0.0"):  # noqa: S104 - every address of this machine
            continue
        if not _ends_in_version(segment.text[max(0, span.start - 13) : span.start]):
            yield replace(match, span=span)


@lru_cache(maxsize=512)
def _ends_in_version(left: str) -> bool:
    """Whether the last twelve characters say that a version follows; the one before them tells where a word begins."""
    return _VERSION.search(left, max(0, len(left) - 12)) is not None


def _beside_name(text: str, start: int) -> bool:
    """Whether a credential's name stands in the sixty characters before, on the same line."""
    return _ends_in_name(text[line_start(text, start, 60) : start])


@lru_cache(maxsize=512)
def _ends_in_name(left: str) -> bool:
    return _CREDENTIAL_WORD.search(left) is not None and not is_not_credential(left)


@rule(
    id="high-entropy-string",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Random string near a credential's name",
    cwe=798,
    bad=[f'client.use_token("v2", "«{_BODY}Lm3Jp5Hc0Gf»")'],
    ok=[
        f'row = "{_BODY}{_BODY[::-1]}"',
        'token = "distilbert-base-uncased-finetuned"',
        "doc\n# %% [output]\n{'source': 'a.pdf', 'key': '" + _HEX + "7c41d90be385a26f" + "'}",
    ],
    screen=WORDS,
    caseless=True,
    shapes=(
        r"(?:key|token|secret|passw|pwd|credential|bearer|authorization)[^\n\r]*"
        r"[\"'](?:[A-Za-z0-9+/\\\-_=]{23,}|[0-9a-fA-F]{16,})[\"']",
    ),
    precedence=5000,
    propose=proposals("", ""),
)
def high_entropy_string(segment: Segment) -> Iterator[Match]:
    """A string that looks drawn by chance stands near the name of a credential, so it may be one.

    If it is, revoke it and read it from the environment; if it is not, ignore the finding with a reason."""
    text = segment.text
    seen: set[int] = set()
    for kind in ("Hex High Entropy String", "Base64 High Entropy String"):
        promising = [Span(start + 1, end - 1) for start, end in places(kind, text)]
        promising = [span for span in promising if _may_be_drawn(text, span) and not _is_of_record(segment, span)]
        for window, returned in asked(kind, text, promising):
            for span in window.places:
                if span.start not in seen and text[slice(*span)] in returned:
                    seen.add(span.start)
                    yield _match(segment, span, "High-entropy string")


def _may_be_drawn(text: str, span: Span) -> bool:
    """Whether a quoted value near a credential's name looks drawn by chance; asked before any plugin is."""
    if not 16 <= span.end - span.start <= 400:
        return False
    value = text[slice(*span)]
    return not MIXED.drops(value) and looks_random("token", value) and _beside_name(text, span.start)


_RECORD_KEY = regex(r"(?i)(?<![\w-])[\"']?key[\"']?[ ]?[:=][ ]?[\"']\Z")
_RECORD_ID = regex(r"[0-9a-fA-F-]+\Z")


def _is_of_record(segment: Segment, span: Span) -> bool:
    """Whether a value is the key of a printed record: ``'key': `` and nothing but digits of a hash or a UUID."""
    return (
        segment.part is Part.OUTPUT
        and _RECORD_ID.match(segment.text[slice(*span)]) is not None
        and _RECORD_KEY.search(segment.text, max(0, span.start - 12), span.start) is not None
    )


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
    shapes=PLUGINS["Secret Keyword"].shapes,
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
    left = _ASKED
    for window in windows(text, places("Secret Keyword", text)):
        is_part = window.span.end - window.span.start == WINDOW
        if is_part and not left:
            continue
        line = text[slice(*window.span)]
        promising = [span for span in _quoted(line) if _is_beside_sign(line, span) and _may_be_chosen(line, span)]
        if not promising:
            continue
        left -= is_part
        returned = reported("Secret Keyword", line)
        for span in promising:
            start = window.span.start + span.start
            if line[slice(*span)] in returned and start not in seen:
                seen.add(start)
                yield _match(segment, span.shift(window.span.start), "Secret beside a keyword")


def _quoted(line: str) -> list[Span]:
    return [Span(*match.span(1)) for pattern in _KEYWORD_VALUE for match in pattern.finditer(line)]


def _is_beside_sign(line: str, span: Span) -> bool:
    """Whether something is said to be the quoted value: the plugin returns no other one."""
    before, behind = line[: span.start - 1].rstrip(), line[span.end + 1 :].lstrip()
    return before[-1:] in (":", "=", ">", "!") or behind[:1] in ("=", "!", ";")


def _may_be_chosen(line: str, span: Span) -> bool:
    """Whether a quoted value may be a password or a token; asked before the plugin is."""
    value = line[slice(*span)]
    if not is_random(value) or entropy(value) < 2.8:
        return False
    return not is_not_credential(line[max(0, span.start - 140) : span.end + 40])
