"""What acts in a stored text: scripts, handlers, frames, forms, redirections, and how bad each is where it stands."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes

from ...sdk import Frozen, Segment, Severity, Span, host, is_remote, regex
from . import scripts
from .markdown import links
from .markup import Attribute, Tag, is_markdown, is_page, read, rendered, tags, url

_JAVASCRIPT = ("application/javascript", "text/javascript", "application/ecmascript", "text/ecmascript")
_DEEPEST = 3  # pages in pages
_LINKS = frozenset(("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "to", "from"))
_BY_ITSELF = frozenset(("iframe", "frame", "embed", "object", "base", "link", "script", "img", "image", "use"))
# Handlers that wait for the reader to do something.
_AWAITED = regex(
    r"on(?:click|dblclick|auxclick|mouse\w*|pointer\w*|key\w*|input|change|submit|reset|drag\w*|drop|touch\w*|wheel|copy"
    r"|cut|paste|contextmenu|select\w*|search|blur|invalid|scroll\w*|play\w*|pause|resize|seek\w*|volumechange)"
)
_HANDLER = regex(r"on[a-z]{3,40}")
_TAKES_CARE = regex(
    r"\s{0,8}(?:(?:this\s{0,4}\.(?!\s{0,4}(?:inner|outer)HTML)[\w.]{1,60}\s{0,4}=[^;(){}]{0,200}|this\.remove\(\)|return\s(?:false|true))"
    r"\s{0,8};?\s{0,8}){1,6}"
)
_WRITES_OWN = regex(
    r"\.\s{0,8}write\s{0,8}\(\s{0,8}(?:atob|decodeURIComponent)\s{0,8}\(\s{0,8}this\s{0,8}\.\s{0,8}getAttribute\s{0,8}\(\s{0,8}[\"']([\w-]{1,40})"
)
_CSS = regex(r"(?i)expression\s{0,8}\(|-moz-binding\s{0,8}:|behavior\s{0,8}:\s{0,8}url|javascript:")
# Where libraries are kept that notebooks load: what comes from there is a library, not an attack.
_LIBRARIES = (
    *(
        "mathjax.org",
        "jsdelivr.net",
        "cloudflare.com",
        "unpkg.com",
        "googleapis.com",
        "gstatic.com",
        "plot.ly",
        "bokeh.org",
    ),
    *("pydata.org", "jquery.com", "bootstrapcdn.com", "d3js.org", "holoviz.org", "vega.github.io", "requirejs.org"),
    *(
        "fontawesome.com",
        "anaconda.org",
        "mapbox.com",
        "leafletjs.com",
        "openlayers.org",
        "gradio.app",
        "highcharts.com",
    ),
)


class Act(Frozen, frozen=True):
    """Something in a text that acts: where, how bad, and what it is in words. ``span`` is what to take away."""

    span: Span
    severity: Severity
    message: str

    def raised(self, to: Severity, because: str) -> Act:
        """The same with at least a severity, and why."""
        if self.severity.rank >= to.rank:
            return self
        return Act(self.span, to, f"{self.message} {because}")

    def lowered(self, to: Severity) -> Act:
        """The same with another severity."""
        return Act(self.span, to, self.message)


def is_script(segment: Segment) -> bool:
    """Whether an output is nothing but a script."""
    return segment.mime in _JAVASCRIPT


def acts(segment: Segment) -> Iterator[Act]:
    """What acts in a text when a viewer shows it, in order; nothing in a text that is shown as it is."""
    if is_script(segment):
        verdict = scripts.judge(segment.raw)
        is_tried = verdict.severity is Severity.LOW and scripts.opens_dialog(segment.raw)
        severity = Severity.MEDIUM if is_tried else verdict.severity
        yield Act(Span(0, len(segment.raw)), severity, capital(verdict.message) + " in an output")
        return
    if not is_page(segment):
        return
    is_text = segment.kind == "markdown"
    where = "in Markdown" if is_markdown(segment) else "in a raw cell" if segment.kind == "raw" else "in an output"
    found = list(_in_page(tags(segment), rendered(segment), is_text, 0))
    if is_markdown(segment):
        found += _in_links(segment, is_text)
    for act in found:
        yield Act(act.span, act.severity, f"{capital(act.message)} {where}")


def in_html(text: str) -> Iterator[Act]:
    """What acts in HTML that stands in some other text."""
    yield from _in_page(read(text), text, False, 0)


def _in_page(found: tuple[Tag, ...], text: str, is_text: bool, depth: int) -> Iterator[Act]:
    """What acts in the tags of a text. ``is_text``: a person wrote it, no library draws there and nothing may run."""
    for tag in found:
        if tag.name == "script":
            yield from _script(tag, text, is_text)
        elif tag.name == "style" and _CSS.search(text, *tag.content):
            yield Act(tag.element, Severity.MEDIUM, "a style that runs script")
        elif tag.attributes:
            yield from _special(tag, is_text)
            for attribute in tag.attributes:
                yield from _attribute(tag, attribute, is_text, depth)


def _script(tag: Tag, text: str, is_text: bool) -> Iterator[Act]:
    if not scripts.is_script_type(tag.get("type")):
        return
    source = next((url(a.value) for a in tag.attributes if a.name in ("src", "href", "xlink:href") and a.value), "")
    if source:
        severity, message = _loaded(source, is_text)
        if severity is not Severity.INFO:
            yield Act(tag.element, severity, message)
        return
    verdict = scripts.judge(text[slice(*tag.content)])
    severity = verdict.severity
    if severity is Severity.LOW and scripts.opens_dialog(text[slice(*tag.content)]):
        severity = Severity.MEDIUM
    if is_text:  # it never runs in Markdown, so somebody hopes that a viewer fails, or has pasted a chart
        severity = Severity.LOW if verdict.is_calm else Severity.HIGH
    yield Act(tag.element, severity, verdict.message)


def _loaded(source: str, is_text: bool) -> tuple[Severity, str]:
    """How bad a script is that comes from a URL."""
    if source.startswith("data:"):
        return Severity.MEDIUM, "a script in a data URL"
    if not is_remote(absolute(source)):
        return (Severity.MEDIUM if is_text else Severity.LOW), "a script from a file"
    if _is_library(source):
        return (Severity.LOW if is_text else Severity.INFO), "a library's script"
    return (Severity.HIGH if is_text else Severity.LOW), f"a script from {host(absolute(source))}"


def _special(tag: Tag, is_text: bool) -> Iterator[Act]:
    """What an element does by being there."""
    if tag.name == "meta" and tag.get("http-equiv").strip().lower() == "refresh":
        target = url(tag.get("content").partition("=")[2]).strip("'\"")
        if target and not target.startswith("#"):
            place = next(a.span for a in tag.attributes if a.name == "http-equiv")
            is_worse = target.startswith(("javascript:", "data:"))
            yield Act(place, Severity.HIGH if is_worse else Severity.MEDIUM, "a redirection to another page")
    elif tag.name == "base" and is_remote(absolute(url(tag.get("href")))):
        place = next(a.span for a in tag.attributes if a.name == "href")
        yield Act(place, Severity.MEDIUM, "a base that turns all links to another host")
    elif tag.name in ("animate", "set", "animatetransform"):
        moved = next((a for a in tag.attributes if a.name == "attributename"), None)
        values = [url(part) for name in ("to", "from", "values", "by") for part in tag.get(name).split(";")]
        if moved and moved.value.lower().endswith("href") and any(map(_runs, values)):
            yield Act(moved.span, Severity.HIGH, "an animation that sets a script")
    elif tag.name == "form" or (tag.name in ("button", "input") and tag.get("formaction")):
        target = url(tag.get("action") or tag.get("formaction"))
        if is_remote(absolute(target)):
            place = next(a.span for a in tag.attributes if a.name in ("action", "formaction"))
            yield Act(place, Severity.MEDIUM, f"a form that sends what is typed to {host(absolute(target))}")


def _attribute(tag: Tag, attribute: Attribute, is_text: bool, depth: int) -> Iterator[Act]:
    name, value = attribute.name, attribute.value
    if name.startswith("on") and _HANDLER.fullmatch(name):
        held = _WRITES_OWN.search(value) if depth < _DEEPEST else None
        if held is not None:  # a page that the tag itself holds, as maps have it
            yield from _framed(attribute.span, _page(tag.get(held[1].lower())), is_text, depth)
        else:
            yield Act(attribute.span, *_handler(name, value, is_text))
    elif name == "srcdoc" and depth < _DEEPEST:
        yield from _framed(attribute.span, value, is_text, depth)
    elif name == "style":
        if _CSS.search(value):
            yield Act(attribute.span, Severity.MEDIUM, "a style that runs script")
    elif name in _LINKS and tag.name not in ("animate", "set", "animatetransform") and ":" in value:
        target = url(value)
        if target.startswith(("javascript:", "vbscript:")):
            yield from _javascript_url(attribute.span, value, is_text, tag.name in _BY_ITSELF)
        elif target.startswith("data:") and tag.name in ("iframe", "frame", "object", "embed", "a", "form"):
            yield from _data_url(attribute.span, value, is_text, depth)


@lru_cache(maxsize=1024)
def _handler(name: str, value: str, is_text: bool) -> tuple[Severity, str]:
    verdict = scripts.judge(value)
    severity, message = verdict.severity, f"an {name} handler: {verdict.message}"
    if severity.rank >= Severity.MEDIUM.rank:
        return severity, message
    if verdict.is_calm or _TAKES_CARE.fullmatch(value):
        return (Severity.LOW if is_text else Severity.INFO), f"an {name} handler"
    if _AWAITED.fullmatch(name):
        return (Severity.HIGH if is_text else Severity.INFO), f"an {name} handler"
    return (Severity.HIGH if is_text else Severity.MEDIUM), f"an {name} handler, which runs by itself"


def _javascript_url(span: Span, value: str, is_text: bool, by_itself: bool) -> Iterator[Act]:
    script = scripts.from_attribute(value)
    verdict = scripts.judge(script)
    bare = script.replace(" ", "").rstrip(";")
    if bare in ("", "void(0)", "void0", "//", "#", "undefined", "returnfalse", "print()", "window.print()"):
        return
    severity = verdict.severity
    is_disguised = not value.strip().lower().startswith(("javascript:", "vbscript:"))
    if severity is Severity.LOW and (is_disguised or scripts.opens_dialog(script)):
        severity = Severity.MEDIUM
    if not verdict.is_calm:
        severity = max(severity, Severity.HIGH if is_text or by_itself else Severity.LOW, key=lambda s: s.rank)
    yield Act(span, severity, "a javascript: URL")


def _data_url(span: Span, value: str, is_text: bool, depth: int) -> Iterator[Act]:
    head, _, body = value.strip().partition(",")
    kind = head[5:].lower()
    if not kind.startswith(("text/html", "image/svg", "application/xhtml", "text/xml", "application/xml")):
        return
    page = _page(body) if kind.replace(" ", "").endswith(";base64") else unquote(body)
    yield from _framed(span, page, is_text, depth, "a page in a data URL")


def _page(held: str) -> str:
    """A page that is written in percent signs or in base64."""
    raw = unquote_to_bytes(held)
    if b"<" not in raw:
        try:
            raw = base64.b64decode(raw, validate=False)
        except (binascii.Error, ValueError):
            return ""
    return raw.decode("utf-8", "replace")


def _framed(span: Span, page: str, is_text: bool, depth: int, what: str = "a page in a frame") -> Iterator[Act]:
    """The worst that is in a page which is written in an attribute, as one act there."""
    found = [act for act in _in_page(read(page), page, is_text, depth + 1) if act.severity.rank > 0]
    worst = max(found, key=lambda act: act.severity.rank, default=None)
    if worst is not None:
        yield Act(span, worst.severity, f"{what}: {worst.message}")
    elif "<script" in page.lower():
        yield Act(span, Severity.INFO, what)


def _in_links(segment: Segment, is_text: bool) -> Iterator[Act]:
    """Links of Markdown that run script."""
    for span, target in links(rendered(segment)):
        if url(target).startswith("data:"):
            yield from _data_url(span, target, is_text, 0)
        elif _runs(url(target)):
            script = target.split(" ")[0] if ")" not in target else target
            end = next((k for k, c in enumerate(segment.raw[slice(*span)]) if c.isspace()), span.end - span.start)
            yield from _javascript_url(Span(span.start, span.start + end), script, is_text, False)


def _runs(target: str) -> bool:
    return target.startswith(("javascript:", "vbscript:"))


def absolute(target: str) -> str:
    """A URL with its scheme; one that begins with ``//`` takes that of the page."""
    return "https:" + target if target.startswith("//") else target


def _is_library(source: str) -> bool:
    name = host(absolute(source)) or ""
    return any(name == known or name.endswith("." + known) for known in _LIBRARIES)


def capital(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]
