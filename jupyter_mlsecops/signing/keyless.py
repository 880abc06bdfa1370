"""Identities of Sigstore: a certificate for minutes, and the logs that hold it, proven without asking a network.

The proof is judged by ``sigstore``, which comes with the extra ``sigstore``. It takes about a second to import, so that
is done where a signature claims to be of somebody whom a policy names, and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from ..core.modelfile import Signer
from ..core.text import printable
from . import roots
from .bundle import PAYLOAD_TYPE, Broken, Bundle, NotVerified

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MISSING = "identities of Sigstore need the package sigstore. Install it with `pip install jupyter_mlsecops[sigstore]`"
_MOMENT = 0.05  # seconds for which one who waits may be held up
_TOLD = 90  # characters of what the library says
# How the library begins where it cannot tell; nothing is known to be wrong then.
_OPEN = ("not enough sources of verified time", "no Timestamp Authorities", "Unsupported", "Integrated time only")


class NotYet(NotVerified):
    """A claim that can be judged in a moment, when what judges it is there."""


class _Library:
    """The library, as far as it is loaded."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_asked_for = False
        self._is_there = Event()

    def is_loaded(self) -> bool:
        """Whether it can be used at once; if not, it is loaded in the background from now on."""
        with self._lock:
            if not self._is_asked_for:
                self._is_asked_for = True
                Thread(target=self._load, name="sigstore", daemon=True).start()
        return self._is_there.wait(_MOMENT)

    def _load(self) -> None:
        with suppress(Exception):  # who uses it next is told
            import sigstore.verify  # noqa: F401
        self._is_there.set()


_library = _Library()
# What the library would warn of on stderr is no finding; who configures logging sees it.
logging.getLogger("sigstore").addHandler(logging.NullHandler())


def is_available() -> bool:
    """Whether identities can be verified at all."""
    from importlib.util import find_spec

    return find_spec("sigstore") is not None


def state_of(signers: Sequence[Signer]) -> tuple[object, ...]:
    """What becomes another one where a trusted root does that signers name."""
    return tuple(roots.mark(one.trusted_root) for one in signers if one.trusted_root)


def verify(bundle: Bundle, leaf: Certificate, signers: Sequence[Signer], folder: str = "", waits: bool = False) -> str:
    """The name of the first of ``signers``, all of whom the certificate ``leaf`` of a bundle claims to be of, whose
    Sigstore proves it. That the signature fits the certificate is known already.

    No trusted root that lies in ``folder`` is followed. Where somebody ``waits``, what is not loaded yet is loaded
    meanwhile, and they are told to ask again. Raises ``Broken`` where the proof is wrong, ``NotVerified`` where that
    cannot be told, and ``NotYet``.
    """
    if not is_available():
        raise NotVerified(MISSING)
    if waits and not _library.is_loaded():
        raise NotYet("what verifies it is being loaded. Save the notebook, or scan it again")
    problems: list[Broken | NotVerified] = []
    for one in signers:
        try:
            _verify(bundle, leaf, one, roots.root_of(one, folder))
        except (Broken, NotVerified) as error:
            problems.append(error)
        else:
            return one.name
    raise next((error for error in problems if isinstance(error, Broken)), problems[0])


def _verify(bundle: Bundle, leaf: Certificate, signer: Signer, root: roots.Root) -> None:
    for stranger in _strangers(bundle, leaf, root):
        raise NotVerified(
            f"{roots.called(signer)} does not know {stranger}: it is of another Sigstore, or younger than the root"
        )
    from sigstore.models import Bundle as Theirs
    from sigstore.verify import policy

    issuers = policy.AnyOf([policy.OIDCIssuerV2(signer.issuer), policy.OIDCIssuer(signer.issuer)])
    who = policy.AllOf([policy.Identity(identity=signer.identity), issuers])
    with _judging(signer):
        theirs = Theirs.from_json(bundle.raw)
        kind, payload = root.verifier.verify_dsse(theirs, who)
        is_same = (kind, payload, theirs.signing_certificate) == (PAYLOAD_TYPE, bundle.payload, leaf)
    if not is_same:
        raise Broken("it can be read in more than one way")


def _strangers(bundle: Bundle, leaf: Certificate, root: roots.Root) -> Iterator[str]:
    """Who vouches for a signature and is not known to a root: nothing can be said of what they vouch for."""
    from cryptography.x509 import AuthorityKeyIdentifier, ExtensionNotFound, PrecertificateSignedCertificateTimestamps

    try:
        by = leaf.extensions.get_extension_for_class(AuthorityKeyIdentifier).value.key_identifier or b""
    except ExtensionNotFound:
        by = b""
    name = leaf.issuer.public_bytes()
    if not any(name == one and by in (b"", key) for one, key in root.authorities):
        yield "who certified them"
    try:
        stamps = list(leaf.extensions.get_extension_for_class(PrecertificateSignedCertificateTimestamps).value)
    except ExtensionNotFound:
        stamps = []
    if any(stamp.log_id not in root.logs for stamp in stamps):
        yield "the log that holds their certificate"
    if any(log not in root.logs for log in bundle.logs):
        yield "the log that holds its entry"


@contextmanager
def _judging(signer: Signer) -> Iterator[None]:
    """What the library says, and all that it stumbles over, as verdicts of ours."""
    from sigstore.errors import CertValidationError, Error, VerificationError

    says = f"it claims to be by {signer.name}, but"
    try:
        yield
    except CertValidationError as error:
        why = "their certificate is forged, or was not valid when it was signed"
        raise Broken(f"{says} {why}") from error
    except VerificationError as error:
        told = _short(error)
        if told.startswith(_OPEN):
            raise NotVerified(f"its proof cannot be decided: {told}") from error
        raise Broken(f"{says} the proof does not hold: {told}") from error
    except Error as error:
        raise NotVerified(f"its proof cannot be read: {_short(error)}") from error
    except Exception as error:  # what is in a bundle must not end the run
        raise NotVerified(f"its proof cannot be read: {type(error).__name__}") from error


def _short(error: Exception) -> str:
    return printable(str(error).partition("\n")[0], _TOLD).rstrip(". ")
