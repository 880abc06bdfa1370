"""What the routes have in common: who may ask, whom they ask, and what an error looks like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http.client import responses
from typing import Any, TypeVar, cast

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from ..core.text import printable
from . import contents
from .jobs import PENDING
from .process import WorkerFailed
from .protocol import Reply, Request
from .reports import ScanError, ask
from .service import Service

RESOURCE = "mlsecops"
F = TypeVar("F", bound=Callable[..., Any])
reading = cast("Callable[[F], F]", authorized("read"))
"""For a POST that changes nothing on the server."""
_PAUSE = 0.2  # seconds between two questions about work that takes long
_PATIENCE = 60.0
_WORKER_STATUS = {"timeout": 504, "configuration": 503, "stopped": 503, "crashed": 502}


class Handler(APIHandler):
    """Base of the routes: errors are ``{message, reason}``."""

    auth_resource = RESOURCE

    def initialize(self, service: Service) -> None:
        """Take the service that answers."""
        self.service = service

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write ``{message, reason}``; nothing of an unexpected exception is told."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        message, reason = "The request failed. Please report this as a bug.", "failed"
        if isinstance(error, web.HTTPError):
            text = (error.log_message or "").replace("%%", "%")
            message, reason = text or responses.get(status_code, "Error"), error.reason or ""
        self.finish(json.dumps({"message": message, "reason": reason}))

    async def own_path(self, path: str) -> str:
        """The path of a notebook that this user may read. Raises ``HTTPError``."""
        self.need_service()
        path = contents.clean_path(path)
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, "read", "contents")):
            raise web.HTTPError(403, "You are not allowed to read notebooks here.", reason="no-permission")
        await contents.check_visible(self.contents_manager, path)
        return path

    def need_service(self) -> None:
        """Raise ``HTTPError`` 503 where the extension is switched off."""
        if not self.service.enabled:
            raise web.HTTPError(503, "Scanning is switched off (c.MLSecOps.enabled).", reason="disabled")

    async def ask(self, path: str, request: Request, payload: bytes = b"") -> tuple[Reply, bytes]:
        """Ask the worker of ``path``. Raises ``HTTPError``."""
        try:
            return await ask(self.service.workers.of(path), request, payload)
        except (ScanError, WorkerFailed) as error:
            raise as_http_error(error) from error

    async def ask_about(self, path: str, base: str, request: Request, payload: bytes = b"") -> bytes:
        """Ask about a state. If the worker has lost it, and it is the saved one, it is scanned again first."""
        try:
            return await self._ask_until_done(path, request, payload)
        except web.HTTPError as error:
            if error.reason != "unknown-base":
                raise
            try:
                saved = await self.service.reports.get(path)
                if saved.digest == base:
                    await self.service.reports.get(path, again=True)
            except (ScanError, WorkerFailed, contents.ContentsError):
                raise error from None
            if saved.digest != base:
                raise
        return await self._ask_until_done(path, request, payload)

    async def _ask_until_done(self, path: str, request: Request, payload: bytes) -> bytes:
        for _ in range(round(_PATIENCE / _PAUSE)):
            reply, body = await self.ask(path, request, payload)
            if reply.reason != PENDING:
                return body
            await asyncio.sleep(_PAUSE)
        message = f"There was no answer within {_PATIENCE:g} s. Does the keyring ask for its password?"
        raise web.HTTPError(504, message, reason="timeout")

    async def local_path(self, path: str) -> str:
        """Where the file of a notebook lies, if it is on a disk of this machine. Raises ``HTTPError``."""
        place = await contents.find(self.contents_manager, path)
        if not isinstance(place, contents.Local):
            raise web.HTTPError(409, f"{path} is not a file on a disk of this server.", reason="not-local")
        return place.os_path


def as_http_error(error: ScanError | WorkerFailed) -> web.HTTPError:
    """The answer to the browser when a scan gave none."""
    status = error.status if isinstance(error, ScanError) else _WORKER_STATUS.get(error.reason, 500)
    return web.HTTPError(status, printable(str(error), 4096), reason=error.reason)  # it is logged
