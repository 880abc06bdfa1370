"""The values of the secrets that a scan found, by the fingerprints of their findings."""

from __future__ import annotations

from typing import NamedTuple

from ..core.engine import Scan
from ..core.found import Found
from ..core.matched import Matched
from ..core.model import Category, Finding, Fix
from ..core.text import Sensitive, fingerprint
from . import envfile, keyrings
from .needles import Needles
from .stored import Stored

PLACES = ("dotenv", "keyring")


class Secret(NamedTuple):
    """A value, and the pieces that it is written in where those are several."""

    value: Sensitive
    pieces: tuple[Sensitive, ...] = ()

    @property
    def needles(self) -> Needles:
        """What to look for in other files."""
        return Needles(self.value.reveal(), [piece.reveal() for piece in self.pieces])


def secrets_of(scan: Scan, key: bytes) -> dict[str, Secret]:
    """The secrets of one scan; ``key`` is the one that its findings were named with."""
    found: dict[str, Secret] = {}
    for one in scan.matched.found if scan.matched else ():
        if one.rule.category is Category.SECRETS and one.rule.hides and one.value:
            assert scan.matched is not None
            name = fingerprint(key, one.rule.category.value, one.value)
            secret = Secret(Sensitive(one.value), _pieces(one, scan.matched))
            if name not in found or secret.pieces and not found[name].pieces:
                found[name] = secret
    return found


def fix_for(finding: Finding, place: str, name: str | None = None) -> Fix | None:
    """The fix after which the code reads the secret from ``place``, under ``name`` if one is given."""
    for fix in finding.fixes:
        if fix.store is not None and fix.store.id == place and name in (None, fix.store.name):
            return fix
    return None


def store(place: str, folder: str, name: str, secret: Secret) -> Stored:
    """Write a secret to one of ``PLACES``: the ``.env`` in ``folder``, or the keyring. Raises ``StoreError``."""
    if place == "dotenv":
        return envfile.add(folder, name, secret.value.reveal())
    return keyrings.add(name, secret.value.reveal())


def _pieces(one: Found, matched: Matched) -> tuple[Sensitive, ...]:
    segment = matched.texts.get(one.pointer)
    if segment is None or len(one.match.parts) < 2:
        return ()
    return tuple(Sensitive(segment.text[slice(*part)]) for part in one.match.parts)
