"""Environments and kernels that are made of files only, for tests that ask what a notebook runs with."""

from __future__ import annotations

import json
import os
from pathlib import Path

from .test_packages import SITE, make

MARKS = ("STARTED", "IMPORTED")  # files that appear beside an environment if anything in it is run


def environment(root: Path, *packages: str, python: str = "3.11.7") -> Path:
    """A virtual environment with packages (``torch-2.1.0``) that leave a mark when they are imported, or at start."""
    minor = ".".join(python.split(".")[:2])
    site = SITE.replace("3.11", minor)
    make(root, [f"{site}/{name}.dist-info" for name in packages], f"version = {python}\n", links_to=f"python{minor}")
    trap = f"open({str(root / 'IMPORTED')!r}, 'w').close()\n"
    for name in ("torch", "keras", "datasets", "sitecustomize"):
        (root / site).mkdir(parents=True, exist_ok=True)
        (root / site / f"{name}.py").write_text(trap)
    (root / site / "evil.pth").write_text(f"import sys; {trap}")
    return root


def replaced(root: Path, before: str, after: str) -> None:
    """Another version of a package is installed."""
    (site,) = (root / "lib").glob("python*/site-packages")
    (site / f"{before}.dist-info").rename(site / f"{after}.dist-info")
    os.utime(site, ns=(1, 1))  # a folder that changed twice within one tick of the clock would look the same


def kernel(data: Path, name: str, root: Path) -> None:
    """Install a kernel of an environment below ``data``, a folder of ``JUPYTER_PATH``."""
    folder = data / "kernels" / name
    folder.mkdir(parents=True)
    argv = [str(root / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "language": "python", "display_name": name}))


def marks(*roots: Path) -> list[Path]:
    """What was left by an environment of which something was run."""
    return [root / mark for root in roots for mark in MARKS if (root / mark).exists()]
