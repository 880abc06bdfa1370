"""Package URLs, as bills of materials name packages: ``pkg:pypi/numpy@1.26.4``."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

LONGEST = 4_000
"""Characters that one may have. Longer ones are none."""


class PackageUrl(NamedTuple):
    """What a package URL says, percent signs read. ``type`` is in lower case (``pypi``, ``conda``, ``npm``).

    ``name`` is with its namespace where it has one (``org/model``); ``version`` is empty where it has none.
    ``repository`` is where the source of it lies, if that is where it was taken from (``vcs_url``), else empty.
    """

    type: str
    name: str
    version: str
    repository: str


def parse(text: str) -> PackageUrl | None:
    """What a text says; None where it is no package URL."""
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() != "pkg" or len(text) > LONGEST:
        return None
    rest = rest.partition("#")[0]
    path, _, qualifiers = rest.partition("?")
    type_, slash, path = path.strip("/").partition("/")
    at = path.rfind("@")
    path, version = (path[:at], path[at + 1 :]) if at > path.rfind("/") and at > 0 else (path, "")
    name = "/".join(filter(None, map(unquote, path.split("/"))))
    if not (type_ and slash and name):
        return None
    told = dict(parse_qsl(qualifiers, max_num_fields=100)) if qualifiers.count("&") < 100 else {}
    return PackageUrl(type_.lower(), name, unquote(version), told.get("vcs_url", ""))
