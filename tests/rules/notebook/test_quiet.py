"""What charts, tables and maps leave in an output is no attack: nothing of it is shown in the default profile."""

from __future__ import annotations

import base64
import html

import pytest

from .scanning import code, markdown, notebook, output, severity

MAP = (
    '<script src="https://cdn.jsdelivr.net/npm/leaflet@1/leaflet.js"></script><div id="m"></div>'
    '<script>var m = L.map("m"); L.tileLayer("https://{s}.example.org/{z}/{x}/{y}.png", {}).addTo(m);</script>'
)
HELD = base64.b64encode(MAP.encode()).decode()
OUTPUTS = {
    "a chart": '<script>require(["plotly"], function(P) { P.newPlot(document.getElementById("a"), [1]); })</script>',
    "a grammar of charts": (
        "<script>(function(spec) { var s = document.createElement('script'); s.onload = () => draw(spec); "
        "s.src = paths['vega']; document.head.appendChild(s); vegaEmbed('#v', spec); })"
        '({"data": {"url": "https://example.com/cars.json"}});</script>'
    ),
    "frames of an animation": (
        "<script>function Animation(frames) { this.frames[0] = new Image(); this.frames[0].src = frames[0]; }</script>"
        '<button onclick="anim1.slower()">-</button><input type="range" oninput="anim1.set(parseInt(this.value));">'
    ),
    "a map in a frame": f'<iframe srcdoc="{html.escape(MAP)}" allowfullscreen></iframe>',
    "a map in a data URL": f'<iframe src="data:text/html;charset=utf-8;base64,{HELD}"></iframe>',
    "a map that its tag holds": (
        f'<iframe src="about:blank" data-html={HELD} onload="this.contentDocument.open();'
        "this.contentDocument.write(atob(this.getAttribute('data-html')));this.contentDocument.close();\"></iframe>"
    ),
    "a table of a hosted notebook": (
        "<button onclick=\"convert('df-1')\"></button><script>async function convert(key) { const table = await "
        "google.colab.kernel.invokeFunction('convert', [key], {}); const link = 'Visit ' + "
        "'<a href=https://colab.research.google.com/x>this</a>'; element.innerHTML = link; }</script>"
    ),
    "a bundle": "<script>!function(t){" + "document.cookie;fetch(u);new WebSocket(w);" * 1000 + "}()</script>",
    "a board": "<script>(function() { const u = new URL('/', window.location); u.port = 60; f.src = u; })();</script>",
    "a run": "<button onClick=\"this.nextSibling.style.display='block';this.style.display='none';\">Show</button>",
    "an image with a spare": '<img src="a.png" onerror="this.onerror=null;this.src=\'b.png\'">',
    "a video": '<iframe width="560" src="https://www.youtube.com/embed/x" allowfullscreen></iframe>',
    "an application": '<iframe src="https://abc.example.com" allow="camera; clipboard-read"></iframe>',
    "a style": "<style>@import url(https://example.com/a.css); a {background: url(https://example.com/a.png)}</style>",
    "data": '<script type="application/vnd.x+json">{"a": "document.cookie"}</script>',
    "a button that hides code": (
        "<script>function code_toggle() { $('div.input').toggle(); }</script>"
        '<form action="javascript:code_toggle()"><input type="submit" value="Toggle"></form>'
    ),
}
SCRIPTS = {
    "a server's end": (
        'const cmd = "import bokeh.io.notebook as n; n.destroy_server(\'" + id + "\')"; '
        "cell.notebook.kernel.execute(cmd); element.src = 'https://cdn.bokeh.org/x.js';"
    ),
    "a canvas": "mpl.figure = function() { IPython.notebook.kernel.comm_manager.register_target('mpl', f); };",
    "the notebook's name": 'IPython.notebook.kernel.execute("name = \'" + IPython.notebook.notebook_name + "\'")',
}
TEXTS = {
    "formulas": '<script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {}});</script>',
    "the library of formulas": '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2/MathJax.js"></script>',
    "a button that hides code": "<script>$('div.input').toggle();</script><a href='javascript:toggle()'>x</a>",
    "an image": '<img src="https://example.com/a.png" width=600 onerror="this.style.display=\'none\'">',
    "code": "`<script>alert(1)</script>`\n\n~~~html\n<img src=x onerror=alert(1)>\n~~~\n\n    <svg onload=alert(1)>",
    "nothing": '<a href="javascript:void(0)">x</a> <a href="#" title="onclick=alert(1)">y</a>',
    "words": "Set once = 1 and one=2; javascript: a language. a <b and c> d onerror = 3",
}
QUIET = ("", "info", "low")


@pytest.mark.parametrize("name", OUTPUTS)
def test_outputs_of_libraries(name: str) -> None:
    assert severity(notebook(code(outputs=[output(OUTPUTS[name])]))) in QUIET
    assert severity(notebook(code(outputs=[output(OUTPUTS[name])])), "remote-content-in-output") in QUIET


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_of_libraries(name: str) -> None:
    assert severity(notebook(code(outputs=[output(SCRIPTS[name], "text/javascript")])), "active-script-output") in QUIET
    assert severity(notebook(code(outputs=[output(f"<script>{SCRIPTS[name]}</script>")]))) in QUIET


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    assert severity(notebook(markdown(TEXTS[name]))) in QUIET


def test_a_script_that_the_cell_shows_is_not_hidden() -> None:
    page = "<script>alert('the run is over, look at it')</script>"
    assert severity(notebook(code(f'HTML("{page}")', [output(page)]))) == "low"
    assert severity(notebook(code("show(x)", [output(page)]))) == "medium"


def test_what_hides_in_a_flat_cell_is_told() -> None:
    page = "<script>draw()</script>"
    assert severity(notebook(code("", [output(page)]))) == "medium"
    assert severity(notebook(code("x = [1]\nprint(x)", [output(page)]))) == "medium"
    assert severity(notebook(code("draw(x)", [output(page)]))) == "low"
