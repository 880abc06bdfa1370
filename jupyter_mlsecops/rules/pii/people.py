"""Names of people outside tables: beside a key or a label that says whose name it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jupyter_mlsecops.sdk import Category, Confidence, Match, Segment, Severity, lowered, regex, rule

from .apart import cells_apart, may_stand_apart
from .entity import Entity, Value, match_of
from .fixes import redact
from .header import kind_of
from .phrases import Phrases
from .reading import Reading
from .wording import plain

_PRECEDENCE = 6900  # behind all other kinds of personal data
_NAMES = (
    "first name", "last name", "full name", "surname", "family name", "given name", "given names", "forename", "fname",
    "lname", "middle name", "maiden name", "patient name", "customer name", "client name", "employee name",
    "student name", "member name", "passenger name", "applicant name", "guest name", "subscriber name",
    "cardholder name", "cardholder", "account holder", "vorname", "nachname", "familienname", "kundenname",
    "patientenname", "prénom", "nom de famille", "apellido", "apellidos", "nombre completo", "cognome", "sobrenome",
    "name of the patient", "name of the customer", "name of the employee",
)  # fmt: skip
# A model or a method may be called so as well: only two words and more behind a sign are somebody's name.
_ROLES = ("patient", "employee", "passenger", "applicant", "beneficiary", "payee", "next of kin")
_LABELS = (*_NAMES, *(role + sign for role in _ROLES for sign in (":", "=", "'", '"')))
_SCREEN = tuple(dict.fromkeys(name.replace(" ", sign) for name in _LABELS for sign in (" ", "_", "")))
_GAP = 16  # between two names of a list
_CALLED = Phrases((*_NAMES, *(name.replace(" ", "") for name in _NAMES if " " in name)), True)
_IN_ROLE = Phrases(_ROLES, True)
_STEMS = (
    "name", "patient", "employee", "passenger", "applicant", "beneficiary", "payee", "next of kin", "holder", "prénom",
    "apellido", "nombre", "cognome", "nom de famille", "nome",
)  # fmt: skip
"""What all labels hold."""
_OWNERS = tuple(name.removesuffix("name").rstrip() for name in _NAMES if name.endswith("name"))
_OWNER = 16  # the longest of them, and what stands behind it
_OF = "name of the"
_REACH = 36
_LONGEST = 60  # of a name
_WORD = r"[^\W\d_a-z][^\W\d_A-Z]{1,20}(?:['’-][^\W\d_]{1,20})?"
# The first letter stands before what is asked of its place: so the search goes from capital to capital.
_NAME = regex(
    rf"(?=[^\W\d_a-z])(?<![\w.@/<\\-]){_WORD}(?:,? (?:[^\W\d_a-z]\.|{_WORD})){{0,3}}(?![\w(@/\[=:]|\.\w|-\w|'\w)"
)
_SIGN = regex(r"[:=>|]\s{0,4}[\"'*`]{0,3}\Z|[\"']\]?\s{0,3}[:=,]\s{0,3}[\"']\Z")
_QUOTES = ('"', "'")
# What stands beside such a key and is nobody.
_NOBODY = regex(
    r"(?:the|your|my|any|some|no|not|none|null|nan|true|false|unknown|missing|empty|string|str|text|object|required|"
    r"optional|enter|please|select|type|value|field|column|example|sample|test|demo|dummy|foo|bar|anonymous|is|this|"
    r"redacted|masked|hidden|first|last|full|given|family|middle|name|names|surname|forename|default|array|list|series|"
    r"dict|int|float|bool|date|id|number|email|phone|address|age|city|title|gender|salary|department|"
    r"varchar|len|length|must|should|cannot|may|has|contains|only|too|was)\b",
    re.IGNORECASE,
)
# In a sentence a name follows what it is called at once, or one of these words.
_WORD_BEFORE = regex(r"([^\W\d_]{1,20}),? \Z")
_MAY_LEAD = frozenset("is was ist est es är er name names surname forename vorname nachname apellido patient".split())
_KEY = regex(rf"(?:\A|[\n\"'{{(,*|>]|[-#] )\s{{0,4}}(?i:{'|'.join(_ROLES)})\b[^\n]{{0,16}}\Z")


def _find(reading: Reading) -> Iterator[Value]:
    text, last = reading.text, -1
    is_called, is_in_role = _CALLED.judge(), _IN_ROLE.judge()
    for begin, stop in _places(reading):
        at = max(begin, last)
        while (match := _NAME.search(text, at, stop + _LONGEST)) and match.start() <= stop:
            start, at = match.span()
            is_quoted = text[start - 1 : start] in _QUOTES and text[at : at + 1] in _QUOTES
            if _NOBODY.match(match[0]) or not (is_quoted or _may_stand(reading, start)):
                continue
            beside = reading.names(start, at, _REACH)
            if (
                (last >= 0 and reading.is_next_to(last, start, beside))
                or is_called(beside)
                or (is_in_role(beside) and " " in match[0] and _is_role(text, start))
            ) and kind_of(match[0]) is None:
                yield Value(start, at)
                last, stop = at, max(stop, at + _GAP)  # a list of names goes on


def _places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a name may begin, from and to, in order: behind a label, in a value that a label stands apart from."""
    text = reading.text
    if reading.key:
        yield 0, _REACH
    lower = lowered(text)
    places = []
    for stem in _STEMS:
        at = lower.find(stem)
        while at >= 0:
            if (
                stem != "name"
                or lower[max(0, at - _OWNER) : at].rstrip(" _-").endswith(_OWNERS)
                or lower.startswith(_OF, at)
            ):
                places.append((at + len(stem), at + len(stem) + _REACH))
            at = lower.find(stem, at + 1)
    is_key = any([text[begin : begin + 1] in _QUOTES for begin, _ in places])
    if is_key and may_stand_apart(text):
        places += [(cell.start, cell.end) for cell in reading.segment.remember(cells_apart) if _is_label(cell.head)]
    yield from sorted(places)


