"""Which variable a secret is kept in from now on: one name for one value, in the whole notebook."""

from __future__ import annotations

import re
from collections import Counter

from jupyter_mlsecops.sdk import Around, Category, Found, Part, Span, regex

from .readers import READERS
from .rotation import pieces, rows

_ASSIGNED = regex(
    r"(?:^|[\s;({,])([A-Za-z_][\w.]*)(?:\[['\"]([A-Za-z_][\w-]*)['\"]\])?"
    r"[ \t]*(?::[^=\n]{1,40})?={1,2}[ \t]*\(?\s{0,40}\Z",
    re.ASCII,
)
_KEYED = regex(r"['\"]([A-Za-z_][\w-]{0,60})['\"][ \t]*[:,][ \t]*\Z", re.ASCII)
_LOOSE = regex(r"([A-Za-z_][\w-]{1,60})[\"'`\])*]{0,3}[ \t]{0,3}(?:=|:|\||,|\(|to|is|[ \t]|-)+[\"'`*(]*\Z", re.ASCII)
_URL = regex(r"([A-Za-z][A-Za-z0-9.+-]{1,20})://[^\s/@\"'`]{0,80}\Z")
_GENERIC = frozenset(("LOGIN", "BEARER", "AUTHORIZATION", "KEY", "PAIR"))
_WORD_BREAK = regex(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
_ENV_KEY = regex(
    r"""(?:environ\[\s{0,9}['"]([A-Za-z_]\w{0,80})['"]\s{0,9}\]\s{0,9}=|
    environ\.setdefault\(\s{0,9}['"]([A-Za-z_]\w{0,80})['"]\s{0,9},|
    (?:putenv|getenv|environ\.get)\(\s{0,9}['"]([A-Za-z_]\w{0,80})['"]\s{0,9},(?:\s{0,9}default\s{0,9}=)?|
    ^[ \t]{0,40}%(?:set_)?env[ \t]{1,9}([A-Za-z_]\w{0,80})[ \t]{0,9}[= \t]|
    (?:\bexport[ \t]|\B-e[ \t]{0,4}|--env[= \t])[ \t]{0,4}["']?([A-Za-z_]\w{0,80})=)
    [ \t]{0,9}\(?\s{0,40}[bru]?['"]{0,3}\Z""",
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
_SCHEMES = {
    **dict.fromkeys(("postgres", "postgresql", "mysql", "mariadb", "mssql", "oracle", "sqlserver", "db2"), "DB"),
    **dict.fromkeys(("amqps",), "AMQP"),
    **dict.fromkeys(("rediss",), "REDIS"),
    **dict.fromkeys(("https",), "HTTP"),
}


def names(around: Around) -> dict[str, str]:
    """The variable of every secret that was found, by value. Equal values share one, different values never do."""
    return around.remember(_all_names)


def _all_names(around: Around) -> dict[str, str]:
    secrets = [one for one in around.found if one.rule.category is Category.SECRETS and one.span is not None]
    secrets.sort(key=lambda one: _order(around, one))
    named: dict[str, str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()  # how many have a name with a number behind it
    for one in secrets:
        if one.value in named:
            continue
        base = name = _base(around, one)
        while name in taken:
            numbers[base] += 1
            name = f"{base}_{numbers[base] + 1}"
        taken.add(name)
        named[one.value] = name
    return named


def _order(around: Around, one: Found) -> tuple[bool, int, str, int]:
    cell = around.notebook.cell_at(one.pointer)
    return one.part is not Part.SOURCE, cell.index if cell else -1, one.pointer, one.span.start if one.span else 0


def _base(around: Around, one: Found) -> str:
    segment = around.texts.get(one.pointer)
    span = one.match.span
    if segment is None or span is None:
        return "SECRET"
    known = environment_key(segment.text, span) if segment.part is Part.SOURCE else ""
    if known:
        return known
    row = rows().get(one.match.label)
    variable = (row.variable if row else "") or _read_by_library(around, one, span)
    if variable:
        return variable
    beside = variable_at(segment.text, span)
    return beside if pieces(beside).isdisjoint(around.remember(_hidden_pieces)) else "SECRET"


def _hidden_pieces(around: Around) -> set[str]:
    """The pieces of all values that must not be shown."""
    return set().union(*(pieces(one.value) for one in around.found if one.rule.hides))


def _read_by_library(around: Around, one: Found, span: Span) -> str:
    """The variable that the library reads the value from to which the code passes it."""
    code = around.codes.get(one.pointer) if one.part is Part.SOURCE else None
    for call in code.calls(*READERS) if code is not None else ():
        for keyword, variable in READERS[call.name]:
            value = call.keywords.get(keyword)
            if value is not None and value.span.start <= span.start and span.end <= value.span.end:
                return variable
    return ""


def environment_key(source: str, span: Span) -> str:
    """The environment variable that the code itself gives the value at ``span``; empty if it gives it none."""
    match = _ENV_KEY.search(source[max(0, span.start - 240) : span.start])
    return next((group for group in match.groups() if group), "") if match else ""


def variable_at(source: str, span: Span) -> str:
    """A variable's name for the value at ``span``, from the name beside it: ``db_password`` → ``DB_PASSWORD``."""
    url = _URL.search(source, max(0, span.start - 110), span.start)
    if url:
        scheme = url[1].lower().partition("+")[0]
        return f"{_SCHEMES.get(scheme) or _upper(scheme)}_PASSWORD"
    before = source[max(0, span.start - 160) : span.start].rstrip("\"'`\\*rbfuRBFU")
    before = re.sub(r"(?i)(?:Bearer|Basic|Token)\s+\Z", "", before).rstrip("\"'`\\")
    match = _KEYED.search(before)
    name = match[1] if match else ""
    if not name:
        match = _ASSIGNED.search(before)
        name = (match[2] or match[1].rpartition(".")[2]) if match else ""
    if not name:
        loose = _LOOSE.search(before)
        name = loose[1] if loose else ""
    return _upper(name)


def _upper(name: str) -> str:
    upper = "_".join(piece for piece in _WORD_BREAK.split(name) if piece).upper()
    return "SECRET" if not upper or upper in _GENERIC or upper[0].isdigit() else upper[:60]
