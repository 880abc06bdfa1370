"""Commands that a shell reads."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, Value, offer, rule

_SUBPROCESS = tuple(f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output"))
_ALWAYS = ("subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput", "commands.getstatusoutput")
_PLAIN = regex(r"[\w./:=@,+ -]+")


@rule(
    id="subprocess-shell-true",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Command put together for a shell",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("subprocess", "commands"),
    aliases=("B602", "S602", "B605", "S605"),
    bad=[
        "import subprocess\n«subprocess.run(f'ls {folder}', shell=True)»",
        "import subprocess as sp\n«sp.check_output('cat ' + name, shell=True)»",
        "from subprocess import Popen\n«Popen(command, shell=True)»",
        "import subprocess\nopts = {'shell': True}\n# %%\n«subprocess.call(command, **opts)»",
        "import subprocess\n«subprocess.getoutput('du -sh %s' % folder)»",
        "import subprocess\n«subprocess.run('ls {}'.format(folder), shell=True)»",
        Example(
            "import subprocess\n«subprocess.run('git status', shell=True)»",
            fixed="import subprocess\nsubprocess.run(['git', 'status'], shell=False)",
        ),
        "import subprocess\n«subprocess.run('ls | wc -l', shell=True)»",
    ],
    ok=[
        "import subprocess\nsubprocess.run(['git', 'status'])",
        "import subprocess\nsubprocess.run(['ls', folder], shell=False)",
        "import subprocess\nsubprocess.run(command)",
        "def run(c, shell): ...\nrun(command, shell=True)",
        "import subprocess\nprint('subprocess.run(x, shell=True)')",
    ],
)
def subprocess_shell(code: Code) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Pass a list of words and leave shell=True out."""
    for call in code.calls(*_SUBPROCESS):
        shell = call.argument(8, "shell")
        if shell is not None and shell.is_true():
            yield _match(call, call.argument(0, "args"))
    for call in code.calls(*_ALWAYS):
        yield _match(call, call.argument(0, "cmd"))


def _match(call: Call, command: Value | None) -> Match:
    text = command.constant if command is not None else None
    if not isinstance(text, str):
        listed = command is not None and command.kind == "list"
        return Match(call.span, severity=Severity.MEDIUM if listed else None)
    edits = call.set_keyword("shell", "False") if "shell" in call.keywords else None
    if edits is None or command is None or not command.is_written_out or not _PLAIN.fullmatch(text) or not text.split():
        return Match(call.span, "A fixed command read by a shell", Severity.INFO)
    words = command.replaced("[" + ", ".join(f"'{word}'" for word in text.split()) + "]")
    fix = offer("Pass a list of words", Applicability.REVIEW, (*words, *edits))
    return Match(call.span, "A fixed command read by a shell", Severity.INFO, proposals=fix)
