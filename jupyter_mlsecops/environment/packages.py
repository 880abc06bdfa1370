"""The packages of one interpreter, from the names of the folders beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.environment import Environment, canonical
from ..core.hub import Hub
from ..core.regex import regex
from . import startup
from .files import changed, names

if TYPE_CHECKING:
    from .metadata import Metadata

_MOST = 20_000  # names of a folder that are looked at
_DIST = regex(r"(?P<name>[^-~][^-]*)-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist-info|egg-info|egg)\Z")
_CONDA = regex(r"(?P<name>.+)-(?P<version>[^-]+)-[^-]+\.json\Z")
_PYTHON = regex(r"python(?P<version>3\.\d{1,2})t?\Z")


def folders(executable: Path, before: Iterable[Path] = ()) -> list[Path]:
    """The folders whose names tell what an interpreter has installed, nearest first; none where it is not there.

    ``before`` are folders that come first, as those of ``PYTHONPATH`` do.
    The interpreter is not started, and links to it are not followed: a virtual environment is where the link is.
    """
    prefix = _prefix(executable)
    found = list(_sites(prefix, _minor(executable)))
    settings = _venv(prefix)
    if settings.get("include-system-site-packages", "").lower() == "true" and settings.get("home"):
        found += _sites(Path(settings["home"]).parent, _minor(executable))
    elif not settings and found:
        found += _sites(Path.home() / ".local", _minor(executable))
    conda = prefix / "conda-meta"
    return [folder for folder in dict.fromkeys((*before, *found, conda)) if folder.is_dir()]


def of_folder(prefix: Path, detailed: bool = False, hub: Hub | None = None) -> Environment | None:
    """What the environment in a folder has installed: ``.venv``, a conda prefix. None where there is no interpreter."""
    usual = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
    executable = next((prefix / name for name in usual if os.path.lexists(prefix / name)), None)
    if executable is None:
        return None
    if not detailed:
        return read(executable, hub=hub)
    from .metadata import Metadata  # for who has an advisory database

    return read(executable, Metadata(), hub)


def read(executable: Path, metadata: Metadata | None = None, hub: Hub | None = None) -> Environment:
    """What an interpreter has installed. Empty where its folders are not found or may not be read.

    Names and versions come from the names of files. ``metadata`` is what reads the files that tell more; without it the
    environment has no ``details``.
    """
    return Listing(executable).read(metadata, hub)


class Listing:
    """The names of the files that tell what an interpreter has installed, as they are now."""

    def __init__(self, executable: Path, before: Iterable[Path] = ()) -> None:
        """``before`` are folders that come first, as those of ``PYTHONPATH`` do."""
        paths = [str(folder) for folder in folders(executable, before)]
        marks = tuple(map(changed, paths))  # what is put there while it is read counts as a change
        self.folders = [(path, names(path)) for path in paths]
        self.python = _venv(_prefix(executable)).get("version", "") or _minor(executable)
        self.found: list[tuple[str, str, str]] = []  # canonical name, version, path of its metadata; nearest first
        for folder, present in self.folders:
            is_conda = _is_conda(folder)
            pattern = _CONDA if is_conda else _DIST
            for name in present[:_MOST]:
                match = pattern.match(name)
                if match is None:
                    continue
                if is_conda and match["name"] == "python":
                    self.python = match["version"]
                known = _of_conda(match["name"]) if is_conda else canonical(match["name"])
                self.found.append((known, match["version"], f"{folder}{os.sep}{name}"))
        self._before = marks, startup.state(self._sites, self.python)

    def read(self, metadata: Metadata | None, hub: Hub | None) -> Environment:
        """The environment; see ``read``."""
        packages: dict[str, str] = {}
        for name, version, _ in self.found:
            packages.setdefault(name, version)
        details = metadata.details(self.python, self.found) if metadata is not None else None
        return Environment(self.python, packages, startup.read_all(self._sites, self.python), details, hub or Hub())

    def is_current(self) -> bool:
        """Whether ``read`` would still give what it gave at first."""
        marks = tuple(changed(folder) for folder, _ in self.folders)
        return self._before == (marks, startup.state(self._sites, self.python))

    @property
    def _sites(self) -> list[tuple[str, list[str]]]:
        return [(folder, present) for folder, present in self.folders if not _is_conda(folder)]


def _of_conda(name: str) -> str:
    from .conda import index_name  # most environments are not conda's

    return index_name(name)


def _is_conda(folder: str) -> bool:
    return os.path.basename(folder) == "conda-meta"


def _prefix(executable: Path) -> Path:
    folder = executable.parent
    return folder.parent if folder.name.lower() in ("bin", "scripts") else folder


def _minor(executable: Path) -> str:
    """``3.11`` for an interpreter that is, or is a link to, ``python3.11``, or whose folder has one Python only."""
    for path in (executable, *_target(executable)):
        match = _PYTHON.match(path.name.removesuffix(".exe"))
        if match:
            return match["version"]
    known = {match["version"] for name in names(str(_prefix(executable) / "lib")) if (match := _PYTHON.match(name))}
    return known.pop() if len(known) == 1 else ""


def _target(link: Path) -> Iterator[Path]:
    try:
        yield link.resolve()
    except (OSError, RuntimeError):
        return


def _sites(prefix: Path, minor: str) -> Iterator[Path]:
    """The folders of packages below a prefix, for one version of Python."""
    if minor:
        yield prefix / "lib" / f"python{minor}" / "site-packages"
        yield prefix / "lib64" / f"python{minor}" / "site-packages"
        yield prefix / "local" / "lib" / f"python{minor}" / "dist-packages"
        yield prefix / "lib" / "python3" / "dist-packages"
    yield prefix / "Lib" / "site-packages"  # Windows, where the interpreter stands in Scripts or in the prefix itself


def _venv(prefix: Path) -> dict[str, str]:
    """The settings of a virtual environment; empty for a folder that is none."""
    try:
        lines = (prefix / "pyvenv.cfg").read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines)
    found = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return {"version": found.get("version_info", ""), **found}
