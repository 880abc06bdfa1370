"""Passwords that somebody thought of, which no test for randomness takes for a secret: ``password="Harbour2019"``."""

from __future__ import annotations

from functools import lru_cache

from jupyter_mlsecops.sdk import Segment, regex

from .filters import PASSWORDS, looks_random
from .pairs import Pair
from .passwords import is_password

_NAMES_ONE = regex(
    rf"(?:(?i:password|passwd|passwort|passord|passphrase|passcode|pwd|passe|identified(?:[_ ]by)?|{PASSWORDS[0]})|"
    rf"(?:NotebookApp|ServerApp|IdentityProvider)\.token|(?<![A-Za-z])(?:pass|pw)|[Pp]w|Pass|(?<![A-Z])(?:PASS|PW)|{PASSWORDS[1]})"
    r"(?:[_-]?(?:value|prod|dev|staging|live|main|db|old|new|\d{1,3}))?[はがをの는은가이]?\Z"
)
# Words of other trades: a filter's pass, a pair-wise measure. Something to log in to must be near.
_SHORT_NAME = regex(r"(?i)(?:pass|pw)(?:[_-][a-z0-9]{1,8}|\d{1,3})?\Z")
_ABOUT_LOGIN = regex(
    r"(?i)user|login|host|server|database|(?<![a-z])db|admin|root|mail|ssh|smtp|ftp|sql|account|credential|auth|connect|"
    r"portal|vpn|find_element|wi-?fi|benutzer|(?<![a-z])[uy]id|protected|(?<![a-z])(?:un)?zip|archive"
)
# ``show_password`` and ``wrong_password`` hold no password.
_SPEAKS_OF_ONE = regex(
    r"(?i)(?<![a-z])(?:use|show|hide|has|is|no|forgot(?:ten)?|reset|change|wrong|invalid|bad|weak|common|incorrect|fake|"
    r"example|label|title|prompt|hint|type|missing)_?(?:your_|the_)?(?:pass|pwd|pw)"
)
# Words of a reference, a kind of text or a rule for passwords: ``rds-secret-2``, ``VARCHAR2``, ``min8chars``.
_SPEAKS = regex(
    r"(?i)pass|pwd|(?<![a-z])pw|kennwort|secret|cred|token|[-_.]key|auth|vault|hash|crypt|char2?\d|"
    r"^(?:string|str|text|u?int|float|uuid|utf|base|sha|md|rsa|hmac|argon|pbkdf|scram|min|max|step|level|field|column|"
    r"input|value|version|v)[-_.]?\d|^0x|1234|user|admin|chars\Z"
)
_REFERS = regex(
    r"[a-z0-9]+(?:[-_.][a-z0-9]+)+\Z|[A-Z0-9]+(?:_[A-Z0-9]+)+\Z|\d(?!\d{0,3}[A-Z][a-z]{2})|.*[/\\|<>={}\[\]():;,~]"
)
_MARKS = frozenset("!@#$%^&*?+")
# What is a reference elsewhere, and a password behind nothing but its name: ``falcon-59``, ``PebbleFalcon2``.
_JOINED = regex(r"[A-Za-z]{4,14}[-_.]\d{2,4}\Z|(?:[A-Z][a-z]{2,12}){2}\d\Z")
# A secret that somebody thought of: what signs cookies.
_NAMES_SECRET = regex(r"(?i)(?<!no_)(?<!has_)(?<!is_)(?<!use_)secret(?:_?key)?\Z")
_SHORTEST, _LONGEST = 8, 32
# What stands directly before a value that a name is tied to: no column of a printed table, and no list of names.
_TIED = regex(
    r"(?:[=:：(>][\s*]{0,10}|[=–—<-]-?[ ]|\([^()\[\]{}\n]{0,60}[\"'][ ]?,\s{0,3}|--?[\w-]{1,30}[\"'],\s{0,3}|"
    r"[^\W\d_]{1,12}[ ]|\w[ ]?=[ ]?[\"'][^\"'\n]{1,60}[\"'],[ ])[bfrsuBFRU]{0,2}[\\\"'`*(\[{]{0,8}\Z"
)
_TOLD = regex(r"[\"'`*)]{0,3} (?:is|as|als|comme|como|come|for) ")
_CELL = regex(r"(?:\|[ ]{0,4}|(?:\A|\n)#{1,6}[ ][^\n]{0,80}\n\s{0,4})[`*]{0,3}\Z")
_REACH = 120
_SHELLS = ("python", "bash", "sh", "sql", "powershell")


def is_told(segment: Segment, pair: Pair) -> bool:
    """Whether a pair is a password's name and, tied to it, a password that somebody thought of."""
    if _names_one(pair.name):
        is_thought = is_chosen(pair.value) or is_joined(pair.value)
    else:
        is_alone = pair.quoted or pair.name.isupper()
        is_thought = is_alone and _names_secret(pair.name) and is_chosen(pair.value)
    return is_thought and _is_tied(segment, pair)


@lru_cache(maxsize=512)
def is_chosen(value: str) -> bool:
    """Whether a value looks like a word with digits or marks that somebody thought of, and refers to nothing else."""
    if not _SHORTEST <= len(value) <= _LONGEST or not value.isascii() or not is_password(value):
        return False
    if _SPEAKS.search(value) or _REFERS.match(value) or sum(map(str.isalpha, value)) < 3:
        return False
    marked = not _MARKS.isdisjoint(value)
    return sum(map(str.isdigit, value)) >= (1 if marked else 2) or (marked and value != value.lower())


def is_password_of(value: str, user: str = "") -> bool:
    """Whether a value that stands where ``user`` types a password is one: thought of, or drawn by chance."""
    return is_password(value, user) and (is_chosen(value) or looks_random("password", value))


@lru_cache(maxsize=512)
def is_joined(value: str) -> bool:
    """Whether a value is a word and a number with a mark between, or two words and a digit."""
    return _JOINED.match(value) is not None and is_password(value) and _SPEAKS.search(value) is None


@lru_cache(maxsize=512)
def _names_secret(name: str) -> bool:
    return _NAMES_SECRET.search(name) is not None


@lru_cache(maxsize=512)
def _names_one(name: str) -> bool:
    """Whether a name is that of a password: not of its hash, its field or of what is done with it."""
    return _NAMES_ONE.search(name) is not None and _SPEAKS_OF_ONE.search(name) is None


def _is_tied(segment: Segment, pair: Pair) -> bool:
    start, end = pair.span
    if segment.key and not start:
        return True
    text = segment.text
    before = text[max(0, start - _REACH) : start]
    if _SHORT_NAME.search(pair.name) and not _ABOUT_LOGIN.search(f"{pair.name} {before} {text[end : end + _REACH]}"):
        return False
    if segment.kind == "html":  # tags are blank there
        return before.rstrip().rstrip(":").endswith(pair.name)
    if segment.kind == "markdown" and _CELL.search(before) or _TOLD.match(text, end):
        return True
    if segment.kind == "code" and not pair.quoted and segment.language not in _SHELLS and not _is_in_string(before):
        return False
    return _TIED.search(before) is not None


def _is_in_string(before: str) -> bool:
    line = before.rpartition("\n")[2]
    return bool(line.count('"') % 2 or line.count("'") % 2)
