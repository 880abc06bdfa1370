"""Values in what is named for several credentials: ``API_KEYS = {"prod": "…"}``, ``USERS = {"ann": "…"}``."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, lowered, regex, rule, shape

from .chosen import is_chosen
from .filters import looks_random
from .fixes import proposals
from .named import is_drawn_key, is_not_credential
from .pairs import Pair
from .passwords import is_password

_KINDS = (
    "keys",
    "tokens",
    "secrets",
    "passwords",
    "passwds",
    "pwds",
    "credentials",
    "creds",
    "users",
    "accounts",
    "logins",
    "auth",
)
_OPENS = (
    r"[\"']?\]?"
    r"(?:[ ]?:[ ]?[a-z][\w.]{0,20}(?:\[[\w\[\]., ]{0,40}\])?[ ]?=|[ ]?[=:])[ ]{0,2}(?:dict\(|[{\[(])"
)
_OPEN = {kind: regex(kind + _OPENS) for kind in _KINDS}
_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_BRACKET = regex(r"\"[^\"\n\\]{0,400}\"|'[^'\n\\]{0,400}'|[\[{(]|[\]})]")
_REACH = 2000
_LONGEST = 24  # of a password
_LITERAL = regex(r"[\"']([^\s\"'\\]{16,200})[\"']")
# A user and what belongs to it: ``"ann": "…"``, ``ann="…"``, ``("ann", "…")``.
_ENTRY = regex(
    r"(?:[\"']([^\"'\n\\]{1,80})[\"']\s{0,8}:|\b([A-Za-z_]\w{0,60})[ ]?=|"
    r"[(\[]\s{0,20}[\"']([^\"'\n\\]{1,80})[\"']\s{0,8},)\s{0,20}b?[\"']([^\s\"'\\]{6,64})[\"']"
)
# Names of other things that are kept of a user or a key.
_FIELD = regex(
    r"(?i)(?:user|login|account|client)?[ _-]?(?:id|name|user|login|e?-?mail|role|group|url|uri|host|server|"
    r"domain|region|model|type|kind|version|date|created|updated|hash|digest|city|country|phone|address|title|team|"
    r"department|status|plan|bucket|project|database|db|schema|path|file|endpoint|tenant|env|label|description)s?\Z"
)
_OF_SERVICE = regex(
    r"(?i)(?:api|access|secret|auth|private|account|subscription|license|encryption|signing|client)_?keys\Z|secrets\Z|"
    r"(?:api|auth|access|bot|hf|github|gitlab|bearer|refresh|service)_?tokens\Z"
)
_ID = regex(r"[0-9A-Fa-f]{32,}\Z|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\Z|[0-9A-Z]+\Z")
_DRAWN = frozenset(("keys", "tokens"))
_OF_PEOPLE = frozenset(("users", "accounts"))
_MARKS = regex(r"[!#$%&*+@^]")
_FAKE = "t7Kq2" + "xWz9Lm"
_KEY = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"


@rule(
    id="credential-in-container",
    form_of="named-credential",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Credential among others",
    cwe=798,
    bad=[
        f'API_KEYS = {{\n    "staging": os.environ["KEY"],\n    "live": "«{_KEY}»",\n}}',
        f'TOKENS = ["«{_KEY}»", "«{_KEY[::-1]}»"]',
        f'SECRETS = dict(region="eu", crm="«{_FAKE}»")',
        f'config = {{"api_keys": {{"weather": "«{_KEY}»"}}}}',
        f'USERS = {{"ann": "«{_FAKE}»"}}',
        'passwords: dict[str, str] = {"ann": "«' + "Harbour" + '2019»", "joe": None}',
        'logins = [("ann", "«' + "Harbour" + '2019»")]',
        'demo.launch(auth=[("ann", "«' + "Harbour" + '2019»")])',
        f"print(config)\n# %% [output]\n{{'credentials': {{'ann': '«{_FAKE}»'}}}}",
    ],
    ok=[
        'API_KEYS = {"prod": "YOUR_API_KEY", "dev": os.environ["KEY"]}',
        'TOKENS = ["unhappiness", "##ing", "bert-base-uncased-v2", "Qwen2ForCausalLM2Tokenizer"]',
        'scene_tokens = ["' + "0d5e9c3ab714f682" + '7c41d90be385a26f"]',
        'foreign_keys = {"orders": "' + _KEY + '"}',
        'USERS = {"ann": "Ann Lee", "id": "Harbour2019", "joe": "analyst2"}',
        'passwords = ["Harbour2019", "Tulip47meadow"]',
        'accounts = [("ann", "DE89370400440532013000")]\naccounts = {"savings": "ACC-2012-XK"}',
        f'secrets = {{"host": "db-{_FAKE}"}}',
        'users = {"ann": {"city": "Berlin2019"}}\nmap = {"ann": "' + _FAKE + '"}',
    ],
    screen=_KINDS,
    shapes=(rf"(?:{'|'.join(_KINDS)})[\"']?\]?(?: ?: ?[a-z][^\n=]{{0,70}}=| ?[=:]) {{0,2}}(?:dict\(|[{{\[(])",),
    caseless=True,
    precedence=4130,
    propose=proposals("", ""),
)
def credential_in_container(segment: Segment) -> Iterator[Match]:
    """A value that looks drawn by chance, or a password, stands among what is named for credentials.

    Change it where it is valid, then read it from the environment or ask for it with getpass."""
    text = segment.text
    done = 0
    lower = lowered(text)
    found = [(match, kind) for kind, form in _OPEN.items() if kind in lower for match in form.finditer(lower)]
    for match, kind in sorted(found, key=lambda one: one[0].start()):
        if match.start() < done:
            continue
        least = max(0, match.start() - 40)
        name = text[least + len(text[least : match.start()].rstrip(_NAME_CHARACTERS)) : match.start() + len(kind)]
        done = _end(text, match.end())
        if kind in _DRAWN or kind == "secrets":
            is_of_service = _OF_SERVICE.search(name) is not None
            if is_of_service or kind == "tokens" or (kind == "keys" and not is_not_credential(name) and "_" in name):
                for literal in _LITERAL.finditer(text, match.end() - 1, done):
                    span = Span(*literal.span(1))
                    if _is_drawn(span, literal[1], is_of_service):
                        yield _match(segment, span, "API key" if kind == "keys" else "Secret")
        if kind not in _DRAWN and not is_not_credential(name):
            for entry in _ENTRY.finditer(text, match.end(), done):
                label = entry[1] or entry[2] or entry[3]
                if _FIELD.match(label) is None and _is_of_login(kind, label, entry[4]):
                    yield _match(segment, Span(*entry.span(4)), "Secret" if kind == "secrets" else "Password")


def _match(segment: Segment, span: Span, label: str) -> Match:
    return Match(span, message=f"{label} {segment.where}", label=label, preview=shape())


def _end(text: str, start: int) -> int:
    """Where the bracket closes that opened before ``start``, or how far is looked."""
    depth, least = 1, min(len(text), start + _REACH)
    for match in _BRACKET.finditer(text, start, least):
        depth += (match[0] in "[{(") - (match[0] in "]})")
        if not depth:
            return match.end()
    return least


def _is_drawn(span: Span, value: str, is_of_service: bool) -> bool:
    return looks_random("key", value) if is_of_service else is_drawn_key(Pair("key", span, value, True, True))


def _is_of_login(kind: str, user: str, password: str) -> bool:
    """Whether a user's value is a password: of people more is kept than that."""
    if not is_password(password, user) or _ID.match(password):
        return False
    has_mark = _MARKS.search(password) is not None
    if is_chosen(password):
        return kind not in _OF_PEOPLE or has_mark or password not in (password.lower(), password.upper())
    if len(password) > _LONGEST or password == password.lower() or (password == password.upper() and not has_mark):
        return False
    return looks_random("password", password)
