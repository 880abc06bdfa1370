"""What tells a secret from a placeholder, a word or an identifier. Each filter names its reason and an example.

None of these judges the shape of a line: only the value itself, and the name beside it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from jupyter_mlsecops.sdk import Frozen, regex

_RUN = regex(r"(.)\1{9}")
_SAME_CASE_RUN = regex(r"(?i)x{6}|\*{4}|\.{4}|•{3}")
# How keys begin that their makers publish: Azurite's, that of the emulator of Cosmos DB, Stripe's in its documentation.
_PUBLISHED = frozenset(("Eby8vdM02xNO", "C2y6yDjf5/R+", "4eC39HqLyjWD", "BQokikJOvBiI"))
_COUNTING = "0123456789abcdefghijklmnopqrstuvwxyz"
_COUNTED = 200
_LOWER_RUN = regex(r"[a-z]{6,}")
# What no English word has in it: too many consonants or vowels in a row, and pairs of letters that do not meet.
_NO_WORD = regex(
    r"[^aeiouy]{4}|[aeiou]{4}|b[cghknqvxz]|c[bdfgjmnpvwxz]|d[kqxz]|f[bcdghjkmnpqvwxz]|g[bdjkqvwxz]|h[ghjkpqwxz]|i[hjwy]|"
    r"j[^aeiou]|k[bcghjkqvxz]|l[hjqwxz]|m[cfghjkqrtvwxz]|p[bgjnqvwxz]|q[^ru]|r[jxz]|s[bjxz]|t[gjvxz]|u[hjkquvwz]|"
    r"v[^aeiou]|w[fgjkmpqtuvwxyz]|x[bdfgjklmnoqrsuvwyz]|y[fghjkqruvxy]|z[bcdfgjklmnpqrstvwx]"
)
_ONE_WORD = r"(?:[a-z]{4,}|[A-Z][a-z]{3,}|[A-Z]{4,})"
_WORD_WORD = regex(rf"(?<![A-Za-z]){_ONE_WORD}[-_]{_ONE_WORD}(?![A-Za-z])")
PASSWORDS = (
    "kennwort|contrase(?:.a)?|senha|wachtwoord|(?:l.)?senord|adgangskode|salasana|heslo|jelsz.?|parola",
    "hasło?|Hasło?|şifre|ароль|密码|密碼|口令|パスワード|비밀번호",
)
"""Words for a password in other languages: those in any case (letters of one language only as dots, for they take long
to be compiled), and those as they are written."""
_PASSWORD_NAME = regex(rf"(?i)pass|pwd|(?<![a-z])pw(?![a-z])|identified|{PASSWORDS[0]}|(?-i:{PASSWORDS[1]})")


class Filter(Frozen, frozen=True):
    """One reason to be silent: ``drops`` says whether a value is no secret; ``example`` is a value that it drops."""

    reason: str
    example: str
    drops: Callable[[str], bool]


def entropy(value: str) -> float:
    """Shannon entropy in bits a character."""
    size = len(value)
    if size > _COUNTED:
        counts: Iterable[int] = Counter(value).values()
    else:  # faster for what is as short as a key
        counts = map(value.count, set(value))
    return math.log2(size) - sum(n * math.log2(n) for n in counts if n > 1) / size if size else 0.0


def is_blank(value: str, least: float = 2.5) -> bool:
    """Whether a value in a provider's format was never issued: a run, dots, a count, a repeated piece, few letters, or
    one that a provider publishes for tests.

    ``least`` is the lowest entropy a real value has. Words are not asked for: they occur by chance in long tokens.
    """
    return (
        any(map(value.__contains__, _PUBLISHED))
        or _RUN.search(value) is not None
        or _SAME_CASE_RUN.search(value) is not None
        or entropy(value) < least
        or _counts(value)
        or _repeats(value)
    )


def _counts(value: str) -> bool:
    """Whether eight characters in a row count up or down: ``12345678``, ``abcdefgh``, ``hgfedcba``."""
    lowered = value.lower()
    # Eight characters in a row hold four that begin at a multiple of four.
    return any(
        lowered[at : at + 4] in _FOURS and any(lowered[start : start + 8] in _EIGHTS for start in range(at - 4, at + 1))
        for at in range(0, len(lowered) - 3, 4)
    )


def _runs(size: int) -> frozenset[str]:
    """All stretches of a count, up and down; behind a nine comes an a or a zero."""
    up = {line[at : at + size] for line in (_COUNTING, "01234567890123456789") for at in range(len(line) - size + 1)}
    return frozenset((*up, *(_COUNTING[at : at + size][::-1] for at in range(len(_COUNTING) - size + 1))))


_FOURS, _EIGHTS = _runs(4), _runs(8)


def _repeats(value: str) -> bool:
    """Whether the last 24 characters are a piece of up to eight, over and over."""
    tail = value[-24:]
    return len(tail) == 24 and any(tail[period:] == tail[:-period] for period in range(1, 9))


# In one case only: such short words stand in long tokens by chance.
_NOTHING = "(?:[Nn]one|NONE|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|[Tt]odo|TODO|[Ff]ake|FAKE)"


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(
        r"(?i)x{4}|\*{3}|\.{3}|…|•|your|example|placeholder|changeme|change[-_]me|dummy|sample|insert|replace|redacted|"
        rf"\bmy[-_]|(?-i:(?<![A-Za-z]){_NOTHING}|{_NOTHING}(?![A-Za-z]))|test[-_]?(?:key|token|secret|pass)|"
        r"secret[-_]?key|api[-_]?key|access[-_]?token|p[a@]ssw[o0]rd|passwd|_token|token_|123456|abcdef|qwerty|getenv|environ|"
        r"getpass|config\[|here$|^<|>$|^[({\[]|[$%#]\(|[$#]\{|\{\{|^\$[A-Za-z_]|^%\(|(?<![A-Za-z0-9])%s(?![A-Za-z0-9])|"
        r"\}\}?$|foobar|hunter2|lorem|1234$|default"
    )


def is_placeholder(value: str) -> bool:
    """Whether a value says that another belongs there: ``YOUR_API_KEY``, ``***``, ``${NAME}``."""
    return _placeholder().search(value) is not None


_LONG = 80
UNNAMED = 16
"""A shorter value that nothing names is judged like a password."""
_KEY = 24  # a password as long as this is judged like a key
_CONSTANT = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z|[A-Z]+\Z")
_PIECE = (
    r"(?:[A-Za-z]?[a-z]{1,30}\d{0,3}|[A-Z]{2,30}\d{0,3}|[a-z]{1,20}[A-Z][a-z]{2,30}|\d{1,4}[a-z]?|20\d{6}|v\d{1,3})"
)
_WORDS = regex(rf"{_PIECE}(?:[-_./:~+@ ]{{1,2}}{_PIECE})+\Z")
_DOTTED = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:[(\[].*)?\Z", re.DOTALL)
_CALLED = regex(r"[A-Za-z_][\w.]*[(\[]")
_PATH = regex(
    r"(?:[A-Za-z]:\\|\.{0,2}/|~/|[a-z][a-z0-9+.-]{1,20}://|s3:|gs:|www\.)|.*\.(?:py|json|txt|csv|ya?ml|pem|pkl|html?|md|ipynb|zip|gz|png|jpe?g|toml|env|key|safetensors|parquet)\Z"
)
_BASE64 = regex(r"/?[A-Za-z0-9+/]{24,4096}={0,2}\Z")
_HEX = regex(r"[0-9a-f]{16,}\Z")
_NUMBER = regex(r"[-+]?[\d.,:_eE+/-]+\Z")
_CAMEL = regex(r"[a-z]*(?:[A-Z][a-z]{2,}|[A-Z]{2,4}(?=[A-Z][a-z]|\d{0,2}\Z)|\d{1,2}(?=[A-Z]|\Z))+\Z")
_SMALL = regex(r"[a-z]{3,}")
_UNSPACED = regex(r"[\u2e80-\uffef]")
_ADDRESS = regex(r"0x[0-9A-Fa-f]{40}\Z")
_DATE = regex(r"\d{4}-\d\d-\d\d[T ]?[\d:.]*Z?\Z|\d\d:\d\d")


def _is_mixed_alphabet(value: str) -> bool:
    return ("/" in value or "+" in value) and ("-" in value or "_" in value) and value.replace("=", "").isascii()


def _is_path(value: str) -> bool:
    return _PATH.match(value) is not None and not _is_base64(value)


def _is_base64(value: str) -> bool:
    """Whether a value that begins with a slash is base64 that happens to: one stretch is too mixed for a name."""
    return _BASE64.match(value) is not None and any(
        len(piece) >= 12 and any(c.isdigit() for c in piece) and switches(piece) * 3 >= len(piece)
        for piece in value.split("/")
    )


def _is_camel(value: str) -> bool:
    return _CAMEL.match(value) is not None and not any(_NO_WORD.search(run) for run in _SMALL.findall(value))


def _is_attribute(value: str) -> bool:
    return _DOTTED.match(value) is not None and not any(map(_is_no_name, value.split(".")))


def _is_no_name(piece: str) -> bool:
    """Whether one stretch of a dotted value is too long or too mixed for the name of an attribute."""
    if len(piece) >= 20 and any(c.isdigit() for c in piece):
        return True
    return len(piece) >= 10 and switches(piece) * 2 >= len(piece) and not _is_camel(piece)


FILTERS = (  # those first that cost little
    Filter("words joined by marks", "distilbert-base-uncased-v2", lambda v: _WORDS.match(v) is not None),
    Filter("an attribute of an object", "model.config.id2label[id", _is_attribute),
    Filter("a path or a URL", "/data/train/shard-0001a", _is_path),
    Filter("a call or an index", "load_credentials_v2(path", lambda v: _CALLED.match(v) is not None),
    Filter("a constant's name", "PREFIX_TUNING_SEQ2SEQ_LM", lambda v: _CONSTANT.match(v) is not None),
    Filter("a number", "1234.5678e-12", lambda v: _NUMBER.match(v) is not None),
    Filter("words in camel case", "AutoTokenizerForCausalLM2", _is_camel),
    Filter("a date or a time", "2024-01-31T10:15:00.123456Z", lambda v: _DATE.match(v) is not None),
    Filter(
        "words of a script without spaces",
        "\u30c8\u30fc\u30af\u30f3\u3092\u4e88\u6e2c\u3059\u308b",
        lambda v: not v.isascii() and _UNSPACED.search(v) is not None,
    ),
    Filter(
        "an address on a chain",
        "0x" + "52908400098527886E0F7030" + "069857D2E4169EE7",
        lambda v: _ADDRESS.match(v) is not None,
    ),
    Filter("a run, a count or too few letters", "11112222111122221111", lambda v: is_blank(v)),
    Filter("a placeholder of a documentation", "YOUR_API_KEY_1", is_placeholder),
)
"""Reasons to be silent about a value that has nothing but a name to show for it."""

MIXED = Filter("neither standard nor URL-safe base64", "your-name/bloomz-560m_PROMPT_TUNING", _is_mixed_alphabet)
"""One more reason, for a value that is called base64 only because of its characters."""


@lru_cache(maxsize=512)
def is_word(value: str) -> bool:
    """Whether one of ``FILTERS`` drops the value; several rules ask for the same one."""
    return any(each.drops(value) for each in FILTERS)


@lru_cache(maxsize=512)
def is_password(name: str) -> bool:
    """Whether a name is that of a password, which people choose and which may be short."""
    return _PASSWORD_NAME.search(name) is not None


@lru_cache(maxsize=512)
def looks_random(name: str, value: str) -> bool:
    """Whether a value that stands beside a credential's name was drawn by a machine or chosen as a password."""
    if len(value) >= _LONG:
        return _is_long_random(value)
    if is_word(value):
        return False
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    bits = entropy(value)
    if is_password(name) and len(value) < _KEY:
        return len(value) >= 8 and bits >= 2.75 and not _holds_word(value, 6) and _is_password(value, digits, letters)
    if not digits or not letters:
        return len(value) >= 20 and bits > 4.0 and not _holds_word(value, 7) and switches(value) >= 5
    return len(value) >= 16 and bits >= 3.0 and not _holds_word(value, 7) and not _WORD_WORD.search(value)


