"""Markdown: which of it is code, which is only shown, and where its paragraphs and links are."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Span, regex, unescape

_LINE = regex(r"[^\n]*\n?")
_FENCE = regex(r"[ \t>]{0,40}(`{3,}|~{3,})([^\n]*)")
_LIST = regex(r"\s{0,40}(?:[-*+]|\d{1,9}[.)])\s")
_TICKS = regex(r"`+")
_BLANK = regex(r"\n[ \t\r]*\n")
# Only of links that have a scheme or a host, which is what the rules look at.
_LINK = regex(r"\]\([ \t]*<?(?=[jJvVdDhH&/])((?:[^()<>\n]{1,2000}|\([^()\n]{0,500}\)){1,8})")
_DEFINITION = regex(r"(?m)^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*<?([^\n]{1,2000})")
_AUTOLINK = regex(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,2000})>")


def blank_code(text: str) -> str:
    """``text``, as long as it is, with fenced, indented and inline code blanked."""
    if "`" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
        return text
    lines = _blank_blocks(text)
    out: list[str] = []
    paragraph: list[str] = []
    for line in lines:  # a code span ends in its paragraph
        if line.strip():
            paragraph.append(line)
            continue
        out += (_blank_spans("".join(paragraph)), line)
        paragraph = []
    out.append(_blank_spans("".join(paragraph)))
    return "".join(out)


def _blank_blocks(text: str) -> Iterator[str]:
    fence = ""
    is_after_blank, is_in_list, is_code = True, False, False
    for line in _LINE.findall(text):
        found = _FENCE.match(line)
        if fence:
            if found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and not found[2].strip():
                fence = ""
            yield _blanked(line)
            continue
        if found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
            yield _blanked(line)
            is_after_blank = False
            continue
        is_blank = not line.strip()
        is_indented = line.startswith(("    ", "\t"))
        if not is_blank:
            is_in_list = bool(_LIST.match(line)) or (is_in_list and line[:1] in " \t")
            is_code = is_indented and not is_in_list and (is_after_blank or is_code)
        yield _blanked(line) if is_code and not is_blank else line
        is_after_blank = is_blank


def _blank_spans(text: str) -> str:
    if "`" not in text:
        return text
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}  # by length of a run, the next one of that length
    closing = [-1] * len(runs)
    for k in range(len(runs) - 1, -1, -1):
        length = runs[k][1] - runs[k][0]
        closing[k] = following.get(length, -1)
        following[length] = k
    out: list[str] = []
    at = k = 0
    while k < len(runs):
        if closing[k] < 0:
            k += 1
            continue
        start, end = runs[k][0], runs[closing[k]][1]
        out += (text[at:start], _blanked(text[start:end]))
        at, k = end, closing[k] + 1
    out.append(text[at:])
    return "".join(out)


def _blanked(text: str) -> str:
    return "".join(c if c in "\r\n" else " " for c in text)


def paragraph_ends(text: str) -> list[int]:
    """The offsets at which paragraphs end, the end of the text last."""
    return [*(match.start() for match in _BLANK.finditer(text)), len(text)]


def links(text: str) -> Iterator[tuple[Span, str]]:
    """The targets of links, images, definitions and ``<scheme:…>`` of a Markdown text without its code."""
    for pattern in (_LINK, _DEFINITION, _AUTOLINK):
        for match in pattern.finditer(text):
            yield Span(*match.span(1)), unescape(match[1])
