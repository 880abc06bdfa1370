"""Files of the kernel that run code whenever its Python starts."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Confidence, Match, Notebook, Place, Proposal, Severity, StartUp, regex, rule
from .kernel import KERNEL, QUIET_KERNEL, kernel_pointer

_PLAIN = regex(r"[\w.@+-]{1,80}\Z")


@rule(
    id="pth-import-hook",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="The kernel runs code of a file whenever it starts",
    cwe=506,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        KERNEL + "python==3.11\nlitellm==1.82.8\n"
        "startup litellm_init.pth owner=litellm acts=decodes-hidden-code,starts-programs",
        KERNEL + "startup zz.pth",
        KERNEL + "startup sitecustomize.py acts=reaches-the-network",
        KERNEL + "tool==1.0\nstartup tool.pth owner=tool",
    ],
    ok=[QUIET_KERNEL + "python==3.11\nnumpy==2.1.0", "import site"],
)
def pth_import_hook(notebook: Notebook) -> Iterator[Match]:
    """A `.pth` file among the kernel's packages can run code whenever Python starts. Malware has been spread that way.

    Look at the file. If you do not know what it is for, remove the package that brought it, and change the credentials
    that this machine has."""
    if notebook.environment is None or notebook.is_script:  # a script may run with any Python
        return
    for file in notebook.environment.startup:
        yield Match(
            None,
            _message(file),
            _severity(file),
            related=(Place(kernel_pointer(notebook), None),),
            proposals=(Proposal(_advice(file), Applicability.MANUAL),),
            about=f"{file.file} {file.owner} {file.acts}",
        )


def _severity(file: StartUp) -> Severity:
    """Packages, and those who set up machines, have honest uses for such files. Hidden acts are another matter."""
    if file.acts:
        return Severity.HIGH
    return Severity.MEDIUM if file.owner == "" else Severity.LOW


def _message(file: StartUp) -> str:
    source = {None: "", "": ", which no installed package owns,"}.get(file.owner, f", which {file.owner} brought,")
    acts = f": its code {_listed(file.acts)}" if file.acts else ""
    return f"{_shown(file)}{source} runs whenever the kernel starts{acts}"


def _advice(file: StartUp) -> str:
    if file.owner:
        return f"Read {_shown(file)}; uninstall {file.owner} if it should not be there"
    return f"Read {_shown(file)} in the kernel's site-packages; delete it if nobody needs it"


def _shown(file: StartUp) -> str:
    return file.file if _PLAIN.match(file.file) else "A file with an odd name"


def _listed(acts: tuple[str, ...]) -> str:
    return " and ".join((", ".join(acts[:-1]), acts[-1])) if len(acts) > 1 else acts[0]
