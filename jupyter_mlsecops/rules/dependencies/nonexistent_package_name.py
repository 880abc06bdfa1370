"""Names that nobody has published, and that people and language models type all the same."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Example, Match, Notebook, Severity, rule
from .names.asked import asked, replaced
from .names.screen import SCREEN
from .names.wrong import NEVER_PUBLISHED


@rule(
    id="nonexistent-package-name",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Name that no package is known to have",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0060", "AML.T0010.001"],
    screen=SCREEN,
    bad=[
        Example("!pip install «cv2»", fixed="!pip install opencv-python"),
        Example("%pip install -U «huggingface-cli»", fixed="%pip install -U huggingface-hub"),
        Example("%pip install numpy '«PIL»'", fixed="%pip install numpy 'pillow'"),
    ],
    ok=[
        "!pip install opencv-python huggingface_hub",
        "import cv2",
        "!huggingface-cli login",
        "%pip install cv2\n# %% [environment]\ncv2==1.0",
    ],
)
def nonexistent_package_name(notebook: Notebook) -> Iterator[Match]:
    """Nobody had published this name when it was looked up, so anyone may. Attackers register names that people and
    language models make up.

    Install the package that is meant."""
    for one in asked(notebook):
        right = NEVER_PUBLISHED.get(one.name)
        if right is not None:
            message = f"No package is known as {one.name}; {right} is meant"
            yield Match(None, message, related=one.places, proposals=replaced(notebook, one, right))
