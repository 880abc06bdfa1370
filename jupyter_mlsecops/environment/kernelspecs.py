"""What a kernel is started with: read from its ``kernel.json``, where nothing is started and nothing is expanded but
what Jupyter expands."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..core.decoding import NotebookError, decode
from ..core.regex import regex

_OWN = ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}")
_VARIABLE = regex(r"\$(?:\{(\w{1,100})\}|(\w{1,100}))")
_SETTING = regex(r"[A-Za-z_]\w*=")
_CONDA = ("conda", "mamba", "micromamba")
_NAMES_ENVIRONMENT = ("-n", "--name")
_NAMES_PREFIX = ("-p", "--prefix")
_MOST = 20  # folders of PYTHONPATH


class Start(msgspec.Struct, frozen=True):
    """The interpreter that a kernel is started with, and the folders that its spec puts before those of packages."""

    executable: Path
    before: tuple[Path, ...] = ()


def start(raw: bytes) -> Start | None:
    """What a spec starts; None for another language, for a wrapper that hides it, and for what runs elsewhere."""
    try:
        spec = decode(raw)
    except NotebookError:
        return None
    if str(spec.get("language", "")).lower() != "python":
        return None
    argv = spec.get("argv")
    if not isinstance(argv, list) or not all(isinstance(word, str) for word in argv) or _is_elsewhere(spec):
        return None
    variables = _variables(spec.get("env"))
    executable = _executable([word.replace("{prefix}", sys.prefix) for word in argv], variables)
    if executable is None:
        return None
    path = variables.get("PYTHONPATH", "").split(os.pathsep)
    return Start(executable, tuple(Path(one) for one in path if os.path.isabs(one))[:_MOST])


def _is_elsewhere(spec: Mapping[str, Any]) -> bool:
    """Whether a kernel is started by something else than this machine: a gateway, a container, a cluster."""
    metadata = spec.get("metadata")
    if not isinstance(metadata, dict):
        return False
    provisioner = metadata.get("kernel_provisioner")
    named = provisioner.get("provisioner_name") if isinstance(provisioner, dict) else None
    return "process_proxy" in metadata or named not in (None, "local-provisioner")


def _variables(given: object) -> dict[str, str]:
    """The variables that a spec sets, with those of this process put in where they are named, as Jupyter does."""
    told = given if isinstance(given, dict) else {}

    def known(match: re.Match[str]) -> str:
        return os.environ.get(match[1] or match[2], match[0])

    return {name: _VARIABLE.sub(known, value) for name, value in told.items() if isinstance(value, str)}


def _executable(argv: Sequence[str], variables: Mapping[str, str]) -> Path | None:
    argv = _without_env(argv)
    if not argv:
        return None
    name = os.path.basename(argv[0]).lower().removesuffix(".exe")
    if name in _CONDA:
        return _of_conda(argv)
    if not name.startswith(("python", "pypy")):
        return None
    if argv[1:2] == ["-m"] and argv[2:3] in (["nb_conda_kernels"], ["nb_conda_kernels.runner"]):
        # … -m nb_conda_kernels run PREFIX ENVIRONMENT python …
        rest = argv[3:] if argv[2].endswith(".runner") else argv[4:]
        return _python(Path(rest[1])) if len(rest) > 1 else None
    if argv[0] in _OWN and "PATH" not in variables:  # what Jupyter itself runs with
        return Path(sys.executable)
    if os.path.isabs(argv[0]):
        return Path(argv[0])
    import shutil  # with all its archives; kernels are nearly always named in full

    path = shutil.which(argv[0], path=variables.get("PATH"))
    return Path(path) if path else None


def _without_env(argv: Sequence[str]) -> Sequence[str]:
    """The words behind ``/usr/bin/env`` and the variables that it sets."""
    if not argv or os.path.basename(argv[0]) != "env":
        return argv
    at = 1
    while at < len(argv) and (_SETTING.match(argv[at]) or argv[at] in ("-i", "-S")):
        at += 1
    return argv[at:]


def _of_conda(argv: Sequence[str]) -> Path | None:
    """The interpreter of ``conda run -p PREFIX python …``; of ``-n NAME`` where conda is named in full."""
    if argv[1:2] != ["run"]:
        return None
    for option, value in zip(argv[2:], argv[3:], strict=False):
        if option in _NAMES_PREFIX:
            return _python(Path(value)) if os.path.isabs(value) else None
        if option in _NAMES_ENVIRONMENT and os.path.isabs(argv[0]):
            root = Path(argv[0]).parent.parent
            return _python(root if value == "base" else root / "envs" / value)
        if option.startswith("python"):
            break
    return None


def _python(prefix: Path) -> Path:
    windows = prefix / "python.exe"
    return windows if windows.exists() else prefix / "bin" / "python"
