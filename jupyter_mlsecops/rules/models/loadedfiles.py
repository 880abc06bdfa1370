"""The files that a notebook loads and that were read or compared, with the calls that load them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from ...sdk import Load, ModelFile, Notebook, data_loads, loads

T = TypeVar("T")
Loaded = tuple[Load, ModelFile]


def loaded_models(notebook: Notebook) -> Iterator[Loaded]:
    """Each call that loads model files which were read, with each of these, in order of place."""
    return _loaded(notebook, loads, notebook.models)


def loaded_data(notebook: Notebook) -> Iterator[Loaded]:
    """Each call that reads data files which are not what they were, with each of these, in order of place."""
    return _loaded(notebook, data_loads, notebook.data)


def firsts(found: Iterable[T], name: Callable[[T], str]) -> Iterator[T]:
    """Of what goes by the same name the first: a file is told once, however many calls load it."""
    by_name: dict[str, T] = {}
    for one in found:
        by_name.setdefault(name(one), one)
    return iter(by_name.values())


def _loaded(
    notebook: Notebook, named: Callable[[Notebook], tuple[Load, ...]], files: Mapping[str, tuple[ModelFile, ...]]
) -> Iterator[Loaded]:
    for load in named(notebook) if files else ():
        for file in files.get(load.path, ()):
            yield load, file
