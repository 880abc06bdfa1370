"""Where Jupyter keeps data: kernels, extensions, and our advisories.

The same as ``jupyter_core.paths``, whose import takes as long as a scan; tests compare.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def every() -> list[Path]:
    """The folders that Jupyter searches: what is in the first counts. As ``jupyter_core.paths.jupyter_path()``."""
    given = [path.rstrip(os.sep) for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if path]
    mine, own = _user(), os.path.join(sys.prefix, "share", "jupyter")
    paths = [*given, *sorted([mine, own], key=lambda path: (path == mine) == _prefers_environment()), *_of_machine()]
    return [Path(path) for path in dict.fromkeys(paths)]


def user() -> Path:
    """The folder of this user. As ``jupyter_core.paths.jupyter_data_dir()``."""
    return Path(_user())


def shared() -> Path:
    """The folder of everybody who uses this installation: of the environment if it is one, else of the machine."""
    if sys.prefix != sys.base_prefix or os.path.isdir(os.path.join(sys.prefix, "conda-meta")):
        return Path(sys.prefix) / "share" / "jupyter"
    return Path(next(iter(_of_machine()), os.path.join(sys.prefix, "share", "jupyter")))


def _of_machine() -> list[str]:
    if sys.platform == "win32":
        program_data = os.environ.get("PROGRAMDATA")
        return [os.path.join(program_data, "jupyter")] if program_data else []
    return ["/usr/local/share/jupyter", "/usr/share/jupyter"]


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
    if home == "~":  # a user whom the system does not know; not a folder of that name wherever we stand
        home = os.sep
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Jupyter")
    if sys.platform == "win32":
        appdata = environ.get("APPDATA")
        return os.path.join(appdata, "jupyter") if appdata else os.path.join(home, ".jupyter", "data")
    return os.path.join(environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share"), "jupyter")
