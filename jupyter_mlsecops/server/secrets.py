"""The worker's answers about the value of one secret: moving it to a store, and looking for it in git's history.

A value is known here only because its notebook was scanned. It goes to the store that the person chose, and nowhere
else: no reply holds it.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from . import protocol as p
from .jobs import Answer, Jobs
from .limits import writing
from .states import State

if TYPE_CHECKING:
    from ..core.engine import Scan
    from ..service.secrets import Secret

_MOST = 1000
_SECONDS = 20.0


class Secrets:
    """The secrets of the notebooks that were scanned last, longer than their states: after a fix, the question where
    else a value stands is asked of a notebook that no longer holds it."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: OrderedDict[tuple[str, str], Secret] = OrderedDict()
        self._jobs = Jobs()

    def remember(self, path: str, scan: Scan) -> None:
        """Keep the values of a scan."""
        from ..core.model import Category

        if not any(finding.category is Category.SECRETS for finding in (*scan.findings, *scan.suppressed)):
            return
        from ..service.secrets import secrets_of

        for name, secret in secrets_of(scan, self._key).items():
            self._known[path, name] = secret
            self._known.move_to_end((path, name))
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def store(self, request: p.StoreSecret, state: State | None) -> Answer:
        """Write a secret of ``state`` where a fix reads it from. ``{name, where, note}``."""
        from ..service import secrets
        from ..service.stored import StoreError

        def work(secret: Secret) -> Answer:
            try:
                with writing():
                    stored = secrets.store(request.where, request.folder, request.name, secret)
            except StoreError as error:
                return _error(409, "not-stored", str(error))
            except PermissionError:
                return _error(403, "forbidden", "This server may not write.")
            return p.Reply(), msgspec.json.encode(stored)

        if state is None:
            return _error(409, "unknown-base", f"{request.path}: the server no longer has this state. Scan again.")
        named = [finding for finding in state.scan.findings if finding.fingerprint == request.fingerprint]
        known = self._known.get((request.path, request.fingerprint))
        if known is None or not any(secrets.fix_for(finding, request.where, request.name) for finding in named):
            return _error(404, "no-such-fix", f"{request.path}: no finding has a fix of this kind. Scan again.")
        return self._jobs.ask(request, partial(work, known))

    def history(self, request: p.FindHistory) -> Answer:
        """Look for a secret in the commits of its repository. ``service.history.History``."""
        known = self._known.get((request.path, request.fingerprint))
        if known is None:
            return _error(409, "unknown-base", f"{request.path}: the server no longer knows this value. Scan again.")

        def work() -> Answer:
            from ..service.history import search

            found = search(request.os_path, known.needles, request.whole, _SECONDS)
            return p.Reply(), msgspec.json.encode(found)

        return self._jobs.ask(request, work)


def _error(status: int, reason: str, message: str) -> Answer:
    return p.Reply(status=status, reason=reason, message=message, complete=False), b""