def is_random(value: str) -> bool:
    """``looks_random`` for a value that nothing names: a short one is judged like a password, others like a key."""
    return looks_random("key" if len(value) >= UNNAMED else "password", value)


def _holds_word(value: str, least: int) -> bool:
    """Whether so many small letters follow each other that they can be a word, and can be spoken like one.

    One that is short beside a value of many changes of kind is there by chance.
    """
    if _HEX.match(value):
        return False
    words = [
        match
        for match in _LOWER_RUN.finditer(value)
        if match.end() - match.start() >= least and not _NO_WORD.search(match[0])
    ]
    if len(words) != 1:
        return bool(words)
    rest = value[: words[0].start()] + value[words[0].end() :]
    return len(words[0][0]) > 8 or len(rest) < 15 or switches(rest) * 3 < len(rest)


def _is_long_random(value: str) -> bool:
    """The same for a long value, in which any short word occurs by chance."""
    if is_blank(value, 3.0) or _is_path(value) or _CALLED.match(value) or _WORDS.match(value):
        return False
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value) and "{" not in value and "<" not in value


def looks_drawn(value: str) -> bool:
    """Whether a value whose class and length are right was drawn by a machine."""
    if len(value) >= _LONG:
        return _is_long_random(value)
    if is_word(value) or entropy(value) < 2.8:
        return False
    digits = sum(c.isdigit() for c in value)
    return 0 < digits < len(value) or switches(value) >= 5


def _is_password(value: str, digits: int, letters: int) -> bool:
    if digits and letters:
        return True
    marks = len(value) - digits - letters
    mixed = value != value.lower() and value != value.upper()
    return bool(mixed and (marks or len(value) >= 10) and switches(value) >= 3) or bool(marks >= 2 and digits >= 2)


def switches(value: str) -> int:
    """How often the letters change from lower to upper case or to another kind of character."""
    kinds = ["a" if c.islower() else "A" if c.isupper() else "0" for c in value]
    return sum(a != b for a, b in zip(kinds, kinds[1:], strict=False))
