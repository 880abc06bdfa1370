"""Whom a certificate of Sigstore names, and through whom it knows them; as it says itself, before that is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.text import printable

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

# Of Fulcio: the issuer as text in DER, and as it was written first, bare.
_ISSUER, _FIRST_ISSUER = "1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1"
_LONGEST = 150  # characters of a name, which people copy into a policy
_TEXT = 0x0C  # the mark of a text in DER


class Claim(NamedTuple):
    """Whom a certificate names, and the issuer who is said to vouch for them; empty where it does not say."""

    names: tuple[str, ...]
    issuer: str

    def is_of(self, identity: str, issuer: str) -> bool:
        """Whether it names this identity of this issuer."""
        return identity in self.names and issuer == self.issuer

    def __str__(self) -> str:
        who = printable(self.names[0], _LONGEST) if self.names else "somebody whom its certificate does not name"
        return f"{who} through {printable(self.issuer, _LONGEST)}" if self.issuer else who


def claim_of(leaf: Certificate) -> Claim:
    """What the certificate of a signer says of who that is. Raises ``ValueError`` where it cannot be read."""
    from cryptography.x509 import (
        RFC822Name,
        SubjectAlternativeName,
        UniformResourceIdentifier,
        UnrecognizedExtension,
    )

    names: list[str] = []
    issuers: dict[str, str] = {}
    for extension in leaf.extensions:
        found = extension.value
        if isinstance(found, SubjectAlternativeName):
            names += found.get_values_for_type(RFC822Name) + found.get_values_for_type(UniformResourceIdentifier)
        elif isinstance(found, UnrecognizedExtension):
            oid = found.oid.dotted_string
            issuers[oid] = (_in_der(found.value) if oid == _ISSUER else found.value).decode("utf-8", "replace")
    return Claim(tuple(names), issuers.get(_ISSUER) or issuers.get(_FIRST_ISSUER, ""))


def _in_der(raw: bytes) -> bytes:
    """What a text in DER holds; all of it where it is no such text."""
    head = 2 if raw[1:2] < b"\x80" else 3 if raw[1:2] == b"\x81" else 0
    is_text = head and len(raw) > head and raw[0] == _TEXT and raw[head - 1] == len(raw) - head
    return raw[head:] if is_text else raw
