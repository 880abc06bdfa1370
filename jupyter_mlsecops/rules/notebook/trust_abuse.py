"""Marks and commands that make a notebook trusted, so that its stored scripts run at once."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Notebook,
    Severity,
    Shell,
    called_shells,
    offer,
    rule,
)
from .marks import removable


@rule(
    id="trust-command",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Notebook trusted by a command",
    cwe=345,
    atlas=["AML.T0011"],
    screen=("trust",),
    bad=[
        "!«jupyter trust report.ipynb»",
        "%%bash\ncd out && «jupyter-trust *.ipynb»",
        "!«python -m jupyter trust report.ipynb»",
        "!echo ok; «jupyter trust a.ipynb»",
    ],
    ok=[
        "!jupyter trust --reset",
        "!pip config set global.trusted-host example.com",
        "# !jupyter trust report.ipynb",
        "!jupyter nbconvert trust.ipynb",
    ],
)
def trust_command(shell: Shell) -> Iterator[Match]:
    """A trusted notebook runs the scripts in its outputs as soon as it is opened. Trust is yours to give, after you
    have read it.

    Delete the command, and run the cells of a notebook instead of trusting it."""
    for command in shell.commands():
        words = [word.text for word in command.words]
        start = 3 if words[1:3] == ["-m", "jupyter"] else 1
        is_trust = command.name == "jupyter-trust" or (
            words[start : start + 1] == ["trust"] and (command.name == "jupyter" or start == 3)
        )
        if is_trust and "--reset" not in words and "--help" not in words:
            yield Match(command.words[0].span._replace(end=command.words[-1].span.end))


@rule(
    id="trust-from-code",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Notebook trusted by code",
    cwe=345,
    atlas=["AML.T0011"],
    screen=("NotebookNotary", "nbformat.sign", "mark_cells", "trust_notebook", "TrustNotebookApp", "jupyter"),
    bad=[
        Example(
            "from nbformat.sign import NotebookNotary\nnotary = NotebookNotary()\n«notary.sign(nb)»\nx = 1",
            fixed="from nbformat.sign import NotebookNotary\nnotary = NotebookNotary()\nx = 1",
        ),
        "import nbformat.sign as s\n«s.NotebookNotary().mark_cells(nb, True)»",
        "from nbformat import sign\n«sign.NotebookNotary(data_dir='x').sign(nb)»",
        "from nbformat.sign import TrustNotebookApp\n«TrustNotebookApp.launch_instance()»",
        "import subprocess\n«subprocess.run(['jupyter', 'trust', 'a.ipynb'])»",
        "import os\n«os.system('cd books && jupyter trust a.ipynb')»",
    ],
    ok=[
        "from nbformat.sign import NotebookNotary\nNotebookNotary().check_signature(nb)",
        "from nbformat.sign import NotebookNotary\nNotebookNotary().mark_cells(nb, False)",
        "class NotebookNotary:\n    pass\nprint('NotebookNotary().sign')",
        "import subprocess\nsubprocess.run(['jupyter', 'nbconvert', 'trust.ipynb'])",
        "notary.sign(letter)",
    ],
)
def trust_from_code(code: Code) -> Iterator[Match]:
    """A trusted notebook runs the scripts in its outputs as soon as it is opened. Code that gives trust takes the
    decision from whoever opens it.

    Delete it, and run the cells of a notebook instead of trusting it."""
    for call in code.calls(
        "nbformat.sign.NotebookNotary().sign",
        "nbformat.sign.NotebookNotary().mark_cells",
        "nbformat.sign.TrustNotebookApp.launch_instance",
        "nbformat.sign.TrustNotebookApp().sign_notebook_file",
        "nbformat.sign.TrustNotebookApp().sign_notebook",
    ):
        given = call.argument(1, "trusted")
        if not (call.name.endswith("mark_cells") and given is not None and given.is_false()):
            yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
    for call, shell in called_shells(code):
        for command in shell.commands():
            words = [word.text for word in command.words]
            if words[:2] == ["jupyter", "trust"] and "--reset" not in words:
                proposals = offer("Delete the statement", Applicability.SAFE, call.drop_statement())
                yield Match(call.span, proposals=proposals)


@rule(
    id="trust-mark-in-file",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="Trust written into the file",
    cwe=345,
    bad=[
        Example(
            '# %% [notebook metadata]\n{"«trusted»": true, "a": 1}',
            fixed='# %% [notebook metadata]\n{"a": 1}',
        ),
        '# %% [notebook metadata]\n{"«signature»": "sha256:0123456789abcdef0123456789abcdef"}',
        'x\n# %% [metadata]\n{"«trusted»": true}',
    ],
    ok=[
        '# %% [notebook metadata]\n{"trusted": false, "signature": ""}',
        'x\n# %% [metadata]\n{"tags": ["trusted"]}',
    ],
)
def trust_mark(notebook: Notebook) -> Iterator[Match]:
    """Trust belongs to the reader's machine. Viewers ignore a mark in the file today, and one that did not would run
    the stored scripts of a stranger.

    Remove the mark."""
    marked: list[str] = []
    metadata = notebook.json.get("metadata")
    if isinstance(metadata, dict):
        if metadata.get("trusted") is True:
            marked.append("/metadata/trusted")
        if isinstance(metadata.get("signature"), str) and metadata["signature"]:
            marked.append("/metadata/signature")
    for cell in notebook.cells:
        own = cell.json.get("metadata")
        if isinstance(own, dict) and own.get("trusted") is True:
            marked.append(f"{cell.pointer}/metadata/trusted")
    yield from removable(marked)
