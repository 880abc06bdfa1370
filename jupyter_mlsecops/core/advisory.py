"""What is known of the flaws of a version of a package: facts that are handed in, for no scan looks for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from .project import Project
from .severity import Severity

if TYPE_CHECKING:
    from . import model

State = Literal["vulnerable", "not-known-vulnerable", "not-assessed"]


class Advisory(msgspec.Struct, frozen=True):
    """One published flaw, under the first of its names; the other names of the same flaw are ``aliases``.

    ``severity`` is None where no source rates it, and ``score`` (0.0 to 10.0) where it has no CVSS vector. ``fixed``
    are the versions that repair it, oldest first. ``modified`` is an ISO date.
    """

    id: str
    kind: Literal["vulnerability", "malware"]
    summary: str
    severity: Severity | None = None
    score: float | None = None
    aliases: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    modified: str = ""
    url: str = ""


class Assessment(msgspec.Struct, frozen=True):
    """What is known about one version of one package.

    There is no state "clean". ``reason`` says why something was not assessed. ``safe`` is the smallest version above
    this one for which nothing is known; empty where there is none, or nothing is known.
    """

    state: State
    advisories: tuple[Advisory, ...] = ()
    reason: str = ""
    safe: str = ""


class Advisories(Protocol):
    """A set of advisories that can be asked. The same question has the same answer as long as the object lives."""

    @property
    def today(self) -> datetime.date:
        """The day (UTC) from which ages are counted."""

    @property
    def about(self) -> model.Advisories | None:
        """Where the advisories come from and how old they are; None where only the incidents we ship are known."""

    def assess(self, name: str, version: str) -> Assessment:
        """What is known about a version of a package by its canonical name. Never raises."""

    def assess_all(self, pairs: Iterable[tuple[str, str]]) -> list[Assessment]:
        """The same of each pair of a name and a version, in their order. One question about many is the quickest, and
        what is asked about one of them afterwards is answered from memory."""

    def knows(self, name: str) -> bool:
        """Whether any advisory is about a package of this canonical name."""

    def project(self, name: str) -> Project | None:
        """What an index says of the project of this canonical name; None where nobody put down what. Never raises."""
