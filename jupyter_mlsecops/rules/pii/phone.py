"""Telephone numbers: with a country code anywhere, in a national form beside a word such as "phone"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Confidence, Severity, regex

from .entity import Entity, Value
from .figures import is_among_numbers
from .naming import spelled
from .phrases import Phrases
from .reading import Reading, Words

# Country codes and the digits that may follow, as the numbering plans have them; other codes: 6 to 12.
_PLANS = {
    "1": (10, 10), "7": (10, 10), "20": (8, 10), "27": (9, 9), "30": (10, 10), "31": (9, 9), "32": (8, 9), "33": (9, 9),
    "34": (9, 9), "36": (8, 9), "39": (8, 11), "40": (9, 9), "41": (9, 9), "43": (7, 13), "44": (9, 10), "45": (8, 8),
    "46": (7, 10), "47": (8, 8), "48": (9, 9), "49": (7, 12), "51": (8, 9), "52": (10, 10), "54": (10, 11), "55": (10,
    11),
    "56": (9, 9), "57": (10, 10), "58": (10, 10), "60": (8, 10), "61": (9, 9), "62": (8, 12), "63": (8, 10), "64": (8,
    10),
    "65": (8, 8), "66": (8, 9), "81": (9, 10), "82": (8, 11), "84": (9, 10), "86": (10, 11), "90": (10, 10),
    "91": (10, 10),
    "92": (9, 10), "94": (9, 9), "98": (10, 10), "351": (9, 9), "352": (6, 11), "353": (7, 9), "358": (6, 11),
    "370": (8, 8), "371": (8, 8), "372": (7, 8), "380": (9, 9), "385": (8, 9), "386": (8, 8), "420": (9, 9),
    "421": (9, 9), "852": (8, 8), "886": (8, 9), "971": (8, 9), "972": (8, 9), "966": (9, 9), "234": (8, 10),
    "254": (9, 9),
}  # fmt: skip
_TWO = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 "
    "91 92 93 94 95 98".split()
)
_INTERNATIONAL = regex(r"\+[1-9][0-9 .()/\u00a0-]{6,24}")
_GROUPED = regex(
    r"\+[0-9]{1,3}[ .\u00a0-]?(?:\(0?\) ?)?(?:\([0-9]{1,5}\)|[0-9]+)(?:[ .\u00a0/-][0-9]{2,}|(?<=\))[0-9]{2,})*"
)
_SIGNED = regex(r"[=(,\[*/<>+-] {0,4}\Z")  # a sign of a number, not of a telephone
_DIGITS = "0123456789"
_SIGNS = " .()/\u00a0-"
_NATIONAL = regex(
    r"(?<![A-Za-z0-9_.+])(?<![0-9][-/])\(?[0-9]{2,5}\)?[ .\u00a0/-]{0,2}[0-9]{2,8}(?:[ .\u00a0-][0-9]{2,6}){0,4}"
    r"(?![A-Za-z0-9_]|\.[0-9])"
)
_NAMES = (
    "phone", "tel", "telephone", "mobile", "cell", "cellphone", "fax", "whatsapp", "phone number", "mobile number",
    "telefon",
    "téléphone", "teléfono", "telefono", "telefone", "handy", "mobil", "portable", "móvil", "celular", "cellulare",
    "gsm",
    "telefoon", "telefonnummer", "handynummer", "telefonnr", "puhelin", "contact number", "电话", "電話", "手机",
    "전화", "телефон",
)  # fmt: skip
_SPELLED = spelled(_NAMES)
_PHRASES = Phrases(_SPELLED)
# In a notebook a cell is a cell; beside these a run of digits is enough.
_STRONG = Phrases(
    spelled(("phone", "tel", "telephone", "fax", "whatsapp", "phone number", "mobile number", "telefon", "téléphone"))
)
_DATE = regex(
    r"(?:19|20)[0-9]{2}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)?[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[-/. ](?:19|20)[0-9]{2}"
)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def international(reading: Reading) -> Iterator[Value]:
    """Numbers that begin with ``+`` and a country code, as long as the country's plan allows."""
    text, at = reading.text, reading.text.find("+")
    while at >= 0:
        match = _INTERNATIONAL.match(text, at)
        before = text[at - 1 : at]
        if match and not (before.isalnum() or before in tuple(")]_+.")):
            end = _end(text, at, match.end())
            if end and reading.is_code and (_SIGNED.search(text, max(0, at - 8), at) or not reading.is_in_string(at)):
                end = 0
            if end and not _is_difference(text, at, end) and not is_among_numbers(reading, at, end, True):
                yield Value(at, end)
                at = end - 1
        at = text.find("+", at + 1)


