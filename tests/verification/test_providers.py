"""Each provider: the request that goes out is the one that is documented, and each answer means what it should."""

import base64
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jupyter_mlsecops import __version__, rules
from jupyter_mlsecops.core.model import Category
from jupyter_mlsecops.core.text import Sensitive
from jupyter_mlsecops.verification import client
from jupyter_mlsecops.verification.providers import PROVIDERS, provider_of
from jupyter_mlsecops.verification.verify import Candidate, State, Verdict, ask, questions

from .server import says, serving

PAGE = Path(__file__).parents[2] / "docs" / "verification-requests.md"
REST = "x7Kq2LmN9vBt" + "R4wYzH1sJd8F"
STATES = {"live": State.LIVE, "revoked": State.REVOKED, "unknown": State.UNKNOWN}


class Documented(NamedTuple):
    """One section of the page: a request with the word TOKEN in it."""

    name: str
    rules: list[str]
    method: str
    url: str
    headers: dict[str, str]
    body: str


def documented() -> list[Documented]:
    sections = []
    for section in PAGE.read_text("utf-8").split("\n## ")[1:]:
        name, _, text = section.partition("\n")
        lines = [line.removeprefix("    ") for line in text.split("- Asked about")[0].strip("\n").splitlines()]
        head, _, body = "\n".join(lines).partition("\n\n")
        first, *headers = head.splitlines()
        method, url = first.split(" ")
        asked = re.search(r"- Asked about: tokens of ([^\n]*?)(?:, but none|\n)", section)
        assert asked is not None
        split = (header.split(": ", 1) for header in headers)
        named = re.findall(r"`([^`]+)`", asked[1])
        sections.append(Documented(name, named, method, url, {k.lower(): v for k, v in split}, body))
    return sections


def filled(text: str, token: str) -> str:
    """A documented text with a token in it."""
    text = text.replace("TOKEN", token)
    coded = re.search(r"base64\((.*)\)", text)
    return text.replace(coded[0], base64.b64encode(coded[1].encode()).decode()) if coded else text


def candidate(rule: str, token: str) -> Candidate:
    return Candidate(rule, f"name of {token[-6:]}", Sensitive(token))


def verdict(rule: str, token: str, endpoint: str) -> Verdict:
    wanted, settled = questions([candidate(rule, token)])
    return (settled | dict(ask(wanted, endpoint=endpoint, timeout=5)))[candidate(rule, token).fingerprint]


def test_there_are_enough_providers_and_every_rule_is_one_of_ours() -> None:
    assert len({provider.name for provider in PROVIDERS}) >= 14
    secrets = {rule.id for rule in rules.load() if rule.category is Category.SECRETS}
    named = [rule for provider in PROVIDERS for rule in provider.rules]
    assert not set(named) - secrets
    assert len(named) == len(set(named))


def test_every_request_is_https_and_reads() -> None:
    for provider in PROVIDERS:
        assert provider.url.startswith("https://") and provider.docs.startswith("https://")
        assert provider.method in ("GET", "POST")
        assert provider.live
        assert "mutation" not in provider.body
        assert "TOKEN" not in provider.host
        where = [provider.url, provider.body, *(value for _, value in provider.headers)]
        assert sum(text.count("TOKEN") for text in where) == 1


@pytest.mark.parametrize("page", documented(), ids=lambda page: f"{page.name} {page.rules[0]}")
def test_the_request_is_the_documented_one(page: Documented) -> None:
    for rule in page.rules:
        token = REST + rule
        with serving(says(500, {})) as local:
            verdict(rule, token, local.url)
        [seen] = local.seen
        wanted = {
            "host": local.url.removeprefix("http://"),
            "user-agent": f"jupyter_mlsecops/{__version__}",
            "accept-encoding": "identity",
            "connection": "close",
        }
        if page.method == "POST":
            wanted |= {"content-length": str(len(page.body)), "content-type": "application/x-www-form-urlencoded"}
        wanted |= {name: filled(value, token) for name, value in page.headers.items()}
        path = "/" + page.url.split("/", 3)[3]
        assert seen == (page.method, filled(path, token), wanted, page.body.encode())
        provider = provider_of(rule, token)
        assert provider is not None
        assert client.request_of(provider, token).url == filled(page.url, token)


def test_the_page_has_every_provider() -> None:
    assert [(page.name, tuple(page.rules)) for page in documented()] == [(p.name, p.rules) for p in PROVIDERS]


