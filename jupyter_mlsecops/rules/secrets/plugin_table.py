"""The plugins of detect-secrets: which rule reports each, and what every line holds in which it can find anything.

The screens are relaxed forms of the plugins' own patterns. They may hit where a plugin finds nothing, never the other
way round: ``tests/rules/secrets/test_detect_secrets.py`` compares them with the plugins on every line.
"""

from __future__ import annotations

from itertools import product

from jupyter_mlsecops.sdk import BLANK, Frozen, regex


class Screen(Frozen, frozen=True):
    """One of ``literals`` is in every line that the plugin can match, and ``pattern`` matches there, within the line.

    With ``caseless`` the literals are in lower case, and the pattern begins where one of them stands. ``begins`` says
    that the token begins where the pattern does. ``shape`` is a wider pattern for an automaton over UTF-8, where the
    pattern without its look-arounds is none: it knows no groups to refer to and no classes of Unicode.
    """

    literals: tuple[str, ...]
    pattern: str
    caseless: bool = False
    begins: bool = False
    shape: str = ""

    @property
    def automaton(self) -> str:
        """The pattern for the automaton: counts are of bytes there, and long ones would make it large."""
        pattern = self.shape or _LOOK_AROUND.sub("", self.pattern).replace(r"\d", "0-9")
        pattern = pattern.replace("{0,512}", "*").replace("{1,512}", "+")
        return f"(?i:{pattern})" if self.caseless else pattern


class Plugin(Frozen, frozen=True):
    """One plugin type: the rule that reports it, and where it is asked.

    ``holds`` are patterns that the line must match as well. What follows is ours and not the plugin's: the rule runs
    only on texts with one of ``words`` (in lower case), and a finding counts only with ``beside`` in its line. Tokens
    of an ``exact`` kind all have one length: a longer run is none.
    """

    rule: str
    label: str
    screens: tuple[Screen, ...]
    holds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    beside: str = ""
    exact: bool = False

    @property
    def is_caseless(self) -> bool:
        """Whether a pattern of it takes letters of either case."""
        return any(screen.caseless for screen in self.screens)

    def literals(self, caseless: bool) -> tuple[str, ...]:
        """Literals of which one is in every text that the plugin can match; ``caseless``: in the text in lower case."""
        spellings = [
            spelt(literal, caseless) if screen.caseless else ((literal.lower() if caseless else literal),)
            for screen in self.screens
            for literal in screen.literals
        ]
        return tuple(dict.fromkeys(spelling for some in spellings for spelling in some))

    @property
    def shapes(self) -> tuple[str, ...]:
        """The same, closer, for the search by an automaton (``core.needles.Needle``)."""
        return tuple(screen.automaton for screen in self.screens)


_LOOK_AROUND = regex(r"\(\?<?[=!](?:[^()\\]|\\.)*\)")
# Letters that a caseless pattern takes for an ASCII letter, and that ``lower`` does not turn into it.
_ODD = {"i": ("\u0131", "i\u0307"), "s": ("\u017f",)}


def spelt(literal: str, caseless: bool) -> tuple[str, ...]:
    """All spellings that a caseless pattern takes for ``literal``; ``caseless``: as they are in lower case."""
    ways = [(c, *(() if caseless else (c.upper(),)), *_ODD.get(c, ())) for c in literal]
    return tuple(dict.fromkeys("".join(letters) for letters in product(*ways)))


ANOTHER = "detect-secrets-token"
CHAT = "detect-secrets-chat-token"
_TOKEN = r"A-Za-z0-9_-"
_URL = r"[^:/?#\[\]@!$&'()*+,;=\s]"
_SECWORD = "(?:key|pwd|pw|password|pass|token)"
# Spaces are matched once on each side of the sign: two runs without a sign between them would be tried in all ways.
_SEP = r"[\"']?\]? {0,512}(?:(?:::|:=|=>|=|:) {0,512})?[\"']?"
_STEMS = ("api", "auth", "service", "account", "db", "database", "priv", "private", "client")


def _behind(*words: str) -> str:
    return "(?:" + "|".join(f"(?<={word}{mark})" for word in words for mark in ("", "_")) + ")"


def _quoted(value: str) -> str:
    return f"'{value}'|\"{value}\""


