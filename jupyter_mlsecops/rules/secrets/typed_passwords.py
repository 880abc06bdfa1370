"""Passwords that are typed for somebody: into a form's field, at a prompt, to open what is locked."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .chosen import is_password_of
from .fixes import proposals

_VALUE = r"[^\s\"'<>\\]{6,64}"
_TAG = regex(r"(?i)<input\b([^<>]{1,400})>")
_IS_PASSWORD = regex(r"(?i)\btype[ ]?=[ ]?\\?[\"']?password\b")
_FIELD = regex(rf"(?i)\bvalue[ ]?=[ ]?(?:\\?[\"']({_VALUE})\\?[\"']|({_VALUE}))")
_PROMPTS = ("ssword", "sswort", "SSWORD", "ssphrase", "ssWord", "ssWort")
_WRITES = r"\.(?:write|send|sendline|send_command|send_line)\([bru]?[\"']"
_PROMPT = regex(
    rf"(?:ass[Ww]or[dt]|ASSWORD|assphrase)[^\n\"']{{0,20}}[\"'][^\n()]{{0,40}}\)[ \t;]{{0,8}}\r?\n\s{{0,20}}"
    rf"[\w.]{{1,40}}{_WRITES}({_VALUE})(?:\\[rn]){{0,2}}[\"']"
)
_LOCKED = regex(rf"\.(decrypt|unlock|unlock_document|setpassword)\([bru]?[\"']({_VALUE})[\"'][,)]")
# What is opened by its password; others decipher what they are given.
_FILE = regex(r"(?i)(?:reader|pdf\w{0,16}|doc|document|file|book|archive|zip|zf)\Z")
_REACH = 30
_FAKE = "t7Kq2" + "xWz9Lm"


@rule(
    id="password-in-field",
    form_of="named-credential",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Password in a form's field",
    cwe=798,
    bad=[
        f'%%html\n<input type="password" name="pw" value="«{_FAKE}»">',
        "display(HTML('<input value=«" + "Harbour" + "2019» type=password>'))",
    ],
    ok=[
        '%%html\n<input type="password" value="" placeholder="Secret2019">',
        '%%html\n<input type="text" name="q" value="Harbour2019">',
        "html = '<input type=password value=\"{password}\">'",
    ],
    screen=("<input",),
    shapes=("<input [^<>]*value",),
    caseless=True,
    precedence=4140,
    propose=proposals("password", "PASSWORD"),
)
def password_in_field(segment: Segment) -> Iterator[Match]:
    """The page shows a password that everyone who gets the notebook can read.

    Change it, and let the page ask for it."""
    for tag in _TAG.finditer(segment.text):
        value = _FIELD.search(tag[1]) if _IS_PASSWORD.search(tag[1]) else None
        if value is not None:
            group = 1 if value[1] else 2
            if is_password_of(value[group]):
                start, end = value.span(group)
                yield _match(segment, Span(tag.start(1) + start, tag.start(1) + end))


@rule(
    id="password-typed",
    form_of="login-arguments",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Password typed by code",
    cwe=798,
    bad=[
        f'tn.read_until(b"Password: ")\ntn.write(b"«{_FAKE}»\\n")',
        'child.expect("assword:")\nchild.sendline("«' + "Harbour" + '2019»")',
        f'reader.decrypt("«{_FAKE}»")',
    ],
    ok=[
        'tn.read_until(b"Password: ")\ntn.write(password.encode() + b"\\n")',
        'tn.read_until(b"login: ")\ntn.write(b"Harbour2019\\n")',
        'child.expect("assword:")\nchild.sendline("your_password")',
        f'cipher.decrypt("{_FAKE}")',
    ],
    screen=("decrypt(", "unlock", "setpassword(", *_PROMPTS),
    shapes=(
        r"\.(?:decrypt|unlock|unlock_document|setpassword)\([bru]?[\"'][^\s\"'<>\\]{6}",
        r"\.(?:write|send|sendline|send_command|send_line)\([bru]?[\"'][^\s\"'<>\\]{6}",
    ),
    precedence=4150,
    propose=proposals("password", "PASSWORD"),
)
def password_typed(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can open what this password opens.

    Change the password, then read it from the environment or ask for it with getpass."""
    text = segment.text
    for match in _PROMPT.finditer(text) if any(word in text for word in _PROMPTS) else ():
        if is_password_of(match[1]):
            yield _match(segment, Span(*match.span(1)))
    for match in _LOCKED.finditer(text):
        opens = match[1] != "decrypt" or _FILE.search(text, max(0, match.start() - _REACH), match.start())
        if opens and is_password_of(match[2]):
            yield _match(segment, Span(*match.span(2)))


def _match(segment: Segment, span: Span) -> Match:
    return Match(span, message=f"Password {segment.where}", label="password", preview=shape())
