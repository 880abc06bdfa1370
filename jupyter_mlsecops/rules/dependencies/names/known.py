"""The names that are known: chosen by hand, and real, so that none of them is taken for a slip."""

from __future__ import annotations

from functools import cache, lru_cache

from jupyter_mlsecops.sdk import replace

from . import famous, language, learning, science, tools, web
from .resembling import Index, Likeness
from .wrong import NEVER_PUBLISHED, WRONG


@cache
def known() -> frozenset[str]:
    """Canonical names of distributions that are in wide use, in the fields that notebooks are about."""
    texts = (science.NAMES, learning.NAMES, language.NAMES, web.NAMES, tools.NAMES)
    return frozenset(name for text in texts for name in text.split())


def is_explained(name: str) -> bool:
    """Whether it is a name of which more is known than that it is none of these."""
    return name in WRONG or name in NEVER_PUBLISHED


# Names that everybody types although another one is meant, so that slips of them are typed as well.
_TYPED = ("pytorch", "sklearn", "opencv", "huggingface")


@lru_cache(maxsize=4096)
def resembled(name: str) -> Likeness | None:
    """The known name that another canonical name resembles; None for a known one."""
    found = None if name in known() else index().find(name)
    if found is None or found.name not in _TYPED:
        return found
    return replace(found, name=WRONG[found.name].right if found.name in WRONG else NEVER_PUBLISHED[found.name])


@cache
def index() -> Index:
    """The known names, to be asked for what resembles one of them; made when it is asked for the first time."""
    return Index((*famous.NAMES.split(), *_TYPED), known(), allowed=frozenset((*WRONG, *NEVER_PUBLISHED)))
