"""The vectors of CVSS: ``CVSS:3.1/AV:N/AC:L/...``."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_LONGEST = 512


def metrics(vector: str, known: Mapping[str, Collection[str]], optional: str = "") -> dict[str, str] | None:
    """The letter of each known metric; others are left out.

    None where one that is not ``optional`` is missing, where one stands twice, or where a letter is none of its
    metric.
    """
    if len(vector) > _LONGEST:
        return None
    found: dict[str, str] = {}
    for part in vector.split("/")[1:]:
        name, _, letter = part.partition(":")
        if name in found or (name in known and letter not in known[name]):
            return None
        if name in known:
            found[name] = letter
    return found if all(name in found or name == optional for name in known) else None
