"""What a worker knows around the notebooks that it scans: kernels, advisories, lists of packages, model files."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from .. import datafolders
from ..advisories.current import Current
from ..core.dependency import Declared
from ..core.engine import Engine, Models
from ..core.environment import DEFAULT
from ..core.ipynb import Notebook
from ..environment import Kernels
from ..service import models
from ..service.ledger import Ledger
from ..service.lookback import QUICKLY_HASHED, Lookback, same_data
from ..service.neighbours import beside
from ..service.provenance import Files, Record, Seen

_PAUSE = 2.0  # seconds between two looks at what is installed and what is known
_FILES = 500  # notebooks of which is remembered where they lie


class Near(NamedTuple):
    """What files near a notebook ask for, and what knows the models and the data that it loads."""

    declared: tuple[Declared, ...]
    models: Models
    data: Models


class Surroundings:
    """Keeps an engine informed. ``kernels`` is None where they run on other machines; ``avoided`` are marks of model
    files that are not read."""

    def __init__(self, engine: Engine, kernels: Kernels | None, avoided: Iterable[str] = ()) -> None:
        self._engine = engine
        self._kernels = kernels
        self._used: set[str] = set()  # kernels that notebooks name: the metadata of their packages are read
        self._advisories = Current()
        self._looked = -_PAUSE
        self._files: OrderedDict[str, str] = OrderedDict()
        self.models = models.Quick(avoided)
        self._ledger = Files(Ledger(datafolders.user() / "mlsecops" / "ledger.sqlite"))
        self._records: dict[str, Record | None] = {}
        self._look = Lookback(None)

    def look(self) -> None:
        """Learn what was installed or published since. It takes about a millisecond, and saves come in bursts."""
        now = time.monotonic()
        if now - self._looked >= _PAUSE:
            self._looked = now
            self._records.clear()
            self._engine.advisories = self._advisories.read()
            if self._kernels is not None:
                self._engine.environments = self._kernels.read(self._used.__contains__)

    def once(self, path: str, os_path: str, root: str, raw: bytes, who: str) -> Near:
        """What is near a file that is scanned only now, for ``who``."""
        loaded = self._models(os_path, path, root, who)
        return Near(beside(raw, os_path, path, root), loaded, self._look.data(os_path, path, root))

    def lies(self, path: str, os_path: str) -> None:
        """Remember in which file the notebook at an API path lies."""
        self._files[path] = os_path
        self._files.move_to_end(path)
        while len(self._files) > _FILES:
            self._files.popitem(last=False)

    def beside(self, path: str, raw: bytes) -> tuple[Declared, ...]:
        """What files near a notebook ask for; only what the server serves is read."""
        os_path = self._files.get(path)
        return beside(raw, os_path, path, _served(path, os_path)) if os_path is not None else ()

    def loaded(self, path: str) -> Models | None:
        """What knows the model files that a notebook loads, of those that the server serves; None if it is not known
        where the notebook lies."""
        os_path = self._files.get(path)
        if os_path is None:
            return None
        return self._models(os_path, path, _served(path, os_path), path)

    def data(self, path: str) -> Models | None:
        """The same of the data files that are not what they were; after ``loaded``, and together with it."""
        os_path = self._files.get(path)
        return self._look.data(os_path, path, _served(path, os_path)) if os_path is not None else None

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What is to be put down of the files that were asked for since ``loaded``."""
        return self._look.seen

    def _models(self, os_path: str, path: str, root: str, who: str) -> Models:
        self._look = Lookback(self._record, self._engine.policy.model_signers, QUICKLY_HASHED)
        return self._look.models(root, lambda around: models.small(os_path, path, root, self.models, who, around))

    def _record(self, path: str) -> Record | None:
        """What is known of a file that was loaded before; asked once in a while."""
        if path not in self._records:
            self._records[path] = self._ledger.known(path)
        return self._records[path]

    def first_of_kernel(self, notebook: Notebook | None) -> bool:
        """Whether no notebook before named a kernel whose packages are known; then the next look is a closer one."""
        if notebook is None or notebook.environment is None or (notebook.kernel or DEFAULT) in self._used:
            return False
        self._used.add(notebook.kernel or DEFAULT)
        self._looked = -_PAUSE
        return True

    def hold(
        self, notebook: Notebook | None, near: tuple[Declared, ...], loaded: Models | None, data: Models | None = None
    ) -> bool:
        """Whether what was known when a notebook was scanned is still all that is known."""
        return notebook is None or (
            notebook.environment is self._engine.environments.of(notebook.kernel)
            and notebook.advisories is self._engine.advisories
            and notebook.beside == near
            and (models.hold(notebook, loaded) if loaded is not None else not notebook.models)
            and (same_data(notebook, data) if data is not None else not notebook.data)
        )


def _served(path: str, os_path: str) -> str:
    """The folder that the server serves, by the API path of a file in it; else the file's own folder."""
    served = os_path.removesuffix(path.replace("/", os.sep))
    return served if served != os_path else os.path.dirname(os_path)
