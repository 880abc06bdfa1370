"""The kernels that this machine has, by name, and what each has installed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ..core.environment import Environment, Environments
from . import packages

_OWN = ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}")
_MOST = 50  # kernels that are looked at


class Kernels:
    """What the kernels of this machine have installed. Read anew where a folder changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[object, ...], Environment]] = {}

    def read(self) -> Environments:
        """The environment of each kernel by its name."""
        found: dict[str, Environment] = {}
        for name, executable in interpreters().items():
            state = tuple((str(folder), _changed(folder)) for folder in packages.folders(executable))
            known = self._known.get(str(executable))
            if known is None or known[0] != state:
                known = self._known[str(executable)] = state, packages.read(executable)
            found[name] = known[1]
        return Environments(found)


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
    """Where kernels are installed, as Jupyter searches: what is named first counts.

    The same as ``jupyter_core.paths.jupyter_path("kernels")``, whose import takes as long as a scan; tests compare.
    """
    environ = os.environ
    given = [path.rstrip(os.sep) for path in environ.get("JUPYTER_PATH", "").split(os.pathsep) if path]
    own = os.path.join(sys.prefix, "share", "jupyter")
    paths = [*given, *sorted([_user(), own], key=lambda path: (path == _user()) == _prefers_environment())]
    if sys.platform == "win32":
        program_data = environ.get("PROGRAMDATA")
        paths += [os.path.join(program_data, "jupyter")] if program_data else []
    else:
        paths += ["/usr/local/share/jupyter", "/usr/share/jupyter"]
    return [Path(path) / "kernels" for path in dict.fromkeys(paths)]


def _prefers_environment() -> bool:
    wish = os.environ.get("JUPYTER_PREFER_ENV_PATH")
    if wish is not None:
        return wish.lower() not in ("no", "n", "false", "off", "0", "0.0")
    if sys.prefix != sys.base_prefix:
        return True
    conda = os.environ.get("CONDA_PREFIX")
    return bool(conda and sys.prefix.startswith(conda) and os.environ.get("CONDA_DEFAULT_ENV", "base") != "base")


def _user() -> str:
    environ = os.environ
    if environ.get("JUPYTER_DATA_DIR"):
        return environ["JUPYTER_DATA_DIR"]
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Jupyter")
    if sys.platform == "win32":
        appdata = environ.get("APPDATA")
        return os.path.join(appdata, "jupyter") if appdata else os.path.join(home, ".jupyter", "data")
    return os.path.join(environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share"), "jupyter")


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


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
