"""Wire types of the model files that notebooks load: what was found out about each by reading it."""

from __future__ import annotations

from typing import Literal

from .model import Location, Wire


class ModelDeed(Wire, frozen=True, kw_only=True):
    """One thing that a model file does when it is loaded. ``does`` goes on from "Loading it"; ``place`` says where in
    the file that stands (``REDUCE at byte 27 of data.pkl``), empty where no place is known."""

    tier: Literal["critical", "review"]
    does: str
    place: str


class LoadedModel(Wire, frozen=True, kw_only=True):
    """A model file that cells of a notebook load, read without loading it.

    ``format`` is judged by its content. ``digest`` is ``sha256:…``, empty where a large file gave no reason to compute
    it. ``state`` is the worst that is known; there is no state "clean". ``deeds`` are its worst, the worst first, and
    ``more`` is how many there are beside them; ``gaps`` are sentences: what was not read, and why. ``loads`` are the
    calls that load it.
    """

    path: str
    format: str
    size: int
    digest: str
    state: Literal["critical", "review", "reading", "not-assessed", "not-known-bad"]
    deeds: list[ModelDeed]
    more: int
    gaps: list[str]
    loads: list[Location]


class ReadingModel(Wire, frozen=True, kw_only=True):
    """How far the reading in the background is: the file that is read now, and how many files are left with it."""

    path: str
    percent: int
    left: int


class ModelReport(Wire, frozen=True, kw_only=True):
    """The model files that a notebook loads from beside it, as far as their paths can be told from its code."""

    path: str
    digest: str
    models: list[LoadedModel]
