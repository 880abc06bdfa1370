"""Signed models under a server: what verifies identities is loaded in the background, and then the panel knows."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from ..signing import made  # skips where there is no cryptography
from ..signing.instance import ANN, LOGIN, Instance
from .notebooks import Json, notebook

from jupyter_mlsecops.signing import statement  # isort: skip

pytest.importorskip("sigstore", reason="the extra `sigstore` is not installed: no sigstore")

OWN = a.proto(4) + a.call(a.stack_global("acme_models.nets", "Net")) + a.STOP
LOAD = "import joblib\nnet = joblib.load('m.pkl')\n"


@pytest.fixture
def jp_server_config(tmp_path: Path) -> dict[str, Any]:
    """A server whose administrator trusts an identity of a Sigstore, the root of which lies beside the policy."""
    (tmp_path / "policy").mkdir()
    about = {"name": "Ann", "identity": ANN, "issuer": LOGIN, "trusted-root": "root.json"}
    lines = [
        'profile = "audit"',
        "[[model-signers]]",
        *(f"{key} = {json.dumps(value)}" for key, value in about.items()),
    ]
    (tmp_path / "policy" / "mlsecops.toml").write_text("\n".join(lines))
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_mlsecops": True}, "allow_unauthenticated_access": False},
        "MLSecOps": {"policy_file": str(tmp_path / "policy" / "mlsecops.toml")},
    }


def told(report: Json) -> list[tuple[str, str, str]]:
    found = [one for one in report["report"]["findings"] if "model" in one["rule"]]
    return sorted((one["rule"], one["severity"], one["message"]) for one in found)


async def test_the_panel_knows_who_signed_when_it_can_be_told(
    api: Any, save: Any, jp_root_dir: Path, tmp_path: Path
) -> None:
    ours = Instance()
    (tmp_path / "policy" / "root.json").write_text(json.dumps(ours.trusted_root()))
    (jp_root_dir / "m.pkl").write_bytes(OWN)
    payload = statement.encode("m.pkl", {".": made.sha256(jp_root_dir / "m.pkl")})
    (jp_root_dir / "m.pkl.sig").write_text(json.dumps(ours.sign(payload)))
    await save("a.ipynb", notebook(LOAD))
    for _ in range(600):
        report = await api("report", path="a.ipynb")
        (first, *others) = told(report)
        if first[0] != "loaded-model-signature-unverified":
            break
        assert "being loaded" in first[2]
        await asyncio.sleep(0.1)
    assert (first[0], first[1], others) == ("unreviewed-model-loaded", "info", [])
    assert first[2].endswith("; Ann signed it")
