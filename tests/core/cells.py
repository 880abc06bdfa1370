"""Notebooks written as texts, for tests of what reads their code."""

from __future__ import annotations

import json

from jupyter_mlsecops.core.ipynb import Notebook, build, parse
from jupyter_mlsecops.core.python.code import Code, link
from jupyter_mlsecops.core.shell.line import Shell, commands
from jupyter_mlsecops.core.text import Span
from jupyter_mlsecops.testing import notebook


def codes(text: str) -> tuple[list[Code], set[tuple[str, tuple[int, ...]]]]:
    """The cells of an example in percent format (see ``testing.notebook``), and the places marked in it."""
    tree, places = notebook(text)
    return link(parse(json.dumps(tree).encode())), {(pointer, tuple(span)) for pointer, span in places}


def notebook_of(*sources: str, language: str = "python") -> Notebook:
    """A notebook of code cells with these sources."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    metadata = {"language_info": {"name": language}}
    return build({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """The text without ``«»`` and the spans that they marked."""
    out, *pieces = marked.split("«")
    spans = []
    for piece in pieces:
        inside, _, after = piece.partition("»")
        spans.append(Span(len(out), len(out) + len(inside)))
        out += inside + after
    return out, spans


def line(text: str) -> Shell:
    """A shell line."""
    (shell,) = commands(notebook_of("!" + text))
    return shell
