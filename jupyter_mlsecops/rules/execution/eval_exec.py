"""Text that is run as Python."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, Value, rule

_RUNNERS = (
    "eval",
    "exec",
    "builtins.eval",
    "builtins.exec",
    "get_ipython().run_cell",
    "get_ipython().ev",
    "get_ipython().ex",
)
_TAINTED = ("input()", "sys.argv", "os.environ", "os.getenv()", "requests.", "httpx.", "urllib.request.")
_DECODERS = (
    "base64.",
    "zlib.decompress",
    "marshal.loads",
    "codecs.decode",
    "bytes.fromhex",
    "binascii.",
    "gzip.decompress",
)


@rule(
    id="dynamic-eval-exec",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Text evaluated as Python",
    cwe=95,
    owasp=["LLM05"],
    atlas=["AML.T0050"],
    screen=("eval", "exec", "get_ipython"),
    aliases=("B307", "S307", "B102", "S102"),
    bad=[
        "x = «eval(text)»",
        "x = «eval(input())»",
        "«exec(f'x = {value}')»",
        "import builtins\n«builtins.exec(source)»",
        "run = eval\n# %%\n«run(text)»",
        "df['b'] = df['a'].apply(«eval»)",
        "import requests\n«exec(requests.get(url).text)»",
        "«get_ipython().run_cell(text)»",
    ],
    ok=[
        "model.eval()",
        "df.eval('a + b')",
        "x = eval('1 + 1')",
        "model = Net()\nmodel.eval(batch)",
        "def eval(x): ...\neval(text)",
        "import ast\nast.literal_eval(text)",
        "print('eval(text)')  # eval(text)",
        "code = 'x = 1'\nexec(code)",
        "import torch\nmodel.train(); model.exec(text)",
    ],
)
def dynamic_eval_exec(code: Code) -> Iterator[Match]:
    """Whoever can change the text that is evaluated here can run any code in the kernel.

    Use ast.literal_eval for data, json.loads for JSON, and a dict of functions to choose one by name."""
    for call in code.calls(*_RUNNERS):
        source = call.argument(0, "source", "raw_cell")
        if call.is_reference:
            yield Match(call.span, severity=Severity.MEDIUM)
            continue
        if source is None or source.kind == "constant" or _is_decoded(source):
            continue
        if source.name.startswith("compile()"):
            continue
        hot = source.name.startswith(_TAINTED) or code.origin(source).kind in ("downloaded", "url")
        yield Match(call.span, severity=Severity.HIGH if hot else None)


@rule(
    id="obfuscated-exec",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Hidden code decoded and run",
    cwe=506,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("eval", "exec"),
    bad=[
        "import base64\n«exec(base64.b64decode('cHJpbnQoMSk='))»",
        "import base64, zlib\n«exec(zlib.decompress(base64.b64decode(blob)).decode())»",
        "import marshal\n«exec(marshal.loads(blob))»",
        "from base64 import b64decode as d\nsource = d(blob).decode()\n# %%\n«exec(source)»",
        "import codecs\n«eval(codecs.decode('cevag(1)', 'rot13'))»",
    ],
    ok=["import base64\nimage = base64.b64decode(blob)", "exec(source)", "import base64\nexecute(base64.b64decode(x))"],
)
def obfuscated_exec(code: Code) -> Iterator[Match]:
    """This decodes text and runs it, which hides from a reader what the cell does.

    Do not run the cell. Decode the text, print it and read it first."""
    for call in code.calls("eval", "exec", "builtins.eval", "builtins.exec"):
        source = call.argument(0, "source")
        if source is not None and not call.is_reference and _is_decoded(source):
            yield Match(call.span)


def _is_decoded(source: Value) -> bool:
    """Whether the text comes out of a decoder."""
    return source.name.startswith(_DECODERS) and source.name.endswith((")", "]"))
