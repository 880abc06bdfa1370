"""The files that a scanned notebook loads: its models and data, beside what earlier scans knew of them.

Most notebooks load none that are there, and what reads them is imported when one does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..core.ipynb import Notebook
from ..core.loads import Load
from ..core.modelfile import ModelFile
from ..core.policy import Policy
from ..service.neighbours import root_of
from ..service.opening import may_be_kept
from .paths import STDIN
from .walk import Target

if TYPE_CHECKING:
    from ..service.lookback import Lookback
    from ..service.provenance import Seen


class Loading:
    """The files that one notebook loads; the engine asks for them. ``policy`` says whose signatures count, and how long
    a file is read. ``compares``: they are compared with what is known of them from before; ``remembers``: what they are
    is put down."""

    def __init__(self, target: Target, policy: Policy, compares: bool = True, remembers: bool = False) -> None:
        self._target = target
        self._policy = policy
        self._compares = compares
        self._remembers = remembers
        self._asked = False

    def models(self, loads: tuple[Load, ...]) -> Mapping[str, tuple[ModelFile, ...]]:
        """The model files, by their paths in the code."""
        if not self._are_there(loads):
            return {}
        from ..service.models import FILES, beside

        path, name = self._target.path, self._target.name
        root = _root(path)
        read = partial(FILES.read, seconds=self._policy.model_timeout)
        return self._look.models(root, lambda around: beside(path, name, root, read=around(read)))(loads)

    def data(self, loads: tuple[Load, ...]) -> Mapping[str, tuple[ModelFile, ...]]:
        """The data files that are not what they were."""
        if not self._are_there(loads):
            return {}
        path, name = self._target.path, self._target.name
        return self._look.data(path, name, _root(path))(loads)

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What is to be put down of them."""
        return self._look.seen if self._asked else ()

    @property
    def problem(self) -> str:
        """Why nothing is known of them from before; empty if that was not the matter."""
        return self._look.problem if self._asked else ""

    def _are_there(self, loads: tuple[Load, ...]) -> bool:
        """Whether there is anything at the path of one of them."""
        folder = os.path.dirname(os.path.abspath(self._target.path))
        return any(os.path.exists(os.path.join(folder, load.path)) for load in loads)

    @cached_property
    def _look(self) -> Lookback:
        from ..service.lookback import Lookback
        from .remembering import files

        self._asked = True
        known = files().known if self._compares else None
        return Lookback(known, self._policy.model_signers, remembers=self._remembers)


def written(target: Target, notebook: Notebook | None) -> tuple[str, ...]:
    """The paths of files that a notebook writes, and that are there; also where they really are."""
    if notebook is None or target.path == STDIN:
        return ()
    from ..core.writes import writes

    folder = os.path.realpath(os.path.dirname(os.path.abspath(target.path)))
    paths = (os.path.join(folder, path) for path in writes(notebook) if "\0" not in path)
    there = [path for path in paths if os.path.isfile(path)]
    return tuple(
        dict.fromkeys(
            one for path in there for one in (os.path.normpath(path), os.path.realpath(path)) if may_be_kept(one)
        )
    )


def examined(target: Target, policy: Policy) -> ModelFile:
    """A model file that is scanned by itself, with what a signature beside it is worth. Raises ``NotRead``."""
    from ..service.lookback import MOST_HASHED
    from ..service.modelfiles import Watch, examine
    from ..service.signatures import signed

    found = examine(target.path, target.name, watch=Watch.lasting(policy.model_timeout))
    return signed(found, target.path, _root(target.path), policy.model_signers, MOST_HASHED)


def examined_bytes(raw: bytes, target: Target, policy: Policy) -> ModelFile:
    """The same of its bytes, which have nothing beside them."""
    from ..service.modelfiles import Watch, examine_bytes

    return examine_bytes(raw, target.name, watch=Watch.lasting(policy.model_timeout))


def _root(path: str) -> str:
    """The folder that files which a file loads may be read from: where the command works, if the file lies there, so
    that a scan of a folder knows all of it; else as for other files beside it."""
    here = os.getcwd()
    inside = os.path.realpath(path).startswith(os.path.join(os.path.realpath(here), ""))
    return here if inside else root_of(path)
