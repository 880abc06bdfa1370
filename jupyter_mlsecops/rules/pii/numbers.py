"""Numbers that a state or an institution gave a person: one row of a table each.

A number with a check digit is taken where its name stands beside it; in a notation that nothing else is written in
(``free``) also without.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module

from jupyter_mlsecops.sdk import Confidence, Frozen, Severity, regex

from .entity import Entity, Value
from .figures import is_among_numbers
from .naming import spelled
from .phrases import Phrases, remembered
from .reading import MARK, Reading

_ID_WORDS = Phrases(
    ("id", "identity", "identification", "personal", "national", "tax", "taxpayer", "citizen", "social", "ssn",
     "social security")
)  # fmt: skip
_BEHIND = r"(?![A-Za-z0-9_])(?!\.[0-9])(?![-/][A-Za-z0-9])"
_SEPARATORS = regex(r"[ .\-/+()]")
# What else is numbered in groups: an order, a part, a ticket.
_OTHER = regex(
    r"(?i)(?<![A-Za-z])(?:order|part|item|sku|invoice|ticket|ref|reference|model|serial|product|catalog|case|lot|batch|po|"
    r"build|version|release|rev|issn|isbn)(?:[ _-]?(?:no|nr|num|number|id|code))?[ .:#=\"']{0,4}\Z"
)
_REMEDY = "Remove the number and keep a pseudonym instead; clear the output and do not print such columns."


class Number(Frozen, frozen=True):
    """One kind of number.

    ``pattern`` is its notations; ``names`` are what it is called, in lower case, words joined by spaces;
    ``people`` names the country or its people: beside a word such as "id" or "tax" it names the number too.
    ``check`` is the name of a module of python-stdnum (``pl.pesel``) or a function that says whether a number is valid;
    None where there is no check digit. ``free`` is the notation that needs no name, ``shapes`` its shapes. ``stem`` is
    an example without its check digits, which are ``?`` for a digit and ``!`` for a letter.
    """

    id: str
    label: str
    pattern: str
    names: tuple[str, ...]
    stem: str
    check: str | Callable[[str], bool] | None = None
    people: tuple[str, ...] = ()
    free: str = ""
    shapes: tuple[str, ...] = ()
    severity: Severity = Severity.HIGH
    many: str = ""


def is_valid(row: Number, number: str) -> bool:
    """Whether a number has the right check digits; always where its kind has none."""
    if row.check is None:
        return True
    if not isinstance(row.check, str):
        return row.check(number)
    try:
        return bool(_module(row.check).is_valid(number))
    except LookupError:  # of some provinces python-stdnum has no list of counties
        return False


@cache
def _module(name: str):  # type: ignore[no-untyped-def]  # the modules of python-stdnum have no common type
    """A module of python-stdnum, imported when the first number of its kind is met."""
    return import_module(f"stdnum.{name}")


@lru_cache(maxsize=512)
def _is_other(left: str) -> bool:
    """Whether the last characters say what else is numbered; the one before them tells where a word begins."""
    return _OTHER.search(left, max(0, len(left) - 24)) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with the end of a number behind it, compiled when the first text asks for it."""
    return re.compile(f"{MARK}(?:{pattern}){_BEHIND}")


def complete(row: Number) -> str:
    """The example of a row with its check digits."""
    blanks = [k for k, c in enumerate(row.stem) if c in "?!"]
    signs = ["0123456789" if row.stem[k] == "?" else "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for k in blanks]
    for choice in itertools.product(*signs):
        number = list(row.stem)
        for k, c in zip(blanks, choice, strict=True):
            number[k] = c
        if is_valid(row, "".join(number)):
            return "".join(number)
    raise ValueError(f"{row.id}: no check digit completes the example")


def entity_of(row: Number) -> Entity:
    """The kind of personal data that a row describes."""
    names = spelled(row.names)
    phrases, people = Phrases(names), Phrases(row.people)

    @lru_cache(maxsize=512)
    def is_right(number: str) -> bool:
        return len(set(filter(str.isdigit, number))) >= 2 and is_valid(row, number)

    def find(reading: Reading) -> Iterator[Value]:
        last, was_named, text = -1, False, reading.text
        if _needle(row.stem) not in reading.compact:
            return
        named, free = _compiled(row.pattern), re.compile(row.free) if row.free else None
        is_named, is_of, is_id = phrases.judge(), people.judge(), _ID_WORDS.judge()
        is_called = remembered(lambda names: is_named(names) or (is_of(names) and is_id(names)))
        for start, end, beside in reading.numbers(named):
            called = is_called(beside) or (was_named and reading.is_next_to(last, start, beside))
            if not called and (free is None or free.fullmatch(text, start, end) is None):
                continue
            if text[start - 1 : start] == "(" and text[start - 2 : start - 1].isalnum():
                continue  # the argument of a function: sin(…)
            if not is_right(text[start:end]):
                continue
            if not called and (_is_other(reading.zeroed[max(0, start - 25) : start]) or _is_other(beside)):
                continue
            if called or not is_among_numbers(reading, start, end, True):
                yield Value(start, end)
                last, was_named = end, called

    return Entity(
        id=row.id,
        label=row.label,
        why=f"{_article(row.label)} names one person for life, and everyone who gets the notebook can read it.",
        remedy=_REMEDY,
        find=find,
        severity=row.severity,
        confidence=Confidence.HIGH if row.check is not None else Confidence.MEDIUM,
        gate=(*names, *row.people),
        shapes=row.shapes,
        bad=lambda: _examples(row),
        ok=(f"{row.names[0].replace(' ', '_')} = None\nloss = 0.123456789012, 1234567890123",),
        many=row.many,
    )


@cache
def _needle(stem: str) -> str:
    """A compact shape (see ``reading``) that every notation of a number has: how it begins if there are letters, else
    its digits less three, for some are shorter than the example."""
    signs = _SEPARATORS.sub("", stem).replace("?", "0").replace("!", "A")
    shape = "".join("0" if c.isdigit() else "A" for c in signs)
    return shape[:6] if "A" in shape[:6] else "0" * (len(shape.partition("A")[0]) - 3)


def entities_of(rows: Sequence[Number]) -> tuple[Entity, ...]:
    """The kinds that the rows of a table describe."""
    return tuple(entity_of(row) for row in rows)


def _article(label: str) -> str:
    return f"{'An' if label[:1] in 'AEIOaeio' else 'A'} {label}"


def _examples(row: Number) -> list[str]:
    number, name = complete(row), row.names[0]
    found = [
        f'{name.replace(" ", "_")} = "«{number}»"' if name.isascii() else f"# {name}: «{number}»",
        f"# %%\nshow()\n# %% [output]\nname, {name}\nAda, «{number}»\n",
    ]
    return found
