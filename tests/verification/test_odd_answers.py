"""What comes back from a network that is not at its best: never a wrong state, never a token in what is said."""

import gc
import itertools
import logging
import shutil
import socket
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from jupyter_mlsecops.core.text import Sensitive
from jupyter_mlsecops.verification import client
from jupyter_mlsecops.verification.client import NoAnswer, Request, Response
from jupyter_mlsecops.verification.verify import Candidate, Question, State, Verdict, ask, questions

from .server import Reply, refusing_proxy, says, serving

BOT = "48213" + "96075:A" + "Hx7Kq2LmN9vBtR4wYzH1sJd8FgP3cQe6Ua"
HUB = "hf_" + "QmZrTbYkWnVx" + "LpDsFgHjCaEu" + "RiOoPqKzMe"
LIVE = {"ok": True, "name": "somebody"}
JSON = (("Content-Type", "application/json"),)


def tell(rule: str, token: str, endpoint: str, timeout: float = 5) -> Verdict:
    wanted, _ = questions([Candidate(rule, "name", Sensitive(token))])
    return dict(ask(wanted, endpoint=endpoint, timeout=timeout))["name"]


def pieces(token: str) -> list[str]:
    """Every eight characters of a token."""
    return [token[at : at + 8] for at in range(len(token) - 7)]


