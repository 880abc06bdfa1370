"""Notebooks with tokens in them: for each provider one in each format and language, a fresh token in each context."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .contexts import CONTEXTS, Context, fits
from .planting import PYTHON, V3, Draft, Json, Plant, Planted
from .providers import PROVIDERS, Provider


class Book(NamedTuple):
    """A notebook, its file name and what was planted in it."""

    name: str
    tree: Json
    planted: tuple[Planted, ...]

    @property
    def raw(self) -> bytes:
        """The file as Jupyter writes it."""
        return (json.dumps(self.tree, indent=1, ensure_ascii=False) + "\n").encode()


def books(
    seed: int, providers: Iterable[Provider] = PROVIDERS, contexts: Iterable[Context] = CONTEXTS
) -> Iterator[Book]:
    """All notebooks of a seed; the same seed gives the same bytes."""
    contexts = tuple(contexts)
    for number, provider in enumerate(providers):
        for language in dict.fromkeys(context.language for context in contexts):
            draft = Draft(language)
            for context in contexts:
                if context.language == language and fits(provider, context):
                    chance = random.Random(f"{seed} {provider.name} {context.name}")
                    context.make(Plant(provider, context.name, chance, draft))
            if draft.planted:
                yield book(f"{number:03}-{language.replace(' ', '')}.ipynb", draft)


def book(name: str, draft: Draft) -> Book:
    """A finished notebook."""
    return Book(name, _tree(draft), tuple(draft.planted))


def _tree(draft: Draft) -> Json:
    if draft.language == V3:
        return {"worksheets": [{"cells": draft.cells}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}
    kernels = {PYTHON: ("python3", "Python 3"), "R": ("ir", "R"), "julia": ("julia-1.10", "Julia 1.10")}
    name, title = kernels[draft.language]
    spec = {"display_name": title, "language": draft.language, "name": name}
    metadata = {"kernelspec": spec, "language_info": {"name": draft.language}, **draft.metadata}
    return {"cells": draft.cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def text_at(tree: Any, pointer: str) -> str:
    """The text at a JSON pointer, the lines of a list joined."""
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return "".join(tree) if isinstance(tree, list) else str(tree)
