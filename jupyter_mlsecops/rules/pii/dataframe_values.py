"""Whether what stands under a header looks like what the header says, and whether its own check confirms it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from jupyter_mlsecops.sdk import regex

EMPTY = frozenset(("", "nan", "none", "null", "<na>", "na", "n/a", "nat", "-", "--", "...", "..", "…", "undefined"))
_HIDDEN = regex(
    r"(?i)redacted|masked|hidden|anonymi[sz]ed|removed|confidential|\*{2}|[•●█]{2}|#{3}|\bx{3}|x{4}|\[\.{3}\]|"
    r"\A(?:sha\d{1,3}:|md5:)?[0-9a-f]{32,128}\Z|\A<[a-z_ -]{1,40}>\Z"
)
_HASH_NAME = regex(r"(?i)hash|sha\d|md5|mask|anon|encrypt|redact|pseudo|token")
_EMAIL = regex(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,6}([A-Za-z]{2,63})\Z")
_EXAMPLE = regex(r"(?i)@(?:[\w-]{1,63}\.){0,4}(?:example(?:\.[a-z]{2,3}){0,2}|test|invalid|localhost)\Z")
_NUMBER = regex(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?\Z|[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?\Z")
_DECIMAL = regex(r"[-+]?\d*\.\d+(?:[eE][-+]?\d+)?\Z")
_PHONE = regex(r"\+?[\d\s()./-]{7,24}(?:\s?(?:x|ext\.?)\s?\d{1,6})?\Z")
_SSN = regex(r"\d{3}-\d{2}-\d{4}\Z|\d{9}\Z")
_CODE = regex(r"[A-Za-z0-9][A-Za-z0-9 ./-]{2,24}\Z")
_IBAN = regex(r"[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,3}\Z")
_CARD = regex(r"\d(?:[ -]?\d){12,18}\Z")
_DATE = regex(
    r"(?:19|20)\d\d[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:0?[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d\S{0,20})?\Z|"
    r"(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|[12]\d|3[01])[-/. ](?:(?:19|20)\d\d|\d\d)(?:[T ]\d\d:\d\d\S{0,20})?\Z|"
    r"(?:19|20)\d\d[年년] ?\d{1,2}[月월] ?\d{1,2}[日일]\Z|"
    r"(?:[^\W\d_]{3,10}\.? (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? |"
    r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\.?[ -](?:de )?[^\W\d_]{3,10}\.?[ -](?:de )?)(?:(?:19|20)\d\d|\d\d)\Z"
)
_NAME = regex(r"[^\W\d_][^\W\d_.,'’ ()-]*(?:[.,'’ ()-]{1,3}[^\W\d_.,'’ ()-]+){0,6}[.)]?\Z")
_NO_NAMES = frozenset("true false yes no unknown object string str int int64 float float64 bool category text".split())
_UNSPACED = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_ZIP = regex(r"(?=[A-Z0-9 -]{0,9}\d)[A-Z0-9][A-Z0-9 -]{2,8}[A-Z0-9](?:\.0)?\Z")
_AGE = regex(r"1?\d?\d(?:\.[05]0?)?\Z|[\[(]?\d{1,3} ?(?:-|–|,|to) ?\d{1,3}[\])]?\Z")
_MONEY = regex(r"[$€£¥]?\s?\d{1,3}(?:[,.' ]?\d{3}){1,3}(?:[.,]\d{1,2})?\s?(?:[$€£¥]|[A-Z]{3})?\Z|[<>]=?\d{2,3}K\Z")
_WORD = regex(r"[^\W\d_]|[^\W\d_][\w .,'’()/&-]{1,60}\Z")
_COORDINATE = regex(r"-?\d{1,3}\.\d{3,}\Z")
_IP = regex(r"(?:\d{1,3}\.){3}\d{1,3}\Z|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){2,7}\Z")
_STREET = regex(r"(?i)\d|\w \w|\w(?:str|straat|strasse|straße|weg|platz|gasse|laan|plein)\.?\Z")


def is_shown(value: str) -> bool:
    """Whether a cell shows a value at all: it is neither empty nor hidden."""
    return value.lower() not in EMPTY and not _HIDDEN.search(value)


def is_pseudonym(label: str) -> bool:
    """Whether a header says that its values are hashed or masked."""
    return bool(_HASH_NAME.search(label))


def fits(kind: str, values: Iterable[str]) -> bool:
    """Whether some values are shown, and half of them and more look like ``kind``."""
    shown = [value for value in values if is_shown(value)]
    looks = _LOOKS[kind]
    return bool(shown) and sum(looks(value) for value in shown) * 2 >= len(shown)


def confirmed(kind: str, values: Iterable[str]) -> bool:
    """Whether a value passes the check of its kind: a check digit, or a host that is no example."""
    check = _CHECKS.get(kind)
    return check is not None and any(check(value) for value in values if is_shown(value))


def looks_like_person(value: str) -> bool:
    """Two words and more, each with a capital, as in ``Ann Lee`` or ``Lee, Ann``; a few signs of a script without."""
    if value.isalpha() and value.lower() == value.upper():
        return 2 <= len(value) <= 6
    parts = [part for part in re.split(r"[ ,]+", value) if part]
    return 2 <= len(parts) <= 6 and bool(_NAME.match(value)) and all(not part[0].islower() for part in parts[:2])


def _digits(value: str) -> int:
    return sum(c.isdigit() for c in value)


def _is_phone(value: str) -> bool:
    whole = value[:-2] if value.endswith(".0") else value
    return bool(_PHONE.match(whole)) and 7 <= _digits(whole) <= 15 and not _is_date(whole) and not _DECIMAL.match(whole)


def _is_code(value: str) -> bool:
    """An id that somebody issued: four characters and more with a digit, and no measured number."""
    return bool(_CODE.match(value)) and len(value) >= 4 and _digits(value) > 0 and not _DECIMAL.match(value)


def _is_number_of_person(value: str) -> bool:
    return bool(_CODE.match(value)) and 5 <= _digits(value) <= 16 and not _DECIMAL.match(value)


def _is_document(value: str) -> bool:
    return _is_code(value) and 5 <= len(value) <= 20 and not _is_date(value)


def _is_date(value: str) -> bool:
    return bool(_DATE.match(value))


def _is_name(value: str) -> bool:
    return len(value) <= 60 and bool(_NAME.match(value)) and value.lower() not in _NO_NAMES


def _is_address(value: str) -> bool:
    has_word = bool(re.search(r"[^\W\d_]{2}", value))
    apart = " " in value.strip() or _UNSPACED.search(value) is not None
    return has_word and _digits(value) > 0 and apart and len(value) >= 6 and "@" not in value


def _is_street(value: str) -> bool:
    return len(value) >= 4 and bool(re.search(r"[^\W\d_]{2}", value)) and bool(_STREET.search(value))


def _is_account(value: str) -> bool:
    return bool(_CODE.match(value)) and 6 <= _digits(value) <= 24 and not _DECIMAL.match(value)


def _is_age(value: str) -> bool:
    return bool(_AGE.match(value)) and value not in ("0", "1", "0.0", "1.0")


def _is_word(value: str) -> bool:
    return bool(_WORD.match(value)) and value.lower() not in ("true", "false")


def _is_money(value: str) -> bool:
    return bool(_MONEY.match(value))


_LOOKS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: bool(_EMAIL.match(value)),
    "phone": _is_phone,
    "ssn": lambda value: bool(_SSN.match(value)),
    "national id": _is_number_of_person,
    "passport": _is_document,
    "licence": _is_document,
    "patient": _is_code,
    "birth date": _is_date,
    "person": _is_name,
    "name": looks_like_person,
    "address": _is_address,
    "street": _is_street,
    "card": lambda value: bool(_CARD.match(value)),
    "iban": lambda value: bool(_IBAN.match(value)),
    "account": _is_account,
    "word": _is_word,
    "zip": lambda value: bool(_ZIP.match(value)),
    "age": _is_age,
    "money": _is_money,
    "ip": lambda value: bool(_IP.match(value)),
    "degrees": lambda value: bool(_COORDINATE.match(value)),
}


def _is_real_address(value: str) -> bool:
    return bool(_EMAIL.match(value)) and not _EXAMPLE.search(value)


def _is_valid_ssn(value: str) -> bool:
    from stdnum.us import ssn

    return bool(_SSN.match(value)) and bool(ssn.is_valid(value))


def _is_valid_card(value: str) -> bool:
    from stdnum import luhn

    digits = re.sub(r"[ -]", "", value)
    return bool(_CARD.match(value)) and digits[0] in "3456" and len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _is_valid_iban(value: str) -> bool:
    from stdnum import iban

    return bool(_IBAN.match(value)) and bool(iban.is_valid(value))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "email": _is_real_address,
    "ssn": _is_valid_ssn,
    "card": _is_valid_card,
    "iban": _is_valid_iban,
}