def _end(text: str, start: int, end: int) -> int:
    """Where the number that begins at ``start`` ends: other figures may follow it. 0 if there is none."""
    number = text[start:end]
    for _ in range(4):
        number = number.rstrip(_SIGNS)
        end = start + len(number)
        behind = text[end : end + 1]
        is_whole = not (behind.isalnum() or behind == "_" or (behind == "." and text[end + 1 : end + 2].isdigit()))
        if is_whole and _is_planned(number):
            return end
        number = number.rstrip(_DIGITS)[:-1]
        if not number:
            return 0
    return 0


@lru_cache(maxsize=512)
def _is_planned(number: str) -> bool:
    """Whether it is written in groups as numbers are, and as long as the plan of its country says."""
    if not _GROUPED.fullmatch(number):
        return False
    digits = _digits(number)
    code = next((c for c in (digits[:1], digits[:2], digits[:3]) if c in ("1", "7") or c in _TWO or len(c) == 3), "")
    rest = digits[len(code) :]
    if number[len(code) + 1 : len(code) + 5].find("(0)") >= 0:
        rest = rest[1:]
    low, high = _PLANS.get(code, (6, 12))
    if not low <= len(rest) <= high or len(digits) > 15 or len(set(rest)) < 3:
        return False
    return code != "1" or (rest[0] in "23456789" and rest[3] not in "01" or rest[3:6] == "555")


def _is_difference(text: str, start: int, end: int) -> bool:
    """Whether the sign adds: in code between operands, or before the lines of a diff."""
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    return (before[-1:] == " " and before[:1].isdigit()) or after in ("*", "%", "e", "E")


def national(reading: Reading) -> Iterator[Value]:
    """Numbers beside a word for a telephone: 7 to 15 digits in groups, which are no date."""
    last, was_named = -1, False
    is_called, is_strong = _PHRASES.judge(), _STRONG.judge()
    for match in _NATIONAL.finditer(reading.text):
        if not _is_national(match[0]):
            continue
        start, end = match.span()
        names = reading.names(start, end, 30)
        if end - start < 9 and match[0].isdigit() and not is_strong(names):
            continue
        named = (was_named and reading.is_next_to(last, start, names)) or is_called(names)
        if named:
            yield Value(start, end, confidence=Confidence.MEDIUM)
            last, was_named = end, True


@lru_cache(maxsize=512)
def _is_national(number: str) -> bool:
    digits = _digits(number)
    if not 7 <= len(digits) <= 13 or len(set(digits)) < 3 or _DATE.fullmatch(number):
        return False
    is_time = len(digits) == 13 and digits == number  # milliseconds
    return number.count("(") == number.count(")") and not is_time


def _find(reading: Reading) -> Iterator[Value]:
    if "+0" in reading.shape:
        yield from international(reading)
    if reading.has_run(7) and reading.words_of(_GATE):
        yield from national(reading)


_GATE = Words(_SPELLED)

PHONE = Entity(
    id="phone-number",
    label="telephone number",
    why="A telephone number leads to a person, and everyone who gets the notebook can read it.",
    remedy="Clear or redact the output, and print counts instead of people.",
    find=_find,
    severity=Severity.MEDIUM,
    elsewhere=Severity.LOW,
    confidence=Confidence.MEDIUM,
    gate=_SPELLED,
    shapes=("+0",),
    bad=lambda: [
        "# %%\nprint(user)\n# %% [output]\nAda: «+1 415 " + "867 5309»",
        "# %%\nprint(user)\n# %% [output]\nphone: «(415) " + "867-5309»",
        'mobile = "«07912 ' + '345678»"',
    ],
    ok=(
        "# %%\nx\n# %% [output]\n[4155552671 4155552672]\nphone_count 12",
        "y = x +1234567890\nphone = None\nloss = 0.4158675309",
        "# %%\nx\n# %% [output]\n2019-01-01 12:00:00 +0100",
    ),
)
