"""Loading plugins of detect-secrets that a policy names, or that an installed package offers.

They are code, so only what is installed is imported, and only for a policy that the user or the administrator chose:
nothing from the folder that is scanned, and nothing that a file in it names. See docs/detect-secrets.md.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .core.model import Problem
from .core.rule import Rule
from .offered import entry_points

GROUP = "jupyter_mlsecops.detect_secrets_plugins"


class NotInstalled(Exception):
    """A module that is not installed, or lies in the folder that is scanned."""


def load(modules: Sequence[str], folders: Iterable[str] = (".",)) -> tuple[list[Rule], list[Problem]]:
    """Rules for the plugins in ``modules`` and in the entry-point group, and what could not be loaded.

    ``folders`` are those that are scanned; the working folder is always one. Never raises for what is in a module.
    """
    found: list[Rule] = []
    problems: list[Problem] = []
    offered = list(entry_points(GROUP))
    if not modules and not offered:
        return found, problems
    closed = sorted({os.path.realpath(folder) for folder in (*folders, os.getcwd())})
    with _without(closed):
        for name in dict.fromkeys((*modules, *(entry.module for entry in offered))):
            try:
                found += _rules_in(_imported(name, closed), {rule.id for rule in found})
            except NotInstalled as error:
                problems.append(_problem(name, str(error)))
            except (Exception, SystemExit) as error:  # whatever somebody's module does when it is imported
                problems.append(_problem(name, f"{type(error).__name__} while it was loaded"))
    return found, problems


def _problem(name: str, cause: str) -> Problem:
    message = (
        f"The detect-secrets plugins in {name} cannot be loaded ({cause}), so what they look for was not assessed."
    )
    return Problem(path="", kind="configuration", message=message)


def _imported(name: str, closed: Sequence[str]) -> Any:
    if not all(part.isidentifier() for part in name.split(".")):
        raise NotInstalled("the name of an installed module is wanted, not a path")
    spec = importlib.util.find_spec(name.partition(".")[0])  # runs nothing, unlike the same for a module in a package
    if spec is None:
        raise NotInstalled("no installed module has this name")
    places = [spec.origin, *(spec.submodule_search_locations or ())]
    if any(place and os.path.exists(place) and _is_closed(place, closed) for place in places):
        raise NotInstalled("it lies in the folder that is scanned")
    return importlib.import_module(name)


@contextmanager
def _without(closed: Sequence[str]) -> Iterator[None]:
    """``sys.path`` without the closed folders and what depends on the working folder."""
    before = sys.path[:]
    sys.path[:] = [entry for entry in before if entry and os.path.isabs(entry) and not _is_closed(entry, closed)]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before


def _is_closed(place: str, closed: Sequence[str]) -> bool:
    """Whether a place is in a closed folder, and not in the environment that we run in, which may be inside one."""
    real = os.path.realpath(place)
    import site
    import sysconfig

    paths = sysconfig.get_paths()
    installed = [paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    installed += [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    if any(_is_in(real, os.path.realpath(folder)) for folder in installed):
        return False
    return any(_is_in(real, folder) for folder in closed)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _rules_in(module: Any, taken: set[str]) -> list[Rule]:
    from detect_secrets.plugins.base import BasePlugin

    from .rules.secrets.foreign import rule_id, rule_of

    made: list[Rule] = []
    for _, plugin in sorted(vars(module).items()):
        if not (isinstance(plugin, type) and issubclass(plugin, BasePlugin) and isinstance(plugin.secret_type, str)):
            continue
        theirs = plugin.__module__.startswith(("detect_secrets.", "jupyter_mlsecops."))
        if not theirs and rule_id(plugin.secret_type) not in taken:
            taken.add(rule_id(plugin.secret_type))
            made.append(rule_of(plugin(), plugin.secret_type))
    if not made:
        raise NotInstalled("no plugin of detect-secrets is in it")
    return made
