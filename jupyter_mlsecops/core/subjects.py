"""What a rule can look at. ``Segment`` is any text; the others are a notebook's code, understood."""

from __future__ import annotations

from .ipynb import Notebook
from .python.code import Code
from .segments import Segment
from .shell.line import Shell

__all__ = ["Code", "Notebook", "Segment", "Shell"]
