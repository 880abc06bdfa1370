"""A notebook that is being written, and tokens put into it: each says exactly where it stands."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .names import is_named, named
from .phrases import Phrases
from .providers import Provider

Json = dict[str, Any]
PYTHON, V3 = "python", "nbformat 3"
GENERIC = frozenset(["named-credential", "secret-keyword", "uri-credentials", "login-in-netrc"])
"""The rules that may claim a token without a prefix where nothing says which provider it is of."""
_FOR_PASSWORDS = re.compile(r"(?i)password|identified by|svc:")


class Planted(NamedTuple):
    """A token in a notebook: its text is at ``pointer`` from ``start`` to ``end``, in code points of what is stored.

    ``rules`` may claim it. ``value`` is the secret; ``phrase`` is what it was written into.
    """

    provider: str
    context: str
    phrase: str
    pointer: str
    start: int
    end: int
    value: str
    rules: frozenset[str]


@dataclass
class Draft:
    """A notebook that is being written; ``language`` is that of its kernel, or nbformat 3."""

    language: str
    cells: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    @property
    def here(self) -> str:
        """The pointer of the cell that comes next."""
        return f"{'/worksheets/0' if self.language == V3 else ''}/cells/{len(self.cells)}"

    def code(self, source: str, outputs: list[Json] | None = None, metadata: Json | None = None) -> None:
        """Add a code cell."""
        if self.language == V3:
            cell: Json = {"cell_type": "code", "language": "python", "input": source, "prompt_number": 1}
        else:
            cell = {"cell_type": "code", "id": f"c{len(self.cells)}", "source": source, "execution_count": 1}
        self.cells.append({**cell, "metadata": metadata or {}, "outputs": outputs or []})

    def text(self, kind: str, source: str, **more: Any) -> None:
        """Add a Markdown or raw cell."""
        head: Json = {"cell_type": kind} if self.language == V3 else {"cell_type": kind, "id": f"c{len(self.cells)}"}
        self.cells.append({**head, "metadata": {}, "source": source, **more})


class Plant(NamedTuple):
    """A provider and a context: what is to be planted, and the chance that decides how."""

    provider: Provider
    context: str
    chance: random.Random
    draft: Draft

    def phrase(self, phrases: Phrases) -> str:
        """A phrasing of a context that suits the token: no password stands where only a key can."""
        pool = phrases.any if self.provider.word else (*phrases.any, *phrases.known)
        if self.provider.is_password:
            pool = tuple(each for each in pool if is_named(each) or "@A@" in each or _FOR_PASSWORDS.search(each))
            pool = tuple(each for each in pool if "?@n@" not in each)
        return self.chance.choice(pool)

    def write(self, phrase: str, pointer: str, encode: Callable[[str], str] = str) -> str:
        """A phrase with names and a fresh token in it, encoded; the token is noted as standing at ``pointer``."""
        token = self.provider.make(self.chance)
        text = named(phrase, self.provider, self.chance)
        at = text.index("@T@")
        before, secret, behind = (
            encode(piece) for piece in (text[:at] + token.before, token.secret, token.behind + text[at + 3 :])
        )
        self.note(phrase, pointer, len(before), len(before) + len(secret), token.secret)
        return before + secret + behind

    def note(self, phrase: str, pointer: str, start: int, end: int, value: str) -> None:
        rules = self.provider.rules
        if self.provider.word and not is_named(phrase):
            rules |= GENERIC
        self.draft.planted.append(Planted(self.provider.name, self.context, phrase, pointer, start, end, value, rules))
