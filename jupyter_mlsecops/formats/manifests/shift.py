"""What was found in a text, as it stands in a longer one that begins with something else."""

from __future__ import annotations

from msgspec.structs import replace

from ...core.manifest import Manifest
from ...core.shell.installs import Install


def shifted(manifest: Manifest, by: int) -> Manifest:
    """The same with all places moved by a number of characters."""
    packages = tuple(
        replace(one, requirement=replace(one.requirement, span=one.requirement.span.shift(by)), span=one.span.shift(by))
        for one in manifest.packages
    )
    return replace(manifest, packages=packages, installs=tuple(_install(one, by) for one in manifest.installs))


def _install(install: Install, by: int) -> Install:
    return replace(
        install,
        requirements=tuple(replace(one, span=one.span.shift(by)) for one in install.requirements),
        options=tuple(
            replace(one, span=one.span.shift(by), value_span=one.value_span.shift(by)) for one in install.options
        ),
    )
