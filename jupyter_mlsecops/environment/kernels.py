"""The kernels that this machine has, by name, and what each has installed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .. import datafolders
from ..core.environment import Environment, Environments
from ..core.hub import Hub
from . import packages
from .hubcache import HubCache
from .metadata import Metadata

_OWN = ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}")
_MOST = 50  # kernels that are looked at


class Kernels:
    """What the kernels of this machine have installed, and what this user has downloaded. Read anew where it changed.

    ``licences``: whether the cards of downloaded models are read for theirs.
    """

    def __init__(self, licences: bool = False) -> None:
        self._known: dict[Path, tuple[tuple[str, ...], packages.Listing, Environment]] = {}
        self._metadata = Metadata()
        self._hub = HubCache(licences)

    def read(self, detailed: Callable[[str], bool] | None = None) -> Environments:
        """The environment of each kernel by its name; the same object as long as nothing in it changed.

        ``detailed`` says of which kernels, by name, the metadata of packages are read as well: of none by default, for
        that takes a tenth of a millisecond for each package that was not read before.
        """
        hub = self._hub.read()
        named = interpreters()
        wanted = {executable for name, executable in named.items() if detailed is not None and detailed(name)}
        by_path = {executable: self._of(executable, hub, executable in wanted) for executable in set(named.values())}
        return Environments({name: by_path[executable] for name, executable in named.items()})

    def _of(self, executable: Path, hub: Hub, detailed: bool) -> Environment:
        known = self._known.get(executable)
        folders = tuple(map(str, packages.folders(executable)))
        if known is None or known[0] != folders or not known[1].is_current():
            detailed |= known is not None and known[2].details is not None
            listing = packages.Listing(executable)
            environment = listing.read(self._metadata if detailed else None, hub)
        else:
            _, listing, environment = known
            if detailed and environment.details is None:
                environment = listing.read(self._metadata, hub)
            elif environment.hub is not hub:
                environment = replace(environment, hub=hub)
        self._known[executable] = folders, listing, environment
        return environment


def interpreters() -> dict[str, Path]:
    """The interpreter of each Python kernel that is started from this machine's disk, by the name of the kernel."""
    found: dict[str, Path] = {}
    for folder in folders():
        for name in _names(folder):
            if name.lower() not in found and len(found) < _MOST:
                executable = _interpreter(folder / name / "kernel.json")
                if executable is not None:
                    found[name.lower()] = executable
    return found


def folders() -> list[Path]:
    """Where kernels are installed, as Jupyter searches: what is named first counts."""
    return [folder / "kernels" for folder in datafolders.every()]


def _interpreter(spec: Path) -> Path | None:
    """The interpreter that a kernel is started with; None for another language or a wrapper."""
    try:
        read = json.loads(spec.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    argv = read.get("argv") if isinstance(read, dict) else None
    if not isinstance(argv, list) or not argv or not all(isinstance(word, str) for word in argv):
        return None
    if str(read.get("language", "")).lower() != "python":
        return None
    if argv[0] in _OWN:  # what Jupyter itself runs with
        return Path(sys.executable)
    name = os.path.basename(argv[0]).lower()
    if not name.startswith(("python", "pypy")):
        return None
    if os.path.isabs(argv[0]):
        return Path(argv[0])
    import shutil  # with all its archives; kernels are nearly always named in full

    path = shutil.which(argv[0])
    return Path(path) if path else None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
