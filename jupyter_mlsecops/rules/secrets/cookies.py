"""Session cookies: in headers, in dictionaries, in calls that set one, in files that browsers and curl write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from jupyter_mlsecops.sdk import BLANK, Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import looks_drawn, looks_random
from .fixes import proposals

_HEADER = regex(
    r"(?i)(?:\b(?:set-)?cookie[\"']?[ ]{0,3}:[ ]{0,3}|\bcookies?[\"']?[ ]{0,3}[:=][ ]{0,3}(?=[bfru]?[\"'])|<cookie[ ]|"
    r"\bcookie[ ](?=[\w.-]{1,60}=)|(?<=\s)--cookie[ =]|(?<=\s)-b[ ](?=[\"']?[\w.-]{1,60}=))[bfru]?[\"']?"
)
_PAIR = regex(r"[ ]{0,3}([A-Za-z0-9_.$%\[\]~-]{1,80})=([^\s;,\"'\\<>{}]{0,4096})(?:;|(?=[\s\"'\\,<>]|\Z))")
_DICT = regex(r"(?i)cookies?\w{0,20}[\"']?[ ]{0,3}[=:][ ]{0,3}(?:dict\(|\{|\(?\[)")
_ITEM = regex(r"[\"']([A-Za-z0-9_.$-]{1,80})[\"']\s{0,4}[:=]\s{0,4}[bfru]?[\"']([^\s\"'\\]{8,4096})[\"']")
_KEYWORD = regex(r"([A-Za-z_]\w{0,60})=[\"']([^\s\"'\\]{8,4096})[\"']")
_CALL = regex(
    r"(?i)cookies?(?:jar)?(?:\.set|\.update)?[ ]?[(\[]\s{0,20}[\"']([\w.$-]{1,80})[\"'](?:\][ ]?=|\s{0,3},)\s{0,20}"
    r"[\"']([^\s\"'\\]{8,4096})[\"']"
)
_EXPORTED = regex(
    r"[\"']name[\"']\s{0,4}:\s{0,4}[\"']([\w.$-]{1,80})[\"'][^{}]{0,160}?[\"']value[\"']\s{0,4}:\s{0,4}[\"']([^\s\"'\\]{8,4096})[\"']"
)
_NETSCAPE = regex(
    r"(?:TRUE|FALSE)\t/[^\t\n]{0,200}\t(?:TRUE|FALSE)\t[0-9]{1,13}\t([^\t\n]{1,80})\t([^\s\"'\\]{8,4096})"
)
_NAME = regex(
    r"(?i)sess|sid\Z|\Asid|auth|token|jwt|login|remember|access|secret|credential|identity|aspx|ticket|passport|account|"
    r"\A(?:li_at|xs|datr|c_user|_u|sapisid|hsid|ssid|apisid|psid|cf_clearance|sso|user_id|z_c0|bduss|kernel|_oauth2_proxy)"
    r"\Z|\A__(?:secure|host)-"
)
_NOT_NAME = regex(
    r"(?i)\A(?:_ga|_gid|_gcl|utm|__utm|ajs_|_fbp|_hj|mp_|amplitude|optimizely|intercom-device|_pk_)|csrf|xsrf"
)
_LEAST = 16
_MOST_PAIRS = 80
_REACH = 8000
_LITERALS = ("cookie", "curl", "\ttrue\t", "\tfalse\t")
_OPTION = rf"{BLANK}-b [\"']?[\w.\x80-\xff-]+="
LABEL = "Session cookie"
_FAKE = "q7rk2zs9xw4tn6yb1vd8lm3jp5"


@rule(
    id="session-cookie",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Session cookie",
    cwe=(539, 798),
    bad=[
        f'headers = {{"Cookie": "theme=dark; sessionid=«{_FAKE}»; lang=en"}}',
        f'r = requests.get(url, cookies={{"sessionid": "«{_FAKE}»", "theme": "dark"}})',
        f's.cookies.set("auth_session", "«{_FAKE}»")',
        f"# %%\nrun()\n# %% [output]\n< Set-Cookie: JSESSIONID=«{_FAKE.upper()}»; Path=/; HttpOnly",
        f"%%writefile cookies.txt\n.corp.internal\tTRUE\t/\tTRUE\t1798761600\tsessionid\t«{_FAKE}»",
        f"!curl -b 'sessionid=«{_FAKE}»' https://corp.internal",
        f'browser.add_cookie({{"name": "sessionid", "value": "«{_FAKE}»"}})',
        f'r = requests.get(url, cookies=dict(sessionid="«{_FAKE}»"))',
        f'# %%\nshow()\n# %% [output application/json]\n{{"set-cookie": "sid=«{_FAKE}»; Path=/"}}',
    ],
    ok=[
        'headers = {"Cookie": "sessionid=YOUR_SESSION_ID_HERE_1"}',
        'headers = {"Cookie": f"sessionid={session_id}"}',
        'cookies = {"theme": "dark", "_ga": "GA1.2.1234567890.1690000000"}',
        f'row = {{"sessionid": "{_FAKE}"}}',
        'from http.cookies import SimpleCookie\nsession_cookie = "session"',
    ],
    screen=_LITERALS,
    shapes=("cookie", _OPTION, "\ttrue\t", "\tfalse\t"),
    caseless=True,
    precedence=3900,
    propose=proposals("session cookie", "SESSION_COOKIE"),
)
def session_cookie(segment: Segment) -> Iterator[Match]:
    """Who has the cookie of a session is logged in as its user, without a password.

    Log out, which ends the session, and read the cookie from the environment."""
    seen: set[int] = set()
    lowered = segment.screened.lower()
    if not any(literal in lowered for literal in _LITERALS):
        return
    if "cookie" in segment.key.lower():
        pairs = _PAIR.finditer(segment.text)
        yield from _matches(segment, seen, ((pair[1], Span(*pair.span(2))) for pair in pairs))
    yield from _matches(segment, seen, _cookies(segment.text))


def _matches(segment: Segment, seen: set[int], found: Iterable[tuple[str, Span]]) -> Iterator[Match]:
    for name, span in sorted(found, key=lambda pair: pair[1]):
        value = segment.text[slice(*span)]
        if span.start not in seen and _is_session(name, unquote(value)):
            seen.add(span.start)
            yield Match(span, message=f"{LABEL} {segment.where}", label=LABEL.lower(), preview=shape())


def _cookies(text: str) -> Iterator[tuple[str, Span]]:
    """The names and values of all cookies in a text."""
    behind = 0
    for header in _HEADER.finditer(text):
        at = header.end()
        if at < behind:
            continue
        for _ in range(_MOST_PAIRS):
            pair = _PAIR.match(text, at)
            if pair is None:
                break
            at = behind = pair.end()
            yield pair[1], Span(*pair.span(2))
    behind = 0
    for opening in _DICT.finditer(text):
        at = opening.end()
        if at < behind:
            continue
        is_call = opening[0].endswith("(") and opening[0].lower().endswith("dict(")
        close = text.find(")" if is_call else "}", at, at + _REACH)
        behind = close if close >= 0 else min(len(text), at + _REACH)
        for item in (_KEYWORD if is_call else _ITEM).finditer(text, at, behind):
            yield item[1], Span(*item.span(2))
    for form in (_CALL, _NETSCAPE) if "\t" in text else (_CALL,):
        for match in form.finditer(text):
            yield match[1], Span(*match.span(2))
    lowered = text.lower()
    if "cookie" in lowered and ("name'" in text or 'name"' in text):
        for match in _EXPORTED.finditer(text):
            yield match[1], Span(*match.span(2))


def _is_session(name: str, value: str) -> bool:
    if len(value) < _LEAST or _NOT_NAME.search(name) or not _NAME.search(name):
        return False
    return looks_random("token", value) or (value.isalnum() and len(value) >= 24 and looks_drawn(value))
