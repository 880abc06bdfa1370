"""HTML and scripts put together from values and shown."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    GAP,
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Value,
    inserted,
    offer,
    regex,
    replace,
    rule,
    skeleton,
    taint,
)

from .quoting import wrapped
from .sinks import SAID, comes_from

_SHOWN = (
    *(f"{root}.{name}" for root in ("IPython.display", "IPython.core.display") for name in ("HTML", "SVG")),
    *("IPython.core.display_functions.HTML", "ipywidgets.HTML", "ipywidgets.widgets.HTML", "ipywidgets.HTMLMath"),
    *("streamlit.components.v1.html", "streamlit.html", "panel.pane.HTML", "google.colab.output._publish.html"),
    "gradio.HTML",
)
_SCRIPTS = tuple(f"{root}.Javascript" for root in ("IPython.display", "IPython.core.display"))
_RAW = ("IPython.display.display_html", "IPython.display.display_javascript", "IPython.core.display.display_html")
ESCAPES = (
    *("html.escape", "cgi.escape", "markupsafe.escape", "xml.sax.saxutils.escape", "bleach.clean", "nh3.clean"),
    *("markupsafe.Markup.escape", "json.dumps", "urllib.parse.quote", "base64.b64encode", "*.hexdigest"),
    *("*.to_html", "*.to_jshtml", "*.to_html5_video", "*.render", "*._repr_html_", "*.get_root", "*.as_raw_html"),
)
# What shows a bundle: a dict from the kind of each text to the text.
_BUNDLED = ("IPython.display.display", "display", "IPython.display.publish_display_data")
_DEPTH = 12
_TAG = regex(r"<\s{0,4}[a-zA-Z!/]")
# Methods whose result is HTML that a library made: escaped, or a picture.
_MADE = regex(
    r".*\.(?:to_html|to_jshtml|to_html5_video|_repr_\w+_|render|get_root|prettify|hexdigest|b64encode\(\)\.decode|getvalue"
    r"|read|serialize|as_raw_html|export_html|generate_html|embed_\w+|to_svg|save_html|displacy\.render|as_html)\(\)"
    r"|(?:base64|spacy\.displacy|bokeh|plotly|mpld3|altair|pygments|nbconvert|shap|lime|eli5|bertviz)\..*"
)


@rule(
    id="dynamic-html-output",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="HTML put together from values and shown",
    cwe=79,
    owasp=["ML09", "LLM05"],
    atlas=["AML.T0049"],
    screen=("HTML", "Javascript", "to_html", "display_html", "SVG", "components", "html"),
    bad=[
        Example(
            "from IPython.display import HTML, display\nfor name in load():\n    display(«HTML(f'<b>{name}</b>')»)",
            fixed="import html\nfrom IPython.display import HTML, display\n"
            "for name in load():\n    display(HTML(f'<b>{html.escape(str(name))}</b>'))",
        ),
        Example(
            "import html\nimport IPython.display as d\nd.display(«d.HTML('<p>' + comment + '</p>')»)",
            fixed="import html\nimport IPython.display as d\n"
            "d.display(d.HTML('<p>' + html.escape(str(comment)) + '</p>'))",
        ),
        "from IPython.core.display import HTML as H\npage = '<h1>%s</h1>' % title\n# %%\n«H(page)»",
        "from IPython.display import HTML\npage = '<ul>'\nfor row in rows:\n    page += f'<li>{row}</li>'\n"
        "«HTML(page)»",
        "from IPython.display import *\n«HTML('<td>{}</td>'.format(cell))»",
        "from IPython.display import HTML\nname = «input()»\n# %%\n«HTML(f'<b>{name}</b>')»",
        "from IPython.display import HTML\nimport requests\n«HTML(requests.get(url).text)»",
        "from IPython.display import HTML\n«HTML(answer.choices[0].message.content)»\n# %%\n"
        "answer = «client.chat.completions.create(model='m')»",
        "from IPython.display import Javascript\n«Javascript(f'show(\"{name}\")')»",
        "from IPython.display import display_html\n«display_html(f'<b>{name}</b>', raw=True)»",
        "import ipywidgets as w\nbox = «w.HTML(value=f'<b>{name}</b>')»",
        Example(
            "html = «df.to_html(escape=False, index=False)»",
            fixed="html = df.to_html(index=False)",
        ),
        "import streamlit as st\n«st.html(f'<b>{name}</b>')»",
        "from IPython.display import publish_display_data as show\n«show({'text/html': f'<b>{name}</b>'})»",
        "from IPython.display import HTML\npage = '<hr>'.join(row.text for row in rows)\n«HTML(page)»",
        "import streamlit as st\n«st.markdown(f'<b>{name}</b>', unsafe_allow_html=True)»",
    ],
    ok=[
        "from IPython.display import HTML\nHTML('<b>Result</b>')",
        "from IPython.display import HTML\nHTML(df.to_html())",
        "from IPython.display import HTML\nHTML(f'<div>{df.to_html()}</div>')",
        "from IPython.display import HTML\nHTML(animation.to_jshtml())",
        "from IPython.display import HTML\nimport html\nHTML(f'<b>{html.escape(name)}</b>')",
        "from IPython.display import HTML\nHTML(f'<b>{len(rows)} rows, {share:.1%}</b>')",
        "from IPython.display import HTML\nHTML(page)",
        "from IPython.display import HTML\nfor tag in ['b', 'i']:\n    HTML(f'<{tag}>x</{tag}>')",
        "from IPython.display import Markdown\nMarkdown(f'**{name}**')",
        "from IPython.display import IFrame\nIFrame('https://example.org', 800, 600)",
        "class HTML: ...\nHTML(f'<b>{name}</b>')",
        "df.to_html('out.html')\ndf.to_html(escape=True)",
        "from IPython.display import HTML\nimport base64 as b\nd = b.b64encode(raw).decode()\nHTML(f'<a src={d}>')",
        "text = \"HTML(f'<b>{name}</b>')\"",
        "import streamlit as st\nst.markdown(f'**{name}**')",
    ],
)
def dynamic_html_output(code: Code) -> Iterator[Match]:
    """The notebook shows the value as part of a page, so a value with a tag in it runs as a script in your browser.

    Put html.escape around each value, and leave escape=False out."""
    for call in code.calls(*_SHOWN, *_SCRIPTS, *_RAW):
        if call.name not in _RAW or _is_set(call, "raw"):
            yield from _match(code, call, call.argument(0, "data", "value", "html"), call.name in _SCRIPTS)
    for call in code.calls(*_BUNDLED):
        bundle = call.argument(0, "data")
        entries = bundle.entries if bundle is not None else {}
        for kind in ("text/html", "image/svg+xml", "application/javascript"):
            yield from _match(code, call, entries.get(kind), kind.endswith("script"))
    for call in code.keyword("unsafe_allow_html"):
        if _is_set(call, "unsafe_allow_html"):
            yield from _match(code, call, call.argument(0, "body"), False)
    for call in code.keyword("escape"):
        if call.name.endswith((".to_html", ".as_raw_html")) and call.keywords["escape"].is_false():
            fix = offer("Leave escape=False out", Applicability.REVIEW, call.drop_keyword("escape"))
            yield Match(call.span, "Table shown with its cells as HTML", proposals=fix)


def _is_set(call: Call, keyword: str) -> bool:
    return keyword in call.keywords and call.keywords[keyword].is_true()


def _match(code: Code, call: Call, shown: Value | None, is_script: bool) -> Iterator[Match]:
    if shown is None or shown.kind == "constant" or _MADE.fullmatch(shown.name):
        return
    made = taint(code, shown, ESCAPES)
    if made.kind == "tainted":
        message = f"{SAID[made.source].capitalize()} is shown as HTML"
        severity = Severity.HIGH if made.source in ("model", "network") else None
        related = comes_from(code, call, made.place)
        fixes = () if is_script else _escaped(code, shown)
        yield Match(call.span, message, severity, related=related, proposals=fixes)
        return
    text = skeleton(code, shown)
    if made.kind == "clean" or GAP not in text or not (is_script or _TAG.search(text)):
        return
    unknown = [one for one in _unknown(code, shown) if not _MADE.fullmatch(one.name)]
    if unknown:
        # What the notebook makes itself is mostly its own titles and numbers.
        severity = None if any(_is_from_elsewhere(code, one) for one in unknown) else Severity.LOW
        yield Match(call.span, severity=severity, proposals=() if is_script else _escaped(code, shown))


def _is_from_elsewhere(code: Code, value: Value) -> bool:
    """Whether the notebook does not bind the name that an expression begins with."""
    spot = value.spot
    for _ in range(_DEPTH):
        spot = code.names.settled(spot)
        node = spot.node
        if isinstance(node, ast.Name):
            return code.names.lookup(spot, node.id) is None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            return False
        spot = replace(spot, node=node.value)
    return False


def _unknown(code: Code, shown: Value) -> Iterator[Value]:
    fields = inserted(code, shown)
    yield from (one.value for one in fields if taint(code, one.value, ESCAPES).kind != "clean")
    if not fields:
        yield shown


def _escaped(code: Code, shown: Value) -> tuple[Proposal, ...]:
    return wrapped(code, shown, "html.escape", "Escape the values with html.escape", ESCAPES, in_quotes=True)
