"""What a rule can look at: ``Segment`` is any text, ``ModelFile`` a file; the others are a notebook's code."""

from __future__ import annotations

from .ipynb import Notebook
from .modelfile import ModelFile
from .python.code import Code
from .segments import Segment
from .shell.line import Shell

__all__ = ["Code", "ModelFile", "Notebook", "Segment", "Shell"]
