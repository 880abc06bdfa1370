"""What a stored script does, read off its text: whether it reaches for the kernel, for keys, or for another host.

Libraries draw charts with scripts that are as long as books, so that a script is there says little. What counts is
what no chart needs: cookies, the server's API, code for the kernel, data that goes to another host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from ...sdk import Frozen, Severity, is_nearby, regex, unescape

_BUNDLE = 30_000  # characters: a longer script is a library, and libraries hold every word there is
_SHORT = 500
_ABSOLUTE = r"(?:https?:|wss?:)?//[^\"'`\s/]"

_COOKIES = regex(r"\bdocument\s{0,4}(?:\.\s{0,4}cookie\b|\[\s{0,4}[\"']cookie)|\bcookieStore\b")
_STORAGE = regex(r"\b(?:local|session)Storage\b|\bindexedDB\b")
_API = regex(
    r"[\"'`/}](?:api/(?:contents|kernels|sessions|terminals|kernelspecs)\b)"
    r"|_xsrf\b|jupyter-config-data|\bgetToken\s{0,4}\(\s{0,4}\)|\bPageConfig\b"
)
_BUNDLED_API = regex(r"[\"'`/]api/(?:contents|kernels|terminals)\b")
_EXECUTE = regex(
    r"\b(?:kernel\s{0,4}\.\s{0,4}(?:execute|requestExecute)|requestExecute|invokeFunction)\s{0,4}\(\s{0,4}"
    r"(?:\{\s{0,4}[\"']?code[\"']?\s{0,4}:\s{0,4})?"
)
_RUN_CELLS = regex(
    r"\bexecute_(?:all_cells|cells?|cells_\w{1,20}|cell_\w{1,30}|selected_cells)\s{0,4}\("
    r"|commands\s{0,4}\.\s{0,4}execute\s{0,4}\(\s{0,4}[\"'`](?:notebook:run|runmenu:|notebook:restart-run)"
)
_COMMANDS = regex(r"commands\s{0,4}\.\s{0,4}execute\s{0,4}\(\s{0,4}[\"'`](?:console|terminal):")
_DIALOG = regex(r"\b(?:alert|confirm|prompt)\s{0,4}\(")
_WRITE_CELL = regex(r"\b(?:insert_cell\w{0,20}|set_text|setSource|replace_cell)\s{0,4}\(")
_OBFUSCATED = regex(
    r"\b(?:eval|execute|requestExecute|Function|setTimeout|setInterval|execScript|write(?:ln)?)\s{0,4}\(\s{0,4}"
    r"(?:window\s{0,4}\.\s{0,4})?(?:atob|unescape|decodeURIComponent|String\s{0,4}\.\s{0,4}fromCharCode)\s{0,4}\("
    r"|\b(?:window|self|globalThis|this|top|document|navigator)\s{0,4}\[\s{0,4}"
    r"(?:atob\s{0,4}\(|[\"']eval[\"']|[\"']\w{1,8}[\"']\s{0,4}\+)"
)
_PARENT = regex(
    r"\b(?:parent|top)\s{0,4}\.\s{0,4}(?:document|location|Jupyter|IPython|jupyterapp|eval|localStorage)\b"
    r"|\bopener\s{0,4}\.\s{0,4}\w"
)
_SENDS = regex(
    rf"\b(?:fetch|sendBeacon|axios(?:\.\w{{1,8}})?|WebSocket|EventSource|importScripts|getScript|\.open)\s{{0,4}}"
    rf"\(\s{{0,4}}(?:[\"'][A-Za-z]{{3,7}}[\"']\s{{0,4}},\s{{0,4}})?(?P<a>[\"'`]{_ABSOLUTE})"
    rf"|\$\s{{0,4}}\.\s{{0,4}}(?:ajax|get|post|getJSON)\s{{0,4}}\(\s{{0,4}}(?:\{{\s{{0,4}}url\s{{0,4}}:\s{{0,4}})?(?P<b>[\"'`]{_ABSOLUTE})"
    rf"|\.\s{{0,4}}open\s{{0,4}}\(\s{{0,4}}[\"'][A-Za-z]{{3,7}}[\"']\s{{0,4}},\s{{0,4}}(?P<c>[\"'`]{_ABSOLUTE})"
    rf"|\.\s{{0,4}}(?:src|href|action)\s{{0,4}}=\s{{0,4}}(?P<d>[\"'`]{_ABSOLUTE})"
    rf"|\bimport\s{{0,4}}\(\s{{0,4}}(?P<e>[\"'`]{_ABSOLUTE})"
)
_REDIRECT = regex(
    r"(?:^|[;{}\s.(])(?:(?:window|document|self)\s{0,4}\.\s{0,4})?location\s{0,4}"
    rf"(?:(?:\.\s{{0,4}}href)?\s{{0,4}}=|\.\s{{0,4}}(?:assign|replace)\s{{0,4}}\()\s{{0,4}}[\"'`]{_ABSOLUTE}"
)
_STRING = regex(r"(?P<quote>[\"'`])(?P<text>(?:\\.|(?!(?P=quote))[^\\]){0,4000})(?P=quote)", 16)
_NAME = regex(r"[A-Za-z_$][\w$]{0,60}")
_RISKY_PYTHON = regex(
    r"\b(?:os|subprocess|socket|requests|urllib|pickle|base64|shutil|pty|ctypes|builtins|importlib)\b"
    r"|\b(?:exec|eval|open|system|popen|compile|__import__|getattr)\s{0,4}\(|^\s{0,8}[!%]|\\n\s{0,8}[!%]"
)
_CARRIES = regex(
    r"[\"'`]\s{0,8}\+|\$\{|\bbody\s{0,4}:|[\"']POST[\"']|\bdata\s{0,4}:|\.send\s{0,4}\(\s{0,4}[^)\s]|new\s+FormData"
)
_SHOWS = regex(
    r"\.(?:hide|show|toggle|slideToggle|fadeToggle|css|addClass|removeClass|toggleClass)\s{0,4}\("
    r"|\.style\b|\.classList\b|\.hidden\b|\bscrollIntoView\b"
)
_ACTS = regex(
    r"\b(?:eval|Function|atob|alert|prompt|confirm|fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|import|require"
    r"|createElement|appendChild|append|innerHTML|outerHTML|insertAdjacentHTML|write|writeln|open|setTimeout|setInterval"
    r"|location|cookie|localStorage|sessionStorage|kernel|execute|src|href|action|postMessage|constructor|getScript"
    r"|load|ajax|get|post|html|globalThis|navigator)\b"
)
_CONFIGURES = regex(r"\A\s{0,200}(?:window\s{0,4}\.\s{0,4})?MathJax\b")
_OWN_CALL = regex(
    r"(?i)\s{0,40}(?:return\s)?\s{0,4}\w{0,40}(?:toggle|show|hide|collapse|expand|scroll)\w{0,40}\s{0,4}\([^()]{0,80}\);?\s{0,40}"
)
_LOADERS = (
    *("Plotly.", "PLOTLYENV", "plotly", "Bokeh", "vegaEmbed", "vega", "holoviews", "HoloViews", "PyViz", "L.map("),
    *(
        "Animation(",
        "google.colab",
        "SHAP.",
        "d3.select",
        "requirejs",
        "require.config",
        "require([",
        "MathJax",
        "ITables",
    ),
    *("DataTable", "echarts", "Highcharts", "mpl.", "tensorboard", "ipywidgets", "jupyter-widgets", "katex", "mermaid"),
    *("mapboxgl", "deck.gl", "createDeck", "cytoscape", "vis.Network", "$3Dmol", "3Dmol", "NGL.", "pdfjs", "THREE."),
)
_TYPES = (
    "text/javascript",
    "application/javascript",
    "module",
    "text/ecmascript",
    "application/ecmascript",
    "text/babel",
)


_ESCAPED = regex(r"\\(?:x([2-7][0-9A-Fa-f])|u\{?00([2-7][0-9A-Fa-f])\}?)")


class Verdict(Frozen, frozen=True):
    """What a script does: how bad that is in a stored output, in words, and whether it does nothing but show things.

    ``severity`` info is a chart's or a page's own business, low is unknown.
    """

    severity: Severity
    message: str
    is_calm: bool = False


_CHART = Verdict(Severity.INFO, "a library's script", True)
_UNKNOWN = Verdict(Severity.LOW, "a script")


def is_script_type(type: str) -> bool:
    """Whether a browser runs a ``<script>`` of this type; the others hold data."""
    bare = type.partition(";")[0].strip().lower()
    return not bare or bare in _TYPES or bare.startswith(("text/javascript", "text/x-javascript", "text/jscript"))


def judge(script: str) -> Verdict:
    """What a script does that a browser runs from a notebook."""
    if len(script) > _BUNDLE:
        return _judge_bundle(script)
    return _judge(script) if len(script) > _SHORT else _judge_short(script)


def _judge(script: str) -> Verdict:
    code = script
    if "\\" in code:
        code = _unescaped(code)
    found = _dangers(code)
    is_library = any(mark in code for mark in _LOADERS)
    if found is not None and not (is_library and found.severity is Severity.LOW):
        return found
    if is_library or _CONFIGURES.match(code):
        return _CHART
    if not code.strip().strip(";") or (_SHOWS.search(code) and not _ACTS.search(code)) or _OWN_CALL.fullmatch(code):
        return Verdict(Severity.INFO, "a script that shows and hides", True)
    return _UNKNOWN


_judge_short = lru_cache(maxsize=1024)(_judge)  # handlers are many and alike


def opens_dialog(script: str) -> bool:
    """Whether a short script opens a dialog: no chart does, those who try whether a viewer runs scripts do."""
    return len(script) < 1000 and _DIALOG.search(script) is not None


def _judge_bundle(script: str) -> Verdict:
    ran = _executed(script) if "kernel" in script or "requestExecute" in script else None
    if ran is not None and ran.severity is Severity.HIGH:
        return ran
    if "api/" in script and _BUNDLED_API.search(script):
        return Verdict(Severity.HIGH, "a script that uses the server's API")
    return _CHART


def _dangers(code: str) -> Verdict | None:
    for pattern, message in (
        (_COOKIES, "a script that reads cookies"),
        (_API, "a script that uses the server's API"),
        (_OBFUSCATED, "a script that hides what it runs"),
        (_COMMANDS, "a script that opens a terminal or console"),
        (_PARENT, "a script that reaches for the page around it"),
    ):
        if pattern.search(code):
            return Verdict(Severity.HIGH, message)
    ran = _executed(code)
    if ran is not None and ran.severity is not Severity.LOW:
        return ran
    sends = next((match for match in _SENDS.finditer(code) if not is_nearby(_target(code, match))), None)
    if sends is not None:
        is_loader = sends["d"] is not None and "Image" not in code and not _CARRIES.search(code, sends.end())
        if _STORAGE.search(code) or "WebSocket" in code[slice(*sends.span())] or "sendBeacon" in code:
            return Verdict(Severity.HIGH, "a script that sends data to another host")
        if not is_loader and _CARRIES.search(code, sends.start(), min(len(code), sends.end() + 600)):
            return Verdict(Severity.HIGH, "a script that sends data to another host")
    if _REDIRECT.search(code):
        return Verdict(Severity.MEDIUM, "a script that leads to another site")
    return ran


def _target(code: str, match: re.Match[str]) -> str:
    """The URL that a request is made to, or what it begins with."""
    start = next(match.start(group) for group in "abcde" if match[group] is not None)
    target = code[start + 1 : start + 300].partition(code[start])[0]
    return "https:" + target if target.startswith("//") else target.replace("ws", "http", 1)


def _executed(code: str) -> Verdict | None:
    """What a script has the kernel run; None for nothing."""
    worst: Verdict | None = None
    for count, match in enumerate(_EXECUTE.finditer(code)):
        if count > 8:
            break
        if "invokeFunction" in match[0]:  # a function that the notebook registered
            continue
        python = _literal(code, match.end())
        if python is not None and not _RISKY_PYTHON.search(python):
            worst = worst or Verdict(Severity.LOW, "a script that runs code in the kernel")
            continue
        if python is not None:
            return Verdict(Severity.HIGH, "a script that runs code in the kernel")
        worst = Verdict(Severity.MEDIUM, "a script that runs code in the kernel")
    if (worst is None or worst.severity is Severity.LOW) and _RUN_CELLS.search(code):
        if _WRITE_CELL.search(code):
            return Verdict(Severity.HIGH, "a script that writes a cell and runs it")
        return Verdict(Severity.MEDIUM, "a script that runs cells")
    return worst


def _literal(code: str, at: int) -> str | None:
    """The texts of an argument that begins with a string literal, or of those that the name there was given."""
    if code[at : at + 1] in ("'", '"', "`"):
        end = min(max(code.find("\n", at), 0) or len(code), at + 4000)
        return "\n".join(string["text"] for string in _STRING.finditer(code, at, end))
    name = _NAME.match(code, at)
    given = [code[start : start + 4000] for start in _assignments(code, name[0])] if name is not None else []
    strings = [_STRING.match(text) for text in given]
    return "\n".join(s["text"] for s in strings if s is not None) if given and all(strings) else None


def _assignments(code: str, name: str) -> Iterator[int]:
    """The offsets of what a name is assigned, at most a few of them."""
    pattern = re.compile(rf"(?<![\w$.]){re.escape(name)}\s{{0,8}}=(?!=)\s{{0,8}}")
    for count, match in enumerate(pattern.finditer(code)):
        if count == 8:
            break
        yield match.end()


def _unescaped(code: str) -> str:
    r"""``code`` with ``\x61`` and ``\u0061`` as the letters they stand for: names may be written that way."""
    return _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)), code)


def from_attribute(value: str) -> str:
    """The script in a ``javascript:`` URL."""
    return unquote(unescape(value).partition(":")[2])
