"""The kernels that this machine has, by name, and what each has installed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from .. import datafolders
from ..core.environment import Environment, Environments
from ..core.hub import Hub
from . import packages
from .files import read
from .hubcache import HubCache
from .kernelspecs import Start, start

if TYPE_CHECKING:
    from .metadata import Metadata

_MOST = 50  # kernels that are looked at
_SPEC = 1_000_000  # bytes of a spec


class Kernels:
    """What the kernels of this machine have installed, and what this user has downloaded. Read anew where it changed.

    ``licences``: whether the cards of downloaded models are read for theirs.
    """

    def __init__(self, licences: bool = False) -> None:
        self._known: dict[Start, tuple[tuple[str, ...], packages.Listing, Environment]] = {}
        self._hub = HubCache(licences)

    def read(self, detailed: Callable[[str], bool] | None = None) -> Environments:
        """The environment of each kernel by its name; the same object as long as nothing in it changed.

        ``detailed`` says of which kernels, by name, the metadata of packages are read as well: of none by default, for
        that takes a tenth of a millisecond for each package that was not read before.
        """
        hub = self._hub.read()
        named = interpreters()
        wanted = {one for name, one in named.items() if detailed is not None and detailed(name)}
        by_start = {one: self._of(one, hub, one in wanted) for one in set(named.values())}
        return Environments({name: by_start[one] for name, one in named.items()})

    @cached_property
    def _metadata(self) -> Metadata:
        from .metadata import Metadata  # for who has an advisory database

        return Metadata()

    def _of(self, started: Start, hub: Hub, detailed: bool) -> Environment:
        known = self._known.get(started)
        folders = tuple(map(str, packages.folders(started.executable, started.before)))
        if known is None or known[0] != folders or not known[1].is_current():
            detailed |= known is not None and known[2].details is not None
            listing = packages.Listing(started.executable, started.before)
            environment = listing.read(self._metadata if detailed else None, hub)
        else:
            _, listing, environment = known
            if detailed and environment.details is None:
                environment = listing.read(self._metadata, hub)
            elif environment.hub is not hub:
                environment = replace(environment, hub=hub)
        self._known[started] = folders, listing, environment
        return environment


def interpreters() -> dict[str, Start]:
    """What each Python kernel is started with that runs from this machine's disk, by the name of the kernel."""
    found: dict[str, Start] = {}
    for folder in folders():
        for name in _names(folder):
            if name.lower() not in found and len(found) < _MOST:
                started = start(read(str(folder / name / "kernel.json"), _SPEC) or b"")
                if started is not None:
                    found[name.lower()] = started
    return found


def folders() -> list[Path]:
    """Where kernels are installed, as Jupyter searches: what is named first counts."""
    return [folder / "kernels" for folder in datafolders.every()]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