def _compared(keyword: str) -> str:
    """A quoted value that a name with such a word in it is given or compared with, or that stands before ``;``."""
    behind = rf"[\w\x80-\xff\]'\"]*{BLANK}*[:=!]+>?{BLANK}*[\"'`]|[^\s]*{BLANK}*[\"'`][^\"']+[\"'`];"
    return rf"(?:{keyword})(?:{behind})|[\"'`]{BLANK}*[!=]{{2,3}}{BLANK}*[\w\x80-\xff]*(?:{keyword})"


def _begin(*literals: str, then: str) -> tuple[Screen, ...]:
    """A screen for each prefix of a token: a search for one literal is quick, one for several is not."""
    return tuple(Screen((literal,), literal + then, begins=True) for literal in literals)


# fmt: off
PLUGINS: dict[str, Plugin] = {
    "Artifactory Credentials": Plugin("artifactory-token", "Artifactory credential", (
        Screen(("AKC",), r"AKC(?<![^\s=:\"]AKC)[a-zA-Z0-9]{10}", begins=True),
        Screen(("AP",), r"AP(?<![^\s=:\"]AP)[\dA-F][a-zA-Z0-9]{8}", begins=True))),
    "AWS Access Key": Plugin(ANOTHER, "AWS access key", (
        *_begin("A3T", "ABIA", "ACCA", "AKIA", "ASIA", then="[0-9A-Z]{16}"),
        Screen(spelt("aws", caseless=False), "[\"'][0-9a-zA-Z/+\u0130\u0131\u017f\u212a]{40}[\"']",
            shape=r"(?i:aws[^\n\r]{2,192}[\"'][0-9a-zA-Z/+]{40}[\"'])")), exact=True),
    "Azure Storage Account access key": Plugin(ANOTHER, "Azure storage key",
        _begin("AccountKey=", then="[a-zA-Z0-9+/=]{88}")),
    "Basic Auth Credentials": Plugin(ANOTHER, "Password in a URL", (
        Screen(("://",), rf"://{_URL}{{1,512}}:{_URL}{{1,512}}@"),)),
    "Cloudant Credentials": Plugin("cloudant-credential", "Cloudant credential", (
        Screen(("cl",), rf"cl(?:oudant|ou)?[_-]?(?:api)?{_SECWORD}{_SEP}[0-9a-z]{{24}}", caseless=True),
        Screen(("cloudant.com",), r"cloudant\.com", caseless=True)),
        words=("cloudant",), beside="cloudant"),
    "Discord Bot Token": Plugin(CHAT, "Discord bot token", (
        Screen((".",), r"\.[a-zA-Z\d_-]{6}\.[a-zA-Z\d_-]{27}"),), words=("discord",)),
    "GitHub Token": Plugin(ANOTHER, "GitHub token",
        _begin("ghp_", "gho_", "ghu_", "ghs_", "ghr_", then="[A-Za-z0-9_]{36}"), exact=True),
    "GitLab Token": Plugin(ANOTHER, "GitLab token", (
        *_begin("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glimt-", "glptt-", "glagent-", "gloas-", "glcbt-",
            "GR1348941", then=rf"[{_TOKEN}]{{20}}"),)),
    "Base64 High Entropy String": Plugin("high-entropy-string", "High-entropy string", (
        Screen(('"', "'"), r"([\"'])[A-Za-z0-9+/\\\-_=]{23,}\1", shape=_quoted(r"[A-Za-z0-9+/\\\-_=]{23,}")),)),
    "Hex High Entropy String": Plugin("high-entropy-string", "High-entropy string", (
        Screen(('"', "'"), r"([\"'])[0-9a-fA-F]{9,}\1", shape=_quoted("[0-9a-fA-F]{9,}")),)),
    "IBM Cloud IAM Key": Plugin("ibm-cloud-key", "IBM Cloud IAM key", (
        Screen(("key", "pwd", "pass", "token"),
            rf"(?:key|pwd|pass(?:word)?|token){_SEP}[{_TOKEN}]{{44}}(?![{_TOKEN}])", caseless=True),),
        words=("ibm", "iam"), beside="ibm|iam"),
    "IBM COS HMAC Credentials": Plugin("ibm-cloud-key", "IBM COS credential", (
        Screen(("secret",), rf"secret[-_]?(?:access)?[-_]?key{_SEP}[a-f0-9]{{48}}(?![a-f0-9])", caseless=True),)),
    "Public IP (ipv4)": Plugin("public-ip-address", "Public IP address", (
        Screen((".",), r"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"),)),
    # A run with the head of a token in it is taken whole, so that the next search begins behind it.
    "JSON Web Token": Plugin(ANOTHER, "JSON web token", (
        Screen(("eyJ",), r"eyJ[A-Za-z0-9_=-]+(\.[A-Za-z0-9_=-])?", begins=True,
            shape=r"eyJ[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]"),)),
    "Secret Keyword": Plugin("secret-keyword", "Secret beside a keyword", (
        Screen(("key",), _behind(*_STEMS) + "key", caseless=True, shape=_compared("key")),
        Screen(("pass",), "pass(?:wd|word)|" + _behind("db", "database", "key") + "pass", caseless=True,
            shape=_compared("pass")),
        Screen(("pwd", "secret", "contrase"), "pwd|secret|contrase[\u00f1n]a", caseless=True,
            shape=_compared("pwd|secret|contrase"))),
        holds=(r"[:=;!]", r"([\"'`])\w[^'\"]*\1")),
    "Mailchimp Access Key": Plugin("mailchimp-key", "Mailchimp key", (
        Screen(("-us",), r"-us(?<=[0-9a-z]{32}-us)[0-9]"),)),
    "NPM tokens": Plugin(ANOTHER, "npm token", (
        Screen(("/:_authToken=",), r"/:_authToken=[^\S\n\r]{0,512}(?:npm_.|[A-Fa-f0-9-]{36})",
            shape="/:_authToken="),)),
    "OpenAI Token": Plugin(ANOTHER, "OpenAI API key", (
        Screen(("T3BlbkFJ",), r"T3BlbkFJ(?<=[A-Za-z0-9]{20}T3BlbkFJ)[A-Za-z0-9]{20}"),)),
    # What it finds is the header of a key, which is no secret: private-key is a rule of its own.
    "Private Key": Plugin("private-key", "Private key", (
        Screen(("PRIVATE KEY", "PuTTY-User-Key-File-2"), r"P(?:RIVATE KEY|uTTY-User-Key-File-2)"),)),
    "PyPI Token": Plugin(ANOTHER, "PyPI token",
        _begin("pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw", then=rf"[{_TOKEN}]{{70}}")),
    "SendGrid API Key": Plugin(ANOTHER, "SendGrid API key", (
        Screen(("SG.",), rf"SG\.[{_TOKEN}]{{22}}\.[{_TOKEN}]{{43}}", begins=True),), exact=True),
    "Slack Token": Plugin(CHAT, "Slack token", (
        Screen(("xox",), r"xox[abposr]-[\d]", caseless=True, begins=True),
        Screen(("services/t",), r"services/T(?<=hooks\.slack\.com/services/T)", caseless=True))),
    "SoftLayer Credentials": Plugin("softlayer-credential", "SoftLayer credential", (
        Screen(("softlayer", "sl"),
            rf"(?:softlayer|sl)[_-]?(?:api)?[_-]?{_SECWORD}{_SEP}[a-z0-9]{{64}}|softlayer.com/soap/v3",
            caseless=True),)),
    "Square OAuth Secret": Plugin("square-oauth-secret", "Square OAuth secret",
        _begin("sq0csp-", then=r"[0-9A-Za-z\\_-]{43}")),
    "Stripe Access Key": Plugin(ANOTHER, "Stripe key", _begin("rk_live_", "sk_live_", then="[0-9a-zA-Z]{24}")),
    "Telegram Bot Token": Plugin(CHAT, "Telegram bot token", (
        Screen((":",), rf":(?<=\d{{8}}:)[{_TOKEN}]{{35}}"),), words=("telegram",)),
    "Twilio API Key": Plugin(ANOTHER, "Twilio API key", _begin("AC", "SK", then="[a-z0-9]{32}"), exact=True),
}
# fmt: on
"""Every plugin of detect-secrets by its type; with any other set of plugins the adapter refuses to run."""
