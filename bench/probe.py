"""A server extension for the benchmarks only: how long the event loop of this server stood still, and its memory."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

PAUSE = 0.002
worst = 0.0


async def watch() -> None:
    """Sleep shortly, again and again, and note by how much the longest sleep was too long."""
    global worst
    while True:
        began = time.perf_counter()
        await asyncio.sleep(PAUSE)
        worst = max(worst, time.perf_counter() - began - PAUSE)


class Probe(APIHandler):
    """``GET probe``: the longest stall since the last call in milliseconds, and resident memory in MB."""

    auth_resource = "probe"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer and begin anew."""
        global worst
        stall, worst = worst * 1000, 0.0
        pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
        memory = pages * resource.getpagesize() / 1e6
        self.finish(json.dumps({"stall": stall, "memory": memory}))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "probe"}]


def _load_jupyter_server_extension(app) -> None:  # type: ignore[no-untyped-def]
    route = url_path_join(app.web_app.settings["base_url"], "probe")
    app.web_app.add_handlers(".*$", [(route, Probe)])


async def _start_jupyter_server_extension(app) -> None:  # type: ignore[no-untyped-def]
    app.probe_task = asyncio.create_task(watch())
