"""Where URLs lead: to this machine, to its network, or elsewhere."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.urls import is_local, is_nearby, is_remote


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://packages.acme.dev/simple", "remote"),
        ("http://user" + ":pw@host.dev:80/x", "remote"),
        ("http://localhost.example.org/x", "remote"),
        ("http://localhost:8080", "local"),
        ("http://app.localhost/x", "local"),
        ("http://host.docker.internal:5000", "local"),
        ("http://127.0.0.1/x", "local"),
        ("http://[::1]:80/", "local"),
        ("http://192.168.0.7/", "nearby"),
        ("http://mlflow:5000", "nearby"),
        ("http://models.internal/x", "nearby"),
        ("http://{host}/x", "unknown"),
        ("http://$host/x", "unknown"),
        ("not a url", "unknown"),
    ],
)
def test_where_a_url_leads(url: str, where: str) -> None:
    told = is_remote(url), is_nearby(url), is_local(url)
    expected = {"remote": (1, 0, 0), "nearby": (0, 1, 0), "local": (0, 1, 1), "unknown": (0, 0, 0)}
    assert told == expected[where]
