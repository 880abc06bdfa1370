"""The packages of one interpreter, from the names of the folders beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..core.environment import Environment, canonical

_DIST = re.compile(r"(?P<name>[^-~][^-]*)-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist-info|egg-info|egg)\Z")
_CONDA = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-[^-]+\.json\Z")
_PYTHON = re.compile(r"python(?P<version>3\.\d{1,2})t?\Z")


def folders(executable: Path) -> list[Path]:
    """The folders whose names tell what an interpreter has installed, nearest first; none where it is not there.

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
    return [folder for folder in (*found, conda) if folder.is_dir()]


def of_folder(prefix: Path) -> Environment | None:
    """What the environment in a folder has installed: ``.venv``, a conda prefix. None where there is no interpreter."""
    names = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
    return next((read(prefix / name) for name in names if os.path.lexists(prefix / name)), None)


def read(executable: Path) -> Environment:
    """What an interpreter has installed. Empty where its folders are not found or may not be read."""
    packages: dict[str, str] = {}
    python = _venv(_prefix(executable)).get("version", "") or _minor(executable)
    for folder in folders(executable):
        pattern = _CONDA if folder.name == "conda-meta" else _DIST
        for name in _names(folder):
            match = pattern.match(name)
            if match is None:
                continue
            if pattern is _CONDA and match["name"] == "python":
                python = match["version"]
            packages.setdefault(canonical(match["name"]), match["version"])
    return Environment(python, packages)


def _prefix(executable: Path) -> Path:
    folder = executable.parent
    return folder.parent if folder.name.lower() in ("bin", "scripts") else folder


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _minor(executable: Path) -> str:
    """``3.11`` for an interpreter that is, or is a link to, ``python3.11``, or whose folder has one Python only."""
    for path in (executable, *_target(executable)):
        match = _PYTHON.match(path.name.removesuffix(".exe"))
        if match:
            return match["version"]
    known = {match["version"] for name in _names(_prefix(executable) / "lib") if (match := _PYTHON.match(name))}
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
