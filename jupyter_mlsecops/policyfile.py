"""Policy files: where they lie and what stands in them. They are data; nothing in them is run."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from .core.policy import PolicyError
from .service.opening import read_small

_MOST = 8_000_000  # bytes of a policy


def find(folder: Path) -> Path | None:
    """The nearest ``mlsecops.toml``, or ``pyproject.toml`` that speaks of us, in ``folder`` or above it."""
    for place in (folder, *folder.parents):
        if (place / "mlsecops.toml").is_file():
            return place / "mlsecops.toml"
        pyproject = place / "pyproject.toml"
        try:
            if b"mlsecops" in read_small(pyproject, _MOST) and _has_section(pyproject):
                return pyproject
        except OSError:
            pass
        if (place / ".git").exists():
            break
    return None


def of_administrators() -> list[Path]:
    """The policies that the administrator of this machine has put down: every ``mlsecops.toml`` in the folders where
    Jupyter looks for the configuration of a system or an environment.
    """
    named = os.environ.get("JUPYTER_CONFIG_PATH", "")
    folders = [Path(folder) for folder in named.split(os.pathsep) if folder]
    folders.append(Path(sys.prefix) / "etc" / "jupyter")
    if sys.platform == "win32":
        folders += [Path(data) / "jupyter" for data in [os.environ.get("PROGRAMDATA")] if data]
    else:
        folders += [Path("/usr/local/etc/jupyter"), Path("/etc/jupyter")]
    # One that is there and cannot be looked at counts: reading it then says why.
    return [folder / "mlsecops.toml" for folder in folders if os.path.lexists(folder / "mlsecops.toml")]


def read(file: Path) -> dict[str, Any]:
    """The table of a policy file; files that it names beside itself come with their full paths. Raises
    ``PolicyError``."""
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: dict[str, Any] = toml.loads(read_small(file, _MOST).decode("utf-8"))
    except OSError as error:
        raise PolicyError(f"The policy cannot be read ({error.strerror}).") from error
    except ValueError as error:
        cause = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise PolicyError(f"The policy is not valid TOML ({cause}).") from error
    if file.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("mlsecops", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise PolicyError("tool.mlsecops: a table is wanted.")
    return _placed(table, file.absolute().parent)


def _placed(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A policy in which the files that it names are named by their full paths."""
    signers = table.get("model-signers")
    for one in signers if isinstance(signers, list) else ():
        if isinstance(one, dict) and isinstance(one.get("trusted-root"), str) and one["trusted-root"].strip():
            one["trusted-root"] = str(folder / one["trusted-root"])
    return table


def _has_section(pyproject: Path) -> bool:
    try:
        return bool(read(pyproject))
    except PolicyError:
        return True  # it names us and cannot be read: that must be said
