"""HTML as a browser reads it: start tags with their attributes, in the text as it is stored.

The reading follows the tokenizer of the HTML standard where that decides what is a tag: quotes count only in the
value of an attribute, a comment may end at once, the content of a script is no markup. It is linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right

from ...sdk import Frozen, Segment, Span, regex, unescape
from .markdown import blank_code, paragraph_ends

# Comments, tags with attributes, and those whose name matters; all others, of which tables are full, do nothing.
_OPEN = regex(
    r"<(?:!--|[!?]|(?i:(?:\w{1,20}:)?(?:script|style|textarea|xmp|title|svg|math|noscript|noembed|noframes|iframe))(?=[\s/>])"
    r"|[A-Za-z][^\s/>]{0,80}(?=[\s/]))"
)
_ATTRIBUTE = regex(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<open>[\"'])|(?P<bare>[^\s>\"'][^\s>]*)?))?"
)
_BEHIND = regex(r"[\s/]*")
_COMMENT_END = regex(r"--!?>")
_CLOSING = regex(r"(?i)</(script|style|textarea|xmp|title|noscript|noembed|noframes|iframe)(?=[\s/>])")
# A browser that runs scripts takes what is in these for text, a sanitizer for markup: no tag reaches out of them.
_FENCED = frozenset(("noscript", "noembed", "noframes", "iframe"))
_WITH_CONTENT = frozenset(("script", "style", "textarea", "xmp", "title"))
_IGNORED_IN_URLS = regex(r"[\t\r\n]")


class Attribute(Frozen, frozen=True):
    """An attribute. ``name`` is in lower case, ``value`` has its entities decoded; ``span`` includes the blank before
    it, so that the tag is whole without it."""

    name: str
    value: str
    span: Span


class Tag(Frozen, frozen=True):
    """A start tag. ``name`` is in lower case, ``span`` is the tag itself. ``content`` is the text of a script or
    style, and ``end`` where that element ends; for others the end of the tag."""

    name: str
    span: Span
    attributes: tuple[Attribute, ...]
    content: Span
    end: int

    def get(self, name: str) -> str:
        """The value of an attribute; empty where it has none. As in a browser the first of two counts."""
        return next((a.value for a in self.attributes if a.name == name), "")

    @property
    def element(self) -> Span:
        """The tag, with the content and the end tag of a script or style."""
        return Span(self.span.start, self.end)


def rendered(segment: Segment) -> str:
    """The stored text as long as it is, with what Markdown shows as code blanked."""
    return segment.remember(_rendered)


def tags(segment: Segment) -> tuple[Tag, ...]:
    """The start tags of an HTML, SVG or Markdown text, in order."""
    return segment.remember(_tags)


def is_markdown(segment: Segment) -> bool:
    """Whether a text is shown as Markdown: a cell's, or an output's."""
    return segment.kind == "markdown" or (segment.kind == "text" and segment.mime == "text/markdown")


def is_page(segment: Segment) -> bool:
    """Whether a browser gets a text as HTML, SVG or Markdown."""
    return segment.kind in ("html", "svg", "raw") or is_markdown(segment)


def url(value: str) -> str:
    """A URL as a browser reads it: without the blanks around it and the line ends and tabs in it, in lower case."""
    return _IGNORED_IN_URLS.sub("", value).strip("".join(map(chr, range(33)))).lower()


def _rendered(segment: Segment) -> str:
    return blank_code(segment.raw) if is_markdown(segment) else segment.raw


def _tags(segment: Segment) -> tuple[Tag, ...]:
    return read(rendered(segment), is_markdown(segment), segment.kind == "svg") if "<" in segment.raw else ()


def read(text: str, is_in_markdown: bool = False, is_svg: bool = False) -> tuple[Tag, ...]:
    """The start tags of a text. In Markdown no tag reaches beyond its paragraph, and one that has no end is text."""
    ends = paragraph_ends(text) if is_in_markdown else [len(text)]
    lasts = {mark: text.rfind(mark) for mark in (">", "-->", "--!>")}
    closings: dict[str, list[int]] = {}
    for closing in _CLOSING.finditer(text):
        closings.setdefault(closing[1].lower(), []).append(closing.start())
    found: list[Tag] = []
    is_foreign = is_svg
    at = fence = 0
    while match := _OPEN.search(text, at):
        token, at = match.group(), match.end()
        if token == "<!--":
            if text.startswith((">", "->"), at):
                continue
            over = _COMMENT_END.search(text, at) if match.start() < max(lasts["-->"], lasts["--!>"]) else None
            if over is None and not is_in_markdown:
                break
            at = over.end() if over else at
            continue
        if lasts[">"] < at:
            break  # no tag ends any more
        if token in ("<!", "<?"):
            at = max(at, text.find(">", at) + 1)
            continue
        name = token[1:].lower()
        name = name.rpartition(":")[2] if is_svg else name
        limit = ends[bisect_right(ends, match.start())] if is_in_markdown else len(text)
        if match.start() < fence < limit:
            limit = fence
        attributes, behind, is_whole = _attributes(text, at, limit)
        if not is_whole:
            if limit == len(text) and not is_in_markdown:
                break
            at = behind
            continue
        is_foreign = is_foreign or name in ("svg", "math")
        content, at = Span(behind, behind), behind
        end = behind
        if name in _FENCED:
            fence = _closed(closings, name, behind, len(text))
        if name in _WITH_CONTENT and not (is_svg and text[behind - 2] == "/"):
            if name != "script" and is_foreign:  # in a drawing these are elements like others
                content = Span(behind, _until(text, "<", behind))
            else:
                content = Span(behind, _closed(closings, name, behind, len(text)))
                at = end = text.find(">", content.end) + 1 or len(text)
        found.append(Tag(name, Span(match.start(), behind), attributes, content, end))
    return tuple(found)


def _closed(closings: dict[str, list[int]], name: str, at: int, end: int) -> int:
    """The offset of the end tag that closes an element whose content begins at ``at``; ``end`` if there is none."""
    places = closings.get(name, [])
    k = bisect_right(places, at - 1)
    return places[k] if k < len(places) else end


def _until(text: str, mark: str, at: int) -> int:
    """The offset of the next mark, or the end of the text."""
    found = text.find(mark, at)
    return found if found >= 0 else len(text)


def _attributes(text: str, at: int, limit: int) -> tuple[tuple[Attribute, ...], int, bool]:
    """The attributes from ``at`` on, the offset behind the tag, and whether the tag has an end before ``limit``.

    Of a tag without an end the offset is where its reading stopped: a later tag would stop there as well.
    """
    if text.startswith(">", at):
        return (), at + 1, True
    found: list[Attribute] = []
    while True:
        at = _BEHIND.match(text, at, limit).end()  # type: ignore[union-attr]  # it matches the empty string
        if at >= limit:
            return (), at, False
        if text[at] == ">":
            return tuple(found), at + 1, True
        match = _ATTRIBUTE.match(text, at, limit)
        if match is None or match["open"]:
            return (), match.end() if match else at + 1, False
        value = match["double"] or match["single"] or match["bare"] or ""
        start = at
        while start > 0 and text[start - 1].isspace():
            start -= 1
        value = unescape(value)
        found.append(Attribute(match["name"].lower(), value, Span(start, match.end())))
        at = match.end()
