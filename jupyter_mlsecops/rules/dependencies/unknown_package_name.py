"""Names that are on no list: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, rule
from .names.asked import asked
from .names.combining import borrowed
from .names.known import is_explained, known, resembled
from .names.screen import SCREEN


@rule(
    id="unknown-package-name",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    title="Packages whose names are on no list",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0060", "AML.T0010.001"],
    screen=SCREEN,
    bad=[
        "%pip install numpy «acme-forecast»==1.2.0 «quick-embed»\n# %%\n!pip install «acme-forecast»",
    ],
    ok=[
        "%pip install numpy pandas scikit-learn transformers",
        "%pip install acme-forecast\n# %% [environment]\nacme-forecast==1.2.0",
        "%pip install acme-forecast\n# %% [advisories]\nGHSA-0001 high acme-forecast<1.0",
        "%pip install tokenziers torch-sdk cv2 sklearn",
        "%pip install ./acme git+https://github.com/acme/acme {package}",
        "!conda install -y acme-forecast",
    ],
)
def unknown_package_name(notebook: Notebook) -> Iterator[Match]:
    """These names are neither well known nor installed. One that a language model made up can be registered by anyone.

    Look up who publishes each, or leave it: once a package is installed or locked, its name is known."""
    advisories = notebook.advisories
    unknown = [
        one
        for one in asked(notebook)
        if one.name not in known()
        and not is_explained(one.name)
        and borrowed(one.name) is None
        and resembled(one.name) is None
        and not (advisories is not None and advisories.knows(one.name))
    ]
    if unknown:
        places = tuple(place for one in unknown for place in one.places)
        message = f"{len(unknown)} unknown names" if len(unknown) > 1 else f"{unknown[0].name[:80]} is on no list"
        yield Match(None, message, related=places)
