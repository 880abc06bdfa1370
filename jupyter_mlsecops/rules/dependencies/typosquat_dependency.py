"""Names that are one slip away from a package that everybody knows."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Example, Match, Notebook, Severity, rule
from .names.asked import asked, replaced
from .names.known import resembled
from .names.screen import SCREEN


@rule(
    id="typosquat-dependency",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Name of a package that looks like a slip",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=SCREEN,
    bad=[
        Example("!pip install -q «tokenziers»==0.21.0", fixed="!pip install -q tokenizers==0.21.0"),
        Example(
            "%pip install «trasnformers»[torch] datasets",
            fixed="%pip install transformers[torch] datasets",
        ),
        Example("%pip install '«scikit_lern»>=1.5'", fixed="%pip install 'scikit-learn>=1.5'"),
        Example(
            "# %%\n!pip install «matplotib»\n# %%\n!pip3 install «matplotib»==3.9.0",
            fixed="# %%\n!pip install matplotlib\n# %%\n!pip3 install matplotlib==3.9.0",
        ),
        "%pip install «panda5» «jxa» «learn-scikit» «tensor-flow»",
        "%pip install «python-pandas»",
    ],
    ok=[
        "%pip install tokenizers transformers pandas jax ray nltk",
        "%pip install acme-models my-helpers internal-lib",
        "%pip install tokenziers==0.21.0\n# %% [environment]\ntokenziers==0.21.0",
        "%pip install ./tokenziers git+https://github.com/acme/tokenziers",
        "!conda install -y tokenziers",
        "!pip uninstall -y tokenziers",
        "# !pip install tokenziers",
        "!apt-get install tokenziers",
    ],
)
def typosquat_dependency(notebook: Notebook) -> Iterator[Match]:
    """Anyone can register a misspelt name, and a package runs code as soon as it is installed.

    Check the name letter by letter, and install the package that is meant. A name that is right is no longer told once
    it is installed or locked."""
    for one in asked(notebook):
        likeness = resembled(one.name)
        if likeness is not None:
            is_affix = likeness.how == "affix"
            looks = "is easily taken for" if is_affix else "looks like a slip of"
            severity = Severity.LOW if is_affix else None
            fixes = replaced(notebook, one, likeness.name)
            yield Match(None, f"{one.name} {looks} {likeness.name}", severity, related=one.places, proposals=fixes)
