"""Commands that R gives to a shell."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, RValue, Severity, r_code, rule

_SHELLS = ("system", "system2", "shell", "pipe", "shell.exec")
_BUILDERS = frozenset(("paste", "paste0", "sprintf", "glue", "str_c", "str_glue", "gsub", "str_replace"))
_INPUTS = frozenset(("readline", "commandArgs", "readLines", "GET", "content", "fromJSON", "getURL"))
_SAFE = frozenset(
    ("shQuote", "R.home", "getwd", "tempfile", "tempdir", "normalizePath", "Sys.getpid", "nrow", "length")
)
_KERNEL = "\n# %% [kernel R]"


@rule(
    id="r-shell-command",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Command put together for a shell in R",
    cwe=78,
    atlas=["AML.T0050"],
    screen=("system", "shell", "pipe"),
    bad=[
        "%%R\n«system(paste('rm', name))»",
        "cmd <- sprintf('unzip %s', path)\n# %%\n«system(cmd)»" + _KERNEL,
        "«system(glue::glue('ls {folder}'), intern = TRUE)»" + _KERNEL,
        "«shell(paste0('dir ', folder))»" + _KERNEL,
        "x <- readLines(«pipe(paste('cat', name))»)" + _KERNEL,
        "name <- readline('file? ')\n«system(paste('cat', name))»" + _KERNEL,
        "«system(command)»" + _KERNEL,
    ],
    ok=[
        "system('ls -l')" + _KERNEL,
        "system(paste('ls', '-l'))" + _KERNEL,
        "system(paste('cat', shQuote(name)))" + _KERNEL,
        "folder <- 'data'\nsystem(paste('ls', folder))" + _KERNEL,
        "system2('git', c('status'))" + _KERNEL,
        "system.time(f(x))" + _KERNEL,
        "system <- function(x) x\nsystem(paste('a', b))" + _KERNEL,
        "# system(paste('rm', name))" + _KERNEL,
        "system(paste('rm', name))",
    ],
)
def r_shell_command(notebook: Notebook) -> Iterator[Match]:
    """A shell reads the command, so a name with ; or $( ) in it runs as a command of its own.

    Put every value into shQuote(), or call processx::run with a list of words."""
    code = r_code(notebook)
    for call in code.calls(*_SHELLS):
        if code.defines(call.name) or call.package not in ("", "base"):
            continue
        commands = [call.argument(0, "command", "cmd", "description")]
        if call.name == "system2":
            commands.append(call.argument(1, "args"))
        found = [strength for value in commands if value is not None and (strength := _strength(value)) is not None]
        if found:
            yield call.match(severity=max(found, key=lambda severity: severity.rank))


def _strength(value: RValue) -> Severity | None:
    """How bad a command is; None for one that is constant or quoted."""
    functions = set(value.functions)
    if value.constant is not None or "shQuote" in functions:
        return None
    if functions & _INPUTS or "input" in value.names:
        return Severity.HIGH
    unknown = [name for name in value.names if name not in ("TRUE", "FALSE", "T", "F", "NULL", "stdout", "stderr")]
    if functions - _BUILDERS - _SAFE and not functions & _BUILDERS:
        return None  # what another function makes of it is not known
    if not functions and len(unknown) != 1:
        return None
    free = [name for name in unknown if not value.code.is_constant(name)]
    return Severity.MEDIUM if free or (functions & {"glue", "str_glue"} and value.constant is None) else None
