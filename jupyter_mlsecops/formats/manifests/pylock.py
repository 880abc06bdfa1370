"""``pylock.toml`` and ``pylock.<name>.toml``: the lock of PEP 751."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from packaging.pylock import (
    Package,
    PackageArchive,
    PackageSdist,
    PackageWheel,
    Pylock,
    PylockUnsupportedVersionError,
    PylockValidationError,
)

from ...core.dependency import Declared, NotReadable
from ...core.manifest import Manifest
from ...core.project import instant
from ...core.regex import regex
from .entries import locked
from .locks import Names, lock
from .toml_text import parse

ORIGIN = "pylock.toml"
_CONTEXT = regex(r"[a-z][a-z0-9.\[\]-]{0,80}\Z")


def read(text: str) -> Manifest:
    """The locked packages without projects in folders. Raises ``NotReadable``, also for what PEP 751 does not allow."""
    try:
        pylock = Pylock.from_dict(parse(text))
    except PylockUnsupportedVersionError as error:
        raise NotReadable("The lock is of a version that is not known yet.") from error
    except (PylockValidationError, ValueError, TypeError, AttributeError, KeyError) as error:
        context = getattr(error, "context", None) or ""
        where = f" ({context})" if _CONTEXT.match(context) else ""
        raise NotReadable(f"The file is not as PEP 751 wants it{where}.") from error
    return lock(_packages(pylock.packages, Names(text)), (one.index or "" for one in pylock.packages), text)


def _packages(packages: Sequence[Package], names: Names) -> Iterator[Declared]:
    for one in packages:
        span = names.next(one.name)
        version = str(one.version) if one.version is not None else ""
        files: list[PackageWheel | PackageSdist] = [*(one.wheels or ())]
        files += [one.sdist] if one.sdist is not None else []
        known = tuple(value for file in files for value in _hashes(file.hashes))
        if one.vcs is not None:
            yield locked(one.name, version, span, ORIGIN, (), f"{one.vcs.type}+{one.vcs.url}", one.vcs.commit_id)
        elif one.archive is not None:
            yield locked(one.name, version, span, ORIGIN, _hashes(one.archive.hashes), _address(one.archive))
        elif one.directory is None:
            times = (instant(file.upload_time) for file in files)
            yield locked(one.name, version, span, ORIGIN, known, uploaded=min(filter(None, times), default=""))


def _address(archive: PackageArchive) -> str:
    return archive.url or archive.path or ""


def _hashes(given: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{algorithm}:{digest}" for algorithm, digest in given.items())
