"""The command: what it sends, when it refuses, what it prints, how it ends."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from jupyter_mlsecops.cli.verify import Order, perform
from jupyter_mlsecops.verification.providers import PROVIDERS

from ..cli.files import GITHUB, HUGGING_FACE, PASSWORD, SECRETS, STRIPE, code, notebook, printed, run
from .server import Local, Reply, Seen, refusing_proxy, says, serving

TOKENS = (*SECRETS, "canary-login")
AUTHORIZATIONS = {f"Bearer {token}": token for token in (HUGGING_FACE, GITHUB)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with the key beside it."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "key"))
    return place


def leaky(place: Path) -> None:
    """Two files with four secrets: one stands twice, one is ignored, and a password has nobody to ask."""
    cells = (
        code(f'token = "{HUGGING_FACE}"\n', printed(f"token: {HUGGING_FACE}\n"), id="a"),
        code(f'github = "{GITHUB[:10]}" + "{GITHUB[10:]}"\n', id="b"),
        code(f'stripe = "{STRIPE}"  # mlsecops: ignore[stripe-key] of the tests\n', id="c"),
    )
    (place / "a.ipynb").write_text(notebook(*cells), "utf-8")
    (place / "b.py").write_text(f'password = "{PASSWORD}"\nagain = "{HUGGING_FACE}"\n', "utf-8")


def provider(hub: Reply, github: Reply) -> Callable[[Seen], Reply]:
    """Two providers on one server."""
    return lambda seen: hub if seen.path == "/api/whoami-v2" else github


LIVE = says(200, {"name": "canary-login", "login": "canary-login", "id": 1})
REVOKED = says(401, {"error": "canary-login"})
FAILURE = says(500, {})


@pytest.mark.parametrize(
    ("hub", "github", "status", "states", "summary"),
    [
        (LIVE, REVOKED, 1, ("live", "revoked"), "1 live, 1 revoked, 1 not assessed. Revoke what is live: "),
        (REVOKED, REVOKED, 0, ("revoked", "revoked"), "2 revoked, 1 not assessed.\n"),
        (LIVE, FAILURE, 2, ("live", "unknown"), "1 live, 1 unknown, 1 not assessed. Revoke what is live: "),
        (REVOKED, FAILURE, 2, ("revoked", "unknown"), "1 revoked, 1 unknown, 1 not assessed.\n"),
    ],
)
def test_states_and_exit_status(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    hub: Reply,
    github: Reply,
    status: int,
    states: tuple[str, str],
    summary: str,
) -> None:
    leaky(folder)
    with serving(provider(hub, github)) as local:
        assert perform(Order((".",), yes=True), local.url) == status
    out, err = capsys.readouterr()
    of_hub, of_github = states
    why = {"unknown": ": the provider has a failure (500)"}
    assert out.splitlines()[:5] == [
        f"a.ipynb:cell 1:1:10: {of_hub} huggingface-token (Hugging Face{why.get(of_hub, '')})",
        f"a.ipynb:cell 1, output:1:8: {of_hub} huggingface-token (Hugging Face{why.get(of_hub, '')})",
        f"a.ipynb:cell 2:1:10: {of_github} split-secret (GitHub{why.get(of_github, '')})",
        "b.py:1:13: not assessed named-credential (nobody can be asked about it)",
        f"b.py:2:10: {of_hub} huggingface-token (Hugging Face{why.get(of_hub, '')})",
    ]
    assert f"3 secrets: {summary}" in out
    assert err == ""
    assert_told_nothing(out)
    assert asked(local) == [GITHUB, HUGGING_FACE]


def asked(local: Local) -> list[str]:
    """The tokens that a server was asked about; each whole, and once if it stands here once."""
    return [AUTHORIZATIONS[seen.headers["authorization"]] for seen in local.seen]


def assert_told_nothing(said: str) -> None:
    for token in TOKENS:
        assert not [token[at : at + 8] for at in range(len(token) - 7) if token[at : at + 8] in said]


def test_json_is_the_same_bytes_each_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaky(folder)
    said = []
    for paths in (("a.ipynb", "b.py"), (".",)):
        with serving(provider(LIVE, REVOKED)) as local:
            assert perform(Order(paths, yes=True, format="json"), local.url) == 1
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert_told_nothing(said[0])
    report = json.loads(said[0])
    assert list(report) == ["schema_version", "tool", "results", "problems"]
    first, second = report["results"][:2]
    assert list(first) == ["rule", "fingerprint", "location", "state", "provider", "reason"]
    assert (first["rule"], first["state"], first["provider"], first["reason"]) == (
        "huggingface-token",
        "live",
        "Hugging Face",
        "",
    )
    assert first["location"] == {
        "path": "a.ipynb",
        "cell_index": 0,
        "cell_id": "a",
        "part": "source",
        "pointer": "/cells/0/source",
        "region": {"start_line": 1, "start_column": 10, "end_line": 1, "end_column": 47},
    }
    assert (second["fingerprint"], second["location"]["part"]) == (first["fingerprint"], "output")


def test_only_some_rules_and_no_more_than_the_most(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaky(folder)
    with serving(REVOKED) as local:
        assert perform(Order((".",), rules=("huggingface-token",), yes=True), local.url) == 0
        assert asked(local) == [HUGGING_FACE]
        assert perform(Order((".",), most=1, yes=True), local.url) == 2
        assert asked(local) == [HUGGING_FACE, GITHUB]
    assert "unknown huggingface-token (Hugging Face: not asked: 1 were asked before)" in capsys.readouterr().out
    with pytest.raises(click.UsageError, match="No rule is named 'nothing'"):
        perform(Order((".",), rules=("nothing",), yes=True))


def test_a_file_that_cannot_be_read_is_incomplete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaky(folder)
    (folder / "cut.ipynb").write_text('{"cells": [', "utf-8")
    with serving(REVOKED) as local:
        assert perform(Order((".", "missing.ipynb"), yes=True), local.url) == 2
    said = capsys.readouterr().out
    assert "not assessed  cut.ipynb: The file is not valid JSON" in said
    assert "not assessed  missing.ipynb: The file cannot be read" in said
    assert asked(local) == [GITHUB, HUGGING_FACE]


# What follows runs the installed command, with a proxy in its way that sees all that it would send.


def test_nothing_is_sent_without_a_word(folder: Path) -> None:
    leaky(folder)
    with refusing_proxy() as proxy:
        done = run("verify", ".", cwd=folder, **proxy.environment())
    assert (done.returncode, done.stdout, proxy.sent) == (2, b"", [])
    said = done.stderr.decode()
    assert "Tokens to send to GitHub (api.github.com): 1, Hugging Face (huggingface.co): 1." in said
    assert "Nothing was sent. Say --yes-send-to-provider to send them." in said
    assert_told_nothing(said)


def test_with_the_word_each_host_is_called(folder: Path) -> None:
    leaky(folder)
    with refusing_proxy() as proxy:
        done = run("verify", "--yes-send-to-provider", ".", cwd=folder, **proxy.environment())
    assert done.returncode == 2
    assert [sent.split(b" HTTP/")[0] for sent in proxy.sent] == [
        b"CONNECT api.github.com:443",
        b"CONNECT huggingface.co:443",
    ]
    said = done.stdout.decode()
    assert "a.ipynb:cell 2:1:10: unknown split-secret (GitHub: no connection)\n" in said
    assert_told_nothing(said + done.stderr.decode() + b"".join(proxy.sent).decode())


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("typed", "sent"), [("y\n", 2), ("n\n", 0), ("\n", 0)])
def test_on_a_terminal_it_asks(folder: Path, typed: str, sent: int) -> None:
    import pty
    import subprocess

    leaky(folder)
    with refusing_proxy() as proxy:
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode())
        command = [str(Path(sys.executable).parent / "jupyter-mlsecops"), "verify", "."]
        variables = os.environ | proxy.environment() | {"NO_COLOR": "1"}
        done = subprocess.run(
            command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, cwd=folder, env=variables, timeout=60
        )
        os.write(theirs, b"the end\n")
        said = ""
        while "the end" not in said:  # a read brings what is there, which may be less
            said += os.read(ours, 65536).decode()
        os.close(theirs)
        os.close(ours)
    assert "Send them? [y/N]" in said
    assert len(proxy.sent) == sent
    assert (done.returncode, "Nothing was sent." in said) == (2, not sent)


@pytest.mark.parametrize(
    ("project", "admin", "words"),
    [
        ('verification = "forbidden"', "", "mlsecops.toml forbids to send tokens"),
        ("", 'verification = "forbidden"', "mlsecops.toml forbids to send tokens"),
        ('verification = "allowed"', 'verification = "forbidden"', "mlsecops.toml forbids to send tokens"),
        ("verification = ", "", "mlsecops.toml: The policy is not valid TOML"),
        ('verificaton = "forbidden"', "", "'verificaton' is no key of a policy"),
        ("", "verification = ", "mlsecops.toml: The policy is not valid TOML"),
    ],
)
def test_a_policy_that_forbids_it_wins_over_the_word(folder: Path, project: str, admin: str, words: str) -> None:
    leaky(folder)
    (folder / "mlsecops.toml").write_text(project, "utf-8")
    etc = folder.parent / "etc"
    etc.mkdir()
    (etc / "mlsecops.toml").write_text(admin, "utf-8")
    with refusing_proxy() as proxy:
        done = run(
            "verify", "--yes-send-to-provider", ".", cwd=folder, JUPYTER_CONFIG_PATH=str(etc), **proxy.environment()
        )
    assert (done.returncode, done.stdout, proxy.sent) == (2, b"", [])
    said = done.stderr.decode()
    assert words in said and "Nothing was sent." in said


def test_the_policy_of_the_files_counts_as_well_as_that_of_the_working_folder(folder: Path) -> None:
    theirs = folder.parent / "theirs"
    (theirs / "deep").mkdir(parents=True)
    leaky(theirs / "deep")
    (theirs / "pyproject.toml").write_text('[tool.mlsecops]\nverification = "forbidden"\n', "utf-8")
    (folder / "mlsecops.toml").write_text('verification = "allowed"\n', "utf-8")
    with refusing_proxy() as proxy:
        done = run("verify", "--yes-send-to-provider", "../theirs", cwd=folder, **proxy.environment())
    assert (done.returncode, done.stdout, proxy.sent) == (2, b"", [])
    assert "../theirs/pyproject.toml forbids to send tokens" in done.stderr.decode()


@pytest.mark.parametrize("verb", ["scan", "check", "fix"])
def test_no_other_command_sends_anything(folder: Path, verb: str) -> None:
    leaky(folder)
    (folder / "mlsecops.toml").write_text('verification = "allowed"\n', "utf-8")
    with refusing_proxy() as proxy:
        run(verb, "a.ipynb", "b.py", cwd=folder, **proxy.environment())
    assert proxy.sent == []


def test_where_nobody_can_be_asked_nothing_is_asked(folder: Path) -> None:
    (folder / "b.py").write_text(f'password = "{PASSWORD}"\n', "utf-8")
    with refusing_proxy() as proxy:
        done = run("verify", ".", cwd=folder, **proxy.environment())
    assert (done.returncode, proxy.sent) == (0, [])
    assert done.stdout.decode().splitlines() == [
        "b.py:1:13: not assessed named-credential (nobody can be asked about it)",
        "1 secret: 1 not assessed.",
    ]
    (folder / "b.py").write_text("x = 1\n", "utf-8")
    done = run("verify", ".", cwd=folder)
    assert (done.returncode, done.stdout.decode()) == (0, "0 secrets.\n")


def test_the_help_says_where_the_requests_are(folder: Path) -> None:
    done = run("verify", "--help", cwd=folder)
    assert "docs/verification.md" in done.stdout.decode()
    assert {p.host for p in PROVIDERS} == {
        line.split("/")[2]
        for line in (Path(__file__).parents[2] / "docs/verification-requests.md").read_text("utf-8").splitlines()
        if line.startswith(("    GET ", "    POST "))
    }
