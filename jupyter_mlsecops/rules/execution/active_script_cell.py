"""Cells of JavaScript and HTML that reach into the page."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, Span, regex, rule

_CELLS = frozenset(("javascript", "js", "html", "HTML", "svg", "SVG"))
_COMMENT = regex(r"(?<![:\"'])//[^\r\n]*|/\*|<!--")
_NOT_LINE_END = regex(r"[^\r\n]")
_REACHES = regex(
    r"\bfetch\s*\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bnew\s+(?:WebSocket|EventSource)\b|(?:\$|\bjQuery|\baxios)\.(?:ajax|get|post"
    r"|getJSON)\s*\(|\bdocument\.cookie\b|\b(?:local|session)Storage\b|\bindexedDB\b|/api/(?:contents|kernels|terminals"
    r"|sessions|kernelspecs)\b|\b_xsrf\b|\bkernel\.execute\s*\(|\brequestExecute\s*\(|\bcommands\.execute\s*\("
    r"|(?<![\w.])eval\s*\(|\bnew\s+Function\s*\(|\bnavigator\.(?:credentials|clipboard|serviceWorker)\b"
)
_SCRIPT = regex(r"<script\b|\son(?:click|load|error|mouseover|focus|submit|input|change)\s*=|\bjavascript:")


@rule(
    id="active-script-cell",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Script cell that reaches into the page",
    cwe=79,
    atlas=["AML.T0049"],
    screen=("%%javascript", "%%js", "%%html", "%%HTML", "%%svg", "%%SVG"),
    bad=[
        "%%javascript\n«fetch(»'https://host.tool.dev/x', {method: 'POST', body: text})",
        "%%js\nconst r = new «XMLHttpRequest»();",
        "%%html\n<b>hello</b>\n<script>send(«document.cookie»)</script>",
        "%%javascript\n// local only\nconst t = «localStorage».getItem('t')",
        "%%javascript\nIPython.notebook.«kernel.execute(»'import os')",
        "%%HTML\n<script>$.get('«/api/contents»')</script>".replace("$.get", "load"),
        "%%html\n<button onclick=\"«fetch(»'/x')\">go</button>",
        "«%%javascript»\nelement.append('hello')",
        "«%%html»\n<script src='https://host.tool.dev/chart.js'></script>",
    ],
    ok=[
        "%%html\n<style>.cell { color: red }</style>",
        "%%html\n<iframe width='560' src='https://host.tool.dev/video'></iframe>",
        "%%svg\n<svg><circle r='1'/></svg>",
        "%%markdown\n`fetch('/api/contents')`",
        "text = '''\n%%javascript\nfetch('/x')\n'''",
        "%%bash\necho '%%javascript fetch(x)'",
    ],
)
def active_script_cell(code: Code) -> Iterator[Match]:
    """A script cell runs in the page of everybody who runs the notebook, with their session: it can read what the page
    knows, send it away and run code in the kernel.

    Draw with a Python library instead, and never let a notebook that you did not write run such a cell unread."""
    for escape in code.escapes:
        if escape.kind != "cell" or escape.name not in _CELLS:
            continue
        body = _without_comments(code.cell.source[slice(*escape.body)])
        found = _REACHES.search(body)
        if found is not None:
            yield Match(Span(*found.span()).shift(escape.body.start))
        elif escape.name in ("javascript", "js") or _SCRIPT.search(body):
            name = Span(escape.span.start, escape.header.start)
            yield Match(name, "Script that runs in the page", Severity.LOW)


def _without_comments(text: str) -> str:
    """A script with its comments blanked, as long as before."""
    out: list[str] = []
    at = 0
    while (found := _COMMENT.search(text, at)) is not None:
        end = found.end()
        if not found.group().startswith("//"):
            close = "*/" if found.group() == "/*" else "-->"
            behind = text.find(close, end)
            end = behind + len(close) if behind >= 0 else len(text)
        out += (text[at : found.start()], _NOT_LINE_END.sub(" ", text[found.start() : end]))
        at = end
    return "".join(out) + text[at:]
