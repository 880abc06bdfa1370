"""The REST routes below ``mlsecops/api/``.

Who may: every route wants an authenticated user. An authorizer is asked about the resource ``mlsecops``: the action is
``read`` for all that changes nothing on the server, so that a read-only user sees reports, and ``write`` to suppress
and to store. Routes about notebooks also want ``read`` on ``contents``, and to store ``write``.
"""

from __future__ import annotations

import datetime
import json
import os

import msgspec
from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from tornado import web

from . import bodies, contents
from .filehandlers import ModelsHandler, ReadingHandler, WorkspaceHandler
from .handler import Handler, as_http_error, reading
from .process import WorkerFailed
from .protocol import FindHistory, ListDependencies, PlanFix, ScanBytes, ScanCell, StoreSecret, Suppress
from .reports import ScanError, too_large


class StatusHandler(Handler):
    """``GET status``: what is running."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer ``{version, rules_digest, enabled, block_on_save, scan_on_save}``."""
        self.finish(json.dumps(await self.service.status()))


class RulesHandler(Handler):
    """``GET rules``: what is looked for."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer ``{rules: [RuleInfo]}``."""
        self.need_service()
        try:
            about = await self.service.about()
        except (ScanError, WorkerFailed) as error:
            raise as_http_error(error) from error
        self.finish(msgspec.json.encode({"rules": about.rules}))


class ReportHandler(Handler):
    """``GET report?path=``: the report of a notebook as it is saved."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer a ``PanelReport``: the kept one if the file is still the same, or else a new one."""
        path = await self.own_path(self.get_query_argument("path", strip=False))
        try:
            saved = await self.service.reports.get(path)
        except (ScanError, WorkerFailed) as error:
            raise as_http_error(error) from error
        self.finish(saved.body)


class ScanHandler(Handler):
    """``POST scan``: a notebook as it stands in the browser, or one changed cell of it."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer a ``PanelReport``."""
        body = bodies.decode(self.request.body, bodies.ScanBody)
        path = await self.own_path(body.path)
        raw = bytes(body.notebook)
        if raw:
            if len(raw) > self.service.max_bytes:
                raise web.HTTPError(413, too_large(path, self.service.max_bytes), reason="too-large")
            place = contents.os_path_of(self.contents_manager, path)
            self.finish((await self.ask(path, ScanBytes(path, os_path=place), raw))[1])
            return
        assert body.cell is not None and body.base is not None
        request = ScanCell(path, body.base, body.cell.index, body.cell.id)
        source = body.cell.source.encode("utf-8", "surrogatepass")
        self.finish(await self.ask_about(path, body.base, request, source))


class FixHandler(Handler):
    """``POST fix``: a plan; the front end applies it, and nothing is written here."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer ``{edits, diff, fixed}``."""
        body = bodies.decode(self.request.body, bodies.FixBody)
        path = await self.own_path(body.path)
        request = PlanFix(path, body.base, body.applicability, body.fingerprints)
        self.finish(await self.ask_about(path, body.base, request))


class SuppressHandler(Handler):
    """``POST suppress``: an entry for the notebook's metadata; the front end writes it."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer a ``SuppressionEntry`` in the name of the user, dated today."""
        body = bodies.decode(self.request.body, bodies.SuppressBody)
        path = await self.own_path(body.path)
        reason = body.reason.strip()
        if not reason:
            raise web.HTTPError(400, "A finding is ignored only with a reason: say why.", reason="no-reason")
        user = str(getattr(self.current_user, "username", ""))
        today = datetime.date.today().isoformat()
        request = Suppress(path, body.base, body.rule, body.fingerprint, reason, user, today)
        self.finish(await self.ask_about(path, body.base, request))


class StoreHandler(Handler):
    """``POST store``: move a secret to the ``.env`` beside its notebook, or to the keyring."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer ``{name, where, note}``. The notebook itself is changed by the front end."""
        body = bodies.decode(self.request.body, bodies.StoreBody)
        path = await self.own_path(body.path)
        if not self.service.may_store:
            message = "Moving secrets is switched off (c.MLSecOps.allow_moving_secrets)."
            raise web.HTTPError(403, message, reason="forbidden")
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, "write", "contents")):
            raise web.HTTPError(403, "You are not allowed to write files here.", reason="no-permission")
        folder = os.path.dirname(await self.local_path(path))
        request = StoreSecret(path, body.base, body.fingerprint, body.name, body.where, folder)
        self.finish(await self.ask_about(path, body.base, request))


class HistoryHandler(Handler):
    """``POST history``: whether a secret stands in the git history of its notebook."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer ``{commits, number, pushed, since, complete, reason, repository, whole}``."""
        body = bodies.decode(self.request.body, bodies.HistoryBody)
        path = await self.own_path(body.path)
        request = FindHistory(path, body.fingerprint, await self.local_path(path), body.whole)
        self.finish(await self.ask_about(path, body.base, request))


class DependenciesHandler(Handler):
    """``POST dependencies``: the packages that a notebook needs, and what is known of them."""

    @web.authenticated
    @reading
    async def post(self) -> None:
        """Answer a ``DependencyReport``."""
        body = bodies.decode(self.request.body, bodies.DependenciesBody)
        path = await self.own_path(body.path)
        self.finish(await self.ask_about(path, body.base, ListDependencies(path, body.base)))


class NewsHandler(Handler):
    """``GET news``: what became known of the packages of notebooks since they were scanned."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer a ``NewsReport``. Notebooks that are not on a disk of this machine are not remembered."""
        self.need_service()
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, "read", "contents")):
            raise web.HTTPError(403, "You are not allowed to read notebooks here.", reason="no-permission")
        root = getattr(self.contents_manager, "root_dir", "")
        self.finish(msgspec.json.encode(await self.service.news(root)))


ROUTES: list[tuple[str, type[Handler]]] = [
    ("status", StatusHandler),
    ("rules", RulesHandler),
    ("report", ReportHandler),
    ("scan", ScanHandler),
    ("fix", FixHandler),
    ("suppress", SuppressHandler),
    ("store", StoreHandler),
    ("history", HistoryHandler),
    ("dependencies", DependenciesHandler),
    ("models", ModelsHandler),
    ("reading", ReadingHandler),
    ("workspace", WorkspaceHandler),
    ("news", NewsHandler),
]
