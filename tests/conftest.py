"""Fixtures of every test.

pytest accepts `pytest_plugins` only in the conftest.py that it finds first.
"""

from typing import Any

import pytest

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server that has the extension and lets nobody in without a token."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_mlsecops": True},
            "allow_unauthenticated_access": False,
        }
    }
