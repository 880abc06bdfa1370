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
    *("google.colab._system_commands._shell_line_magic", "fabric.Connection().local"),
    *(f"{root}.run" for root in ("invoke", "invoke.Context()", "invoke.context.Context()")),
)
"""All others that give a text to a shell, but for those of ``asyncio``."""
ASYNC_SHELLS = ("asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell", "*.subprocess_shell")
SUBPROCESS = tuple(f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output"))
"""Functions that run a list of words, or on request a text in a shell."""
ALL = (
    *(*OS_SHELLS, *GET_OUTPUT, *ASYNC_SHELLS, *SUBPROCESS),
    *("pexpect.spawn", "pexpect.run", "psutil.Popen", "subprocess32.Popen"),
    *(f"fastcore.{module}.run" for module in ("utils", "xtras", "all")),
)
"""Functions that run one command, which is their first argument, but for ``subprocess_shell`` of an event loop."""
_LISTED = {f"os.exec{end}": 1 for end in ("v", "ve", "vp", "vpe")} | {"os.posix_spawn": 1, "os.posix_spawnp": 1}
LISTED = {**_LISTED, **{f"os.spawn{end}": 2 for end in ("v", "ve", "vp", "vpe")}}
"""Functions that take the words of a command as a list: which argument that is."""
_SPREAD = {"asyncio.create_subprocess_exec": 0, "asyncio.subprocess.create_subprocess_exec": 0}
SPREAD = {
    **_SPREAD,
    **{f"os.exec{end}": 1 for end in ("l", "le", "lp", "lpe")},
    **{f"os.spawn{end}": 2 for end in ("l", "le", "lp", "lpe")},
}
"""Functions whose arguments are the words of a command: the first of them, behind the program itself if it is not 0."""
LINE_MAGICS = tuple(f"{root}.{name}" for root in IPYTHON for name in ("run_line_magic", "magic"))
CELL_MAGICS = tuple(f"{root}.run_cell_magic" for root in IPYTHON)
PYTHON = ("exec", *(f"{root}.{name}" for root in IPYTHON for name in ("run_cell", "ex", "run_cell_async")))
"""Functions that run their first argument as Python, or as a cell of IPython."""
PYTHON_MAGICS = ("capture", "time", "timeit", "prun", "python", "python3")
"""Cell magics that run the cell as Python."""
CONDA = ("conda.cli.main", "conda.cli.python_api.run_command")
"""conda as functions, whose arguments are the words behind ``conda``."""
PIP = ("pip.main", "pip._internal.main", "pip._internal.main.main", "pip._internal.cli.main.main")
