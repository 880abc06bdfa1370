"""The routes about model files, and about files and folders that somebody points at."""

from __future__ import annotations

import msgspec
from jupyter_core.utils import ensure_async
from tornado import web

from ..core.panelreport import FileScan
from . import bodies, contents
from .handler import Handler, reading
from .protocol import ListModels, Reading
from .workspace import Busy

_WAIT = 0.5  # seconds that an answer waits for the end of a scan


class ModelsHandler(Handler):
    """``POST models``: the model files that a notebook loads, and what is known of them."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer a ``ModelReport``."""
        body = bodies.decode(self.request.body, bodies.ModelsBody)
        path = await self.own_path(body.path)
        self.finish(await self.ask_about(path, body.base, ListModels(path, body.base)))


class ReadingHandler(Handler):
    """``POST reading``: how far the reading of large model files is, for who shows a notebook that loads them."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer ``{reading: ReadingModel | null}``. Who does not ask for half a minute is taken to be gone."""
        body = bodies.decode(self.request.body, bodies.ReadingBody)
        path = await self.own_path(body.path)
        self.finish((await self.ask(path, Reading(path, body.stop)))[1])


class WorkspaceHandler(Handler):
    """``POST workspace``: scan a file, or all files of a folder, and ask how far that is."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer a ``FileScan``: of a new scan, or with ``id`` of one that was begun before; ``cancel`` ends it."""
        body = bodies.decode(self.request.body, bodies.WorkspaceBody)
        place = await self._place(body.path)
        workspace = self.service.workspace
        if body.id is None:
            try:
                name = workspace.start(place)
            except Busy:
                message = "Several scans of files are running. Wait for one of them, or cancel it."
                raise web.HTTPError(503, message, reason="busy") from None
        else:
            name = body.id
            if body.cancel:
                workspace.cancel(name)
        told: FileScan | None = await workspace.ask(name, _WAIT)
        if told is None or told.path != place.path:
            raise web.HTTPError(404, "This scan is no longer known. Start it again.", reason="no-such-scan")
        self.finish(msgspec.json.encode(told))

    async def _place(self, path: str) -> contents.Place:
        """A file or folder that this user may read. Raises ``HTTPError``."""
        self.need_service()
        path = contents.clean_path(path, may_be_root=True)
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, "read", "contents")):
            raise web.HTTPError(403, "You are not allowed to read files here.", reason="no-permission")
        return await contents.place(self.contents_manager, path)
