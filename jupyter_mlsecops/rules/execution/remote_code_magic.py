"""``%run`` and ``%load`` of a URL."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Code,
    Confidence,
    Match,
    Severity,
    Shell,
    Span,
    called_shells,
    expression,
    is_local,
    own_shells,
    rule,
)

_MAGICS = {
    "run": Severity.HIGH,
    "install_ext": Severity.HIGH,
    "load": Severity.MEDIUM,  # it only writes the code into the cell: somebody can still read it
    "loadpy": Severity.MEDIUM,
}
_REMOTE = ("http://", "https://", "ftp://")


@rule(
    id="remote-code-magic",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Magic loads code from a URL",
    cwe=(494, 829),
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("%run", "%load", "%install_ext", "run_line_magic", ".magic("),
    bad=[
        "%run «https://gist.example.dev/raw/setup.py»",
        "%run -i «'https://gist.example.dev/raw/setup.py'»",
        "%load «http://files.tool.dev/helpers.py»",
        "%loadpy -y -r 1-20 «https://files.tool.dev/helpers.py»",
        "URL = 'https://files.tool.dev/helpers.py'\n# %%\n%run «{URL}»",
        "url = 'https://files.tool.dev/helpers.py'\n# %%\n%run «$url»",
        "«get_ipython().run_line_magic('run', 'https://files.tool.dev/helpers.py')»",
        "ip = get_ipython()\nurl = 'https://files.tool.dev/helpers.py'\n# %%\n«ip.run_line_magic('load', url)»",
        "from IPython import get_ipython\n«get_ipython().magic('run https://files.tool.dev/helpers.py')»",
    ],
    ok=[
        "%run ./setup.py",
        "%load helpers.py",
        "%load_ext autoreload",
        "%run report.py --url https://files.tool.dev/data.csv",
        "%load http://localhost:8000/helpers.py",
        "get_ipython().run_line_magic('run', 'setup.py')",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "text = '%run https://files.tool.dev/helpers.py'",
        "# %% [markdown]\n%run https://files.tool.dev/helpers.py",
    ],
)
def remote_code_magic(code: Code) -> Iterator[Match]:
    """Code from a URL can change between two runs, and it runs with your rights.

    Save the file beside the notebook, read it, and run the local copy."""
    for shell in own_shells(code):
        if shell.magic in _MAGICS:
            for span in _urls(code, shell):
                message = f"%{shell.magic} loads code from a URL"
                yield Match(span.shift(shell.start), message, severity=_MAGICS[shell.magic])
    for call, shell in called_shells(code):
        if shell.magic in _MAGICS and any(True for _ in _urls(code, shell)):
            yield Match(call.span, f"%{shell.magic} loads code from a URL", severity=_MAGICS[shell.magic])


def _urls(code: Code, shell: Shell) -> Iterator[Span]:
    words = [word for word in shell.words()[1:] if not word.text.startswith("-")]
    for word in words if shell.magic.startswith("load") else words[:1]:  # what follows %run's file is for the file
        text = word.text
        if text.startswith(("{", "$")):
            value = expression(code, text.strip("${}"))
            text = value.text if value is not None else ""
        if _is_remote(text):
            yield word.span


def _is_remote(text: str) -> bool:
    return text.lower().startswith(_REMOTE) and not is_local(text)
