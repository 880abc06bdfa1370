"""Facts of an example of a rule, in lines: what its kernel has installed, what the policy says of licences, and what an
index says of projects."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec.structs import replace

from .core.environment import Environment, canonical
from .core.hub import Cached, Hub
from .core.installed import Details, Distribution, Licensed, StartUp
from .core.licences import Licences
from .core.project import STATUSES, Project, Release

_DETAILS = ("needs", "licence", "installed")


def environment_of(text: str) -> Environment:
    """An environment from lines.

    ``torch==2.7.1`` is a package (or ``python``), with ``needs=numpy,jinja2`` and ``licence=MIT`` behind it if its
    metadata are known, and ``installed=2026-01-03`` if it is known when; ``startup evil.pth owner=litellm
    acts=starts-programs`` a file that runs code at every start (``owner=?`` where that cannot be told); ``model
    org/name <commit> licence=llama3`` and ``dataset …`` a download.
    """
    packages: dict[str, str] = {}
    known: dict[str, Distribution] = {}
    startup: list[StartUp] = []
    models: dict[str, Cached] = {}
    datasets: dict[str, Cached] = {}
    detailed = False
    for line in filter(None, map(str.strip, text.splitlines())):
        first, *rest = line.split()
        told = dict(word.split("=", 1) for word in rest if "=" in word)
        if first == "startup":
            owner = None if told.get("owner") == "?" else told.get("owner", "")
            startup.append(StartUp(rest[0], owner, tuple(act.replace("-", " ") for act in _words(told, "acts"))))
        elif first in ("model", "dataset"):
            repositories = models if first == "model" else datasets
            repositories[rest[0]] = Cached(rest[1], tuple(_words(told, "licence")))
        else:
            for word in (first, *(word for word in rest if word.partition("=")[0] not in _DETAILS)):
                name, _, version = word.partition("==")
                packages[canonical(name)] = version
            name = canonical(first.partition("==")[0])
            licence = Licensed(expression=told.get("licence", "").replace("_", " "))
            needs, when = tuple(_words(told, "needs")), _seconds(told.get("installed", ""))
            known[name] = Distribution(name, packages[name], needs, licence=licence, installed=when)
            detailed |= bool(told)
    python = packages.pop("python", "")
    known.pop("python", None)
    return Environment(
        python, packages, tuple(startup), Details(python, known) if detailed else None, Hub(models, datasets)
    )


def projects_of(lines: Iterable[str]) -> dict[str, Project]:
    """What an index says of projects, from lines: ``pillow==9.0.0 2026-01-02 yanked broken wheels`` is a release with
    the day of its upload, ``pillow archived nobody is left`` the status of a project with the reason."""
    found: dict[str, Project] = {}
    for line in lines:
        what, word, *rest = line.split()
        name, _, version = what.partition("==")
        known = found.get(canonical(name), Project())
        if version:
            yanked = " ".join(rest[1:]) if rest[:1] == ["yanked"] else None
            changed = replace(known, releases={**known.releases, version: Release(f"{word}T00:00:00Z", yanked)})
        else:
            changed = replace(known, status=STATUSES[STATUSES.index(word)], reason=" ".join(rest))
        found[canonical(name)] = changed
    return found


def licences_of(text: str) -> Licences:
    """A policy about licences from lines like ``deny AGPL-*``."""
    sets: dict[str, set[str]] = {"review": set(), "deny": set()}
    for line in filter(None, map(str.strip, text.splitlines())):
        verdict, entry = line.split(None, 1)
        sets.setdefault(verdict, set()).add(entry)
    allow = frozenset(sets["allow"]) if "allow" in sets else None
    return Licences(allow, frozenset(sets["review"]), frozenset(sets["deny"]))


def _seconds(day: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()) if day else 0


def _words(told: dict[str, str], key: str) -> Iterable[str]:
    return [word for word in told.get(key, "").split(",") if word]
