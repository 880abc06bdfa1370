"""The name that the source of a cell gives to a value which its output shows bare: ``df["ssn"].tolist()``."""

from __future__ import annotations

import re

from jupyter_mlsecops.sdk import Part, Segment, regex

_LONGEST = 20_000  # of an output that shows nothing but values of one name
_LINE = 160  # a longer line of code shows no values of one name
_NO_VALUE = frozenset((" ", "<", "\t", "\n", "|", "+", "-", "/", "%", "#", "="))  # what no value begins with
_FIGURES = regex(r"[(\[]{1,3}-?[0-9]{1,8}(?:[.,\]]|\Z)")  # a shape, an array of numbers
_NAMING = (": ", " = ", "==", "%|")
_MOST_PRINTS = 5
_PRINT = regex(r"print\(([^\r\n]{1,200})\)[ \t]{0,8}(?:#[^\r\n]{0,200})?(?=[\r\n]|\Z)")
_F_STRING = regex(r"[fF]([\"'])\{([^{}!:]{1,120})\}\1\Z")
# What shows the values it is given, and no count of them.
_SHOWS = regex(
    r"(?:\*|[\"'](?:\\n|, ?| )[\"']\.join\(|(?:print|display|pprint|list|set|sorted|tuple|next|iter|str|repr|unique"
    r"|head|np\.array|np\.unique|pd\.unique)\()+"
)
_TAIL = regex(
    r"(?:\.(?:to_?list|to_numpy|unique|head|tail|sample|dropna|drop_duplicates|sort_values|sort|astype|item|first|last"
    r"|collect|compute|squeeze|mode|strip|min|max|reset_index|to_string|limit|show)\([^()\n]{0,60}\)"
    r"|\.(?:values|array)\b|\[[^\[\]\n\"']{0,40}\]|\.i(?:loc|at)\[[^\[\]\n]{0,40}\]|\)){0,8}"
    r"(?:, ?(?:sep|end)=[^\n]{1,12})?[ \t]{0,8}(?:#.{0,200})?\Z"
)
# A name in brackets, behind a dot or a dollar sign.
_NAMED = regex(
    r"(?:\[{1,2}|\.get\(|\.(?:at|loc)\[(?:[^\[\]\n]|\[[^\[\]\n]{1,40}\]){1,60}, {0,2})[ ]?"
    r"([\"'])(?P<key>[^\"'\n]{1,40})\1"
    r"(?:\]{1,2}|[^()\n]{0,40}\))"
    r"|(?:[.$]|\A)(?P<field>[^\W\d]\w{0,39})"
)
# [one["ssn"] for one in every]
_EACH = regex(r"\[([^\[\]\n]{0,60}(?:\[[^\[\]\n]{1,40}\])?) for [\w, ]{1,40} in [^\n]{1,80}\]\Z")
_IN_BRACKETS = regex(r"\[[^\[\]\n]{0,120}\]")
_BASE = regex(r"[\w.$]{0,80}(?:\([^()\n]{0,80}\)[\w.$]{0,80}){0,4}")
_SELECTED = regex(
    r"\bSELECT\s{1,9}(?:DISTINCT\s{1,9})?(?:\w{1,40}\.)?[\"`\[]?(\w{1,60})[\"`\]]?\s{1,9}FROM\b", re.IGNORECASE
)


def told_by_source(segment: Segment) -> str:
    """The name of what an output shows, where the cell says that it shows the values of one name; or empty."""
    cell = segment.cell
    if segment.part is not Part.OUTPUT or cell is None or segment.kind not in ("stream", "text"):
        return ""
    if len(segment.text) > _LONGEST or cell.kind != "code" or not _is_bare(segment.text):
        return ""
    kind = f"told {segment.kind}"
    known: str | None = cell.by_source.get(kind)
    if known is None:
        known = cell.by_source[kind] = _printed(cell.source) if segment.kind == "stream" else _last(cell.source)
    return known


def _is_bare(text: str) -> bool:
    """Whether an output begins like nothing but values: names stand in tables, logs and dicts themselves."""
    first = text[:_LINE].partition("\n")[0]
    return first[:1] not in _NO_VALUE and not _FIGURES.match(first) and not any([sign in first for sign in _NAMING])


def _printed(source: str) -> str:
    """The name of what all calls of ``print`` show."""
    first = source.find("print(")
    if first < 0 or source.count("print(", first) > _MOST_PRINTS:
        return ""
    call = _PRINT.match(source, first)
    name = _name(call[1]) if call else ""
    while name and (first := source.find("print(", first + 1)) >= 0:
        call = _PRINT.match(source, first)
        if not call or _name(call[1]) != name:
            return ""
    return name


def _last(source: str) -> str:
    """The name of what the last line shows."""
    source = source.rstrip()
    line = source[source.rfind("\n") + 1 :]
    if line[:1].isspace() or len(line) > _LINE:
        return ""
    return _name(line)


def _name(expression: str) -> str:
    """The name of the values that an expression shows, or empty."""
    if "elect" in expression or "ELECT" in expression:
        selected = _SELECTED.search(expression)
        return selected[1] if selected else ""
    formatted = _F_STRING.match(expression)
    if formatted:
        expression = formatted[2]
    each = _EACH.match(expression)
    if each:
        expression = each[1]
    shows = _SHOWS.match(expression)
    expression = expression[shows.end() :] if shows else expression
    for named in _NAMED.finditer(expression):
        if _TAIL.match(expression, named.end()):
            base = expression[: named.start()]
            base = _IN_BRACKETS.sub("", _IN_BRACKETS.sub("", base))
            return (named["key"] or named["field"]) if _BASE.fullmatch(base) else ""
    return ""
