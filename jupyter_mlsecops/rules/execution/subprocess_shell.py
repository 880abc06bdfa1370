"""Commands that a shell reads."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    GET_OUTPUT,
    SUBPROCESS,
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Value,
    offer,
    regex,
    rule,
)

from .os_system import shell_match
from .sinks import Sunk, shell_script

_PLAIN = regex(r"[\w./:=@,+ '\"-]+")
# What only a shell knows, not a program.
_BUILTINS = frozenset("cd source . export set unset alias eval exec ulimit umask read type pushd popd test [".split())


@rule(
    id="subprocess-shell-true",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Command put together for a shell",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("subprocess", "commands"),
    aliases=("B602", "S602", "B605", "S605", "B604", "S604"),
    bad=[
        Example(
            "import subprocess\n«subprocess.run(f'ls {folder}', shell=True)»",
            fixed="import shlex\nimport subprocess\nsubprocess.run(f'ls {shlex.quote(str(folder))}', shell=True)",
        ),
        "import subprocess as sp\n«sp.check_output('cat ' + name, shell=True)»",
        "from subprocess import Popen\n«Popen(command, shell=True)»",
        "from subprocess import *\n«check_call(command, shell=True)»",
        "import subprocess\nopts = {'shell': True}\n# %%\n«subprocess.call(command, **opts)»",
        "import subprocess\n«subprocess.getoutput('du -sh %s' % folder)»",
        "from subprocess import getstatusoutput as out\nstate, text = «out('du -sh ' + folder)»",
        "import subprocess\n«subprocess.run('ls {}'.format(folder), shell=True)»",
        "import subprocess\nwith «subprocess.Popen('ls ' + folder, shell=True)» as p:\n    p.wait()",
        "import subprocess as s\nfrom functools import partial\nr = partial(s.run, shell=True)\n# %%\n«r('ls ' + x)»",
        "import subprocess\n«subprocess.run(['bash', '-c', f'ls {folder}'])»",
        "import subprocess\nname = «input('file')»\n# %%\n«subprocess.run('cat ' + name, shell=True)»",
        Example(
            "import subprocess\n«subprocess.run('git status', shell=True)»",
            fixed="import subprocess\nsubprocess.run(['git', 'status'], shell=False)",
        ),
        Example(
            "import subprocess\n«subprocess.run(\"git commit -m 'first one'\", shell=True, check=True)»",
            fixed="import subprocess\nsubprocess.run(['git', 'commit', '-m', 'first one'], shell=False, check=True)",
        ),
        "import subprocess\n«subprocess.run('ls | wc -l', shell=True)»",
        "import subprocess\n«subprocess.run('ls *.csv', shell=True)»",
        "import subprocess\n«subprocess.run('cd data', shell=True)»",
        "%cd data\nimport subprocess\n«subprocess.run('ls', shell=True)»",
    ],
    ok=[
        "import subprocess\nsubprocess.run(['git', 'status'])",
        "import subprocess\nsubprocess.run(['ls', folder], shell=False)",
        "import subprocess\nsubprocess.run(command)",
        "def run(c, shell): ...\nrun(command, shell=True)",
        "import subprocess\nprint('subprocess.run(x, shell=True)')",
        "import subprocess\nsubprocess.run(['bash', 'run.sh', folder])",
        "import subprocess, shlex\nsubprocess.run(f'ls {shlex.quote(folder)} | wc -l', shell=True)",
        "# %% [markdown]\nsubprocess.run(f'ls {x}', shell=True)",
    ],
)
def subprocess_shell(code: Code) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Pass a list of words and leave shell=True out."""
    for call in code.calls(*SUBPROCESS):
        shell = call.argument(8, "shell")
        command = call.argument(0, "args")
        if shell is not None and shell.may_be(True):
            yield from _matches(code, call, command)
        elif command is not None and not call.is_reference:
            yield from shell_match(code, Sunk(call, shell_script(command)))
    for call in code.calls(*GET_OUTPUT):
        yield from _matches(code, call, call.argument(0, "cmd"))


def _matches(code: Code, call: Call, command: Value | None) -> Iterator[Match]:
    if command is not None and isinstance(command.constant, str):
        yield _fixed(call, command, command.constant)
    elif command is not None and command.kind == "list":
        yield Match(call.span, "A list of words, and shell=True: only the first word is run", Severity.MEDIUM)
    else:
        yield from shell_match(code, Sunk(call, command))


def _fixed(call: Call, command: Value, text: str) -> Match:
    message = "A fixed command read by a shell"
    edits = call.set_keyword("shell", "False") if "shell" in call.keywords else None
    words = _words(text)
    if edits is None or not command.is_written_out or not words:
        return Match(call.span, message, Severity.INFO)
    listed = command.replaced("[" + ", ".join(map(repr, words)) + "]")
    fix = offer("Pass a list of words", Applicability.REVIEW, (*listed, *edits))
    return Match(call.span, message, Severity.INFO, proposals=fix)


def _words(text: str) -> list[str]:
    """The words of a command in which nothing is for the shell alone; none of any other."""
    if not _PLAIN.fullmatch(text):
        return []
    try:
        words = shlex.split(text)
    except ValueError:
        return []
    return [] if words and (words[0] in _BUILTINS or "=" in words[0]) else words
