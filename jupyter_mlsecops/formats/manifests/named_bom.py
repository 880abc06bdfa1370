"""Files whose names say that they are bills of materials: ``x.cdx.json``, ``x.spdx.json``."""

from __future__ import annotations

from ...core.dependency import NotReadable
from ...core.manifest import Manifest
from .bom import packages


def read(text: str) -> Manifest:
    """The packages. Raises ``NotReadable`` where it is no JSON of CycloneDX or SPDX 2."""
    found = packages(text)
    if found is None:
        raise NotReadable("The file is JSON, but neither CycloneDX nor SPDX 2.")
    return found
