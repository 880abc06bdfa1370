"""What an environment says of its packages: plain values that are read elsewhere, and questions about them."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from .regex import regex

if TYPE_CHECKING:
    from packaging.markers import Marker
    from packaging.requirements import Requirement

_MARKS = regex(r"[-_.]+")
_EXTRA, _OR = regex(r"\bextra\s{0,9}==\s{0,9}['\"]\w"), regex(r"\bor\b")
_LONGEST = 200  # packages of a path, which nobody who means well comes near
_PLAIN = regex(r"[A-Za-z0-9][\w.-]*\Z")


class Origin(msgspec.Struct, frozen=True):
    """Where a package was installed from.

    ``index`` is what there is where nothing else is told. ``url`` is without a login and without what follows ``?`` and
    ``#``; empty for a folder, whose path is nobody's business. ``commit`` is that of a ``vcs``. What came from anywhere
    but an index, and a ``conda`` package, is not what the advisories of the index are about.
    """

    kind: Literal["index", "vcs", "archive", "folder", "editable", "conda"] = "index"
    url: str = ""
    commit: str = ""


class Licensed(msgspec.Struct, frozen=True):
    """What the metadata of a package say about its licence, as they say it: see ``core.licencenames``."""

    expression: str = ""
    classifiers: tuple[str, ...] = ()
    text: str = ""


class Distribution(msgspec.Struct, frozen=True):
    """One installed package.

    ``name`` is canonical. ``requires`` are requirements as the metadata have them (PEP 508), for a conda package names
    alone. ``modules`` are the top-level names that can be imported. ``installed`` is when, in seconds since 1970, and 0
    where that is not known; ``installer`` is what did it: ``pip``, ``uv``, ``conda``.
    """

    name: str
    version: str
    requires: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    licence: Licensed = Licensed()
    origin: Origin = Origin()
    installer: str = ""
    installed: int = 0


class Need(msgspec.Struct, frozen=True):
    """A package that another one needs: canonical name, ``specifier`` (``>=1,<2``) and the extras that it asks for."""

    name: str
    specifier: str = ""
    extras: tuple[str, ...] = ()


class StartUp(msgspec.Struct, frozen=True):
    """A file that makes an interpreter run code whenever it starts: ``*.pth``, ``*.start``, ``sitecustomize.py``.

    ``owner`` is the package that put it there by its own account: empty where none says so, None where packages here
    keep no such account. ``acts`` are the suspicious things its code has words for: see ``environment.startup.ACTS``.
    """

    file: str
    owner: str | None
    acts: tuple[str, ...] = ()


class Details(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What the metadata of an environment's packages say, by canonical name.

    ``python`` is the version of its Python, and may know only two numbers. ``unread`` are packages whose metadata are
    missing or cannot be read: nothing is known of them but their version.
    """

    python: str
    packages: Mapping[str, Distribution]
    unread: tuple[str, ...] = ()
    _needs: dict[tuple[str, str], tuple[Need, ...]] = msgspec.field(default_factory=dict)

    @cached_property
    def imports(self) -> Mapping[str, tuple[str, ...]]:
        """The packages that bring a top-level module, by its name: several for a namespace (``google``)."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.packages):
            for module in self.packages[name].modules:
                found.setdefault(module, []).append(name)
        return {module: tuple(names) for module, names in found.items()}

    def needs(self, name: str, extra: str = "") -> tuple[Need, ...]:
        """What a package needs in this environment: always, or what an extra adds to that. Empty if not installed."""
        key = (name, extra)
        if key not in self._needs:
            found = self.packages.get(name)
            asked = (_need(text, self.python, extra) for text in (found.requires if found is not None else ()))
            self._needs[key] = tuple(dict.fromkeys(need for need in asked if need is not None))
        return self._needs[key]

    def chains(self, roots: Iterable[str | Need]) -> dict[str, tuple[str, ...]]:
        """Every installed package that these packages are or bring in, with the shortest path from one of them to it.

        ``{"jinja2": ("torch", "jinja2")}``. Roots come first and in order, so paths of one length prefer earlier roots.
        """
        found: dict[str, tuple[str, ...]] = {}
        seen: set[tuple[str, str]] = set()
        queue: deque[tuple[Need, tuple[str, ...]]] = deque(
            (Need(canonical(root)) if isinstance(root, str) else root, ()) for root in roots
        )
        while queue:
            need, path = queue.popleft()
            if need.name not in self.packages or len(path) >= _LONGEST:
                continue
            here = found.setdefault(need.name, (*path, need.name))
            for extra in ("", *need.extras):
                if (need.name, extra) not in seen:
                    seen.add((need.name, extra))
                    queue.extend((one, here) for one in self.needs(need.name, extra))
        return found

    def __reduce__(self) -> tuple[type[Details], tuple[object, ...]]:
        return Details, (self.python, self.packages, self.unread)  # without what can be worked out again


def canonical(name: str) -> str:
    """The name of a package as indexes compare it: ``Scikit_Learn`` is ``scikit-learn``."""
    return _MARKS.sub("-", name).lower()


@lru_cache(maxsize=16384)
def _need(text: str, python: str, extra: str) -> Need | None:
    """What a requirement asks for if ``extra`` is; None if it holds without it as well, not at all, or is no such."""
    if _PLAIN.match(text):
        return Need(canonical(text)) if not extra else None
    marker = text.partition(";")[2]
    if extra and "extra" not in marker:
        return None
    if not extra and _EXTRA.search(marker) and not _OR.search(marker):
        return None  # most requirements are for extras, and reading one takes longer than this
    read = _requirement(text)
    if read is None:
        return None
    if read.marker is None:
        is_asked = not extra
    else:
        is_asked = holds(read.marker, python, extra) and not (extra and holds(read.marker, python, ""))
    if not is_asked:
        return None
    return Need(canonical(read.name), str(read.specifier), tuple(sorted(map(canonical, read.extras))))


@lru_cache(maxsize=16384)
def _requirement(text: str) -> Requirement | None:
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return Requirement(text) if len(text) < 2000 else None
    except (InvalidRequirement, RecursionError):
        return None


def holds(marker: Marker, python: str, extra: str) -> bool:
    """Whether a marker holds there. One that cannot be answered holds: a package too many is looked at, not missed."""
    try:
        return marker.evaluate({**_surroundings(python), "extra": extra})
    except (ArithmeticError, KeyError, ValueError):
        return True


@lru_cache(maxsize=64)
def _surroundings(python: str) -> dict[str, str]:
    """The variables of markers: this machine, and the Python of the environment where its version is known."""
    numbers = python.split(".")
    told = {"os_name": os.name, "sys_platform": sys.platform}
    if len(numbers) > 1:
        full = python if len(numbers) > 2 else f"{python}.0"
        told |= {"python_version": ".".join(numbers[:2]), "python_full_version": full}
        told["implementation_version"] = full
    return told
