"""The functions that run a command, by qualified name."""

from __future__ import annotations

IPYTHON = ("get_ipython()", "IPython.get_ipython()", "IPython.core.getipython.get_ipython()")
"""What the running IPython is called."""
GET_OUTPUT = (
    *("subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput", "commands.getstatusoutput"),
)
"""Functions of ``subprocess`` that give a text to a shell whatever else they are told."""
OS_SHELLS = (
    *("os.system", "os.popen", "os.popen2", "os.popen3", "posix.system", "pty.spawn"),
    *(f"{root}.{name}" for root in IPYTHON for name in ("system", "system_raw", "getoutput")),
    *("IPython.utils.process.system", "IPython.utils.process.getoutput"),
    "google.colab._system_commands._shell_line_magic",
)
"""All others that give a text to a shell, but for those of ``asyncio``."""
ASYNC_SHELLS = ("asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell", "*.subprocess_shell")
SUBPROCESS = tuple(f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output"))
"""Functions that run a list of words, or on request a text in a shell."""
ALL = (
    *(*OS_SHELLS, *GET_OUTPUT, *ASYNC_SHELLS, *SUBPROCESS),
    *("pexpect.spawn", "pexpect.run", "psutil.Popen", "subprocess32.Popen"),
)
"""Functions that run one command, which is their first argument, but for ``subprocess_shell`` of an event loop."""
SPREAD = ("asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec", "os.execlp", "os.execl")
"""Functions whose arguments are the words of a command."""
LINE_MAGICS = tuple(f"{root}.{name}" for root in IPYTHON for name in ("run_line_magic", "magic"))
CELL_MAGICS = tuple(f"{root}.run_cell_magic" for root in IPYTHON)
PIP = ("pip.main", "pip._internal.main", "pip._internal.main.main", "pip._internal.cli.main.main")
