"""What was downloaded from a hub of models: facts that are handed in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Cached(msgspec.Struct, frozen=True):
    """A repository of a hub that was downloaded. ``commit`` is what its branch ``main`` stood for then, 40 hex digits;
    ``licence`` the licences that its card names, in the words of the hub (``apache-2.0``); empty where none is told.
    """

    commit: str
    licence: tuple[str, ...] = ()


class Hub(msgspec.Struct, frozen=True):
    """What a user's cache of Hugging Face holds, by the name of the repository (``org/name``, ``gpt2``)."""

    models: Mapping[str, Cached] = msgspec.field(default_factory=dict)
    datasets: Mapping[str, Cached] = msgspec.field(default_factory=dict)
