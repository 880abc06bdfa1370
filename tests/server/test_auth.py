"""Nobody gets an answer who may not have it: over all our routes."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from jupyter_server.auth import Authorizer
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError

from jupyter_mlsecops.server.handlers import ROUTES

from .notebooks import notebook, refused

METHODS = [
    (route, method)
    for route, handler in ROUTES
    for method in ("GET", "POST")
    if getattr(handler, method.lower()) is not getattr(handler.__mro__[-2], method.lower(), None)
    and method.lower() in vars(handler)
]
BODIES = {
    "scan": {"path": "a.ipynb", "notebook": notebook("x = 1")},
    "fix": {"path": "a.ipynb", "base": "sha256:0"},
    "suppress": {"path": "a.ipynb", "base": "sha256:0", "rule": "r", "fingerprint": "f", "reason": "because"},
    "store": {"path": "a.ipynb", "base": "sha256:0", "fingerprint": "f", "name": "A", "where": "dotenv"},
    "history": {"path": "a.ipynb", "base": "sha256:0", "fingerprint": "f"},
    "dependencies": {"path": "a.ipynb", "base": "sha256:0"},
    "models": {"path": "a.ipynb", "base": "sha256:0"},
    "reading": {"path": "a.ipynb"},
    "workspace": {"path": ""},
}


class ReadOnly(Authorizer):
    """Lets everybody read, and nobody write."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return action == "read"


class NoContents(Authorizer):
    """Lets everybody do all but read notebooks."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "contents"


class Nothing(Authorizer):
    """Lets nobody do anything with us."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "mlsecops"


def request(route: str, method: str) -> dict[str, Any]:
    params = {"path": "a.ipynb"} if route == "report" else {}
    body = {"body": json.dumps(BODIES[route])} if method == "POST" else {}
    return {"method": method, "params": params, **body}


def test_every_route_is_covered() -> None:
    assert {route for route, _ in METHODS} == {route for route, _ in ROUTES}
    assert {route for route, method in METHODS if method == "POST"} == set(BODIES)


@pytest.mark.parametrize(("route", "method"), METHODS)
async def test_no_token(jp_fetch: Any, route: str, method: str) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("mlsecops", "api", route, headers={"Authorization": ""}, **request(route, method))
    assert caught.value.code == 403


@pytest.mark.parametrize(("route", "method"), METHODS)
async def test_xsrf(jp_fetch: Any, jp_serverapp: ServerApp, route: str, method: str) -> None:
    """A browser that is logged in by cookie must send the XSRF token with a POST."""
    if method == "GET":
        return
    token = jp_serverapp.identity_provider.token
    port = jp_serverapp.port
    login = await jp_fetch(
        "login", headers={"Authorization": ""}, params={"token": token}, follow_redirects=False, raise_error=False
    )
    cookies = [c.split(";")[0] for c in login.headers.get_list("Set-Cookie") if "username" in c]
    assert cookies, (login.code, port)
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(
            "mlsecops",
            "api",
            route,
            headers={"Authorization": "", "Cookie": "; ".join(cookies)},
            **request(route, method),
        )
    assert caught.value.code == 403
    assert caught.value.response is not None
    assert "_xsrf" in json.loads(caught.value.response.body)["message"]


@pytest.mark.parametrize(("route", "method"), METHODS)
async def test_denied_by_authorizer(jp_fetch: Any, jp_serverapp: ServerApp, route: str, method: str) -> None:
    jp_serverapp.web_app.settings["authorizer"] = Nothing(parent=jp_serverapp)
    status, body = await refused(jp_fetch("mlsecops", "api", route, **request(route, method)))
    assert (status, "mlsecops" in body["message"]) == (403, True)


@pytest.mark.parametrize(("route", "method"), [(r, m) for r, m in METHODS if r not in ("status", "rules")])
async def test_contents_must_be_readable(jp_fetch: Any, jp_serverapp: ServerApp, route: str, method: str) -> None:
    jp_serverapp.web_app.settings["authorizer"] = NoContents(parent=jp_serverapp)
    status, body = await refused(jp_fetch("mlsecops", "api", route, **request(route, method)))
    assert (status, body["reason"]) == (403, "no-permission")


async def test_read_only_user_sees_reports(api: Any, save: Any, jp_serverapp: ServerApp) -> None:
    await save("a.ipynb", notebook("x = 1"))
    jp_serverapp.web_app.settings["authorizer"] = ReadOnly(parent=jp_serverapp)
    assert (await api("report", path="a.ipynb"))["path"] == "a.ipynb"
    assert (await api("scan", BODIES["scan"]))["path"] == "a.ipynb"
    assert (await api("status"))["enabled"] is True
    for route in ("suppress", "store"):
        status, _ = await refused(api(route, BODIES[route]))
        assert status == 403
    status, answer = await refused(api("history", BODIES["history"]))
    assert (status, answer["reason"]) == (409, "unknown-base")  # allowed to ask


def test_server_finds_no_open_handler(jp_configurable_serverapp: Any) -> None:
    """The server's own check at start: each handler is authenticated, or says that it is meant to be open."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        jp_configurable_serverapp()
    assert [str(w.message) for w in caught if "mlsecops" in str(w.message)] == []
