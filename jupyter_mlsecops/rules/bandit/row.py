"""What bandit found, and what a row of the tables says about it."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_mlsecops.sdk import Category, Code, Confidence, Frozen, Severity, Span

_EVERYDAY = frozenset(("logging", "ssl"))  # more notebooks import these than call what is asked about


class Hit(Frozen, frozen=True):
    """One thing that one of bandit's tests found in a cell.

    ``level`` and ``confidence`` are bandit's words (``MEDIUM``). ``is_literal`` says that the first argument of the
    call is a constant.
    """

    test: str
    span: Span
    level: str
    confidence: str
    is_literal: bool = False


class Row(Frozen, frozen=True):
    """A rule that asks some of bandit's ``tests``, by their ids.

    A test can only find something in a notebook that imports one of ``modules``, if any are given, and in a cell that
    holds a word of each group in ``words``; a name that stands for something called so counts as well. Nothing else is
    shown to bandit. ``judge`` is the severity of a hit where it is not always the same; ``also`` are further ids of
    other tools that mean the same. With ``once`` all hits in a notebook are one finding. ``form_of`` is the
    rule of ours that people know it by.
    """

    id: str
    tests: tuple[str, ...]
    title: str
    why: str
    remedy: str
    category: Category
    severity: Severity
    cwe: tuple[int, ...]
    words: tuple[tuple[str, ...], ...]
    bad: tuple[str, ...]
    ok: tuple[str, ...]
    modules: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    judge: Callable[[Hit], Severity] | None = None
    profile: str | None = None
    also: tuple[str, ...] = ()
    once: bool = False
    form_of: str = ""

    @property
    def screen(self) -> tuple[str, ...]:
        """Literals of which one is in every notebook in which something can be found: the rarer ones."""
        roots = tuple(dict.fromkeys(module.partition(".")[0] for module in self.modules))
        return self.words[-1] if not roots or _EVERYDAY.issuperset(roots) else roots

    @property
    def aliases(self) -> tuple[str, ...]:
        """The ids that bandit and ruff have for the same thing."""
        return (*self.tests, *(f"S{test[1:]}" for test in self.tests), *self.also)

    def may_be_in(self, code: Code) -> bool:
        """Whether bandit may find something in a cell."""
        missing = [group for group in self.words if not any(word in code.text for word in group)]
        if not self.modules:
            return not missing
        if not code.uses_module(*self.modules):
            return False
        if missing:
            called = {full.rpartition(".")[2] for full in code.known_as(self.modules).values()}
            missing = [group for group in missing if called.isdisjoint(group)]
        return not missing
