"""Commands put together and given to a shell."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule

_NAMES = ("os.system", "os.popen", "os.popen2", "os.popen3", "pty.spawn", "asyncio.create_subprocess_shell",
          "get_ipython().system", "get_ipython().getoutput")  # fmt: skip


@rule(
    id="dynamic-os-system",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Variable in a command for a shell",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("system", "popen", "spawn", "create_subprocess_shell", "getoutput"),
    aliases=("B605", "S605", "B606"),
    bad=[
        "import os\n«os.system(f'rm {name}')»",
        "import os\nout = «os.popen('ls ' + folder)».read()",
        "from os import system as sh\n# %%\n«sh(command)»",
        "import os\n«os.system('cp {} {}'.format(a, b))»",
        "import asyncio\np = await «asyncio.create_subprocess_shell(command)»",
        "import os\n«os.system('unzip %s' % path)»",
    ],
    ok=[
        "import os\nos.system('ls -l')",
        "import os\ncommand = 'ls'\nos.system(command)",
        "import os\nos.system('nvidia-smi' + ' -L')",
        "class Os:\n    def system(self, x): ...\nos = Os()\nos.system(x)",
        "import sys, os\nos.system(f'{sys.executable} -m pip list')",
    ],
)
def dynamic_os_system(code: Code) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Use subprocess.run with a list of words."""
    for call in code.calls(*_NAMES):
        command = call.argument(0, "command", "cmd", "argv")
        if command is None and not call.is_reference:
            continue
        if command is not None and (command.kind in ("constant", "list") or command.is_harmless):
            continue
        yield Match(call.span)
