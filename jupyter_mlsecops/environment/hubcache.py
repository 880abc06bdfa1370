"""What this user has downloaded from Hugging Face: names and commits, from the cache's folders. Nothing is asked for.

The layout is ``models--org--name/refs/main``, a file that holds a commit, and ``snapshots/<commit>/README.md``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ..core.hub import Cached, Hub
from ..core.regex import regex
from .files import changed, names, read

_MOST = 5000  # repositories that are looked at
_CARD = 64_000
_COMMIT = regex(rb"[0-9a-f]{40}\Z")
_KINDS = ("models", "datasets")
_LICENCE = regex(r"^license(?:_name)?[ \t]*:[^\n]{0,500}(?:\n[ \t-][^\n]{0,500}){0,20}", re.MULTILINE)


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the cache is, as huggingface_hub decides."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environ.get(name):
            return Path(os.path.expanduser(environ[name]))
    home = environ.get("HF_HOME")
    if home:
        return Path(os.path.expanduser(home)) / "hub"
    base = environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(base)) / "huggingface" / "hub"


class HubCache:
    """The cache of one user, read anew where it changed. ``licences``: whether the cards are read as well."""

    def __init__(self, licences: bool = False) -> None:
        self._licences = licences
        self._known: tuple[object, Hub] | None = None
        self._cards: dict[str, tuple[str, ...]] = {}

    def read(self) -> Hub:
        """What is there; the same object as long as nothing changed."""
        root = str(folder())
        repositories = [name for name in names(root) if name.partition("--")[0] in _KINDS][:_MOST]
        state = (root, tuple((name, changed(os.path.join(root, name, "refs", "main"))) for name in repositories))
        if self._known is None or self._known[0] != state:
            self._known = state, self._read(root, repositories)
        return self._known[1]

    def _read(self, root: str, repositories: list[str]) -> Hub:
        found: dict[str, dict[str, Cached]] = {kind: {} for kind in _KINDS}
        for name in sorted(repositories):
            kind, _, rest = name.partition("--")
            commit = (read(os.path.join(root, name, "refs", "main"), 100) or b"").strip()
            if rest and _COMMIT.match(commit):
                card = os.path.join(root, name, "snapshots", commit.decode(), "README.md")
                licence = self._licence(card) if self._licences else ()
                found[kind][rest.replace("--", "/", 1)] = Cached(commit.decode(), licence)
        return Hub(found["models"], found["datasets"])

    def _licence(self, card: str) -> tuple[str, ...]:
        """The licences that the head of a card names. A commit does not change, so it is read once."""
        if card not in self._cards:
            self._cards[card] = of_card(read(card, _CARD) or b"")
        return self._cards[card]


def of_card(raw: bytes) -> tuple[str, ...]:
    """The licences in the YAML head of a model's or data set's card; empty where it names none that can be read."""
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return ()
    head, end, _ = text[4:].partition("\n---")
    members = _LICENCE.findall(head) if end else []
    if not members:
        return ()
    import yaml  # only where a policy about licences asks for it

    try:
        told = yaml.safe_load("\n".join(members[:2]))
    except (yaml.YAMLError, ValueError, RecursionError):
        return ()
    if not isinstance(told, dict):
        return ()
    licence = told.get("license")
    if licence == "other" and isinstance(told.get("license_name"), str):
        licence = told["license_name"]
    words = licence if isinstance(licence, list) else [licence]
    return tuple(word.strip()[:100] for word in words[:20] if isinstance(word, str) and word.strip())
