"""The plugins of detect-secrets: all are known, none goes to the network, and whole tokens are marked."""

from __future__ import annotations

import random
import socket
import subprocess
import sys

import pytest

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules.secrets import adapter, plugins
from jupyter_mlsecops.rules.secrets.sample import sample

TOKENS = {
    "Artifactory Credentials": "AKC[a-zA-Z0-9]{40}",
    "GitHub Token": "ghp_[A-Za-z0-9]{36}",
    "GitLab Token": "glpat-[A-Za-z0-9]{20}",
    "Mailchimp Access Key": "[0-9a-f]{32}-us12",
    "OpenAI Token": "sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
    "PyPI Token": "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{90}",
    "SendGrid API Key": "SG[.][A-Za-z0-9_-]{22}[.][A-Za-z0-9_-]{43}",
    "Slack Token": "xoxb-[0-9]{12}-[0-9]{12}-[A-Za-z0-9]{24}",
    "Square OAuth Secret": "sq0csp-[A-Za-z0-9_-]{43}",
    "Stripe Access Key": "sk_live_[A-Za-z0-9]{24}",
    "Twilio API Key": "SK[0-9a-f]{32}",
}


def test_every_plugin_has_a_screen() -> None:
    assert adapter.installed().keys() == adapter.PLUGINS.keys()


def test_an_unknown_plugin_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(adapter.PLUGINS, "Slack Token")
    adapter.installed.cache_clear()
    with pytest.raises(RuntimeError, match="Slack Token"):
        adapter.installed()
    monkeypatch.undo()
    adapter.installed.cache_clear()


@pytest.mark.parametrize("kind", TOKENS)
def test_the_whole_token_is_marked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    token = sample(TOKENS[kind], random.Random(1))
    text = f'client = Client(x="{token}", timeout=3)'
    assert {text[slice(*span)] for span, _ in adapter.hits(kind, text)} == {token}


def test_a_plugin_sees_no_more_than_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    class Detector:
        denylist = ()

        def analyze_string(self, text: str) -> list[str]:
            seen.append(len(text))
            return []

    adapter._reported.cache_clear()
    monkeypatch.setattr(adapter, "installed", lambda: dict.fromkeys(adapter.PLUGINS, Detector()))
    for kind, plugin in adapter.PLUGINS.items():
        text = " ".join(plugin.literals(False)) + " '" + "a1B2" * 11 + "' api_key: ://a:b@c "
        list(adapter.hits(kind, text * 500))
        list(adapter.plugin_hits((text * 20)[:3000]))
    adapter._reported.cache_clear()
    assert seen and max(seen) <= adapter.WINDOW


def test_entropy_needs_a_name() -> None:
    value = sample("[A-Za-z0-9+/]{44}", random.Random(3))
    for text, count in ((f'use("token", x, "{value}")', 1), (f'row("id", x, "{value}")', 0)):
        segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")
        assert len(list(plugins.high_entropy_string.check(segment))) == count


def test_nothing_foreign_is_imported_with_the_rules() -> None:
    code = "import sys, jupyter_mlsecops.rules as r; list(r.builtin()); print('detect_secrets' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
