"""Who may forbid that tokens are sent: a project, an administrator, and nobody may allow it again."""

import os
from pathlib import Path

import pytest

from jupyter_mlsecops import policyfile
from jupyter_mlsecops.core.policy import Policy, PolicyError, from_table, tightened


@pytest.mark.parametrize(
    ("floor", "other", "result"),
    [
        ("allowed", "allowed", "allowed"),
        ("allowed", "forbidden", "forbidden"),
        ("forbidden", "allowed", "forbidden"),
        ("forbidden", "forbidden", "forbidden"),
    ],
)
def test_a_policy_only_tightens(floor: str, other: str, result: str) -> None:
    assert tightened(Policy(verification=floor), Policy(verification=other)).verification == result


def test_the_key_is_read() -> None:
    assert from_table({}).verification == "allowed"
    assert from_table({"verification": "forbidden"}).verification == "forbidden"
    for wrong in ("always", True, ["allowed"]):
        with pytest.raises(PolicyError, match=r"verification: .* is none of allowed, forbidden\."):
            from_table({"verification": wrong})


def test_where_an_administrator_puts_a_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c", "environment/etc/jupyter"):
        (tmp_path / name).mkdir(parents=True)
    wanted = [tmp_path / "a" / "mlsecops.toml", tmp_path / "environment/etc/jupyter" / "mlsecops.toml"]
    for file in wanted:
        file.write_text("")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", os.pathsep.join(str(tmp_path / name) for name in "bca"))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "environment"))
    assert [file for file in policyfile.of_administrators() if tmp_path in file.parents] == wanted
