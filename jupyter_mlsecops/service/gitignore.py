"""What git ignores: ``.gitignore`` files on the way down, those above, and ``.git/info/exclude``. Starts no program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .opening import read_small

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


_MOST = 4_000_000  # bytes of one file


class Ignored(msgspec.Struct, frozen=True):
    """The patterns in force in one folder, outermost first: each with the folder that it counts from."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> Ignored:
        """What the repository around ``folder`` says about it; nothing if it is itself ignored, but was named."""
        here = Path(os.path.abspath(folder))
        root = next((place for place in (here, *here.parents) if (place / ".git").exists()), None)
        if root is None:
            return cls()
        ignored = cls()._with(str(root), root / ".git" / "info" / "exclude")
        for place in reversed((here, *here.parents)):
            if place != here and place.is_relative_to(root):
                ignored = ignored._with(str(place), place / ".gitignore")
        inside = [place for place in (here, *here.parents) if place != root and place.is_relative_to(root)]
        return cls() if any(ignored.covers(str(place), is_folder=True) for place in inside) else ignored

    def inside(self, folder: str, has_file: bool) -> Ignored:
        """What is in force inside ``folder``, which is one deeper."""
        return self._with(os.path.abspath(folder), Path(folder, ".gitignore")) if has_file else self

    def covers(self, path: str, *, is_folder: bool) -> bool:
        """Whether git ignores ``path``: the innermost file that says anything decides."""
        if not self.specs:
            return False
        full = os.path.abspath(path)
        for base, spec in reversed(self.specs):
            relative = full[len(base) :].lstrip(os.sep).replace(os.sep, "/") + ("/" if is_folder else "")
            include = spec.check_file(relative).include
            if include is not None:
                return include
        return False

    def _with(self, base: str, file: Path) -> Ignored:
        try:
            lines = read_small(file, _MOST).decode("utf-8", "surrogateescape").splitlines()
        except OSError:  # an unreadable one hides nothing: more is scanned, not less
            return self
        return Ignored((*self.specs, (base, _spec(lines))))


def _spec(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:  # git skips a pattern that it does not understand
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
