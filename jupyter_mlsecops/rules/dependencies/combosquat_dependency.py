"""Names that borrow a well-known one."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, rule
from .names.asked import asked
from .names.combining import borrowed
from .names.known import is_explained, known, resembled
from .names.screen import SCREEN


@rule(
    id="combosquat-dependency",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    title="Name that borrows a well-known one",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=SCREEN,
    bad=[
        "%pip install «torch-sdk»",
        "!pip install -q «deepseekai» «pytorch-torch» «openai-official»==1.0",
    ],
    ok=[
        "%pip install torch-geometric pytorch-lightning langchain-core langchain-openai",
        "%pip install torch-sdk\n# %% [environment]\ntorch-sdk==1.0",
        "%pip install core-utils test-tools",
        "%pip install acme-torch",
    ],
)
def combosquat_dependency(notebook: Notebook) -> Iterator[Match]:
    """The name sounds as if it came with a well-known package, but anyone can publish under it.

    Look up who publishes it before you install it."""
    for one in asked(notebook):
        if one.name in known() or is_explained(one.name) or resembled(one.name) is not None:
            continue
        brand = borrowed(one.name)
        if brand is not None:
            yield Match(None, f"{one.name} borrows the name of {brand}", related=one.places)
