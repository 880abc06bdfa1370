"""What is said of a bundle, where the policy knows somebody by an identity."""

from __future__ import annotations

import json
from typing import Any

from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.signing import bundle
from jupyter_mlsecops.signing.bundle import Broken, NotASignature, NotVerified, Unsupported

from .instance import ANN, LOGIN

from jupyter_mlsecops.signing import keys  # isort: skip

Tree = dict[str, Any]


def ann(root: str, identity: str = ANN) -> Signer:
    return Signer("Ann", identity=identity, issuer=LOGIN, trusted_root=root)


def judged(tree: Tree | bytes, *signers: Signer) -> str:
    """Who signed, or the kind of the refusal and why."""
    raw = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    try:
        return keys.verdict(bundle.parse(raw), signers).signer
    except (Broken, NotVerified, NotASignature, Unsupported) as error:
        return f"{type(error).__name__}: {error}"
