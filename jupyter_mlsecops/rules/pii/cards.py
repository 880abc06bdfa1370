"""Payment cards and bank accounts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

from jupyter_mlsecops.sdk import Severity, regex

from .entity import Entity, Value
from .figures import is_among_numbers
from .naming import spelled
from .phrases import Phrases
from .reading import Reading

# The first digit, one that schemes have, stands before what is asked of its place: so the search goes from digit to
# digit.
_CARD = regex(
    r"[2-68](?:(?<![A-Za-z0-9_.+-][0-9])|(?<=\\[nrt][0-9]))(?<![0-9] [0-9])"
    r"(?:[0-9]{3}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{1,4}(?:\1[0-9]{1,3})?"
    r"|(?<=3)[0-9]{3}([ -])[0-9]{6}\2[0-9]{4,5}|[0-9]{12,18})"
    r"(?![A-Za-z0-9_]|[.-][0-9]| [0-9])"
)
_NAMES = spelled(
    ("card", "credit card", "card number", "debit card", "payment card", "pan", "cc", "visa", "mastercard", "amex",
    "ccnum",
     "kreditkarte", "carte bancaire", "carte", "tarjeta", "carta di credito", "cartão", "kartennummer", "creditcard",
     "maestro")
)  # fmt: skip
_PHRASES = Phrases(_NAMES)
_ID = regex(
    r"(?i)(?:id|ids|uuid|hash|seed|time|timestamp|commit|sha|index|key|offset|version|tweet|status|user|job|run)[\"'\])]{0,3}\s{0,3}[:=(,]?\s{0,3}[\"'\[]{0,2}\Z"
)
# What alone makes a card of an ungrouped number without a name: ids begin with the other ranges as often.
_COMMON = ("4", "51", "52", "53", "54", "55", "34", "35", "37", "6011")
# Numbers that the schemes and payment services publish for tests: they belong to nobody.
_DOCUMENTED = frozenset(
    head + tail
    for head, tail in (
        ("4111", "111111111111"), ("4242", "424242424242"), ("4012", "888888881881"), ("4000", "056655665556"),
        ("5555", "555555554444"), ("5105", "105105105100"), ("2223", "003122003222"), ("5200", "828282828210"),
        ("3782", "82246310005"), ("3714", "49635398431"), ("3787", "34493671000"), ("6011", "111111111117"),
        ("6011", "000990139424"), ("3056", "930009020004"), ("3622", "7206271667"), ("3530", "111333300000"),
        ("3566", "002020360505"), ("6200", "000000000005"), ("4222", "222222222"), ("5610", "591081018250"),
        ("3852", "0000023237"), ("3056", "9309025904"), ("2223", "000048400011"), ("4917", "610000000000"),
        ("4444", "333322221111"), ("5454", "545454545454"), ("4462", "030000000000"), ("4000", "000000000002"),
    )
)  # fmt: skip
# Accounts that the registry of IBANs and its readers show as examples, without their check digits.
_EXAMPLES = frozenset(
    (
        "AT1904300234573201 BE539007547034 BGBNBG96611020345678 CH00762011623852957 CZ08000000192000145399 "
        "DE370400440532013000 DK00400440116243 EE2200221020145685 ES21000418450200051332 FI12345600000785 "
        "FR20041010050500013M02606 GBNWBK60161331926819 GBWEST12345698765432 GR01101250000000012300695 "
        "HR10010051863000160 HU117730161111101800000000 IEAIBK93115212345678 ITX0542811101000000123456 "
        "LT1000011101001000 LU0019400644750000 LVBANK0000435195001 MTMALT011000012345MTLCAST001S "
        "NLABNA0417164300 NO86011117947 PL109010140000071219812874 PL114020040000300201355387 "
        "PT000201231234567890154 ROAAAA1B31007593840000 SE50000000058398257466 SI191000000123438 "
        "SI263300012039086 SK12000000198742637541 TR0006100519786457841326 SA80000000608010167519 "
        "AE0331234567890123456 IL0108000000099999999 BR00360305000010009795493C1 CY002001280000001200527600 "
        "IS0159260076545510730339"
    ).split()
)
_DOUBLED = str.maketrans("0123456789", "0246813579")  # the cross sums of the doubled digits
_IBAN = regex(
    r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))[A-Z]{2}[0-9]{2}(?:(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![A-Za-z0-9_])"
)


def _is_issued(digits: str) -> bool:
    """Whether a card scheme issues numbers that begin like this, in this length."""
    size, two, three, four = len(digits), int(digits[:2]), int(digits[:3]), int(digits[:4])
    if digits[0] == "4":
        return size in (13, 16, 19)
    if two in (34, 37):
        return size == 15
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return size == 16
    if 300 <= three <= 305 or two in (36, 38, 39):
        return 14 <= size <= 19
    if 3528 <= four <= 3589 or four == 6011 or two in (62, 65) or 644 <= three <= 649 or two == 81:
        return 16 <= size <= 19
    return two in (50, 56, 57, 58, 60, 61, 63, 64, 66, 67, 68, 69) and 13 <= size <= 19


def _luhn(digits: str) -> bool:
    return (sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0


@lru_cache(maxsize=512)
def _is_card(digits: str) -> bool:
    return 13 <= len(digits) <= 19 and _is_issued(digits) and _luhn(digits) and len(set(digits)) >= 2


@lru_cache(maxsize=512)
def _is_id(left: str) -> bool:
    """Whether the last characters name a number that something else is known by."""
    return _ID.search(left) is not None


def cards(reading: Reading) -> Iterator[Value]:
    """Numbers of payment cards: an issuer's, with a right check digit, and no figure among others."""
    last, was_named = -1, False
    if not reading.has_run(13):
        return
    is_called = _PHRASES.judge()
    for match in _CARD.finditer(reading.text):
        start, end = match.span()
        digits = match[0].replace(" ", "").replace("-", "")
        if not _is_card(digits):
            continue
        names = reading.names(start, end)
        named = is_called(names) or (was_named and reading.is_next_to(last, start, names))
        grouped = len(digits) != len(match[0])
        if not named:
            if not grouped and (len(digits) not in (15, 16) or not digits.startswith(_COMMON)):
                continue
            if _is_id(reading.zeroed[max(0, start - 20) : start]) or is_among_numbers(reading, start, end, grouped):
                continue
        yield Value(start, end, Severity.LOW if digits in _DOCUMENTED else None)
        last, was_named = end, named


