"""What a notebook as a whole says to the questions of rules: what it imports, and which versions it runs with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from ..environment import Environment
from ..ipynb import Notebook
from ..licences import Licences
from . import pins
from .asked import Question
from .summary import Share, Summary

_SHARE = attrgetter("share")
_NOTHING = frozenset[str]()


class Answers:
    """The answers of one notebook; states of it in which no share changed have the same."""

    def __init__(self, shares: tuple[Share, ...], environment: Environment | None, licences: Licences | None) -> None:
        self._shares = shares
        self._environment = environment
        self._licences = licences
        self._imports = _NOTHING.union(*(share.modules for share in shares))
        self._around = _NOTHING.union(*(share.around for share in shares))
        self._installs = [text for share in shares for text in share.installs]
        self._known: dict[Question, Any] = {}

    def to(self, question: Question) -> Any:
        """The answer to ``uses`` with modules, ``imports``, ``named`` with one that is imported under its own name,
        ``version`` with a package, ``before`` with a package and the numbers of a version, ``licences``."""
        if question not in self._known:
            kind, about = question
            self._known[question] = _ANSWERS[kind](self, *about)
        return self._known[question]

    def are_of(self, shares: tuple[Share, ...], environment: Environment | None, licences: Licences | None) -> bool:
        """Whether they are those of a notebook that has these."""
        return self._shares == shares and self._environment is environment and self._licences is licences

    def is_like(self, other: Answers) -> bool:
        """Whether they are the same as others."""
        return self is other or self.are_of(other._shares, other._environment, other._licences)

    def _uses(self, *modules: str) -> bool:
        return not self._around.isdisjoint(modules)

    def _is_named(self, module: str) -> bool:
        return any(module in share.named for share in self._shares)

    def _version(self, package: str) -> tuple[int, ...] | None:
        return pins.current(pins.allowed(self._installs, package), self._installed(package))

    def _is_before(self, package: str, *bound: int) -> bool | None:
        return pins.is_before(pins.allowed(self._installs, package), self._installed(package), bound)

    def _installed(self, package: str) -> tuple[int, ...] | None:
        return self._environment.version(package) if self._environment is not None else None


_ANSWERS: dict[str, Callable[..., Any]] = {
    "uses": Answers._uses,
    "imports": lambda answers: answers._imports,
    "named": Answers._is_named,
    "version": Answers._version,
    "before": Answers._is_before,
    "licences": lambda answers: answers._licences,
}


def answers_of(notebook: Notebook, summaries: Sequence[Summary]) -> Answers:
    """The answers of a notebook whose Python cells have these summaries, kept with it for its later states."""
    has = tuple(map(_SHARE, summaries)), notebook.environment, notebook.licences
    known: Answers | None = notebook.state.get("answers")
    if known is None or not known.are_of(*has):
        known = notebook.state["answers"] = Answers(*has)
    return known
