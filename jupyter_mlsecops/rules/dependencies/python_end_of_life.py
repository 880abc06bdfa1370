"""Kernels whose Python gets no more security fixes."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Place, Severity, rule
from .kernel import KERNEL, QUIET_KERNEL, kernel_pointer

# When support ended, as the developers' guide of Python has it. A scan does not ask what day it is: a version enters
# here with the release of this package that follows its end.
_ENDED = {
    (3, 10): "October 2026",
    (3, 9): "October 2025",
    (3, 8): "October 2024",
    (3, 7): "June 2023",
    (3, 6): "December 2021",
}


@rule(
    id="python-end-of-life",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="The kernel's Python gets no more security fixes",
    cwe=1104,
    bad=[KERNEL + "python==3.8.10", KERNEL + "python==3.5", KERNEL + "python==2.7.18"],
    ok=[QUIET_KERNEL + "python==3.11.4", QUIET_KERNEL + "numpy==2.1.0", "x = 1"],
)
def python_end_of_life(notebook: Notebook) -> Iterator[Match]:
    """Flaws that are found in this version of Python now stay open, and new releases of packages leave it out.

    Make an environment with a newer Python and choose its kernel for the notebook."""
    environment = notebook.environment
    version = environment.version("python") if environment is not None else None
    if notebook.is_script or version is None or len(version) < 2 or version[:2] > max(_ENDED):
        return
    when = _ENDED.get((version[0], version[1]))
    ended = f"got its last security fix in {when}" if when else "has had no security fixes for years"
    name = f"Python {version[0]}.{version[1]}"
    place = Place(kernel_pointer(notebook), None)
    yield Match(None, f"The kernel's {name} {ended}", related=(place,), about=name)