ANSWERS: list[tuple[str, int, Any, str]] = [
    ("github-token", 200, {"login": "canary-login", "id": 1}, "live"),
    ("github-token", 403, {"message": "Resource not accessible by integration"}, "live"),
    ("github-token", 403, {"message": "You have exceeded a secondary rate limit"}, "unknown"),
    ("github-token", 401, {"message": "Bad credentials"}, "revoked"),
    ("github-token", 404, {"message": "Not Found"}, "unknown"),
    ("gitlab-token", 200, {"active": True, "revoked": False}, "live"),
    ("gitlab-token", 200, {"active": False}, "unknown"),
    ("gitlab-token", 403, {"error": "insufficient_scope"}, "live"),
    ("gitlab-token", 401, {"message": "401 Unauthorized"}, "unknown"),
    ("huggingface-token", 200, {"type": "user", "name": "canary-login"}, "live"),
    ("huggingface-token", 401, {"error": "Invalid username or password."}, "revoked"),
    ("openai-project-key", 200, {"object": "list", "data": []}, "live"),
    ("openai-project-key", 401, {"error": {"code": "invalid_api_key"}}, "revoked"),
    ("openai-project-key", 401, {"error": {"code": "ip_not_authorized"}}, "unknown"),
    ("openai-project-key", 401, {"error": "invalid_api_key"}, "unknown"),
    ("anthropic-api-key", 200, {"data": [], "has_more": False}, "live"),
    ("anthropic-api-key", 401, {"type": "error", "error": {"type": "authentication_error"}}, "revoked"),
    ("anthropic-admin-key", 200, {"type": "organization", "id": "1"}, "live"),
    ("anthropic-admin-key", 401, {"type": "error", "error": {"type": "authentication_error"}}, "revoked"),
    ("slack-token", 200, {"ok": True, "user": "canary-login"}, "live"),
    ("slack-token", 200, {"ok": False, "error": "token_revoked"}, "revoked"),
    ("slack-token", 200, {"ok": False, "error": "token_expired"}, "revoked"),
    ("slack-token", 200, {"ok": False, "error": "account_inactive"}, "revoked"),
    ("slack-token", 200, {"ok": False, "error": "invalid_auth"}, "unknown"),
    ("stripe-key", 200, {"object": "balance", "available": []}, "live"),
    ("stripe-test-key", 403, {"error": {"type": "invalid_request_error"}}, "live"),
    ("stripe-key", 401, {"error": {"type": "invalid_request_error"}}, "revoked"),
    ("sendgrid-api-key", 200, {"scopes": ["mail.send"]}, "live"),
    ("sendgrid-api-key", 401, {"errors": [{"message": "authorization required"}]}, "revoked"),
    ("groq-api-key", 200, {"object": "list", "data": []}, "live"),
    ("groq-api-key", 401, {"error": {"code": "invalid_api_key"}}, "revoked"),
    ("mistral-api-key", 200, {"object": "list", "data": []}, "live"),
    ("mistral-api-key", 401, {"detail": "Unauthorized"}, "revoked"),
    ("cohere-api-key", 200, {"valid": True, "organization_id": "1"}, "live"),
    ("cohere-api-key", 200, {"valid": False}, "revoked"),
    ("cohere-api-key", 200, {"valid": 1}, "unknown"),
    ("cohere-api-key", 401, {"message": "invalid api token"}, "revoked"),
    ("replicate-token", 200, {"type": "user", "username": "canary-login"}, "live"),
    ("replicate-token", 401, {"title": "Unauthenticated"}, "revoked"),
    ("digitalocean-token", 200, {"account": {"status": "active"}}, "live"),
    ("digitalocean-token", 401, {"id": "Unauthorized"}, "revoked"),
    ("digitalocean-token", 403, {"id": "Forbidden"}, "unknown"),
    ("telegram-bot-token", 200, {"ok": True, "result": {"is_bot": True}}, "live"),
    ("telegram-bot-token", 401, {"ok": False, "error_code": 401}, "revoked"),
    ("telegram-bot-token", 404, {"ok": False, "error_code": 404}, "revoked"),
    ("telegram-bot-token", 404, {"error": "no such page"}, "unknown"),
    ("discord-bot-token", 200, {"id": "1", "bot": True}, "live"),
    ("discord-bot-token", 401, {"message": "401: Unauthorized", "code": 0}, "unknown"),
    ("wandb-api-key", 200, {"data": {"viewer": {"id": "VXNlcjox"}}}, "live"),
    ("wandb-v1-api-key", 200, {"data": {"viewer": None}}, "unknown"),
    ("wandb-api-key", 401, {"errors": [{"message": "permission denied"}]}, "unknown"),
    ("pinecone-api-key", 200, {"indexes": []}, "live"),
    ("pinecone-api-key", 401, {"error": {"code": "UNAUTHENTICATED"}}, "revoked"),
    ("cloudflare-token", 200, {"success": True, "result": {"id": "1", "status": "active"}}, "live"),
    ("cloudflare-token", 200, {"success": True, "result": {"status": "disabled"}}, "revoked"),
    ("cloudflare-token", 401, {"success": False, "errors": [{"code": 1000}]}, "revoked"),
    ("cloudflare-token", 400, {"success": False, "errors": [{"code": 6003}]}, "unknown"),
    ("cloudflare-token", 401, {"success": False, "errors": []}, "unknown"),
    ("cloudflare-legacy-token", 200, {"result": {"status": "active"}}, "live"),
    ("cloudflare-legacy-token", 200, {"result": {"status": "expired"}}, "revoked"),
    ("cloudflare-legacy-token", 401, {"errors": [{"code": 1000}]}, "unknown"),
    ("notion-token", 200, {"object": "user", "type": "bot"}, "live"),
    ("notion-token", 401, {"object": "error", "code": "unauthorized"}, "revoked"),
    ("linear-api-key", 200, {"data": {"viewer": {"id": "1"}}}, "live"),
    ("linear-api-key", 401, {"errors": [{"extensions": {"code": "AUTHENTICATION_ERROR"}}]}, "revoked"),
    ("linear-api-key", 400, {"errors": [{"extensions": {"code": "RATELIMITED"}}]}, "unknown"),
    ("airtable-token", 200, {"id": "usr1", "scopes": []}, "live"),
    ("airtable-token", 401, {"error": {"type": "AUTHENTICATION_REQUIRED"}}, "revoked"),
    ("openrouter-api-key", 200, {"data": {"label": "canary-login"}}, "live"),
    ("openrouter-api-key", 401, {"error": {"code": 401}}, "revoked"),
    ("deepgram-api-key", 200, {"projects": []}, "live"),
    ("deepgram-api-key", 401, {"err_code": "INVALID_AUTH"}, "revoked"),
    ("elevenlabs-api-key", 200, {"user_id": "1"}, "live"),
    ("elevenlabs-api-key", 401, {"detail": {"status": "missing_permissions"}}, "live"),
    ("elevenlabs-api-key", 401, {"detail": {"status": "invalid_api_key"}}, "revoked"),
    ("elevenlabs-api-key", 401, {"detail": {"status": "detected_unusual_activity"}}, "unknown"),
]


