"""What conda writes down of each package that it installed: a file in ``conda-meta``."""

from __future__ import annotations

import msgspec

from ..core.installed import Distribution, Licensed, Origin, canonical

_MOST = 2000


class _Record(msgspec.Struct):
    name: str = ""
    version: str = ""
    channel: str = ""
    depends: list[str] = []
    license: str | None = None


_DECODER = msgspec.json.Decoder(_Record)


def of_record(name: str, version: str, raw: bytes | None, when: int) -> Distribution | None:
    """One package from its file; None where that is no record of conda. ``when`` counts nanoseconds.

    ``requires`` are names alone: conda's versions are compared by rules of their own.
    """
    try:
        told = _DECODER.decode(raw or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    depends = [word.split()[0] for word in told.depends[:_MOST] if word.strip()]
    return Distribution(
        name,
        told.version or version,
        tuple(index_name(word.rpartition("::")[2]) for word in depends if not word.startswith("__")),
        (),
        Licensed(expression="", classifiers=(), text=(told.license or "")[:_MOST]),
        Origin("conda", _channel(told.channel)),
        "conda",
        when // 1_000_000_000,
    )


def index_name(name: str) -> str:
    """What the Python package index calls a conda package; where it has none, conda's own name, canonical."""
    from ..core.distributions import of_conda  # long tables, and most environments are not conda's

    return of_conda(name) or canonical(name)


def _channel(text: str) -> str:
    """A channel without the login or the token that its address may hold."""
    words = text.rstrip("/").split("/")
    if "://" not in text:
        return text[:80]
    place = words[-2] if len(words) > 1 and words[-1] in _PLATFORMS else words[-1]
    return place[:80]


_PLATFORMS = frozenset(
    "noarch linux-64 linux-aarch64 linux-ppc64le osx-64 osx-arm64 win-64 win-32 win-arm64 linux-32".split()
)