@lru_cache(maxsize=512)
def _is_label(head: str) -> bool:
    return _CALLED.judge()(f" {plain(head)} ")


def _may_stand(reading: Reading, start: int) -> bool:
    """Whether a value without quotes may be somebody's name: code holds it in a text, a sentence behind few words."""
    if reading.is_code and not reading.is_in_string(start):
        return False
    word = _WORD_BEFORE.search(reading.text, max(0, start - 24), start)
    return word is None or word[1].lower() in _MAY_LEAD


def _is_role(text: str, start: int) -> bool:
    """Whether a role is a key or a label of its own line, and a sign stands between it and the value."""
    before = text[max(0, start - 40) : start]
    return _SIGN.search(before) is not None and _KEY.search(before) is not None


PERSON = Entity(
    id="person-name",
    label="name of a person",
    many="names of people",
    why="With a name the rest of the record is about somebody.",
    remedy="Replace it by a pseudonym, and clear the output.",
    find=_find,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
)


@rule(
    id=PERSON.id,
    on=Segment,
    title="Name of a person",
    severity=PERSON.severity,
    confidence=PERSON.confidence,
    category=Category.PII,
    cwe=359,
    precedence=_PRECEDENCE,
    propose=redact,
    caseless=True,
    screen=_SCREEN,
    bad=[
        'row = {"first_name": "«Harriet»", "ward": 7}',
        "# %%\nshow(row)\n# %% [output]\nPatient: «Ann Harbour»\nward: 7",
        "# %% [markdown]\nThe customer name on file is «Ann Harbour».",
    ],
    ok=[
        'first_name = "first_name"',
        'df = df.rename(columns={"first_name": "First Name", "surname": "Surname"})',
        "# %%\nshow(row)\n# %% [output]\nPatient: None\nemployee: Engineering",
        "# %% [markdown]\nEach patient: Heart Failure. Full name: see the Data Dictionary.",
        '"""surname: Surname, in Capital Letters"""',
        'patient = Patient(first_name="string")',
    ],
)
def person_name(segment: Segment) -> Iterator[Match]:
    """With a name the rest of the record is about somebody.

    Replace it by a pseudonym, and clear the output."""
    values = list(_find(Reading(segment)))
    if values:
        yield match_of(PERSON, segment, values)
