"""Content that a notebook fetches from other hosts when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Cell,
    Confidence,
    Example,
    Frozen,
    Match,
    Notebook,
    Place,
    Proposal,
    Segment,
    Severity,
    Span,
    TextEdit,
    host,
    is_remote,
    regex,
    rule,
    segments_of,
)
from .acting import absolute
from .markdown import links
from .markup import Tag, is_markdown, is_page, rendered, tags, url

_MOST = 100
_PIXEL = regex(
    r"(?i)[/._-](?:pixel|track(?:ing|er)?|beacon|impressions?|collect|telemetry|1x1|open|spacer)(?:[/._?-]|\Z)"
    r"|\bpixelserver|\bgoogle-analytics\.com|\bscorecardresearch\.com|\bmc\.yandex\."
)
_NAMES_READER = regex(r"(?i)[?&](?:uid|user(?:_?id)?|email|mail|rid|cid|tid|recipient|visitor|session|client_?id)=")
_TINY = regex(r"\s{0,4}[01](?:px)?\s{0,4}")
_HIDDEN = regex(r"(?i)display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|opacity\s{0,4}:\s{0,4}0(?![.\d])")
_CSS_URL = regex(r"(?i)@import\s{1,8}(?:url\(\s{0,8})?[\"']?((?:https?:)?//[^\s\"')]{3,500})")


class _Fetched(Frozen, frozen=True):
    span: Span
    severity: Severity
    what: str


def _remote(cell: Cell) -> list[tuple[Segment, _Fetched]]:
    """What the texts of a cell fetch; those of the notebook's metadata are no page."""
    pages = [segment for segment in segments_of(cell) if is_page(segment) and "//" in segment.raw]
    return [(segment, one) for segment in pages for one in segment.remember(_fetched)]


@rule(
    id="remote-content-in-output",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Content fetched from other hosts when it is shown",
    cwe=[829, 359],
    atlas=["AML.T0025"],
    bad=[
        "# %% [markdown]\nHello ![](«https://evil.example/open.gif?uid=17»)",
        Example(
            '# %% [markdown]\n«<img src="https://stats.example.com/a.png?page=3" width="1" height="1">» Hello',
            fixed="# %% [markdown]\n Hello",
        ),
        "show()\n# %% [output text/html]\n<p>1</p>«<img src='//stats.example.com/p?id=7&amp;user=me'>»",
        "show()\n# %% [output text/html]\n«<script src='https://cdn.example.com/lib.js'></script>»",
        "show()\n# %% [output text/html]\n«<iframe src='https://app.example.com/view'>»</iframe>",
        "show()\n# %% [output text/html]\n«<style>@import url(https://example.com/a.css);</style>»",
    ],
    ok=[
        "# %% [markdown]\n![build](https://img.shields.io/badge/build-passing-green?style=flat) "
        "[![Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/x)",
        "# %% [markdown]\n![figure](https://example.com/figures/model.png?raw=true)",
        "# %% [markdown]\n<img src='https://example.com/model.png' width=600>\n<img src='figures/a.png' width=1>",
        "# %% [markdown]\nSee <https://example.com/track/7?uid=1> or [this](https://example.com/open?uid=2).",
        "show()\n# %% [output text/html]\n<script src='https://cdn.example.com/lib.js' integrity='sha384-x'></script>",
        "show()\n# %% [output text/html]\n<iframe src='http://localhost:60/'></iframe><img src='data:image/png,A'>",
    ],
)
def remote_content(notebook: Notebook) -> Iterator[Match]:
    """Whoever opens the notebook fetches this, so another host learns who looks at it and when, and can change what is
    shown.

    Keep images beside the notebook, and remove what only counts readers."""
    found = notebook.gather(_remote)[:_MOST]
    if not found:
        return
    first = sorted(found, key=lambda pair: -pair[1].severity.rank)
    places = tuple(Place(segment.pointer, one.span, one.what) for segment, one in first)
    counted = [(segment, one) for segment, one in found if one.what == "counts readers"]
    edits = tuple(TextEdit(one.span, pointer=segment.pointer) for segment, one in counted)
    yield Match(
        None,
        "Images that count readers" if counted else "Content from other hosts",
        first[0][1].severity,
        related=places,
        proposals=(Proposal("Remove what counts readers", Applicability.REVIEW, edits),) if edits else (),
    )


def _fetched(segment: Segment) -> tuple[_Fetched, ...]:
    found = [one for tag in tags(segment) for one in _of_tag(tag, rendered(segment))]
    if is_markdown(segment) and "![" in segment.raw:
        text = rendered(segment)
        for span, target in links(text):
            if _is_image(text, span.start) and _counts(target.split(" ")[0]):
                end = next((k for k in range(*span) if text[k].isspace()), span.end)
                found.append(_Fetched(Span(span.start, end), Severity.LOW, "counts readers"))
    return tuple(found[:_MOST])


def _of_tag(tag: Tag, text: str) -> Iterator[_Fetched]:
    source = tag.get("src") or (tag.get("href") if tag.name == "link" else "")
    if tag.name == "style":
        if any(is_remote(absolute(match[1])) for match in _CSS_URL.finditer(text, *tag.content)):
            yield _Fetched(tag.element, Severity.INFO, "remote style")
    elif not is_remote(absolute(url(source))):
        return
    elif tag.name in ("img", "input", "image"):
        is_unseen = any(_TINY.fullmatch(tag.get(name)) for name in ("width", "height") if tag.get(name))
        if _counts(source) or ((is_unseen or _HIDDEN.search(tag.get("style"))) and "?" in source):
            yield _Fetched(tag.span, Severity.LOW, "counts readers")
    elif tag.name == "script" and not tag.get("integrity"):
        yield _Fetched(tag.element, Severity.LOW, "remote script")
    elif tag.name in ("iframe", "frame", "embed"):
        yield _Fetched(tag.span, Severity.INFO, "remote page")


def _counts(source: str) -> bool:
    """Whether an image is there to count or to name the readers."""
    target = absolute(url(source))
    if not is_remote(target) or host(target).endswith(("shields.io", "badge.fury.io")):
        return False
    return bool(_PIXEL.search(target)) or bool(_NAMES_READER.search(target))


def _is_image(text: str, at: int) -> bool:
    """Whether the link target at an offset is that of an image: ``![…](``."""
    start = text.rfind("[", max(0, at - 300), at)
    return start > 0 and text[start - 1] == "!"
