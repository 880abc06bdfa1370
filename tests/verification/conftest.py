"""Fixtures of the tests of verification: nothing of this machine's surroundings counts."""

import pytest


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no administrator's folder in the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "jupyter_config_path"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
