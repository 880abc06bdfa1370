"""Notebooks, saves and events for the tests of the server extension."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.server.events import SCAN
from jupyter_mlsecops.server.extension import MLSecOps

from .notebooks import Json, settle


@pytest.fixture
def extension(jp_serverapp: ServerApp) -> MLSecOps:
    """The running extension."""
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyter_mlsecops"]
    assert isinstance(app, MLSecOps)
    return app


@pytest.fixture
def events(jp_serverapp: ServerApp, extension: MLSecOps) -> list[Json]:
    """The scan events, as they come."""
    got: list[Json] = []

    async def listen(logger: object, schema_id: str, data: Json) -> None:
        got.append(data)

    assert jp_serverapp.event_logger is not None
    jp_serverapp.event_logger.add_listener(schema_id=SCAN, listener=listen)
    return got


@pytest.fixture
def save(jp_fetch: Any, jp_serverapp: ServerApp) -> Callable[..., Awaitable[Any]]:
    """Save a notebook as JupyterLab does, and wait for what listens to that."""

    async def put(path: str, content: Json) -> Any:
        body = json.dumps({"type": "notebook", "format": "json", "content": content})
        try:
            return await jp_fetch("api", "contents", path, method="PUT", body=body, request_timeout=60)
        finally:
            await settle(jp_serverapp)

    return put


@pytest.fixture
def api(jp_fetch: Any) -> Callable[..., Awaitable[Json]]:
    """Call a route of ours: GET, or POST with a body."""

    async def call(route: str, body: Any = None, **params: str) -> Json:
        options = (
            {} if body is None else {"method": "POST", "body": body if isinstance(body, bytes) else json.dumps(body)}
        )
        response = await jp_fetch("mlsecops", "api", route, params=params, request_timeout=60, **options)
        answer: Json = json.loads(response.body)
        return answer

    return call
