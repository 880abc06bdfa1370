"""Addresses on which a server answers everyone."""

from __future__ import annotations

from jupyter_mlsecops.sdk import regex

# An address of all interfaces, with the scheme in front of it and the port behind.
EVERYWHERE = regex(r"(?:[a-z]{2,5}://)?(0\.0\.0\.0|\[::\]|::|\*)(?=:\d|:\{|[/:]?\Z)")
LOCAL = "127.0.0.1"


def is_everywhere(text: object) -> bool:
    """Whether a server that binds to ``text`` answers everyone: ``0.0.0.0``, ``[::]:50051``, ``tcp://*:5555``."""
    return isinstance(text, str) and EVERYWHERE.match(text) is not None


def made_local(text: str) -> str:
    """The same address on this machine alone."""
    found = EVERYWHERE.match(text)
    return text[: found.start(1)] + LOCAL + text[found.end(1) :] if found else text