@pytest.mark.parametrize(("rule", "status", "body", "state"), ANSWERS)
def test_what_an_answer_means(rule: str, status: int, body: Any, state: str) -> None:
    with serving(says(status, body)) as local:
        got = verdict(rule, REST + rule, local.url)
    assert got.state is STATES[state]
    assert got.provider and "canary-login" not in str(got)


def test_the_answers_above_are_of_every_provider() -> None:
    played = {(rule, state) for rule, _, _, state in ANSWERS}
    for provider in PROVIDERS:
        of_it = {state for rule, state in played if rule in provider.rules}
        assert {"live", "revoked" if provider.revoked else "unknown"} <= of_it, provider.name


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("github-token", "ghr" + "_"),
        ("openai-project-key", "sk-" + "admin-"),
        ("openai-unmarked-key", "sk-" + "admin-"),
        ("slack-token", "xoxs" + "-"),
        ("digitalocean-token", "dor" + "_v1_"),
        ("cloudflare-token", "cfat" + "_"),
        ("cloudflare-token", "cfk" + "_"),
        ("named-credential", ""),
        ("deepseek-api-key", "sk" + "-"),
    ],
)
def test_nobody_is_asked_about_these(rule: str, start: str) -> None:
    wanted, settled = questions([candidate(rule, start + REST)])
    assert wanted == []
    assert [one.state for one in settled.values()] == [State.NOT_ASSESSED]
