"""What one scan of a notebook learns of the files that it loads, beside what earlier scans knew of them."""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec.structs import astuple, replace

from ..core.dataloads import data_loads
from ..core.engine import Models
from ..core.ipynb import Notebook
from ..core.loads import Load
from ..core.modelfile import LINK, Altered, ModelFile, Signer
from .digests import NotHashed, hash_file
from .ledger import LedgerError
from .modelfiles import identity
from .models import Read, beside, leads_out
from .opening import may_be_kept
from .provenance import Record, Seen
from .signatures import Signatures

MOST_HASHED = 4 << 30
"""Bytes of one file that are hashed where nobody waits; of a larger one its size tells whether it was altered."""
QUICKLY_HASHED = 1 << 20
"""The same where somebody waits."""
_OF_ONE = 4  # times as many bytes are hashed for one notebook

Known = Callable[[str], Record | None]
Around = Callable[[Read], Read]


class Lookback:
    """What is known of the files that one notebook loads, and what is to be put down of them after its scan.

    ``known`` is asked what is known of the file at a path; None for nobody. ``signers`` are those whose signatures
    count. ``most`` is how many bytes of one file are read to tell whether it is the same; where nobody ``remembers``
    what was seen, a file of which nothing is known is not read.
    """

    def __init__(
        self,
        known: Known | None,
        signers: tuple[Signer, ...] = (),
        most: int = MOST_HASHED,
        remembers: bool = True,
    ) -> None:
        self.problem = ""
        self._ask_known = known
        self._signers = signers
        self._most = most
        self._remembers = remembers and known is not None
        self._left = _OF_ONE * most
        self._seen: dict[str, Seen] = {}
        self._paths: dict[str, str] = {}  # by what reports call them

    def models(self, root: str, make: Callable[[Around], Models]) -> Models:
        """What ``make`` makes with the way to read files that it is given: each file comes with what it was before, if
        that was something else, and with what a signature beside it, inside of ``root``, is worth."""
        signatures = Signatures(self._signers, root, self._most)

        def around(read: Read) -> Read:
            def signed(path: str, shown: str, status: os.stat_result) -> ModelFile:
                model = self._look(read(path, shown, status), path, status)
                if leads_out(status):
                    return model
                signature = signatures.of(path, shown, model.digest or self._seen[path].digest)
                return model if signature is None else replace(model, signature=signature)

            return signed

        return self._noting(make(around), "model")

    def data(self, file: str, name: str, root: str) -> Models:
        """What the engine asks for data files: those that are not what they were."""

        def unread(path: str, shown: str, status: os.stat_result) -> ModelFile:
            kind, size = (LINK, 0) if leads_out(status) else ("data", status.st_size)
            return self._look(ModelFile(shown, kind, "", size), path, status)

        ask = self._noting(beside(file, name, root, read=unread), "data")

        def altered(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
            found = {path: tuple(one for one in some if one.altered) for path, some in ask(loads).items()}
            return {path: some for path, some in found.items() if some}

        return altered

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What is to be put down."""
        return tuple(one for one in self._seen.values() if may_be_kept(one.path)) if self._remembers else ()

    def _look(self, model: ModelFile, path: str, status: os.stat_result) -> ModelFile:
        """A file, with what it was; what it is now is noted."""
        # When its status changed, nobody can set as they like; when its content did, everybody can.
        known, state = self._known(path), ":".join(map(str, (*astuple(identity(status)), status.st_ctime_ns)))
        if leads_out(status):  # what it leads to is not known
            return model if known is None else replace(model, altered=_was(known))
        digest = model.digest or (known.digest_in(state) if known is not None else "")
        if not digest and (known is not None or self._remembers):
            digest = self._hash(path, status)
        self._paths[model.path] = path
        self._seen.setdefault(path, Seen(path, "model", "", status.st_size, digest, state))
        if known is None or known.is_same(status.st_size, digest, state) is not False:
            return model
        return replace(model, digest=model.digest or digest, altered=_was(known))

    def _known(self, path: str) -> Record | None:
        if self._ask_known is None or self.problem or not may_be_kept(path):
            return None
        try:
            return self._ask_known(path)
        except LedgerError as error:
            self.problem = str(error)
            return None

    def _hash(self, path: str, status: os.stat_result) -> str:
        if status.st_size > min(self._most, self._left):
            return ""
        self._left -= status.st_size
        try:
            return hash_file(path, status)
        except NotHashed:
            return ""

    def _noting(self, ask: Models, kind: str) -> Models:
        def asked(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
            found = dict(ask(loads))
            for load in loads:
                for model in found.get(load.path, ()):
                    path = self._paths.get(model.path)
                    if path is not None:
                        self._seen[path] = _explained(self._seen[path], load, kind)
            return found

        return asked


def _was(known: Record) -> Altered:
    writer = os.path.basename(known.writers[0]) if known.writers else ""
    return Altered(known.assessed[:10], known.size, known.digest, writer)


def _explained(seen: Seen, load: Load, kind: str) -> Seen:
    """What was seen of a file, with where a call that loads it has it from."""
    kinds = {"written": "written", "uploaded": "uploaded", "url": "url", "downloaded": load.source or "downloaded"}
    origin = seen.origin or kinds.get(load.origin.kind, "")
    expected = load.origin.kind == "written" or load.origin.is_checked
    return seen._replace(kind=kind, origin=origin, is_expected=seen.is_expected or expected)


def same_data(notebook: Notebook, data: Models) -> bool:
    """Whether the data files that a scanned notebook reads are still what they were then, as ``data`` knows them."""
    return dict(data(data_loads(notebook))) == notebook.data
