"""Check digits of numbers that python-stdnum does not know."""

from __future__ import annotations

from jupyter_mlsecops.sdk import regex

_NINO = regex(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]\Z")
_ITIN_GROUPS = frozenset((*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)))
_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_LETTERS = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # A is 10, and so on
_SVNR_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _digits(number: str) -> list[int]:
    return [int(c) for c in number if c.isdigit()]


def _letters(number: str) -> str:
    return "".join(c for c in number if c.isalnum()).upper()


def is_nino(number: str) -> bool:
    """United Kingdom: a prefix that is issued; there is no check digit."""
    return _NINO.match(_letters(number)) is not None


def is_us_itin(number: str) -> bool:
    """United States, persons without a Social Security number: begins with 9, then a group that is issued."""
    digits = _letters(number)
    return digits[0] == "9" and int(digits[3:5]) in _ITIN_GROUPS


def is_sg_nric(number: str) -> bool:
    """Singapore: a weighted sum of the seven digits, modulo 11, gives the last letter."""
    kind, digits, last = number[0], _digits(number), number[-1]
    total = sum(w * d for w, d in zip(_NRIC_WEIGHTS, digits, strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(kind, 0)
    return _NRIC_LETTERS[kind][total % 11] == last


def is_tw_id(number: str) -> bool:
    """Taiwan: the letter as two digits, weights 1 and 9 to 1, modulo 10."""
    code = 10 + _TAIWAN_LETTERS.index(number[0])
    digits = [code // 10, code % 10, *_digits(number[1:])]
    return sum(w * d for w, d in zip((1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), digits, strict=True)) % 10 == 0


def is_hu_taj(number: str) -> bool:
    """Hungary, social security: weights 3 and 7, modulo 10."""
    digits = _digits(number)
    return sum((7 if k % 2 else 3) * d for k, d in enumerate(digits[:8])) % 10 == digits[8]


def is_hu_tax(number: str) -> bool:
    """Hungary, tax number of a person: begins with 8; weights 1 to 9, modulo 11."""
    digits = _digits(number)
    return digits[0] == 8 and sum((k + 1) * d for k, d in enumerate(digits[:9])) % 11 == digits[9]


def is_de_svnr(number: str) -> bool:
    """Germany, pension insurance: day and month of birth, the letter as two digits, cross sums, modulo 10."""
    plain = _letters(number)
    day, month = int(plain[2:4]), int(plain[4:6])
    if not (1 <= day <= 31 or 51 <= day <= 81) or not 1 <= month <= 12:
        return False
    digits = [*_digits(plain[:8]), *divmod(ord(plain[8]) - 64, 10), *_digits(plain[9:11])]
    total = sum(sum(divmod(w * d, 10)) for w, d in zip(_SVNR_WEIGHTS, digits, strict=True))
    return total % 10 == int(plain[11])


def is_au_medicare(number: str) -> bool:
    """Australia: weights 1, 3, 7, 9 over eight digits, modulo 10."""
    digits = _digits(number)
    return sum(w * d for w, d in zip((1, 3, 7, 9, 1, 3, 7, 9), digits, strict=False)) % 10 == digits[8]


def is_ru_snils(number: str) -> bool:
    """Russia, pension insurance: weights 9 to 1, modulo 101."""
    digits = _digits(number)
    return sum((9 - k) * d for k, d in enumerate(digits[:9])) % 101 % 100 == 10 * digits[9] + digits[10]


def is_hk_id(number: str) -> bool:
    """Hong Kong: letters count from 10, a missing first letter 36; weights 9 to 1, modulo 11."""
    plain = _letters(number).rjust(9)
    values = [36 if c == " " else int(c) if c.isdigit() else ord(c) - 55 for c in plain[:8]]
    last = 10 if plain[8] == "A" else int(plain[8])
    return (sum((9 - k) * v for k, v in enumerate(values)) + last) % 11 == 0


def is_uy_ci(number: str) -> bool:
    """Uruguay: weights 2, 9, 8, 7, 6, 3, 4, modulo 10."""
    digits = _digits(number)
    return -sum(w * d for w, d in zip((2, 9, 8, 7, 6, 3, 4), digits, strict=False)) % 10 == digits[-1]
