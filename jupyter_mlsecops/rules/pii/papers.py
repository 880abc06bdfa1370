"""What is known by its name alone: passports, licences, patient numbers, dates of birth, postal addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Confidence, Severity, regex

from .entity import Entity, Value
from .naming import spelled
from .notations import ADDRESSES, DATES
from .phrases import Phrases
from .reading import Reading

_REACH = 36  # a value without a check digit stands close to its name
# What no value begins with is passed over before anything is asked of its place.
_BEFORE = r"(?=[0-9A-Z\u00c0-\u00deu-])(?:(?<![A-Za-z0-9_./-])|(?<=\\[nrt]))"
_BEHIND = r"(?![A-Za-z0-9_/]|[.-][A-Za-z0-9])"
_STRONG = Phrases(
    spelled(("mrn", "medical record", "medical record number", "hospital number", "health record number"))
)
_COMPARED = regex(r"(?<![-=])[<>]=?\s{0,3}[\"']?\Z|between\s{1,3}[\"']?\Z", re.IGNORECASE)
_TAG = regex(r"<[A-Za-z_][^<>\n]{0,80}>\s{0,3}\Z")


def _find(pattern: str, phrases: tuple[str, ...], digits: int, weak: str) -> Callable[[Reading], Iterator[Value]]:
    """A ``find``: texts like ``pattern`` with at least ``digits`` digits, beside one of the phrases.

    Those like ``weak`` count little where nothing but a number of the data set may be meant."""
    named = Phrases(spelled(phrases), True)

    @lru_cache(maxsize=512)
    def is_one(text: str) -> bool:
        figures = [*filter(str.isdigit, text)]
        return len(figures) >= digits and len(set(figures)) >= 2

    def find(reading: Reading) -> Iterator[Value]:
        last, is_weak = -1, False
        compiled = re.compile(f"{_BEFORE}(?:{pattern}){_BEHIND}")  # re keeps what it compiled
        weakly = re.compile(weak) if weak else None
        is_called, is_strong = named.judge(), _STRONG.judge()
        for match in compiled.finditer(reading.text):
            start, end = match.span()
            if not is_one(match[0]) or _is_bound(reading, start):
                continue
            beside = reading.names(start, end, _REACH)
            if not (last >= 0 and reading.is_next_to(last, start, beside)):
                if not is_called(beside):
                    continue
                is_weak = weakly is not None and not is_strong(beside) and bool(weakly.fullmatch(match[0]))
            yield Value(start, end, Severity.LOW if is_weak else None)
            last = end

    return find


def _is_bound(reading: Reading, start: int) -> bool:
    """Whether a value is a bound (``dob < "1990-01-01"``). A tag and an arrow end in the same sign."""
    text = reading.text
    return bool(_COMPARED.search(text, max(0, start - 12), start)) and not _TAG.search(text, max(0, start - 90), start)


def _entity(
    id: str,
    label: str,
    why: str,
    remedy: str,
    pattern: str,
    phrases: tuple[str, ...],
    digits: int,
    example: str,
    name: str,
    ok: tuple[str, ...],
    elsewhere: Severity | None = None,
    many: str = "",
    confidence: Confidence = Confidence.MEDIUM,
    words: tuple[str, ...] = (),
    weak: str = "",
) -> Entity:
    """A kind whose values are like ``pattern``, have ``digits`` digits at least, and stand beside one of ``phrases``;
    ``name`` and ``example`` make the examples."""
    return Entity(
        id=id,
        label=label,
        many=many,
        why=why,
        remedy=remedy,
        find=_find(pattern, phrases, digits, weak),
        severity=Severity.MEDIUM,
        elsewhere=elsewhere,
        confidence=confidence,
        gate=spelled(phrases),
        words=words,
        bad=lambda: [
            f'{name} = "«{example}»"',
            f"# %%\nprint(row)\n# %% [output]\n{{'{name}': '«{example}»', 'ward': 7}}",
            f"# %%\ndf\n# %% [output text/html]\n<table><tr><th>ward</th><th>{name}</th></tr>\n"
            f"<tr><td>7</td><td>«{example}»</td></tr></table>",
        ],
        ok=ok,
    )


_HIDE = "Remove it and keep a pseudonym instead; clear the output and do not print such columns."

PASSPORT = _entity(
    "passport-number",
    "passport number",
    "With a passport number somebody can pass for another person.",
    _HIDE,
    r"(?:[A-Z]{1,3} ?)?[0-9]{6,9}[A-Z]?|[A-Z](?=[A-Z0-9]{0,6}[0-9])[A-Z0-9]{6,8}|[0-9]{2} ?[A-Z]{2} ?[0-9]{5}",
    (
        "passport",
        "passport number",
        "reisepass",
        "passeport",
        "pasaporte",
        "passaporto",
        "passaporte",
        "paspoort",
        "paszport",
        "reisepassnummer",
        "passnummer",
        "护照",
        "паспорт",
    ),
    4,
    "C01X00" + "T47",
    "passport_no",
    ('passport = None\nroom = "1234567"', "passport_count = 123"),
    words=("assport", "asaporte", "eisepass"),
)
LICENCE = _entity(
    "driving-licence",
    "driving licence number",
    "With a driving licence number somebody can pass for another person.",
    _HIDE,
    r"[A-Z0-9](?:[A-Z0-9]|[- ](?=[0-9])){4,17}[A-Z0-9]",
    (
        "driving licence",
        "driver license",
        "drivers license",
        "driver s license",
        "driving license",
        "driver licence",
        "driver s licence",
        "dl number",
        "driving licence number",
        "führerschein",
        "führerscheinnummer",
        "permis de conduire",
        "licencia de conducir",
        "carnet de conducir",
        "patente di guida",
        "rijbewijs",
        "carta de condução",
        "drivers licence",
        "dln",
    ),
    5,
    "MORGA" + "753116SM9IJ",
    "driving_licence",
    ("driving_licence = None", 'licence = "MIT-2019"'),
)
PATIENT = _entity(
    "medical-record-number",
    "medical record number",
    "The number leads to a person's medical record, which the law protects most of all.",
    _HIDE,
    r"(?:(?!(?:MRN|ID|NO|NR) )[A-Z]{1,4}[- ]?)?[0-9]{6,10}|[A-Z][0-9]{2,4}-[0-9]{2,6}|[0-9]{2,3}-[0-9]{2}-[0-9]{2}",
    (
        *("mrn", "medical record", "medical record number", "medical record no", "med rec", "health record number"),
        *("patient id", "patient number", "patient identifier", "patient no", "hospital number", "hospital no"),
        *("patientennummer", "patienten id", "numéro de patient"),
    ),
    5,
    "MRN0048" + "1516",
    "patient_id",
    ("mrn = None", "n_patients = 123456"),
    weak="[0-9]{1,6}",
)
BIRTH = _entity(
    "date-of-birth",
    "date of birth",
    "With a date of birth and little else a person can be told from all others.",
    "Keep the year or an age group only, and clear the output.",
    DATES,
    (
        "dob",
        "d o b",
        "bday",
        "birth",
        "born",
        "date of birth",
        "birth date",
        "birthday",
        "birthdate",
        "geburtsdatum",
        "geboren",
        "geb",
        "geburtstag",
        "fecha de nacimiento",
        "nacimiento",
        "date de naissance",
        "naissance",
        "né le",
        "née le",
        "data di nascita",
        "nascita",
        "data de nascimento",
        "nascimento",
        "geboortedatum",
        "fødselsdato",
        "födelsedatum",
        "syntymäaika",
        "data urodzenia",
        "出生日期",
        "生年月日",
        "생년월일",
        "дата рождения",
    ),
    4,
    "1984-" + "07-23",
    "dob",
    ('df[df.dob < "1990-01-01"]', 'created = "1984-07-23"', "birth_rate = 12.05"),
    many="dates of birth",
    words=("irth", "IRTH", "orn ", "DOB", "dob", "D.O.B", "acimiento", "aissance"),
)
ADDRESS = _entity(
    "postal-address",
    "postal address",
    "The address says where a person lives.",
    "Keep the region only, and clear the output.",
    ADDRESSES,
    (
        "address",
        "addr",
        "street address",
        "postal address",
        "home address",
        "mailing address",
        "billing address",
        "shipping address",
        "residence",
        "anschrift",
        "adresse",
        "wohnhaft",
        "wohnort",
        "dirección",
        "domicilio",
        "indirizzo",
        "adres",
        "endereço",
        "morada",
        "lives at",
        "residing at",
        "resides at",
    ),
    1,
    "742 " + "Maple Avenue, Dayton, OH 45402",
    "home_address",
    ("address = None", "ip_address = '10.0.0.1'", "# %% [markdown]\nThe address 0x7f3a2b and 12 of the Ways"),
    elsewhere=Severity.LOW,
    many="postal addresses",
    words=("dress", "DRESS", "nschrift", "addr"),
)
NATIONAL = _entity(
    "national-id-number",
    "national identity number",
    "The number names one person for life, and everyone who gets the notebook can read it.",
    _HIDE,
    r"[A-Z]{0,3}-?[0-9]{2,12}[A-Z]?(?:[-./ ][0-9A-Z]{1,8}){0,3}",
    (
        "national id",
        "national identity number",
        "national identification number",
        "identity card number",
        "id card number",
        "personal identification number",
        "personalausweis",
        "personalausweisnummer",
        "ausweisnummer",
        "carte d identité",
        "carta d identità",
    ),
    6,
    "ID-4471" + "-90812",
    "national_id",
    ("national_id = None", 'id = "4471908123"'),
    confidence=Confidence.LOW,
)

ENTITIES = (PASSPORT, LICENCE, PATIENT, BIRTH, ADDRESS, NATIONAL)
