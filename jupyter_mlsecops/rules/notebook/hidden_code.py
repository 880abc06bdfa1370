"""Code in cells whose source is folded away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...sdk import (
    GET_OUTPUT,
    SUBPROCESS,
    Applicability,
    Cell,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Span,
    TextEdit,
    regex,
    rule,
)

# What a cell is unlikely to hide for looks: it hides what it does.
_GRAVE_CALLS = (
    *("exec", "eval", "compile", "__import__", "builtins.exec", "builtins.eval", "pickle.load", "pickle.loads"),
    *("pickle.Unpickler", "dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads", "marshal.loads"),
    *("base64.b64decode", "base64.b32decode", "base64.b85decode", "base64.a85decode", "base64.decodebytes"),
    *("codecs.decode", "binascii.unhexlify", "binascii.a2b_base64", "zlib.decompress", "bytes.fromhex"),
    *("socket.socket", "socket.create_connection", "pty.spawn", "os.dup2", "ctypes.CDLL", "pandas.read_pickle"),
)
_CALLS = (
    *(
        "os.system",
        "os.popen",
        "os.startfile",
        "os.execv",
        "os.execvp",
        "os.execl",
        "os.execlp",
        "os.spawnv",
        "os.spawnl",
    ),
    *SUBPROCESS,
    *GET_OUTPUT,
    *("requests.post", "requests.put", "urllib.request.urlopen", "urllib.request.urlretrieve"),
    *("shutil.rmtree", "httpx.post", "*.run_cell", "*.system", "asyncio.create_subprocess_shell"),
)
_GRAVE_TEXT = regex(
    r"(?:curl|wget)\b[^\n|]{0,300}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da)?sh\b|/dev/tcp/|/\.ssh/|\.aws/credentials|/etc/passwd"
    r"|\bbase64\b[^\n|]{0,40}\|"
)
_SHELL = regex(r"\b(?:curl|wget|nc|ncat|bash|sh|powershell|chmod|crontab|python3?)\b")
# Setting a machine up: many notebooks fold this away, and it is what it looks like.
_SETUP = regex(r"\b(?:pip3?|conda|mamba|uv|apt|apt-get|git|nvidia-smi|unzip|tar|mkdir|ls|ffmpeg|Xvfb|node|npm)\b")
_TAGS = frozenset(
    ("hide-input", "hide_input", "hide-cell", "hide_cell", "remove-input", "remove_input", "remove-cell", "remove_cell")
)


@rule(
    id="hidden-code",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Risky code in a cell whose source is hidden",
    cwe=[506, 1007],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=(
        *("exec", "eval", "__import__", "compile", "load", "Unpickler", "read_pickle", "decode", "decompress", "hex"),
        *("socket", "pty", "dup2", "CDLL", "system", "popen", "spawn", "startfile", "subprocess", "requests", "httpx"),
        *("urllib", "rmtree", "run_cell", "!", "%%", "a2b_base64"),
    ),
    bad=[
        Example(
            'import os\n«os.system(\'sh run.sh\')»\n# %% [metadata]\n{"jupyter": {"source_hidden": true}}',
            fixed="import os\nos.system('sh run.sh')\n# %% [metadata]\n{\"jupyter\": {}}",
        ),
        'import base64\n«exec(base64.b64decode(blob))»\n# %% [metadata]\n{"cellView": "form"}',
        'from pickle import loads as undo\nm = «undo(blob)»\n# %% [metadata]\n{"hide_input": true}',
        'import os\nrun = os.system\n# %%\n«run(command)»\n# %% [metadata]\n{"hide_input": true}',
        '«!curl -s https://example.com/x -o x»\n# %% [metadata]\n{"inputHidden": true}',
        '%%bash\n«curl -s https://example.com/x | sh»\n# %% [metadata]\n{"cellView": "form"}',
        '«eval(x)»\n# %% [metadata]\n{"tags": ["remove-input"]}',
        'import subprocess\n«subprocess.run(cmd)»\n# %% [metadata]\n{"vscode": {"inputCollapsed": true}}',
    ],
    ok=[
        "import os\nos.system('sh run.sh')",
        'import os\nos.system("sh run.sh")\n# %% [metadata]\n{"jupyter": {"source_hidden": false}, "collapsed": 1}',
        'import matplotlib.pyplot as plt\nplt.plot(x)\n# %% [metadata]\n{"jupyter": {"source_hidden": true}}',
        '!pip install pandas\n!git clone https://example.com/a\n# %% [metadata]\n{"cellView": "form"}',
        "import subprocess\nsubprocess.run(['pip', 'install', 'x'])\n# %% [metadata]\n{\"hide_input\": true}",
        "m.eval()\ndf.eval('a + b')  # exec(x)\ns = 'exec(x)'\n# %% [metadata]\n{\"hide_input\": true}",
        "def load(f):\n    pass\nload(f)\nx = eval('1 + 1')\n# %% [metadata]\n{\"hide_input\": true}",
    ],
)
def hidden_code(code: Code) -> Iterator[Match]:
    """Whoever runs all cells runs this too, without having seen it: the cell is folded away, or blanks and odd
    characters hide what stands in it.

    Show it, read what really stands there, and write it plainly or remove it before you run the notebook."""
    if not code.escapes and not any(True for _ in code.calls(*_GRAVE_CALLS, *_CALLS)):
        return
    marks = tuple(_marks(code.cell))
    if not marks:
        return
    is_for_looks = all(mark.endswith(("/cellView", "/tags")) for mark in marks)
    grave = next(_grave(code), None)
    place = grave or next(_risky(code), None)
    if place is None:
        return
    severity = Severity.HIGH if grave or not is_for_looks else Severity.LOW
    edits = tuple(TextEdit(None, pointer=mark) for mark in marks if not mark.endswith("/tags"))
    show = (Proposal("Show the cell's source", Applicability.SAFE, edits),) if edits else ()
    yield Match(place, severity=severity, proposals=show)


def _marks(cell: Cell) -> Iterator[str]:
    """Pointers to what hides the source of a cell."""
    metadata: Any = cell.json.get("metadata")
    if not isinstance(metadata, dict) or not metadata:
        return
    for holder, name in (("jupyter", "source_hidden"), ("vscode", "inputCollapsed"), ("nteract", "inputHidden")):
        inner = metadata.get(holder)
        if isinstance(inner, dict) and inner.get(name) is True:
            yield f"{cell.pointer}/metadata/{holder}/{name}"
    for name in ("hide_input", "inputHidden", "hideCode", "hidden", "inputCollapsed"):
        if metadata.get(name) is True:
            yield f"{cell.pointer}/metadata/{name}"
    if metadata.get("cellView") == "form":
        yield f"{cell.pointer}/metadata/cellView"
    tags = metadata.get("tags")
    if isinstance(tags, list) and any(isinstance(tag, str) and tag in _TAGS for tag in tags):
        yield f"{cell.pointer}/metadata/tags"


def _grave(code: Code) -> Iterator[Span]:
    for call in code.calls(*_GRAVE_CALLS):
        value = call.args[0] if call.args else None
        if value is None or value.kind != "constant" or not call.name.endswith(("exec", "eval", "compile")):
            yield call.span
    for place, text in _shell_lines(code):
        if _GRAVE_TEXT.search(text):
            yield place


def _risky(code: Code) -> Iterator[Span]:
    source = code.cell.source
    for call in code.calls(*_CALLS):
        if not _SETUP.search(source[slice(*call.span)]):
            yield call.span
    for place, text in _shell_lines(code):
        if _SHELL.search(text) and not _SETUP.search(text):
            yield place


def _shell_lines(code: Code) -> Iterator[tuple[Span, str]]:
    """The shell lines of a cell, each with its place."""
    source = code.cell.source
    for escape in code.escapes:
        if escape.kind == "shell" or escape.name in ("system", "sx"):
            yield Span(*escape.span), source[slice(*escape.span)]
        elif escape.kind == "cell" and escape.name in ("bash", "sh", "script", "cmd", "powershell"):
            at = escape.body[0]
            for line in source[slice(*escape.body)].splitlines(keepends=True):
                bare = line.strip()
                if bare and not bare.startswith("#"):
                    start = at + line.index(bare)
                    yield Span(start, start + len(bare)), bare
                at += len(line)
