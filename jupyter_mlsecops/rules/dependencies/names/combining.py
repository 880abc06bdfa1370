"""A name that everybody knows with a word behind it that says nothing: ``torch-sdk``, ``deepseekai``."""

from __future__ import annotations

from functools import cache, lru_cache

from . import famous

_OTHER_BRANDS = frozenset(
    "claude deepseek gemini gemma huggingface llama mistral nvidia perplexity pinecone pytorch qwen sklearn".split()
)
_SAYS_NOTHING = frozenset(
    """
    ai api app apis cli client core dev devel framework help helper helpers lib libs library main nightly official
    package packages pkg plus pro py py3 python python3 release sdk stable team test tests tool toolkit tools util utils
    """.split()
)
_LEAST = 4


@lru_cache(maxsize=4096)
def borrowed(name: str) -> str | None:
    """The name that a canonical name borrows: all other words in it say nothing. None if it has words of its own."""
    brands = _brands()
    parts = name.split("-")
    named = [part for part in parts if part in brands]
    if len(parts) > 1:
        return named[0] if named and all(p in brands or p in _SAYS_NOTHING for p in parts) else None
    for cut in range(_LEAST, len(name) - 1):
        if name[:cut] in brands and name[cut:] in _SAYS_NOTHING:
            return name[:cut]
    return None


@cache
def _brands() -> frozenset[str]:
    return _OTHER_BRANDS.union(n for n in famous.NAMES.split() if len(n) >= _LEAST and "-" not in n) - _SAYS_NOTHING
