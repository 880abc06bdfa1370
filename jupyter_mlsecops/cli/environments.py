"""What notebooks run with, as the command line says it."""

from __future__ import annotations

from pathlib import Path

from ..core.environment import Environments
from ..core.model import Problem
from ..environment import HubCache, Kernels, of_folder
from .paths import shown


def environments_of(folder: str | None, detailed: bool, licences: bool) -> tuple[Environments, list[Problem]]:
    """What notebooks run with: the environment in a folder that was named, else those of this machine's kernels.

    ``detailed``: what packages say of themselves is read as well; ``licences``: so are the cards of downloaded models.
    """
    if folder is None:
        return Kernels(licences).read(lambda _: detailed), []
    found = of_folder(Path(folder), detailed, HubCache(licences).read())
    if found is not None:
        return Environments(other=found), []
    name = shown(folder)
    message = f"{name}: This is no environment: it has no bin/python. Versions of packages were not assessed."
    return Environments(), [Problem(path=name, kind="configuration", message=message)]
