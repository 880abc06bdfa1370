"""``!pip install``, which may install into another Python than the notebook's."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    TextEdit,
    installs,
    regex,
    rule,
)

_SIGIL = regex(r"(?:^|[\r\n])[ \t]*(!)[ \t]*\Z")
_PIP = regex(r"(?:python[\d.]*[ \t]+-m[ \t]+)?(pip3?)(?=[ \t])")


@rule(
    id="kernel-environment-mismatch",
    on=Shell,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="pip of the shell, not of the kernel",
    cwe=1104,
    screen=("!",),
    profile="audit",
    bad=[
        Example("!«pip» install numpy==2.1.0", fixed="%pip install numpy==2.1.0"),
        Example("! «pip3» install -q numpy==2.1.0", fixed="%pip install -q numpy==2.1.0"),
        Example("if True:\n    !«python -m pip» install numpy==2.1.0", fixed="if True:\n    %pip install numpy==2.1.0"),
        "!cd lib && «pip» install .",
    ],
    ok=[
        "%pip install numpy==2.1.0",
        "!{sys.executable} -m pip install numpy==2.1.0",
        "!pip list",
        "%%bash\npip install x==1.0",
    ],
)
def kernel_environment_mismatch(shell: Shell) -> Iterator[Match]:
    """`!pip` is whichever pip the shell finds first, so the package may land in a Python that is not the notebook's.

    Use `%pip install`, which installs into the kernel's own Python."""
    if shell.kind != "line":
        return
    for install in installs(shell):
        start = install.command.words[0].span.start
        found = _PIP.match(shell.text, start)
        if install.tool != "pip" or found is None:
            continue
        yield Match(Span(start, found.end()), proposals=_magic(shell, found.end()))


def _magic(shell: Shell, end: int) -> tuple[Proposal, ...]:
    commands = shell.commands()
    begin = max(0, shell.start - 200)
    sigil = _SIGIL.search(shell.cell.source[begin : shell.start])
    if sigil is None or len(commands) != 1 or commands[0].redirects or commands[0].operator:
        return ()
    if commands[0].span.start != commands[0].words[0].span.start or commands[0].settings:
        return ()
    span = Span(begin + sigil.start(1), shell.start + end)
    edit = TextEdit(span, "%pip", shell.cell.source_pointer)
    return (Proposal("Use %pip", Applicability.SAFE, (edit,)),)
