"""The built-in rules, one a file, and those of other packages."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterable, Sequence

from .. import foreign_plugins
from ..core.model import Problem
from ..core.rule import Rule, RuleSet
from ..offered import entry_points

GROUP = "jupyter_mlsecops.rules"


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
    """The rules of this package."""
    for name in _modules(__path__[0], __name__):
        yield from _rules_in(importlib.import_module(name))


def _modules(folder: str, package: str) -> Iterable[str]:
    """The names of the modules of rules: those that stand directly in the folder of a category. Packages below hold
    what rules use, and are imported when a rule needs them."""
    if not os.path.isfile(os.path.join(folder, "__init__.py")):  # inside of an archive, or without sources
        found = [module.name for module in pkgutil.walk_packages([folder], package + ".")]
        return [name for name in found if name.count(".") == package.count(".") + 2]
    categories = (
        name for name in sorted(os.listdir(folder)) if os.path.isfile(os.path.join(folder, name, "__init__.py"))
    )
    return [
        f"{package}.{category}.{name[:-3]}"
        for category in categories
        for name in sorted(os.listdir(os.path.join(folder, category)))
        if name.endswith(".py") and name != "__init__.py"
    ]


def third_party() -> Iterable[Rule]:
    """The rules that other installed packages offer."""
    for entry in entry_points(GROUP):
        yield from _rules_in(entry.load())


def _rules_in(thing: object) -> Iterable[Rule]:
    if isinstance(thing, Rule):
        return [thing]
    members: Iterable[object] = thing if isinstance(thing, (list, tuple)) else vars(thing).values()
    found: list[Rule] = []
    for member in members:
        if isinstance(member, Rule):
            found.append(member)
        elif isinstance(member, (list, tuple)):
            found.extend(rule for rule in member if isinstance(rule, Rule))
    # A module may name a rule of its neighbour: the rule set wants each once.
    return {rule.id: rule for rule in found}.values()
