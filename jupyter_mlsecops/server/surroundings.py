"""What a worker knows around the notebooks that it scans: kernels, advisories, and files that list packages."""

from __future__ import annotations

import os
import time
from collections import OrderedDict

from ..advisories.current import Current
from ..core.dependency import Declared
from ..core.engine import Engine
from ..core.environment import DEFAULT
from ..core.ipynb import Notebook
from ..environment import Kernels
from ..service.neighbours import beside

_PAUSE = 2.0  # seconds between two looks at what is installed and what is known
_FILES = 500  # notebooks of which is remembered where they lie


class Surroundings:
    """Keeps an engine informed. ``kernels`` is None where they run on other machines."""

    def __init__(self, engine: Engine, kernels: Kernels | None) -> None:
        self._engine = engine
        self._kernels = kernels
        self._used: set[str] = set()  # kernels that notebooks name: the metadata of their packages are read
        self._advisories = Current()
        self._looked = -_PAUSE
        self._files: OrderedDict[str, str] = OrderedDict()

    def look(self) -> None:
        """Learn what was installed or published since. It takes about a millisecond, and saves come in bursts."""
        now = time.monotonic()
        if now - self._looked >= _PAUSE:
            self._looked = now
            self._engine.advisories = self._advisories.read()
            if self._kernels is not None:
                self._engine.environments = self._kernels.read(self._used.__contains__)

    def lies(self, path: str, os_path: str) -> None:
        """Remember in which file the notebook at an API path lies."""
        self._files[path] = os_path
        self._files.move_to_end(path)
        while len(self._files) > _FILES:
            self._files.popitem(last=False)

    def beside(self, path: str, raw: bytes) -> tuple[Declared, ...]:
        """What files near a notebook ask for; only what the server serves is read."""
        os_path = self._files.get(path)
        if os_path is None:
            return ()
        served = os_path.removesuffix(path.replace("/", os.sep))
        return beside(raw, os_path, path, served if served != os_path else os.path.dirname(os_path))

    def first_of_kernel(self, notebook: Notebook | None) -> bool:
        """Whether no notebook before named a kernel whose packages are known; then the next look is a closer one."""
        if notebook is None or notebook.environment is None or (notebook.kernel or DEFAULT) in self._used:
            return False
        self._used.add(notebook.kernel or DEFAULT)
        self._looked = -_PAUSE
        return True

    def hold(self, notebook: Notebook | None, near: tuple[Declared, ...]) -> bool:
        """Whether what was known when a notebook was scanned is still all that is known."""
        return notebook is None or (
            notebook.environment is self._engine.environments.of(notebook.kernel)
            and notebook.advisories is self._engine.advisories
            and notebook.beside == near
        )
