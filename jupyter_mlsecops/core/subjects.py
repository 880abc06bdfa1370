"""What a rule can look at. ``Segment`` is any text; the others are a notebook's code, understood."""

from __future__ import annotations

from .code import Code
from .ipynb import Notebook
from .segments import Segment
from .shell import Shell

__all__ = ["Code", "Notebook", "Segment", "Shell"]
