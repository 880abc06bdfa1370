"""Where a URL leads: to the network, or to this machine and its neighbours."""

from __future__ import annotations

from .regex import regex

_HOST = regex(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:\\]*)")
_PRIVATE = regex(
    r"(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+\Z|0\.0\.0\.0\Z|\[(?:::1?|f[cde][^\]]*)\]\Z"
)
_LOOPBACK = regex(r"(?:127\.[\d.]+|0\.0\.0\.0|\[::1?\]|(?:.+\.)?localhost|host\.docker\.internal)\Z")
_LOCAL_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".test", ".svc", ".cluster.local")


def host(url: str) -> str:
    """The host that a URL names, in lower case; empty where there is none or a variable stands for it."""
    match = _HOST.match(url)
    name = match.group(1).lower() if match else ""
    return "" if any(mark in name for mark in "{}$<>%") else name.rstrip(".")


def is_remote(url: str) -> bool:
    """Whether a URL surely names a host outside this machine and its network: no unknown, local or private one."""
    name = host(url)
    return bool(name) and "." in name and not _PRIVATE.match(name) and not name.endswith(_LOCAL_ENDINGS)


def is_nearby(url: str) -> bool:
    """Whether a URL surely names this machine or its network."""
    return bool(host(url)) and not is_remote(url)


def is_local(url: str) -> bool:
    """Whether a URL surely names this machine: what is sent there crosses no network."""
    return _LOOPBACK.match(host(url)) is not None
