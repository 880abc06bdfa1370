"""Examples of what a rule finds and of what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence

from .frozen import Frozen


class Example(Frozen, frozen=True):
    """An example that is a test and a piece of documentation.

    ``text`` is one notebook in percent format: ``# %%`` begins a code cell, ``# %% [markdown]`` and ``# %% [raw]``
    others, ``# %% [output]`` a printed output and ``# %% [output text/html]`` a rich one. Without a marker all of it
    is one code cell. ``# %% [environment]`` is what the kernel has installed (``torch==2.7.1``). ``«»`` marks the exact
    spans. ``fixed`` is the text after the first offered fix.
    """

    text: str
    fixed: str | None = None


def examples(given: Sequence[str | Example]) -> tuple[Example, ...]:
    """Examples, of which some are given as mere texts."""
    return tuple(one if isinstance(one, Example) else Example(one) for one in given)