def ibans(reading: Reading) -> Iterator[Value]:
    """IBANs with the length of their country and right check digits."""
    for match in _IBAN.finditer(reading.text):
        iban = _longest(match[0])
        if iban:
            bare = iban.replace(" ", "")
            documented = bare[:2] + bare[4:] in _EXAMPLES
            yield Value(match.start(), match.start() + len(iban), Severity.LOW if documented else None)


@lru_cache(maxsize=512)
def _longest(text: str) -> str:
    """``text``, or as much of it as is an IBAN: a word may follow it after a space."""
    valid = import_module("stdnum.iban").is_valid
    while len(text) >= 15:
        if valid(text, check_country=False):
            return text
        text = text[: text.rfind(" ")] if " " in text else ""
    return ""


def _made(stem: str, valid: str) -> str:
    """``stem`` with the digits in the place of its ``?`` that make it valid."""
    check = import_module(f"stdnum.{valid}").is_valid
    blanks = stem.count("?")
    numbers = (f"{k:0{blanks}}" for k in range(10**blanks))
    return next(n for n in (stem.replace("?" * blanks, number) for number in numbers) if check(n.replace(" ", "")))


_WHERE = "Cancel it if it is real, clear the output, and keep only the last four digits."

CARD = Entity(
    id="payment-card",
    label="payment card number",
    why="Everyone who gets the notebook can read this payment card number, and pay with it.",
    remedy=_WHERE,
    find=cards,
    gate=_NAMES,
    shapes=("0000 0000 0000 0", "0000-0000-0000-0", "0000000000000", "0000 000000 0000", "0000-000000-0000"),
    bad=lambda: [
        f"# %%\nprint(order)\n# %% [output]\nPaid with «{_made('4539 1488 0343 646?', 'luhn')}» today",
        f'card_number = "«{_made("37144963539842?", "luhn")}»"',
    ],
    ok=(
        "# %%\nx\n# %% [output]\n[4539148803436467 4539148803436475]\n0.4539148803436467 1.4539148803436467e-16",
        "card_number = None\nt = 1700000000000",
    ),
)

IBAN = Entity(
    id="iban",
    label="IBAN",
    why="Everyone who gets the notebook can read this bank account number, and debit it in some countries.",
    remedy="Clear the output and keep a pseudonym instead of the account.",
    find=ibans,
    shapes=("AA00 0", "AA00 A", "AA000000", "AA00AAAA", "AA00A000"),
    bad=lambda: [
        f"# %%\nprint(account)\n# %% [output]\nIBAN: «{_made('DE?? 5207 1103 0842 7719 31', 'iban')}».",
        f'account = "«{_made("GB??TOOL20051781204377", "iban")}»"',
    ],
    ok=('account = "DE00 3704 0044 0532 0130 00"\nmodel = "AB12 CDEF 3456"',),
)
