"""Where honest files are put: a folder for each library, a name for each kind of model."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any


class Shelf:
    """The files of one library. What it cannot write is noted in ``failed`` and left out."""

    def __init__(self, folder: Path, library: str) -> None:
        self.folder = folder / library
        self.folder.mkdir(parents=True, exist_ok=True)
        self.failed: list[str] = []

    def pickle(self, name: str, thing: Any, protocol: int | None = None, module: Any = pickle) -> None:
        """A pickle of something."""

        def write(path: Path) -> None:
            with path.open("wb") as file:
                module.dump(thing, file, protocol)

        self.save(f"{name}.pkl", write)

    def joblib(self, name: str, thing: Any, **options: Any) -> None:
        """What ``joblib.dump`` writes of something."""
        import joblib

        self.save(f"{name}.joblib", lambda path: joblib.dump(thing, path, **options))

    def mixed(self, things: dict[str, Callable[[], Any]]) -> None:
        """Make things, and write them by turns as people do: pickles of all protocols, joblib files of all kinds."""
        import importlib.util

        dumps: list[Callable[[str, Any], None]] = [
            lambda name, thing, protocol=protocol: self.pickle(name, thing, protocol) for protocol in (2, 3, None, 0, 4)
        ]
        if importlib.util.find_spec("joblib"):
            dumps[2:2] = [self.joblib, lambda name, thing: self.joblib(name, thing, compress=3)]
            dumps.append(lambda name, thing: self.joblib(name, thing, compress=("gzip", 3)))
        for number, (name, make) in enumerate(things.items()):
            self.each({name: make}, dumps[number % len(dumps)])

    def torch(self, things: dict[str, Callable[[], Any]], endings: Sequence[str] = (".pt",), **options: Any) -> None:
        """Make things, and write what ``torch.save`` makes of each, with the endings by turns."""
        import torch

        def put(name: str, thing: Any) -> None:
            self.save(name, lambda path: torch.save(thing, path, **options))

        self.each({name + ending: make for (name, make), ending in zip(things.items(), itertools.cycle(endings))}, put)

    def groups(
        self,
        libraries: Iterable[Callable[[], dict[str, Callable[[], Any]]]],
        put: Callable[[dict[str, Callable[[], Any]]], None] | None = None,
    ) -> None:
        """The things of several libraries, named after them; those of a library that cannot be used are left out."""
        for library in libraries:
            try:
                things = {f"{name}_{library.__name__}": make for name, make in library().items()}
            except Exception as error:
                self.failed.append(f"{library.__name__}: {type(error).__name__}: {error}"[:160])
                continue
            (put or self.mixed)(things)

    def save(self, name: str, write: Callable[[Path], Any]) -> None:
        """A file, or a folder, that a function writes at a path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(path)
        except Exception as error:  # versions differ in what they can write: the rest is measured all the same
            self.failed.append(f"{name}: {type(error).__name__}: {error}"[:160])
            if path.is_file():
                path.unlink()

    def each(self, things: dict[str, Callable[[], Any]], put: Callable[[str, Any], None]) -> None:
        """Make things one by one, and put each on the shelf under its name."""
        for name, make in things.items():
            try:
                thing = make()
            except Exception as error:
                self.failed.append(f"{name}: {type(error).__name__}: {error}"[:160])
                continue
            put(name, thing)
