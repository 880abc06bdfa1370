"""Names that exist, and are not the package that is meant."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Example, Match, Notebook, Severity, rule
from .names.asked import Asked, asked, replaced
from .names.screen import SCREEN
from .names.wrong import WRONG


@rule(
    id="deprecated-dummy-package",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Stand-in, namesake or former name of a package",
    cwe=1104,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=SCREEN,
    bad=[
        Example("%pip install «sklearn» numpy", fixed="%pip install scikit-learn numpy"),
        Example("!pip install -q «fitz»", fixed="!pip install -q pymupdf"),
        "!pip install «fbprophet»==0.7.1",
        "!pip install «uuid»",
    ],
    ok=[
        "%pip install scikit-learn",
        "import sklearn, fitz",
        "!pip uninstall -y sklearn",
        "!conda install -y clip",
        "%pip install clip\n# %% [environment]\nclip==0.2.0",
    ],
)
def deprecated_dummy_package(notebook: Notebook) -> Iterator[Match]:
    """The name leads to a stand-in, to another project or to a package that nobody keeps any more. What is installed is
    not what the code imports, or gets no repairs.

    Install the package that is meant."""
    for one in asked(notebook):
        wrong = WRONG.get(one.name)
        if wrong is not None:
            fixes = replaced(notebook, one, wrong.right) if wrong.right and _is_free(one) else ()
            yield Match(None, f"{one.name} is {wrong.because}", related=one.places, proposals=fixes)


def _is_free(one: Asked) -> bool:
    """Whether no version is asked for: versions of the other name mean nothing here."""
    return all(asked.requirement.kind == "unpinned" for asked in one.declared)
