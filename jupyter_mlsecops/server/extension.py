"""The server extension: puts the parts together and takes them down."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.gateway.gateway_client import GatewayClient
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from .config import NEVER, Options
from .events import ScanEvents
from .handlers import ROUTES
from .process import Settings, Worker
from .protocol import SeverityWord
from .save import SaveGate, SaveListener
from .service import Service


def fingerprint_key() -> bytes:
    """The key of this installation, made at the first use."""
    from ..key import install_key

    key: bytes = install_key()
    return key


class MLSecOps(Options, ExtensionApp):
    """Scans notebooks when they are saved. Configured as ``c.MLSecOps``."""

    name = "jupyter_mlsecops"
    description = "A security companion inside Jupyter"
    _service: Service
    _gate: Worker | None = None

    def initialize_settings(self) -> None:
        """Connect to the contents manager's saves. Starts nothing."""
        server = self.serverapp
        assert server is not None and server.event_logger is not None
        manager, bus = server.contents_manager, server.event_logger
        settings = Settings(
            key=fingerprint_key,
            profile=self.profile,
            policy_file=self.policy_file,
            max_bytes=self.max_notebook_bytes,
            timeout=self.scan_timeout,
            may_store=self.allow_moving_secrets,
            local_kernels=not GatewayClient.instance().gateway_enabled,
        )
        events = ScanEvents(bus)
        self._service = Service(
            manager,
            settings,
            enabled=self.enabled,
            number=self.workers,
            block_on_save=self.block_on_save,
            tell=events.workspace,
            log=self.log,
        )
        if not self.enabled:
            return
        listener = SaveListener(manager, self._service.reports, events, self.log)
        bus.add_listener(schema_id=manager.event_schema_id, listener=listener)
        if self.block_on_save != NEVER:
            self._gate = Worker(replace(settings, may_store=False), self.log)
            gate = SaveGate(
                cast("SeverityWord", self.block_on_save),
                self._gate,
                events,
                self.log,
                self.block_timeout,
                self.max_notebook_bytes,
            )
            manager.register_pre_save_hook(gate)

    def initialize_handlers(self) -> None:
        """Add the routes."""
        self.handlers.extend(
            (url_path_join("mlsecops", "api", route), handler, {"service": self._service}) for route, handler in ROUTES
        )

    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Start the workers in the background, once the server listens."""
        if self.enabled:
            self._service.workers.prepare()
        if self._gate is not None:
            self._gate.prepare()

    async def stop_extension(self) -> None:
        """End the workers."""
        await self._service.stop()
        if self._gate is not None:
            self._gate.stop()
