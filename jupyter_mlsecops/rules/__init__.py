"""The built-in rules, one a file, and those of other packages."""

from __future__ import annotations

import importlib
import os
from collections.abc import Container, Iterable, Sequence

from .. import foreign_plugins, ruleindex
from ..core.model import Problem
from ..core.rule import Rule
from ..core.ruleset import RuleSet
from ..offered import entry_points
from ..ruleindex import rules_of

GROUP = "jupyter_mlsecops.rules"
FOLDER = __path__[0]


def load() -> RuleSet:
    """All rules: ours, and those that installed packages offer under the entry point group ``jupyter_mlsecops.rules``.

    An entry point names a ``Rule``, or a module or list of them.
    """
    return RuleSet([*builtin(), *third_party()])


def available(modules: Sequence[str] = (), folders: Iterable[str] = (".",)) -> tuple[RuleSet, list[Problem]]:
    """All rules that can be loaded. Where those of other packages cannot: ours alone, and problems that name them.

    ``modules`` hold plugins of detect-secrets that a trusted policy names, ``folders`` are those that are scanned.
    """
    found, problems = _available()
    foreign, more = foreign_plugins.load(modules, folders)
    new = [rule for rule in foreign if rule.id not in found]
    more += [_not_loaded(rule.id, "another rule has this id") for rule in foreign if rule.id in found]
    return RuleSet([*found, *new]) if new else found, [*problems, *more]


def _available() -> tuple[RuleSet, list[Problem]]:
    try:
        return load(), []
    except Exception:
        found = RuleSet(builtin())
    problems = []
    for entry in entry_points(GROUP):
        try:
            entry.load()
        except Exception as error:
            problems.append(_not_loaded(entry.name, f"{type(error).__name__} while {entry.value} was imported"))
    return found, problems or [_not_loaded("of other packages", "two rules have the same id")]


def _not_loaded(name: str, cause: str) -> Problem:
    message = f"The rules {name} cannot be loaded ({cause}), so no rule of other packages was run. Update or remove it."
    return Problem(path="", kind="configuration", message=message)


def builtin() -> Iterable[Rule]:
    """The rules of this package: those of the index without their modules, which come when a rule is asked."""
    known = ruleindex.read(FOLDER, _categories())
    for rules in known.values():
        yield from rules
    yield from (rule for _, rule in imported(known))


def imported(but: Container[str] = ()) -> Iterable[tuple[str, Rule]]:
    """The rules of this package as their modules declare them, each with its module; without those of some folders."""
    for name in _modules(but):
        yield from ((name, rule) for rule in rules_of(importlib.import_module(name)))


def complete() -> None:
    """Import the modules of all built-in rules: for a process that has time for it before it is asked."""
    for _ in imported():
        pass


def indexed() -> str:
    """The index of the rules of this package, as it should be."""
    return ruleindex.written(ruleindex.made(imported(), FOLDER, _categories()))


def _modules(but: Container[str]) -> Iterable[str]:
    """The names of the modules of rules: those that stand directly in the folder of a category. Packages below hold
    what rules use, and are imported when a rule needs them."""
    categories = _categories()
    if not categories:  # inside of an archive, or without sources
        import pkgutil

        found = [module.name for module in pkgutil.walk_packages([FOLDER], __name__ + ".")]
        return [name for name in found if name.count(".") == __name__.count(".") + 2]
    return [
        f"{__name__}.{category}.{name[:-3]}"
        for category in categories
        if category not in but
        for name in sorted(os.listdir(os.path.join(FOLDER, category)))
        if name.endswith(".py") and name != "__init__.py"
    ]


def _categories() -> Sequence[str]:
    """The folders of rules, sorted."""
    if not os.path.isfile(os.path.join(FOLDER, "__init__.py")):
        return []
    return [name for name in sorted(os.listdir(FOLDER)) if os.path.isfile(os.path.join(FOLDER, name, "__init__.py"))]


def third_party() -> Iterable[Rule]:
    """The rules that other installed packages offer."""
    for entry in entry_points(GROUP):
        yield from rules_of(entry.load())
