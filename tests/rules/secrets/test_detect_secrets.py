"""The plugins of detect-secrets find the same where a screen hits as if they are asked everywhere."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from detect_secrets.settings import default_settings
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.decoding import NotebookError
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.segments import segments
from jupyter_mlsecops.rules.secrets.adapter import WINDOW, folded, hits, plugin_hits, windows
from jupyter_mlsecops.rules.secrets.plugin_table import PLUGINS
from jupyter_mlsecops.rules.secrets.sample import sample
from jupyter_mlsecops.sdk import Span

from .unmodified import INDIRECT, everywhere, filtered, lines, screened, unmodified

EXAMPLES = Path(__file__).parents[3] / "examples"
EVERY = 1 if os.environ.get("MLSECOPS_WHOLE_CORPUS") else 6

# One text for each plugin; what stands in brackets is drawn by chance. The marks are those that a plugin asks for.
SHAPES = {
    "Artifactory Credentials": "x=AKC[a-zA-Z0-9]{12} | :AP[0-9A-F][a-zA-Z0-9]{9}",
    "AWS Access Key": "(?:A3TX|AKIA|ASIA)[0-9A-Z]{16} | aWs_secret_[Kk]ey = '[0-9a-zA-Z/+]{40}'",
    "Azure Storage Account access key": "AccountKey=[a-zA-Z0-9+/=]{88};",
    "Basic Auth Credentials": "https://[a-z]{4}:[a-zA-Z0-9]{12}@host",
    "Cloudant Credentials": "cl_api_pwd {1,40}: {0,40}'[0-9a-f]{64}' | https://[a-z]{4}:[a-z]{24}@ac[.]cloudant[.]com",
    "Discord Bot Token": "[MNO][a-zA-Z0-9_-]{24}[.][a-zA-Z0-9_-]{6}[.][a-zA-Z0-9_-]{27}",
    "GitHub Token": "gh[pousr]_[A-Za-z0-9_]{36}",
    "GitLab Token": "gl(?:pat|dt|ft|soat|rt)-[A-Za-z0-9_-]{20,30} glcbt-[0-9a-f]{2}_[A-Za-z0-9]{20} glptt-[a-z0-9]{40}",
    "Base64 High Entropy String": "x = '[a-zA-Z0-9+/]{44}' | \"[a-zA-Z0-9_-]{50}\"",
    "Hex High Entropy String": "x = '[0-9a-f]{32}' | \"[0-9A-F]{12}\"",
    "IBM Cloud IAM Key": 'ibm_cloud_iam_[Pp]wd => "[a-zA-Z0-9_-]{44}" | token  [a-zA-Z0-9]{44}',
    "IBM COS HMAC Credentials": "cos_secret-access-key::[a-f0-9]{48}",
    "Public IP (ipv4)": " 8[.]8[.][1-9][0-9][.]4:80 ",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9[.]eyJzdWIiOiIxIn0[.][a-zA-Z0-9_-]{43} eyJ[a-z]{40}",
    "Secret Keyword": "[ad]b_password = '[a-zA-Z0-9]{12}' | Api_Key_x: \"q[a-z0-9]{9}\" | '[a-z]{4}' == my_SECRET",
    "Mailchimp Access Key": "[0-9a-z]{32}-us[0-9]{2}",
    "NPM tokens": "//host/:_authToken=  npm_[a-zA-Z0-9]{36} | //h/x/:_authToken=[0-9a-f]{36}",
    "OpenAI Token": "sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
    "Private Key": "-----BEGIN (?:RSA |EC |)PRIVATE KEY----- | PuTTY-User-Key-File-2",
    "PyPI Token": "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{70}",
    "SendGrid API Key": "SG[.][A-Za-z0-9_-]{22}[.][A-Za-z0-9_-]{43}",
    "Slack Token": "xox[abp]-[0-9]{10}-[a-z0-9]{12} | https://hooks[.]sLack[.]com/services/T[A-Z0-9]{8}/B[A-Z0-9]{8}/[a-z]{9}",
    "SoftLayer Credentials": "softlayer_api_key = [a-z0-9]{64} | http://api[.]softlayer[.]com/soap/v3/[a-z0-9]{64}",
    "Square OAuth Secret": "sq0csp-[0-9A-Za-z_-]{43}",
    "Stripe Access Key": "[rs]k_live_[0-9a-zA-Z]{24}",
    "Telegram Bot Token": "[0-9]{9}:[0-9A-Za-z_-]{35}",
    "Twilio API Key": "AC[a-z0-9]{32} SK[a-z0-9]{32}",
}
ODD = ("\u0130", "\u0131", "\u017f", "\u212a", "\u0663", "\r", "\n", "\u2028", "\x0b", "\xa0", "\ud800")


@pytest.fixture(autouse=True, scope="module")
def detect_secrets_as_it_comes() -> Iterator[None]:
    with default_settings():
        yield


def texts_of(notebook: Path) -> list[str]:
    try:
        return [segment.text for segment in segments(parse(notebook.read_bytes()))]
    except NotebookError:
        return []


def assert_the_same(text: str) -> None:
    assert screened(text) == everywhere(text)
    for start, line in lines(text):
        assert plugin_hits(line) == plugin_hits(line, screened=False), text[start : start + 20]


def drawn(kind: str, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(sample(part, chance) for part in SHAPES[kind].split(" | "))


@pytest.mark.parametrize("kind", PLUGINS)
def test_each_plugin_finds_something_and_the_same(kind: str) -> None:
    for seed in range(20):
        text = drawn(kind, seed)
        assert kind in {found for _, found, _ in everywhere(text)}, text
        assert_the_same(text)
        assert_the_same(text.upper())
        assert_the_same(text.lower())


@pytest.mark.parametrize("notebook", sorted(EXAMPLES.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_our_own_notebooks(notebook: Path) -> None:
    for text in texts_of(notebook):
        assert_the_same(text)


def test_real_notebooks(corpus: list[Path]) -> None:
    """Every sixth; all of them with MLSECOPS_WHOLE_CORPUS set. Findings before any filter, then after all of theirs."""
    compared = 0
    for notebook in corpus[::EVERY]:
        for text in texts_of(notebook):
            here, there = screened(text), everywhere(text)
            assert here == there, notebook
            assert filtered(text, here) == filtered(text, there)
            compared += len(there)
    assert compared


@pytest.mark.parametrize("is_indirect", [True, False])
def test_real_notebooks_with_all_filters(corpus: list[Path], is_indirect: bool) -> None:
    """What they report, with the filter by the shape of a line that is not ours, and without."""
    planted = [drawn(kind, 1) for kind in PLUGINS]
    reported: set[str] = set()
    with default_settings() as chosen:
        if not is_indirect:
            chosen.disable_filters(INDIRECT)
        for notebook in corpus[:: EVERY * 5]:
            for text in (*texts_of(notebook), *planted):
                if is_indirect and any(len(line) > 300 for _, line in lines(text)):
                    continue  # that filter takes seconds for some of these
                theirs = unmodified(text)
                assert filtered(text, screened(text)) == theirs, notebook
                reported |= {kind for _, kind, _ in theirs}
    assert len(reported) > 20


PIECES = st.sampled_from(
    [
        *(
            "'",
            '"',
            "`",
            "=",
            ":",
            "==",
            "!=",
            "=>",
            "::",
            ":=",
            " ",
            "  ",
            "]",
            "[",
            ";",
            "(",
            "@",
            "/",
            "//",
            "-",
            "_",
        ),
        *(
            "key",
            "api_key",
            "password",
            "Passwd",
            "pwd",
            "SECRET",
            "db_pass",
            "keypass",
            "contrase\u00f1a",
            "aws",
            "ibm",
        ),
        *(
            "token",
            "ibm",
            "-",
            "softlayer",
            "sl",
            "cl",
            "cloudant",
            "secret-access-key",
            "https://",
            "a:b@",
            ":_authToken=",
            "eyJ",
        ),
        *("0123456789abcdef", "a1b2c3d4e5f60718", "q7Rk2Zs9Xw4Tn6Yb1Vd8", "deadbeefcafe", "Zm9vYmFyYmF6cXV1eA+/"),
        *("8.8.4.4", "1.2.3", "AKC", "AP", "AKIA", "A3T", "AC", "SK", "-us1", "xoxb-1-a", "ghp_", "#", "\t", "\\", "."),
        *ODD,
    ]
)
TOKENS = st.builds(drawn, st.sampled_from(sorted(PLUGINS)), st.integers(0, 5))
TEXTS = st.lists(st.one_of(PIECES, PIECES, PIECES, TOKENS), max_size=14).map("".join)


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.sampled_from(ODD), st.sampled_from("iskISK1"))
@example("db_pa\u017fsword = 'x7Kq9Zr4bWm'", ODD[0], "I")
@example("\u0130bm_token = " + "a1B2" * 11, ODD[0], "I")
@example("a\u0130\u0130\u0130 \u017fecret='x'", ODD[0], "I")
def test_any_text(text: str, odd: str, instead_of: str) -> None:
    for each in (text, text.replace(instead_of, odd)):
        assert_the_same(each.replace("\ud800", "\ufffd"))  # detect-secrets cannot hash a lone surrogate


@given(st.text(), st.text(alphabet="iIsSkK\u0130\u0131\u017f\u212aax"))
def test_lower_case_is_as_long_as_the_text(text: str, odd: str) -> None:
    assert len(folded(text + odd)) == len(text + odd)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 60), st.integers(2, 40))
def test_a_token_in_a_long_line_is_seen_whole(before: int, behind: int, size: int, times: int) -> None:
    """Wherever it stands, and however many stand around it: one window holds it with what a name before it needs."""
    text = " " * before + ("x" * size + " ") * times + " " * behind
    wanted = [Span(before + k * (size + 1), before + k * (size + 1) + size) for k in range(times)]
    found = list(windows(text, wanted))
    assert [place for window in found for place in window.places] == wanted
    for (start, end), held in ((window.span, window.places) for window in found):
        assert 0 <= start < end <= len(text) and end - start <= WINDOW
        for place in held:
            assert start <= max(0, place.start - 20) and min(len(text), place.end + 100) <= end


def test_a_long_line_hides_no_token() -> None:
    for kind in ("GitHub Token", "Stripe Access Key", "Slack Token", "Twilio API Key", "SendGrid API Key"):
        token = drawn(kind, 1).split(" ")[0]
        text = "a, " * 700 + token + ", b" * 700
        assert [text[slice(*span)] for span, _ in hits(kind, text)] == [token]
