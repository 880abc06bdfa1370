"""The tables as a whole: ids, words, checksums."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections import Counter
from collections.abc import Callable

import pytest

from jupyter_mlsecops.rules.secrets import checks, tables, unprefixed
from jupyter_mlsecops.rules.secrets.row import Row, found, match_of
from jupyter_mlsecops.rules.secrets.sample import sample
from jupyter_mlsecops.sdk import Confidence, Span

ROWS = (*tables.prefixed(), *unprefixed.ROWS)
BY_ID = {row.id: row for row in ROWS}


def test_no_id_is_used_twice() -> None:
    assert [id for id, times in Counter(row.id for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_where_to_look_and_where_to_revoke(row: Row) -> None:
    assert bool(row.screen) != bool(row.context)
    assert row.label[:1].isalnum() and not row.label.endswith(".")
    assert row.variable.isupper() and row.variable.isidentifier()
    assert not row.revoke or row.revoke.startswith("https://")


@pytest.mark.parametrize("row", unprefixed.ROWS, ids=lambda row: row.id)
def test_words_of_context_are_long_enough_to_mean_one_provider(row: Row) -> None:
    assert all(len(word) >= 3 and word == word.lower() for word in row.context)


def _crc(token: str) -> int:
    return zlib.crc32(token.encode())


def _github(chance: random.Random, prefix: str = "ghp_") -> str:
    body = sample("[A-Za-z0-9]{30}", chance)
    return prefix + body + checks._base62(_crc(body), 6)


def _hex_over_all(head: str, body: str) -> Callable[[random.Random], str]:
    def mint(chance: random.Random) -> str:
        token = head + sample(body, chance)
        return f"{token}{_crc(token):08X}"

    return mint


def _cloudflare(chance: random.Random) -> str:
    body = sample("[A-Za-z0-9]{40}", chance)
    return f"cfut_{body}{_crc(body):08x}"


def _grafana(chance: random.Random) -> str:
    body = "glsa_" + sample("[A-Za-z0-9]{32}", chance)
    return f"{body}_{_crc(body).to_bytes(4, 'little').hex()}"


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _gitlab(chance: random.Random, prefix: str = "glpat-") -> str:
    payload = sample("[A-Za-z0-9_-]{36}", chance)
    token = f"{prefix}{payload}.01.10"
    number, digits = _crc(token), ""
    for _ in range(7):
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return token + digits


VALID: dict[str, Callable[[random.Random], str]] = {
    "github-token": _github,
    "gitlab-token": _gitlab,
    "gitlab-deploy-token": lambda c: _gitlab(c, "glrt-"),
    "npm-token": lambda c: _github(c, "npm_"),
    "bitbucket-token": _hex_over_all("ATATT3xFfGF0", "[A-Za-z0-9_-]{150}="),
    "atlassian-repository-token": _hex_over_all("ATCTT3xFfGN0", "[A-Za-z0-9_-]{150}="),
    "bitbucket-app-password": _hex_over_all("ATBB", "[A-Za-z0-9]{24}"),
    "trello-token": _hex_over_all("ATTA", "[0-9a-f]{64}"),
    "cloudflare-token": _cloudflare,
    "grafana-service-token": _grafana,
    "grafana-api-key": lambda c: base64.b64encode(
        json.dumps({"k": sample("[A-Za-z0-9]{32}", c), "n": "x", "id": 1}, separators=(",", ":")).encode()
    ).decode(),
    "prefect-api-key": lambda c: "pnu_" + sample("[A-Za-z0-9]{36}", c),
    "aws-access-key-id": lambda c: "AKIA" + sample("[A-Z2-7]{16}", c),
    "azure-storage-key": lambda c: base64.b64encode(c.randbytes(64)).decode(),
    "discord-bot-token": lambda c: (
        base64.b64encode(b"108765432109876543").decode().rstrip("=")
        + sample("[.][A-Za-z0-9_-]{6}[.][A-Za-z0-9_-]{38}", c)
    ),
    "sentry-org-token": lambda c: f"sntrys_{_b64({'iat': 1700000000.5, 'url': 'x'})}_" + sample("[A-Za-z0-9+/]{43}", c),
    "jwt": lambda c: f"{_b64({'alg': 'HS256'})}.{_b64({'sub': 'x1'})}." + sample("[A-Za-z0-9_-]{43}", c),
    "neptune-api-token": lambda _: base64.b64encode(json.dumps({"api_address": "x", "api_key": "y"}).encode()).decode(),
    "pypi-token": lambda c: "pypi-" + "AgEIcHlwaS5vcmc" + sample("[A-Za-z0-9_-]{89}", c),
    "testpypi-token": lambda c: "pypi-" + "AgENdGVzdC5weXBpLm9yZw" + sample("[A-Za-z0-9_-]{90}", c),
    "jfrog-api-key": lambda c: "AKCp" + sample("[A-HJ-NP-Za-km-z1-9]{69}", c),
    "jfrog-reference-token": lambda c: base64.b64encode(
        b"reftkn:01:1700000000:" + sample("[A-Za-z0-9]{27}", c).encode()
    ).decode(),
}
# Forms that providers began to issue beside those that they had, or that one source alone had left out.
FORMS = (
    ("github-refresh-token", "ghr_[A-Za-z0-9]{76}"),
    ("github-app-token", "ghs_[0-9]{7}_eyJ[A-Za-z0-9_-]{90}[.]eyJ[A-Za-z0-9_-]{200}[.][A-Za-z0-9_-]{86}"),
    ("gitlab-deploy-token", "glrt-t1_[A-Za-z0-9_-]{40}[.][0-9a-z]{9}"),
    ("gitlab-deploy-token", "glrtr-[A-Za-z0-9_-]{20}"),
    ("google-oauth-token", "ya29[.]c[.][A-Za-z0-9_-]{200}"),
    ("google-hmac-key-id", "GOOG1E[A-Z0-9]{55}"),
    ("google-hmac-key-id", "GOOG[A-Z0-9]{20}"),
    ("elastic-cloud-key", "essu_[A-Za-z0-9]{40}/[A-Za-z0-9]{20}[+][A-Za-z0-9]{28}=="),
    ("onepassword-service-token", "ops_eyJ[A-Za-z0-9]{150}/[A-Za-z0-9]{200}[+][A-Za-z0-9]{40}="),
    ("age-secret-key", "AGE-SECRET-KEY-PQ-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    ("azure-ai-services-key", "[A-Za-z0-9]{52}JQQJ9D[A-Za-z0-9]{26}"),
    ("azure-devops-token", "[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{18}AZDO[A-Za-z0-9]{4}"),
    ("alibaba-access-key-id", "LTAI[A-Za-z0-9]{12}"),
    ("heroku-api-key", "HRKU-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    ("netlify-access-token", "nfp_[A-Za-z0-9]{40}"),
    ("supabase-access-token", "sbp_v0_[0-9a-f]{40}"),
    ("sourcegraph-token", "slk_[0-9a-f]{64}"),
    ("tailscale-key", "tskey-scim-[A-Za-z0-9]{12}-[A-Za-z0-9]{32}"),
    ("typeform-token", "tfp_[A-Za-z0-9]{20}=[A-Za-z0-9]{20}[.][A-Za-z0-9]{17}"),
    ("buildkite-token", "bkua_[a-z0-9]{53}"),
    ("dvc-studio-token", "isat_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    ("posthog-personal-key", "phs_[A-Za-z0-9]{46}"),
    ("slack-token", "xoxc-[0-9]{12}-[0-9]{12}-[0-9]{13}-[0-9a-f]{64}"),
    ("you-api-key", "ydc-sk-[0-9a-f]{16}-[A-Za-z0-9]{32}-[0-9a-f]{8}"),
    ("baidu-api-key", "bce-v3/ALTAKSP-[A-Za-z0-9]{21}/[0-9a-f]{40}"),
    ("square-access-token", "sq0csp-[A-Za-z0-9_-]{43}"),
)
BROKEN = {"jfrog-api-key": "0", "aws-access-key-id": "1", "azure-storage-key": "=="}


def test_every_check_has_a_valid_token_here() -> None:
    assert {row.id for row in ROWS if row.check} == VALID.keys()


@pytest.mark.parametrize("id", VALID)
def test_a_checksum_that_holds_makes_sure_and_one_that_fails_drops_nothing(id: str) -> None:
    row, token = BY_ID[id], VALID[id](random.Random(3))
    assert match_of(row, None, Span(0, len(token)), token).confidence is Confidence.HIGH
    broken = _broken(id, token)
    match = match_of(row, None, Span(0, len(broken)), broken)
    assert (match.confidence, match.severity) == (Confidence.MEDIUM, row.severity)


@pytest.mark.parametrize(("id", "form"), FORMS, ids=[f"{id}-{index}" for index, (id, _) in enumerate(FORMS)])
def test_the_first_row_that_takes_a_form_is_its_provider_s(id: str, form: str) -> None:
    for seed in range(20):
        token = sample(form, random.Random(seed))
        text = f"printed {token} ."
        taken = (row.id for row in tables.prefixed() for span, _ in found(row, text) if text[slice(*span)] == token)
        assert next(taken, None) == id


@pytest.mark.parametrize(
    "text",
    [
        "STS.AssumeRoleWithWebIdentity STS.GetCallerIdentity",
        "clip_guidance_scale_factor_by_lip_sync_model_offsets",
        "category_pat_3f9ac1 memory_apikey_name_of_the_provider_row",
        "peaks_" + "0123456789abcdef" * 3,
        "VOLTAIREANISMES LTAIVGKRSPEWHQNM LTAI",
        "cosmo_lambda_cold_dark_matter_parameters",
        "recipe docs_cs_ cs_da39a3ee5e6b4b0d3255bfef95601890afd80709x",
        "key_da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sk_1.0.2 sk_learn_estimator_checks sk_test_split",
        "RGAPI-your-key-here rzp_test_xxxxxxxxxxxxxx",
        "bu_" + "a" * 44,
        "xoxd-" + "x" * 100,
    ],
)
def test_words_that_begin_like_a_token_are_silent(text: str) -> None:
    assert [row.id for row in tables.prefixed() if any(found(row, text))] == []


def _broken(id: str, token: str) -> str:
    """The token with one character changed where its check looks."""
    if id in ("jwt", "discord-bot-token", "neptune-api-token", "sentry-org-token", "pypi-token", "testpypi-token"):
        cut = {"sentry-org-token": 7, "pypi-token": 5, "testpypi-token": 5}.get(id, 0)
        return token[:cut] + "AAAA" + token[cut + 4 :]
    if id in ("jfrog-reference-token", "grafana-api-key"):
        return token[:5] + "AAAAAAAA" + token[13:]
    if id == "prefect-api-key":
        return token.replace("pnu_", "pnb_")
    if id in BROKEN:
        return token[:-4] + "0O1l" if id != "azure-storage-key" else token[:-6] + "AA"
    return token[:-1] + ("0" if token[-1] != "0" else "1")