@pytest.fixture
def canary(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that is printed or logged holds eight characters of a token."""
    caplog.set_level(logging.DEBUG)
    yield
    out, err = capfd.readouterr()
    assert not [piece for piece in (*pieces(BOT), *pieces(HUB)) if piece in out + err + caplog.text]


ODD = {
    "failure": (Reply(500, b"oops"), "the provider has a failure (500)"),
    "patience": (Reply(429, b"{}", (("Retry-After", "60"), *JSON)), "too many requests (429)"),
    "garbage": (Reply(raw=b"\x00\xff" * 4000), "what came back is not HTTP"),
    "nothing": (Reply(raw=b"\n"), "what came back is not HTTP"),
    "cut": (Reply(body=b'{"ok": tr'), "the answer cannot be read (200)"),
    "not utf-8": (Reply(body=b'{"ok": "\xff\xfe"}'), "the answer cannot be read (200)"),
    "deep": (Reply(body=b"[" * 60_000), "the answer cannot be read (200)"),
    "huge": (Reply(body=b'{"ok": true, "x": "' + b"y" * 70_000 + b'"}'), "the answer is larger than 64 KB"),
    "a page": (Reply(401, b"<p>Log in", (("Content-Type", "text/html; charset=utf-8"),)), "a web page came back (401)"),
    "another type": (
        Reply(200, b'{"ok": true, "name": "a"}', (("Content-Type", "text/plain"),)),
        "the answer is not a known one (200)",
    ),
    "no type": (Reply(200, b'{"ok": true, "name": "a"}', ()), "the answer is not a known one (200)"),
    "a list": (Reply(body=b"[1, 2]"), "the answer is not a known one (200)"),
    "proxy": (Reply(407, b"{}", JSON), "the answer is not a known one (407)"),
    "silence": (Reply(hangs=True), "no answer in time"),
    "slow head": (Reply(raw=b"HTTP/1.0 200 OK\r\n" + b"X: y\r\n" * 50, drips=True), "no answer in time"),
    "slow body": (
        Reply(raw=b'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"ok": true' + b" " * 999, drips=True),
        "no answer in time",
    ),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize(
    ("rule", "token"), [("telegram-bot-token", BOT), ("huggingface-token", HUB)], ids=["bot", "hub"]
)
@pytest.mark.usefixtures("canary")
def test_an_odd_answer_leaves_it_unknown(name: str, rule: str, token: str) -> None:
    reply, reason = ODD[name]
    with serving(reply) as local:
        got = tell(rule, token, local.url, 0.3 if reply.hangs or reply.drips else 5)
    assert len(local.seen) == 1
    assert (got.state, got.reason) == (State.UNKNOWN, reason)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.usefixtures("canary")
def test_a_redirect_is_not_followed(status: int) -> None:
    with serving(says(200, LIVE)) as other:
        away = (("Location", f"{other.url}/bot{BOT}/getMe"), *JSON)
        with serving(Reply(status, b'{"ok": true}', away)) as local:
            got = tell("telegram-bot-token", BOT, local.url)
    assert (got.state, got.reason) == (State.UNKNOWN, f"a redirect, which is not followed ({status})")
    assert (len(local.seen), other.seen) == (1, [])


@pytest.mark.usefixtures("canary")
def test_a_demand_for_a_password_is_not_met() -> None:
    with serving(Reply(401, b"{}", (("WWW-Authenticate", 'Basic realm="x"'), *JSON))) as local:
        assert tell("huggingface-token", HUB, local.url).state is State.REVOKED
    assert len(local.seen) == 1


@pytest.mark.usefixtures("canary")
def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    got = tell("telegram-bot-token", BOT, f"http://127.0.0.1:{port}")
    assert (got.state, got.reason) == (State.UNKNOWN, "no connection")


@pytest.mark.parametrize(
    ("name", "trusted", "state", "reason"),
    [
        ("IP:127.0.0.1", True, State.LIVE, ""),
        ("IP:127.0.0.1", False, State.UNKNOWN, "the certificate of the server is not trusted"),
        ("DNS:elsewhere.example", True, State.UNKNOWN, "the certificate of the server is not trusted"),
    ],
)
@pytest.mark.usefixtures("canary")
def test_a_certificate_that_is_not_right_ends_it_before_the_token_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, state: State, reason: str
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so no certificate can be made")
    key, certificate, both = tmp_path / "key.pem", tmp_path / "certificate.pem", tmp_path / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=a test"]
    made += ["-addext", f"subjectAltName={name}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(says(200, LIVE), both) as local:
        got = tell("telegram-bot-token", BOT, local.url)
    assert (got.state, got.reason, len(local.seen)) == (state, reason, 1 if state is State.LIVE else 0)


@pytest.mark.usefixtures("canary")
def test_the_proxy_of_the_environment_is_a_tunnel_that_sees_the_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing_proxy() as proxy:
        for name, value in proxy.environment().items():
            monkeypatch.setenv(name, value)
        wanted, _ = questions([Candidate("telegram-bot-token", "name", Sensitive(BOT))])
        got = dict(ask(wanted))["name"]
    assert (got.state, got.reason) == (State.UNKNOWN, "no connection")
    assert [sent.split(b" HTTP/")[0] for sent in proxy.sent] == [b"CONNECT api.telegram.org:443"]
    assert not [piece for piece in pieces(BOT) if piece.encode() in b"".join(proxy.sent)]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"https://api.telegram.org/bot{BOT}\n/getMe"),
        ("GET", f"https://[{BOT}/getMe"),
        ("GET", f"https://127.0.0.1:{BOT}/getMe"),
        ("GET", f"ftp://127.0.0.1/{BOT}"),
        ("GET", f"file:///{BOT}"),
        ("GET", BOT),
        (f"GET {BOT}\r\n", "http://127.0.0.1:1/"),
    ],
)
@pytest.mark.usefixtures("canary")
def test_what_the_library_says_of_a_wrong_address_stays_inside(method: str, url: str) -> None:
    with refusing_proxy() as proxy:
        endpoint = proxy.url if url.startswith("https://api") else None
        got = client.send(Request(method, url, (), None), endpoint, 2)
    assert isinstance(got, NoAnswer)
    assert not [piece for piece in pieces(BOT) if piece in repr(got)]


def test_what_holds_a_token_or_an_answer_does_not_print() -> None:
    one = Candidate("telegram-bot-token", "name", Sensitive(BOT))
    [question], _ = questions([one])
    request = client.request_of(question.provider, BOT)
    hub = client.request_of(questions([Candidate("huggingface-token", "b", Sensitive(HUB))])[0][0].provider, HUB)
    shown = "".join(map(repr, (one, question, request, hub, Response(200, "application/json", BOT.encode()))))
    assert not [piece for piece in (*pieces(BOT), *pieces(HUB)) if piece in shown]


@pytest.mark.parametrize(
    "token",
    [
        f"{HUB}\r\nHost: elsewhere.example",
        f"{HUB}\n",
        f"{HUB} {HUB}",
        f"{HUB}\u00e9",
        f"{HUB}\0",
        "short",
        "x" * 4097,
    ],
)
def test_what_cannot_be_a_token_is_not_sent(token: str) -> None:
    wanted, settled = questions([Candidate("huggingface-token", "name", Sensitive(token))])
    assert (wanted, settled["name"].state) == ([], State.NOT_ASSESSED)


@pytest.mark.parametrize("end", ["/../../x", "?a=b", "#c", "%2e", "@elsewhere.example/"])
def test_a_token_in_an_address_stays_one_piece_of_it(end: str) -> None:
    with serving(says(401, {})) as local:
        tell("telegram-bot-token", BOT + end, local.url)
    [seen] = local.seen
    assert seen.path.startswith(f"/bot{BOT}%") and seen.path.count("/") == 2 and seen.path.endswith("/getMe")


def candidates(rule: str, number: int) -> list[Candidate]:
    return [Candidate(rule, f"{rule} {n}", Sensitive(HUB + str(n))) for n in range(number)]


def states(wanted: list[Question], endpoint: str, naps: list[float]) -> dict[str, Verdict]:
    """The verdicts, by a clock that goes on by a tenth of a second at each look, and by each nap."""
    ticks = itertools.count()
    return dict(
        ask(wanted, endpoint=endpoint, clock=lambda: next(ticks) / 10 + sum(naps), sleep=lambda time: naps.append(time))
    )


def test_two_requests_to_one_host_are_a_second_apart_and_other_hosts_do_not_wait() -> None:
    naps: list[float] = []
    wanted, _ = questions([*candidates("huggingface-token", 3), *candidates("replicate-token", 2)])
    with serving(says(401, {})) as local:
        got = states(wanted, local.url, naps)
    assert [one.state for one in got.values()] == [State.REVOKED] * 5
    assert [round(nap, 6) for nap in naps] == [0.9, 0.9, 0.9]  # before the second and third, and the second


def test_a_host_that_asks_for_patience_is_left_alone() -> None:
    with serving(lambda seen: says(429 if "whoami" in seen.path else 401, {})) as local:
        wanted, _ = questions([*candidates("huggingface-token", 3), *candidates("replicate-token", 1)])
        got = states(wanted, local.url, [])
    assert [(name, one.state, one.reason) for name, one in got.items()] == [
        ("huggingface-token 0", State.UNKNOWN, "too many requests (429)"),
        ("huggingface-token 1", State.UNKNOWN, "not asked: too many requests"),
        ("huggingface-token 2", State.UNKNOWN, "not asked: too many requests"),
        ("replicate-token 0", State.REVOKED, ""),
    ]
    assert len(local.seen) == 2


def test_each_value_is_asked_about_once_and_no_more_than_the_most() -> None:
    many = [*candidates("huggingface-token", 4), *candidates("replicate-token", 2)]
    wanted, settled = questions([*many, *reversed(many), *many], most=3)
    assert [q.candidate.fingerprint for q in wanted] == [f"huggingface-token {n}" for n in range(3)]
    assert settled == {
        name: Verdict(State.UNKNOWN, provider, "not asked: 3 were asked before")
        for name, provider in {
            "huggingface-token 3": "Hugging Face",
            "replicate-token 0": "Replicate",
            "replicate-token 1": "Replicate",
        }.items()
    }


def test_a_value_of_two_rules_goes_to_the_provider_that_one_of_them_has() -> None:
    value = Sensitive(HUB)
    for order in (1, -1):
        both = [Candidate("a-rule", "name", value), Candidate("huggingface-token", "name", value)][::order]
        wanted, settled = questions(both)
        assert ([q.provider.name for q in wanted], settled) == (["Hugging Face"], {})


def test_no_connection_stays_open() -> None:
    seen: list[object] = []
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)  # raised while an object dies, so it ends in the hook
        patch.setattr("sys.unraisablehook", seen.append)
        for name in ("huge", "silence", "garbage"):
            local = stack.enter_context(serving(ODD[name][0]))
            tell("huggingface-token", HUB, local.url, 0.3)
        gc.collect()
    assert seen == []
