"""Commands put together and given to a shell, programs chosen at run time."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    ASYNC_SHELLS,
    OS_SHELLS,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Value,
    command_of,
    rule,
    taint,
)

from .decoded import is_decoded
from .quoting import wrapped
from .sinks import QUOTES, SAID, Sunk, comes_from, script_of, shell_script

_EXECUTES = tuple(f"os.{name}" for name in ("execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe"))
_SPAWNS = tuple(f"os.spawn{name}" for name in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe"))


@rule(
    id="dynamic-os-system",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Variable in a command for a shell",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("system", "popen", "spawn", "os.exec", "getoutput", "execv", "execl", "startfile", "invoke", "fabric"),
    aliases=("B605", "S605", "B606", "S606"),
    bad=[
        Example(
            "import os\n«os.system(f'rm {name}')»",
            fixed="import shlex\nimport os\nos.system(f'rm {shlex.quote(str(name))}')",
        ),
        Example(
            "import os, shlex\nout = «os.popen('ls ' + folder)».read()",
            fixed="import os, shlex\nout = os.popen('ls ' + shlex.quote(str(folder))).read()",
        ),
        Example(
            "import os\ncommand = f'ls {folder}'\n# %%\n«os.system(command)»",
            fixed="import shlex\nimport os\ncommand = f'ls {shlex.quote(str(folder))}'\n# %%\nos.system(command)",
        ),
        "import os, sys\ntry:\n    folder = «sys.argv»[1]\nexcept IndexError:\n    folder = 'data'\n"
        "«os.system('ls ' + folder)»",
        "from os import system as sh\n# %%\n«sh(command)»",
        "from os import *\n«system('ls ' + folder)»",
        "import os\n«os.system('cp {} {}'.format(a, b))»",
        "import os\n«os.system('unzip %s' % path)»",
        "import os\ncommand = 'cat '\ncommand += «input('file? ')»\n# %%\n«os.system(command)»",
        "import os\nrun = os.system\n# %%\nfor name in names:\n    «run('rm ' + name)»",
        "import os\n«getattr(os, 'system')(command)»",
        "%%time\nimport os\n«os.system('ls ' + folder)»",
        "!ls\nimport os\n«os.system('ls ' + folder)»",
        "import os\n«os.execvp(program, words)»",
        Example(
            "import os\n«os.execvp('bash', ['bash', '-c', 'ls ' + folder])»",
            fixed="import shlex\nimport os\nos.execvp('bash', ['bash', '-c', 'ls ' + shlex.quote(str(folder))])",
        ),
        "import os, threading\nthreading.Thread(target=«os.system», args=(f'ls {folder}',)).start()",
        "import os\n«os.spawnlp(os.P_WAIT, program, program)»",
        "import pty\n«pty.spawn(command)»",
        "ip = get_ipython()\n«ip.system('ls ' + folder)»",
        "import os\nlist(map(«os.system», lines))",
        "import os\n«os.system(f'rm \"{name}\"')»",
    ],
    ok=[
        "import os\nos.system('ls -l')",
        "import os\ncommand = 'ls'\nos.system(command)",
        "import os\nos.system('nvidia-smi' + ' -L')",
        "class Os:\n    def system(self, x): ...\nos = Os()\nos.system(x)",
        "import sys, os\nos.system(f'{sys.executable} -m pip list')",
        "import os, shlex\nos.system('rm ' + shlex.quote(name))",
        "import os\nfor k in range(3):\n    os.system(f'mkdir run{k}')",
        "import os\nFOLDER = 'data'\nos.system(f'mkdir -p {FOLDER}')",
        "import os, sys\nos.execv(sys.executable, ['python', *sys.argv])",
        "import platform\nplatform.system()",
        "system(prompt)\ndef system(x): ...",
        "text = 'os.system(command)'  # os.system(command)",
        "import os\nos.system(f'echo {len(rows)}')",
        "import os, threading\nthreading.Thread(target=os.system, args=('ls',)).start()",
        "import os\nos.execvp('bash', ['bash', '-c', 'ls'])",
    ],
)
def dynamic_os_system(code: Code) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Use subprocess.run with a list of words."""
    for call in code.calls(*OS_SHELLS):
        yield from shell_match(code, Sunk(call, command_of(call)))
    for call in code.calls(*_EXECUTES, "os.posix_spawn", "os.posix_spawnp", "os.startfile", *_SPAWNS):
        program = call.argument(int(call.name in _SPAWNS), "path", "file", "filepath")
        if program is not None and _may_be_chosen(code, program):
            yield Match(call.span, "Program chosen at run time", Severity.MEDIUM)
            continue
        words = call.argument(int(call.name in _SPAWNS) + 1, "args", "argv")
        script = shell_script(words) if words is not None else None
        if script is not None:
            yield from shell_match(code, Sunk(call, script))


@rule(
    id="dynamic-asyncio-shell",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Variable in a command for a shell, asynchronously",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("create_subprocess_shell", "subprocess_shell", "create_subprocess_exec"),
    bad=[
        "import asyncio\np = await «asyncio.create_subprocess_shell(command)»",
        Example(
            "import asyncio as a\nawait «a.create_subprocess_shell(f'ls {path}')»",
            fixed="import shlex\nimport asyncio as a\nawait a.create_subprocess_shell(f'ls {shlex.quote(str(path))}')",
        ),
        "from asyncio import create_subprocess_shell as run\n# %%\np = await «run('ls ' + folder)»",
        "import asyncio\np = await «asyncio.create_subprocess_exec('bash', '-c', f'ls {folder}')»",
        "import asyncio\nloop = asyncio.get_event_loop()\nawait «loop.subprocess_shell(make, 'ls ' + folder)»",
    ],
    ok=[
        "import asyncio\np = await asyncio.create_subprocess_shell('ls -l')",
        "import asyncio\np = await asyncio.create_subprocess_exec('ls', folder)",
        "import asyncio, shlex\np = await asyncio.create_subprocess_shell(f'ls {shlex.quote(folder)}')",
    ],
)
def dynamic_asyncio_shell(code: Code) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Use asyncio.create_subprocess_exec, which takes the words one by one."""
    for call in code.calls(*ASYNC_SHELLS):
        yield from shell_match(code, Sunk(call, command_of(call)))
    for call in code.calls("asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec"):
        script = script_of(call.args)
        if script is not None:
            yield from shell_match(code, Sunk(call, script))


def shell_match(code: Code, sunk: Sunk) -> Iterator[Match]:
    """The match of a call that gives a text to a shell, unless that is constant, quoted or another rule's."""
    call, command = sunk
    if call.is_reference or call.starred:
        yield Match(call.span)
        return
    if command is None or not _may_be_chosen(code, command) or is_decoded(code, command):
        return
    made = taint(code, command, QUOTES)
    if made.source in ("model", "widget"):  # others say more of those
        return
    related = comes_from(code, call, made.place)
    message = f"{SAID[made.source].capitalize()} is read by a shell" if made.kind == "tainted" else ""
    fixes = wrapped(code, command, "shlex.quote", "Quote with shlex.quote", QUOTES)
    yield Match(call.span, message, related=related, proposals=fixes)


def _may_be_chosen(code: Code, command: Value) -> bool:
    """Whether a command holds something that is not fixed by the notebook."""
    if command.is_written_out or command.kind == "list":
        return False
    if command.kind == "constant" or command.is_harmless:  # which another branch may make something else
        return taint(code, command, QUOTES).kind == "tainted"
    return taint(code, command, QUOTES).kind != "clean"
